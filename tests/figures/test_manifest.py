"""A picture that is older than its source is found without drawing it."""

import json
import struct
from pathlib import Path

import pytest

from bot.figures import manifest, sheets

EXERCISES = Path(__file__).resolve().parents[2] / "content" / "exercises"
FILES = sheets.files(EXERCISES)
PICTURES = "lunge/pictures/standard"


def _shelf(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shelf with one exercise, all of its pictures fresh."""
    sheet = folder / "lunge" / "figures" / "standard.yaml"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("person: mara\n")
    monkeypatch.setattr(manifest, "NOTES", folder / "manifest.json")
    pictures = manifest.pictures(sheet)
    pictures.mkdir(parents=True)
    (pictures / "step-1.png").write_bytes(b"the first step")
    for output in manifest.OUTPUTS:
        (pictures / output).write_bytes(output.encode())
        manifest.note(sheet, output)
    (folder / manifest.GALLERY).write_bytes(b"all")
    manifest.note_gallery(folder)
    return folder


def test_no_picture_is_stale() -> None:
    assert manifest.stale(EXERCISES) == [], "run: psoas-bot figures still|loop|gallery"


def test_fresh_pictures_are_not_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert manifest.stale(_shelf(tmp_path, monkeypatch)) == []


def test_a_changed_pose_makes_all_its_pictures_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = _shelf(tmp_path, monkeypatch)
    (shelf / "lunge" / "figures" / "standard.yaml").write_text("person: kofi\n")
    assert manifest.stale(shelf) == [
        f"{PICTURES}/board.png",
        f"{PICTURES}/loop.mp4",
        "gallery.png",
    ]


def test_a_figure_that_is_gone_is_forgotten_with_the_next_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = _shelf(tmp_path, monkeypatch)
    (shelf / "lunge").rename(shelf / "long-lunge")
    sheet = shelf / "long-lunge" / "figures" / "standard.yaml"
    manifest.note(sheet, manifest.BOARD)
    names = json.loads(manifest.NOTES.read_text())
    assert list(names) == ["gallery.png", "long-lunge/pictures/standard/board.png"]


def test_a_picture_retouched_by_hand_is_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = _shelf(tmp_path, monkeypatch)
    (shelf / PICTURES / "board.png").write_bytes(b"prettier")
    assert manifest.stale(shelf) == [f"{PICTURES}/board.png"]


def test_a_picture_of_one_step_that_was_retouched_makes_its_board_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = _shelf(tmp_path, monkeypatch)
    (shelf / PICTURES / "step-1.png").write_bytes(b"prettier")
    assert manifest.stale(shelf) == [f"{PICTURES}/board.png"]


def test_a_version_is_stale_when_what_it_inherits_from_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = _shelf(tmp_path, monkeypatch)
    sheet = shelf / "lunge" / "figures" / "harder.yaml"
    sheet.write_text("like: standard\n")
    manifest.pictures(sheet).mkdir(parents=True)
    (manifest.pictures(sheet) / "loop.mp4").write_bytes(b"a film")
    manifest.note(sheet, "loop.mp4")
    assert "lunge/pictures/harder/loop.mp4" not in manifest.stale(shelf)
    (sheet.with_name("standard.yaml")).write_text("person: kofi\n")
    assert "lunge/pictures/harder/loop.mp4" in manifest.stale(shelf)


def test_a_missing_picture_is_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = _shelf(tmp_path, monkeypatch)
    (shelf / PICTURES / "loop.mp4").unlink()
    assert manifest.stale(shelf) == [f"{PICTURES}/loop.mp4"]


def test_changed_drawing_code_makes_pictures_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = _shelf(tmp_path, monkeypatch)
    monkeypatch.setattr(manifest, "code_hash", lambda output: f"another {output}")
    assert len(manifest.stale(shelf)) == 3


@pytest.mark.parametrize("name", FILES)
def test_a_board_is_small_enough_for_a_chat(name: str) -> None:
    data = (manifest.pictures(FILES[name]) / manifest.BOARD).read_bytes()
    width, height = struct.unpack(">II", data[16:24])
    assert max(width, height) <= 1280
    assert len(data) < 120_000


def test_the_gallery_is_small_enough_for_a_chat() -> None:
    data = (EXERCISES / manifest.GALLERY).read_bytes()
    assert max(struct.unpack(">II", data[16:24])) <= 1280
    assert len(data) < 250_000


@pytest.mark.parametrize("name", FILES)
def test_a_loop_is_small_and_starts_to_play_before_it_is_loaded(name: str) -> None:
    data = (manifest.pictures(FILES[name]) / manifest.LOOP).read_bytes()
    assert len(data) < 250_000
    assert 0 < data.index(b"moov") < data.index(b"mdat")
