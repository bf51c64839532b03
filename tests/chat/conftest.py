"""A Telegram of its own for each test, with a group in it."""

import logging
from collections.abc import Iterator

import pytest

from tests.chat.square import TOPIC, Square
from tests.chat.town import Household
from tests.telegram_fixtures import _timedeltas, household, outbox, town

__all__ = ["_timedeltas", "household", "outbox", "town"]


@pytest.fixture
def square(household: Household) -> Square:
    return Square.open(household, "supergroup", TOPIC)


@pytest.fixture
def _nothing_breaks(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Check that the test logged no warning or error."""
    yield
    assert [record.getMessage() for record in caplog.get_records("call")] == []


@pytest.fixture
def _no_errors(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Check that the test logged no error; a refused edit may be warned of."""
    yield
    errors = [one for one in caplog.get_records("call") if one.levelno >= logging.ERROR]
    assert [record.getMessage() for record in errors] == []
