"""A picture that is older than its source is found without drawing it."""

import struct
from pathlib import Path

import pytest

from bot.figures import manifest

EXERCISES = Path(__file__).resolve().parents[2] / "content" / "exercises"
SLUGS = sorted(path.parent.name for path in EXERCISES.glob("*/figure.yaml"))


def _shelf(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shelf with one exercise, all of its pictures fresh."""
    exercise = folder / "lunge"
    exercise.mkdir()
    (exercise / "figure.yaml").write_text("person: mara\n")
    monkeypatch.setattr(manifest, "NOTES", folder / "manifest.json")
    for output in manifest.OUTPUTS:
        (exercise / output).write_bytes(output.encode())
        manifest.note(exercise, output)
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
    (shelf / "lunge" / "figure.yaml").write_text("person: kofi\n")
    assert manifest.stale(shelf) == ["lunge/board.png", "lunge/loop.mp4", "gallery.png"]


def test_a_picture_retouched_by_hand_is_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = _shelf(tmp_path, monkeypatch)
    (shelf / "lunge" / "board.png").write_bytes(b"prettier")
    assert manifest.stale(shelf) == ["lunge/board.png"]


def test_a_missing_picture_is_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = _shelf(tmp_path, monkeypatch)
    (shelf / "lunge" / "loop.mp4").unlink()
    assert manifest.stale(shelf) == ["lunge/loop.mp4"]


def test_changed_drawing_code_makes_pictures_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = _shelf(tmp_path, monkeypatch)
    monkeypatch.setattr(manifest, "code_hash", lambda output: f"another {output}")
    assert len(manifest.stale(shelf)) == 3


@pytest.mark.parametrize("slug", SLUGS)
def test_a_board_is_small_enough_for_a_chat(slug: str) -> None:
    data = (EXERCISES / slug / "board.png").read_bytes()
    width, height = struct.unpack(">II", data[16:24])
    assert max(width, height) <= 1280
    assert len(data) < 80_000


def test_the_gallery_is_small_enough_for_a_chat() -> None:
    data = (EXERCISES / manifest.GALLERY).read_bytes()
    assert max(struct.unpack(">II", data[16:24])) <= 1280
    assert len(data) < 250_000


@pytest.mark.parametrize("slug", SLUGS)
def test_a_loop_is_small_and_starts_to_play_before_it_is_loaded(slug: str) -> None:
    data = (EXERCISES / slug / "loop.mp4").read_bytes()
    assert len(data) < 200_000
    assert 0 < data.index(b"moov") < data.index(b"mdat")
