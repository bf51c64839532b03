"""The command: sentences and exit codes."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.figures import cli, manifest

run = CliRunner()
CONTENT = Path(__file__).resolve().parents[2] / "content" / "exercises"


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shelf of two exercises that may be spoiled."""
    for slug in ("kettlebell-swing", "leg-swing"):
        (tmp_path / slug).mkdir()
        shutil.copy(CONTENT / slug / "figure.yaml", tmp_path / slug)
    monkeypatch.setattr(cli, "EXERCISES", tmp_path)
    monkeypatch.setattr(manifest, "NOTES", tmp_path / "manifest.json")
    monkeypatch.setattr(cli.console, "_width", 200)
    return tmp_path


def _spoil(shelf: Path, old: str, new: str) -> Path:
    path = shelf / "leg-swing" / "figure.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return path


@pytest.mark.usefixtures("shelf")
def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    result = run.invoke(cli.app, ["check", "leg-swin"])
    assert result.exit_code == 2
    assert "Did you mean leg-swing?" in result.output


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
    monkeypatch.setattr(cli, "find_spec", lambda _: None)
    result = run.invoke(cli.app, ["check"])
    assert result.exit_code == 2
    assert "psoas-bot[figures]" in result.output


def test_an_impossible_reach_is_never_drawn(shelf: Path) -> None:
    pytest.importorskip("resvg_py", reason="drawing needs the extra `figures`")
    path = _spoil(shelf, "y: .905", "y: 1.1")
    result = run.invoke(cli.app, ["still", "leg-swing"])
    assert result.exit_code == 2
    assert f"{path}: keys, '" in result.output
    assert "leg_l misses its place" in result.output
    assert not (shelf / "leg-swing" / "board.png").exists()


def test_a_limb_below_the_ground_is_named(shelf: Path) -> None:
    pytest.importorskip("resvg_py", reason="drawing needs the extra `figures`")
    _spoil(shelf, "flex: 22, knee: 10", "flex: -2, knee: -4")
    _spoil(shelf, "y: .905", "y: .86")
    result = run.invoke(cli.app, ["check", "leg-swing"])
    assert result.exit_code == 2
    assert "below the ground" in result.output


def test_a_still_is_drawn_and_noted_as_fresh(shelf: Path) -> None:
    pytest.importorskip("resvg_py", reason="drawing needs the extra `figures`")
    result = run.invoke(cli.app, ["still", "kettlebell-swing"])
    assert result.exit_code == 0
    assert (shelf / "kettlebell-swing" / "board.png").stat().st_size > 10_000
    assert "kettlebell-swing/board.png" not in manifest.stale(shelf)


def test_a_broken_film_is_named(shelf: Path) -> None:
    pytest.importorskip("resvg_py", reason="drawing needs the extra `figures`")
    (shelf / "leg-swing" / "loop.mp4").write_bytes(b"half a film")
    result = run.invoke(cli.app, ["check", "leg-swing"])
    assert result.exit_code == 2
    assert "this is no film" in result.output


@pytest.mark.usefixtures("shelf")
def test_check_shows_a_table_of_all() -> None:
    pytest.importorskip("resvg_py", reason="drawing needs the extra `figures`")
    result = run.invoke(cli.app, ["check"])
    assert result.exit_code == 0
    assert "kettlebell-swing" in result.output
    assert "leg-swing" in result.output


def test_the_sheet_shows_boards_and_frames_without_finished_films(shelf: Path) -> None:
    pytest.importorskip("resvg_py", reason="drawing needs the extra `figures`")
    out = shelf / "page.png"
    result = run.invoke(cli.app, ["sheet", "kettlebell-swing", "--out", str(out)])
    assert result.exit_code == 0
    assert out.stat().st_size > 50_000


@pytest.mark.usefixtures("shelf")
def test_stale_pictures_are_listed() -> None:
    result = run.invoke(cli.app, ["stale"])
    assert result.exit_code == 2
    assert "leg-swing/loop.mp4 is stale" in result.output
