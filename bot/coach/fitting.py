"""Which versions of which exercises suit a person, and why the others are left out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from bot.coach.dose import dose_of, work
from bot.coach.library import Exercise, Library
from bot.coach.plan import DAYS_A_WEEK
from bot.coach.rounds import risen, rounds_since
from bot.coach.sheets import Avoided, Equipment, ExerciseSheet, Flag, WholeVersion
from bot.coach.trainee import (
    GENTLEST,
    HARDEST,
    LOWEST,
    Item,
    Practice,
    Programme,
    Trainee,
)

Versions = tuple[str | None, ...]
"""One or more versions by name. None is the standard version and stands first if it is there."""

ALL_EQUIPMENT = frozenset(Equipment)
EASIER = "easier"
UNASKED = "harder"
"""The version that is only sent if the person or their trainer chose it."""

_REMEMBERED = 4096


def would_use(library: Library, trainee: Trainee, piece: Equipment) -> bool:
    """Return whether more would suit a person if they owned a piece of equipment."""
    owned, flags, avoided = _needs(trainee)
    with_it = _fits(library, owned | {piece}, flags, avoided)
    wanted = [slug for slug in library.exercises if not trainee.tuning(slug).never]
    without = _fits(library, owned, flags, avoided)
    return any(with_it[slug] != without[slug] for slug in wanted)


class Reason(StrEnum):
    """Why an exercise is left out."""

    FLAG = "flag"
    POSITION = "position"
    EQUIPMENT = "equipment"
    NEVER = "never"
    RESTING = "resting"


@dataclass(frozen=True)
class LeftOut:
    """An exercise that isn't sent, and why: which flag or position, or until when."""

    exercise: str
    reason: Reason
    flag: Flag | None = None
    avoided: Avoided | None = None
    until: date | None = None


def left_out(library: Library, trainee: Trainee, day: date) -> Sequence[LeftOut]:
    """Return the exercises that don't suit a person now, whatever the week of the plan."""
    return tuple(_left_out(library, trainee, day))


def _left_out(library: Library, trainee: Trainee, day: date) -> Iterator[LeftOut]:
    items = trainee.programme.items if trainee.programme else ()
    listed = {item.exercise for item in items}
    for slug, fit in _fits(library, *_needs(trainee)).items():
        tuning = trainee.tuning(slug)
        if trainee.programme and slug not in listed:
            continue
        if tuning.never:
            yield LeftOut(slug, Reason.NEVER)
        elif isinstance(fit, LeftOut):
            yield fit
        elif tuning.rests(day):
            yield LeftOut(slug, Reason.RESTING, until=tuning.rests_until)


def open_versions(
    library: Library, trainee: Trainee, day: date, position: int
) -> Mapping[str, Versions]:
    """Return the exercises that may be sent at a position of the plan, with their versions."""
    if trainee.unscreened:
        return _gentlest(_tuned(_gated(library, *_needs(trainee), 0), trainee, day))
    week = min(position // DAYS_A_WEEK, _LAST_GATE)
    found = _tuned(_gated(library, *_needs(trainee), week), trainee, day)
    if not found:
        # Nothing of this week suits, so take a later week's exercises in a gentler version.
        later = _tuned(_gated(library, *_needs(trainee), _LAST_GATE), trainee, day)
        found = {
            slug: tuple(filter(None, versions)) or versions for slug, versions in later.items()
        }
    return found


def _gentlest(found: Mapping[str, Versions]) -> Mapping[str, Versions]:
    """Leave only the easier versions."""
    return {slug: (EASIER,) for slug, versions in found.items() if EASIER in versions}


def _tuned(found: Mapping[str, Versions], trainee: Trainee, day: date) -> Mapping[str, Versions]:
    """Leave out what the person never wants, and what rests after pain."""
    if not trainee.tunings:
        return found
    tunings = {slug: trainee.tuning(slug) for slug in found}
    return {
        slug: versions
        for slug, versions in found.items()
        if not tunings[slug].never and not tunings[slug].rests(day)
    }


def prescribable(library: Library, trainee: Trainee, day: date, exercise: str) -> Versions:
    """Return the versions that a trainer's list may ask for, the harder one among them."""
    fit = _fits(library, *_needs(trainee)).get(exercise)
    tuning = trainee.tuning(exercise)
    if fit is None or isinstance(fit, LeftOut) or tuning.never or tuning.rests(day):
        return ()
    return fit


def chosen_version(
    trainee: Trainee, exercise: str, planned: str | None, versions: Versions
) -> str | None:
    """Choose the easier version after pain or trouble, or before anybody asked about health."""
    is_eased = trainee.unscreened or trainee.tuning(exercise).eased
    wanted = EASIER if is_eased else planned
    return wanted if wanted in versions else versions[0]


def step_for(library: Library, trainee: Trainee, planned: Practice) -> int:
    """Return the step at which an exercise is dosed."""
    step = _answered_step(library, trainee, planned)
    most = trainee.tuning(planned.exercise or "").too_much
    if most is None:
        return step
    lower = (one for one in range(step, LOWEST, -1) if _work(library, planned, one) < most)
    return next(lower, LOWEST)


def _work(library: Library, planned: Practice, step: int) -> int:
    return work(dose_of(library, replace(planned, step=step)))


def _answered_step(library: Library, trainee: Trainee, planned: Practice) -> int:
    """Return the step that follows from a person's answers, their health and the round."""
    exercise = planned.exercise or ""
    tuning = trainee.tuning(exercise)
    lies = "back" in library.exercises[exercise].sheet.position
    if trainee.unscreened or (lies and Flag.PREGNANCY in trainee.flags):
        return GENTLEST  # no long time flat on the back in pregnancy
    if tuning.rests_until:
        return min(tuning.step, -1)
    if trainee.programme or trainee.idle or _is_adapted(library, trainee, exercise):
        return tuning.step
    return risen(library, planned, tuning)


def _is_adapted(library: Library, trainee: Trainee, exercise: str) -> bool:
    """Return whether a person's health changes how an exercise is done: it never rises unasked."""
    return bool(library.exercises[exercise].sheet.adapts_to(trainee.flags))


def _harder_fits(library: Library, trainee: Trainee, practice: Practice, day: date) -> bool:
    """Return whether an exercise that can't rise further has a harder version for a person."""
    exercise = practice.exercise or ""
    if practice.version or practice.step < HARDEST:
        return False
    if trainee.programme or _is_adapted(library, trainee, exercise):
        return False
    is_time = rounds_since(library, practice) > HARDEST
    return is_time and UNASKED in prescribable(library, trainee, day, exercise)


def fitted(library: Library, trainee: Trainee, practice: Practice, day: date) -> Practice:
    """Add to a practice what follows from the person and is not kept with a delivery."""
    if practice.exercise in library.exercises and practice.step >= HARDEST:
        harder_fits = _harder_fits(library, trainee, practice, day)
        practice = replace(practice, harder_fits=harder_fits)
    plain = not (trainee.flags or trainee.avoided or trainee.tunings or trainee.programme)
    if plain and not trainee.unscreened:
        return practice
    if practice.exercise is None:
        gentle = library.routine.rest_exercise
        return replace(practice, extra=bool(prescribable(library, trainee, day, gentle)))
    exercise = library.exercises.get(practice.exercise)
    if exercise is None:
        return practice
    adapted = exercise.sheet.adapts_to(trainee.flags)
    return replace(
        practice,
        adapt=tuple(flag for flag in Flag if flag in adapted),
        extra=trainee.programme is None and extra_fits(library, trainee, day),
        item=_item_of(trainee.programme, practice),
    )


def _item_of(programme: Programme | None, practice: Practice) -> Item | None:
    """Return the line of a trainer's list that a practice comes from, if it does."""
    if programme is None or not programme.items:
        return None
    item = programme.items[practice.position % len(programme.items)]
    return item if item.exercise == practice.exercise else None


def rest_move(library: Library) -> Exercise:
    """Return the exercise that may be repeated gently on a rest day."""
    return library.exercises[library.routine.rest_exercise]


def extra_fits(library: Library, trainee: Trainee, day: date) -> bool:
    """Return whether the hold after strength suits a person in its standard version."""
    slug = library.routine.extra_exercise
    adapted = library.exercises[slug].sheet.adapts_to(trainee.flags)
    versions = () if trainee.unscreened else prescribable(library, trainee, day, slug)
    return None in versions and not adapted and not trainee.tuning(slug).eased


Needs = tuple[frozenset[Equipment], frozenset[Flag], frozenset[Avoided]]


def _needs(trainee: Trainee) -> Needs:
    """Return what decides which versions suit; a trainer's list assumes all equipment."""
    equipment = trainee.equipment if trainee.programme is None else ALL_EQUIPMENT
    return equipment, trainee.flags, trainee.avoided


# By week, from 0: the highest level of an exercise, and of the version that is sent (rule O2 of
# docs/coaching-rules.md).
_GATES = ((2, 1), (2, 1), (3, 2), (3, 3))
_LAST_GATE = len(_GATES) - 1


@lru_cache(_REMEMBERED)
def _gated(
    library: Library,
    equipment: frozenset[Equipment],
    flags: frozenset[Flag],
    avoided: frozenset[Avoided],
    week: int,
) -> Mapping[str, Versions]:
    """Return the versions that suit and are not too hard for a week."""
    most, most_of_version = _GATES[week]
    found = {}
    for slug, fit in _fits(library, equipment, flags, avoided).items():
        sheet = library.exercises[slug].sheet
        if isinstance(fit, LeftOut) or sheet.level > most:
            continue
        usual = [name for name in fit if name != UNASKED]
        whole = _versions(library, slug)
        versions = tuple(name for name in usual if whole[name].level <= most_of_version)
        if versions:
            found[slug] = versions
    return found


@lru_cache(_REMEMBERED)
def _fits(
    library: Library,
    equipment: frozenset[Equipment],
    flags: frozenset[Flag],
    avoided: frozenset[Avoided],
) -> Mapping[str, Versions | LeftOut]:
    """Return the versions of each exercise that suit, or why there is none."""
    return {slug: _fit(library, slug, equipment, flags, avoided) for slug in library.exercises}


def _fit(
    library: Library,
    slug: str,
    equipment: frozenset[Equipment],
    flags: frozenset[Flag],
    avoided: frozenset[Avoided],
) -> Versions | LeftOut:
    sheet = library.exercises[slug].sheet
    for flag in Flag:
        if flag in flags and sheet.flags.get(flag) == "skip":
            return LeftOut(slug, Reason.FLAG, flag=flag)
    versions = _owned(library, slug, sheet, equipment)
    if not versions:
        return LeftOut(slug, Reason.EQUIPMENT)
    adapted = sheet.adapts_to(flags)
    safe = {name: version for name, version in versions.items() if adapted <= version.suits}
    if not safe:
        return LeftOut(slug, Reason.FLAG, flag=_culprit(adapted, versions))
    fitting = tuple(name for name, version in safe.items() if not _met(version, avoided))
    if not fitting:
        met = _met(next(iter(safe.values())), avoided)
        return LeftOut(slug, Reason.POSITION, avoided=min(met))
    return fitting


def _owned(
    library: Library, slug: str, sheet: ExerciseSheet, equipment: frozenset[Equipment]
) -> Mapping[str | None, WholeVersion]:
    """Return the versions for which a person owns the equipment.

    Without the equipment of the standard version, only a version that routine.yaml names as a
    stand-in counts: without it, the other versions are not the same exercise.
    """
    versions = _versions(library, slug)
    if not frozenset(sheet.equipment) <= equipment:
        stand_in = library.routine.stand_ins.get(slug)
        own = stand_in is not None and stand_in.exercise == slug
        versions = {stand_in.version: versions[stand_in.version]} if stand_in and own else {}
    return {name: version for name, version in versions.items() if version.equipment <= equipment}


@lru_cache
def _versions(library: Library, slug: str) -> Mapping[str | None, WholeVersion]:
    """Return all versions of an exercise, the standard one first."""
    sheet = library.exercises[slug].sheet
    return {name: sheet.version(name) for name in (None, *sheet.versions)}


def _culprit(adapted: frozenset[Flag], versions: Mapping[str | None, WholeVersion]) -> Flag:
    """Return the flag that the fewest versions suit."""
    return min(sorted(adapted), key=lambda flag: sum(flag in f.suits for f in versions.values()))


def _met(version: WholeVersion, avoided: frozenset[Avoided]) -> set[Avoided]:
    """Return which avoided positions a version has."""
    has = {
        Avoided.LYING: "back" in version.position,
        Avoided.KNEELING: "kneeling" in version.position,
        Avoided.BALANCE: version.balance,
    }
    return {one for one in avoided if has[one]}
