"""The commands around what is kept: migrate, adopt, backup and restore, export and import."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import entry

if TYPE_CHECKING:
    from bot.services.operators.archive import Archive
    from bot.store.database import Database

STREAM = Path("-")

Named = Annotated[Path, typer.Argument(help="a file's name")]
NamedOrStream = Annotated[
    Path, typer.Argument(help="a file's name; - for standard input or output")
]

subscribers = typer.Typer(help="Carry subscribers from one database to another.")


def migrate() -> None:
    """Bring the database's tables up to date, as every start does."""
    from bot.cli.files import say  # noqa: PLC0415
    from bot.store import migrations  # noqa: PLC0415

    async def work(_database: "Database") -> None:
        say(f"The tables are up to date ({migrations.newest()}).")

    _with_database(work)


def adopt() -> None:
    """Transfer the subscribers to the bot whose token is BOT_TOKEN."""
    from bot.cli.files import say  # noqa: PLC0415
    from bot.services.operators.ownership import Ownership  # noqa: PLC0415
    from bot.settings import SettingsError, bot_id_of  # noqa: PLC0415

    token = entry.set_up().token()
    if token is None:
        raise SettingsError("Set BOT_TOKEN to the token of the bot that should get the people.")
    bot_id = bot_id_of(token)

    async def work(database: "Database") -> None:
        people = await Ownership(database, bot_id).adopt()
        say(f"The database now belongs to bot {bot_id}, with {people} subscribers.")

    _with_database(work, existing=True)


def backup(file: Named) -> None:
    """Write everything to a new file; the bot can keep running."""
    from bot.cli.files import progress, say, written  # noqa: PLC0415
    from bot.clock import wall_clock  # noqa: PLC0415

    async def work(archive: "Archive") -> None:
        rows = -2  # the first line and the last are none
        with progress("rows") as advance, written(file, packed=True) as put:
            async for line in archive.backup(wall_clock()):
                put(line)
                rows += 1
                advance(1)
        say(f"Backed up {rows} rows to {file}.")

    _with_archive(work, existing=True)


def restore(file: Named) -> None:
    """Load a backup into an empty database, SQLite or PostgreSQL."""
    from bot.cli.files import progress, read, say  # noqa: PLC0415
    from bot.services.operators.archive import from_heading  # noqa: PLC0415

    async def work(archive: "Archive") -> None:
        rows = 0
        with progress("rows") as advance:
            async for so_far in archive.restore(lines):
                advance(so_far - rows)
                rows = so_far
        say(f"Restored {rows} rows.")

    with read(file) as whole:
        lines = from_heading(whole)  # or it would make a database for what is no backup
        _with_archive(work)


@subscribers.command("export")
def export(file: NamedOrStream = STREAM) -> None:
    """Write every subscriber with their history to a new file, a line of JSON each."""
    from bot.cli.files import progress, say, written  # noqa: PLC0415

    async def work(archive: "Archive") -> None:
        count = 0
        total = await archive.count()
        with progress("subscribers", total) as advance, written(file) as put:
            async for some in archive.people():
                for record in some:
                    put(record)
                count += len(some)
                advance(len(some))
        say(f"Exported {count} subscribers.")

    _with_archive(work, existing=True)


@subscribers.command("import")
def import_people(file: NamedOrStream = STREAM) -> None:
    """Add subscribers from a file; those already in the database stay as they are."""
    from bot.cli.files import progress, read, say  # noqa: PLC0415

    async def work(archive: "Archive") -> None:
        added = seen = 0
        with progress("subscribers") as advance:
            async for new, of in archive.import_people(lines):
                added, seen = added + new, seen + of
                advance(of)
        say(f"Added {added} subscribers; {seen - added} were here already.")

    with read(file) as lines:
        _with_archive(work)


def _with_archive(work: Callable[["Archive"], Awaitable[None]], *, existing: bool = False) -> None:
    from bot.services.operators.archive import Archive  # noqa: PLC0415

    _with_database(lambda database: work(Archive(database)), existing=existing)


def _with_database(
    work: Callable[["Database"], Awaitable[None]], *, existing: bool = False
) -> None:
    """Work on the database, its tables up to date; with `existing`, fail if there is none."""
    import asyncio  # noqa: PLC0415

    from bot import app  # noqa: PLC0415
    from bot.cli.existing_database import require_tables  # noqa: PLC0415

    url = entry.set_up().database

    async def opened() -> None:
        if existing:
            await require_tables(url)
        async with app.migrated_database(url) as database:
            with database.operator_errors():
                await work(database)

    asyncio.run(opened())
