"""Phrases under names, and where a text mentions them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.coach.spelling import EXACT, Vocabulary, span_at

Named = tuple[str, ...]
"""The words of a phrase, and its name at the end: two tuples would take twice the memory."""

BEGINNING = 3
"""By so many letters the phrases whose first word ends with a star are found."""

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
        whole, begun, inside = (defaultdict[str, list[Named]](list) for _ in range(3))
        for name, phrase in named:
            if words := vocabulary.pattern_words(phrase):
                first, core = words[0], words[0].strip("*")
                if first.startswith("*"):
                    alike = inside[core]
                else:
                    alike = whole[first] if first == core else begun[core[:BEGINNING]]
                alike.append((*words, name))
        self._whole, self._begun, self._inside = map(_packed, (whole, begun, inside))

    @property
    def words(self) -> set[str]:
        """Return all words of its phrases."""
        return {word for phrase in self._phrases() for word in phrase}

    @property
    def alone(self) -> set[str]:
        """Return the words that are a phrase by themselves."""
        return {phrase[0] for phrase in self._phrases() if len(phrase) == 1}

    def _phrases(self) -> Iterator[list[str]]:
        for table in (self._whole, self._begun, self._inside):
            yield from (words for named in table.values() for *words, _ in named)

    def mentions(self, words: Sequence[str]) -> list[Mention]:
        """Return all that a clause mentions."""
        said = set(words)
        return [
            Mention(named[-1], at)
            for start, word in enumerate(words)
            for named in self._candidates(word)
            # The last word of most phrases is missing, which takes less time than to search.
            if ((last := named[-2]) in said or "*" in last)
            and (at := span_at(start, words, named[:-1], self._gap, EXACT))
        ]

    def by_name(self, words: Sequence[str]) -> dict[str, list[range]]:
        """Return where a clause mentions each name."""
        found: dict[str, list[range]] = {}
        for mention in self.mentions(words):
            found.setdefault(mention.name, []).append(mention.at)
        return found

    def _candidates(self, word: str) -> Iterator[Named]:
        """Yield the phrases that a word may begin."""
        yield from self._whole.get(word, ())
        for length in range(1, min(len(word), BEGINNING) + 1):
            yield from self._begun.get(word[:length], ())
        for core, named in self._inside.items():
            if core in word:
                yield from named


def _packed(table: Mapping[str, Iterable[Named]]) -> Mapping[str, tuple[Named, ...]]:
    """Return a table without the room that its lists have left for more."""
    return {key: tuple(named) for key, named in table.items()}


def without(words: Sequence[str], taken: Iterable[range]) -> list[str]:
    """Return the words of a text with some of them hidden."""
    hidden = {n for at in taken for n in at}
    return [HIDDEN if n in hidden else word for n, word in enumerate(words)]
