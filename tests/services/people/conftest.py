import pytest

from bot.coach.library import Library
from bot.services.people.sessions import Sessions
from tests.services.rooms import Rooms


@pytest.fixture
def guide(rooms: Rooms, library: Library) -> Sessions:
    return Sessions(rooms.database, library, rooms.practices)
