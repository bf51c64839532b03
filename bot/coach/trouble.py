"""Emergencies and pain, found anywhere in what people write."""

from typing import Literal

from bot.coach.complaints import Complaints
from bot.coach.phrase_book import PhraseBook
from bot.coach.stems import LEAST, LONG, Stems, Vocabulary, span

Kind = Literal["crisis", "alarm", "pain"]

BETWEEN = 2
"""How many other words may stand between two words of an emergency."""


class Trouble:
    """The words of one language for not wanting to live, for emergencies and for pain."""

    def __init__(self, book: PhraseBook, vocabulary: Vocabulary) -> None:
        self._words = vocabulary.words
        self._complaints = Complaints(book.body, vocabulary)
        self._crisis = Stems(map(vocabulary.stems, book.crisis))
        self._alarm = Stems(map(vocabulary.stems, book.alarm))
        self._pain = Stems(map(vocabulary.stems, book.pain))
        self._not_pain = Stems(map(vocabulary.stems, book.not_pain))

    def of(self, text: str) -> Kind | None:
        """Return whether a text speaks of an emergency, or of pain; the gravest counts."""
        words = self._words(text)
        if any(span(words, one, BETWEEN) for one in self._crisis.near(words)):
            return "crisis"
        complaint = self._complaints.of(text)
        near = self._alarm.near(words)
        if complaint == "alarm" or any(
            span(words, one, BETWEEN, LEAST if len(one) > 1 else LONG) for one in near
        ):
            return "alarm"
        for one in list(self._not_pain.near(words)):
            while found := span(words, one, 0):
                words = [*words[: found.start], *words[found.stop :]]
        is_pain = any(span(words, one, 0) for one in self._pain.near(words))
        return "pain" if is_pain else complaint
