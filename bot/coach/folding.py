"""Fold written text, in any script, so that what readers take for the same is the same."""

import re
import unicodedata
from functools import lru_cache

_ACCENTS = range(0x0300, 0x0370)
"""Accents on Latin, Greek and Cyrillic letters. Other scripts' marks are part of a word."""

_DROPPED = {
    *range(0x064B, 0x0660), 0x0670, 0x0640,  # Arabic: short vowels, hamza above and below, tatweel
    *range(0x0591, 0x05C8),  # Hebrew points
    0x093C,  # nukta, which Hindi often leaves out
}  # fmt: skip

_SAME = str.maketrans({
    "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ٱ": "ا",
    "ँ": "ं",
})  # fmt: skip
"""Letters that are written one for another."""

_SHORT_I = "и\u0306"
"""й, which is a letter of its own and no и with an accent."""


@lru_cache(maxsize=1024)
def fold(text: str) -> str:
    """Return the words of a text without case, accents and punctuation."""
    if text.isascii():
        return " ".join(re.findall(r"[a-z0-9]+", text.casefold()))
    return _joined(text, "")


@lru_cache(maxsize=1024)
def lighten(text: str) -> str:
    """Fold a text, but keep the marks that dates and times are written with."""
    if text.isascii():
        return " ".join(re.findall(r"[a-z0-9:.,\-/'+]+", text.casefold()))
    return _joined(text, ":.,-–/'’+")


def _joined(text: str, keep: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold()).replace(_SHORT_I, "й")
    kept = "".join(_folded(mark, keep) for mark in parts.translate(_SAME))
    return " ".join(unicodedata.normalize("NFC", kept).split())


def _folded(mark: str, keep: str) -> str:
    """Return a letter unchanged, a digit as 0-9, nothing for an accent, a space for the rest."""
    number, kind = ord(mark), unicodedata.category(mark)
    if number in _ACCENTS or number in _DROPPED or kind == "Cf":
        return ""
    if kind == "Nd":
        return str(unicodedata.digit(mark))
    return mark if kind[0] in "LMN" or mark in keep else " "


def patterns(phrase: str) -> list[str]:
    """Return the words of a phrase, each with its stars: `bleed*` is any word so begun."""
    found = []
    for part in phrase.split():
        words = fold(part).split()
        if words and part.endswith("*"):
            words[-1] += "*"
        if part.startswith("*"):
            words = ["*" + words[0], *words[1:]] if words else ["*"]
        found += words
    return found


def matches(word: str, pattern: str) -> bool:
    """Return whether a folded word fits a folded pattern; a star stands for any letters."""
    core = pattern.strip("*")
    if pattern.startswith("*"):
        return core in word if pattern.endswith("*") else word.endswith(core)
    return word.startswith(core) if pattern.endswith("*") else word == core
