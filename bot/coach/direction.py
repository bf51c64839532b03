"""Right-to-left languages: keep commands, ranges and foreign words in one piece and in order.

Between Arabic words, a command, a range such as 6–8 or a Latin name is laid out in the wrong place
or backwards. Unicode's isolates (UAX #9) keep each of them in order.
"""

import re
from typing import Any, TypeVar

from babel import Locale

from bot.coach.documents import Document

FIRST_STRONG, POP = "\u2068", "\u2069"
RIGHT_TO_LEFT_MARK = "\u200f"

D = TypeVar("D", bound=Document)
NOT_PROSE = {"sources", "aliases"}
"""Fields that hold codes, or names to search by."""

_MIRRORED = str.maketrans("→←▶◀↩↪", "←→◀▶↪↩")
"""Signs with a direction that the reader's app doesn't turn by itself, as it does ‹ and ›."""

_APART = re.compile(
    r"""(?P<kept><[^>]*>|&\#?\w+;)
      | \{\w*\}                                            # what is filled in
      | https?://\S+
      | /[a-z]+
      | @?[A-Za-z][\w@.'’-]*(?:[ ][A-Za-z][\w@.'’-]*)*(?<![.'’-])  # foreign words, no full stop
      | \d+(?:\s?[–-]\s?\d+)+                              # a range
    """,
    re.VERBOSE | re.ASCII,
)


def is_right_to_left(locale: Locale) -> bool:
    """Return whether a language is written from right to left."""
    return locale.text_direction == "rtl"


def isolated(text: str) -> str:
    """Return a text that keeps its own direction, whatever stands around it."""
    return f"{FIRST_STRONG}{text}{POP}"


def mirrored(text: str) -> str:
    """Return a text whose arrows point the other way."""
    return text.translate(_MIRRORED)


def directed(html: str) -> str:
    """Return a right-to-left text with all that runs the other way isolated, arrows mirrored."""
    text = mirrored(_APART.sub(lambda one: one[0] if one["kept"] else isolated(one[0]), html))
    # Made of gaps alone, it would run from left to right where it fills a gap itself.
    is_bare = "{" in html and not any(map(str.isalpha, _APART.sub("", html)))
    return RIGHT_TO_LEFT_MARK + text if is_bare else text


def directed_words(words: D) -> D:
    """Return the words of a content file in a right-to-left language, directed."""
    directed_ones: D = _each(words)
    return directed_ones


def _each(value: Any) -> Any:
    if isinstance(value, Document):
        names = type(value).model_fields.keys() - NOT_PROSE
        return value.model_copy(update={name: _each(getattr(value, name)) for name in names})
    if isinstance(value, dict):
        return {key: _each(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return tuple(_each(one) for one in value)
    return directed(value) if isinstance(value, str) else value
