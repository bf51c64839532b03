"""How much to do: a form's dose as the plan, a person's answers and a trainer change it."""

from collections.abc import Mapping
from typing import NamedTuple

from bot.coach.library import Library
from bot.coach.plan import DAYS_A_WEEK, day_at
from bot.coach.sheets import Dose, Kind, RoutineSheet, Span, WeekDose
from bot.coach.trainee import Practice, Side


class Amount(NamedTuple):
    """A number of sets, repetitions and seconds of a hold, or a change to each."""

    sets: int = 0
    reps: int = 0
    hold: int = 0


class Ladder(NamedTuple):
    """What each step changes, and between which bounds."""

    steps: Mapping[int, Amount]
    least: Amount
    most: Amount


# One thing at a time (O1): repetitions before sets, a hold's seconds as its repetitions. The
# bounds are D1-D5: 8-12 repetitions in up to 3 sets, a boat of up to 20 s, a stretch of 10 s or
# more up to 4 times, up to 12 swings in 2 rounds. Range is what the easier form gives, and a
# harder form is never sent unasked: it stands behind "More".
STRENGTH = Ladder(
    {-2: Amount(-1, -2), -1: Amount(0, -2), 1: Amount(0, 2), 2: Amount(1, 2)},
    Amount(1, 4),
    Amount(3, 12),
)
STRENGTH_HOLD = Ladder(
    {-2: Amount(-1, 0, -5), -1: Amount(0, 0, -5), 1: Amount(0, 0, 5), 2: Amount(0, 0, 10)},
    Amount(1, 0, 5),
    Amount(3, 0, 20),
)
STRETCH = Ladder(
    {-2: Amount(0, 0, -15), -1: Amount(0, 0, -10), 1: Amount(1), 2: Amount(2)},
    Amount(1, 0, 10),
    Amount(4, 0, 30),
)
DYNAMIC = Ladder(
    {-2: Amount(0, -4), -1: Amount(0, -2), 1: Amount(0, 2), 2: Amount(1, 2)},
    Amount(1, 4),
    Amount(2, 12),
)


def dose_of(library: Library, practice: Practice) -> Dose:
    """Return how much to do; the card and the guided exercise both read it here."""
    assert practice.exercise is not None  # noqa: S101  # a rest day has no dose
    sheet = library.exercises[practice.exercise].sheet
    form = sheet.forms[practice.form] if practice.form else None
    dose = form.dose if form and form.dose else sheet.dose
    for change in _changes(library.routine, practice, sheet.kind):
        dose = _changed(dose, change)
    if practice.step:
        dose = _stepped(dose, sheet.kind, practice.step)
    if practice.item is None:
        return dose
    return _prescribed(dose, practice.item.sets, side_of(library, practice))


def side_of(library: Library, practice: Practice) -> Side:
    """Return the side that a trainer asks for; both where left and right are one movement."""
    if practice.item is None or practice.exercise is None:
        return Side.BOTH
    has_sides = library.exercises[practice.exercise].sheet.has_sides(practice.form)
    return practice.item.side if has_sides else Side.BOTH


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


def _stepped(dose: Dose, kind: Kind, step: int) -> Dose:
    """Move a dose by what a step changes."""
    steps, least, most = _ladder(dose, kind)
    by = steps[step]
    reps, hold = dose.reps, dose.hold
    if reps:
        reps = _moved(reps, by.reps, least.reps, most.reps)
    elif hold:
        hold = _moved((hold, hold), by.hold, least.hold, most.hold)[0]
    sets = _moved(dose.sets, by.sets, least.sets, most.sets)
    return dose.model_copy(update={"sets": sets, "reps": reps, "hold": hold})


def _ladder(dose: Dose, kind: Kind) -> Ladder:
    if kind is Kind.STRENGTH:
        return STRENGTH if dose.reps else STRENGTH_HOLD
    return STRETCH if kind is Kind.STRETCH else DYNAMIC


def _moved(span: Span, by: int, least: int, most: int) -> Span:
    """Move both ends towards a bound; what lies beyond it already stays where it is."""
    low, high = span
    if by > 0:
        return max(low, min(low + by, most)), max(high, min(high + by, most))
    if by < 0:
        return min(low, max(low + by, least)), min(high, max(high + by, least))
    return span


def _prescribed(dose: Dose, sets: int, side: Side) -> Dose:
    """Apply a trainer's sets and side."""
    each_side = dose.each_side and side is Side.BOTH
    return dose.model_copy(update={"sets": (sets, sets), "each_side": each_side})
