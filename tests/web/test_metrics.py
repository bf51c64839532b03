"""What is counted can be read by Prometheus, and names nobody."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession
from prometheus_client.parser import text_string_to_metric_families

from bot.coach.trainee import Practice
from bot.services.delivery.content import DailyExercise
from bot.services.delivery.outcome import Later, Lost, Outcome, Refused, Sent, Unknown
from bot.services.delivery.parcels import Parcel
from bot.services.operators.statistics import Backlog
from bot.store.deliveries import DeliveryKind
from bot.web.metrics import Metrics
from bot.web.server import listening
from tests.flows.test_webhook import free_port

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
LUNGE = DailyExercise("en", Practice(0, "lunge"), date(2026, 11, 23))
PARCEL = Parcel(1, 7, 5_000_001, DeliveryKind.EXERCISE, NOW, LUNGE)


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
        (replace(late, kind=DeliveryKind.REMINDER), Refused("Bad Request")),
    ]
    metrics.settled(outcomes, NOW)

    found = await read(metrics, nothing_due)
    counted = {
        name.split()[2]: number
        for name, number in found.items()
        if name.startswith("psoas_deliveries_total exercise")
    }
    assert found["psoas_deliveries_total reminder refused"] == 1
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
    metrics.claimed([])
    metrics.claimed([PARCEL] * 120)
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
