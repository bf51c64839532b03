"""The log names deliveries and reasons, one line for each meaning, and nobody."""

import logging
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.coach.routine import Practice
from bot.services.outcome import Lost, Outcome, Refused, Sent, Unknown
from bot.services.parcels import Parcel
from bot.services.tidings import LEVELS, NAMED, tell

DAY = Practice(0, "lunge"), date(2026, 11, 23), datetime(2026, 11, 23, 8, tzinfo=UTC)
PARCEL = Parcel(1, 7, 5_000_001, "en", *DAY, late=False, silent=False)


def batch(*outcomes: Outcome) -> list[tuple[Parcel, Outcome]]:
    return [(replace(PARCEL, delivery_id=i), one) for i, one in enumerate(outcomes, start=10)]


def test_a_line_names_what_went_alike(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    tell(batch(Sent(1), Unknown("no answer in time"), Sent(2), Refused("Bad Request")))

    assert caplog.messages == [
        "delivery 10, 12: sent",
        "delivery 11: unknown (no answer in time)",
        "delivery 13: refused (Bad Request)",
    ]
    assert [one.levelname for one in caplog.records] == ["DEBUG", "WARNING", "ERROR"]
    assert "5000001" not in caplog.text


def test_what_goes_well_is_told_only_to_who_looks_closely(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    tell(batch(Sent(1), Lost("bot was blocked by the user")))

    assert caplog.messages == ["delivery 11: lost (bot was blocked by the user)"]


def test_a_long_batch_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    tell(batch(*[Unknown("lost")] * (NAMED + 5)))

    (line,) = caplog.messages
    assert line.endswith("28, 29 and 5 more: unknown (lost)")


def test_every_outcome_has_a_level() -> None:
    assert set(LEVELS) == set(Outcome.__args__)
