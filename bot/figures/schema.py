"""What figures/<version>.yaml may say. Angles in degrees, lengths in metres, times in seconds."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.coach.documents import Document
from bot.figures.channels import Angle, Metres, Pose

Name = Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$")]
Version = Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$")]
Pair = tuple[float, float]

Person = Literal["mara", "kofi", "elsa"]
Prop = Literal["mat", "kettlebell", "ball", "bench", "chair", "cushion", "pillow", "gap"]
Part = Literal[
    "arm_l", "arm_r", "hand_l", "hand_r",
    "leg_l", "leg_r", "pelvis", "shirt", "head",
    "kettlebell", "ball", "bench", "chair", "cushion", "pillow",
]  # fmt: skip
Muscle = Literal[
    "psoas_r", "psoas_l", "quads_r", "quads_l", "hams_r", "hams_l", "glutes_r", "glutes_l",
    "adductors_r", "adductors_l", "abductors_r", "abductors_l", "abs_r", "abs_l",
    "low_abs_r", "low_abs_l",
]  # fmt: skip
#: Where a hand's target is measured from.
Aim = Literal["room", "shoulders", "chest", "head"]


class Camera(Document):
    """From where we look: at the side (turned a little), from the front or from behind."""

    view: Literal["side", "front", "back"] = "side"
    yaw: float | None = None
    pitch: float = 8
    max_scale: float = 420  # pixels a metre, at 720 pixels of width


class PropSheet(Document):
    """A thing in the room; `x` and `z` are its place, from and to for what is wide."""

    kind: Prop
    x: Pair | float = 0
    z: Pair | float = 0
    height: Metres = 0.42
    radius: Metres = 0.22
    turn: Angle = 0  # of a chair or a cushion to its right, about its middle
    carried: bool = False  # a pillow or ball that follows the body


class Key(Document):
    """A pose with a name; `like` takes another key's values first."""

    id: Name
    like: Name | None = None
    pose: Pose = Pose()


class Step(Document):
    """A stop of the loop: `hold` here, then `move` to the next key.

    `stop: false` flows through. `phase` marks a move as the `up` or `down` of the dose, whose time
    it must take; `ring: true` marks the hold of the dose, which a stopwatch in the picture counts,
    and `count: true` a slow move whose seconds it counts. `layers` is the order of the parts from
    here to the next stop, where the usual one is wrong.
    """

    key: Name
    move: Annotated[float, Field(gt=0, le=6)]
    hold: Annotated[float, Field(ge=0, le=5)] = 0
    stop: bool = True
    phase: Literal["up", "down"] | None = None
    ring: bool = False
    count: bool = False
    layers: tuple[Part, ...] = ()


class Arrow(Document):
    """Where to: the path of a joint, a straight arrow at a joint, or a turn about one."""

    track: Name | None = None
    keys: tuple[Name, ...] = ()  # the poses that `track` leads through
    off: float = 0.12  # beside the path
    trim: Pair = (0.0, 1.0)
    at: Name | None = None
    toward: Angle = 90  # on the picture: 0 right, 90 up
    length: Metres = 0.25
    turn: Name | None = None
    radius: Metres = 0.25
    sweep: tuple[Angle, Angle] = (0, 90)
    shift: Pair = (0, 0)
    both: bool = False  # a head at both ends: a path there and back, or at a joint a distance
    number: Annotated[int, Field(ge=1, le=9)] | None = None  # its turn, where the order matters
    under: Part | None = None  # the part that hides it, for a path between the legs

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        if sum(kind is not None for kind in (self.track, self.at, self.turn)) != 1:
            raise ValueError("an arrow has exactly one of track, at and turn")
        if self.track and len(self.keys) < 2:
            raise ValueError("track needs keys: the poses from which and to which it leads")
        return self


class Lens(Document):
    """A place shown larger in a round inset, from its own side and without what hides it.

    With a `key` of its own it shows that pose instead, such as the end of the step; its line leads
    to the same place of the pose in the panel.
    """

    at: Name
    key: Name | None = None
    shift: Pair = (0, 0)  # forward and up from the joint
    width: Annotated[float, Field(gt=0, le=2)] = 0.5
    middle: Pair = (0.36, 0.252)  # of the inset, as shares of the panel's width and height
    radius: Annotated[float, Field(gt=0, le=0.5)] = 0.225  # as a share of the panel's height
    camera: Camera = Camera(yaw=4, pitch=3)
    layers: tuple[Part, ...]
    ghosts: tuple[Name, ...] = ()  # faint poses behind, as on a panel
    ghost_parts: tuple[Part, ...] = ()  # only these parts of them
    props: tuple[PropSheet, ...] = ()  # beside those of the figure
    arrows: tuple[Arrow, ...] = ()


class Inset(Lens):
    """A lens in the film; with `keys`, only while the figure is in one of these or between two."""

    keys: tuple[Name, ...] = ()


class Panel(Document):
    """The picture of one step of the words; the first panel belongs to the first step."""

    key: Name
    flip: bool = False  # turned round, as in a mirror: the other side's turn
    switch: bool = False  # the other side's turn, by a sign alone: nobody turns round
    ring: bool = False  # hold here; with `count`, after that
    count: Annotated[int, Field(ge=1, le=9)] | None = None  # seconds that this movement takes
    ghosts: tuple[Name, ...] = ()  # faint poses behind: where the movement comes from, or goes
    ghost_parts: tuple[Part, ...] = ()  # only these parts of the ghosts, where others would blur
    camera: Camera | None = None  # where another side shows more
    layers: tuple[Part, ...] = ()
    props: tuple[PropSheet, ...] = ()  # with `camera`: what stands there instead
    arrows: tuple[Arrow, ...] = ()
    lens: Lens | None = None


class Sheet(Document):
    """A figure file as it is written; with `like`, only what differs from another version."""

    like: Version | None = None
    person: Person | None = None
    cover: Name | None = None  # the key pose that stands for the exercise
    camera: Camera = Camera()
    size: tuple[int, int] = (640, 432)
    panel: tuple[int, int] = (416, 500)
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
    keys: tuple[Key, ...] = ()
    loop: tuple[Step, ...] = ()
    inset: Inset | None = None  # in the film, where what moves is small
    storyboard: tuple[Panel, ...] = ()


class Figure(Sheet):
    """A complete figure, with all that it inherits filled in."""

    person: Person
    cover: Name
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
        for where, key_id in self._named():
            if key_id not in known:
                raise ValueError(
                    f"{where}: there is no key pose {key_id!r}; keys has {', '.join(known)}"
                )
        return self

    def _named(self) -> list[tuple[str, str]]:
        named = [("cover", self.cover), *(("loop", step.key) for step in self.loop)]
        named += [("inset", name) for name in _names(self.inset)]
        named += [("inset", name) for name in (self.inset.keys if self.inset else ())]
        for panel in self.storyboard:
            tracked = (name for arrow in panel.arrows for name in arrow.keys)
            every = (panel.key, *panel.ghosts, *tracked, *_names(panel.lens))
            named += [("storyboard", name) for name in every]
        return named

    @model_validator(mode="after")
    def _fits_a_film(self) -> Self:
        if any(side % 2 or not 400 <= side <= 720 for side in self.size):
            raise ValueError("size: both sides are even and between 400 and 720")
        rows = -(-len(self.storyboard) // self.columns)
        if max(self.columns * self.panel[0], rows * self.panel[1]) > 1280:
            raise ValueError("panel: the whole board may be 1280 pixels wide and high")
        return self


def _names(lens: Lens | None) -> list[str]:
    """Return the key poses that an inset names."""
    if lens is None:
        return []
    tracked = [name for arrow in lens.arrows for name in arrow.keys]
    return [*([lens.key] if lens.key else []), *lens.ghosts, *tracked]
