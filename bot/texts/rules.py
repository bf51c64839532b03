"""What a translated text shares with the English: numbers, commands, placeholders, tags."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_COMMAND = re.compile(r"(?<![\w<])/[a-z]+")
_TAG = re.compile(r"</?[a-z][^>]*>")
_GAP = re.compile(r"\{\w*\}")
_LINK = re.compile(r"https?://\S*[^\s.,]")
_IMPERIAL = re.compile(r" \([^()]*\d (?:in|ft|lb)\)")
"""What follows a metric amount for those who measure otherwise: ` (9 to 18 lb)`."""

_SPELLED = {"واحد": "1", "واحدة": "1", "خطوتين": "2", "يومين": "2"}
"""Arabic writes one behind the noun and two within it, where a digit would be odd."""

MANY_WORDS = 3
"""A text of fewer words may be the same in two languages: `Psoas major`."""


def differences(english: str, told: str) -> Iterator[str]:
    """Yield what a translation lacks of the English text, and what it adds.

    Where nobody measures in feet or pounds, it may leave them out.
    """
    metric = _IMPERIAL.sub("", english)
    if numbers(metric) == numbers(told):
        english = metric
    words = re.findall(r"[^\W\d_]{2,}", _GAP.sub(" ", english))
    if english == told and len(words) >= MANY_WORDS:
        yield "is still English"
    for name, found in _KINDS.items():
        yield from _unequal(name, found(english), found(told), spelled=_spelled(told))


def gaps_differ(english: str, told: str, *, may_lack: str = "") -> Iterator[str]:
    """Yield the placeholders that a translation lacks or invents."""
    wanted, found = set(_GAP.findall(english)), set(_GAP.findall(told))
    yield from (f"lacks {gap}" for gap in sorted(wanted - found - {may_lack}))
    yield from (f"has {gap}, which the English has not" for gap in sorted(found - wanted))


def numbers(text: str) -> Counter[str]:
    """Return the numbers in a text as 0-9, whatever its digits and its decimal sign."""
    bare = _LINK.sub("", _GAP.sub("", _TAG.sub("", text)))
    digits = "".join(str(unicodedata.digit(mark)) if mark.isdecimal() else mark for mark in bare)
    return Counter(found.replace(",", ".") for found in _NUMBER.findall(digits))


def _spelled(text: str) -> Counter[str]:
    """Return the numbers that stand in words which say nothing else."""
    words = re.findall(r"\w+", text)
    return Counter(_SPELLED[word] for word in words if word in _SPELLED)


def _unequal(
    name: str, wanted: Counter[str], found: Counter[str], *, spelled: Counter[str]
) -> Iterator[str]:
    if lacks := sorted((wanted - found - spelled).elements()):
        yield f"lacks the {name} {', '.join(lacks)}"
    if extra := sorted((found - wanted).elements()):
        yield f"has the {name} {', '.join(extra)}, which the English has not"


def _all(pattern: re.Pattern[str]) -> Callable[[str], Counter[str]]:
    return lambda text: Counter(pattern.findall(text))


_KINDS: dict[str, Callable[[str], Counter[str]]] = {
    "number": numbers,
    "command": _all(_COMMAND),
    "tag": _all(_TAG),
    "link": _all(_LINK),
}
