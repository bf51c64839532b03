"""`psoas-bot status`: how things stand, read from the database beside the running bot."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from bot.cli import entry

if TYPE_CHECKING:
    from bot.services.operators.statistics import Summary

NAMES = {"private": "people", "group": "groups", "channel": "channels"}
"""What each kind of chat is called here."""


def status() -> None:
    """Show how many people there are, what went out lately, and what comes next."""
    import asyncio  # noqa: PLC0415

    for name, words in asyncio.run(_read(entry.set_up().database)):
        typer.echo(f"{name:<10}{words}")


async def _read(url: str) -> list[tuple[str, str]]:
    """Read without changing anything: the tables are not even brought up to date."""
    from bot.cli.existing_database import revision_of  # noqa: PLC0415
    from bot.clock import wall_clock  # noqa: PLC0415
    from bot.services.operators.statistics import Statistics  # noqa: PLC0415
    from bot.store import migrations  # noqa: PLC0415
    from bot.store.database import Database, DatabaseError  # noqa: PLC0415

    database = Database(url)
    try:
        revision = await revision_of(database)
        if revision != migrations.newest():
            raise DatabaseError(
                f"The tables are those of another version ({revision}, not"
                f" {migrations.newest()}); psoas-bot migrate brings them up to date."
            )
        with database.operator_errors():
            summary = await Statistics(database).summary(wall_clock())
        return [("database", f"{database.name}, tables {revision}"), *_lines(summary)]
    finally:
        await database.close()


def _lines(summary: "Summary") -> Iterator[tuple[str, str]]:
    for kind, name in NAMES.items():
        states = sorted(summary.standings.get(kind, {}).items())
        if states or name == "people":
            yield name, ", ".join(f"{count:,} {state}" for state, count in states) or "nobody yet"
    if summary.quarantined:
        yield "set aside", f"{summary.quarantined:,} whose rows cannot be read; see the log"
    lately, backlog = summary.lately, summary.backlog
    late, failed = f"{lately.late:,} late", f"{lately.failed:,} failed or missed"
    yield "24 hours", f"{lately.sent:,} sent ({late}), {failed}"
    waits = f", the oldest for {backlog.seconds:,.0f} s" if backlog.count else ""
    yield "due now", f"{backlog.count:,.0f}{waits}"
    following = summary.following
    yield "next", f"{following:%a %d %b %H:%M} UTC" if following else "nobody is due"
    for role, worker, until in summary.roles:
        yield role, f"by {worker[:8]} until {until:%H:%M:%S} UTC"
