"""`psoas-bot status`: how things stand, read from the database beside the running bot."""

import asyncio
from collections.abc import Iterator

import typer

from bot.cli import entry
from bot.clock import wall_clock
from bot.services.statistics import Statistics, Summary
from bot.store import migrations
from bot.store.database import Database, DatabaseError


def status() -> None:
    """Say how many people there are, what went out lately, and what comes next."""
    for name, words in asyncio.run(_read(entry.settings().database)):
        typer.echo(f"{name:<10}{words}")


async def _read(url: str) -> list[tuple[str, str]]:
    """Look without changing anything: the tables are not even brought up to date."""
    database = Database(url)
    try:
        if not database.is_there:
            raise DatabaseError(f"Nothing is there yet; the first start makes {database.name}.")
        await database.check()
        async with database.read() as connection:
            revision = await connection.run_sync(migrations.revision)
        if revision is None:
            raise DatabaseError("The database has no tables yet; psoas-bot migrate makes them.")
        if revision != migrations.newest():
            raise DatabaseError(
                f"The tables are those of another version ({revision}, not"
                f" {migrations.newest()}); psoas-bot migrate brings them up to date."
            )
        summary = await Statistics(database).summary(wall_clock())
        return [("database", f"{database.name}, tables {revision}"), *_lines(summary)]
    finally:
        await database.close()


def _lines(summary: Summary) -> Iterator[tuple[str, str]]:
    states = ", ".join(f"{count:,} {state}" for state, count in sorted(summary.people.items()))
    yield "people", states or "nobody yet"
    lately, backlog = summary.lately, summary.backlog
    late, failed = f"{lately.late:,} late", f"{lately.failed:,} failed or missed"
    yield "24 hours", f"{lately.sent:,} sent ({late}), {failed}"
    waits = f", the oldest for {backlog.seconds:,.0f} s" if backlog.count else ""
    yield "due now", f"{backlog.count:,.0f}{waits}"
    following = summary.following
    yield "next", f"{following:%a %d %b %H:%M} UTC" if following else "nobody is due"
    for role, worker, until in summary.roles:
        yield role, f"by {worker[:8]} until {until:%H:%M:%S} UTC"
