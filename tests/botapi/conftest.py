"""A Telegram of its own for each test."""

import pytest

from bot.botapi import polling
from tests.botapi.clerk import Clerk
from tests.telegram_fixtures import _timedeltas, household, outbox, town

__all__ = ["_timedeltas", "household", "outbox", "town"]


@pytest.fixture
def clerk() -> Clerk:
    return Clerk()


@pytest.fixture
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait for half a minute."""
    monkeypatch.setattr(polling, "FIRST_WAIT", 0.02)
    monkeypatch.setattr(polling, "LONGEST_WAIT", 0.05)
    monkeypatch.setattr(polling, "STAND_BY_SECONDS", 0.05)
