"""How alike what somebody wrote and a phrase are."""

from collections.abc import Collection, Sequence

from rapidfuzz import fuzz, process

from bot.coach.spelling import EMERGENCY_TYPO_LENGTH

SHORT = 5
"""Shorter words and phrases have to be written exactly."""

KIN = 70
"""How alike two words of a text and a phrase have to be."""

BRIEF = 2
"""So few words of a text are a phrase, if the one that says something is."""

PADDING = 3
"""How many fillers may stand around the one word that says all."""


def near(text: str, phrases: Sequence[str], least: float) -> set[int]:
    """Return the numbers of the phrases that may be alike; quicker than to compare each here."""
    found = process.extract(text, phrases, scorer=fuzz.ratio, score_cutoff=least, limit=None)
    return {number for _, _, number in found} if text else set()


def _is_kin(word: str, other: str) -> bool:
    """Return whether two words are the same, or long and nearly the same or one in the other."""
    if word == other:
        return True
    is_long = min(len(word), len(other)) >= EMERGENCY_TYPO_LENGTH
    return is_long and (word in other or other in word or fuzz.ratio(word, other) >= KIN)


def alike(text: str, phrase: str, least: float) -> float:
    """Return how alike two texts are, of 100."""
    if text == phrase:
        return 100.0 if text else 0.0
    if min(len(text), len(phrase)) < SHORT:
        return 0.0
    return fuzz.ratio(text, phrase, score_cutoff=least)


def are_kin(text: str, phrase: str, fillers: Collection[str]) -> bool:
    """Return whether a text and a phrase share words, and not only letters.

    `The ball one` is nearly `all done`, and all that `in or out on the way up` says is that
    of `i want out`. Where only one word says something, half of the phrase has to be there.
    """
    words, wanted = _telling(text, fillers), _telling(phrase, fillers)
    fewer, more = sorted((words, wanted), key=len)
    if not all(any(_is_kin(one, other) for other in more) for one in fewer):
        return False
    if len(fewer) > 1:
        return True
    said, known = text.split(), phrase.split()
    shared = sum(any(_is_kin(one, other) for other in said) for one in known)
    is_most = len(said) <= BRIEF or shared >= len(known) / 2
    return is_most and len(said) <= len(known) + PADDING


def _telling(text: str, fillers: Collection[str]) -> list[str]:
    """Return the words of a text that are no fillers, or all of them if it has no other."""
    words = text.split()
    return [one for one in words if one not in fillers] or words
