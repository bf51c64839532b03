"""A round inset in a panel: a place seen larger and side-on, without the arm that hides it."""

import numpy as np

from bot.figures.beside import Beside
from bot.figures.body import Body
from bot.figures.brush import Brush
from bot.figures.geometry import Array, ring, unit
from bot.figures.people import INK, PAPER, WHITE
from bot.figures.pose import Numbers
from bot.figures.scene import Scene
from bot.figures.schema import Lens, Name

#: How wide the line to the place is, as a share of the picture's shorter side; and in such widths,
#: how wide it is with its white edge, and the radius of the ring around the place.
LINE, EDGED, RING = 0.0052, 2.4, 2.8
#: How much of its width the line keeps over the body, and how opaque it is there.
THIN, QUIET = 0.7, 0.6


def draw(brush: Brush, scene: Scene, lens: Lens, key: Name) -> None:
    """Draw a place of a key pose, the panel's or another, into a circle of its own."""
    paint(brush, scene, lens, scene.motion.key(key), scene.motion.key(lens.key or key))


def paint(
    brush: Brush, scene: Scene, lens: Lens, pose: Numbers, shown: Numbers | None = None
) -> None:
    """Draw a place of any pose, as the film does in every frame, or of another one `shown`."""
    shown = pose if shown is None else shown
    canvas = brush.canvas
    radius = lens.radius * canvas.height
    middle = np.array(lens.middle) * [canvas.width, canvas.height]
    props = (*scene.figure.props, *lens.props)
    near = {"camera": lens.camera, "layers": lens.layers, "props": props}
    inner = Scene(scene.figure.model_copy(update=near))
    camera = inner.view()
    camera.scale = 2 * radius / lens.width
    camera.offset = middle - camera.flat @ _place(inner, lens, shown)
    edge = ring(middle, radius)
    target = brush.camera.point(_place(scene, lens, pose))
    _point(brush, middle + radius * unit(target - middle), scene.body(pose), target)
    canvas.fill([ring(middle, radius * 1.05)], WHITE)
    with canvas.clip([edge]):
        canvas.fill([edge], PAPER)
        beside = Beside(lens.ghosts, lens.ghost_parts, lens.arrows, close=True)
        inner.pose(canvas, camera, shown, beside)
    canvas.line(edge, INK, radius * 0.03, closed=True)


def _place(scene: Scene, lens: Lens, pose: Numbers) -> Array:
    """Return where in the room the middle of what the inset shows is, in a pose."""
    return np.asarray(scene.bones(pose).at[lens.at] + np.array([*lens.shift, 0.0]))


def _point(brush: Brush, start: Array, body: Body, target: Array) -> None:
    """Join the edge of the inset to a ring around its place, quietly over the body."""
    canvas, width = brush.canvas, LINE * min(brush.canvas.width, brush.canvas.height)
    line = np.array([start, target + unit(start - target) * width * RING])
    hull = brush.camera.shape(*body.solids().values())
    with canvas.clip(hull, outside=True):
        canvas.line(line, WHITE, width * EDGED)
        canvas.line(line, INK, width)
    with canvas.clip(hull):
        canvas.line(line, WHITE, width * THIN * EDGED, QUIET)
        canvas.line(line, INK, width * THIN, QUIET)
    around = ring(target, width * RING)
    canvas.line(around, WHITE, width * EDGED, closed=True)
    canvas.line(around, INK, width, closed=True)
