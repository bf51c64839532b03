"""What may stand in a figure.yaml. Angles in degrees, lengths in metres, weights from 0 to 1."""

import difflib
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from bot.coach.documents import Document

Angle = Annotated[float, Field(ge=-200, le=200)]
Metres = Annotated[float, Field(ge=-3, le=5)]
Weight = Annotated[float, Field(ge=0, le=1)]
Seconds = Annotated[float, Field(gt=0, le=5)]
Name = Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$")]
Pair = tuple[float, float]

Person = Literal["mara", "kofi", "elsa"]
Prop = Literal["mat", "kettlebell", "ball", "bench"]
Part = Literal[
    "arm_l", "arm_r", "leg_l", "leg_r", "pelvis", "shirt", "head", "kettlebell", "ball", "bench"
]  # fmt: skip
Muscle = Literal[
    "psoas_r", "psoas_l", "quads_r", "quads_l", "hams_r", "glutes_r",
    "adductors_r", "abductors_r", "abductors_l", "abs_r",
]  # fmt: skip
#: Where a hand's target is measured from.
Aim = Literal["room", "shoulders", "chest", "head"]


class Channels(Document):
    """Numbers that move. An unknown name is a mistake, and the nearest known one is offered."""

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
        """Give every number that was written, under its full name such as `leg_r.flex`."""
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
    curl: Weight = 0.15  # 0: flat hand, 1: fist


class Ball(Channels):
    """Who holds the ball: 1 the hands, 0 the feet."""

    hands: Weight = 0


class Work(Channels):
    """What a muscle does: above 0 it works, below 0 it is stretched."""

    psoas_r: float = 0
    psoas_l: float = 0
    quads_r: float = 0
    quads_l: float = 0
    hams_r: float = 0
    glutes_r: float = 0
    adductors_r: float = 0
    abductors_r: float = 0
    abductors_l: float = 0
    abs_r: float = 0


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
    legs: Leg | None = None
    leg_r: Leg | None = None
    leg_l: Leg | None = None
    arms: Arm | None = None
    arm_r: Arm | None = None
    arm_l: Arm | None = None
    ball: Ball | None = None
    work: Work | None = None


class Camera(Document):
    """From where we look: at the side (turned a little) or from the front."""

    view: Literal["side", "front"] = "side"
    yaw: float | None = None
    pitch: float = 8
    max_scale: float = 420  # pixels a metre, at 720 pixels of width


class PropSheet(Document):
    """A thing in the room; `x` and `z` are its place, from and to for a mat."""

    kind: Prop
    x: Pair | float = 0
    z: Pair | float = 0
    height: Metres = 0.42
    radius: Metres = 0.22


class Key(Document):
    """A pose with a name; `like` takes another key's values first."""

    id: Name
    like: Name | None = None
    pose: Pose = Pose()


class Step(Document):
    """A stop of the loop: `move` is the time to the next key. `stop: false` flows through."""

    key: Name
    move: Seconds
    hold: Annotated[float, Field(ge=0, le=5)] = 0
    stop: bool = True


class Arrow(Document):
    """Where to: the path of a joint, a straight arrow at a joint, or a turn about one."""

    dotted: bool = False  # for a way still to come
    track: Name | None = None
    steps: tuple[int, int] = (0, 1)  # of the loop, for `track`
    off: float = 0.12  # beside the path
    trim: Pair = (0.08, 1.0)
    at: Name | None = None
    toward: Angle = 90  # on the picture: 0 right, 90 up
    length: Metres = 0.25
    turn: Name | None = None
    radius: Metres = 0.25
    sweep: tuple[Angle, Angle] = (0, 90)
    shift: Pair = (0, 0)

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        if sum(kind is not None for kind in (self.track, self.at, self.turn)) != 1:
            raise ValueError("an arrow has exactly one of track, at and turn")
        return self


class Panel(Document):
    """A picture of the board, and the numbered step of the words it belongs to."""

    key: Name
    step: Annotated[int, Field(ge=1, le=8)]
    camera: Camera | None = None  # where another side shows more
    layers: tuple[Part, ...] = ()
    arrows: tuple[Arrow, ...] = ()


class Figure(Document):
    """figure.yaml."""

    person: Person
    cover: Name  # the key pose that stands for the exercise
    camera: Camera = Camera()
    size: tuple[int, int] = (640, 640)
    panel: tuple[int, int] = (420, 600)
    columns: Annotated[int, Field(ge=1, le=4)] = 3
    barefoot: bool = False
    level_head: bool = False
    aim: Aim = "room"
    centred: bool = False  # each panel puts its own figure in the middle
    balanced: bool = False  # the weight must stay over the feet
    travel: Metres = 0  # how far one loop walks
    props: tuple[PropSheet, ...] = ()
    layers: tuple[Part, ...] = ()
    work: dict[Muscle, Part] = Field(default_factory=dict)
    base: Pose = Pose()
    keys: tuple[Key, ...] = Field(min_length=2)
    loop: tuple[Step, ...] = Field(min_length=2)
    storyboard: tuple[Panel, ...] = Field(min_length=2, max_length=6)

    @model_validator(mode="after")
    def _names_only_keys_it_has(self) -> Self:
        known: list[str] = []
        for key in self.keys:
            if key.id in known:
                raise ValueError(f"keys: {key.id!r} stands twice")
            if key.like is not None and key.like not in known:
                raise ValueError(f"keys: {key.id!r} is like {key.like!r}, which is not above it")
            known.append(key.id)
        named = [("cover", self.cover), *(("loop", step.key) for step in self.loop)]
        for where, key_id in (*named, *(("storyboard", panel.key) for panel in self.storyboard)):
            if key_id not in known:
                raise ValueError(
                    f"{where}: there is no key pose {key_id!r}; keys has {', '.join(known)}"
                )
        return self

    @model_validator(mode="after")
    def _fits_a_film(self) -> Self:
        if any(side % 2 or not 400 <= side <= 720 for side in self.size):
            raise ValueError("size: both sides are even and between 400 and 720")
        rows = -(-len(self.storyboard) // self.columns)
        if max(self.columns * self.panel[0], rows * self.panel[1]) > 1280:
            raise ValueError("panel: the whole board may be 1280 pixels wide and high")
        steps = [panel.step for panel in self.storyboard]
        if steps != sorted(set(steps)):
            raise ValueError("storyboard: the steps must increase from panel to panel")
        return self
