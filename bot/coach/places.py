"""From what a person types or shares to an IANA zone."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from zoneinfo import available_timezones

import tzfpy

from bot.coach.atlas import Atlas, areas, atlas, countries, fold_place_name

_LONGEST = 60
"""No place needs more letters; a pasted page is not searched for one."""


_WELL_KNOWN, _KNOWN_ABROAD = 100_000, 500_000
"""People of a city that many know by another name as well, and by its name in other languages."""

_MANY = 50
"""How many places to look through for those whose very name a text is."""


@dataclass(frozen=True)
class Place:
    """A zone under the name of a place in it that a person knows, in a country with a code."""

    name: str
    zone: str
    country: str
    code: str = field(default="", compare=False)


def find(text: str, limit: int = 5) -> list[Place]:
    """Return the places a text may mean, the best first; nothing for an offset or for junk.

    The first call in a process reads the cities and takes half a second.
    """
    query = fold_place_name(unicodedata.normalize("NFKC", text[: _LONGEST + 1]))
    if not query or len(text) > _LONGEST or is_offset(text):
        return []
    zone = _zones_by_name().get(query)
    if zone is not None:
        return [place_of(zone)]
    cities = atlas()
    for search in (_exactly, _in_an_area, _beginning, _nearly):
        found = _places(cities, search(cities, query), limit)
        if found:
            return found
    return []


def called(text: str, limit: int = 5) -> list[Place]:
    """Return the places whose very name a text is: what nobody asked for is not guessed at.

    A large city may also be named in another language, as Moscow in Russian.
    """
    query, cities = fold_place_name(text.strip()), atlas()
    own = [one for one in find(text, _MANY) if fold_place_name(one.name) == query][:limit]
    large = (n for n in cities.called(query) if cities.people[n] >= _KNOWN_ABROAD)
    return own or _places(cities, _by_people(cities, large), limit)


def meant(text: str, limit: int = 5) -> list[Place]:
    """Return the city that a name means to nearly all; else those called so, the largest first.

    A larger one that is only known by that name is among them: Mexico City, as well as Mexico
    in the Philippines.
    """
    named, sure = called(text, limit), unmistakable(text)
    if sure in named:
        return [sure]
    return list(dict.fromkeys([*find(text, 1), *named]))[:limit] if named else []


def is_well_known(text: str) -> bool:
    """Return whether a name is a large city's: "Hola" is also a small town in Kenya."""
    cities = atlas()
    found = _exactly(cities, fold_place_name(text.strip()))
    return any(cities.people[number] >= _WELL_KNOWN for number in found)


def unmistakable(text: str) -> Place | None:
    """Return the city that a name means to nearly all: Lima in Peru, not the one in Ohio."""
    cities = atlas()
    numbers = _exactly(cities, fold_place_name(text.strip()))
    other = (n for n in numbers if cities.city(n).zone != cities.city(numbers[0]).zone)
    rival = max((cities.people[n] for n in other), default=0)
    is_clear = bool(numbers) and cities.people[numbers[0]] >= _FAR_LARGER * max(rival, 1)
    return next(iter(_places(cities, numbers[:1], 1)), None) if is_clear else None


def at(latitude: float, longitude: float) -> str | None:
    """Return the zone at a point of the earth, or None where there is none."""
    return canonical(tzfpy.get_tz(longitude, latitude))


_FAR_LARGER = 10
"""How many times as many people a city has that is meant without a question."""


def is_zone(name: str) -> bool:
    """Return whether a name is an IANA zone as this machine knows it."""
    return name in _known()


def canonical(name: str) -> str | None:
    """Return today's name of a zone: in any case, and by an old name ("Asia/Calcutta")."""
    zone = _zones_by_name().get(fold_place_name(name))
    if zone is None and is_zone(name):
        return name
    return zone


def is_offset(text: str) -> bool:
    """Return whether a text is an offset ("GMT+2", "+3", "EST") rather than a place.

    An offset does not say when its clocks change, so it must not become anyone's zone.
    """
    plain = unicodedata.normalize("NFKC", text[: _LONGEST + 1]).casefold().strip()
    return plain in _ABBREVIATIONS or _OFFSET.fullmatch(plain) is not None


_OFFSET = re.compile(
    r"(?:(?:etc/)?(?:utc|gmt)\s*[-+−–]?|[-+−–])\s*\d{1,2}(?:[:.]?\d{2})?\s*(?:h|hours?)?"
)
# "IST" is the airport of Istanbul too, but who is asked for a clock means India's.
_ABBREVIATIONS = {
    "gmt", "bst", "wet", "cet", "cest", "eet", "eest", "msk", "trt", "sast", "wat", "brt",
    "ist", "pkt", "wib", "sgt", "hkt", "jst", "kst", "awst", "acst", "acdt", "aest", "aedt",
    "nzst", "nzdt", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "akst", "akdt", "hst",
}  # fmt: skip


def place_of(zone: str) -> Place:
    """Return a zone as the place it is named after."""
    city = zone.rsplit("/", 1)[-1].replace("_", " ")
    code = country_by_zone().get(zone, "")
    return Place(_SPELT.get(city, city), zone, countries().get(code, ""), code)


_SPELT = {
    "Sao Paulo": "São Paulo", "Bogota": "Bogotá", "Asuncion": "Asunción",
    "Ho Chi Minh": "Ho Chi Minh City", "Noronha": "Fernando de Noronha",
    "Reunion": "Réunion", "Tirane": "Tirana", "Zurich": "Zürich",
}  # fmt: skip


def _places(cities: Atlas, numbers: Iterable[int], limit: int) -> list[Place]:
    """Name cities, but only once where a person could not tell two apart by their clocks."""
    found: dict[Place, None] = {}
    for number in numbers:
        city = cities.city(number)
        found.setdefault(Place(city.name, city.zone, countries()[city.country], city.country))
        if len(found) >= limit:
            break
    return list(found)


def _by_people(cities: Atlas, numbers: Iterable[int]) -> list[int]:
    return sorted(set(numbers), key=lambda number: -cities.people[number])


def _exactly(cities: Atlas, query: str) -> list[int]:
    found = _not_obscure(cities, cities.called(query), query)
    for area in areas().get(query, ()):
        # "DE" alone is Germany; Delaware needs a city before it ("Dover, DE").
        if len(query) > 2 or len(area) == 2:
            found += cities.largest_by_zone(area)
    return _by_people(cities, found)


def _not_obscure(cities: Atlas, called: list[int], query: str) -> list[int]:
    """Leave out small towns that once bore the name of another place ("Berlin", Ohio)."""
    own = {number for number in called if fold_place_name(cities.names[number]) == query}
    return [n for n in called if not own or n in own or cities.people[n] >= _WELL_KNOWN]


def _in_an_area(cities: Atlas, query: str) -> list[int]:
    """Read a city followed by its country or state: "Paris, Texas"."""
    words = query.split()
    found: list[int] = []
    for split in range(1, len(words)):
        named = areas().get(" ".join(words[split:]), ())
        called = cities.called(" ".join(words[:split])) if named else []
        found += [n for n in called for area in named if cities.inside(n, area)]
    return _by_people(cities, found)


def _beginning(cities: Atlas, query: str) -> list[int]:
    found = cities.beginning(query) if len(query) >= 3 else []
    own = [number for number in found if fold_place_name(cities.names[number]).startswith(query)]
    return _by_people(cities, own or found)


def _nearly(cities: Atlas, query: str) -> list[int]:
    near = cities.like(query) if len(query) >= 4 else []
    near.sort(key=lambda pair: (-pair[1], -cities.people[pair[0]]))
    return [number for number, _ in near]


@cache
def _known() -> frozenset[str]:
    # "localtime" is the host's own zone and "Factory" nobody's.
    return frozenset(available_timezones() - {"localtime", "Factory"})


@cache
def country_by_zone() -> dict[str, str]:
    """Return the country of each zone that is in use today."""
    lines = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {row[2]: row[0] for row in rows}


@cache
def _zones_by_name() -> dict[str, str]:
    """Return today's zone for each name a zone has or had, written plainly.

    Only names with a region: the others are countries ("Portugal", which has three zones) or
    abbreviations that would cost a person their daylight saving ("EST" is Panama).
    """
    today = country_by_zone()
    lines = (files("tzdata") / "zoneinfo" / "tzdata.zi").read_text(encoding="utf-8").splitlines()
    links = {line.split()[2]: line.split()[1] for line in lines if line.startswith("L ")}
    named = {"utc": "Etc/UTC"}
    for name in _known():
        zone = name
        while zone not in today and zone in links:
            zone = links[zone]
        if "/" in name and not re.search(r"\d", name):
            named[fold_place_name(name)] = zone
    return named
