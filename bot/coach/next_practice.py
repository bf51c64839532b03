"""Which exercise is next: a pure function of the routine, a person, and their position in it."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from bot.coach.fitting import allowed_versions, chosen_version, fitted, prescribable, step_for
from bot.coach.library import Library
from bot.coach.positions import DAYS_A_WEEK, cycle, day_at
from bot.coach.sheets import Equipment, Kind, RoutineDay
from bot.coach.suitability import Versions
from bot.coach.trainee import Practice, Programme, Trainee

RECENT_KEPT = 20
"""How many exercises given are kept: more than a loop has."""

OFTEN, A_WEEK_BEFORE, MANY = 2, 6, 6
"""No exercise comes more than twice in seven days where at least six fit."""


@lru_cache(64)
def first_week_with(library: Library, piece: Equipment) -> int | None:
    """Return the first week, from 0, that plans an exercise with a piece of equipment, if any."""
    for position in range(cycle(library.routine)):
        planned = day_at(library.routine, position)
        if planned.exercise is not None:
            sheet = library.exercises[planned.exercise].sheet
            if piece in sheet.version(planned.version).equipment:
                return position // DAYS_A_WEEK
    return None


def next_practice(library: Library, trainee: Trainee, day: date) -> Practice:
    """Choose the practice of a local day: what the routine has next, as far as it fits the person.

    Where the planned exercise does not fit, its stand-in comes; else, of those that fit, the
    one longest not given. Never the last one again, nor strength on two days running. Where
    that leaves nothing, the day is for a rest or a walk.
    """
    if trainee.programme is not None:
        return _prescribed(library, trainee, trainee.programme, day)
    return fitted(library, trainee, _routine_practice(library, trainee, day), day)


def _routine_practice(library: Library, trainee: Trainee, day: date) -> Practice:
    routine = library.routine
    here = allowed_versions(library, trainee, day, trainee.position)
    if len(here) == 1:
        return _alone(library, trainee, day, here)
    for position in range(trainee.position, trainee.position + cycle(routine)):
        planned = day_at(routine, position)
        if planned.rest:
            # Who trains fewer than seven days rests on the others.
            if trainee.days_a_week == DAYS_A_WEEK:
                return Practice(position, None)
            continue
        if position != trainee.position:
            here = allowed_versions(library, trainee, day, position)
        choice = _fitting(routine.stand_ins, planned, here)
        if choice is None or _is_frequent(trainee, choice[0], here):
            other = _in_place_of(library, trainee, day, planned.exercise, here)
            choice = other or choice
        if choice and _may(library, trainee, day, choice[0]):
            return _practice(library, trainee, position, choice, here)
        # It comes too soon; where everything else does too, the day stays free.
        if not any(_may(library, trainee, day, slug) for slug in here):
            break
    return Practice(trainee.position, None)


Choice = tuple[str, str | None]
"""An exercise and the version in which the routine or a trainer wants it."""


def _fitting(
    stand_ins: Mapping[str, RoutineDay], planned: RoutineDay, versions: Mapping[str, Versions]
) -> Choice | None:
    """Return the planned exercise, or its stand-in, if it fits."""
    for day in (planned, stand_ins.get(planned.exercise or "")):
        if day and day.exercise and day.exercise in versions:
            return day.exercise, day.version
    return None


def _in_place_of(
    library: Library, trainee: Trainee, day: date, planned: str | None, versions: Collection[str]
) -> Choice | None:
    """Return what may come in the place of a planned exercise, the longest not given first.

    Strength comes only in the place of strength, so that the days between stay free of it.
    """
    may = [slug for slug in versions if _may(library, trainee, day, slug)]
    free = [slug for slug in may if not _is_frequent(trainee, slug, may)] or may
    gentle = [slug for slug in free if not _is_strength(library, slug)]
    strong = [slug for slug in free if _is_strength(library, slug)]
    in_place = (strong or gentle) if _is_strength(library, planned) else gentle
    given = _given(trainee)
    best = min(in_place, key=lambda slug: given.get(slug, -1), default=None)
    return (best, None) if best else None


def _is_frequent(trainee: Trainee, slug: str, open_: Collection[str]) -> bool:
    """Return whether an exercise came often enough of late, where there is much to choose from."""
    return len(open_) >= MANY and trainee.recent[-A_WEEK_BEFORE:].count(slug) >= OFTEN


def _given(trainee: Trainee) -> Mapping[str, int]:
    """Return the place of each exercise among those given, the latest the highest."""
    return {slug: place for place, slug in enumerate(trainee.recent)}


def _alone(
    library: Library, trainee: Trainee, day: date, versions: Mapping[str, Versions]
) -> Practice:
    """Give the only exercise that fits on every other day, and a rest or a walk between."""
    (slug,) = versions
    tired = _is_strength(library, slug) and _is_tired(trainee, day)
    if trainee.position % 2 or tired:
        return Practice(trainee.position, None)
    return _practice(library, trainee, trainee.position, (slug, None), versions)


def _practice(
    library: Library,
    trainee: Trainee,
    position: int,
    choice: Choice,
    versions: Mapping[str, Versions],
) -> Practice:
    slug, planned = choice
    version = chosen_version(trainee, slug, planned, versions[slug])
    practice = Practice(position, slug, version)
    step = step_for(library, trainee, practice)
    return Practice(position, slug, version, step) if step else practice


def _may(library: Library, trainee: Trainee, day: date, slug: str) -> bool:
    """Return whether an exercise is neither the last one nor strength too soon after strength."""
    if slug == trainee.last:
        return False
    return not (_is_tired(trainee, day) and _is_strength(library, slug))


def _is_tired(trainee: Trainee, day: date) -> bool:
    """Return whether strength came on the day before, or today already."""
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
        versions = prescribable(library, trainee, day, item.exercise)
        if versions and item.exercise != but:
            choice, open_ = (item.exercise, item.version), {item.exercise: versions}
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
    versions = allowed_versions(library, trainee, day, instead_of.position)
    strong = _is_strength(library, instead_of.exercise)
    # What is swapped away tires nobody, so after strength more strength may come.
    tired = _is_tired(trainee, day) and not (strong and trainee.last_strength == day)
    given, taken = _given(trainee), {instead_of.exercise, *trainee.recent[-2:]}
    free = [
        slug
        for slug in versions
        if slug not in taken and not (tired and _is_strength(library, slug))
    ]
    if not free:
        return None
    best = min(free, key=lambda slug: (_is_strength(library, slug) != strong, given.get(slug, -1)))
    practice = _practice(library, trainee, instead_of.position, (best, None), versions)
    return fitted(library, trainee, practice, day)


class Progress(NamedTuple):
    """What changes about a person with each practice; the names are those of Trainee."""

    position: int
    last: str | None
    recent: tuple[str, ...]
    last_strength: date | None


def progress_after(library: Library, trainee: Trainee, practice: Practice, day: date) -> Progress:
    """Return what has changed about a person once a practice was given on a day."""
    slug, following = practice.exercise, practice.position + 1
    if slug is None:
        return Progress(following, trainee.last, trainee.recent, trainee.last_strength)
    recent = (*trainee.recent, slug)[-RECENT_KEPT:]
    strength = day if _is_strength(library, slug) else trainee.last_strength
    return Progress(following, slug, recent, strength)


def after(library: Library, trainee: Trainee, practice: Practice, day: date) -> Trainee:
    """Return the person as they stand once a practice was given on a day."""
    return replace(trainee, **progress_after(library, trainee, practice, day)._asdict())
