"""A round inset in a panel: a place seen larger and side-on, without the arm that hides it."""

import numpy as np

from bot.figures.brush import Brush
from bot.figures.geometry import Array, ring
from bot.figures.people import INK, PAPER, WHITE
from bot.figures.pose import Numbers
from bot.figures.scene import Beside, Scene
from bot.figures.schema import Lens, Name


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
    _point(brush, middle, _place(scene, lens, pose), radius * 0.03)
    canvas.fill([ring(middle, radius * 1.05)], WHITE)
    with canvas.clip([edge]):
        canvas.fill([edge], PAPER)
        inner.pose(canvas, camera, shown, Beside(lens.ghosts, lens.ghost_parts, lens.arrows))
    canvas.line(edge, INK, radius * 0.03, closed=True)


def _place(scene: Scene, lens: Lens, pose: Numbers) -> Array:
    """Return where in the room the middle of what the inset shows is, in a pose."""
    return np.asarray(scene.bones(pose).at[lens.at] + np.array([*lens.shift, 0.0]))


def _point(brush: Brush, middle: Array, place: Array, width: float) -> None:
    """Join the inset to the place that it shows."""
    target = brush.camera.point(place)
    brush.canvas.line(np.array([middle, target]), WHITE, width * 2.4)
    brush.canvas.fill([ring(target, width * 3.2)], WHITE)
    brush.canvas.line(np.array([middle, target]), INK, width)
    brush.canvas.fill([ring(target, width * 2.2)], INK)
