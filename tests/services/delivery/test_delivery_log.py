"""The log names deliveries and reasons, one line for each meaning, and nobody."""

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.log import FIELDS
from bot.services.delivery.content import Reminder
from bot.services.delivery.delivery_log import LEVELS, NAMED, DeliveryLog
from bot.services.delivery.outcome import Lost, Outcome, Refused, Sent, Unknown
from bot.services.delivery.parcels import Parcel
from bot.store.deliveries import DeliveryKind

DUE = datetime(2026, 11, 23, 8, tzinfo=UTC)
PARCEL = Parcel(1, 7, 5_000_001, DeliveryKind.REMINDER, DUE, Reminder("en"))


def batch(*outcomes: Outcome) -> list[tuple[Parcel, Outcome]]:
    return [(replace(PARCEL, delivery_id=i), one) for i, one in enumerate(outcomes, start=10)]


def tell(results: list[tuple[Parcel, Outcome]]) -> None:
    DeliveryLog().settled(results, DUE + timedelta(seconds=90))


def test_a_line_names_what_went_alike(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    tell(batch(Sent(1), Unknown("no answer in time"), Sent(2), Refused("Bad Request")))

    assert caplog.messages == [
        "reminder 10, 12: sent",
        "reminder 11: unknown (no answer in time)",
        "reminder 13: refused (Bad Request)",
    ]
    assert [one.levelname for one in caplog.records] == ["DEBUG", "WARNING", "ERROR"]
    assert "5000001" not in caplog.text


def test_what_goes_well_is_told_only_to_who_looks_closely(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    tell(batch(Sent(1), Lost("bot was blocked by the user")))

    assert caplog.messages == ["reminder 11: lost (bot was blocked by the user)"]


def test_a_long_batch_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    tell(batch(*[Unknown("lost")] * (NAMED + 5)))

    (line,) = caplog.messages
    assert line.endswith("28, 29 and 5 more: unknown (lost)")


def test_a_line_carries_fields_to_filter_by(caplog: pytest.LogCaptureFixture) -> None:
    tell(batch(Refused("Bad Request")))

    (record,) = caplog.records
    assert {name: vars(record)[name] for name in FIELDS} == {
        "delivery_ids": [10],
        "count": 1,
        "kind": "reminder",
        "outcome": "refused",
        "seconds_late": 90,
    }


def test_kinds_have_lines_of_their_own(caplog: pytest.LogCaptureFixture) -> None:
    week = replace(PARCEL, delivery_id=2, kind=DeliveryKind.WEEK)
    tell([(PARCEL, Unknown("lost")), (week, Unknown("lost"))])

    assert caplog.messages == ["reminder 1: unknown (lost)", "week 2: unknown (lost)"]


def test_every_outcome_has_a_level() -> None:
    assert set(LEVELS) == set(Outcome.__args__)
