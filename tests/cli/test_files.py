"""Backup files: whole or not at all, for their owner's eyes only, and damage is always noticed."""

import os
import random
import stat
from datetime import UTC, datetime, time
from pathlib import Path
from typing import BinaryIO

import pytest

from bot.cli import files
from bot.cli.files import read, written
from bot.services.operators.archive import Archive, ArchiveError
from bot.services.people.subscriptions import Subscriptions
from bot.store.database import Database

NOW = datetime(2026, 11, 26, 8, tzinfo=UTC)
PEOPLE = range(1000, 1040)


@pytest.fixture
async def database(sqlite: Database) -> Database:
    for chat in PEOPLE:
        await Subscriptions(sqlite, time(8)).start(chat, "en", "Europe/Lisbon", NOW)
    return sqlite


@pytest.fixture
async def backup(database: Database, tmp_path: Path) -> Path:
    file = tmp_path / "backup"
    with written(file, packed=True) as put:
        async for line in Archive(database).backup(NOW):
            put(line)
    return file


def content(file: Path) -> bytes:
    return file.read_bytes()


def replace(file: Path, content: bytes | bytearray) -> None:
    file.write_bytes(content)


async def taken_in(database: Database, file: Path) -> None:
    with read(file) as lines:
        async for _ in Archive(database).restore(lines):
            pass


async def everything(database: Database) -> list[object]:
    return [line async for line in Archive(database).backup(NOW)]


@pytest.mark.parametrize("flips", [50, pytest.param(1000, marks=pytest.mark.slow)])
async def test_a_flipped_bit_is_refused_or_changes_nothing(
    database: Database, empty: Database, backup: Path, flips: int
) -> None:
    whole, wanted, refused = content(backup), await everything(database), 0
    for bit in random.Random(7).sample(range(len(whole) * 8), flips):
        damaged = bytearray(whole)
        damaged[bit // 8] ^= 1 << bit % 8
        replace(backup, damaged)
        try:
            await taken_in(empty, backup)
        except ArchiveError:
            refused += 1
            continue
        assert await everything(empty) == wanted
        await forget_all(empty)

    assert await Archive(empty).count() == 0
    assert refused > flips * 0.9


async def forget_all(database: Database) -> None:
    for chat in PEOPLE:
        await Archive(database).forget(chat)


@pytest.mark.parametrize("missing", [1, 4, 8, 20, 100])
async def test_a_file_that_was_cut_short_is_refused(
    empty: Database, backup: Path, missing: int
) -> None:
    replace(backup, content(backup)[:-missing])

    with pytest.raises(ArchiveError, match=r"cut short"):
        await taken_in(empty, backup)

    assert await Archive(empty).count() == 0


async def test_a_whole_file_is_restored(database: Database, empty: Database, backup: Path) -> None:
    await taken_in(empty, backup)

    assert await everything(empty) == await everything(database)


def test_a_file_is_for_its_owner_only(tmp_path: Path) -> None:
    with written(tmp_path / "x") as put:
        put({"a": 1})

    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o600
    assert not (tmp_path / "x.part").exists()


def test_a_link_in_the_way_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "x.part").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(ArchiveError, match=r"x\.part is there already"), written(tmp_path / "x"):
        pass

    assert not (tmp_path / "elsewhere").exists()
    assert (tmp_path / "x.part").is_symlink()


def test_a_file_of_somebody_else_in_the_way_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "x.part").write_text("theirs")

    with pytest.raises(ArchiveError, match="interrupted"), written(tmp_path / "x"):
        pass

    assert (tmp_path / "x.part").read_text() == "theirs"


def test_a_full_disk_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # The device on which there is never any room, in place of the file.
    monkeypatch.setattr(files, "_private", lambda _: full_disk())

    with pytest.raises(ArchiveError, match=r"x cannot be written: No space left"):
        write_a_line(tmp_path / "x")

    assert not list(tmp_path.iterdir())


def full_disk() -> BinaryIO:
    return os.fdopen(os.open("/dev/full", os.O_WRONLY), "wb")


def write_a_line(path: Path) -> None:
    with written(path) as put:
        put({})
