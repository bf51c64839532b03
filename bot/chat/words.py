"""The interface in each language: messages by gettext; dates, lists and numbers by CLDR.

English stands in the code. Another language is one file, such as `de/LC_MESSAGES/psoas.po` or
`pt_BR/LC_MESSAGES/psoas.po` below bot/locale, beside the template `psoas.pot`. The file itself is
read when the language is first needed: there is no compiled catalogue to build or to forget.
"""

import gettext
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_datetime, format_skeleton
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.coach.direction import RIGHT_TO_LEFT_MARK, directed, is_right_to_left, isolated, mirrored
from bot.coach.languages import Languages
from bot.coach.locales import locale_of
from bot.coach.places import Place, place_of

DOMAIN = "psoas"
LOCALE_DIR = Path(__file__).parent.parent / "locale"
ENGLISH = locale_of("en-GB")
"""Where English stands alone, its dates put the day first: Tue 24 Nov."""

INFLECTED = frozenset({"ru"})
"""Languages in whose sentences a weekday would need its case: it is shortened instead."""


class Translator:
    """The interface in one language.

    Whatever makes a card takes it as `_`, gettext's own idiom, so that a message reads
    `_("text")`; the words of the content, such as ExerciseWords, are never called so.
    """

    def __init__(self, language: str, locale_dir: Path = LOCALE_DIR) -> None:
        self.language = language
        path = _catalogue_path(language, locale_dir)
        self._catalogue = _read_catalogue(path) if path else gettext.NullTranslations()
        known = _locale(_language_of(path)) if path else None
        self.locale = known or ENGLISH
        self.is_mirrored = is_right_to_left(self.locale)

    def __call__(self, text: str) -> str:
        """Return a message in this language, or in English where it has no translation."""
        return self._catalogue.gettext(text)

    def pgettext(self, context: str, text: str) -> str:
        """Return a message whose English word has two meanings; the context tells them apart."""
        return self._catalogue.pgettext(context, text)

    def many(
        self, one: str, other: str, count: int, *, shown: str | None = None, **values: str
    ) -> str:
        """Return a message in the plural form of a count, with `{n}` and other values filled in.

        `shown` replaces the count, as 1–2 does for 2.
        """
        text = self._catalogue.ngettext(one, other, count)
        return text.format(n=shown or self.number(count), **values)

    def number(self, number: int) -> str:
        """Format a whole number: 1,234."""
        return _decimal(number, self.locale)

    def list(self, items: Iterable[str]) -> str:
        """Join items into a list that can stand in a sentence: a, b and c."""
        return format_list(list(items), locale=self.locale)

    def series(self, items: Iterable[str]) -> str:
        """Join items that stand after a colon: 2–5, 7."""
        # Numbers alone, isolated in a sentence, would run from left to right without the mark.
        return self.line_start + ("، " if self.is_mirrored else ", ").join(items)

    def time(self, at: time | datetime) -> str:
        """Format a time of day on the 24-hour clock, as people type it to the bot: 07:30."""
        return f"{at:%H:%M}"

    def moment(self, at: datetime) -> str:
        """Format a date and time in short: Tue 24 Nov, 07:30."""
        day = format_skeleton("MMMEd", at, locale=self.locale)
        pattern: str = self.locale.datetime_formats["medium"]
        return pattern.format(self.time(at), day)

    def day(self, day: date) -> str:
        """Format a date in full, without its year: Saturday 12 December."""
        skeletons = self.locale.datetime_skeletons
        pattern = (skeletons.get("MMMMEd") or skeletons["MMMEd"]).pattern
        return _date(day, self._written_out(pattern), self.locale)

    def full_day(self, day: date) -> str:
        """Format a date in full: Saturday, 12 December 2026."""
        pattern = self.locale.date_formats["full"].pattern
        return _date(day, self._written_out(pattern), self.locale)

    def _written_out(self, pattern: str) -> str:
        """Return the pattern of a date with its month written out, and its weekday."""
        pattern = re.sub(r"M{3,}", "MMMM", pattern)
        weekday = "ccc" if self.locale.language in INFLECTED else "EEEE"
        return re.sub(r"E+|c{3,}", weekday, pattern)

    def month(self, day: date) -> str:
        """Format a month and its year, as a title: November 2026."""
        month = format_skeleton("yMMMM", _midnight(day), locale=self.locale)
        return month[:1].upper() + month[1:]

    def weekday(self, number: int) -> str:
        """Return the short name of a weekday; Monday is 0."""
        return _date(date(2024, 1, 1 + number), "ccc", self.locale)

    def span(self, least: int, most: int) -> str:
        """Write a number, or the least and the most of it: 6–8."""
        return self.isolate(f"{least}–{most}") if least != most else str(least)

    def isolate(self, text: str) -> str:
        """Isolate a text from its sentence where the language runs from right to left."""
        return isolated(text) if self.is_mirrored else text

    @property
    def line_start(self) -> str:
        """Return what begins a line without letters, which has no direction of its own."""
        return RIGHT_TO_LEFT_MARK if self.is_mirrored else ""

    def arrow(self, text: str) -> str:
        """Turn arrows around where the language runs from right to left."""
        return mirrored(text) if self.is_mirrored else text

    def place(self, place: Place) -> str:
        """Return the name of a place; translated only for places that a zone is named after."""
        is_zones_own = place.name == place_of(place.zone).name
        return self.zone(place.zone) if is_zones_own else place.name

    def zone(self, zone: str) -> str:
        """Return the city that a time zone is named after: New York for `America/New_York`."""
        for name in (zone, *_former_names().get(zone, ())):
            city: str | None = self.locale.time_zones.get(name, {}).get("city")
            if city:
                return city
        return place_of(zone).name

    def country(self, place: Place) -> str:
        """Return the name of the country that a place is in."""
        name: str = self.locale.territories.get(place.code, place.country)
        return place.country if self.locale is ENGLISH else name


@lru_cache(maxsize=4096)
def _decimal(number: int, locale: Locale) -> str:
    return format_decimal(number, locale=locale)


@lru_cache(maxsize=1024)
def _date(day: date, pattern: str, locale: Locale) -> str:
    return format_datetime(_midnight(day), pattern, locale=locale)


@cache
def _former_names() -> Mapping[str, Sequence[str]]:
    """Return the names by which CLDR may know a zone: Asia/Calcutta for Asia/Kolkata."""
    names: dict[str, list[str]] = {}
    for former, zone in get_global("zone_aliases").items():
        names.setdefault(zone, []).append(former)
    return names


@lru_cache(maxsize=64)
def translator_for(language: str) -> Translator:
    """Return the translator of a language, built once."""
    return Translator(language)


def translator_in(languages: Languages, code: str) -> Translator:
    """Return the translator of the offered language for a code; a draft is never spoken."""
    return translator_for(languages.nearest(code))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())  # a pattern takes no date


def _catalogue_path(language: str, locale_dir: Path) -> Path | None:
    """Return the file of a language, else of the language without its region."""
    files = {_tag(_language_of(path)): path for path in catalogues(locale_dir)}
    parts = _tag(language).split("-")
    tags = ("-".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((files[tag] for tag in tags if tag in files), None)


def catalogues(locale_dir: Path = LOCALE_DIR) -> Iterable[Path]:
    """Return the file of each language that the interface is translated into."""
    return sorted(locale_dir.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def _language_of(path: Path) -> str:
    """Return the language of a catalogue, as its folder is called."""
    return path.parts[-3]


def _tag(name: str) -> str:
    """Return a language code as Telegram writes it: `pt-br` for `pt_BR`."""
    return name.casefold().replace("_", "-")


@cache
def _read_catalogue(path: Path) -> gettext.GNUTranslations:
    """Read a .po file as gettext reads a .mo file; fuzzy messages stay English."""
    locale = _locale(_language_of(path))
    with path.open("rb") as file:
        catalogue = read_po(file, locale=locale)
    if locale and is_right_to_left(locale):
        _direct(catalogue)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _direct(catalogue: Catalog) -> None:
    """Isolate what runs from left to right in each message of a right-to-left language."""
    for message in catalogue:
        if isinstance(message.string, str):
            message.string = directed(message.string)
        elif message.string:
            message.string = tuple(directed(form) for form in message.string)


def _locale(name: str) -> Locale | None:
    """Return the CLDR data of a catalogue's language; other languages' data is never loaded."""
    try:
        return locale_of(_tag(name))
    except (UnknownLocaleError, ValueError):
        return None
