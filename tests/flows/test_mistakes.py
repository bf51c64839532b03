"""An operator's mistakes: each is one sentence on stderr and exit code 2, or 75 if it may pass."""

import asyncio
import shutil
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from bot.app import migrated_database
from bot.errors import MISTAKE, TEMPORARY
from bot.services.operators.ownership import Ownership
from bot.services.people.subscriptions import Subscriptions
from tests.flows.clinic import CONTENT, clinic
from tests.flows.program import Program

TOKEN = "1234567:ABC-DEF1234ghIkl-zyx57W2v1u123ew11"
PASSWORD = "correct-horse-battery"
NOWHERE = {"BOT_API_URL": "http://127.0.0.1:9"}  # never the real Telegram


@dataclass(frozen=True)
class Run:
    """What an operator does, and what must stand in the sentence about it."""

    settings: Callable[[Path], dict[str, str]]
    words: tuple[str, ...]
    arguments: tuple[str, ...] = ()
    code: int = MISTAKE


def clinics_content(folder: Path) -> dict[str, str]:
    """Make no mistake: a clinic's content is as good as ours."""
    clinic(folder / "content")
    return {"CONTENT_DIR": "content"}


def broken_content(folder: Path) -> dict[str, str]:
    """Misspell a number in an exercise of a clinic."""
    sheet = clinic(folder / "content") / "exercises" / "lunge" / "exercise.yaml"
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(text.replace("level: 1", "level: one", 1), encoding="utf-8")
    return {"CONTENT_DIR": "content"}


def missing_words(folder: Path) -> dict[str, str]:
    """Leave a file out."""
    (clinic(folder / "content") / "exercises" / "lunge" / "en.yaml").unlink()
    return {"CONTENT_DIR": "content"}


def copied_content(folder: Path) -> dict[str, str]:
    """Copy a folder with its pictures, misspell a word, and leave a version without a figure."""
    exercises = clinic(folder / "content") / "exercises"
    shutil.copytree(exercises / "lunge", exercises / "calf")
    sheet = exercises / "calf" / "exercise.yaml"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("kind:", "kin:"), encoding="utf-8")
    (exercises / "leg-swing" / "figures" / "easier.yaml").unlink()
    return {"CONTENT_DIR": "content"}


def taken_port(folder: Path) -> dict[str, str]:
    """Listen where the test listens already."""
    return {"LISTEN": (folder.parent / "taken").read_text(encoding="utf-8")}


def anothers_database(folder: Path) -> dict[str, str]:
    """Try the sandbox where a real bot has its people."""
    url = f"sqlite:///{folder / 'real.db'}"

    async def fill() -> None:
        async with migrated_database(url) as database:
            subscriptions = Subscriptions(database, time(8))
            await subscriptions.start(7, "en", "UTC", datetime(2026, 11, 26, 8, tzinfo=UTC))

    asyncio.run(fill())
    return {"DATABASE_URL": url, "LISTEN": "127.0.0.1:0"}


def owned_database(folder: Path) -> dict[str, str]:
    """Start with a token of another bot where a real bot has its people."""
    settings = anothers_database(folder)

    async def own() -> None:
        async with migrated_database(settings["DATABASE_URL"]) as database:
            await Ownership(database, 4242).take()

    asyncio.run(own())
    return {"DATABASE_URL": settings["DATABASE_URL"]}


def taken_file(folder: Path) -> dict[str, str]:
    """Leave a file in the way."""
    (folder / "taken").write_text("hello\n", encoding="utf-8")
    return {}


def exported_file(folder: Path) -> dict[str, str]:
    """Leave a file of another command, a line of JSON each."""
    (folder / "export").write_text('{"chat_id": 7}\n', encoding="utf-8")
    return {}


def half_written_settings(folder: Path) -> dict[str, str]:
    """Forget an equals sign."""
    (folder / ".env").write_text("# ours\n\nDEFAULT_TIME 07:00\n", encoding="utf-8")
    return {}


MISTAKES = {
    "a malformed token": Run(lambda _: {"BOT_TOKEN": "hello"}, ("BOT_TOKEN", "@BotFather")),
    "no token file": Run(
        lambda _: {"BOT_TOKEN_FILE": "/no/such/file", "BOT_TOKEN": ""}, ("BOT_TOKEN_FILE",)
    ),
    "two tokens": Run(lambda _: {"BOT_TOKEN_FILE": "token"}, ("BOT_TOKEN_FILE", "not both")),
    "no database": Run(lambda _: {"DATABASE_URL": "psoas.db"}, ("DATABASE_URL", "sqlite:///")),
    "a strange database": Run(
        lambda _: {"DATABASE_URL": f"mysql://me:{PASSWORD}@host/name"}, ("DATABASE_URL", "mysql")
    ),
    "an unwritable database": Run(lambda f: {"DATABASE_URL": f"sqlite:///{f}"}, ("written",)),
    "an unreachable database": Run(
        lambda _: {"DATABASE_URL": f"postgresql://me:{PASSWORD}@127.0.0.1:9/name"},
        ("127.0.0.1:9", "cannot be reached"),
        code=TEMPORARY,
    ),
    "a taken port": Run(taken_port, ("in use", "LISTEN")),
    "a public sandbox": Run(
        lambda _: {"LISTEN": "0.0.0.0:0"}, ("this machine only",), ("sandbox",)
    ),
    "a sandbox over a real bot": Run(anothers_database, ("people of another bot",), ("sandbox",)),
    "broken content": Run(broken_content, ("lunge/exercise.yaml, line 3: level: ",)),
    "missing words": Run(missing_words, ("lunge/en.yaml: this file is missing",), ("check",)),
    "no Telegram": Run(lambda _: {}, ("Telegram cannot be reached",), ("check",), TEMPORARY),
    "a backup over a file": Run(
        lambda f: taken_file(f) | anothers_database(f),
        ("taken is there already",),
        ("backup", "taken"),
    ),
    "no database yet": Run(lambda _: {}, ("the first start makes the file",), ("status",)),
    "a backup of nothing": Run(
        lambda _: {}, ("the first start makes the file",), ("backup", "new.backup")
    ),
    "an adoption without a token": Run(lambda _: {"BOT_TOKEN": ""}, ("BOT_TOKEN",), ("adopt",)),
    "a bad port": Run(
        lambda _: {"DATABASE_URL": f"postgresql://me:{PASSWORD}@host:port/name"}, ("DATABASE_URL",)
    ),
    "two databases": Run(
        lambda _: {"DATABASE_URL": "sqlite:///a.db", "DATABASE_URL_FILE": "url"}, ("not both",)
    ),
    "a token of another bot": Run(owned_database, ("another bot (4242)", "psoas-bot adopt")),
    "no backup": Run(lambda _: {}, ("nowhere cannot be read",), ("restore", "nowhere")),
    "a strange backup": Run(taken_file, ("Line 1: this is not JSON",), ("restore", "taken")),
    "strange people": Run(
        taken_file, ("Line 1: this is not JSON",), ("subscribers", "import", "taken")
    ),
    "an export for a backup": Run(exported_file, ("no backup",), ("restore", "export")),
    "no people's file": Run(
        lambda _: {}, ("nowhere cannot be read",), ("subscribers", "import", "nowhere")
    ),
    "a line without =": Run(
        half_written_settings, (".env, line 3: write NAME=value",), ("check",)
    ),
    "no content": Run(lambda _: {"CONTENT_DIR": "nowhere"}, ("nowhere",), ("check",)),
}


OURS, THEIRS, COPIED = "our content", "a clinic's content", "a copied folder"
CHECKS = {
    OURS: Run(lambda _: {"BOT_TOKEN": ""}, (), ("check",)),
    COPIED: Run(copied_content, (), ("check",)),
    THEIRS: Run(lambda f: {"BOT_TOKEN": ""} | clinics_content(f), (), ("check",)),
}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Program]:
    """Make all mistakes, and none twice; return how each run ended."""
    root = tmp_path_factory.mktemp("mistakes")
    programs = {}
    with socket.create_server(("127.0.0.1", 0)) as taken:
        (root / "taken").write_text(f"127.0.0.1:{taken.getsockname()[1]}", encoding="utf-8")
        for name, mistake in (MISTAKES | CHECKS).items():
            folder = root / name.replace(" ", "-")
            folder.mkdir()
            settings = NOWHERE | {"BOT_TOKEN": TOKEN} | mistake.settings(folder)
            programs[name] = Program(folder, *mistake.arguments, **settings)
            programs[name].start()
            programs[name].finish()
    return programs


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_in_one_sentence(runs: dict[str, Program], name: str) -> None:
    program = runs[name]

    assert program.code == MISTAKES[name].code
    assert [word for word in MISTAKES[name].words if word not in program.err] == []
    assert len(program.err.splitlines()) == 1, program.err
    assert program.err.rstrip().endswith((".", "…"))
    assert PASSWORD not in program.err + program.out
    assert program.keeps_its_secret(TOKEN)


def test_a_backup_of_nothing_makes_nothing(runs: dict[str, Program]) -> None:
    made = {file.name for file in runs["a backup of nothing"].folder.iterdir()}

    assert made == {"stdout", "stderr"}


UNREADABLE = [
    "no backup",
    "a strange backup",
    "an export for a backup",
    "no people's file",
    "strange people",
]


@pytest.mark.parametrize("name", UNREADABLE)
def test_for_a_file_that_cannot_be_read_no_database_is_made(
    runs: dict[str, Program], name: str
) -> None:
    assert not (runs[name].folder / "psoas-bot.db").exists()


def test_check_counts_what_is_there(runs: dict[str, Program]) -> None:
    ours, theirs = runs[OURS], runs[THEIRS]

    assert (ours.code, ours.err, theirs.code, theirs.err) == (0, "", 0, "")
    taught, signs = (
        len(list(CONTENT.glob(f"{kind}/*/en.yaml"))) for kind in ("exercises", "signs")
    )
    counted = f"{taught} exercises, {signs} signs, every card fits"
    assert f"✓ content: {CONTENT}: {counted}\n" in ours.out
    assert "✓ content: content: 3 exercises, 1 signs, every card fits\n" in theirs.out
    assert "✓ database: the file psoas-bot.db is not there yet" in ours.out
    assert not (ours.folder / "psoas-bot.db").exists()


def test_check_names_every_fault_of_words_figures_and_pictures_at_once(
    runs: dict[str, Program],
) -> None:
    told = runs[COPIED]

    assert told.code == MISTAKE
    for fault in (
        "calf/exercise.yaml, line 1: kind: this field is missing.",
        "leg-swing/figures/easier.yaml: this version has no figure.",
        "lunge/pictures/standard/loop.mp4: this is the picture of calf too",
    ):
        assert fault in told.err, told.err
    assert len(set(told.err.splitlines())) == len(told.err.splitlines())
