"""Fixtures for every tier: the content of this repository, and a database of each kind."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from bot.coach.library import Library
from tests.library import repository
from tests.postgres import Postgres, postgres
from tests.tiers import (
    pytest_collection,
    pytest_collection_finish,
    pytest_collection_modifyitems,
    pytest_configure,
    pytest_itemcollected,
    pytest_terminal_summary,
    pytest_xdist_auto_num_workers,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.store.database import Database
    from tests.databases import Lender

# Fixtures and hooks that pytest finds here.
__all__ = [
    "postgres",
    "pytest_collection",
    "pytest_collection_finish",
    "pytest_collection_modifyitems",
    "pytest_configure",
    "pytest_itemcollected",
    "pytest_terminal_summary",
    "pytest_xdist_auto_num_workers",
]

# The extra `test` does without a browser; `dev` has it.
collect_ignore = [] if find_spec("playwright") else ["browser"]

# Property tests try the same few examples in every run. `--hypothesis-profile=thorough` tries
# many new ones instead (see README).
settings.register_profile("sample", max_examples=10, derandomize=True, deadline=None)
settings.register_profile("thorough", max_examples=300, deadline=None)
settings.load_profile("sample")


@pytest.fixture(scope="session")
def library() -> Library:
    """Load the content of this repository."""
    return repository()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """Name the database engine; a test that needs a database runs once on each."""
    return str(request.param)


@pytest.fixture
def database_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of an empty database, for a test that runs the migrations itself."""
    if engine == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.fresh()


@pytest.fixture
async def database(engine: str, request: pytest.FixtureRequest) -> "AsyncIterator[Database]":
    """Open a database with all tables and no rows; a test must not change its tables."""
    lender: Lender = request.getfixturevalue(f"{engine}_lender")
    async with lender.lend() as database:
        yield database


@pytest.fixture
async def sqlite(sqlite_lender: "Lender") -> "AsyncIterator[Database]":
    """Open a SQLite database with all tables and no rows."""
    async with sqlite_lender.lend() as database:
        yield database


@pytest.fixture
async def empty(other_lender: "Lender") -> "AsyncIterator[Database]":
    """Open another SQLite database than `sqlite`, to restore into."""
    async with other_lender.lend() as database:
        yield database


@pytest.fixture
async def postgresql(postgresql_lender: "Lender") -> "AsyncIterator[Database]":
    """Open a PostgreSQL database with all tables and no rows."""
    async with postgresql_lender.lend() as database:
        yield database


@pytest.fixture(scope="session")
def sqlite_lender(tmp_path_factory: pytest.TempPathFactory) -> "Lender":
    """Migrate a SQLite file, once for all tests."""
    from tests.databases import Lender  # noqa: PLC0415  # as above

    return Lender(f"sqlite:///{tmp_path_factory.mktemp('lent') / 'lent.db'}")


@pytest.fixture(scope="session")
def other_lender(tmp_path_factory: pytest.TempPathFactory) -> "Lender":
    """Migrate another SQLite file, once for all tests."""
    from tests.databases import Lender  # noqa: PLC0415  # as above

    return Lender(f"sqlite:///{tmp_path_factory.mktemp('other') / 'other.db'}")


@pytest.fixture(scope="session")
def postgresql_lender(postgres: Postgres) -> "Lender":
    """Migrate a PostgreSQL database, once for all tests.

    To create, migrate and drop one for each test would take about 0.4 s of CPU.
    """
    from tests.databases import Lender  # noqa: PLC0415  # as above

    return Lender(postgres.fresh())
