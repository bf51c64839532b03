"""Whether a motion is smooth: no jumps, no stop-and-go, no part or colour that pops.

Joints are measured in the room. What is drawn is measured on the picture, by a canvas that
remembers every outline instead of painting it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import numpy as np

from bot.figures.camera import DIRECTIONS, NORMALS
from bot.figures.canvas import Canvas, Finish, Pixels, Shape, rgb
from bot.figures.geometry import Array
from bot.figures.pose import FPS
from bot.figures.scene import Scene
from bot.figures.skeleton import Skeleton

#: Parts that may change at once: a blink, the ring that appears, shadows that grow and vanish.
LIVELY = {"head", "ring", "shadow"}
SLOW = 0.12  # metres a second: a movement that is slower all the time has no stop to be seen
GOING = 0.25  # metres a second: what still goes so fast does not look stopped
#: The outlines and colours of every part that is drawn in a frame.
Seen = dict[str, list[tuple[Array, Array]]]
Found = Iterator[tuple[float, str]]


def jolts(frames: list[Skeleton]) -> Iterator[tuple[int, float, str]]:
    """Yield how much the speed of each joint changes from frame to frame, in mm a frame."""
    names = [name for name in frames[0].at if not name.endswith("s")]
    places = np.array([[bones.at[name] for name in names] for bones in frames])
    change = 1000 * np.linalg.norm(np.diff(places, n=2, axis=0), axis=2)
    for number, joint in enumerate(np.argmax(change, axis=1).tolist()):
        yield number + 1, float(change[number, joint]), names[joint]


def stalls(scene: Scene, frames: list[Skeleton]) -> Iterator[tuple[int, float]]:
    """Yield where a movement nearly stops between its start and its end, in percent of speed."""
    joints = [name for name in frames[0].at if name[-2:] in ("_r", "_l")] + ["head", "pelvis"]
    places = np.array([[bones.at[name] for name in joints] for bones in frames])
    speed = FPS * np.linalg.norm(np.diff(places, axis=0), axis=2).max(axis=1)
    for first, last in _movements(scene):
        part = speed[first:last]
        for i in range(1, len(part) - 1):
            before, after = part[:i].max(), part[i + 1 :].max()
            if min(before, after) > SLOW and part[i] < GOING:
                yield first + i, 100 * float(1 - part[i] / min(before, after))


def _movements(scene: Scene) -> Iterator[tuple[int, int]]:
    """Yield the first and the last frame of each movement from one stop to the next."""
    time, start, stops = 0.0, 0.0, []
    for step in scene.figure.loop:
        if step.stop or step.hold:
            stops.append((time, time + step.hold))
        time += step.move + step.hold
    for (_, start), (end, _) in pairwise([*stops, (time, time)]):
        yield round(start * FPS) + 2, round(end * FPS) - 2


class Tracer(Canvas):
    """A canvas that remembers outlines and colours by part, and paints nothing."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.seen: Seen = {}
        self._part, self._opacity = "", 1.0

    def fill(self, shape: Shape, colour: str, opacity: float = 1.0) -> None:
        """Remember a filled shape."""
        self._remember(shape, colour, opacity)

    def blur(self, shape: Shape, colour: str, opacity: float, radius: float) -> None:
        """Remember a soft shape."""
        del radius
        self._remember(shape, colour, opacity)

    def solid(self, shape: Shape, finish: Finish) -> None:
        """Remember a surface by its lit colour."""
        self._remember(shape, finish.lit, 1.0)

    def model(self, shape: Shape, finish: Finish, *, within: Shape | None = None) -> None:
        """Leave light and shade out: they follow a surface that is remembered already."""

    def line(
        self, points: Array, colour: str, width: float, opacity: float = 1.0, *,
        closed: bool = False,
    ) -> None:  # fmt: skip
        """Remember a line."""
        del width, closed
        self._remember([points], colour, opacity)

    @contextmanager
    def clip(self, shape: Shape, *, outside: bool = False) -> Iterator[None]:
        """Draw on; what is cut off is drawn elsewhere."""
        del shape, outside
        yield

    @contextmanager
    def layer(self, opacity: float, shown: Pixels | None = None) -> Iterator[None]:
        """Remember how far the next shapes show."""
        del shown
        before, self._opacity = self._opacity, self._opacity * opacity
        yield
        self._opacity = before

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Remember the next shapes under a name."""
        before, self._part = self._part, name
        yield
        self._part = before

    def _remember(self, shape: Shape, colour: str, opacity: float) -> None:
        if not (points := np.array(list(shape))).size:
            return
        if points.shape[1] == DIRECTIONS:  # its reach is smooth where its corners change places
            reach = np.einsum("mdk,dk->md", points, NORMALS)
        else:
            reach = points.reshape(-1, 2)
        shown = self._opacity * opacity
        tint = np.array([*(shown * value for value in rgb(colour)), 255 * shown])
        self.seen.setdefault(self._part, []).append((reach, tint))


def traced(scene: Scene) -> list[Seen]:
    """Return what is drawn in every frame of the loop."""
    size = scene.figure.size
    camera = scene.camera(size)
    start, found = camera.offset, []
    for number in range(scene.motion.frames):
        time = number * scene.motion.seconds / scene.motion.frames
        camera.offset = start
        scene.follow(camera, scene.walked(time))
        canvas = Tracer(*size)
        scene.moment(canvas, camera, time)
        found.append(canvas.seen)
    return found


def pops(frames: list[Seen]) -> Iterator[tuple[int, float, str]]:
    """Yield how much the speed of an outline changes from frame to frame, in pixels."""
    for number in range(len(frames)):
        three = [frames[(number + i) % len(frames)] for i in (-1, 0, 1)]
        for part in sorted({part for seen in three for part in seen} - LIVELY - {""}):
            shapes = [seen.get(part, []) for seen in three]
            if len({len(one) for one in shapes}) > 1:
                continue  # it fades in or out: `flashes` sees that
            for a, b, c in zip(*shapes, strict=True):
                if a[0].shape == b[0].shape == c[0].shape:
                    yield number, float(np.abs(a[0] - 2 * b[0] + c[0]).max()), part


def flashes(frames: list[Seen]) -> Iterator[tuple[int, float, str]]:
    """Yield how much a colour changes from frame to frame, in 255ths, opacity included."""
    for number in range(len(frames)):
        before, after = frames[number - 1], frames[number]
        for part in sorted((before.keys() | after.keys()) - LIVELY - {""}):
            old, new = before.get(part, []), after.get(part, [])
            if len(old) == len(new):
                for a, b in zip(old, new, strict=True):
                    yield number, float(np.abs(a[1] - b[1]).max()), part
            else:
                yield number, max(float(tint[3]) for _, tint in (*old, *new)), part
