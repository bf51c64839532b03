"""The commands around what is kept: migrate, backup and restore, export and import."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer

from bot import app
from bot.cli import entry
from bot.cli.files import STREAM, progress, read, say, written
from bot.clock import wall_clock
from bot.services.archive import Archive
from bot.store import migrations

Named = Annotated[Path, typer.Argument(help="a file's name")]
NamedOrStream = Annotated[Path, typer.Argument(help="a file's name; - for the standard stream")]

subscribers = typer.Typer(help="Carry subscribers from one database to another.")


def migrate() -> None:
    """Bring the database's tables up to date, as every start does."""

    async def work(_archive: Archive) -> None:
        say(f"The tables are up to date ({migrations.newest()}).")

    _with_archive(work)


def backup(file: Named) -> None:
    """Write everything to a new file, while the bot may run."""

    async def work(archive: Archive) -> None:
        rows = -2  # the first line and the last are none
        with progress("rows") as advance, written(file, packed=True) as put:
            async for line in archive.backup(wall_clock()):
                put(line)
                rows += 1
                advance(1)
        say(f"{rows} rows are safe in {file}.")

    _with_archive(work)


def restore(file: Named) -> None:
    """Fill an empty database from a backup, of SQLite or PostgreSQL alike."""

    async def work(archive: Archive) -> None:
        rows = 0
        with progress("rows") as advance, read(file) as lines:
            async for so_far in archive.restore(lines):
                advance(so_far - rows)
                rows = so_far
        say(f"{rows} rows are back.")

    _with_archive(work)


@subscribers.command("export")
def export(file: NamedOrStream = STREAM) -> None:
    """Write every subscriber with their history to a new file, a line of JSON each."""

    async def work(archive: Archive) -> None:
        count = 0
        total = await archive.count()
        with progress("subscribers", total) as advance, written(file) as put:
            async for some in archive.people():
                for record in some:
                    put(record)
                count += len(some)
                advance(len(some))
        say(f"{count} subscribers written.")

    _with_archive(work)


@subscribers.command("import")
def take_in(file: NamedOrStream = STREAM) -> None:
    """Add subscribers from a file; who is here already stays as they are."""

    async def work(archive: Archive) -> None:
        added = seen = 0
        with progress("subscribers") as advance, read(file) as lines:
            async for new, of in archive.take_in(lines):
                added, seen = added + new, seen + of
                advance(of)
        say(f"{added} subscribers added; {seen - added} were here already.")

    _with_archive(work)


def _with_archive(work: Callable[[Archive], Awaitable[None]]) -> None:
    async def opened() -> None:
        async with app.opened(entry.settings().database) as database:
            await work(Archive(database))

    asyncio.run(opened())
