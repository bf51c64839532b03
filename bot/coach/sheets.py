"""The shape of each file in content/: what must stand there, and in which form."""

from enum import StrEnum
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from bot.coach.documents import Document

Line = Annotated[str, Field(min_length=2, max_length=300)]
Slug = Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$", max_length=24)]
Facts = tuple[Annotated[str, Field(pattern=r"^[ACDEGOPQRS]\d+(\.\d+)?$")], ...]
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


class Avoided(StrEnum):
    """What a person may wish to leave out, whatever their health."""

    LYING = "lying"
    KNEELING = "kneeling"
    BALANCE = "balance"


Position = Literal["standing", "kneeling", "back", "seated"]


class Dose(Document):
    """How much: `sets` and `reps` as (least, most); hold, rest and tempo in seconds.

    With `reps`, `hold` is the pause in each repetition; without, the hold is the exercise.
    """

    sets: Span
    reps: Span | None = None
    hold: Seconds | None = None
    rest: Seconds | None = None
    up: Seconds | None = None
    down: Seconds | None = None
    each_side: bool = False
    each_way: bool = False

    @model_validator(mode="after")
    def _says_how_much(self) -> Self:
        if self.reps is None and self.hold is None:
            raise ValueError("a dose needs reps or hold")
        if self.sets[0] > self.sets[1] or (self.reps and self.reps[0] > self.reps[1]):
            raise ValueError("a span goes from least to most, such as [6, 8]")
        return self


class FormSheet(Document):
    """One form of an exercise: `easier` stands in every exercise.

    `position` and `balance` only where they differ from the exercise's own. `suits` names the
    flags under which the form may be done; without it `easier` suits all that the exercise
    adapts to, and any other form none.
    """

    level: Annotated[int, Field(ge=1, le=3)]
    equipment: tuple[Equipment, ...] = ()
    dose: Dose | None = None
    position: tuple[Position, ...] = ()
    balance: bool | None = None
    suits: tuple[Flag, ...] | None = None


USUAL = "usual"
"""How the usual form is called where a form must have a name."""


class Guide(Document):
    """How somebody is led through the steps: where the position ends, and where the work.

    The first `setup` steps bring them into place and come one by one; those up to `work` are one
    movement, which nobody can stop halfway to read on; what follows leads out of it.
    `alternating` work changes sides with each repetition. In a sheet they stand by form; the
    usual one is `usual`. A form without one is led as if all its steps were one movement.
    """

    setup: Annotated[int, Field(ge=0, le=7)]
    work: Annotated[int, Field(ge=1, le=8)]
    alternating: bool = False

    @model_validator(mode="after")
    def _has_work(self) -> Self:
        if self.setup >= self.work:
            raise ValueError("work needs at least one step after setup")
        return self


class ExerciseSheet(Document):
    """exercise.yaml: the numbers and links of one exercise, no words.

    `suits` names the flags for which a line of words is all that the usual form needs.
    """

    id: Annotated[str, Field(pattern=r"^E\d+$")]
    kind: Kind
    level: Annotated[int, Field(ge=1, le=3)]
    position: tuple[Position, ...] = Field(min_length=1)
    balance: bool = False
    equipment: tuple[Equipment, ...] = ()
    minutes: Annotated[int, Field(ge=1, le=30)]
    dose: Dose
    forms: dict[Slug, FormSheet]
    flags: dict[Flag, Literal["skip", "adapt"]]
    suits: tuple[Flag, ...] = ()
    guide: dict[Slug, Guide] = Field(default_factory=dict)
    sources: tuple[Line, ...] = Field(min_length=1)
    covers: Facts = ()

    @model_validator(mode="after")
    def _has_an_easier_form(self) -> Self:
        if "easier" not in self.forms:
            raise ValueError("forms needs one named 'easier'")
        return self

    @model_validator(mode="after")
    def _suits_what_it_adapts_to(self) -> Self:
        adapted = self.adapts_to(frozenset(Flag))
        for form in (None, *self.forms):
            if extra := self.form(form).suits - adapted:
                raise ValueError(f"suits names {min(extra)}, to which flags does not adapt")
        return self

    def adapts_to(self, flags: frozenset[Flag]) -> frozenset[Flag]:
        """Return those of a person's flags that change how the exercise is done."""
        return frozenset(flag for flag in flags if self.flags.get(flag) == "adapt")

    def has_sides(self, form: str | None) -> bool:
        """Say whether one side comes after the other, so that one may be done alone."""
        guide = self.guide.get(form or USUAL)
        return self.form(form).dose.each_side and not (guide and guide.alternating)

    def form(self, name: str | None) -> "WholeForm":
        """Return a form with all that it takes over from the exercise; None is the usual one."""
        own = self.forms[name] if name else None
        suits = self.suits if own is None else own.suits
        if suits is None:
            suits = tuple(self.adapts_to(frozenset(Flag))) if name == "easier" else ()
        return WholeForm(
            level=own.level if own else self.level,
            equipment=frozenset(own.equipment if own else self.equipment),
            dose=(own and own.dose) or self.dose,
            position=frozenset((own and own.position) or self.position),
            balance=self.balance if own is None or own.balance is None else own.balance,
            suits=frozenset(suits),
        )


class WholeForm(NamedTuple):
    """A form as it is done, with nothing left to look up."""

    level: int
    equipment: frozenset[Equipment]
    dose: Dose
    position: frozenset[Position]
    balance: bool
    suits: frozenset[Flag]


Steps = Annotated[tuple[Line, ...], Field(min_length=4, max_length=8)]


class FormWords(Document):
    """The words of one form; the last three only where they differ from the exercise's own."""

    name: Line
    steps: Steps
    need: Line | None = None
    breathing: Line | None = None
    care: Line | None = None


class ExerciseWords(Document):
    """en.yaml of an exercise: every sentence a subscriber reads about it."""

    name: Line
    aliases: tuple[Line, ...] = Field(min_length=1)
    trains: Line
    need: Line
    steps: Steps
    breathing: Line
    easier: Line
    harder: Line
    care: Line
    mistakes: tuple[Line, ...] = Field(min_length=3)
    cautions: tuple[Line, ...] = Field(min_length=1)
    notes: tuple[Line, ...] = Field(min_length=1)
    forms: dict[Slug, FormWords]
    adapt: dict[Flag, Line] = Field(default_factory=dict)
    alt: Line
    covers: Facts = ()


class SignSheet(Document):
    """sign.yaml: where a sign stands in the list and which exercises go with it."""

    id: Annotated[str, Field(pattern=r"^S\d+$")]
    suits: tuple[Slug, ...] = Field(min_length=1)
    leave: tuple[Slug, ...] = ()
    sources: tuple[Line, ...] = Field(min_length=1)
    covers: Facts = ()


class SignWords(Document):
    """en.yaml of a sign, in the order in which a subscriber reads it."""

    name: Line
    aliases: tuple[Line, ...] = ()
    short: Line
    notice: tuple[Line, ...] = Field(min_length=1)
    said: tuple[Line, ...] = Field(min_length=1)
    other: tuple[Line, ...] = Field(min_length=1)
    help: tuple[Line, ...] = Field(min_length=1)
    covers: Facts = ()


class SignsPage(Document):
    """signs/en.yaml: what stands above the list of signs."""

    title: Line
    opening: Line
    covers: Facts = ()


class Section(Document):
    """A heading and its lines."""

    title: Line
    lines: tuple[Line, ...] = Field(min_length=1)


class Page(Document):
    """anatomy/en.yaml and safety/en.yaml: a page to read; `note` is its short form.

    `alarm` and `pain` are words in people's messages that lead here before anything else.
    """

    title: Line
    note: tuple[Line, ...] = Field(min_length=1)
    sections: tuple[Section, ...] = Field(min_length=1)
    alarm: tuple[Line, ...] = ()
    pain: tuple[Line, ...] = ()
    sources: tuple[Line, ...] = ()
    covers: Facts = ()


class WeekDose(Document):
    """What a week asks of one kind; a field left out leaves the exercise's own."""

    sets: Span | None = None
    reps: Span | None = None
    hold: Seconds | None = None


class Day(Document):
    """One day of the plan: an exercise in a form, at a dose; `rest: true` for a day off."""

    exercise: Slug | None = None
    form: Slug | None = None
    dose: WeekDose | None = None
    rest: bool = False

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if self.rest == (self.exercise is not None):
            raise ValueError("a day is either an exercise or rest: true")
        return self


class Week(Document):
    """Seven days and the dose that holds for each kind in that week."""

    dose: dict[Kind, WeekDose]
    days: Annotated[tuple[Day, ...], Field(min_length=7, max_length=7)]


class RoutineSheet(Document):
    """routine.yaml: the first weeks, then the loop, and who stands in for what."""

    weeks: tuple[Week, ...] = Field(min_length=1)
    loop: tuple[Day, ...] = Field(min_length=2)
    stand_ins: dict[Slug, Day]
    extra_hold: Seconds
    extra_exercise: Slug
    covers: Facts = ()
