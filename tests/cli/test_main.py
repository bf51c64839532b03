"""A command imports what it needs, and no more."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

RUN = """
import sys
from bot.cli import main
sys.argv[0] = "psoas-bot"
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""

HEAVY = {
    *("PIL", "aiohttp", "alembic", "asyncio", "babel", "rapidfuzz", "sqlalchemy", "telegram"),
    "yaml",
}


def imported_by(*command: str, cwd: Path) -> set[str]:
    """Run a command in a process of its own; return the libraries that it has imported."""
    run = subprocess.run(  # noqa: S603  # ourselves
        [sys.executable, "-c", RUN, *command],
        capture_output=True,
        text=True,
        check=True,
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent.parent)},
    )
    return set(run.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("command", [("--help",), ("subscribers", "--help")])
def test_help_waits_for_nothing_that_only_the_bot_needs(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    assert imported_by(*command, cwd=tmp_path) & HEAVY == set()


def test_alembic_is_imported_only_where_tables_change(tmp_path: Path) -> None:
    first, second = (imported_by("migrate", cwd=tmp_path) for _ in range(2))

    assert "alembic" in first
    assert not {"alembic", "mako"} & second
