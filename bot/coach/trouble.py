"""Emergencies and pain, found anywhere in what people write."""

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Literal, Self

from bot.coach.complaints import Complaints
from bot.coach.crisis import Crisis
from bot.coach.lexicon import HIDDEN, Lexicon, without
from bot.coach.phrase_book import PhraseBook
from bot.coach.sheets import Flag
from bot.coach.spelling import (
    BETWEEN,
    EMERGENCY_TYPO_LENGTH,
    TYPO_LENGTH,
    PhraseIndex,
    Vocabulary,
    span,
)

TroubleKind = Literal["crisis", "alarm", "pain"]

HIPS = frozenset((Flag.HIP_FRONT, Flag.HIP_BACK))
"""A replaced hip, by the approach of the surgery."""


class TroubleWords:
    """The words of one language for not wanting to live, for emergencies and for pain."""

    def __init__(self, book: PhraseBook) -> None:
        self.vocabulary = vocabulary = Vocabulary(book)
        self._words = vocabulary.words
        self._complaints = Complaints(book.body, vocabulary)
        self._crisis = Crisis(book.crisis, vocabulary)
        self._alarm = self._index(book.alarm)
        self._pain = self._index(book.pain)
        self._not_alarm = self._index(book.not_alarm)
        self._not_pain = self._index(book.not_pain)
        named = ((flag.value, one) for flag, phrases in book.flags.items() for one in phrases)
        self._flags, self._lexicon = tuple(book.flags), Lexicon(vocabulary, named, gap=0)
        denials = map(vocabulary.words, (*book.body.denied, *book.denials))
        self._denied = frozenset(one[0] for one in denials if len(one) == 1)
        passing = book.passing
        self._felt, self._alone, self._when, self._beside = (
            Lexicon(vocabulary, (("", one) for one in phrases), gap=BETWEEN)
            for phrases in (passing.what, passing.alone, passing.when, passing.beside)
        )
        self._fillers = vocabulary.fillers

    def _index(self, phrases: Iterable[str]) -> PhraseIndex:
        return PhraseIndex(map(self.vocabulary.pattern_words, phrases))

    def with_alarms(self, phrases: Iterable[str]) -> Self:
        """Return the same words with other phrases about emergencies; all else is shared."""
        other = copy(self)
        other._alarm = self._index(phrases)  # noqa: SLF001  # of this class
        return other

    def kind_of_trouble(self, text: str) -> TroubleKind | None:
        """Return the gravest trouble that a text speaks of, if any."""
        found = self._of(text)
        is_alarm = self.passes(text) or self._comes_with_more(text)
        return "alarm" if found != "crisis" and is_alarm else found

    def passes(self, text: str) -> bool:
        """Return whether a text says no more than that an exercise made somebody dizzy or sick.

        Only that they feel so, in a text that says nothing else, is enough.
        """
        words = self._words(text)
        if self._says_only_that(words):
            return True
        felt = self._undenied(words, self._felt)
        if not felt or not self._when.mentions(words) or self._beside.mentions(words):
            return False
        return self._of(" ".join(without(words, felt))) not in ("crisis", "alarm")

    def remainder(self, text: str) -> str:
        """Return a text without what only sounds like an emergency, for other languages to read.

        Their lists have words of this one, too: `heart attack`.
        """
        words = self._words(text)
        left = _less(words, self._not_alarm)
        return text if left == words else " ".join(left)

    def _says_only_that(self, words: Sequence[str]) -> bool:
        """Return whether a text has no words but those for a passing trouble, and fillers."""
        at = self._undenied(words, self._alone)
        return bool(at) and self._fillers.union([HIDDEN]).issuperset(without(words, at))

    def _of(self, text: str) -> TroubleKind | None:
        if self._crisis.is_in(text):
            return "crisis"
        words = _less(self._words(text), self._not_alarm)
        complaint = self._complaints.of(text)
        if complaint == "alarm" or self._is_alarm(words):
            return "alarm"
        words = _less(words, self._not_pain)
        is_pain = any(span(words, one, 0) for one in self._pain.near(words))
        return "pain" if is_pain else complaint

    def _comes_with_more(self, text: str) -> bool:
        """Return whether a text says what may pass, and beside it something graver."""
        words = self._words(text)
        if not all(one.mentions(words) for one in (self._felt, self._when, self._beside)):
            return False
        return bool(self._undenied(words, self._felt))

    def _undenied(self, words: Sequence[str], lexicon: Lexicon) -> list[range]:
        """Return where words of a lexicon stand with no denial beside or among them."""
        return [
            one.at
            for one in lexicon.mentions(words)
            if self._denied.isdisjoint(words[max(one.at.start - 2, 0) : one.at.stop + 1])
        ]

    def flag_of(self, text: str) -> Flag | None:
        """Return the health question that is about where it hurts, if there is one."""
        flags = self.flags_of(text)
        is_unclear = HIPS.issubset(flags)
        return next((flag for flag in flags if not (is_unclear and flag in HIPS)), None)

    def flags_of(self, text: str) -> tuple[Flag, ...]:
        """Return all health questions that a text is about.

        A hip replacement whose approach isn't named is about both of HIPS.
        """
        words = self._words(text)
        found = self._lexicon.mentions(words)
        named = {
            one.name
            for one in found
            if self._denied.isdisjoint(words[max(one.at.start - 1, 0) : one.at.start])
            and not any(_is_within(one.at, other.at) for other in found)
        }
        return tuple(flag for flag in self._flags if flag in named)

    def _is_alarm(self, words: Sequence[str]) -> bool:
        """Return whether a phrase stands in a text; of several words, with more typos forgiven."""
        return any(
            span(words, one, BETWEEN, EMERGENCY_TYPO_LENGTH if len(one) > 1 else TYPO_LENGTH)
            for one in self._alarm.near(words)
        )


def _is_within(part: range, whole: range) -> bool:
    """Return whether words are part of a longer phrase: a `hernia` of a `hernia de disco`."""
    return whole.start <= part.start and part.stop <= whole.stop and len(part) < len(whole)


def _less(words: list[str], phrases: PhraseIndex) -> list[str]:
    """Return the words of a text without those phrases."""
    for one in list(phrases.near(words)):
        while found := span(words, one, 0):
            words = [*words[: found.start], *words[found.stop :]]
    return words
