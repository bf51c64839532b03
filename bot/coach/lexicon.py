"""Phrases under names, and where a text mentions them.

Thousands of phrases in seven languages are kept as lines of text, for which they take a third of
the memory: tuples of words take a hundred bytes each.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.coach.spelling import EXACT, Vocabulary, span_at

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
        whole, begun, inside = (defaultdict[str, list[str]](list) for _ in range(3))
        for name, phrase in named:
            if words := vocabulary.pattern_words(phrase):
                first, core = words[0], words[0].strip("*")
                if first.startswith("*"):
                    alike = inside[core]
                else:
                    alike = whole[first] if first == core else begun[core[:BEGINNING]]
                alike.append(f"{' '.join(words)}\t{name}")
        self._whole, self._begun, self._inside = map(_joined, (whole, begun, inside))

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
            yield from (phrase.split() for phrase, _ in _named(*table.values()))

    def mentions(self, words: Sequence[str]) -> list[Mention]:
        """Return all that a clause mentions."""
        said = set(words)
        return [
            Mention(name, at)
            for start, word in enumerate(words)
            for phrase, name in _named(*self._candidates(word))
            # The last word of most phrases is missing, which takes less time than to search.
            if ((last := phrase[phrase.rfind(" ") + 1 :]) in said or "*" in last)
            and (at := span_at(start, words, phrase.split(), self._gap, EXACT))
        ]

    def by_name(self, words: Sequence[str]) -> dict[str, list[range]]:
        """Return where a clause mentions each name."""
        found: dict[str, list[range]] = {}
        for mention in self.mentions(words):
            found.setdefault(mention.name, []).append(mention.at)
        return found

    def _candidates(self, word: str) -> Iterator[str]:
        """Yield the lines of the phrases that a word may begin."""
        if word in self._whole:
            yield self._whole[word]
        for length in range(1, min(len(word), BEGINNING) + 1):
            if word[:length] in self._begun:
                yield self._begun[word[:length]]
        for core, lines in self._inside.items():
            if core in word:
                yield lines


def _joined(table: Mapping[str, Iterable[str]]) -> Mapping[str, str]:
    return {key: "\n".join(lines) for key, lines in table.items()}


def _named(*found: str) -> Iterator[tuple[str, str]]:
    """Yield each phrase of some lines, with its name."""
    for lines in found:
        for line in lines.split("\n"):
            phrase, _, name = line.partition("\t")
            yield phrase, name


def without(words: Sequence[str], taken: Iterable[range]) -> list[str]:
    """Return the words of a text with some of them hidden."""
    hidden = {n for at in taken for n in at}
    return [HIDDEN if n in hidden else word for n, word in enumerate(words)]
