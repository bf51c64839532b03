"""The muscles under the cloth, drawn as if one could see through it."""

import math
from dataclasses import dataclass

import numpy as np

from bot.figures.brush import Brush
from bot.figures.camera import Chain, grow
from bot.figures.canvas import Canvas, mix
from bot.figures.geometry import Array, smooth, unit
from bot.figures.people import RELAXED, STRETCHED, WORKING
from bot.figures.skeleton import SIDES, Skeleton

FIBRE, FIBRE_WORKING, FIBRE_STRETCHED = "#FFC24B", "#FFE9B0", "#8A4B00"
DARK = "#5A1020"
Spot = tuple[float, float, float]


@dataclass(frozen=True)
class Spindle:
    """A muscle's course, its greatest radius, how blunt it is and how thick its ends stay."""

    course: tuple[Array, ...]
    radius: float
    blunt: float = 0.55
    tip: float = 0.12

    def chain(self) -> tuple[Chain, Array]:
        """Give its flesh, and the radius at every point."""
        points = smooth(np.array(self.course), 6)
        swell = np.sin(np.linspace(0, math.pi, len(points))).clip(0) ** self.blunt
        radii = self.radius * np.maximum(self.tip, swell)
        return Chain(points, np.eye(3)[None] * radii[:, None, None]), radii


@dataclass(frozen=True)
class Course:
    """Points on trunk and thigh, each (share, forward, outward), and the form of the muscle."""

    trunk: tuple[Spot, ...]
    thigh: tuple[Spot, ...]
    radius: float
    blunt: float = 0.55
    tip: float = 0.12


COURSES = {
    "quads": Course(
        (), ((.10, .045, 0), (.35, .052, .01), (.65, .040, .005), (.93, .030, 0)), .038
    ),
    "hams": Course((), ((.08, -.05, 0), (.4, -.045, 0), (.7, -.032, 0), (.98, -.028, .01)), .034),
    "glutes": Course(((.14, -.075, .05), (.04, -.082, .07)), ((.10, -.055, .03),), .052, .45, .25),
    "adductors": Course(((-.05, .02, .02),), ((.25, .02, -.038), (.62, .01, -.03)), .030, .6),
    "abductors": Course(((.16, 0, .11), (.05, 0, .135)), ((.06, 0, .075),), .040, .5, .3),
    "abs": Course(
        ((.72, .085, .02), (.5, .075, .02), (.28, .07, .02), (.08, .072, .015)), (), .026, .35, .35
    ),
    "psoas": Course(((.56, 0, .026), (.36, .034, .044)), ((.17, -.004, -.022),), .030),
}  # fmt: skip


def spindle(bones: Skeleton, name: str) -> Spindle:
    """Give the spindle of a muscle such as `psoas_r`."""
    kind, _, side = name.rpartition("_")
    course = COURSES[kind]
    points = [_on_trunk(bones, side, spot) for spot in course.trunk]
    points += [_on_thigh(bones, side, spot) for spot in course.thigh]
    if kind == "psoas":
        points.insert(2, _over_the_hip(bones, side, (points[1] + points[2]) / 2))
    return Spindle(tuple(points), course.radius, course.blunt, course.tip)


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
    down = unit(bones.at[f"knee_{side}"] - bones.at[f"hip_{side}"])
    angle = math.degrees(math.acos(max(-1.0, min(1.0, float(-down @ pelvis[:, 1])))))
    flexed = angle if float(down @ pelvis[:, 0]) > 0 else -angle
    wrap = max(0.0, min(1.0, 1 - (flexed - 5) / 70))
    front = bones.at[f"hip_{side}"] + pelvis[:, 0] * 0.050 + pelvis[:, 1] * 0.025
    front = front - bones.frames[f"hip_{side}"][:, 2] * SIDES[side] * 0.006
    return np.asarray(middle * (1 - wrap) + front * wrap + pelvis[:, 0] * 0.012 * (1 - wrap))


def draw(brush: Brush, bones: Skeleton, name: str, cloth: list[Array]) -> None:
    """Draw one muscle as strongly as the pose says; below 0 it is being stretched."""
    work = max(-1.0, min(1.0, bones.pose.get(f"work.{name}", 0.0)))
    if abs(work) < 0.03:
        return
    chain, radii = spindle(bones, name).chain()
    camera, canvas = brush.camera, brush.canvas
    shape = camera.shape(chain)
    fibres = _fibres(camera.point(chain.centres), radii * camera.scale)
    if name.startswith("psoas"):
        _draw_psoas(brush, shape, fibres, work)
        return
    with canvas.clip(cloth):
        _soft(canvas, shape, camera.scale, 0.92 * abs(work))
        for fibre in fibres if not name.startswith("glutes") else ():
            canvas.line(fibre, FIBRE, 0.0045 * camera.scale, 0.8 * abs(work))


def _draw_psoas(brush: Brush, shape: Array, fibres: list[Array], work: float) -> None:
    """Draw the one it is all about: stripes and an edge, so that it never speaks by hue alone."""
    colour = mix(RELAXED, WORKING if work > 0 else STRETCHED, abs(work))
    fibre = mix(colour, FIBRE_WORKING if work > 0 else FIBRE_STRETCHED, 0.75)
    with brush.canvas.layer(min(1.0, abs(work) * 12)):
        brush.canvas.fill(grow(shape, brush.line * 0.75), mix(colour, DARK, 0.75))
        brush.canvas.fill(shape, colour)
        for points in fibres:
            brush.canvas.line(points, fibre, 0.0052 * brush.camera.scale)


def _soft(canvas: Canvas, shape: Array, scale: float, opacity: float) -> None:
    """Fill with a soft edge: five silhouettes, each showing through."""
    layers = 5
    each = 1 - (1 - min(opacity, 0.98)) ** (1 / layers)
    for i in range(layers):
        canvas.fill(grow(shape, (0.010 - 0.005 * i) * scale), WORKING, each)


def _fibres(points: Array, radii: Array) -> list[Array]:
    along = np.gradient(points, axis=0)
    along /= np.linalg.norm(along, axis=1)[:, None] + 1e-9
    across = np.stack([-along[:, 1], along[:, 0]], axis=1) * radii[:, None]
    return [(points + across * share)[2:-2] for share in (-0.45, 0.0, 0.45)]
