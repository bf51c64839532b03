"""Time: through the keys, without a seam."""

import pytest

from bot.figures.pose import FPS, Motion
from bot.figures.schema import Figure

from .drawing import NAMES, scene


def _motion(**changes: object) -> Motion:
    sheet = {
        "person": "mara", "cover": "a",
        "keys": [{"id": "a", "pose": {"y": 0.9}}, {"id": "b", "pose": {"y": 0.5}},
                 {"id": "c", "pose": {"y": 0.2}}],
        "loop": [{"key": "a", "move": 1, "hold": 0.4}, {"key": "b", "move": 1, "stop": False},
                 {"key": "c", "move": 1}],
        "storyboard": [{"key": "a"}, {"key": "c"}],
    }  # fmt: skip
    return Motion(Figure.model_validate(sheet | changes))


def test_a_hold_stands_still() -> None:
    motion = _motion()
    assert motion.at(0.0)["y"] == motion.at(0.2)["y"] == motion.at(0.4)["y"] == 0.9
    assert motion.holds() == [0.2]


def test_a_figure_leaves_a_pose_by_degrees_and_comes_back_so() -> None:
    motion = _motion()
    assert [motion.within(time, ["a"]) for time in (0.2, 1.0, 1.4, 2.4)] == [1, 0, 0, 0]
    halfway = [motion.within(time, ["a"]) for time in (0.6, 3.2)]
    assert halfway == pytest.approx([0.5, 0.5])
    assert motion.within(1.0, ["a", "b"]) == 1


def test_every_frame_of_a_hold_is_the_same_pose() -> None:
    keys = [{"id": "a", "pose": {"y": 0.7, "pitch": 17.3}}, {"id": "b"}, {"id": "c"}]
    motion = _motion(keys=keys, loop=[{"key": "a", "move": 1, "hold": 4}, {"key": "b", "move": 1}])
    held = [motion.frame(number) for number in range(4 * FPS)]
    assert all(pose == held[0] for pose in held)


def test_every_key_is_passed_at_its_time() -> None:
    motion = _motion()
    assert motion.at(1.4)["y"] == pytest.approx(0.5)
    assert motion.at(2.4)["y"] == pytest.approx(0.2)


def test_a_key_without_a_stop_is_passed_at_speed() -> None:
    flowing = _motion()
    assert flowing.at(1.38)["y"] - flowing.at(1.42)["y"] > 0.01
    stopping = _motion(loop=[{"key": k, "move": 1} for k in "abc"])
    assert stopping.at(0.98)["y"] - stopping.at(1.02)["y"] < 0.002


def test_no_curve_overshoots_its_keys() -> None:
    motion = _motion()
    heights = [motion.frame(i)["y"] for i in range(motion.frames)]
    assert max(heights) <= 0.9 + 1e-9
    assert min(heights) >= 0.2 - 1e-9


def test_the_end_is_the_start() -> None:
    motion = _motion()
    assert motion.at(motion.seconds) == pytest.approx(motion.at(0.0))
    assert motion.frames == round(motion.seconds * FPS)


def test_a_walk_ends_where_the_next_loop_starts() -> None:
    motion = _motion(travel=0.9)
    start, end = motion.at(0.0), motion.at(motion.seconds)
    for channel in ("x", "leg_r.x", "leg_l.x"):
        assert end[channel] - start[channel] == pytest.approx(0.9)
    assert end["y"] == pytest.approx(start["y"])


def test_a_key_that_says_nothing_keeps_the_base() -> None:
    motion = _motion(base={"pitch": 12, "arms": {"flex": 5}})
    assert motion.key("b")["pitch"] == 12
    assert motion.key("b")["arm_l.flex"] == 5


@pytest.mark.parametrize("name", NAMES)
def test_every_loop_is_short_enough_to_watch_and_long_enough_to_follow(name: str) -> None:
    assert 1.2 <= scene(name).motion.seconds <= 14
