"""A migration that has been released never changes: databases have run it as it was."""

import hashlib
from pathlib import Path

import pytest

from bot.store import migrations

RELEASED = {
    "0001_first_tables.py": "6bfa54523419d07730a2385dafb610bcc25cbd6f90da3fdd65a504f1d87cd902",
    "0002_the_coach.py": "52e43879532357239a0a5529a9488ff00821fed1b365caf70937a4fcace8abcc",
}
VERSIONS = Path(migrations.__file__).parent / "versions"


@pytest.mark.parametrize("name", RELEASED)
def test_a_released_migration_is_as_it_was(name: str) -> None:
    assert hashlib.sha256((VERSIONS / name).read_bytes()).hexdigest() == RELEASED[name]
