"""The channels of a pose: every number that may move. Angles in degrees, lengths in metres."""

import difflib
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field, model_validator

from bot.coach.documents import Document

Angle = Annotated[float, Field(ge=-200, le=200)]
Metres = Annotated[float, Field(ge=-3, le=5)]
Weight = Annotated[float, Field(ge=0, le=1)]


class Channels(Document):
    """A group of channels; refuses an unknown name and offers the nearest known one."""

    @model_validator(mode="before")
    @classmethod
    def _knows_every_name(cls, data: Any) -> Any:
        for name in data if isinstance(data, dict) else ():
            if name not in cls.model_fields:
                near = difflib.get_close_matches(str(name), cls.model_fields, n=1)
                hint = f"; did you mean {near[0]!r}?" if near else ""
                raise ValueError(f"there is no channel {name!r}{hint}")
        return data

    def numbers(self, prefix: str = "") -> Iterator[tuple[str, float]]:
        """Yield every number that was written, under its full name such as `leg_r.flex`."""
        for name in sorted(self.model_fields_set, key=lambda name: name not in ("legs", "arms")):
            value = getattr(self, name)
            if isinstance(value, Channels):
                sides = (
                    (f"{name[:-1]}_r", f"{name[:-1]}_l") if name in ("legs", "arms") else (name,)
                )
                for side in sides:
                    yield from value.numbers(f"{prefix}{side}.")
            elif value is not None:
                yield prefix + name, float(value)


class Leg(Channels):
    """A leg: its foot pinned in the room (`ik: 1`) or its joints turned (`ik: 0`)."""

    ik: Weight = 0
    x: Metres = 0
    y: Metres = 0
    z: Metres = 0
    foot: Angle = 0  # toes up
    pivot: Weight = 0  # 0: the sole under the ankle stays; 1: the ball of the foot stays
    yaw: Angle = 0  # toes out
    knee_out: Angle = 0
    flex: Angle = 0
    abd: Angle = 0
    rot: Angle = 0
    knee: Angle = 0
    ankle: Angle = 0  # toes towards the shin
    toes: Angle = 0  # toes bent up


class Arm(Channels):
    """An arm: its wrist at a target (`ik: 1`, see `aim`) or its joints turned (`ik: 0`)."""

    ik: Weight = 0
    x: Metres = 0  # forward
    y: Metres = 0  # up
    z: Metres = 0  # in the room: right; at chest and head: outward
    ang: Angle = 0  # about the shoulders: 0 down, 90 forward
    reach: Metres = 0.535
    out: Metres = 0.03
    pole_f: float = -1
    pole_u: float = -0.4
    pole_o: float = 0.5
    to_toe: Weight = 0  # the hand goes to the toes of the other foot
    flex: Angle = 0
    abd: Angle = 0
    rot: Angle = 0
    elbow: Angle = 0
    wrist: Angle = 0  # hand towards the thumb
    palm: Angle = 0  # hand towards its palm
    roll: Angle = 0  # thumb turns out, the palm to the front
    palm_f: float = 0  # where the palm faces in the room: forward, up, outward; all 0: free
    palm_u: float = 0
    palm_o: float = 0
    curl: Weight = 0.15  # 0: flat hand, 1: fist
    spread: Weight = 0.2  # the fingers of a flat hand fan out


class Carried(Channels):
    """Who carries a thing, as shares: `hands` 1 the hands, 0 the feet or knees; `floor` 1 it lies
    where it was put."""

    hands: Weight = 0
    floor: Weight = 0


class Work(Channels):
    """What each muscle does: above 0 it works, below 0 it is stretched."""

    psoas_r: float = 0
    psoas_l: float = 0
    quads_r: float = 0
    quads_l: float = 0
    hams_r: float = 0
    hams_l: float = 0
    glutes_r: float = 0
    glutes_l: float = 0
    adductors_r: float = 0
    adductors_l: float = 0
    abductors_r: float = 0
    abductors_l: float = 0
    abs_r: float = 0
    abs_l: float = 0
    low_abs_r: float = 0
    low_abs_l: float = 0


class Pose(Channels):
    """Every channel of the figure; one that is not written keeps its base value."""

    x: Metres = 0
    y: Metres = 0.93
    z: Metres = 0
    pitch: Angle = 0
    roll: Angle = 0
    turn: Angle = 0
    anchor_neck: Weight = (
        0  # 1: place and pitch are those of the neck, for a body on its shoulders
    )
    lumbar: Angle = 0
    thorax: Angle = 0
    side: Angle = 0
    twist: Angle = 0
    neck: Angle = 0
    head: Angle = 0
    head_turn: Angle = 0
    neck_level: Angle = 0  # with `level_head`: measured in the room, not from the trunk
    head_level: Angle = 0
    effort: Weight = 0  # the face: 0 at ease, 1 working hard
    shade: Weight = 0  # 1: the left leg is the far one, for a body that turns before us
    legs: Leg | None = None
    leg_r: Leg | None = None
    leg_l: Leg | None = None
    arms: Arm | None = None
    arm_r: Arm | None = None
    arm_l: Arm | None = None
    ball: Carried | None = None
    pillow: Carried | None = None
    kettlebell: Carried | None = None
    work: Work | None = None
