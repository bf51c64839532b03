"""Phrases under names, and where a text mentions them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.coach.spelling import EXACT, Vocabulary, span_at

HIDDEN = "-"
"""Stands for a word that is passed over: no folded word."""


@dataclass(frozen=True)
class Mention:
    """One symptom or place in a clause."""

    name: str
    at: range

    def gap(self, other: "Mention") -> int:
        """Return how many words stand between two mentions."""
        return max(self.at.start - other.at.stop, other.at.start - self.at.stop, 0)


class Lexicon:
    """Phrases under names, found in the words of a clause."""

    def __init__(self, vocabulary: Vocabulary, named: Iterable[tuple[str, str]], gap: int) -> None:
        self._gap = gap
        self._begun: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        self._starred: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        self.words, self.alone = set[str](), set[str]()
        for name, phrase in named:
            if words := vocabulary.pattern_words(phrase):
                first = words[0]
                begun, key = (self._starred, first[0]) if "*" in first else (self._begun, first)
                begun.setdefault(key, []).append((name, words))
                self.words.update(words)
                self.alone.update(words if len(words) == 1 else ())

    def mentions(self, words: Sequence[str]) -> list[Mention]:
        """Return all that a clause mentions."""
        return [
            Mention(name, at)
            for start, word in enumerate(words)
            for name, phrase in self._candidates(word)
            if (at := span_at(start, words, phrase, self._gap, EXACT))
        ]

    def by_name(self, words: Sequence[str]) -> dict[str, list[range]]:
        """Return where a clause mentions each name."""
        found: dict[str, list[range]] = {}
        for mention in self.mentions(words):
            found.setdefault(mention.name, []).append(mention.at)
        return found

    def _candidates(self, word: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the phrases that a word may begin."""
        yield from self._begun.get(word, ())
        yield from self._starred.get(word[0], ())
        yield from self._starred.get("*", ())


def without(words: Sequence[str], taken: Iterable[range]) -> list[str]:
    """Return the words of a text with some of them hidden."""
    hidden = {n for at in taken for n in at}
    return [HIDDEN if n in hidden else word for n, word in enumerate(words)]
