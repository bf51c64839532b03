"""Not wanting to live, in the words of one language."""

from collections.abc import Iterable, Iterator, Sequence

from bot.coach.folding import fold
from bot.coach.lexicon import Lexicon, without
from bot.coach.patterns import parts_of, stretches
from bot.coach.phrase_book import CrisisWords as Words
from bot.coach.spelling import BETWEEN, CRISIS_TYPO_LENGTH, TYPO_LENGTH, Spelling, Vocabulary

Pattern = tuple[tuple[str, ...], ...]
"""The numbers of its parts. A text must have each sequence; in the files, a plus joins them."""


class Crisis:
    """The patterns of one language for not wanting to live."""

    def __init__(self, words: Words, vocabulary: Vocabulary) -> None:
        self._words = vocabulary.words
        self._certain = _Patterns(words.certain, words, vocabulary)
        self._unclear = _Patterns(words.unclear, words, vocabulary)
        self._harmless = _Patterns(words.harmless, words, vocabulary, between=0)
        self._exercise = Lexicon(vocabulary, (("", one) for one in words.exercise), gap=0)
        self._spelling = self._corrects(words, vocabulary)

    def _corrects(self, words: Words, vocabulary: Vocabulary) -> Spelling:
        """Return the spelling of all patterns; a word by itself forgives less than one of many."""
        sought = (self._certain, self._unclear)
        wanted = {
            word
            for patterns in sought
            for word in patterns.lexicon.words
            if len(word) >= TYPO_LENGTH or word not in patterns.alone
        }
        right = self._exercise.words | self._harmless.lexicon.words | set(map(fold, words.spelt))
        return Spelling(wanted, wanted | right, CRISIS_TYPO_LENGTH, vocabulary.known)

    def is_in(self, text: str) -> bool:
        """Return whether a text says so; what is unclear doesn't count beside an exercise."""
        words = [self._spelling.corrected(word) for word in self._words(text)]
        words = without(words, self._harmless.found(words))
        if any(self._certain.found(words)):
            return True
        return any(self._unclear.found(words)) and not self._exercise.mentions(words)


class _Patterns:
    """Patterns of phrases that stand one after the other, with few words between them."""

    def __init__(
        self,
        patterns: Iterable[str],
        words: Words,
        vocabulary: Vocabulary,
        between: int = BETWEEN,
    ) -> None:
        self._between = between
        told = [[parts_of(one) for one in pattern.split("+")] for pattern in patterns]
        parts = sorted({part for pattern in told for one in pattern for part in one})
        names = {part: str(number) for number, part in enumerate(parts)}
        named = ((names[part], one) for part in parts for one in words.alternatives_of(part))
        self.lexicon = Lexicon(vocabulary, named, gap=between)
        self._by_first: dict[str, tuple[Pattern, ...]] = {}
        for pattern in told:
            kept = tuple(tuple(names[part] for part in one) for one in pattern)
            self._by_first[kept[0][0]] = (*self._by_first.get(kept[0][0], ()), kept)
        single = [one[0] for one, *more in told if len(one) == 1 and not more]
        whole = [one for part in single for one in words.alternatives_of(part)]
        split = map(vocabulary.pattern_words, whole)
        self.alone = {one[0] for one in split if len(one) == 1}

    def found(self, words: Sequence[str]) -> Iterator[range]:
        """Yield where a pattern stands in a text."""
        mentioned = self.lexicon.by_name(words)
        begun = (one for part in mentioned for one in self._by_first.get(part, ()))
        for pattern in begun:
            if all(part in mentioned for one in pattern for part in one):
                joined = [list(stretches(one, mentioned, self._between)) for one in pattern]
                yield from joined[0] if all(joined) else ()
