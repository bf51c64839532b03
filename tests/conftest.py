"""What every tier shares: the content of this repository, and a database of each kind."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import app
from bot.coach.library import Library, load
from bot.store.database import Database
from tests.postgres import Postgres, postgres

__all__ = ["postgres"]  # a fixture that pytest finds here

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def library() -> Library:
    return load(ROOT / "content")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.fresh()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with app.opened(database_url) as opened:
        yield opened
