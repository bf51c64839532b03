"""How a muscle is painted: a belly with a soft edge, a lit and a shaded side, and its fibres."""

from dataclasses import dataclass

import numpy as np

from bot.figures.brush import LIGHT, Brush
from bot.figures.camera import Chain, grow
from bot.figures.canvas import mix
from bot.figures.geometry import Array, unit
from bot.figures.parting import stroke
from bot.figures.people import RELAXED, STRETCHED, WORKING

#: How strong the colour is at no work at all, and how far the shaded side turns dark.
PALE, DEEP = 0.6, 0.40
#: How soft its edge is, how far inside the edge of the cloth it ends, and how far its glow
#: reaches, in metres; and how strong that is: with a hard edge it would look pasted on.
SOFT, INSET, SPREAD, GLOW = 0.006, 0.003, 0.012, 0.3
#: Where fibres lie across a muscle, in radii, how thick they are in metres, and their opacity.
FIBRES, THREAD, FAINT = (-0.52, 0.0, 0.52), 0.005, 0.36
#: Of its own: the least radius of a smaller belly.
THIN = 0.05
#: Of the greatest radius: where fibres begin, and where they have all their width.
FLESH, FULL = 0.16, 0.66


@dataclass(frozen=True)
class Tint:
    """The colours of a muscle, and how opaque it is: some cloth shows through."""

    hue: str
    deep: str  # the side away from the light turns into it
    fibre: str
    core: float


@dataclass(frozen=True)
class Light:
    """A lit part of a belly, in radii: how much smaller it is, how far up and left it lies."""

    smaller: float
    aside: float
    soft: float
    shown: float


#: Fibres are light in one and dark in the other: a muscle never speaks by hue alone. Through
#: yellow less cloth shows, which would turn it olive.
WORKS = Tint(WORKING, "#8A1026", "#FFD2C0", 0.78)
STRETCHES = Tint(STRETCHED, "#D07A00", "#8A4A00", 0.88)
#: The lit part of a belly, and the light on that.
LIT, SHINE = Light(0.22, 0.12, 0.22, 1.0), Light(0.55, 0.26, 0.25, 0.35)


def paint(brush: Brush, muscle: Chain, radii: Array, cloth: Array, work: float) -> None:
    """Paint a muscle inside its cloth: a belly with a soft edge, lit and shaded, and fibres."""
    canvas, scale, most = brush.canvas, brush.camera.scale, float(radii.max())
    tint = WORKS if work > 0 else STRETCHES
    colour = mix(RELAXED, tint.hue, PALE + (1 - PALE) * abs(work))
    with canvas.clip(grow(cloth, -INSET * scale)), canvas.layer(tint.core):
        canvas.blur(brush.camera.shape(muscle), tint.hue, GLOW, SPREAD * scale)
        whole = brush.camera.shape(_smaller(muscle, radii, SOFT))
        canvas.blur(whole, mix(tint.hue, tint.deep, DEEP), 1.0, SOFT * scale)
        for tone, light in ((colour, LIT), (mix(colour, LIGHT, 0.5), SHINE)):
            lit = brush.camera.shape(_smaller(muscle, radii, SOFT + light.smaller * most))
            lit = lit - light.aside * most * scale
            canvas.blur(lit, tone, light.shown, light.soft * most * scale)
        _fibres(brush, brush.camera.point(muscle.centres), radii, tint.fibre)


def _smaller(muscle: Chain, radii: Array, by: float) -> Chain:
    """Return a belly that is so much thinner, in metres, down to a thread."""
    share = np.maximum(1 - by / radii, THIN)
    return Chain(muscle.centres, muscle.axes * share[:, None, None])


def _fibres(brush: Brush, points: Array, radii: Array, colour: str) -> None:
    """Paint fibres, thickest where the muscle is."""
    scale, most = brush.camera.scale, float(radii.max())
    lines = fibres(points, radii * scale)
    width = THREAD * scale * np.clip((radii / most - FLESH) / (FULL - FLESH), 0, 1)
    # Seen from an end, a muscle has no direction in which fibres could run.
    length = float(np.linalg.norm(points[-1] - points[0]) / (2 * most * scale))
    shown = FAINT * min(1.0, length)
    brush.canvas.fill(stroke(lines, np.tile(width, (len(lines), 1))), colour, shown)


def fibres(points: Array, radii: Array) -> Array:
    """Return lines that run along a muscle and converge at both of its ends."""
    steps = np.gradient(points, axis=0)
    along = steps / (np.linalg.norm(steps, axis=1)[:, None] + 1e-9)
    along += unit(points[-1] - points[0])  # in a bend they would cross one another
    along /= np.linalg.norm(along, axis=1)[:, None] + 1e-9
    across = np.stack([-along[:, 1], along[:, 0]], axis=1) * radii[:, None]
    return np.array([points + across * share for share in FIBRES])
