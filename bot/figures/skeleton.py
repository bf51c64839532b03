"""From the channels of a pose to bones in the room."""

import math
from dataclasses import dataclass, field

import numpy as np

from bot.figures.geometry import Array, lean, tilt, turn, upright
from bot.figures.pose import Numbers

HEIGHT = 1.70

#: Shares of the height, after common anthropometric tables.
BONES = {
    name: share * HEIGHT
    for name, share in {
        "thigh": 0.245, "shin": 0.246, "ankle": 0.045, "heel": 0.045, "ball": 0.075, "toe": 0.112,
        "upper_arm": 0.172, "forearm": 0.150, "hand": 0.098,
        "spine": 0.292, "neck": 0.040, "skull": 0.066, "hip_half": 0.050, "shoulder_half": 0.095,
    }.items()
}  # fmt: skip

#: Five lumbar and five thoracic pieces, so that a back can round.
PIECES = 10
SHOULDER_HEIGHT = 0.87  # of the spine
SIDES = {"r": 1.0, "l": -1.0}


@dataclass
class Skeleton:
    """One pose in the room: joints by name, frames of bones by name."""

    pose: Numbers
    spine: Array  # the joints from hip centre to the seventh neck vertebra
    spine_frames: Array
    at: dict[str, Array] = field(default_factory=dict)
    frames: dict[str, Array] = field(default_factory=dict)
    miss: dict[str, float] = field(default_factory=dict)  # how far a hand or foot fell short
    _stations: dict[float, tuple[Array, Array]] = field(default_factory=dict)

    @property
    def pelvis_frame(self) -> Array:
        """The frame of the pelvis."""
        return np.asarray(self.spine_frames[0])

    @property
    def chest_frame(self) -> Array:
        """The frame of the chest."""
        return np.asarray(self.spine_frames[-2])

    def hip_bend(self, side: str) -> float:
        """Return by how many degrees a hip is bent forward; below 0 it is stretched back."""
        forward, up, _ = -self.frames[f"hip_{side}"][:, 1] @ self.pelvis_frame
        return math.degrees(math.atan2(forward, -up))

    def station(self, share: float) -> tuple[Array, Array]:
        """Give frame and point at a share of the spine, also a little beyond its ends."""
        if share not in self._stations:
            frames, points = self.stations(np.array([share]))
            self._stations[share] = frames[0], points[0]
        return self._stations[share]

    def stations(self, shares: Array) -> tuple[Array, Array]:
        """Give frames (n, 3, 3) and points (n, 3) at shares of the spine."""
        within = np.clip(shares, 0, 1) * PIECES
        low = np.minimum(within.astype(int), PIECES - 1)
        u = (within - low)[:, None]
        below, above = self.spine_frames[low], self.spine_frames[low + 1]
        frames = upright(below * (1 - u[..., None]) + above * u[..., None])
        beyond = (shares - np.clip(shares, 0, 1))[:, None] * BONES["spine"]
        points = self.spine[low] * (1 - u) + self.spine[low + 1] * u + frames[:, :, 1] * beyond
        return frames, points

    def place(self, name: str, forward: float, down: float, out: float = 0.0) -> Array:
        """Give a point beside a joint, in the frame of the bone of that name."""
        f = self.frames[name]
        return np.asarray(self.at[name] + f[:, 0] * forward - f[:, 1] * down + f[:, 2] * out)


def trunk(pose: Numbers, *, level_head: bool) -> Skeleton:
    """Place spine, neck and head."""
    frames, points = [np.eye(3)], [np.zeros(3)]
    for i in range(PIECES):
        bow = (pose["lumbar"] if i < PIECES // 2 else pose["thorax"]) / (PIECES // 2)
        piece = tilt(bow) @ lean(pose["side"] / PIECES) @ turn(pose["twist"] / PIECES)
        frames.append(frames[-1] @ piece)
        points.append(points[-1] + frames[-1][:, 1] * BONES["spine"] / PIECES)
    world = turn(pose["turn"]) @ tilt(pose["pitch"]) @ lean(pose["roll"])
    origin = np.array([pose["x"], pose["y"], pose["z"]])
    if pose["anchor_neck"]:
        world = world @ frames[-1].T
        origin = origin - world @ points[-1]
    bones = Skeleton(
        pose, np.array(points) @ world.T + origin, np.array([world @ f for f in frames])
    )
    bones.at["pelvis"], bones.at["neck"] = bones.spine[0], bones.spine[-1]
    _add_head(bones, level=level_head)
    return bones


def _add_head(bones: Skeleton, *, level: bool) -> None:
    p = bones.pose
    if level:
        neck = turn(p["turn"]) @ tilt(p["neck_level"])
        head = turn(p["turn"]) @ tilt(p["head_level"])
    else:
        neck = bones.spine_frames[-1] @ tilt(p["neck"])
        head = neck @ tilt(p["head"])
    head = head @ turn(p["head_turn"])
    bones.frames |= {"neck": neck, "head": head}
    bones.at["skull"] = bones.at["neck"] + neck[:, 1] * BONES["neck"]
    bones.at["head"] = bones.at["skull"] + head[:, 1] * BONES["skull"] + head[:, 0] * 0.012
