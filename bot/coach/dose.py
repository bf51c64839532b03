"""How much to do: a version's dose as the routine, a person's answers and a trainer change it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from bot.coach.library import Library
from bot.coach.positions import BEYOND_THE_WEEKS, DAYS_A_WEEK, day_at, recurring
from bot.coach.sheets import Dose, Kind, RoutineSheet, Span, WeekDose
from bot.coach.trainee import Item, Practice, Side

_REMEMBERED = 4096


class Amount(NamedTuple):
    """A number of sets, repetitions and seconds of a hold, or a change to each."""

    sets: int = 0
    reps: int = 0
    hold: int = 0


class Ladder(NamedTuple):
    """What each step changes, and between which bounds.

    Answers reach down to GENTLEST; the steps below it are for what was too hard already.
    """

    steps: Mapping[int, Amount]
    least: Amount
    most: Amount


# Rules O1 and D1-D5 of docs/coaching-rules.md: change one thing at a time, repetitions (or the
# seconds of a hold) before sets, within the bounds given here. A smaller range of movement is what
# the easier version is for; the harder version is never sent unasked.
STRENGTH = Ladder(
    {
        -4: Amount(-2, -6),
        -3: Amount(-2, -4),
        -2: Amount(-1, -2),
        -1: Amount(0, -2),
        1: Amount(0, 2),
        2: Amount(1, 2),
    },
    Amount(1, 4),
    Amount(3, 12),
)
STRENGTH_HOLD = Ladder(
    {
        -4: Amount(-2, 0, -10),
        -3: Amount(-2, 0, -5),
        -2: Amount(-1, 0, -5),
        -1: Amount(0, 0, -5),
        1: Amount(0, 0, 5),
        2: Amount(0, 0, 10),
    },
    Amount(1, 0, 5),
    Amount(3, 0, 20),
)
STRETCH = Ladder(
    {
        -4: Amount(-2, 0, -20),
        -3: Amount(-1, 0, -15),
        -2: Amount(0, 0, -15),
        -1: Amount(0, 0, -10),
        1: Amount(1),
        2: Amount(2),
    },
    Amount(1, 0, 10),
    Amount(3, 0, 30),
)
DYNAMIC = Ladder(
    {
        -4: Amount(-2, -6),
        -3: Amount(-1, -4),
        -2: Amount(0, -4),
        -1: Amount(0, -2),
        1: Amount(0, 2),
        2: Amount(1, 2),
    },
    Amount(1, 4),
    Amount(2, 12),
)


def dose_of(library: Library, practice: Practice) -> Dose:
    """Return how much of an exercise to do, for the card and the session alike."""
    assert practice.exercise is not None  # noqa: S101  # a rest day has no dose
    place = recurring(library.routine, practice.position) if practice.follows_routine else None
    return _dose_of(
        library, practice.exercise, practice.version, practice.step, place, practice.item
    )


@lru_cache(_REMEMBERED)
def _dose_of(  # noqa: PLR0913, PLR0917  # all that a dose depends on
    library: Library,
    exercise: str,
    version: str | None,
    step: int,
    place: int | None,
    item: Item | None,
) -> Dose:
    """Return a dose; `place` is a position of the routine, if that chose it."""
    position = BEYOND_THE_WEEKS if place is None else place
    practice = Practice(position, exercise, version, step, item=item)
    sheet = library.exercises[exercise].sheet
    own = sheet.versions[version].dose if version else None
    dose = own or sheet.dose
    for change in _changes(library.routine, practice, sheet.kind):
        dose = _changed(dose, change)
    if step:
        dose = _stepped(dose, sheet.kind, step)
    if item is not None:
        dose = _prescribed(dose, item.sets, side_of(library, practice))
    one_after_the_other = dose.each_side and sheet.has_sides(version)
    if dose.sets[1] == 1 and not one_after_the_other:
        return dose.model_copy(update={"rest": None})  # there is nothing to rest between
    return dose


def work(dose: Dose) -> int:
    """Return the most that a dose asks of one side: all repetitions, or seconds of holding."""
    return dose.sets[1] * (dose.reps[1] if dose.reps else dose.hold or 0)


def extra_hold(library: Library, practice: Practice) -> int:
    """Return the seconds of the hold after strength: no more than stretches take that week."""
    routine = library.routine
    week = practice.position // DAYS_A_WEEK
    if not practice.follows_routine or week >= len(routine.weeks):
        return routine.extra_hold
    taught = routine.weeks[week].dose.get(Kind.STRETCH)
    return min(routine.extra_hold, (taught and taught.hold) or routine.extra_hold)


def hold_after(library: Library, practice: Practice) -> int | None:
    """Return the seconds of the hold that follows strength, where it suits the person."""
    is_strength = library.exercises[practice.exercise or ""].sheet.kind is Kind.STRENGTH
    return extra_hold(library, practice) if is_strength and practice.extra_fits else None


def side_of(library: Library, practice: Practice) -> Side:
    """Return the side that a trainer asks for; both where left and right are one movement."""
    if practice.item is None or practice.exercise is None:
        return Side.BOTH
    has_sides = library.exercises[practice.exercise].sheet.has_sides(practice.version)
    return practice.item.side if has_sides else Side.BOTH


def _changes(routine: RoutineSheet, practice: Practice, kind: Kind) -> list[WeekDose]:
    if not practice.follows_routine:
        return []
    day = day_at(routine, practice.position)
    week = practice.position // DAYS_A_WEEK
    by_kind = routine.weeks[week].dose.get(kind) if week < len(routine.weeks) else None
    # A day's own dose belongs to the exercise planned there, not to a stand-in.
    own = day.dose if day.exercise == practice.exercise else None
    return [change for change in (by_kind, own) if change is not None]


def _changed(dose: Dose, change: WeekDose) -> Dose:
    """Change the fields that a dose has; a held stretch gets no repetitions."""
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
    """Move both ends towards a bound; an end that is already past it stays as it is."""
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
