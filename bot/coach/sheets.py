"""The shape of the files in content/ that hold rules: doses, versions, flags and the routine."""

from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from bot.coach.documents import Document

Line = Annotated[str, Field(min_length=2, max_length=300)]
Slug = Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$", max_length=24)]
Seconds = Annotated[int, Field(ge=1, le=300)]
Span = tuple[Annotated[int, Field(ge=1, le=50)], Annotated[int, Field(ge=1, le=50)]]


class Kind(StrEnum):
    """How an exercise loads the body; strength needs a day between."""

    STRENGTH = "strength"
    STRETCH = "stretch"
    DYNAMIC = "dynamic"


class Equipment(StrEnum):
    """What a person may own; all of it is opt-in."""

    BALL = "ball"
    KETTLEBELL = "kettlebell"
    BENCH = "bench"


class Flag(StrEnum):
    """What a person may tell of their health; each exercise says what it changes."""

    PREGNANCY = "pregnancy"
    BACK_PAIN = "back-pain"
    HERNIA = "hernia"
    HIP_FRONT = "hip-front"
    HIP_BACK = "hip-back"
    OSTEOPOROSIS = "osteoporosis"
    BLOOD_PRESSURE = "blood-pressure"
    KNEE_PAIN = "knee-pain"
    UNSTEADY = "unsteady"
    BIRTH = "birth"
    HEART = "heart"
    NECK_SHOULDER = "neck-shoulder"
    SCIATICA = "sciatica"
    GROIN = "groin"


class Avoided(StrEnum):
    """What a person may wish to leave out, whatever their health."""

    LYING = "lying"
    KNEELING = "kneeling"
    BALANCE = "balance"


Posture = Literal["standing", "kneeling", "back", "seated"]


class Dose(Document):
    """How much: `sets` and `reps` as (least, most); hold, rest and tempo in seconds.

    With `reps`, `hold` is the pause in each repetition; without, the hold is the exercise.
    `rises`: the body goes down and rises, as in a squat, and nothing is lifted and lowered.
    """

    sets: Span
    reps: Span | None = None
    hold: Seconds | None = None
    rest: Seconds | None = None
    up: Seconds | None = None
    down: Seconds | None = None
    rises: bool = False
    each_side: bool = False
    each_way: bool = False

    @model_validator(mode="after")
    def _says_how_much(self) -> Self:
        if self.reps is None and self.hold is None:
            raise ValueError("a dose needs reps or hold")
        if self.sets[0] > self.sets[1] or (self.reps and self.reps[0] > self.reps[1]):
            raise ValueError("a span goes from least to most, such as [6, 8]")
        return self


class VersionSheet(Document):
    """One version of an exercise: `easier` stands in every exercise.

    `position` and `balance` only where they differ from the exercise's own. `suits` names the
    flags under which the version may be done; without it `easier` suits all that the exercise
    adapts to, and any other version none.
    """

    level: Annotated[int, Field(ge=1, le=3)]
    equipment: tuple[Equipment, ...] = ()
    dose: Dose | None = None
    position: tuple[Posture, ...] = ()
    balance: bool | None = None
    suits: tuple[Flag, ...] | None = None


USUAL = "usual"
"""The key of the standard version where a version needs a key: in sheets, buttons and calls.

Its pictures and figures are in files named `standard` (STANDARD in drawings.py).
"""

AS_IN_ROUTINE = ""
"""Stands for a key on buttons and in calls about today's exercise: the routine's version."""

AS_SUITS = ""
"""Stands for a key where somebody looks at an exercise: a version that suits them."""


def version_named(key: str) -> str | None:
    """Return the version of a key; None, which is the standard version, where there is no key."""
    return None if key in ("", USUAL) else key


class Guide(Document):
    """How somebody is led through the steps: where the position ends, and where the work.

    The first `setup` steps bring them into place and come one by one; those up to `work` are one
    movement, which nobody can stop halfway to read on; what follows leads out of it.
    `alternating` work changes sides with each repetition. Where each side works in two directions,
    the second one begins after the first `turn` steps. In a sheet they stand by version; the
    standard version is `usual`. Without a guide, all steps of a version count as one movement.
    """

    setup: Annotated[int, Field(ge=0, le=7)]
    work: Annotated[int, Field(ge=1, le=8)]
    alternating: bool = False
    turn: Annotated[int, Field(ge=0, le=7)] | None = None

    @model_validator(mode="after")
    def _has_work(self) -> Self:
        if self.setup >= self.work:
            raise ValueError("work needs at least one step after setup")
        if self.turn is not None and not self.setup <= self.turn < self.work:
            raise ValueError("turn is one of the steps of the work")
        return self


class ExerciseSheet(Document):
    """exercise.yaml: the numbers and links of one exercise, no words.

    `suits` names the flags for which a line of words is all that the standard version needs.
    """

    id: Annotated[str, Field(pattern=r"^E\d+$")]
    kind: Kind
    level: Annotated[int, Field(ge=1, le=3)]
    position: tuple[Posture, ...] = Field(min_length=1)
    balance: bool = False
    equipment: tuple[Equipment, ...] = ()
    dose: Dose
    versions: dict[Slug, VersionSheet]
    flags: dict[Flag, Literal["skip", "adapt"]]
    suits: tuple[Flag, ...] = ()
    guide: dict[Slug, Guide] = Field(default_factory=dict)
    sources: tuple[Line, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_an_easier_version(self) -> Self:
        if "easier" not in self.versions:
            raise ValueError("versions needs one named 'easier'")
        return self

    @model_validator(mode="after")
    def _suits_what_it_adapts_to(self) -> Self:
        adapted = self.adapts_to(frozenset(Flag))
        for version in (None, *self.versions):
            if extra := self.version(version).suits - adapted:
                raise ValueError(f"suits names {min(extra)}, to which flags does not adapt")
        return self

    def adapts_to(self, flags: frozenset[Flag]) -> frozenset[Flag]:
        """Return those of a person's flags that change how the exercise is done."""
        return flags & self._adapting if flags else flags

    @cached_property
    def _adapting(self) -> frozenset[Flag]:
        return frozenset(flag for flag, does in self.flags.items() if does == "adapt")

    def has_sides(self, version: str | None) -> bool:
        """Return whether one side comes after the other, so that one may be done alone."""
        guide = self.guide.get(version or USUAL)
        return self.version(version).dose.each_side and not (guide and guide.alternating)

    def version(self, name: str | None) -> "WholeVersion":
        """Return a version with all it inherits; None is the standard version."""
        own = self.versions[name] if name else None
        suits = self.suits if own is None else own.suits
        if suits is None:
            suits = tuple(self.adapts_to(frozenset(Flag))) if name == "easier" else ()
        return WholeVersion(
            level=own.level if own else self.level,
            equipment=frozenset(own.equipment if own else self.equipment),
            dose=(own and own.dose) or self.dose,
            position=frozenset((own and own.position) or self.position),
            balance=self.balance if own is None or own.balance is None else own.balance,
            suits=frozenset(suits),
        )


class WholeVersion(NamedTuple):
    """A version with everything that it inherits filled in."""

    level: int
    equipment: frozenset[Equipment]
    dose: Dose
    position: frozenset[Posture]
    balance: bool
    suits: frozenset[Flag]


class SignSheet(Document):
    """sign.yaml: where a sign stands in the list and which exercises suit it, if any."""

    id: Annotated[str, Field(pattern=r"^S\d+$")]
    suits: tuple[Slug, ...] = ()
    leave: tuple[Slug, ...] = ()
    sources: tuple[Line, ...] = Field(min_length=1)


class WeekDose(Document):
    """What a week asks of one kind; a field left out leaves the exercise's own."""

    sets: Span | None = None
    reps: Span | None = None
    hold: Seconds | None = None


class RoutineDay(Document):
    """One day of the routine: an exercise in a version, at a dose; `rest: true` for a day off."""

    exercise: Slug | None = None
    version: Slug | None = None
    dose: WeekDose | None = None
    rest: bool = False

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if self.rest == (self.exercise is not None):
            raise ValueError("a day is either an exercise or rest: true")
        return self


class RoutineWeek(Document):
    """Seven days and the dose that holds for each kind in that week.

    `name` stands in weeks/en.yaml, with the words for it.
    """

    name: Slug | None = None
    dose: dict[Kind, WeekDose]
    days: Annotated[tuple[RoutineDay, ...], Field(min_length=7, max_length=7)]


class RoutineSheet(Document):
    """routine.yaml: the first weeks, then the loop, and what stands in for what.

    `extra_exercise` may follow a strength exercise, for `extra_hold` seconds; `rest_exercise` may
    be repeated gently on a rest day.
    """

    weeks: tuple[RoutineWeek, ...] = Field(min_length=1)
    loop: tuple[RoutineDay, ...] = Field(min_length=2)
    stand_ins: dict[Slug, RoutineDay]
    extra_hold: Seconds
    extra_exercise: Slug
    rest_exercise: Slug
