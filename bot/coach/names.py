"""Names of exercises and signs in a text that says little else, and the version it wants."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Literal

from bot.coach.folding import fold
from bot.coach.phrase_book import PhraseBook
from bot.coach.spelling import TYPO_LENGTH, Spelling, Vocabulary, span

HALF = 1 / 2
"""The share of a text's words that names have to be, for what they name to be meant."""

THIRD = 1 / 3
"""The share that the name of an exercise has to be, to be offered."""

PLURAL_LENGTH = 4
"""The shortest word whose `s` at the end is no part of it."""


@dataclass(frozen=True)
class Topic:
    """Something that has a page of its own."""

    kind: Literal["exercise", "sign"]
    slug: str
    version: str | None = None


@dataclass(frozen=True)
class Found:
    """What a text may mean: `meant` for sure (several: ask which), `near` as a guess.

    `is_whole` says that the text is a name itself, not the beginning of one or nearly one.
    """

    meant: tuple[Topic, ...] = ()
    near: tuple[Topic, ...] = ()
    is_whole: bool = False


class Names:
    """The names of one language, found in any order between a few other words."""

    def __init__(
        self, named: Iterable[tuple[str, Topic]], book: PhraseBook, vocabulary: Vocabulary
    ) -> None:
        self._passed = {_single(word) for one in (*book.fillers, *book.frame) for word in _of(one)}
        self._around = self._passed.union(map(_single, _of(*book.pointers)))
        self._wishes = [
            (version, _of(one)) for version, ones in book.versions.items() for one in ones
        ]
        self._names: dict[Topic, list[tuple[str, ...]]] = defaultdict(list)
        for name, topic in named:
            self._names[topic].append(tuple(intern(_single(word)) for word in name.split()))
        wanted = frozenset(word for names in self._names.values() for one in names for word in one)
        self._spelling = Spelling(wanted, wanted, TYPO_LENGTH, vocabulary.known)
        self._versions = {topic: self._own(topic) for topic in self._names if topic.version}

    def within(self, text: str) -> Found:
        """Find what half of a text names in two words or more; by a third, only offer it."""
        wished, told = self._wished(fold(text).split())
        words = [_single(self._spelling.corrected(word)) for word in told]
        topics = [one for one in self._names if one.version is None]
        best = max(topics, key=lambda one: self._share(one, words))
        topic = Topic(best.kind, best.slug, self._version(best, words, wished))
        share, count = self._share(best, words, self._versions.get(topic, frozenset()))
        least = THIRD if wished else HALF
        if share >= least and count + (wished is not None) > 1:
            return Found(meant=(topic,))
        least = THIRD if best.kind == "exercise" else HALF
        return Found(near=(topic,)) if share >= least else Found()

    def mentioned(self, text: str) -> list[Topic]:
        """Return the topics one of whose names has all its words in a text."""
        told = {_single(self._spelling.corrected(word)) for word in fold(text).split()}
        return [
            topic
            for topic, names in self._names.items()
            if topic.version is None and any(map(told.issuperset, names))
        ]

    def remainder(self, text: str, topics: Iterable[Topic]) -> list[str]:
        """Return the words of a text that neither name those topics nor stand around names."""
        said = frozenset[str]().union(*(one for topic in topics for one in self._names[topic]))
        words = (_single(self._spelling.corrected(word)) for word in fold(text).split())
        return [one for one in words if one not in said and one not in self._around]

    def wish_in(self, text: str) -> tuple[str | None, str]:
        """Return which sort of version a text asks for, and the rest of it."""
        version, words = self._wished(text.split())
        return version, " ".join(words)

    def _wished(self, words: list[str]) -> tuple[str | None, list[str]]:
        """Return which sort of version a text asks for, and its other words."""
        for version, wish in self._wishes:
            if at := span(words, wish, between=0):
                return version, [*words[: at.start], *words[at.stop :]]
        return None, words

    def _share(
        self, topic: Topic, words: Sequence[str], own: frozenset[str] = frozenset()
    ) -> tuple[float, int]:
        """Return which share of a text names a topic, and in how many words."""
        told = frozenset(words)
        names = list(filter(told.issuperset, self._names[topic]))
        said = own.union(*names) if names else frozenset()
        count = sum(word in said for word in words)
        rest = sum(word not in said and word not in self._passed for word in words)
        return (count / (count + rest), count) if count else (0, 0)

    def _version(self, topic: Topic, words: Sequence[str], wished: str | None) -> str | None:
        """Return the version most of whose own words a text has, or whose sort it asks for."""
        told = set(words)
        shares = {
            version.version: len(own & told) / len(own)
            for version, own in self._versions.items()
            if version.slug == topic.slug and own & told - self._passed
        }
        best = max(shares, key=lambda one: shares[one], default=None)
        if best and shares[best] > HALF:
            return best
        return wished if Topic(topic.kind, topic.slug, wished) in self._versions else None

    def _own(self, topic: Topic) -> frozenset[str]:
        """Return the words in a version's first name that are in none of its exercise's."""
        common = frozenset[str]().union(*self._names[Topic(topic.kind, topic.slug)])
        return frozenset(self._names[topic][0]) - common


def _of(*phrases: str) -> list[str]:
    return [word for phrase in phrases for word in fold(phrase).split()]


def _single(word: str) -> str:
    """Return an English word without the `s` of its plural, which other languages bear."""
    return word[:-1] if len(word) >= PLURAL_LENGTH and word.endswith("s") else word
