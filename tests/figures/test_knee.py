"""The form of a knee as it bends."""

import numpy as np
import pytest

from bot.figures.body import Body
from bot.figures.camera import Camera, Chain
from bot.figures.geometry import Array, blend
from bot.figures.knee import Knee
from bot.figures.limbs import stand
from bot.figures.people import Girth
from bot.figures.pose import _defaults
from bot.figures.skeleton import Skeleton


def _bent(degrees: float) -> Skeleton:
    return stand(_defaults() | {"leg_r.knee": degrees})


def _reach(bones: Skeleton, chain: Chain, way: Array) -> float:
    """Return how far a chain reaches from the joint."""
    ends = (chain.centres - bones.at["knee_r"]) @ way + np.linalg.norm(way @ chain.axes, axis=1)
    return float(ends.max())


@pytest.mark.parametrize("degrees", [45.0, 90.0, 130.0])
def test_a_bent_knee_is_round_in_front(degrees: float) -> None:
    bones = _bent(degrees)
    knee = Knee(bones, "r", 1.0).flesh()
    thigh, shin = bones.frames["hip_r"], bones.frames["knee_r"]
    reach = [
        _reach(bones, knee, blend(thigh, shin, share)[:, 0]) for share in (0.0, 0.25, 0.5, 0.75, 1)
    ]
    assert np.ptp(reach) < 0.007
    assert reach[2] == max(reach)


def test_a_kneecap_grows_round_by_degrees() -> None:
    reach = []
    for degrees in np.linspace(0, 140, 57):
        bones = _bent(float(degrees))
        f = blend(bones.frames["hip_r"], bones.frames["knee_r"], 0.5)
        reach.append(_reach(bones, Knee(bones, "r", 1.0).flesh(), f[:, 0]))
    assert np.abs(np.diff(reach)).max() < 0.001


def _corner(bones: Skeleton, degrees: float) -> bool:
    """Return whether a leg covers a spot just behind where its thigh and calf would meet."""
    knee = Knee(bones, "r", 1.0)
    f = blend(bones.frames["hip_r"], bones.frames["knee_r"], 0.5)
    out = knee.crease / np.sin(np.radians(degrees) / 2) + 0.004
    spot = bones.at["knee_r"] - f[:, 0] * out
    camera = Camera(0, 0)
    point, hulls = camera.point(spot), camera.shape(Body(bones, Girth()).leg("r"))
    edges = np.roll(hulls, -1, axis=1) - hulls
    to = point - hulls
    inside = edges[..., 0] * to[..., 1] - edges[..., 1] * to[..., 0] >= -1e-12
    return bool(inside.all(axis=1).any())


def test_the_corner_behind_a_bent_knee_is_filled_by_a_curve() -> None:
    assert _corner(_bent(90.0), 90.0)


def test_the_more_a_knee_is_bent_the_farther_from_it_thigh_and_calf_meet() -> None:
    meet = [Knee(_bent(degrees), "r", 1.0).crease for degrees in (0.0, 30.0, 60.0, 90.0, 120.0)]
    assert meet[0] == pytest.approx(0, abs=1e-6)
    assert (np.diff(meet) > 0.01).all()
