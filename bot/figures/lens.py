"""A round inset in a panel: a place seen larger and side-on, without the arm that hides it."""

import numpy as np

from bot.figures.brush import Brush
from bot.figures.geometry import ring
from bot.figures.painting import Painting
from bot.figures.people import INK, PAPER, WHITE
from bot.figures.scene import Scene
from bot.figures.schema import Lens, Name

#: Of the height and of the width of the picture.
RADIUS, ACROSS = 0.225, 0.36


def draw(canvas: Painting, scene: Scene, lens: Lens, key: Name) -> None:
    """Draw a place of a key pose into a circle at the top."""
    radius = RADIUS * canvas.height
    middle = np.array([canvas.width * ACROSS, radius * 1.12])
    props = (*scene.figure.props, *lens.props)
    near = {"camera": lens.camera, "layers": lens.layers, "props": props}
    inner = Scene(scene.figure.model_copy(update=near))
    bones = inner.bones(inner.motion.key(key))
    camera = inner.camera((canvas.width, canvas.height))
    camera.scale = 2 * radius / lens.width
    place = bones.at[lens.at] + np.array([*lens.shift, 0.0])
    camera.offset = middle - camera.flat @ place
    edge = ring(middle, radius)
    canvas.fill([ring(middle, radius * 1.05)], WHITE)
    with canvas.clip([edge]):
        canvas.fill([edge], PAPER)
        inner.key(canvas, camera, key)
        for arrow in lens.arrows:
            inner.arrow(Brush(canvas, camera), arrow, bones)
    canvas.line(edge, INK, radius * 0.03, closed=True)
