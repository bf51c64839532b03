"""The muscles under the cloth, drawn as if one could see through it."""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, replace

import numpy as np

from bot.figures.brush import Brush
from bot.figures.camera import Camera, Chain
from bot.figures.geometry import Array, smooth
from bot.figures.skeleton import SIDES, Skeleton
from bot.figures.tissue import paint

#: Of the work: between them a muscle appears; half seen, red on blue would look grey.
FADE_FROM, FADE_IN = 0.05, 0.32
#: Of the greatest radius: how thick a muscle's ends stay.
TIP = 0.04
#: How much straighter a course is than its bones: over a bent hip it would hook.
EVEN = 0.6
#: Of the thigh: how far below a hip bent to a right angle its front begins.
CREASE = 0.15
#: Spots on a thigh: a muscle with so many reaches beyond the hem of shorts.
LONG = 3
#: Of the thigh, from where a muscle ends to the hem; and of a muscle's radius, what it loses with
#: the thigh that shorts leave bare.
ABOVE, SLIMMER = 0.02, 0.4
#: How far a buttock moves outward where we see a hip from the front, in metres.
AROUND = 0.075
#: How much of its length a buttock loses over a bent hip, and how much lower it lies, in metres.
GATHER, SINK = 0.2, 0.025
#: How much larger a buttock is that we see right from behind.
FULL = 0.3
#: What shows through whatever hangs over it: a shirt would cut it straight.
THROUGH = ("psoas", "glutes")
Spot = tuple[float, float, float]


@dataclass(frozen=True)
class Belly:
    """How thick a muscle is: its greatest radius, where that is, and how slender its ends are."""

    radius: float
    peak: float = 0.4
    slender: float = 1.35

    def at(self, along: Array) -> Array:
        """Return the radius at shares of its length."""
        start, end = self.slender * self.peak, self.slender * (1 - self.peak)
        swell = (along / self.peak) ** start * ((1 - along) / (1 - self.peak)) ** end
        return np.asarray(self.radius * np.maximum(TIP, swell))


@dataclass(frozen=True)
class Spindle:
    """A muscle's course and how thick it is along that."""

    course: tuple[Array, ...]
    belly: Belly

    def chain(self) -> tuple[Chain, Array]:
        """Return its flesh, and the radius at every point."""
        points = smooth(np.array(self.course), 8)
        way = np.cumsum(np.linalg.norm(np.diff(points, axis=0, prepend=points[:1]), axis=1))
        radii = self.belly.at(way / way[-1])
        return Chain(points, np.eye(3)[None] * radii[:, None, None]), radii


@dataclass(frozen=True)
class Cover:
    """The cloth in which a muscle lies, what hangs over that, and where it ends on the thigh."""

    cloth: list[Array]
    over: Iterable[Array] = ()
    hem: float = 1.0


@dataclass(frozen=True)
class Course:
    """Points on trunk and thigh, each (share, forward, outward), and the shape of the muscle."""

    trunk: tuple[Spot, ...]
    thigh: tuple[Spot, ...]
    belly: Belly


COURSES = {
    "quads": Course(
        (), ((.18, .037, 0), (.35, .038, .01), (.62, .033, .005), (.90, .022, 0)), Belly(.046)
    ),
    "hams": Course(
        (), ((.17, -.042, 0), (.4, -.041, 0), (.65, -.034, 0), (.90, -.024, .01)), Belly(.040)
    ),
    "glutes": Course(
        ((.20, -.050, .03), (.06, -.058, .055)), ((.09, -.048, .06), (.22, -.032, .045)),
        Belly(.056, .36, 1.1),
    ),
    "adductors": Course(
        (), ((.08, .020, -.040), (.36, .022, -.032), (.78, .008, -.018)), Belly(.042)
    ),
    "abductors": Course(
        ((.28, 0, .100), (.12, 0, .125)), ((.20, 0, .070),), Belly(.048, .4, 1.3)
    ),
    "abs": Course(
        ((.70, .090, .02), (.58, .086, .025), (.46, .078, .03), (.35, .073, .035)),
        (), Belly(.037, .4, 1.5),
    ),
    "low_abs": Course(
        ((.54, .07, .025), (.34, .066, .03), (.12, .068, .02)), (), Belly(.038, .4, 1.5)
    ),
    "psoas": Course(
        ((.43, .006, .028), (.25, .033, .043)), ((.18, .008, -.016),), Belly(.039, .4, 1.9)
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
        points = _straighter(points, EVEN)
    cut = max([0.0, *(share - hem + ABOVE for share, _, _ in course.thigh)])
    slim = replace(course.belly, radius=course.belly.radius * (1 - SLIMMER * cut))
    return Spindle(tuple(points), slim)


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
    straight = _straighter(course, EVEN)
    moved = lower - np.mean(straight, axis=0) * (1 - GATHER * bent)
    return [moved + point * (1 - GATHER * bent) for point in straight]


def _straighter(course: list[Array], share: float) -> list[Array]:
    """Return a course moved so far towards the line between its ends."""
    line = np.linspace(course[0], course[-1], len(course))
    return [point + (other - point) * share for point, other in zip(course, line, strict=True)]


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
    """Draw one muscle as strongly as the pose says; below 0 it is being stretched."""
    work = max(-1.0, min(1.0, bones.pose.get(f"work.{name}", 0.0)))
    share = min(1.0, (abs(work) - FADE_FROM) / (FADE_IN - FADE_FROM))
    if share < 0.01 or not cover.cloth:
        return
    canvas = brush.canvas
    with ExitStack() as seen:
        seen.enter_context(canvas.part(name))
        if not name.startswith(THROUGH):
            seen.enter_context(canvas.clip(cover.over, outside=True))
        seen.enter_context(canvas.layer(share))
        flesh, radii = _seen(brush.camera, bones, name, cover.hem)
        paint(brush, flesh, radii, np.array(cover.cloth), work)
