"""A Telegram of its own for each test, with a group in it."""

import pytest

from tests.chat.square import TOPIC, Square
from tests.chat.town import Household
from tests.telegram_fixtures import _timedeltas, household, outbox, town

__all__ = ["_timedeltas", "household", "outbox", "town"]


@pytest.fixture
def square(household: Household) -> Square:
    return Square.open(household, "supergroup", TOPIC)
