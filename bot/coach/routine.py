"""Which exercise is next for a person: a pure function of the plan, their place in it and them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from bot.coach.dose import dose_of
from bot.coach.fitting import (
    Forms,
    LeftOut,
    Reason,
    chosen_form,
    extra_fits,
    fitted,
    left_out,
    open_forms,
    prescribable,
    step_for,
)
from bot.coach.library import Library
from bot.coach.plan import BEYOND_THE_PLAN, DAYS_A_WEEK, cycle, day_at, one_week_back
from bot.coach.sheets import Day, Kind
from bot.coach.trainee import (
    Item,
    Practice,
    Programme,
    Side,
    Trainee,
    Tuning,
    hurts,
    own_practice,
    too_easy,
    too_hard,
)

__all__ = [
    "BEYOND_THE_PLAN",
    "DAYS_A_WEEK",
    "Item",
    "LeftOut",
    "Practice",
    "Programme",
    "Reason",
    "Side",
    "Trainee",
    "Tuning",
    "after",
    "day_at",
    "dose_of",
    "extra_fits",
    "fitted",
    "hurts",
    "left_out",
    "next_practice",
    "one_week_back",
    "own_practice",
    "swaps",
    "too_easy",
    "too_hard",
]

REMEMBERED = 20
"""How many exercises given are kept: more than a loop has."""


def next_practice(library: Library, trainee: Trainee, day: date) -> Practice:
    """Choose the practice of a local day: what the plan has next, as far as it fits the person.

    Where the planned exercise does not fit, its stand-in comes; else, of those that fit, the
    one longest not given. Never the last one again, nor strength on two days running. Where
    that leaves nothing, the day is for a rest or a walk.
    """
    if trainee.programme is not None:
        return _prescribed(library, trainee, trainee.programme, day)
    return fitted(library, trainee, _planned(library, trainee, day), day)


def _planned(library: Library, trainee: Trainee, day: date) -> Practice:
    routine = library.routine
    here = open_forms(library, trainee, day, trainee.position)
    if len(here) == 1:
        return _alone(library, trainee, day, here)
    for position in range(trainee.position, trainee.position + cycle(routine)):
        planned = day_at(routine, position)
        if planned.rest:
            # Who trains fewer than seven days rests on the others.
            if trainee.days_a_week == DAYS_A_WEEK:
                return Practice(position, None)
            continue
        forms = open_forms(library, trainee, day, position)
        choice = _fitting(routine.stand_ins, planned, forms)
        if choice is None:
            choice = _in_place_of(library, trainee, day, planned.exercise, forms)
        if choice and _may(library, trainee, day, choice[0]):
            return _practice(library, trainee, position, choice, forms)
        # It comes too soon; where everything else does too, the day stays free.
        if not any(_may(library, trainee, day, slug) for slug in forms):
            break
    return Practice(trainee.position, None)


Choice = tuple[str, str | None]
"""An exercise and the form in which the plan or a trainer wants it."""


def _fitting(
    stand_ins: Mapping[str, Day], planned: Day, forms: Mapping[str, Forms]
) -> Choice | None:
    """Return the planned exercise, or its stand-in, if it fits."""
    for day in (planned, stand_ins.get(planned.exercise or "")):
        if day and day.exercise and day.exercise in forms:
            return day.exercise, day.form
    return None


def _in_place_of(
    library: Library, trainee: Trainee, day: date, planned: str | None, forms: Iterable[str]
) -> Choice | None:
    """Return what may come in the place of a planned exercise, the longest not given first.

    Strength comes only in the place of strength, so that the days between stay free of it.
    """
    free = [slug for slug in forms if _may(library, trainee, day, slug)]
    gentle = [slug for slug in free if not _is_strength(library, slug)]
    strong = [slug for slug in free if _is_strength(library, slug)]
    in_place = (strong or gentle) if _is_strength(library, planned) else gentle
    given = _given(trainee)
    best = min(in_place, key=lambda slug: given.get(slug, -1), default=None)
    return (best, None) if best else None


def _given(trainee: Trainee) -> Mapping[str, int]:
    """Return the place of each exercise among those given, the latest the highest."""
    return {slug: place for place, slug in enumerate(trainee.recent)}


def _alone(library: Library, trainee: Trainee, day: date, forms: Mapping[str, Forms]) -> Practice:
    """Give the only exercise that fits on every other day, and a rest or a walk between."""
    (slug,) = forms
    tired = _is_strength(library, slug) and _is_tired(trainee, day)
    if trainee.position % 2 or tired:
        return Practice(trainee.position, None)
    return _practice(library, trainee, trainee.position, (slug, None), forms)


def _practice(
    library: Library, trainee: Trainee, position: int, choice: Choice, forms: Mapping[str, Forms]
) -> Practice:
    slug, planned = choice
    form = chosen_form(trainee, slug, planned, forms[slug])
    return Practice(position, slug, form, step_for(library, trainee, slug))


def _may(library: Library, trainee: Trainee, day: date, slug: str) -> bool:
    """Say whether an exercise is not too soon: it came last, or strength came yesterday."""
    if slug == trainee.last:
        return False
    return not (_is_tired(trainee, day) and _is_strength(library, slug))


def _is_tired(trainee: Trainee, day: date) -> bool:
    """Say whether strength came on the day before, or today already."""
    return trainee.last_strength is not None and (day - trainee.last_strength).days < 2


def _is_strength(library: Library, slug: str | None) -> bool:
    exercise = library.exercises.get(slug or "")
    return exercise is not None and exercise.sheet.kind is Kind.STRENGTH


def _prescribed(
    library: Library, trainee: Trainee, programme: Programme, day: date, but: str | None = None
) -> Practice:
    """Give the next line of a trainer's list that is safe for the person today."""
    for position in range(trainee.position, trainee.position + len(programme.items)):
        item = programme.items[position % len(programme.items)]
        forms = prescribable(library, trainee, day, item.exercise)
        if forms and item.exercise != but:
            choice, open_ = (item.exercise, item.form), {item.exercise: forms}
            practice = _practice(library, trainee, position, choice, open_)
            return fitted(library, trainee, practice, day)
    return Practice(trainee.position, None)


def swaps(library: Library, trainee: Trainee, day: date, instead_of: Practice) -> Practice | None:
    """Choose another practice for a day that has one, of the same load if possible.

    `trainee` is the person as they stand now, with that practice given. None where nothing
    else fits.
    """
    if trainee.programme is not None:
        but = instead_of.exercise
        practice = _prescribed(library, trainee, trainee.programme, day, but)
        return practice if practice.exercise else None
    forms = open_forms(library, trainee, day, instead_of.position)
    strong = _is_strength(library, instead_of.exercise)
    # What is swapped away tires nobody, so after strength more strength may come.
    tired = _is_tired(trainee, day) and not (strong and trainee.last_strength == day)
    given, taken = _given(trainee), {instead_of.exercise, *trainee.recent[-2:]}
    free = [
        slug for slug in forms if slug not in taken and not (tired and _is_strength(library, slug))
    ]
    if not free:
        return None
    best = min(free, key=lambda slug: (_is_strength(library, slug) != strong, given.get(slug, -1)))
    practice = _practice(library, trainee, instead_of.position, (best, None), forms)
    return fitted(library, trainee, practice, day)


def after(library: Library, trainee: Trainee, practice: Practice, day: date) -> Trainee:
    """Return the person as they stand once a practice was given on a day."""
    slug = practice.exercise
    if slug is None:
        return replace(trainee, position=practice.position + 1)
    return replace(
        trainee,
        position=practice.position + 1,
        last=slug,
        recent=(*trainee.recent, slug)[-REMEMBERED:],
        last_strength=day if _is_strength(library, slug) else trainee.last_strength,
    )
