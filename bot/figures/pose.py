"""From key poses to a pose at every moment of the loop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.figures.channels import Arm, Carried, Channels, Leg, Pose
from bot.figures.geometry import Array, hermite, smooth
from bot.figures.schema import Figure, Part

FPS = 25
RING_FADE = 0.2  # seconds
LEAVES = (0.1, 0.3)  # of the way to another pose: between them an inset fades away

Numbers = Mapping[str, float]


@dataclass(frozen=True)
class Counted:
    """How much of a hold or of a slow move has passed: for the ring in the picture's corner."""

    share: float
    opacity: float = 1.0
    number: int | None = None  # the second that is counted; a hold shows none


#: Channels that count the way when the figure walks on.
PLACES = ("x", "leg_r.x", "leg_l.x")


def _defaults() -> dict[str, float]:
    """Return the resting value of every channel."""

    def numbers(prefix: str, model: type[Channels]) -> dict[str, float]:
        return {
            prefix + name: float(field.default)
            for name, field in model.model_fields.items()
            if isinstance(field.default, int | float)
        }

    rest = numbers("", Pose)
    for side in "rl":
        rest |= numbers(f"leg_{side}.", Leg) | numbers(f"arm_{side}.", Arm)
    for thing in ("ball", "pillow", "kettlebell"):
        rest |= numbers(f"{thing}.", Carried)
    return rest


class Motion:
    """The loop of one figure: channels as smooth curves through the key poses.

    A curve stands still at a stop or a hold and flows through where `stop: false`; the last step
    leads back to the first key, `travel` further on.
    """

    def __init__(self, figure: Figure) -> None:
        self.figure = figure
        self.keys = _keys(figure)
        self.channels = list(self.keys[figure.keys[0].id])
        self._lay_out()
        self.seconds = float(self._times[-1])
        self.frames = round(self.seconds * FPS)

    def at(self, time: float) -> dict[str, float]:
        """Return all channels at a time; after the end, the loop starts again."""
        turns, t = divmod(time, self.seconds)
        i = int(np.clip(np.searchsorted(self._times, t + 1e-9) - 1, 0, len(self._times) - 2))
        width = float(self._times[i + 1] - self._times[i])
        start, end = ((self._values[j], self._leaving[j]) for j in (i, i + 1))
        values = hermite((t - self._times[i]) / width, width, start, end) + turns * self._way
        held = np.round(values, 9)  # in a hold its last digits would make each frame another pose
        return dict(zip(self.channels, held.tolist(), strict=True))

    def frame(self, number: int) -> dict[str, float]:
        """Return all channels of one frame of the film."""
        return self.at(number * self.seconds / self.frames)

    def key(self, name: str) -> dict[str, float]:
        """Return a key pose."""
        return dict(self.keys[name])

    def between(self, names: Sequence[str], count: int = 48) -> list[dict[str, float]]:
        """Return poses on an even way through some key poses, for an arrow to follow."""
        rows = np.array([[self.keys[name][c] for c in self.channels] for name in names])
        pieces = -(-count // (len(names) - 1))
        return [
            dict(zip(self.channels, row, strict=True)) for row in smooth(rows, pieces).tolist()
        ]

    def ring(self, time: float) -> Counted | None:
        """Return how much of the taught hold or count has passed, and how visible its ring is."""
        t = time % self.seconds
        for start, end, counts in self._rings:
            if start <= t < end:
                fade = min(1.0, (t - start + 0.5 / FPS) / RING_FADE, (end - t) / RING_FADE)
                share = (t - start) / (end - start - 1 / FPS)
                return Counted(share, fade, int(t - start + 1e-6) + 1 if counts else None)
        return None

    def within(self, time: float, names: Sequence[str]) -> float:
        """Return how far the figure is in key poses or between two of them, from 0 to 1.

        It changes in the first part of the way to another pose, and in the last part back.
        """
        t = time % self.seconds
        i = int(np.searchsorted(self._times, t + 1e-9)) - 1
        way = (t - self._times[i]) / (self._times[i + 1] - self._times[i])
        before, after = (float(name in names) for name in self._names[i : i + 2])
        left, coming = (float(np.interp(part, LEAVES, (1, 0))) for part in (way, 1 - way))
        return max(before * left, after * coming, min(before, after))

    def holds(self) -> list[float]:
        """Return the middle of every hold, where the figure must be able to stay."""
        pairs = zip(self._times, self._times[1:], self._names, self._names[1:], strict=False)
        return [float(a + b) / 2 for a, b, name, after in pairs if name == after]

    def layers(self, time: float) -> tuple[Part, ...]:
        """Return the order of parts that the loop asks for at a time; empty for the usual one."""
        t, start = time % self.seconds, 0.0
        for step in self.figure.loop:
            start += step.hold + step.move
            if t < start - 1e-9:
                return step.layers
        return ()

    def nearest_key(self, time: float) -> str:
        """Return the name of the key pose nearest to a moment, so that a fault can be found."""
        away = np.abs(self._times - time % self.seconds)
        return self._names[int(np.argmin(away))]

    def _lay_out(self) -> None:
        """Put the keys on the time line and choose the speed at which each is passed."""
        times, names, stops = [0.0], [], []
        self._rings: list[tuple[float, float, bool]] = []
        for step in self.figure.loop:
            if step.ring:
                self._rings.append((times[-1], times[-1] + step.hold, False))
            if step.count:
                self._count(times[-1] + step.hold, step.move)
            stop = step.stop or step.hold > 0
            for duration in (step.hold, step.move) if step.hold else (step.move,):
                names.append(step.key)
                stops.append(stop)
                times.append(times[-1] + duration)
        self._times = np.array(times)
        self._names = [*names, names[0]]
        self._way = np.array(
            [self.figure.travel if channel in PLACES else 0.0 for channel in self.channels]
        )
        rows = [[self.keys[name][channel] for channel in self.channels] for name in names]
        self._values = np.array([*rows, rows[0]]) + 0.0
        self._values[-1] += self._way
        flows = ~np.array([*stops, stops[0]])
        self._leaving = self._slopes() * flows[:, None]

    def _count(self, start: float, move: float) -> None:
        """Let a ring count a move, going on from the move before it."""
        end = start + move
        if self._rings and self._rings[-1][1:] == (start, True):
            start = self._rings.pop()[0]
        self._rings.append((start, end, True))

    def _slopes(self) -> Array:
        """Return a slope for every key that never overshoots: 0 at a peak, a mean elsewhere."""
        before = self._values[-2] - self._way
        after = self._values[1] + self._way
        values = np.vstack([before, self._values, after])
        last, first = self._times[-1] - self._times[-2], self._times[1]
        steps = np.concatenate([[last], np.diff(self._times), [first]])[:, None]
        rises = np.diff(values, axis=0) / steps
        left, right = rises[:-1], rises[1:]
        mean = (left * steps[1:] + right * steps[:-1]) / (steps[1:] + steps[:-1])
        limit = 3 * np.minimum(np.abs(left), np.abs(right))
        return np.where(left * right > 0, np.clip(mean, -limit, limit), 0.0)


def _keys(figure: Figure) -> dict[str, dict[str, float]]:
    """Complete every key pose from what it is like, the base, and the resting values."""
    base = _defaults() | dict(figure.base.numbers())
    poses: dict[str, dict[str, float]] = {}
    for key in figure.keys:
        start = poses[key.like] if key.like else base
        poses[key.id] = start | dict(key.pose.numbers())
    every = dict.fromkeys(name for pose in poses.values() for name in pose)
    return {
        name: {channel: pose.get(channel, base.get(channel, 0.0)) for channel in every}
        for name, pose in poses.items()
    }
