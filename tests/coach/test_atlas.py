"""The cities of the world are read once, and each is found by its name."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep, thread_time
from zoneinfo import available_timezones

from bot.coach.atlas import atlas, once
from bot.coach.places import (
    find,
)

ZONES = available_timezones()


def test_every_city_lies_in_a_zone_that_exists() -> None:
    assert set(atlas().all_zones) <= ZONES
    assert len(atlas().names) > 30_000


def test_every_city_is_found_by_its_own_name() -> None:
    for number, name in list(enumerate(atlas().names))[::997]:
        assert atlas().city(number).zone in {place.zone for place in find(name, limit=500)}, name


def test_what_six_threads_ask_for_at_once_is_made_once() -> None:
    all_ask, made = Barrier(6), list[str]()

    @once
    def value() -> int:
        sleep(0.01)
        made.append("a value")
        return len(made)

    def ask() -> int:
        all_ask.wait()
        return value()

    with ThreadPoolExecutor(6) as threads:
        found = [threads.submit(ask) for _ in range(6)]

    assert [future.result() for future in found] == [1] * 6


def test_a_misspelt_name_is_answered_at_once() -> None:
    find("Berlin")
    took = []
    for _ in range(5):
        start = thread_time()  # whatever else this machine is doing
        find("Philedelphai")
        took.append(thread_time() - start)
    assert min(took) < 0.1
