"""`psoas-bot check`: settings, content, database, token and clock, one after the other."""

import asyncio
from datetime import timedelta

import typer

from bot import app
from bot.cli import entry
from bot.clock import wall_clock
from bot.coach.content_checks import copy_faults
from bot.coach.documents import ContentError, Faults
from bot.coach.library import Library
from bot.settings import Settings, SettingsError, not_understood
from bot.store.database import Database

MOST_ASTRAY = timedelta(seconds=30)
"""How wrong this machine's clock may be: its error is everybody's lateness."""


def check() -> None:
    """Check settings, content, database, token and clock; stop at the first that is wrong."""
    if lines := ", ".join(map(str, not_understood())):
        raise SettingsError(f".env, line {lines}: write NAME=value, or # before a comment.")
    settings = entry.set_up()
    token = settings.token()
    _fine("settings", "all valid")
    library = _content(settings)
    exercises, signs = len(library.exercises), len(library.signs)
    _fine("content", f"{settings.content}: {exercises} exercises, {signs} signs, every card fits")
    if lacking := library.untranslated:
        _fine("languages", f"English stands in for {lacking} texts; texts check names them")
    asyncio.run(_check_outside(settings, token))


def _content(settings: Settings) -> Library:
    """Read the content; raise ContentError about every fault of words, figures and pictures."""
    from bot.figures import sheets  # noqa: PLC0415  # the running bot never needs figures

    faults, exercises = Faults(), settings.content / "exercises"
    library = faults.collect(app.load_content, settings, thoroughly=True)
    faults += sheets.faults(exercises)
    faults += copy_faults(exercises)
    if library is None or faults:
        raise ContentError(*dict.fromkeys(faults))
    return library


async def _check_outside(settings: Settings, token: str | None) -> None:
    _fine("database", await _database(settings))
    if token is None:
        _fine("token", "none: psoas-bot runs in its sandbox")
        return
    username, here = await app.user_name_of(settings, token), wall_clock()
    _fine("token", f"Telegram knows it as @{username}")
    there = await app.telegrams_time(settings)
    if there is not None and abs(there - here) > MOST_ASTRAY:
        seconds = abs(there - here).total_seconds()
        raise SettingsError(
            f"This machine's clock is {seconds:.0f} s from Telegram's; set it, by NTP for example."
        )
    _fine("clock", "as Telegram's" if there else "Telegram did not say the time")


async def _database(settings: Settings) -> str:
    """Open the database without changing its tables; a new file of SQLite is not even made."""
    database = Database(settings.database)
    try:
        if not database.is_there:
            return f"{database.name} is not there yet; the first start makes it"
        await database.check()
        return f"{database.name} answers"
    finally:
        await database.close()


def _fine(what: str, how: str) -> None:
    typer.echo(f"✓ {what}: {how}")
