"""All figures pass every check, and what no body can do is caught and named."""

from typing import Any, get_args

import pytest

from bot.figures import prop
from bot.figures.brush import Brush
from bot.figures.camera import Camera
from bot.figures.check import DRAWN, LIMITS, check
from bot.figures.motion import Tracer
from bot.figures.scene import Scene
from bot.figures.schema import Figure, Prop, PropSheet
from tests.sampling import some

from .drawing import WALKED, figure, scene


def _broken(slug: str, key: str | None = None, **channels: float) -> list[str]:
    """Add to channels of one key pose, or of all, and list the faults."""
    spoiled = Scene(figure(slug))
    for name, pose in spoiled.motion.keys.items():
        if key in (None, name):
            for channel, more in channels.items():
                pose[channel.replace("__", ".")] += more
    spoiled.motion._lay_out()
    return check(spoiled).faults


@pytest.mark.parametrize("name", WALKED)
def test_a_figure_passes_every_check(name: str) -> None:
    report = check(scene(name))
    assert report.faults == []
    assert set(report.measures) == set(LIMITS) - set(DRAWN)


@pytest.mark.parametrize("slug", some(["lunge", "bulgarian-split-squat", "frankenstein-walk"], 1))
def test_no_foot_drags_over_the_floor(slug: str) -> None:
    assert check(scene(slug)).measures["drag"].value <= 20


BROKEN: list[tuple[str, str, str | None, dict[str, float], str]] = [
    ("hips too high for the feet", "kettlebell-swing", None, {"y": 0.12}, "an impossible reach"),
    ("seat under the floor", "boat-pose", None, {"y": -0.06}, "below the ground"),
    ("front foot moved", "bulgarian-split-squat", "down", {"leg_r__x": 0.2}, "drags"),
    ("body too far forward", "bulgarian-split-squat", None, {"x": 0.5}, "outside the feet"),
    ("knee the wrong way", "leg-lift", "right", {"leg_r__knee": -24}, "bends backwards"),
    ("leg through the floor", "leg-lift", "right", {"leg_r__flex": -40}, "below the ground"),
    ("hand too far away", "floor-bridge", None, {"arm_r__z": 0.6}, "arm_r misses"),
    ("knee folded up", "boat-pose", "half", {"leg_r__knee": 110}, "is bent by"),
]


@pytest.mark.parametrize(
    ("slug", "key", "channels", "says"),
    [case[1:] for case in BROKEN],
    ids=[case[0] for case in BROKEN],
)
def test_what_no_body_can_do_is_named(
    slug: str, key: str | None, channels: dict[str, float], says: str
) -> None:
    faults = _broken(slug, key, **channels)
    assert any(says in fault for fault in faults)
    assert all(fault.startswith("keys, '") for fault in faults)


def _retimed(slug: str, **changes: Any) -> list[str]:
    return check(Scene(figure(slug).model_copy(update=changes))).faults


def test_a_kick_faster_than_any_leg_is_named() -> None:
    loop = tuple(
        step.model_copy(update={"move": 0.1}) for step in figure("frankenstein-walk").loop
    )
    assert any("m/s" in fault for fault in _retimed("frankenstein-walk", loop=loop))


def test_a_board_only_pose_is_checked_too() -> None:
    faults = _broken("kettlebell-swing", "grip", y=-0.25)
    assert any("'grip'" in fault for fault in faults)


def test_a_thing_that_nothing_draws_is_named() -> None:
    trapezes = tuple(
        thing.model_copy(update={"kind": "trapeze"}) for thing in figure("floor-bridge").props
    )
    assert _retimed("floor-bridge", props=trapezes) == ["props: nothing draws a trapeze."]


def _colours(kind: Prop) -> tuple[tuple[float, ...], ...]:
    """Draw a thing by itself; return the colour of each of its marks."""
    canvas, lunge = Tracer(400, 400), scene("lunge")
    thing = PropSheet(kind=kind, x=(-0.5, 0.5), z=(-0.3, 0.3))
    bones = lunge.bones(lunge.motion.at(0))
    prop.draw(Brush(canvas, Camera(34, 8)), thing, bones, front=False)
    return tuple(tuple(tint) for shapes in canvas.seen.values() for _, tint in shapes)


def test_each_thing_that_a_sheet_may_name_is_drawn_and_looks_like_no_other() -> None:
    drawn = {kind: _colours(kind) for kind in get_args(Prop)}
    assert [kind for kind, colours in drawn.items() if not colours] == []
    assert len(set(drawn.values())) == len(drawn)


def test_a_sheet_still_reads_as_it_was_written() -> None:
    sheet = figure("lunge")
    assert Figure.model_validate(sheet.model_dump(exclude_unset=True)) == sheet
