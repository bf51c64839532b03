"""The cities of the world in a few megabytes, so that a typed name leads to a time zone."""

import gzip
import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, wraps
from importlib.resources import files
from threading import Lock
from typing import NamedTuple, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

T = TypeVar("T")

TABLES = files("bot.coach") / "geonames"
"""What GeoNames knows of cities, countries and states, as `python -m bot.geonames` writes it."""

CITIES, COUNTRIES, STATES = "cities.tsv.gz", "countries.tsv", "states.tsv"

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
_QUOTES = re.compile("['`´ʹʻʼʽʾʿˈ‘’]+")
_GAPS = re.compile(r"[\s\-_/.,;:()\"!?+·–—]+")

# A key is 48 bits of a name's hash above the city's number. It never leaves the process, so
# hash() will do; a text meets a false key once in some 10^9 questions. As strings in a dict
# the 300,000 names would take thirty times the room.
_NUMBER_BITS = 16
_HASH = (1 << 48) - 1

_SIMILAR = 0.8
"""How near a misspelt name must come: one edit in five letters, two in ten."""

_LARGE = 1_000_000
"""Cities with so many people are found by a slip in any of their spellings, not only one."""

_ALSO = {
    "uk": "GB", "great britain": "GB", "britain": "GB", "england": "GB", "scotland": "GB",
    "wales": "GB", "northern ireland": "GB", "america": "US", "holland": "NL",
    "netherlands": "NL", "nederland": "NL", "uae": "AE", "emirates": "AE", "korea": "KR",
    "czech republic": "CZ", "cesko": "CZ", "burma": "MM", "cape verde": "CV", "congo": "CD",
    "swaziland": "SZ", "macedonia": "MK", "palestine": "PS", "east timor": "TL",
    "deutschland": "DE", "osterreich": "AT", "schweiz": "CH", "suisse": "CH", "svizzera": "CH",
    "italia": "IT", "espana": "ES", "polska": "PL", "turkiye": "TR", "brasil": "BR",
    "belgie": "BE", "belgique": "BE", "sverige": "SE", "norge": "NO", "danmark": "DK",
    "suomi": "FI", "magyarorszag": "HU", "hrvatska": "HR", "россия": "RU", "украіна": "UA",
    "украина": "UA", "беларусь": "BY", "казахстан": "KZ", "ελλαδα": "GR", "中国": "CN",
    "日本": "JP", "ישראל": "IL", "مصر": "EG", "ایران": "IR", "السعودية": "SA",
}  # fmt: skip


def fold_place_name(text: str) -> str:
    """Write a name without case, accents, apostrophes and punctuation."""
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.translate(_LETTERS))
        plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return _GAPS.sub(" ", _QUOTES.sub("", plain)).strip()


class City(NamedTuple):
    """One city: its name in English or in its own tongue, its zone and its country's code."""

    name: str
    zone: str
    country: str


@dataclass
class Atlas:
    """Some 34,000 cities, each a row of small numbers, found by any of their names."""

    names: list[str] = field(default_factory=list)
    zones: "array[int]" = field(default_factory=lambda: array("H"))
    regions: "array[int]" = field(default_factory=lambda: array("H"))
    people: "array[int]" = field(default_factory=lambda: array("I"))
    keys: "array[int]" = field(default_factory=lambda: array("Q"))
    # Names to compare letter by letter, and the number of the city each belongs to.
    spellings: list[str] = field(default_factory=list)
    owners: "array[int]" = field(default_factory=lambda: array("H"))
    # The few zones and regions behind the numbers above; a region is "DE" or "US-CA".
    all_zones: list[str] = field(default_factory=list)
    all_regions: list[str] = field(default_factory=list)

    def city(self, number: int) -> City:
        """Return one city by its number."""
        region = self.all_regions[self.regions[number]]
        return City(self.names[number], self.all_zones[self.zones[number]], region[:2])

    def called(self, name: str) -> list[int]:
        """Return the cities of which a name in any language is exactly this."""
        start = (hash(name) & _HASH) << _NUMBER_BITS
        number = bisect_left(self.keys, start)
        found = []
        while number < len(self.keys) and self.keys[number] >> _NUMBER_BITS == hash(name) & _HASH:
            found.append(self.keys[number] & ((1 << _NUMBER_BITS) - 1))
            number += 1
        return found

    def beginning(self, start: str) -> list[int]:
        """Return the cities whose name begins so."""
        pairs = zip(self.spellings, self.owners, strict=True)
        return list({number for name, number in pairs if name.startswith(start)})

    def like(self, name: str) -> list[tuple[int, float]]:
        """Return cities with a name a slip or two away, each with its likeness.

        People seldom mistype the first letter; asking for it keeps "hello" from being Bello.
        """
        near = process.extract(
            name,
            self.spellings,
            scorer=OSA.normalized_similarity,
            processor=None,
            score_cutoff=_SIMILAR,
            limit=50,
        )
        best: dict[int, float] = {}
        for found, likeness, place in near:  # the likest first
            if found[0] == name[0]:
                best.setdefault(self.owners[place], likeness)
        return list(best.items())

    def largest_by_zone(self, area: str) -> list[int]:
        """Return the largest city of each zone in a country or state."""
        largest: dict[int, int] = {}
        inside = {n for n, region in enumerate(self.all_regions) if within(region, area)}
        for number, region in enumerate(self.regions):
            if region in inside:
                best = largest.setdefault(self.zones[number], number)
                if self.people[number] > self.people[best]:
                    largest[self.zones[number]] = number
        return list(largest.values())

    def inside(self, number: int, area: str) -> bool:
        """Return whether a city lies in a country or state."""
        return within(self.all_regions[self.regions[number]], area)


def once(make: Callable[[], T]) -> Callable[[], T]:
    """Call a function once and remember its value; `cache` lets each waiting thread call it."""
    lock, remembered = Lock(), cache(make)

    @wraps(make)
    def value() -> T:
        with lock:
            return remembered()

    return value


def within(region: str, area: str) -> bool:
    """Return whether a region such as "US-CA" is an area such as "US" or lies in it."""
    return area in (region, region[:2])


@once
def countries() -> dict[str, str]:
    """Return the English name of each country by its two-letter code."""
    return {code: name for code, _, name in _rows(COUNTRIES)}


@once
def areas() -> dict[str, frozenset[str]]:
    """Return the countries and American states behind each name and code of theirs."""
    named: dict[str, set[str]] = {}
    for name, code in _area_names():
        named.setdefault(name, set()).add(code)
    return {name: frozenset(codes) for name, codes in named.items()}


def _area_names() -> Iterator[tuple[str, str]]:
    for code, longer_code, name in _rows(COUNTRIES):
        for each in (code, longer_code, name):
            yield fold_place_name(each), code
    for code, name in _rows(STATES):
        yield fold_place_name(name), f"US-{code}"
        yield fold_place_name(code), f"US-{code}"
    yield from _ALSO.items()


def _rows(table: str) -> list[list[str]]:
    lines = (TABLES / table).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines]


@once
def atlas() -> Atlas:
    """Return the cities; the first call reads them, which takes half a second.

    Line by line, so that no more than the finished rows is ever held in memory.
    """
    made = Atlas()
    zones: dict[str, int] = {}
    regions: dict[str, int] = {}
    with (TABLES / CITIES).open("rb") as packed, gzip.open(packed, "rt", encoding="utf-8") as file:
        for line in file:
            name, region, zone, people, *others = line.rstrip("\n").split("\t")
            made.zones.append(zones.setdefault(zone, len(zones)))
            made.regions.append(regions.setdefault(region, len(regions)))
            _keep_names(made, name, int(people), others)
    made.keys = array("Q", sorted(made.keys))
    made.all_zones, made.all_regions = list(zones), list(regions)
    return made


def _keep_names(made: Atlas, name: str, people: int, others: list[str]) -> None:
    """Keep a city's names; the others are folded already, and none is the city's own."""
    number, own = len(made.names), fold_place_name(name)
    made.names.append(name)
    made.people.append(people)
    folded = [own, *others]
    made.keys.extend((hash(each) & _HASH) << _NUMBER_BITS | number for each in folded)
    if people < _LARGE:
        folded = [own]
    spellings = [each for each in folded if each == own or (each.isascii() and len(each) >= 5)]
    made.spellings.extend(spellings)
    made.owners.extend([number] * len(spellings))
