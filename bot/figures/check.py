"""Measure every frame of a motion and say what no body could do.

Each measure is the worst of all frames, with the moment it happened; the limits stand in LIMITS.
"""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from bot.figures import motion, prop
from bot.figures.body import Body
from bot.figures.geometry import Array, bend
from bot.figures.pose import FPS
from bot.figures.scene import Scene, Shown
from bot.figures.skeleton import BONES, SIDES, Skeleton

TOUCH = 0.008  # metres above the ground below which a foot touches it
#: How much larger than any other step the one over the seam may be.
SEAM = 1.05
UNSEEN = 0.5  # of 255, on average: the codec alone changes a still picture by about so much
STANDING = 0.06  # how far a weight may lie outside the feet
BENDS = (("knee", "hip", "knee", "ankle"), ("elbow", "shoulder", "elbow", "wrist"))
LENGTHS = (("thigh", "hip", "knee"), ("shin", "knee", "ankle"),
           ("upper_arm", "shoulder", "elbow"), ("forearm", "elbow", "wrist"))  # fmt: skip
FAST = tuple(f"{joint}_{side}" for joint in ("knee", "elbow", "ankle", "wrist") for side in SIDES)
#: Share of the body's weight, from joint, to joint.
WEIGHTS = ((0.10, "hip", "knee"), (0.045, "knee", "ankle"), (0.015, "heel", "toe"),
           (0.027, "shoulder", "elbow"), (0.022, "elbow", "wrist"))  # fmt: skip
KETTLEBELL = 0.16

#: Values, and the limb, joint or channel each belongs to.
Found = Iterator[tuple[float, str]]


@dataclass(frozen=True)
class Limit:
    """The most that is allowed, and what it means to a person who reads it."""

    most: float
    says: str


LIMITS = {
    "loop gap": Limit(1e-6, "the loop does not end as it starts, by {:.3f}"),
    "miss": Limit(5, "{what} misses its place by {:.0f} mm: an impossible reach"),
    "bone drift": Limit(1, "{what} changes its length by {:.1f} mm"),
    "slide": Limit(1, "{what} slides {:.1f} mm in a frame though it is pinned"),
    "drag": Limit(20, "{what} drags {:.0f} mm over the floor in a loop"),
    "sunk": Limit(12, "{what} is {:.0f} mm below the ground"),
    "knee bend": Limit(150, "{what} is bent by {:.0f} degrees"),
    "elbow bend": Limit(150, "{what} is bent by {:.0f} degrees"),
    "knee backwards": Limit(8, "{what} bends backwards by {:.0f} mm"),
    "speed": Limit(6, "{what} moves at {:.1f} m/s"),
    "unbalanced": Limit(1000 * STANDING, "the weight is {:.0f} mm outside the feet"),
    "outside": Limit(0, "{what} is {:.0f} pixels outside the picture"),
    "jolt": Limit(30, "{what} changes its speed by {:.0f} mm a frame at once"),
    "stall": Limit(75, "the movement loses {:.0f} % of its speed halfway: let it flow"),
    "pop": Limit(10, "the outline of {what} jumps by {:.1f} pixels"),
    "flash": Limit(100, "the colour of {what} changes by {:.0f} of 255 in a frame"),
}
#: What needs the whole film to be traced, which takes longest.
DRAWN = ("pop", "flash")


@dataclass(frozen=True)
class Worst:
    """The worst value of one measure, where and when."""

    value: float
    what: str = ""
    time: float = 0.0


def seam(loop: Path) -> float:
    """Compare the step from the last frame to the first with the largest other step."""
    from bot.figures import film  # noqa: PLC0415  # poses are measured without the codec

    frames = [pixels.astype(np.int16) for pixels in film.decode(loop)]
    steps = [float(np.abs(a - b).mean()) for a, b in pairwise(frames)]
    return float(np.abs(frames[-1] - frames[0]).mean()) / max(*steps, UNSEEN)


@dataclass(frozen=True)
class Report:
    """All measures of one exercise, and the sentences about those over their limit."""

    measures: dict[str, Worst]
    faults: list[str]


def check(scene: Scene, *, drawn: bool = False) -> Report:
    """Measure the loop and every key of the board; `drawn`: what is painted of it too."""
    worst = {name: Worst(0.0) for name in LIMITS if drawn or name not in DRAWN}
    measures = [_measures(scene), _smoothness(scene), _drawn(scene) if drawn else ()]
    for name, time, found in itertools.chain.from_iterable(measures):
        for value, what in found:
            if value > worst[name].value:
                worst[name] = Worst(value, what, time)
    faults = [_sentence(scene, name, found) for name, found in worst.items()
              if found.value > LIMITS[name].most]  # fmt: skip
    return Report(worst, faults + _key_faults(scene) + _undrawn(scene))


def _undrawn(scene: Scene) -> list[str]:
    """Return a fault for each thing of the figure that leaves no mark on its first frame."""
    canvas = motion.Tracer(*scene.figure.size)
    scene.moment(canvas, scene.camera(scene.figure.size), 0.0)
    return [f"props: nothing draws a {kind}." for kind in scene.things if kind not in canvas.seen]


def _measures(scene: Scene) -> Iterator[tuple[str, float, Found]]:
    """Yield every measure by name, when it was taken, and what was found."""
    m = scene.motion
    times = [i * m.seconds / m.frames for i in range(m.frames + 1)]
    poses = [m.at(t) for t in times]
    bodies = [scene.body(pose) for pose in poses]
    yield "loop gap", 0.0, _gap(scene)
    for time, body in zip(times, bodies, strict=True):
        for name, found in _still(scene, body):
            yield name, time, found
    for time, (before, after) in zip(times[1:], pairwise(bodies), strict=True):
        yield "slide", time, _slide(before.bones, after.bones)
        yield "speed", time, _speed(before.bones, after.bones)
    yield "drag", 0.0, _drag([body.bones for body in bodies])
    for time in m.holds() if scene.figure.balanced else ():
        yield "unbalanced", time, _unbalanced(scene, scene.bones(m.at(time)))
    shown: list[Shown] = [(pose, scene.walked(t)) for pose, t in zip(poses, times, strict=True)]
    yield "outside", 0.0, _outside(scene, shown)


def _smoothness(scene: Scene) -> Iterator[tuple[str, float, Found]]:
    m = scene.motion
    frames = [scene.bones(m.frame(i)) for i in range(m.frames)]
    for number, change, joint in motion.jolts(frames):
        yield "jolt", number / FPS, iter([(change, joint)])
    for number, lost in motion.stalls(scene, frames):
        yield "stall", number / FPS, iter([(lost, "")])


def _drawn(scene: Scene) -> Iterator[tuple[str, float, Found]]:
    frames = motion.traced(scene)
    for name, measure in (("pop", motion.pops), ("flash", motion.flashes)):
        for number, change, part in measure(frames):
            yield name, number / FPS, iter([(change, part)])


def _sentence(scene: Scene, name: str, found: Worst) -> str:
    key = scene.motion.nearest_key(found.time)
    text = LIMITS[name].says.format(found.value, what=found.what)
    return f"keys, {key!r} (at {found.time:.2f} s): {text}."


def _key_faults(scene: Scene) -> list[str]:
    """Yield the faults of keys that stand on the board only."""
    looped = {step.key for step in scene.figure.loop}
    faults = []
    panels = scene.figure.storyboard
    shown = [panel.key for panel in panels]
    shown += [panel.lens.key for panel in panels if panel.lens and panel.lens.key]
    for name in dict.fromkeys(shown):
        if name in looped:
            continue
        for measure, found in _still(scene, scene.body(scene.motion.key(name))):
            value, what = max(found, default=(0.0, ""))
            if value > LIMITS[measure].most:
                faults.append(f"keys, {name!r}: {LIMITS[measure].says.format(value, what=what)}.")
    return faults


def _still(scene: Scene, body: Body) -> Iterator[tuple[str, Found]]:
    """Yield the measures that need one pose only."""
    yield "miss", _misses(body.bones)
    yield "bone drift", _lengths(body.bones)
    yield "sunk", _sunk(scene, body)
    for joint, a, b, c in BENDS:
        yield f"{joint} bend", _bends(body.bones, joint, a, b, c)
    yield "knee backwards", _backwards(body.bones)


def _gap(scene: Scene) -> Found:
    start, end = scene.motion.at(0.0), scene.motion.at(scene.motion.seconds - 1e-9)
    for channel in start:
        way = scene.figure.travel if channel in ("x", "leg_r.x", "leg_l.x") else 0.0
        yield abs(start[channel] + way - end[channel]), channel


def _misses(bones: Skeleton) -> Found:
    for limb, miss in bones.miss.items():
        yield 1000 * miss, limb


def _lengths(bones: Skeleton) -> Found:
    for bone, a, b in LENGTHS:
        for side in SIDES:
            length = float(np.linalg.norm(bones.at[f"{a}_{side}"] - bones.at[f"{b}_{side}"]))
            yield 1000 * abs(length - BONES[bone]), f"{bone}_{side}"


def _sunk(scene: Scene, body: Body) -> Found:
    for part, chain in body.solids().items():
        yield -1000 * chain.lowest(), part
    for thing in scene.figure.props:
        solid = prop.solid(thing, body.bones)
        if solid is not None:
            yield -1000 * solid.lowest(), thing.kind


def _bends(bones: Skeleton, joint: str, a: str, b: str, c: str) -> Found:
    for side in SIDES:
        yield bend(*(bones.at[f"{name}_{side}"] for name in (a, b, c))), f"{joint}_{side}"


def _backwards(bones: Skeleton) -> Found:
    """The knee must lie on the front side of the line from hip to ankle."""
    for side in SIDES:
        middle = (bones.at[f"hip_{side}"] + bones.at[f"ankle_{side}"]) / 2
        front = bones.frames[f"hip_{side}"][:, 0] + bones.frames[f"knee_{side}"][:, 0]
        yield -1000 * float((bones.at[f"knee_{side}"] - middle) @ front), f"knee_{side}"


def _pin(bones: Skeleton, side: str) -> tuple[float, ...] | None:
    """Return the place to which a foot is pinned."""
    leg = f"leg_{side}."
    if bones.pose[leg + "ik"] < 0.999:
        return None
    return tuple(bones.pose[leg + axis] for axis in ("x", "y", "z", "pivot"))


def _slide(a: Skeleton, b: Skeleton) -> Found:
    for side in SIDES:
        before, after = _pin(a, side), _pin(b, side)
        if before is None or after is None or not np.allclose(before, after, atol=1e-9):
            continue
        point = f"ball_{side}" if before[3] > 0.5 else f"sole_{side}"
        yield 1000 * float(np.linalg.norm(a.at[point] - b.at[point])), f"foot_{side}"


def _drag(frames: list[Skeleton]) -> Found:
    """Add up how far a foot moves along the floor while its heel or its ball touches it."""
    for side in SIDES:
        total = 0.0
        for a, b in pairwise(frames):
            ways = [(a.at[point], b.at[point]) for point in (f"heel_{side}", f"ball_{side}")]
            total += max((math.hypot(p[0] - q[0], p[2] - q[2]) for p, q in ways
                          if max(p[1], q[1]) < TOUCH), default=0.0)  # fmt: skip
        yield 1000 * total, f"foot_{side}"


def _speed(a: Skeleton, b: Skeleton) -> Found:
    for joint in (*FAST, "head", "pelvis"):
        yield float(np.linalg.norm(a.at[joint] - b.at[joint])) * FPS, joint


def _unbalanced(scene: Scene, bones: Skeleton) -> Found:
    feet = [side for side in SIDES if bones.pose[f"leg_{side}.ik"] > 0.999]
    if feet:
        x = float(_weight(scene, bones)[0])
        back = min(min(bones.at[f"heel_{s}"][0], bones.at[f"ball_{s}"][0]) for s in feet)
        front = max(bones.at[f"toe_{s}"][0] for s in feet)
        yield 1000 * max(float(back) - x, x - float(front)), "weight"


def _weight(scene: Scene, bones: Skeleton) -> Array:
    """Return the centre of mass, with what the hands hold."""
    at = bones.at
    parts = [(0.43, bones.spine[5]), (0.07, bones.spine[0]), (0.08, at["head"])]
    parts += [
        (share, (at[f"{a}_{s}"] + at[f"{b}_{s}"]) / 2) for share, a, b in WEIGHTS for s in SIDES
    ]
    for thing in scene.figure.props:
        if thing.kind == "kettlebell" and not bones.pose["kettlebell.floor"]:
            parts.append((KETTLEBELL, np.asarray(prop.place(thing, bones))))
    return np.asarray(sum(share * p for share, p in parts) / sum(share for share, _ in parts))


def _outside(scene: Scene, shown: list[Shown]) -> Found:
    """Look whether every frame of the film is whole."""
    width, height = scene.figure.size
    low, high = scene.extent(scene.camera((width, height)), shown)
    over = (-low[0], -low[1], high[0] - width, high[1] - height)
    for pixels, side in zip(over, ("left", "top", "right", "bottom"), strict=True):
        yield float(pixels), f"the {side} of the figure"
