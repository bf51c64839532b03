"""What shows on a body seen from the front or from behind."""

from dataclasses import replace

import numpy as np
import pytest

from bot.figures.body import Body
from bot.figures.brush import Brush
from bot.figures.camera import Camera
from bot.figures.front import Front, between
from bot.figures.motion import Tracer

from .drawing import scene

AHEAD, BEHIND, ASIDE = 90.0, -90.0, 0.0


def _front(name: str, key: str, yaw: float) -> Front:
    drawn = scene(name)
    camera = Camera(yaw, 6)
    camera.scale = 300
    return Front(Brush(Tracer(640, 480), camera), drawn.body(drawn.motion.key(key)), drawn.look)


def _parts(front: Front) -> set[str]:
    front.join_legs()
    canvas = front.brush.canvas
    assert isinstance(canvas, Tracer)
    return {part for part, seen in canvas.seen.items() if any(tint[3] for _, tint in seen)}


@pytest.mark.parametrize(("yaw", "facing"), [(AHEAD, 1), (BEHIND, -1), (ASIDE, 0)])
def test_hips_face_us_turn_their_back_or_neither(yaw: float, facing: float) -> None:
    assert _front("leg-swing", "stand", yaw).facing() == pytest.approx(facing, abs=0.05)


def test_a_leg_that_crosses_behind_the_other_lies_in_its_shade() -> None:
    assert _front("leg-swing", "across", AHEAD).crossed("l") > 0.9
    assert _front("leg-swing", "across", AHEAD).crossed("r") == 0
    assert _front("leg-swing", "across", BEHIND).crossed("r") > 0.9
    for side in "lr":
        assert _front("leg-swing", "stand", AHEAD).crossed(side) == 0


def test_the_corner_between_parted_legs_is_closed_by_an_arc() -> None:
    assert "crotch" in _parts(_front("leg-swing", "out", AHEAD))
    assert "crotch" not in _parts(_front("leg-swing", "stand", AHEAD))


def test_a_seat_has_its_seams_only_from_behind() -> None:
    assert "seat" in _parts(_front("leg-swing", "stand", BEHIND))
    assert "seat" not in _parts(_front("leg-swing", "stand", AHEAD))


def test_a_waist_is_narrower_only_where_hips_face_us_and_a_belly_hides_it() -> None:
    wide = {}
    for yaw in (AHEAD, ASIDE):
        front = _front("leg-swing", "stand", yaw)
        shirt = front.body.torso(0.2, 0.8, count=7)
        wide[yaw] = np.linalg.norm(front.waisted(shirt, 0.2, 0.8).axes[:, :, 2], axis=1)
        slim = Body(front.body.bones, replace(front.body.girth, belly=1.0))
        same = replace(front, body=slim).waisted(shirt, 0.2, 0.8)
        assert np.allclose(same.axes, shirt.axes)
    assert (wide[AHEAD] <= wide[ASIDE] + 1e-9).all()
    assert wide[AHEAD].min() < wide[ASIDE].min() - 0.005


def test_no_wedge_of_a_ghost_lies_between_the_thighs() -> None:
    drawn = scene("leg-swing")
    camera = Camera(AHEAD, 6)
    camera.scale = 300
    body = drawn.body(drawn.motion.key("out"))
    gap = between(Brush(Tracer(640, 480), camera), body)
    knees = [camera.point(body.bones.at[f"knee_{side}"]) for side in "lr"]
    corner = camera.point((body.bones.at["hip_l"] + body.bones.at["hip_r"]) / 2) * 0.7
    corner = corner + sum(knees) / 2 * 0.3
    low, high = gap.min(axis=(0, 1)), gap.max(axis=(0, 1))
    assert (low < corner).all()
    assert (corner < high).all()
