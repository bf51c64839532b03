import pytest

from bot.coach.library import Library
from bot.store.database import Database
from tests.services.house import House, build


@pytest.fixture
def house(database: Database, library: Library) -> House:
    return build(database, library)
