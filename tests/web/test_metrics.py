"""What is counted can be read by Prometheus, and names nobody."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession
from prometheus_client.parser import text_string_to_metric_families

from bot.coach.library import Library
from bot.coach.routine import Practice
from bot.services.outcome import Later, Lost, Outcome, Sent, Unknown
from bot.services.parcels import Parcel
from bot.services.statistics import Backlog
from bot.services.subscriptions import Subscriptions
from bot.store.database import Database
from bot.web.metrics import CountedDeliveries, Metrics, WatchedPace
from bot.web.server import listening
from tests.flows.test_webhook import free_port

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
DAY = Practice(0, "lunge"), date(2026, 11, 23), NOW
PARCEL = Parcel(1, 7, 5_000_001, "en", *DAY, late=False, silent=False)


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


async def read(metrics: Metrics, backlog: Callable[[], Any]) -> dict[str, float]:
    """Read the page as Prometheus does: numbers by name and labels."""
    port = free_port()
    async with (
        listening(("127.0.0.1", port), metrics.routes(backlog)),
        ClientSession() as http,
        http.get(f"http://127.0.0.1:{port}/metrics") as answer,
    ):
        assert answer.content_type == "text/plain"
        page = await answer.text()
    samples = [one for family in text_string_to_metric_families(page) for one in family.samples]
    return {" ".join([one.name, *one.labels.values()]): one.value for one in samples}


async def nothing_due() -> Backlog:
    return Backlog(0, 0)


async def test_each_outcome_has_its_number(metrics: Metrics) -> None:
    late = replace(PARCEL, due_at=NOW - timedelta(minutes=4))
    outcomes: list[tuple[Parcel, Outcome]] = [
        (PARCEL, Sent(1)),
        (late, Sent(2)),
        (PARCEL, Unknown("no answer")),
        (PARCEL, Lost("bot was blocked by Alice")),
        (PARCEL, Later("a pause", 3)),
    ]
    metrics.settled(outcomes, NOW)

    found = await read(metrics, nothing_due)
    counted = {
        name.split()[1]: number
        for name, number in found.items()
        if name.startswith("psoas_deliveries_total")
    }
    assert counted == {
        **dict.fromkeys(("unsent", "moved", "refused"), 0),
        "sent": 2,
        "unknown": 1,
        "lost": 1,
        "later": 1,
    }
    assert found["psoas_delivery_late_seconds_sum"] == 240
    assert found["psoas_delivery_late_seconds_bucket 60.0"] == 1
    assert found["psoas_delivery_late_seconds_bucket 300.0"] == 2


async def test_calls_updates_and_replies_have_theirs(metrics: Metrics) -> None:
    metrics.answered("sendmessage", 429)
    metrics.answered("sendmessage", 200)
    metrics.answered("sendmessage", 200)
    metrics.answered("editmessagetext", 200)
    metrics.took("callback_query")
    metrics.replied(0.3)
    metrics.claimed(0)
    metrics.claimed(120)
    metrics.count_waiting(lambda: 3)

    found = await read(metrics, nothing_due)
    assert found["psoas_telegram_answers_total sendmessage 429"] == 1
    assert found["psoas_telegram_answers_total sendmessage 200"] == 2
    assert found["psoas_telegram_answers_total editmessagetext 200"] == 1
    assert found["psoas_updates_total callback_query"] == 1
    assert found["psoas_reply_seconds_bucket 0.5"] == 1
    assert found["psoas_reply_seconds_bucket 0.2"] == 0
    assert (found["psoas_claimed_deliveries_count"], found["psoas_claimed_deliveries_sum"]) == (
        1,
        120,
    )
    assert found["psoas_updates_waiting"] == 3
    assert any(name.startswith("psoas_build_info") for name in found)


async def test_what_is_due_is_asked_with_each_reading(metrics: Metrics) -> None:
    async def due() -> Backlog:
        return Backlog(1000, 90)

    async def database_away() -> Backlog:
        raise OSError("away")

    found = await read(metrics, due)
    assert found["psoas_deliveries_due"] == 1000
    assert found["psoas_delivery_overdue_seconds"] == 90
    gone = await read(metrics, database_away)
    assert gone["psoas_deliveries_due"] != gone["psoas_deliveries_due"]  # not a number
    assert gone["psoas_updates_waiting"] == 0


async def test_no_person_is_named(metrics: Metrics) -> None:
    metrics.settled([(PARCEL, Lost("chat 5000001 not found"))], NOW)

    assert not any("5000001" in name for name in await read(metrics, nothing_due))


# --- signs of life --------------------------------------------------------------------------


class Signs:
    """Note the signs of life that come."""

    def __init__(self) -> None:
        self.given: list[float] = []

    def give(self, ahead: float = 0) -> None:
        self.given.append(ahead)


async def test_a_delivery_is_counted_and_each_step_is_a_sign_of_life(
    metrics: Metrics, database: Database, library: Library
) -> None:
    signs = Signs()
    deliveries = CountedDeliveries(metrics, signs.give, database, library)
    await Subscriptions(database, time(8)).start(1001, "en", "Europe/London", NOW)
    tomorrow = NOW + timedelta(days=1)

    assert await deliveries.claim(NOW, 10) == []
    assert len(signs.given) == 1
    parcels = await deliveries.claim(tomorrow, 10)
    await deliveries.settle([(one, Sent(9)) for one in parcels], tomorrow)

    assert len(signs.given) == 3
    found = await read(metrics, nothing_due)
    assert found["psoas_claimed_deliveries_sum"] == 1
    assert found["psoas_deliveries_total sent"] == 1


async def test_a_database_that_refuses_is_no_silence(metrics: Metrics, library: Library) -> None:
    signs = Signs()
    away = Database("postgresql://nobody@127.0.0.1:1/nothing")
    deliveries = CountedDeliveries(metrics, signs.give, away, library)

    for step in (deliveries.claim(NOW, 10), deliveries.settle([(PARCEL, Sent(1))], NOW)):
        with pytest.raises(OSError, match="Connect"):
            await step

    assert len(signs.given) == 2
    found = await read(metrics, nothing_due)
    assert found["psoas_deliveries_total sent"] == 0  # it is not written, so it is not counted


async def test_a_pause_that_telegram_asked_for_is_announced(database: Database) -> None:
    signs = Signs()
    pace = WatchedPace(signs.give, database, 42, 10)
    await pace.prepare()
    await pace.hold(3600)

    await pace.reserve(2, NOW.date())

    assert signs.given == [pytest.approx(3600.2, abs=1)]
