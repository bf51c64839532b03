"""The muscle itself, from the front and from the side, on bones. Numbers, no words.

Centimetres on a life-size body: right and up from the middle between the hip joints.
"""

import numpy as np

from bot.figures.canvas import Canvas, Finish, Pixels, mix
from bot.figures.geometry import Array, ring, smooth
from bot.figures.lettering import Pen, write
from bot.figures.painting import Painting
from bot.figures.people import INK, PAPER, SHADOW, WHITE

SIZE = (1280, 1000)
SCALE = 19.5  # pixels a centimetre
MIDDLES = ((350, 650), (960, 650))  # where the hip joints are, in pixels
BODY, BONE, CARTILAGE = "#EBD3C0", "#FBF3E0", "#CFE0E4"
MAJOR, MINOR, ILIACUS = "#E4572E", "#F5B700", "#B0437B"
DISC = 24  # radius of a number, in pixels

Points = list[tuple[float, float]]
#: Centre and half width along a muscle.
Course = list[tuple[float, float, float]]

# seen from the front, one side; the other is its mirror image
FRONT_BODY: Points = [
    (0, 33), (13.2, 33), (12.4, 26), (12.0, 20), (14.6, 12), (17.0, 4), (17.6, -4), (16.8, -14),
    (15.0, -26), (14.2, -34), (3.0, -34), (1.6, -20), (0.6, -9.5), (0, -9.5),
]  # fmt: skip
FRONT_PELVIS: Points = [
    (4.6, 9.4), (5.6, 13.2), (8.8, 15.6), (12.2, 14.2), (13.6, 11.2), (12.8, 8.2), (11.4, 6.4),
    (11.2, 4.4), (11.5, 1.6), (10.6, -2.4), (8.6, -5.2), (8.0, -8.4), (6.0, -9.2), (3.8, -7.0),
    (1.2, -5.4), (0.5, -4.4), (0.5, -1.4), (3.2, -0.2), (6.0, 1.4), (6.3, 4.2), (5.2, 7.2),
]  # fmt: skip
FRONT_SACRUM: Points = [
    (0, 10.4), (4.2, 9.8), (4.9, 8.0), (3.4, 4.4), (1.8, 1.2), (0.9, -1.2), (0, -2.0),
]  # fmt: skip
FRONT_FEMUR: Points = [
    (9.4, 1.6), (11.2, -0.6), (13.2, -0.9), (14.6, -2.6), (14.3, -6.0), (13.6, -12), (12.4, -24),
    (11.9, -32), (9.3, -32), (10.0, -22), (10.9, -11), (10.2, -7.9), (10.5, -6.4), (9.8, -3.4),
    (7.6, -1.6),
]  # fmt: skip
FRONT_MAJOR: Course = [
    (2.6, 28.8, .15), (3.1, 24, 1.3), (3.9, 18, 1.9), (5.2, 11, 2.1), (7.0, 4.5, 1.8),
    (8.8, -1.2, 1.3), (10.0, -5.2, .8), (10.5, -7.6, .15),
]  # fmt: skip
FRONT_MINOR: Course = [
    (2.3, 28.4, .12), (2.8, 24.6, .6), (3.5, 19.5, .55), (4.3, 14, .3), (5.4, 7, .22),
    (6.2, 2, .12),
]  # fmt: skip
FRONT_ILIACUS: Points = [
    (6.4, 12.2), (8.8, 14.5), (11.6, 13.4), (12.6, 10.8), (11.8, 8.2), (10.9, 4.6), (10.7, 0),
    (10.9, -4), (10.7, -7.2), (9.8, -5.6), (8.4, -0.5), (6.9, 4.6), (5.9, 8.4),
]  # fmt: skip
#: Middle and half width of each vertebra's body, from the lowest up.
FRONT_SPINE = ((11.9, 2.7), (15.4, 2.6), (18.8, 2.5), (22.2, 2.4), (25.5, 2.3), (28.7, 2.15))

# seen from the side, cut in the middle of the body; forward is right
SIDE_BODY: Points = [
    (-9.2, 33), (7.6, 33), (8.6, 26), (9.0, 18), (9.6, 10), (8.8, 2), (9.0, -8), (8.6, -20),
    (7.4, -34), (-6.4, -34), (-7.4, -20), (-9.8, -10), (-12.6, -3), (-12.0, 5), (-8.6, 12),
    (-7.2, 19), (-8.0, 26),
]  # fmt: skip
SIDE_PELVIS: Points = [
    (5.4, 8.6), (4.4, 12.6), (0.6, 15.4), (-3.6, 14.4), (-6.4, 11.4), (-7.2, 8.6), (-5.0, 6.2),
    (-3.6, 3.6), (-4.2, 0.4), (-4.4, -4.0), (-3.9, -7.6), (-1.4, -8.8), (1.6, -7.2), (4.6, -5.4),
    (6.2, -3.8), (5.8, -1.8), (3.0, 0.9), (3.4, 3.0), (4.4, 4.6), (4.3, 6.4),
]  # fmt: skip
SIDE_SACRUM: Points = [
    (-2.0, 10.4), (-4.8, 10.0), (-7.6, 6.6), (-8.6, 2.4), (-8.0, -1.2), (-6.2, -3.0), (-6.9, 0.6),
    (-6.6, 3.8), (-4.8, 6.6), (-2.4, 8.2),
]  # fmt: skip
SIDE_FEMUR: Points = [
    (-1.6, 1.8), (1.4, 2.0), (2.4, -0.4), (1.7, -4.0), (2.1, -12), (2.9, -22), (2.8, -32),
    (0.1, -32), (0.1, -22), (-0.8, -11), (-1.9, -8.0), (-1.2, -5.6), (-2.3, -2.0),
]  # fmt: skip
SIDE_MAJOR: Course = [
    (-2.6, 28.8, .15), (-1.5, 24, 1.2), (-0.2, 18, 1.7), (1.5, 11.4, 1.9), (3.1, 5.0, 1.6),
    (3.0, -0.4, 1.3), (1.0, -4.8, .9), (-1.2, -7.8, .15),
]  # fmt: skip
SIDE_MINOR: Course = [
    (-2.1, 28.4, .12), (-0.9, 24.4, .55), (0.4, 19, .5), (1.9, 13, .3), (3.4, 7, .22),
    (4.0, 1.4, .12),
]  # fmt: skip
SIDE_ILIACUS: Points = [
    (-4.6, 11.2), (-2.6, 13.4), (0.6, 14.2), (3.6, 12.0), (4.6, 8.6), (4.0, 4.6), (3.6, 0.2),
    (1.8, -4.0), (-0.8, -7.2), (-0.4, -5.0), (1.2, -0.6), (1.0, 4.4), (-1.6, 7.6),
]  # fmt: skip
#: Middle, and how far each vertebra tips forward, from the lowest up.
SIDE_SPINE = ((-2.0, 12.3, 16), (-1.4, 15.8, 6), (-1.5, 19.2, -2), (-2.0, 22.5, -9),
              (-2.7, 25.7, -13), (-3.6, 28.8, -14))  # fmt: skip

#: Number, where its disc is, and what it points at.
FRONT_NUMBERS = ((1, (-14.6, 22.5), (-5.9, 12.2)), (2, (14.6, 26.5), (2.9, 24.5)),
                 (3, (-15.6, 14.2), (-10.4, 10.6)), (4, (14.6, 19.6), (0.4, 18.9)),
                 (5, (16.2, 12.4), (12.9, 10.9)), (6, (16.2, -13.6), (12.2, -14.6)))  # fmt: skip
SIDE_NUMBERS = ((1, (11.6, 20.6), (-0.3, 15.6)), (2, (11.6, 26.2), (-0.7, 23.8)),
                (3, (12.2, 13.4), (-3.0, 11.3)), (4, (-12.0, 23.8), (-3.4, 22.4)),
                (5, (-13.4, 9.6), (-5.6, 9.0)), (6, (11.4, -13.6), (1.4, -14.6)))  # fmt: skip


class _View:
    """One view of hips and lower back, on a shared canvas."""

    def __init__(self, canvas: Canvas, middle: tuple[int, int]) -> None:
        self.canvas, self.middle = canvas, np.array(middle, dtype=float)

    def at(self, points: Points | Array) -> Array:
        """Return the pixels of points in centimetres."""
        return np.asarray(self.middle + np.array(points, dtype=float) * [SCALE, -SCALE])

    def area(
        self, points: Points, colour: str, *, mirrored: bool = False, line: float = 2.5
    ) -> None:
        """Paint a smooth shape, in one piece or on one side of the body."""
        side = np.array([-1.0 if mirrored else 1.0, 1.0])
        outline = self.at(smooth(np.array(points) * side, closed=True))
        edge, dark = mix(colour, INK, 0.5), mix(colour, SHADOW, 0.16)
        self.canvas.solid([outline], Finish(colour, dark, edge, line, (3.0, 4.0)))

    def body(self, points: Points) -> None:
        """Paint the faint outline of the body."""
        self.canvas.fill([self.at(smooth(np.array(points), closed=True))], BODY, 0.55)

    def muscle(self, course: Course, colour: str, *, mirrored: bool = False) -> None:
        """Paint a muscle along its course, with fibres."""
        side = np.array([-1.0 if mirrored else 1.0, 1.0])
        line = smooth(np.array(course)[:, :2] * side, 10)
        width = smooth(np.array(course)[:, 2:], 10).clip(0.08)
        along = np.gradient(line, axis=0)
        along /= np.linalg.norm(along, axis=1)[:, None]
        across = np.stack([-along[:, 1], along[:, 0]], axis=1) * width
        outline = self.at(np.vstack([line + across, (line - across)[::-1]]))
        edge, dark = mix(colour, INK, 0.5), mix(colour, SHADOW, 0.16)
        self.canvas.solid([outline], Finish(colour, dark, edge, 2.5, (2.0, 3.0)))
        for share in (-0.5, 0.0, 0.5) if float(width.max()) > 1 else ():
            self.canvas.line(
                self.at(line + across * share)[6:-6], mix(colour, WHITE, 0.45), 2, 0.8
            )

    def fan(self, points: Points, *, mirrored: bool = False) -> None:
        """Paint the iliacus, whose fibres gather from the wing of the pelvis at the thigh bone."""
        self.area(points, ILIACUS, mirrored=mirrored)
        side = np.array([-1.0 if mirrored else 1.0, 1.0])
        shape = np.array(points) * side
        end, waist = shape[8], (shape[6] + shape[10]) / 2
        for top in shape[1:5] * 0.9 + shape.mean(axis=0) * 0.1:
            fibre = smooth(np.array([top, top * 0.35 + waist * 0.65, waist * 0.4 + end * 0.6]), 8)
            self.canvas.line(self.at(fibre), mix(ILIACUS, WHITE, 0.45), 2, 0.7)

    def vertebra(self, middle: tuple[float, float], half: tuple[float, float], tip: float) -> None:
        """Paint the body of a vertebra and the disc below it."""
        c, s = np.cos(np.radians(tip)), np.sin(np.radians(tip))
        turn = np.array([[c, -s], [s, c]])
        for colour, low, high, wide in ((CARTILAGE, -2.2, -1.0, 0.86), (BONE, -1.3, 1.3, 1.0)):
            x = half[0] * wide
            box = [(-x, low), (-x * 0.9, (low + high) / 2), (-x, high), (x, high),
                   (x * 0.9, (low + high) / 2), (x, low)]  # fmt: skip
            self.area([tuple(p) for p in np.array(box) @ turn.T + middle], colour)

    def number(self, number: int, disc: tuple[float, float], target: tuple[float, float]) -> None:
        """Point at a part with a number."""
        start, end = self.at([disc, target])
        self.canvas.line(np.array([start, end]), INK, 2.5)
        self.canvas.fill([ring(end, 6)], INK)
        self.canvas.fill([ring(start, DISC)], INK)
        write(self.canvas, str(number), (float(start[0]), float(start[1])), Pen(25, WHITE, 0.2))


def muscle() -> Pixels:
    """Draw psoas major (1) and minor (2), iliacus (3), spine (4), pelvis (5), thigh bone (6)."""
    canvas = Painting(*SIZE, PAPER)
    _front(_View(canvas, MIDDLES[0]))
    _side(_View(canvas, MIDDLES[1]))
    return canvas.pixels()


def _front(view: _View) -> None:
    view.body(FRONT_BODY + [(-x, y) for x, y in reversed(FRONT_BODY[1:-1])])
    for height, wide in FRONT_SPINE:
        view.area(
            [(-5.2, height + 0.3), (0, height - 0.5), (5.2, height + 0.3), (0, height + 0.8)], BONE
        )
        view.vertebra((0, height), (wide, 1.3), 0)
    view.area(FRONT_SACRUM + [(-x, y) for x, y in reversed(FRONT_SACRUM[1:-1])], BONE)
    for mirrored in (False, True):
        side = -1 if mirrored else 1
        view.area(FRONT_PELVIS, BONE, mirrored=mirrored)
        view.canvas.fill([view.at(ring((side * 4.6, -4.0), 1.6, 2.0))], mix(BODY, SHADOW, 0.12))
        view.area(FRONT_FEMUR, BONE, mirrored=mirrored)
        view.fan(FRONT_ILIACUS, mirrored=mirrored)
        view.muscle(FRONT_MAJOR, MAJOR, mirrored=mirrored)
        view.muscle(FRONT_MINOR, MINOR, mirrored=mirrored)
    for number in FRONT_NUMBERS:
        view.number(*number)


def _side(view: _View) -> None:
    view.body(SIDE_BODY)
    for x, y, tip in SIDE_SPINE:
        view.area([(x - 1.4, y + 0.7), (x - 4.0, y + 0.4), (x - 5.6, y - 1.4), (x - 4.6, y - 1.9),
                   (x - 1.4, y - 0.6)], BONE)  # fmt: skip
        view.vertebra((x, y), (1.85, 1.3), tip)
    view.area(SIDE_SACRUM, BONE)
    view.area(SIDE_FEMUR, BONE)
    view.area(SIDE_PELVIS, BONE)
    view.canvas.fill([view.at(ring((1.0, -4.4), 2.0, 1.5))], mix(BODY, SHADOW, 0.12))
    view.fan(SIDE_ILIACUS)
    view.muscle(SIDE_MAJOR, MAJOR)
    view.muscle(SIDE_MINOR, MINOR)
    for number in SIDE_NUMBERS:
        view.number(*number)
