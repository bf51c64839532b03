"""How a muscle is painted: a belly with a lit and a shaded side, a thin rim and its fibres."""

import numpy as np

from bot.figures.brush import LIGHT, Brush
from bot.figures.camera import Chain, grow
from bot.figures.canvas import Finish, mix
from bot.figures.geometry import Array, unit
from bot.figures.parting import stroke
from bot.figures.people import RELAXED, STRETCHED, WORKING

#: How light or dark the fibres are, so that a muscle never speaks by hue alone.
FIBRE_WORKING, FIBRE_STRETCHED = "#FFD2C0", "#8A4A00"
#: What the side away from the light turns into, and how far.
DEEP_WORKING, DEEP_STRETCHED, DEEP = "#7A0F2A", "#A85C00", 0.42
#: How strong the colour is at no work at all; how opaque a muscle is: some cloth shows through.
PALE, CORE = 0.6, 0.8
#: How much of the light the lit side and the rim take on: dark cloth and a dark edge would merge.
LIT, RIM_LIT = 0.2, 0.3
#: How wide the rim is, and how far inside the edge of the cloth it stays, in metres.
RIM, INSET = 0.0025, 0.006
#: How far light and shade reach into a muscle, right and down, in radii.
SHADE = (0.36, 0.42)
#: Where fibres lie across a muscle, in radii, how thick they are in metres, and their opacity.
FIBRES, THREAD, FAINT = (-0.52, 0.0, 0.52), 0.005, 0.4
#: Of the greatest radius: where fibres begin, and where they have all their width.
FLESH, FULL = 0.16, 0.66


def paint(brush: Brush, muscle: Chain, radii: Array, cloth: Array, work: float) -> None:
    """Paint a muscle inside its cloth, along whose edge it has a rim too, or would look cut."""
    canvas, scale = brush.canvas, brush.camera.scale
    shape = brush.camera.shape(muscle)
    hue, deep = (WORKING, DEEP_WORKING) if work > 0 else (STRETCHED, DEEP_STRETCHED)
    colour = mix(RELAXED, hue, PALE + (1 - PALE) * abs(work))
    right, down = (share * float(radii.max()) * scale for share in SHADE)
    dark, lit = mix(hue, deep, DEEP), mix(colour, LIGHT, LIT)
    with canvas.clip(grow(cloth, -INSET * scale)):
        canvas.fill(grow(shape, RIM * scale), mix(hue, LIGHT, RIM_LIT))
        with canvas.clip(grow(cloth, -(INSET + RIM) * scale)):
            canvas.fill(shape, colour)
            canvas.model(shape, Finish(colour, dark, dark, 0, (right, down), lit))
            _fibres(brush, brush.camera.point(muscle.centres), radii, work)


def _fibres(brush: Brush, points: Array, radii: Array, work: float) -> None:
    """Paint fibres, thickest where the muscle is."""
    scale, most = brush.camera.scale, float(radii.max())
    lines = fibres(points, radii * scale)
    width = THREAD * scale * np.clip((radii / most - FLESH) / (FULL - FLESH), 0, 1)
    # Seen from an end, a muscle has no direction in which fibres could run.
    length = float(np.linalg.norm(points[-1] - points[0]) / (2 * most * scale))
    colour = FIBRE_WORKING if work > 0 else FIBRE_STRETCHED
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
