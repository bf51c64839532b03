"""How alike what somebody wrote and a phrase are."""

from collections.abc import Collection, Sequence

from rapidfuzz import fuzz, process

from bot.coach.spelling import EMERGENCY_TYPO_LENGTH

SHORT = 5
"""Shorter words and phrases have to be written exactly."""

SIMILAR = 70
"""How alike two words of a text and a phrase have to be."""

BRIEF = 2
"""Of a text with so few words, only the one that is no filler has to be in the phrase."""

PADDING = 3
"""How many fillers may stand around the one word that says all."""


def near(text: str, phrases: Sequence[str], least: float) -> set[int]:
    """Return the numbers of the phrases that may be alike; quicker than to compare each here."""
    found = process.extract(text, phrases, scorer=fuzz.ratio, score_cutoff=least, limit=None)
    return {number for _, _, number in found} if text else set()


def _are_similar(word: str, other: str) -> bool:
    """Return whether two words are the same, or long and either nearly the same or nested."""
    if word == other:
        return True
    is_long = min(len(word), len(other)) >= EMERGENCY_TYPO_LENGTH
    return is_long and (word in other or other in word or fuzz.ratio(word, other) >= SIMILAR)


def alike(text: str, phrase: str, least: float) -> float:
    """Return how alike two texts are, of 100."""
    if text == phrase:
        return 100.0 if text else 0.0
    if min(len(text), len(phrase)) < SHORT:
        return 0.0
    return fuzz.ratio(text, phrase, score_cutoff=least)


def share_words(text: str, phrase: str, fillers: Collection[str]) -> bool:
    """Return whether a text and a phrase share words, and not only letters.

    `The ball one` is spelt nearly like `all done`. Where only one word is no filler, as `out` in
    `in or out on the way up` and `i want out`, half of the phrase has to be in the text.
    """
    words, wanted = _telling(text, fillers), _telling(phrase, fillers)
    fewer, more = sorted((words, wanted), key=len)
    if not all(any(_are_similar(one, other) for other in more) for one in fewer):
        return False
    if len(fewer) > 1:
        return True
    said, known = text.split(), phrase.split()
    shared = sum(any(_are_similar(one, other) for other in said) for one in known)
    is_most = len(said) <= BRIEF or shared >= len(known) / 2
    return is_most and len(said) <= len(known) + PADDING


def _telling(text: str, fillers: Collection[str]) -> list[str]:
    """Return the words of a text that are no fillers, or all of them if it has no other."""
    words = text.split()
    return [one for one in words if one not in fillers] or words
