"""Reading a time of day as people write it: `7pm`, `7 Uhr`, `às 7h`, `7 вечера`, `शाम 7 बजे`."""

import re
from collections.abc import Iterable
from datetime import time

from bot.coach.english import ENGLISH
from bot.coach.folding import lighten
from bot.coach.phrase_book import When
from bot.coach.schedule import parse_wall


class Times:
    """The ways in which one language, and English, write a time of day."""

    def __init__(self, own: When) -> None:
        both = (ENGLISH, own)
        self._parts = {
            lighten(word): part
            for when in both
            for part in ("morning", "evening", "night")
            for word in getattr(when, part)
        }
        self._words = {lighten(word): time(12) for when in both for word in when.noon}
        self._words |= {lighten(word): time(0) for when in both for word in when.midnight}
        # 1 is left out: "a" and "ein" count as 1, and "a night" is no time of day.
        self._hours = {lighten(word): n for word, n in own.numbers.items() if 1 < n <= 12}
        self._shifts = {lighten(word): n for when in both for word, n in when.shifts.items()}
        self._tails = {lighten(word): n for when in both for word, n in when.tails.items()}
        self._off = {lighten(word) for when in both for word in when.off}
        self._time = re.compile(self._pattern(both), re.VERBOSE)
        self._part = re.compile(rf"(?<!\w)(?:{one_of(self._parts)})(?!\w)")
        self._named = re.compile(rf"(?<!\w)(?:{one_of(self._words)})(?!\w)")

    def _pattern(self, both: Iterable[When]) -> str:
        words = {
            field: one_of(word for when in both for word in getattr(when, field))
            for field in ("at", "clock")
        }
        parts = one_of(self._parts)
        return rf"""(?<![\w:.,+-])
            (?:(?P<before>{parts})\s+)? (?P<at>(?:{words["at"]})\s+)?
            (?:(?P<shift>{one_of(self._shifts)})\s*)?
            (?P<hour>\d{{1,2}}|{one_of(self._hours)})
            (?:\s?[:.h]\s?(?P<minute>\d{{2}})(?!\d))?
            (?:\s*(?P<am_pm>[ap])\.?\s?m(?!\w)\.?)?
            (?:\s*(?P<clock>{words["clock"]})(?![^\W\d])(?:\s*(?P<minute_after>\d{{2}})(?!\d))?)?
            (?:\s*(?P<tail>{one_of(self._tails)})(?!\w))?
            (?:,?\s*(?P<after>{parts}))?
            (?![\w:])"""

    def read(self, text: str) -> time | None:
        """Return the time of day that a whole text is."""
        plain = lighten(text).strip(" .,")
        if plain in self._words:
            return self._words[plain]
        match = self._time.fullmatch(plain)
        is_time = match and (match["hour"].isdecimal() or _is_clear(match))
        return parse_wall(text) or (self._value(match) if match and is_time else None)

    def last_in(self, text: str) -> time | None:
        """Return the last time of day that a text names."""
        plain = lighten(text)
        found = [(match.start(), self._words[match[0]]) for match in self._named.finditer(plain)]
        found += [
            (match.start(), value)
            for match in self._time.finditer(plain)
            if _is_clear(match) and (value := self._value(match)) is not None
        ]
        return max(found)[1] if found else None

    def part_in(self, text: str) -> str | None:
        """Return the part of the day that a text names: `morning`, `evening` or `night`."""
        match = self._part.search(lighten(text))
        return self._parts[match[0]] if match else None

    def marked(self, text: str, mark: str) -> str:
        """Return a text with a mark in the place of each time of day."""

        def replaced(match: re.Match[str]) -> str:
            return f"{match['at'] or ''} {mark} " if _is_clear(match) else match[0]

        return self._named.sub(f" {mark} ", self._time.sub(replaced, lighten(text)))

    def is_off(self, text: str) -> bool:
        """Return whether a text says that there should be no such time."""
        return lighten(text).strip(" .,") in self._off

    def _value(self, match: re.Match[str]) -> time | None:
        written = match["hour"]
        hour = int(written) if written.isdecimal() else self._hours[written]
        minute = int(match["minute"] or match["minute_after"] or 0)
        part = self._parts.get(match["before"] or match["after"] or "")
        if match["am_pm"] and not 1 <= hour <= 12:
            return None
        if match["am_pm"] or part == "evening":
            hour = hour % 12 + 12 * (match["am_pm"] != "a") if hour <= 12 else hour
        elif part == "night":
            hour = {12: 0}.get(hour, hour + 12 if 6 <= hour < 12 else hour)
        if hour > 23 or minute > 59:
            return None
        minutes = 60 * hour + minute + self._shifts.get(match["shift"] or "", 0)
        minutes += self._tails.get(match["tail"] or "", 0)
        return time(minutes // 60 % 24, minutes % 60)


def _is_clear(match: re.Match[str]) -> bool:
    """Return whether something beside a number says that it is a time of day."""
    kinds = ("am_pm", "clock", "before", "after", "shift", "tail")
    is_clear = any(match[kind] for kind in kinds)
    return is_clear or (match["hour"].isdecimal() and bool(match["minute"] or match["at"]))


def one_of(words: Iterable[str]) -> str:
    """Return a pattern for any of some words, the longest first; one for nothing if none."""
    longest_first = sorted({lighten(word) for word in words}, key=len, reverse=True)
    return "|".join(re.escape(word) for word in longest_first if word) or "(?!)"
