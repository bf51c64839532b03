"""What a figure file may say. Needs no drawing library."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.coach.documents import ContentError
from bot.figures.sheets import load

SHEET: dict[str, Any] = {
    "person": "mara",
    "cover": "down",
    "base": {"y": 0.9, "legs": {"ik": 1, "z": 0.1}, "leg_l": {"z": -0.1}},
    "keys": [{"id": "up", "pose": {"y": 0.9}}, {"id": "down", "like": "up", "pose": {"y": 0.6}}],
    "loop": [{"key": "up", "move": 1.0}, {"key": "down", "move": 1.0, "hold": 0.2}],
    "storyboard": [{"key": "up"}, {"key": "down"}],
}


def _written(folder: Path, **changes: object) -> Path:
    path = folder / "standard.yaml"
    path.write_text(yaml.safe_dump(SHEET | changes, sort_keys=False))
    return path


def _fault(folder: Path, **changes: object) -> str:
    path = _written(folder, **changes)
    with pytest.raises(ContentError) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}")
    return str(caught.value)


def test_a_sheet_that_is_right_passes(tmp_path: Path) -> None:
    assert load(_written(tmp_path)).keys[1].like == "up"


def test_legs_means_both_and_one_leg_overrules_it(tmp_path: Path) -> None:
    numbers = dict(load(_written(tmp_path)).base.numbers())
    assert numbers == {
        "leg_r.ik": 1, "leg_r.z": 0.1, "leg_l.ik": 1, "leg_l.z": -0.1, "y": 0.9,
    }  # fmt: skip


def test_a_number_may_start_with_its_point(tmp_path: Path) -> None:
    path = _written(tmp_path)
    path.write_text(path.read_text().replace("y: 0.6", "y: .6").replace("z: -0.1", "z: -.1"))
    sheet = load(path)
    assert sheet.keys[1].pose.y == 0.6
    assert dict(sheet.base.numbers())["leg_l.z"] == -0.1


def test_an_unknown_channel_is_refused_and_the_nearest_is_offered(tmp_path: Path) -> None:
    keys = [{"id": "up", "pose": {"leg_r": {"fleks": 20}}}, {"id": "down"}]
    fault = _fault(tmp_path, keys=keys)
    assert "keys, entry 1, pose.leg_r" in fault
    assert "there is no channel 'fleks'; did you mean 'flex'?" in fault


def test_an_unknown_muscle_is_refused(tmp_path: Path) -> None:
    assert "work" in _fault(tmp_path, work={"biceps_r": "arm_r"})


def test_a_missing_key_pose_is_named_with_the_poses_there_are(tmp_path: Path) -> None:
    loop = [{"key": "up", "move": 1}, {"key": "dwon", "move": 1}]
    assert "loop: there is no key pose 'dwon'; keys has up, down" in _fault(tmp_path, loop=loop)


def test_the_board_may_not_show_a_missing_key_pose(tmp_path: Path) -> None:
    board = [{"key": "up"}, {"key": "side"}]
    fault = _fault(tmp_path, storyboard=board)
    assert "storyboard: there is no key pose 'side'" in fault


def test_a_lens_may_not_show_a_missing_key_pose(tmp_path: Path) -> None:
    lens = {"at": "pelvis", "layers": ["pelvis"], "ghosts": ["side"]}
    fault = _fault(tmp_path, storyboard=[{"key": "up", "lens": lens}, {"key": "up"}])
    assert "storyboard: there is no key pose 'side'" in fault


@pytest.mark.parametrize("field", ["key", "arrows"])
def test_an_inset_may_not_name_a_missing_key_pose(tmp_path: Path, field: str) -> None:
    named = "side" if field == "key" else [{"track": "toe_r", "keys": ["up", "side"]}]
    lens = {"at": "pelvis", "layers": ["pelvis"], field: named}
    fault = _fault(tmp_path, storyboard=[{"key": "up", "lens": lens}, {"key": "up"}])
    assert "storyboard: there is no key pose 'side'" in fault
    assert "inset: there is no key pose 'side'" in _fault(tmp_path, inset=lens)


def test_the_cover_must_be_a_key_pose(tmp_path: Path) -> None:
    assert "cover: there is no key pose 'best'" in _fault(tmp_path, cover="best")


def test_a_key_pose_stands_once(tmp_path: Path) -> None:
    assert "'up' stands twice" in _fault(tmp_path, keys=[{"id": "up"}, {"id": "up"}])


def test_a_key_is_like_one_above_it(tmp_path: Path) -> None:
    keys = [{"id": "up", "like": "down"}, {"id": "down"}]
    assert "'up' is like 'down', which is not above it" in _fault(tmp_path, keys=keys)


def test_a_wrong_value_is_named_with_its_line(tmp_path: Path) -> None:
    assert ", line " in _fault(tmp_path, size="wide")


def test_an_arrow_that_tracks_names_the_poses_it_leads_through(tmp_path: Path) -> None:
    board = [{"key": "up", "arrows": [{"track": "head"}]}, {"key": "down"}]
    assert "track needs keys" in _fault(tmp_path, storyboard=board)


def test_an_angle_beyond_any_joint_is_refused(tmp_path: Path) -> None:
    keys = [{"id": "up", "pose": {"leg_r": {"knee": 300}}}, {"id": "down"}]
    assert re.search(r"keys, entry 1, pose\.leg_r\.knee: .*200", _fault(tmp_path, keys=keys))


def test_an_arrow_is_of_one_kind(tmp_path: Path) -> None:
    arrows = [{"track": "head", "at": "pelvis"}]
    board = [{"key": "up", "arrows": arrows}, {"key": "down"}]
    assert "exactly one of track, at and turn" in _fault(tmp_path, storyboard=board)


def test_a_board_fits_into_what_telegram_shows_whole(tmp_path: Path) -> None:
    assert "1280 pixels" in _fault(tmp_path, panel=[700, 500], columns=2)


@pytest.mark.parametrize("size", [[641, 640], [1280, 720]])
def test_a_film_has_even_sides_of_a_modest_size(tmp_path: Path, size: list[int]) -> None:
    assert "even and between 400 and 720" in _fault(tmp_path, size=size)
