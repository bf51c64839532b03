from collections.abc import Iterator

import pytest

from bot.coach.library import Library
from bot.store.database import Database
from tests.services.guard import late_locks_forbidden, unlocked_reads_forbidden
from tests.services.rooms import Rooms, build


@pytest.fixture
def rooms(database: Database, library: Library) -> Iterator[Rooms]:
    with unlocked_reads_forbidden(database), late_locks_forbidden(database):
        yield build(database, library)
