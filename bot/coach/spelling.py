"""Words and phrases that are searched for in what people write, typing mistakes included."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from sys import intern

from rapidfuzz.distance import OSA

from bot.coach.folding import fold, matches, patterns
from bot.coach.phrase_book import PhraseBook

TYPO_LENGTH = 7
"""The shortest word in which one typo is forgiven, unless it is in the first letter."""

EMERGENCY_TYPO_LENGTH = 4
"""The same in a phrase of several words about an emergency."""

CRISIS_TYPO_LENGTH = 5
"""The same about not wanting to live: `live` is too near to `like` and `love`."""

BETWEEN = 2
"""How many other words may stand between two words of a phrase."""

EXACT = 1000
"""No word is so long, so no typo is forgiven."""


class Vocabulary:
    """The words of one language, and other ways to write them."""

    def __init__(self, book: PhraseBook) -> None:
        phrases = (*book.fillers, *(one for ones in book.intents.values() for one in ones))
        self.fillers = frozenset(map(fold, book.fillers))
        known = {intern(word) for phrase in phrases for word in fold(phrase).split()}
        self.known = frozenset(known)  # as large as it needs to be; the set has room for more
        self._same = {fold(one): fold(word) for word, ones in book.same.items() for one in ones}
        self._begun = frozenset({one.split()[0] for one in self._same if one})
        self._longest = max((len(one.split()) for one in self._same), default=0)

    def words(self, text: str) -> list[str]:
        """Return the words of a text, each written in one way."""
        words = fold(text).split()
        return words if self._begun.isdisjoint(words) else list(self._respelt(words))

    def _respelt(self, words: Sequence[str]) -> Iterator[str]:
        """Yield words, each variant replaced: the longest that begins at each place."""
        at = 0
        while at < len(words):
            lengths = range(min(self._longest, len(words) - at), 0, -1)
            told = ((length, " ".join(words[at : at + length])) for length in lengths)
            length, word = next((one for one in told if one[1] in self._same), (1, words[at]))
            yield from self._same.get(word, word).split()
            at += length

    def pattern_words(self, phrase: str) -> tuple[str, ...]:
        """Return the words of a phrase that is searched for, stars included.

        The same words stand in thousands of phrases, so each is kept in memory once.
        """
        if "*" not in phrase:
            return tuple(map(intern, self.words(phrase)))
        return tuple(intern(self._same.get(word, word)) for word in patterns(phrase))


class PhraseIndex:
    """Phrases that are searched for in texts, found by their first word and its first letter."""

    def __init__(self, phrases: Iterable[Sequence[str]]) -> None:
        self._phrases: dict[str, dict[str, tuple[Sequence[str], ...]]] = {}
        for phrase in phrases:
            if phrase:
                begun_alike = self._phrases.setdefault(phrase[0][0], {})
                begun_alike[phrase[0]] = (*begun_alike.get(phrase[0], ()), phrase)

    def near(self, words: Sequence[str]) -> Iterator[Sequence[str]]:
        """Yield the phrases whose first word is in a text; a star may be any letter."""
        by_initial: dict[str, list[str]] = {"*": list(words)}
        for word in words:
            by_initial.setdefault(word[0], []).append(word)
        for initial, candidates in by_initial.items():
            for first, phrases in self._phrases.get(initial, {}).items():
                if any(_same(word, first, EMERGENCY_TYPO_LENGTH) for word in candidates):
                    yield from phrases


class Spelling:
    """The words that are searched for, recognized with one typo unless in the first letter."""

    def __init__(
        self,
        wanted: Iterable[str],
        known: Iterable[str],
        long: int,
        shared: Collection[str] = frozenset(),
    ) -> None:
        self._long = long
        self._shared = shared  # known too, and held once for all spellings of a language
        self._known = frozenset(word for word in known if "*" not in word and word not in shared)
        stems = (word.strip("*") for word in known if word.endswith("*"))
        self._begun = tuple(filter(None, stems))  # a star alone stands for any word
        self._squeezed = {_squeezed(word): word for word in sorted(wanted)}
        self._wanted: dict[str, list[str]] = {}
        for word in sorted(wanted):
            if len(word) >= long and "*" not in word:
                self._wanted.setdefault(word[0], []).append(word)

    def corrected(self, word: str) -> str:
        """Return the word that a misspelt one stands for, or one that is right as it stands."""
        if word in self._known or word in self._shared or word.startswith(self._begun):
            return word
        if (squeezed := _squeezed(word)) != word and squeezed in self._squeezed:
            return self._squeezed[squeezed]
        alike = self._wanted.get(word[0], ()) if len(word) >= self._long else ()
        return next((one for one in alike if OSA.distance(word, one, score_cutoff=1) <= 1), word)


def _squeezed(word: str) -> str:
    """Return a word with each run of one letter as a single one: `soooore` as `sore`."""
    return re.sub(r"(.)\1+", r"\1", word)


def span(
    words: Sequence[str], phrase: Sequence[str], between: int, long: int = TYPO_LENGTH
) -> range | None:
    """Return where the words of a phrase stand in a text in their order, if they do."""
    found = (span_at(start, words, phrase, between, long) for start in range(len(words)))
    return next((at for at in found if at), None)


def span_at(
    start: int, words: Sequence[str], phrase: Sequence[str], between: int, long: int = TYPO_LENGTH
) -> range | None:
    """Return where the words of a phrase stand in a text from one of its words on, if they do."""
    at, matched = start, 0
    while matched < len(phrase):
        reach = words[at : at + 1 + (between if matched else 0)]
        step = next(
            (n for n, word in enumerate(reach) if _same(word, phrase[matched], long)), None
        )
        if step is None:
            return None
        at, matched = at + step + 1, matched + 1
    return range(start, at)


def _same(word: str, wanted: str, long: int) -> bool:
    """Return whether two words are the same but for one typo in a long one."""
    if "*" in wanted:
        return matches(word, wanted)
    if word == wanted:
        return True
    is_long = min(len(word), len(wanted)) >= long and word[0] == wanted[0]
    return is_long and OSA.distance(word, wanted, score_cutoff=1) <= 1


def is_in(words: Iterable[str], wanted: str, long: int = EMERGENCY_TYPO_LENGTH) -> bool:
    """Return whether one of some words is the wanted one, but for one typo."""
    return any(_same(word, wanted, long) for word in words)
