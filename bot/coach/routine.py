"""Which exercise is next for a person: a pure function of their own position in the plan."""

from dataclasses import dataclass

from bot.coach.library import Library
from bot.coach.sheets import Day, Dose, Equipment, Kind, RoutineSheet, WeekDose

DAYS_A_WEEK = 7

BEYOND_THE_PLAN = 10**6
"""A position past the planned weeks, where each exercise has its own dose."""


@dataclass(frozen=True)
class Trainee:
    """What the routine knows of a person; `position` counts plan days already given."""

    position: int
    equipment: frozenset[Equipment]
    days_a_week: int
    last: str | None = None


@dataclass(frozen=True)
class Practice:
    """What to do on one day; a rest day has no exercise. `position` is that of the plan day."""

    position: int
    exercise: str | None
    form: str | None = None

    @property
    def is_planned(self) -> bool:
        """Say whether the plan chose it; a person may ask for any other."""
        return self.position < BEYOND_THE_PLAN


def next_practice(library: Library, trainee: Trainee) -> Practice:
    """Choose the next practice: never the last exercise again, never what they have no kit for."""
    routine = library.routine
    size = len(routine.weeks) * DAYS_A_WEEK + len(routine.loop)
    for position in range(trainee.position, trainee.position + size):
        day = day_at(routine, position)
        if day.rest:
            # Who trains fewer than seven days rests on the others.
            if trainee.days_a_week == DAYS_A_WEEK:
                return Practice(position, None)
            continue
        fitting = _fitting(library, day, trainee.equipment)
        if fitting and fitting.exercise != trainee.last:
            return Practice(position, fitting.exercise, fitting.form)
    return Practice(trainee.position, next(iter(library.exercises)), "easier")


def day_at(routine: RoutineSheet, position: int) -> Day:
    """Return the plan's day at a position: the weeks first, then the loop for ever."""
    planned = len(routine.weeks) * DAYS_A_WEEK
    if position < planned:
        return routine.weeks[position // DAYS_A_WEEK].days[position % DAYS_A_WEEK]
    return routine.loop[(position - planned) % len(routine.loop)]


def _fitting(library: Library, day: Day, owned: frozenset[Equipment]) -> Day | None:
    """Return the day itself, or its stand-in where equipment is missing."""
    if day.exercise is None or _needs(library, day) <= owned:
        return day
    stand_in = library.routine.stand_ins.get(day.exercise)
    if stand_in is not None and _needs(library, stand_in) <= owned:
        return stand_in
    return None


def _needs(library: Library, day: Day) -> frozenset[Equipment]:
    assert day.exercise is not None  # noqa: S101  # callers pass training days
    sheet = library.exercises[day.exercise].sheet
    return frozenset(sheet.forms[day.form].equipment if day.form else sheet.equipment)


def dose_of(library: Library, practice: Practice) -> Dose:
    """Return how much to do: the form's dose as the plan's week and day change it."""
    assert practice.exercise is not None  # noqa: S101  # a rest day has no dose
    sheet = library.exercises[practice.exercise].sheet
    form = sheet.forms[practice.form] if practice.form else None
    dose = form.dose if form and form.dose else sheet.dose
    for change in _changes(library.routine, practice, sheet.kind):
        dose = _changed(dose, change)
    return dose


def _changes(routine: RoutineSheet, practice: Practice, kind: Kind) -> list[WeekDose]:
    if not practice.is_planned:
        return []
    day = day_at(routine, practice.position)
    week = practice.position // DAYS_A_WEEK
    by_kind = routine.weeks[week].dose.get(kind) if week < len(routine.weeks) else None
    # A day's own dose belongs to the exercise planned there, not to a stand-in.
    own = day.dose if day.exercise == practice.exercise else None
    return [change for change in (by_kind, own) if change is not None]


def _changed(dose: Dose, change: WeekDose) -> Dose:
    """Apply a change to the fields that the dose has: no repetitions for a held stretch."""
    return dose.model_copy(
        update={
            "sets": change.sets or dose.sets,
            "reps": dose.reps and (change.reps or dose.reps),
            # With repetitions, `hold` is the pause in each, which no week changes.
            "hold": dose.hold if dose.reps else change.hold or dose.hold,
        }
    )


def own_practice(exercise: str, form: str | None = None) -> Practice:
    """Return an exercise as its own sheet doses it, outside any plan."""
    return Practice(BEYOND_THE_PLAN, exercise, form)
