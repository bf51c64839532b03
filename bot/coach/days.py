"""Reading a day, a stretch of days or some weekdays as people write them.

English is always understood, and so is the reader's language: CLDR knows the names of months and
weekdays, and the book of phrases how people write the rest.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import get_args

from babel import Locale

from bot.coach.english import ENGLISH
from bot.coach.folding import lighten
from bot.coach.locales import locale_of
from bot.coach.phrase_book import Month, Weekday, When
from bot.coach.times import one_of

SHORTEST_PREFIX = {True: 3, False: 5}
"""Letters of a weekday's name that are enough, in English (`wed`) and in other languages."""

LENGTHS = {"day": 1, "week": 7, "month": 30}
SETS: dict[str, tuple[int, ...]] = {
    "workdays": tuple(range(5)),
    "weekend": (5, 6),
    "every_day": tuple(range(7)),
}

_AND = frozenset(("and", "und", "y", "e", "и", "و", "और", "aur", "plus"))
"""Words between two sets of days that are both meant."""

_NAME = r"[^\d\s.,:]{2,}"  # vowel signs, as in Hindi, are no letters to a regular expression
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DOTS = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.?\s?(?P<year>\d{4})?")
_SLASHES = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>\d{4}))?")
_ORDINAL = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)\.?")


class DayReader:
    """The ways in which one language, and English, write days."""

    def __init__(self, own: When, locale: Locale) -> None:
        self._both = (ENGLISH, own)
        self._locales = (locale, locale_of("en"))
        self._is_english = locale.language == "en"
        self._months = dict(self._month_names())
        self._weekdays = dict(self._weekday_names())
        self._holidays = {
            lighten(name): day for when in self._both for name, day in when.holidays.items()
        }
        self._tomorrow = {lighten(word) for when in self._both for word in when.tomorrow}
        # "no" is "in the" to a Portuguese, so a language's own words stand alone.
        without = own.without or ENGLISH.without
        every_day = one_of(
            _spaced(word) for when in self._both for word in when.sets.get("every_day", ())
        )
        self._without = re.compile(
            rf"(?<!\S)(?!(?:{every_day})(?!\S))(?:{one_of(map(_spaced, without))})(?!\S)"
        )
        # "All Mondays" are no more days than "Mondays", with an article or without.
        self._all_of_one = re.compile(rf"(?<!\S)(?:{every_day})(?: \S{{1,3}})? @")
        self._others = re.compile(rf"(?<!\S)(?:{self._any('others')})(?!\S)")
        self._kept = re.compile(rf"(?<!\S)(?:{self._any('kept')})(?!\S)")
        self._shapes = tuple(self._date_shapes())
        self._stretch = re.compile(self._stretch_pattern())
        self._stretches = {lighten(word): days for word, days in own.stretches.items()}
        self._until, self._next = (
            re.compile(rf"^(?:(?:{words})\s+)+|(?:\s+(?:{words}))+$")  # behind it in Hindi
            for words in (self._any("until"), self._any("next"))
        )
        self._spaced = {_spaced(name): number for name, number in self._weekdays.items()}
        self._weekday_in = re.compile(rf"(?<!\S)و?({one_of(self._spaced)})(?!\S)")
        self._range = re.compile(rf"@(\d) (?:-|–|{self._any('through')}) @(\d)")

    # --- a stretch and a date ---------------------------------------------------------------

    def stretch(self, text: str) -> int | None:
        """Return a number of days: `3 days`, `a week`."""
        plain = lighten(text)
        if plain in self._stretches:
            return self._stretches[plain]
        match = self._stretch.fullmatch(plain)
        if match is None:
            return None
        counts = {lighten(word): n for when in self._both for word, n in when.numbers.items()}
        count = int(match["count"]) if match["count"].isdecimal() else counts[match["count"]]
        units = (unit for unit in LENGTHS if match[unit])
        return count * LENGTHS[next(units)] or None

    def day(self, text: str, today: date) -> date | None:
        """Return a date: `until 12 December`, `Dec 12`, `12.12.`, `the 12th`, `Friday`.

        A date without a year is the next such day, today included; a weekday is never today.
        """
        plain = self._until.sub("", lighten(text))
        if plain in self._tomorrow:
            return today + timedelta(days=1)
        number = self._weekday(self._next.sub("", plain))
        if number is not None:
            return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
        if match := _ORDINAL.fullmatch(plain):
            return _nth(int(match["day"]), today)
        if plain in self._holidays:
            return _next_on(self._holidays[plain], today)
        for shape in self._shapes:
            if match := shape.fullmatch(plain):
                return self._dated(match, today)
        return None

    def _date_shapes(self) -> Iterator[re.Pattern[str]]:
        yield from (_ISO, _DOTS)
        if self._locales[0].date_formats["short"].pattern.startswith("d"):
            yield _SLASHES
        of, ordinal = self._any("of"), r"(?:\.|st|nd|rd|th|er|o|a)?"
        day, year = rf"(?P<day>\d{{1,2}}){ordinal}", rf"(?:,?(?: (?:{of}))? (?P<year>\d{{4}}))?"
        yield re.compile(rf"{day}(?: (?:{of})(?= ))* ?(?P<month>{_NAME})\.?{year}")
        the = self._any("until")
        yield re.compile(rf"(?P<month>{_NAME})\.?(?: (?:{the}|{of}))? {day}{year}")

    def _dated(self, match: re.Match[str], today: date) -> date | None:
        named = match["month"]
        month = int(named) if named.isdecimal() else self._months.get(named, 0)
        # 29 February comes once in four years, or once in eight.
        years = [int(match["year"])] if match["year"] else range(today.year, today.year + 9)
        for year in years:
            try:
                found = date(year, month, int(match["day"]))
            except ValueError:
                continue
            if match["year"] or found >= today:
                return found
        return None

    def _stretch_pattern(self) -> str:
        numbers = one_of(word for when in self._both for word in when.numbers)
        units = "|".join(
            f"(?P<{unit}>{one_of(w for when in self._both for w in when.units.get(unit, ()))})"
            for unit in ("day", "week", "month")
        )
        lasting = self._any("lasting")
        return (
            rf"(?:(?:{lasting}) )?(?P<count>\d{{1,3}}|{numbers}) ?(?:{units})(?: (?:{lasting}))?"
        )

    # --- weekdays ---------------------------------------------------------------------------

    def weekdays(
        self, text: str, present: frozenset[int] = frozenset(range(7))
    ) -> frozenset[int] | None:
        """Return the weekdays that a text names (Monday is 0): `Mon-Fri`, `no Sundays`.

        What it only takes away, it takes from the `present` ones; `no days off on Mondays` adds to
        them, and `Mondays, the rest off` keeps what it names. None where it names none, or takes
        all of them away.
        """
        if self._kept.search(lighten(text)):
            added = self._named_in(_spaced(self._kept.sub(" ", lighten(text))))
            return present | added if added else None
        before, *after = self._without.split(plain := _spaced(text), maxsplit=1)
        named, taken = self._named_in(before), self._named_in(" ".join(after))
        if taken:
            named = (named or set(present)) - taken
        elif after and named and not self._others.search(plain):
            named = self._all_but_last(before) or set(present) - named
        return frozenset(named) or None

    def _all_but_last(self, before: str) -> set[int]:
        """Return the days before the last ones that are named; none, unless all days are.

        Only the last are free in `Monday to Friday, weekends off`, but both in `Mon, Tue off`.
        """
        words = before.split()
        ends = (at for at in reversed(range(len(words))) if self._named_in(" ".join(words[at:])))
        at = next(ends, 0)
        named, last = (self._named_in(" ".join(part)) for part in (words[:at], words[at:]))
        return named - last if len(named | last) == len(SETS["every_day"]) else set()

    def names_another(self, text: str) -> bool:
        """Return whether a text names tomorrow or a weekday, so is perhaps not about today."""
        is_tomorrow = re.search(rf"(?<!\w)(?:{one_of(self._tomorrow)})(?!\w)", lighten(text))
        return bool(is_tomorrow) or self.weekdays(text) is not None

    def takes_away(self, text: str) -> bool:
        """Return whether a text says on which weekdays nothing is wanted: `not on Mondays`."""
        before, *after = self._without.split(_spaced(text), maxsplit=1)
        named = self._named_in(" ".join((before, *after)))
        return bool(after) and 0 < len(named) < len(SETS["every_day"])

    def _named_in(self, plain: str) -> set[int]:
        """Return the weekdays that a text names, without a look at *not* and *except*."""
        told = self._weekday_in.sub(lambda one: f"@{self._spaced[one[1]]}", plain)
        sets = self._sets_in(told)  # a name may hold the words for all days: «كل يوم اثنين»
        told = " ".join(self._prefixed(word) for word in told.split())
        if self._all_of_one.search(told):
            sets.discard("every_day")
        named = {day for name in sets for day in SETS[name]}
        for start, end in self._range.findall(told):
            named |= {(int(start) + step) % 7 for step in range((int(end) - int(start)) % 7 + 1)}
        return named | {int(number) for number in re.findall(r"@(\d)", told)}

    def _sets_in(self, plain: str) -> set[str]:
        """Return which sets of days are named; of two with a reason between them, the first.

        `Weekdays and weekends` are both meant, `weekdays please, weekends are busy` aren't.
        """
        padded = f" {plain} "
        found = sorted(
            (at, at + len(said), name)
            for when in self._both
            for name, phrases in when.sets.items()
            for phrase in phrases
            if (at := padded.find(said := f" {_spaced(phrase)} ")) >= 0
        )
        stop = found[0][1] if found else 0
        return {
            name
            for number, (at, _, name) in enumerate(found)
            if not number or _AND.issuperset(padded[stop:at].split())
        }

    def _prefixed(self, word: str) -> str:
        number = None if word.startswith("@") else self._weekday(word)
        return word if number is None else f"@{number}"

    def _weekday(self, word: str) -> int | None:
        """Return the number of a weekday, by its name or the first letters of it."""
        name = word.removesuffix(".")
        if name in self._weekdays:
            return self._weekdays[name]
        if len(name) < SHORTEST_PREFIX[self._is_english]:
            return None
        return next((n for full, n in self._weekdays.items() if full.startswith(name)), None)

    def _month_names(self) -> Iterator[tuple[str, int]]:
        """Yield all names of each month."""
        for locale in self._locales:
            for width in ("abbreviated", "wide"):
                for context in ("format", "stand-alone"):
                    months = locale.months[context][width]
                    yield from ((_bare(name), number) for number, name in months.items())
        for when in self._both:
            for number, month in enumerate(get_args(Month), 1):
                yield from ((_bare(name), number) for name in when.months.get(month, ()))

    def _weekday_names(self) -> Iterator[tuple[str, int]]:
        """Yield all names of each weekday; the reader's own come last, and win."""
        for locale in reversed(self._locales):
            for width in ("abbreviated", "wide"):  # short ones are other words: `mi` is "my"
                is_known = width == "wide" or locale.language != "en"  # which has its prefixes
                days = locale.days["stand-alone"][width].items() if is_known else ()
                yield from ((_bare(name), number) for number, name in days)
        for when in self._both:
            for number, weekday in enumerate(get_args(Weekday)):
                yield from ((_bare(name), number) for name in when.weekdays.get(weekday, ()))

    def _any(self, field: str) -> str:
        return one_of(word for when in self._both for word in getattr(when, field))


def _nth(number: int, today: date) -> date | None:
    """Return the next day of that number, today included; no month has a 32nd."""
    coming = (today + timedelta(days=ahead) for ahead in range(62))  # 31 August from 1 July on
    return next((day for day in coming if day.day == number), None)


def _next_on(month_day: str, today: date) -> date | None:
    """Return the next such day of a year, today included."""
    coming = (today + timedelta(days=ahead) for ahead in range(366))
    return next((day for day in coming if f"{day:%m-%d}" == month_day), None)


def _bare(name: str) -> str:
    """Fold a name as typed text is folded; abbreviations lose their dot."""
    return lighten(name).removesuffix(".")


def _spaced(text: str) -> str:
    """Fold a text to words and dashes with blanks between."""
    bare = re.sub(r"[:.,/'’+]", " ", lighten(text))
    return " ".join(re.sub("([-–])", r" \1 ", bare).split())
