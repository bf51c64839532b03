"""Fixtures for the tests of backups and exports."""

from collections.abc import AsyncIterator

import pytest

from bot.store.database import Database
from tests.databases import Lender


@pytest.fixture(scope="module")
def other_lender(tmp_path_factory: pytest.TempPathFactory) -> Lender:
    """Return a lender of other databases than the one under test."""
    return Lender(f"sqlite:///{tmp_path_factory.mktemp('other') / 'other.db'}")


@pytest.fixture
async def empty(other_lender: Lender) -> AsyncIterator[Database]:
    """Return another database, without people."""
    async with other_lender.lend() as database:
        yield database
