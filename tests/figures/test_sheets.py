"""What a version inherits, and whether it fits the words. Needs no drawing library."""

import shutil
from pathlib import Path

import pytest

from bot.coach.documents import ContentError
from bot.figures import sheets

EXERCISES = Path(__file__).resolve().parents[2] / "content" / "exercises"


@pytest.fixture
def lunge(tmp_path: Path) -> Path:
    """Return the folder of figures of one exercise that may be spoiled."""
    shutil.copytree(EXERCISES / "lunge", tmp_path / "lunge", ignore=lambda *_: ["pictures"])
    return tmp_path / "lunge" / "figures"


def _write(folder: Path, text: str) -> Path:
    path = folder / "harder.yaml"
    path.write_text(text)
    return path


def test_a_version_takes_what_it_does_not_say_from_another(lunge: Path) -> None:
    standard = sheets.load(lunge / "standard.yaml")
    own = sheets.load(_write(lunge, "like: standard\ncover: stand\n"))
    assert own.cover == "stand"
    assert own.keys == standard.keys
    assert own.loop == standard.loop


def test_a_version_may_change_one_channel_of_one_pose(lunge: Path) -> None:
    text = "like: standard\nkeys:\n  - {id: sink, pose: {y: .6, leg_r: {foot: -56}}}\n"
    poses = {key.id: key for key in sheets.load(_write(lunge, text)).keys}
    before = {key.id: key for key in sheets.load(lunge / "standard.yaml").keys}
    assert poses["sink"].pose.y == 0.6
    assert poses["sink"].pose.x == before["sink"].pose.x
    assert poses["sink"].like == before["sink"].like
    assert poses["reach"] == before["reach"]


def test_a_pose_that_says_what_it_is_like_starts_anew(lunge: Path) -> None:
    text = "like: standard\nkeys:\n  - {id: sink, like: stand, pose: {y: .6}}\n"
    poses = {key.id: key for key in sheets.load(_write(lunge, text)).keys}
    assert dict(poses["sink"].pose.numbers()) == {"y": 0.6}


def test_a_new_pose_comes_after_those_of_the_parent(lunge: Path) -> None:
    text = "like: standard\nkeys:\n  - {id: low, like: lean, pose: {y: .5}}\n"
    assert sheets.load(_write(lunge, text)).keys[-1].id == "low"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("like: missing\n", "there is no missing.yaml"),
        ("like: harder\n", "leads in a circle"),
        ("like: standard\ncover: nowhere\n", "cover: there is no key pose 'nowhere'"),
        ("like: standard\ncolour: red\n", "line 2: colour"),
    ],
)
def test_a_version_that_cannot_be_completed_is_named(lunge: Path, text: str, says: str) -> None:
    path = _write(lunge, text)
    with pytest.raises(ContentError) as caught:
        sheets.load(path)
    assert str(path) in str(caught.value)
    assert says in str(caught.value)


def _misfits(path: Path) -> list[str]:
    return list(sheets.misfits(path, sheets.load(path)))


def _spoil(path: Path, old: str, new: str) -> Path:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return path


def test_a_hold_that_is_shown_too_short_is_named(lunge: Path) -> None:
    path = _spoil(lunge / "standard.yaml", "hold: 3, move", "hold: 2.6, move")
    assert _misfits(path) == [f"{path}: loop, 'lean': hold takes 2.6 s, but 3 s are taught."]


def test_a_hold_without_its_ring_is_named(lunge: Path) -> None:
    path = _spoil(lunge / "standard.yaml", "move: 1.3, ring: true", "move: 1.3")
    assert _misfits(path) == [
        f"{path}: loop: no step shows the hold of 3 s that the dose teaches."
    ]


def test_a_panel_too_few_is_named(lunge: Path) -> None:
    path = lunge / "standard.yaml"
    text = path.read_text().rstrip().rsplit("\n", 1)[0]
    path.write_text(text + "\n")
    assert _misfits(path) == [f"{path}: storyboard has 5 panels, but the words have 6 steps."]


@pytest.mark.parametrize("move", [2.6, 3.4])
def test_a_phase_that_is_faster_or_slower_than_taught_is_named(
    tmp_path: Path, move: float
) -> None:
    shutil.copytree(EXERCISES / "bulgarian-split-squat", tmp_path / "squat",
                    ignore=lambda *_: ["pictures"])  # fmt: skip
    path = tmp_path / "squat" / "figures" / "standard.yaml"
    _spoil(path, "move: 3, phase: down", f"move: {move}, phase: down")
    assert _misfits(path) == [
        f"{path}: loop, 'up': down takes {move:g} s, but 3 s are taught.",
    ]


def test_a_figure_without_a_version_is_named(lunge: Path) -> None:
    path = lunge / "sideways.yaml"
    path.write_text("like: standard\n")
    assert _misfits(path) == [f"{path}: exercise.yaml has no version named sideways."]


def test_a_version_without_a_figure_is_named(lunge: Path) -> None:
    (lunge / "harder.yaml").unlink()
    assert list(sheets.undrawn(lunge.parents[1])) == [
        f"{lunge / 'harder.yaml'}: this version has no figure."
    ]


def test_figures_are_compared_only_where_an_exercise_has_some(lunge: Path) -> None:
    exercises = lunge.parents[1]
    (lunge / "harder.yaml").unlink()
    _write(lunge, "like: standard\nkeys:\n  - {id: sink, pose: {height: 2}}\n").rename(
        lunge / "easier.yaml"
    )
    found = sheets.faults(exercises)
    assert found[0] == f"{lunge / 'harder.yaml'}: this version has no figure."
    assert f"{lunge / 'easier.yaml'}" in found[1]
    assert "there is no channel 'height'" in found[1]

    shutil.rmtree(lunge)
    assert sheets.faults(exercises) == []
