"""The muscles under the cloth, drawn as if one could see through it."""

import math
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np

from bot.figures.brush import Brush
from bot.figures.camera import Camera, Chain, grow
from bot.figures.canvas import mix
from bot.figures.geometry import Array, smooth
from bot.figures.people import RELAXED, STRETCHED, WHITE, WORKING
from bot.figures.skeleton import SIDES, Skeleton

FIBRE_WORKING, FIBRE_STRETCHED = "#FFE9B0", "#8A4B00"
FADE_FROM, FADE_IN = 0.13, 0.46  # of the work: between them a muscle appears
STRONG = 0.86  # opacity: the cloth shows through a little
CREASE = 0.15  # of the thigh: how far below a hip bent to a right angle its front begins
LONG = 3  # spots on a thigh: a muscle with so many reaches beyond the hem of shorts
ABOVE = 0.02  # of the thigh, from where a muscle ends to the hem
SLIMMER = 1.0  # the share of its radius that a muscle loses with so much of the thigh
AROUND = 0.07  # metres
GATHER = 0.6  # how much of its length a buttock loses over a bent hip
SINK = 0.025  # metres by which it lies lower on the pelvis there
FULL = 0.5  # how much larger a buttock is that we see right from behind
FLESH = 0.5  # of its greatest radius: where a muscle is thinner, no fibres are drawn
Spot = tuple[float, float, float]


@dataclass(frozen=True)
class Spindle:
    """A muscle's course, its greatest radius, how blunt it is and how thick its ends stay.

    A `belly` below 1 moves its thickest place towards the first end.
    """

    course: tuple[Array, ...]
    radius: float
    blunt: float = 0.55
    tip: float = 0.12
    belly: float = 1.0

    def chain(self) -> tuple[Chain, Array]:
        """Return its flesh, and the radius at every point."""
        points = smooth(np.array(self.course), 6)
        along = np.linspace(0, 1, len(points)) ** self.belly
        swell = np.sin(math.pi * along).clip(0) ** self.blunt
        radii = self.radius * np.maximum(self.tip, swell)
        return Chain(points, np.eye(3)[None] * radii[:, None, None]), radii


@dataclass(frozen=True)
class Cover:
    """The cloth in which a muscle lies, what hangs over that, and where it ends on the thigh.

    Only the psoas shows through what hangs over it.
    """

    cloth: list[Array]
    over: Iterable[Array] = ()
    hem: float = 1.0


@dataclass(frozen=True)
class Course:
    """Points on trunk and thigh, each (share, forward, outward), and the shape of the muscle."""

    trunk: tuple[Spot, ...]
    thigh: tuple[Spot, ...]
    radius: float
    blunt: float = 0.55
    tip: float = 0.12
    belly: float = 1.0


COURSES = {
    "quads": Course(
        (), ((.15, .054, 0), (.35, .058, .01), (.62, .048, .005), (.86, .036, 0)), .038
    ),
    "hams": Course(
        (), ((.12, -.065, 0), (.4, -.060, 0), (.65, -.050, 0), (.86, -.038, .01)), .034
    ),
    "glutes": Course(
        ((.19, -.086, .03), (.06, -.100, .055)), ((.06, -.092, .045), (.20, -.078, .03)),
        .052, .60, .1, .8,
    ),
    "adductors": Course(
        (), ((.10, .020, -.050), (.36, .022, -.040), (.72, .008, -.028)), .032, .6
    ),
    "abductors": Course(((.26, 0, .105), (.12, 0, .135)), ((.14, 0, .075),), .040, .5, .3),
    "abs": Course(
        ((.76, .092, .02), (.62, .090, .025), (.48, .080, .03), (.34, .074, .035)),
        (), .026, .35, .35,
    ),
    "low_abs": Course(
        ((.52, .074, .025), (.34, .07, .03), (.16, .072, .02)), (), .030, .45, .3
    ),
    "psoas": Course(
        ((.41, .008, .028), (.25, .035, .043)), ((.20, .010, -.016),), .026, .60, .06, .9
    ),
}  # fmt: skip


def spindle(bones: Skeleton, name: str, hem: float = 1.0) -> Spindle:
    """Return the spindle of a muscle such as `psoas_r`; it ends above a hem on the thigh."""
    kind, _, side = name.rpartition("_")
    course = COURSES[kind]
    points = [_on_trunk(bones, side, spot) for spot in course.trunk]
    points += [_on_thigh(bones, side, spot) for spot in _below_the_crease(bones, kind, side, hem)]
    if kind == "glutes":
        points = _gathered(bones, side, points)
    if kind == "psoas":
        points.insert(2, _over_the_hip(bones, side, (points[1] + points[2]) / 2))
    cut = max([0.0, *(share - hem + ABOVE for share, _, _ in course.thigh)])
    return Spindle(
        tuple(points), course.radius * (1 - SLIMMER * cut), course.blunt, course.tip, course.belly
    )


def _below_the_crease(bones: Skeleton, kind: str, side: str, hem: float) -> tuple[Spot, ...]:
    """Return a muscle's points on the thigh; its front lies below the crease of a bent hip.

    There the psoas ends, and the two would cross. Below a hem, it would lie on bare skin.
    """
    spots = COURSES[kind].thigh
    if len(spots) < LONG:
        return spots
    top, bottom = spots[0][0], spots[-1][0]
    crease = CREASE * _bent(bones, side) * (kind == "quads")
    start, end = top + crease, min(bottom, hem - ABOVE)
    shares = [start + (share - top) / (bottom - top) * (end - start) for share, _, _ in spots]
    return tuple((share, x, z) for share, (_, x, z) in zip(shares, spots, strict=True))


def _bent(bones: Skeleton, side: str) -> float:
    """Return how far a hip is bent: 0 at 20 degrees, 1 at 80."""
    return max(0.0, min(1.0, (bones.hip_bend(side) - 20) / 60))


def _gathered(bones: Skeleton, side: str, course: list[Array]) -> list[Array]:
    """Return a buttock's course, shorter over a bent hip, where it would look like a slab."""
    bent = _bent(bones, side)
    middle = np.mean(course, axis=0)
    lower = middle - bones.pelvis_frame[:, 1] * SINK * bent
    return [lower + (point - middle) * (1 - GATHER * bent) for point in course]


def _on_trunk(bones: Skeleton, side: str, spot: Spot) -> Array:
    share, forward, outward = spot
    f, p = bones.station(share)
    return np.asarray(p + f[:, 0] * forward + f[:, 2] * SIDES[side] * outward)


def _on_thigh(bones: Skeleton, side: str, spot: Spot) -> Array:
    share, forward, outward = spot
    hip, knee, f = bones.at[f"hip_{side}"], bones.at[f"knee_{side}"], bones.frames[f"hip_{side}"]
    return np.asarray(
        hip + (knee - hip) * share + f[:, 0] * forward + f[:, 2] * SIDES[side] * outward
    )


def _over_the_hip(bones: Skeleton, side: str, middle: Array) -> Array:
    """Wrap the front of the hip only where the hip is nearly straight; else it would hook."""
    pelvis = bones.pelvis_frame
    wrap = max(0.0, min(1.0, 1 - (bones.hip_bend(side) - 5) / 70))
    front = bones.at[f"hip_{side}"] + pelvis[:, 0] * 0.036 + pelvis[:, 1] * 0.025
    front = front - bones.frames[f"hip_{side}"][:, 2] * SIDES[side] * 0.006
    return np.asarray(middle * (1 - wrap) + front * wrap + pelvis[:, 0] * 0.012 * (1 - wrap))


def _behind(camera: Camera, bones: Skeleton, name: str) -> Array:
    """Return how far a buttock moves outward where we see the hip from the front.

    Only its outer edge is seen there; before the hip it would look like a part of the groin. From
    behind it moves inward, to where the seat is round.
    """
    kind, _, side = name.rpartition("_")
    facing = float(camera.rotation[2] @ bones.pelvis_frame[:, 0])
    outward = AROUND * SIDES[side] * facing * (kind == "glutes")
    return np.asarray(bones.pelvis_frame[:, 2] * outward)


def _seen(camera: Camera, bones: Skeleton, name: str, hem: float) -> tuple[Chain, Array]:
    """Return a muscle's flesh and radii as we see it; from the side a buttock is only an edge."""
    chain, radii = spindle(bones, name, hem).chain()
    behind = max(0.0, -float(camera.rotation[2] @ bones.pelvis_frame[:, 0]))
    full = 1.0 + FULL * behind * name.startswith("glutes")
    return Chain(chain.centres + _behind(camera, bones, name), chain.axes * full), radii * full


def draw(brush: Brush, bones: Skeleton, name: str, cover: Cover) -> None:
    """Draw one muscle as strongly as the pose says; below 0 it is being stretched.

    It is pale where it works little, so that it can be read on dark cloth, and its fibres differ
    too, so that it never speaks by hue alone.
    """
    work = max(-1.0, min(1.0, bones.pose.get(f"work.{name}", 0.0)))
    camera, canvas = brush.camera, brush.canvas
    chain, radii = _seen(camera, bones, name, cover.hem)
    shape = camera.shape(chain)
    colour = mix(RELAXED, WORKING if work > 0 else STRETCHED, 0.45 + 0.55 * abs(work))
    fibre = mix(colour, FIBRE_WORKING if work > 0 else FIBRE_STRETCHED, 0.6)
    share = min(1.0, max(0.0, abs(work) - FADE_FROM) / (FADE_IN - FADE_FROM))
    opacity = STRONG * share
    if opacity < 0.01 or not cover.cloth:
        return
    with ExitStack() as seen:
        seen.enter_context(canvas.part(name))
        seen.enter_context(canvas.clip(cover.cloth))
        if not name.startswith("psoas"):
            seen.enter_context(canvas.clip(cover.over, outside=True))
        seen.enter_context(canvas.layer(opacity))
        canvas.blur(grow(shape, 0.004 * camera.scale), colour, 0.45, 0.016 * camera.scale)
        canvas.blur(grow(shape, -0.004 * camera.scale), colour, 0.88, 0.008 * camera.scale)
        light = grow(shape, -0.3 * camera.scale * float(radii.max()))
        canvas.blur(light, mix(colour, WHITE, 0.28), 0.8, 0.008 * camera.scale)
        for points in _fibres(camera.point(chain.centres), radii * camera.scale):
            canvas.line(points, fibre, 0.003 * camera.scale, 0.4)


def _fibres(points: Array, radii: Array) -> list[Array]:
    along = np.gradient(points, axis=0)
    along /= np.linalg.norm(along, axis=1)[:, None] + 1e-9
    across = np.stack([-along[:, 1], along[:, 0]], axis=1) * radii[:, None]
    flesh = radii > FLESH * radii.max()
    return [(points + across * share)[flesh] for share in (-0.45, 0.0, 0.45)]
