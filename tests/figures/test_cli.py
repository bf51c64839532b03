"""The command: sentences and exit codes."""

import re
import shutil
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

from bot.figures import cli, explain, manifest
from bot.figures.channels import Arm, Leg, Pose
from bot.figures.schema import Prop, Sheet

run = CliRunner()
CONTENT = Path(__file__).resolve().parents[2] / "content" / "exercises"


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shelf of two exercises, with little to draw, that may be spoiled."""
    for slug in ("kettlebell-swing", "leg-swing"):
        figures = tmp_path / slug / "figures"
        figures.mkdir(parents=True)
        for name in ("exercise.yaml", "en.yaml"):
            shutil.copy(CONTENT / slug / name, tmp_path / slug / name)
        whole = CONTENT / slug / "figures" / "standard.yaml"
        (figures / whole.name).write_text(_shortened(whole.read_text()))
    monkeypatch.setattr(cli, "EXERCISES", tmp_path)
    monkeypatch.setattr(manifest, "NOTES", tmp_path / "manifest.json")
    monkeypatch.setattr(cli.console, "_width", 200)
    return tmp_path


def _shortened(sheet: str) -> str:
    """Keep four moves of the film and two steps of the board: each frame and panel costs time."""
    poses, film, board = re.split(r"^(?=loop:|storyboard:)", sheet, flags=re.MULTILINE)
    moves, steps = film.splitlines(keepends=True), board.splitlines(keepends=True)
    return "".join([poses, *moves[:5], *steps[:3]])


def _spoil(shelf: Path, old: str, new: str) -> Path:
    path = shelf / "leg-swing" / "figures" / "standard.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return path


def _picture(shelf: Path, slug: str, name: str) -> Path:
    return shelf / slug / "pictures" / "standard" / name


@pytest.mark.usefixtures("shelf")
def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    result = run.invoke(cli.app, ["check", "leg-swin"])
    assert result.exit_code == 2
    assert "Did you mean leg-swing" in result.output


def test_an_unknown_channel_ends_with_file_line_and_key(shelf: Path) -> None:
    path = _spoil(shelf, "roll: -4", "rol: -4")
    result = run.invoke(cli.app, ["still", "leg-swing"])
    assert result.exit_code == 2
    assert f"{path}, line " in result.output
    assert "there is no channel 'rol'; did you mean 'roll'?" in result.output


def test_a_missing_key_pose_ends_with_its_name(shelf: Path) -> None:
    _spoil(shelf, "key: mid", "key: middle")
    result = run.invoke(cli.app, ["loop", "leg-swing"])
    assert result.exit_code == 2
    assert "there is no key pose 'middle'" in result.output


@pytest.mark.usefixtures("shelf")
def test_missing_libraries_are_named_with_the_way_to_get_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cli, "LIBRARIES", ("no_such_library",))
    result = run.invoke(cli.app, ["check"])
    assert result.exit_code == 2
    assert "psoas-bot[figures]" in result.output


def test_an_impossible_reach_is_never_drawn(shelf: Path) -> None:
    pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)
    path = _spoil(shelf, "y: .908", "y: 1.1")
    result = run.invoke(cli.app, ["still", "leg-swing"])
    assert result.exit_code == 2
    assert f"{path}: keys, '" in result.output
    assert "leg_l misses its place" in result.output
    assert not (_picture(shelf, "leg-swing", "board.png")).exists()


def test_a_limb_below_the_ground_is_named(shelf: Path) -> None:
    _spoil(shelf, "flex: 24, knee: 12", "flex: -2, knee: -4")
    _spoil(shelf, "y: .908", "y: .86")
    result = run.invoke(cli.app, ["check", "leg-swing"])
    assert result.exit_code == 2
    assert "below the ground" in result.output


def test_a_still_is_drawn_and_noted_as_fresh(shelf: Path) -> None:
    pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)
    result = run.invoke(cli.app, ["still", "kettlebell-swing"])
    assert result.exit_code == 0
    assert (_picture(shelf, "kettlebell-swing", "board.png")).stat().st_size > 10_000
    assert "kettlebell-swing/pictures/standard/board.png" not in manifest.stale(shelf)


def test_a_broken_film_is_named(shelf: Path) -> None:
    loop = _picture(shelf, "kettlebell-swing", "loop.mp4")
    loop.parent.mkdir(parents=True)
    loop.write_bytes(b"half a film")
    result = run.invoke(cli.app, ["check", "kettlebell-swing"])
    assert result.exit_code == 2
    assert "this is no film" in result.output


@pytest.mark.usefixtures("shelf")
def test_check_shows_a_table_of_all_and_names_versions_without_a_figure() -> None:
    result = run.invoke(cli.app, ["check"])
    assert result.exit_code == 2
    assert "kettlebell-swing/standard" in result.output
    assert "leg-swing/standard" in result.output
    assert "easier.yaml: this version has no figure." in result.output


def test_every_field_column_and_channel_is_explained() -> None:
    named = " ".join(name for _, rows in explain.chapters() for name, _ in rows)
    for model in (Sheet, Pose, Leg, Arm):
        for field in model.model_fields:
            assert re.search(rf"\b{field}\b", named), field
    assert set(explain.COLUMNS.values()) <= set(named.replace(",", "").split())
    assert run.invoke(cli.app, ["explain"]).exit_code == 0


def test_every_thing_that_a_sheet_may_name_is_explained() -> None:
    (told,) = [words for _, rows in explain.chapters() for name, words in rows if name == "props"]
    assert [kind for kind in get_args(Prop) if kind not in told] == []


def test_the_sheet_shows_boards_and_frames_without_finished_films(shelf: Path) -> None:
    pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)
    out = shelf / "page.png"
    result = run.invoke(cli.app, ["sheet", "kettlebell-swing", "--out", str(out)])
    assert result.exit_code == 0
    assert out.stat().st_size > 50_000


@pytest.mark.usefixtures("shelf")
def test_stale_pictures_are_listed() -> None:
    result = run.invoke(cli.app, ["stale"])
    assert result.exit_code == 2
    assert "leg-swing/pictures/standard/loop.mp4 is stale" in result.output
