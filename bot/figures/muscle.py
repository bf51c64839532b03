"""The muscles under the cloth, drawn as if one could see through it."""

import math
from dataclasses import dataclass

import numpy as np

from bot.figures.camera import Camera, Chain, grow
from bot.figures.canvas import Canvas, mix
from bot.figures.geometry import Array, smooth, unit
from bot.figures.people import RELAXED, STRETCHED, WORKING
from bot.figures.skeleton import SIDES, Skeleton

FIBRE_WORKING, FIBRE_STRETCHED = "#FFE9B0", "#8A4B00"
DARK = "#5A1020"


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


def spindle(bones: Skeleton, name: str) -> Spindle:
    """Give the spindle of a muscle such as `psoas_r`."""
    kind, _, side = name.rpartition("_")
    s = SIDES[side]

    def trunk(share: float, forward: float, out: float) -> Array:
        f, p = bones.station(share)
        return np.asarray(p + f[:, 0] * forward + f[:, 2] * s * out)

    def thigh(share: float, forward: float, out: float) -> Array:
        hip, knee = bones.at[f"hip_{side}"], bones.at[f"knee_{side}"]
        f = bones.frames[f"hip_{side}"]
        return np.asarray(hip + (knee - hip) * share + f[:, 0] * forward + f[:, 2] * s * out)

    match kind:
        case "psoas":
            return _psoas(bones, side, trunk(0.56, 0, 0.026), trunk(0.36, 0.034, 0.044),
                          thigh(0.17, -0.004, -0.022))  # fmt: skip
        case "quads":
            course = (thigh(.10, .045, 0), thigh(.35, .052, .01), thigh(.65, .040, .005),
                      thigh(.93, .030, 0))  # fmt: skip
            return Spindle(course, 0.038)
        case "hams":
            course = (thigh(.08, -.05, 0), thigh(.4, -.045, 0), thigh(.7, -.032, 0),
                      thigh(.98, -.028, .01))  # fmt: skip
            return Spindle(course, 0.034)
        case "glutes":
            return Spindle(
                (trunk(.14, -.075, .05), trunk(.04, -.082, .07), thigh(.10, -.055, .03)),
                0.052, 0.45, 0.25,
            )  # fmt: skip
        case "adductors":
            return Spindle(
                (trunk(-.05, .02, .02), thigh(.25, .02, -.038), thigh(.62, .01, -.03)), 0.030, 0.6
            )
        case "abductors":
            return Spindle(
                (trunk(.16, 0, .11), trunk(.05, 0, .135), thigh(.06, 0, .075)), 0.040, 0.5, 0.3
            )
        case "abs":
            course = (trunk(.72, .085, .02), trunk(.5, .075, .02), trunk(.28, .07, .02),
                      trunk(.08, .072, .015))  # fmt: skip
            return Spindle(course, 0.026, 0.35, 0.35)
    raise KeyError(name)


def _psoas(bones: Skeleton, side: str, top: Array, middle: Array, end: Array) -> Spindle:
    """Let it wrap the front of the hip only where the hip is nearly straight; else it would hook."""
    pelvis, s = bones.pelvis_frame, SIDES[side]
    down = unit(bones.at[f"knee_{side}"] - bones.at[f"hip_{side}"])
    angle = math.degrees(math.acos(max(-1.0, min(1.0, float(-down @ pelvis[:, 1])))))
    flexed = angle if float(down @ pelvis[:, 0]) > 0 else -angle
    wrap = max(0.0, min(1.0, 1 - (flexed - 5) / 70))
    front = bones.at[f"hip_{side}"] + pelvis[:, 0] * 0.050 + pelvis[:, 1] * 0.025
    front = front - bones.frames[f"hip_{side}"][:, 2] * s * 0.006
    via = (middle + end) / 2 * (1 - wrap) + front * wrap + pelvis[:, 0] * 0.012 * (1 - wrap)
    return Spindle((top, middle, via, end), 0.030)


def draw(
    canvas: Canvas, camera: Camera, bones: Skeleton, name: str, *, cloth: list[Array], line: float
) -> None:
    """Draw one muscle as strongly as the pose says; below 0 it is being stretched."""
    work = max(-1.0, min(1.0, bones.pose.get(f"work.{name}", 0.0)))
    if abs(work) < 0.03:
        return
    chain, radii = spindle(bones, name).chain()
    shape = camera.shape(chain)
    fibres = _fibres(camera.point(chain.centres), radii * camera.scale)
    if name.startswith("psoas"):
        _draw_psoas(canvas, camera, shape, fibres, work, line)
        return
    with canvas.clip(cloth):
        _soft(canvas, shape, camera.scale, 0.92 * abs(work))
        for fibre in fibres if not name.startswith("glutes") else ():
            canvas.line(fibre, "#FFC24B", 0.0045 * camera.scale, 0.8 * abs(work))


def _draw_psoas(
    canvas: Canvas, camera: Camera, shape: Array, fibres: list[Array], work: float, line: float
) -> None:
    colour = mix(RELAXED, WORKING if work > 0 else STRETCHED, abs(work))
    fibre = mix(colour, FIBRE_WORKING if work > 0 else FIBRE_STRETCHED, 0.75)
    with canvas.layer(min(1.0, abs(work) * 5)):
        canvas.fill(grow(shape, line * 0.75), mix(colour, DARK, 0.75))
        canvas.fill(shape, colour)
        for points in fibres:
            canvas.line(points, fibre, 0.0052 * camera.scale)


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
