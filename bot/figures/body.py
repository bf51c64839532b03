"""The flesh on the bones: torso, legs, feet and arms as chains of ellipsoids."""

import math
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

import numpy as np

from bot.figures import toes
from bot.figures.camera import Chain, ball, ellipsoid, join
from bot.figures.flesh import LIMBS, NECK, POINT, profile
from bot.figures.geometry import Array, blend
from bot.figures.hand import hand
from bot.figures.knee import Knee
from bot.figures.people import Girth
from bot.figures.skeleton import BONES, SIDES, Skeleton

#: From the seat to the shoulder blades: shares of the trunk, and half thicknesses behind it.
STRAIGHT_BACK = ((0.10, 0.76), (0.122, 0.100))
#: By how many degrees a trunk leans from bent hips when its back begins to be so straight, and is.
LEANS = (30.0, 50.0)
#: By how many degrees a back is bent forward when it begins to round in one curve, and does.
ROUNDS = (20.0, 40.0)
#: By how many degrees a trunk leans back when it begins to be held straight, is so, and lies.
HOLDS = (17.0, 27.0, 45.0, 58.0)
#: Shares of a trunk that is held so, and by how many metres its belly is flatter there.
FLAT_BELLY = ((0.0, 0.2, 0.32, 0.5, 0.64), (0.008, 0.015, 0.010, 0.012, 0))
#: By how many degrees a back is bent when its belly begins to be pushed forward, and is, between
#: which shares of the trunk, and by how many metres: it would look pinched.
CURLS, BELLY, PUSHED = (15.0, 70.0), (0.12, 0.86), 0.032
#: How far before the hip joint the crease between trunk and thigh begins, in metres.
CREASE = 0.01
#: How round a hem ends in that crease, in metres.
ROUND = 0.05
STRAIGHT = 5.0  # degrees: a hip bent less has none
#: How far a hem stands off the body, as a share of what cloth does above it.
HEM = 0.4
#: Where the sleeve ends, as a share of the upper arm.
SLEEVE = 0.5
#: How much smaller a sleeve is at the shoulder of who lies on the back: it would look inflated.
FLATTER = 0.15
#: How directly a chest looks up when one begins to lie on the back, and does.
FACES_UP = (0.5, 0.9)

Pair = tuple[float, float]
P = ParamSpec("P")


def once(part: Callable[Concatenate["Body", P], Chain]) -> Callable[Concatenate["Body", P], Chain]:
    """Work out a part of a body once: it is drawn, cut out of others and shaded."""

    def remembered(body: "Body", /, *args: P.args, **options: P.kwargs) -> Chain:
        key = (part.__name__, *args, *options.items())
        if key not in body.parts:
            body.parts[key] = part(body, *args, **options)
        return body.parts[key]

    return wraps(part)(remembered)


class Body:
    """One pose of one person, to be asked for the chains of its parts."""

    def __init__(self, bones: Skeleton, girth: Girth, *, barefoot: bool = False) -> None:
        self.bones, self.girth, self.barefoot = bones, girth, barefoot
        self.parts: dict[object, Chain] = {}
        self._solids: dict[str, Chain] = {}

    @once
    def limb(
        self, name: str, side: str, span: Pair, *, count: int = 15, cloth: float = 0.0
    ) -> Chain:
        """Give a stretch of a limb; `cloth` is so much thicker, and ends in a straight hem."""
        upper, lower, *_ = LIMBS[name]
        full = self.girth.arm if upper in ("shoulder", "elbow") else self.girth.leg
        t = np.linspace(*span, count)
        front, back, wide = (profile(name, *span, count) * full + cloth).T
        f = self.bones.frames[f"{upper}_{side}"]
        a, b = self.bones.at[f"{upper}_{side}"], self.bones.at[f"{lower}_{side}"]
        middle = a + np.outer(t, b - a) + np.outer((front - back) / 2, f[:, 0])
        length = np.minimum(front + back, 2 * wide) * (0.12 if cloth else 0.27)
        length[-1] = 0.004 if cloth else length[-1]
        return _discs(middle, np.broadcast_to(f, (count, 3, 3)), (front + back) / 2, length, wide)

    @once
    def torso(
        self, start: float, end: float, *, count: int = 10, cloth: float = 0.0, fold: float = 0.0
    ) -> Chain:
        """Give a stretch of the trunk, 0 at the hips and 1 at the neck, thicker by `cloth`.

        Its front ends at the crease that a hip bent forward by `fold` degrees makes.
        """
        s = np.linspace(start, end, count)
        front, back, wide = profile("torso", start, end, count).T
        g, layer = self.girth, cloth * np.interp(s - start, [0, 0.08], [HEM, 1])
        full = np.interp(s, [0.05, 0.3, 0.5, 0.76, 0.95], [g.hips, g.belly, g.belly, g.chest, 1])
        front = front * (1 + (full - 1) * 1.35) + layer + self._belly(s)
        back = self._filled(s, back) * (1 + (full - 1) * 0.5) + layer
        wide = wide * np.interp(s, [0.3, 0.8, 0.95], [1.0, g.shoulders, 1.0]) * full + layer
        if fold > STRAIGHT:
            front = np.minimum(front, _crease(s, fold, round_from=start if cloth else None))
        frames, points = self.bones.stations(s)
        middle = points + frames[:, :, 0] * ((front - back) / 2)[:, None]
        length = np.full(count, 0.026 if cloth else 0.045)
        length[0] = 0.002 if cloth else length[0]  # cloth ends in a straight hem
        return _discs(middle, frames, (front + back) / 2, length, wide)

    def _filled(self, share: Array, back: Array) -> Array:
        """Return the half thickness behind a trunk: no hollow where it leans or rounds."""
        pose = self.bones.pose
        leans = min(pose["pitch"], *map(self.bones.hip_bend, SIDES))
        rounds = np.interp(pose["lumbar"] + pose["thorax"], ROUNDS, (0, 1))
        line = np.interp(share, *STRAIGHT_BACK, left=0, right=0)
        filled = max(np.interp(leans, LEANS, (0, 1)), rounds, self._held())
        return np.asarray(back + filled * np.maximum(line - back, 0))

    def _belly(self, share: Array) -> Array:
        """Return how much thicker a belly is in front: pushed forward by a curl, or held flat."""
        bow = self.bones.pose["lumbar"] + self.bones.pose["thorax"]
        swell = np.sin(math.pi * np.interp(share, BELLY, (0, 1))) ** 2
        pushed = PUSHED * np.interp(bow, CURLS, (0, 1)) * swell
        return np.asarray(pushed - self._held() * np.interp(share, *FLAT_BELLY))

    def _held(self) -> float:
        """Return how far a trunk leans back from the seat, held straight."""
        return float(np.interp(-self.bones.pose["pitch"], HOLDS, (0, 1, 1, 0)))

    def spot(
        self, share: float, forward: float, out: float, half: tuple[float, float, float]
    ) -> Chain:
        """Give one ellipsoid beside the spine."""
        f, p = self.bones.station(share)
        return ellipsoid(p + f[:, 0] * forward + f[:, 2] * out, f, half)

    @once
    def knee(self, side: str, cloth: float = 0.0) -> Chain:
        """Give the knee."""
        return Knee(self.bones, side, self.girth.leg).flesh(cloth)

    @once
    def leg(self, side: str) -> Chain:
        """Give the bare leg from hip to ankle."""
        thigh, shin = self.limb("thigh", side, (-0.02, 0.96)), self.limb("shin", side, (0.04, 1.0))
        return join(thigh, self.knee(side), shin)

    @once
    def hip(self, side: str, share: float = 1.0) -> Chain:
        """Give buttock and upper thigh, which join leg and pelvis under the cloth."""
        s, f = SIDES[side], self.bones.frames[f"hip_{side}"]
        pelvis, _ = self.bones.station(0.13)
        at = self.bones.at[f"hip_{side}"]
        g, h = self.girth.leg * share, self.girth.hips * share
        return join(
            self.spot(0.13, -0.012, s * 0.062, (0.094 * h, 0.045, 0.092 * h)),
            ellipsoid(
                at + pelvis[:, 2] * s * 0.004 - f[:, 0] * 0.004, f, (0.090 * g, 0.075, 0.088 * g)
            ),
        )

    def elbow(self, side: str) -> Chain:
        """Give the elbow, which has a slight corner outside where it is bent."""
        at, upper = self.bones.at[f"elbow_{side}"], self.bones.frames[f"shoulder_{side}"]
        lower, g = self.bones.frames[f"elbow_{side}"], self.girth.arm
        f, bent = blend(upper, lower, 0.5), 1 - float(upper[:, 1] @ lower[:, 1])
        core = ellipsoid(at, f, (0.0355 * g, 0.018, 0.034 * g))
        behind = float(np.interp(bent, (0, 1), POINT[:2])) * g
        return join(core, ball(at - f[:, 0] * behind, POINT[2] * g), core)

    @once
    def arm(self, side: str) -> Chain:
        """Give the bare arm from shoulder to wrist."""
        return join(
            self.limb("upper_arm", side, (-0.02, 0.95)), self.elbow(side),
            self.limb("forearm", side, (0.05, 1.0)),
        )  # fmt: skip

    @once
    def sleeve(self, side: str) -> Chain:
        """Give the shirt's sleeve, which lies flatter where one lies on the back."""
        g = self.girth.arm
        cap = ellipsoid(
            self.bones.at[f"shoulder_{side}"], self.bones.frames[f"shoulder_{side}"],
            (0.057 * g, 0.052 * g, 0.053 * g),
        )  # fmt: skip
        sleeve = cap + self.limb("upper_arm", side, (0.05, SLEEVE), count=6, cloth=0.008)
        flatter = 1 - FLATTER * self._lies() * np.linspace(1, 0, len(sleeve.centres))
        return Chain(sleeve.centres, sleeve.axes * flatter[:, None, None])

    def _lies(self) -> float:
        """Return how far one lies on the back."""
        return float(np.interp(self.bones.chest_frame[1, 0], FACES_UP, (0, 1)))

    def raised(self, side: str) -> float:
        """Return how far an arm is raised, from 0 (it hangs) to 1 (level, or higher)."""
        down = -self.bones.frames[f"shoulder_{side}"][:, 1]
        return float(np.clip((0.35 + down @ self.bones.chest_frame[:, 1]) / 0.6, 0, 1))

    @once
    def foot(self, side: str) -> Chain:
        """Give the foot, in its shoe unless it is bare."""
        if self.barefoot:
            return toes.bare(self.bones, side)
        return toes.along(self.bones, side, [
            (-.028, .040, .046, .036, .040), (.0, .050, .052, .044, .042),
            (.055, .040, .05, .034, .044), (.100, .028, .036, .026, .049),
            (.125, .025, .036, .023, .050), (.160, .021, .042, .019, .046),
        ])  # fmt: skip

    def upper(self, side: str) -> Chain:
        """Give the shoe above its sole."""
        return toes.along(self.bones, side, [
            (-.028, .045, .046, .031, .040), (.0, .055, .052, .039, .042),
            (.055, .045, .05, .029, .044), (.125, .030, .036, .018, .050),
            (.160, .026, .042, .014, .046),
        ])  # fmt: skip

    def sole(self, side: str) -> Chain:
        """Give the sole of the shoe."""
        return toes.along(self.bones, side, [
            (-.030, .008, .046, .008, .040), (.04, .008, .04, .008, .036),
            (.100, .008, .025, .008, .048), (.125, .008, .03, .008, .050),
            (.163, .008, .040, .008, .044),
        ])  # fmt: skip

    @property
    def neck_girth(self) -> float:
        """Return how much fuller than the table the neck is."""
        return 1 + (self.girth.shoulders - 1) * 0.8

    def neck(self) -> Chain:
        """Give the neck, which widens from the skull down to back and shoulders."""
        at, f, head = self.bones.at, self.bones.frames["neck"], self.bones.frames["head"]
        along, forward, deep, wide = NECK.T
        middle = at["neck"] + np.outer(along, f[:, 1]) + np.outer(forward, f[:, 0])
        half = np.stack([deep, np.full(len(NECK), 0.012), wide], axis=1) * self.neck_girth
        flesh = Chain(middle, np.asarray(f * half[:, None, :]))
        return flesh + ellipsoid(
            at["head"] - head[:, 1] * 0.04 - head[:, 0] * 0.015, head, (0.05, 0.03, 0.048)
        )

    def skull(self) -> Chain:
        """Give the head with its hair, for shadow, framing and contact."""
        return ellipsoid(self.bones.at["head"], self.bones.frames["head"], (0.102, 0.126, 0.084))

    def solids(self) -> dict[str, Chain]:
        """Give every part that may touch the ground."""
        self._solids = self._solids or self._all_solids()
        return self._solids

    def _all_solids(self) -> dict[str, Chain]:
        parts = {"torso": self.torso(-0.09, 1.0), "head": self.skull()}
        for side in SIDES:
            foot = self.foot(side)
            parts[f"leg_{side}"] = self.leg(side)
            parts[f"foot_{side}"] = foot if self.barefoot else foot + self.sole(side)
            parts[f"arm_{side}"] = self.arm(side)
            for i, finger in enumerate(hand(self.bones, side)):
                parts[f"hand_{side}" + (f" finger {i}" if i else "")] = finger
        return parts


def _crease(share: Array, fold: float, round_from: float | None) -> Array:
    """Return how far before the spine the crease lies, which halves the angle to the thigh.

    A hem at the share `round_from` turns into the crease in a curve: it would end in a spike.
    """
    slope = math.tan(math.radians(fold) / 2)
    crease: Array = CREASE + share * BONES["spine"] / slope
    if round_from is None:
        return np.asarray(crease)
    above = np.clip((share - round_from) * BONES["spine"] / ROUND, 0, 1)
    return np.asarray(crease - ROUND / 2 * (1 - above) ** 2)


def _discs(middle: Array, frames: Array, front: Array, length: Array, wide: Array) -> Chain:
    half = np.stack([front, length, wide], axis=1)
    return Chain(middle, np.asarray(frames * half[:, None, :]))
