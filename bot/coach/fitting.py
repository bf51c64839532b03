"""What fits a person: which forms of which exercises may come, and why the others may not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from bot.coach.library import Exercise, Library
from bot.coach.plan import DAYS_A_WEEK
from bot.coach.sheets import Avoided, Equipment, ExerciseSheet, Flag, WholeForm
from bot.coach.trainee import GENTLEST, Practice, Trainee

Forms = tuple[str | None, ...]
"""Forms by name, the usual one (None) first where it is among them; never empty where kept."""

ALL_EQUIPMENT = frozenset(Equipment)
UNASKED = "harder"
"""The form that nobody gets who did not choose it, or whose trainer did not."""

_REMEMBERED = 4096


class Reason(StrEnum):
    """Why an exercise is left out."""

    FLAG = "flag"
    POSITION = "position"
    EQUIPMENT = "equipment"
    NEVER = "never"
    RESTING = "resting"


@dataclass(frozen=True)
class LeftOut:
    """An exercise that does not come, and why: which flag or position, or until when."""

    exercise: str
    reason: Reason
    flag: Flag | None = None
    avoided: Avoided | None = None
    until: date | None = None


def left_out(library: Library, trainee: Trainee, day: date) -> Sequence[LeftOut]:
    """Name each exercise that does not come at present; those that come later are not left out."""
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


def open_forms(
    library: Library, trainee: Trainee, day: date, position: int
) -> Mapping[str, Forms]:
    """Return what may come at a place in the plan, with the forms that may."""
    week = min(position // DAYS_A_WEEK, _LAST_GATE)
    found = _tuned(_gated(library, *_needs(trainee), week), trainee, day)
    if not found:
        # Rather something early, in a gentle form, than nothing.
        later = _tuned(_gated(library, *_needs(trainee), _LAST_GATE), trainee, day)
        found = {slug: tuple(filter(None, forms)) or forms for slug, forms in later.items()}
    return found


def _tuned(found: Mapping[str, Forms], trainee: Trainee, day: date) -> Mapping[str, Forms]:
    """Leave out what the person never wants, and what rests."""
    if not trainee.tunings:
        return found
    tunings = {slug: trainee.tuning(slug) for slug in found}
    return {
        slug: forms
        for slug, forms in found.items()
        if not tunings[slug].never and not tunings[slug].rests(day)
    }


def prescribable(library: Library, trainee: Trainee, day: date, exercise: str) -> Forms:
    """Return the forms that a trainer's list may ask for, the harder one among them."""
    fit = _fits(library, *_needs(trainee)).get(exercise)
    tuning = trainee.tuning(exercise)
    if fit is None or isinstance(fit, LeftOut) or tuning.never or tuning.rests(day):
        return ()
    return fit


def chosen_form(trainee: Trainee, exercise: str, planned: str | None, forms: Forms) -> str | None:
    """Choose the easier form after pain or trouble, else the planned one, as far as they fit."""
    wanted = "easier" if trainee.tuning(exercise).eased else planned
    return wanted if wanted in forms else forms[0]


def step_for(library: Library, trainee: Trainee, exercise: str) -> int:
    """Return the step at which an exercise is dosed."""
    tuning = trainee.tuning(exercise)
    lies = "back" in library.exercises[exercise].sheet.position
    if lies and Flag.PREGNANCY in trainee.flags:
        return GENTLEST  # no long time flat on the back
    return min(tuning.step, -1) if tuning.rests_until else tuning.step


def fitted(library: Library, trainee: Trainee, practice: Practice, day: date) -> Practice:
    """Add to a practice what follows from the person and is not kept with a delivery."""
    restricted = trainee.flags or trainee.avoided or trainee.tunings or trainee.programme
    exercise = library.exercises.get(practice.exercise or "")
    if restricted and practice.exercise is None:
        gentle = rest_move(library).slug
        return replace(practice, extra=bool(prescribable(library, trainee, day, gentle)))
    if not restricted or exercise is None:
        return practice
    adapted = exercise.sheet.adapts_to(trainee.flags)
    item = None
    if trainee.programme and trainee.programme.items:
        item = trainee.programme.items[practice.position % len(trainee.programme.items)]
    return replace(
        practice,
        adapt=tuple(flag for flag in Flag if flag in adapted),
        extra=trainee.programme is None and extra_fits(library, trainee, day),
        item=item if item and item.exercise == practice.exercise else None,
    )


def rest_move(library: Library) -> Exercise:
    """Return what may be repeated gently on a rest day."""
    return library.exercises.get("leg-swing") or next(iter(library.exercises.values()))


def extra_fits(library: Library, trainee: Trainee, day: date) -> bool:
    """Say whether the hold after strength suits a person as it is, in its usual form."""
    slug = library.routine.extra_exercise
    adapted = library.exercises[slug].sheet.adapts_to(trainee.flags)
    forms = prescribable(library, trainee, day, slug)
    return None in forms and not adapted and not trainee.tuning(slug).eased


Needs = tuple[frozenset[Equipment], frozenset[Flag], frozenset[Avoided]]


def _needs(trainee: Trainee) -> Needs:
    """Return what decides which forms fit; who has a trainer's list has what it needs."""
    equipment = trainee.equipment if trainee.programme is None else ALL_EQUIPMENT
    return equipment, trainee.flags, trainee.avoided


# By week, from 0: the highest level of an exercise, and of the form in which it comes (O2).
_GATES = ((2, 1), (2, 1), (3, 2), (3, 3))
_LAST_GATE = len(_GATES) - 1


@lru_cache(_REMEMBERED)
def _gated(
    library: Library,
    equipment: frozenset[Equipment],
    flags: frozenset[Flag],
    avoided: frozenset[Avoided],
    week: int,
) -> Mapping[str, Forms]:
    """Return the forms that fit and are not too hard for a week."""
    most, most_of_form = _GATES[week]
    found = {}
    for slug, fit in _fits(library, equipment, flags, avoided).items():
        sheet = library.exercises[slug].sheet
        if isinstance(fit, LeftOut) or sheet.level > most:
            continue
        usual = [name for name in fit if name != UNASKED]
        whole = _forms(library, slug)
        forms = tuple(name for name in usual if whole[name].level <= most_of_form)
        if forms:
            found[slug] = forms
    return found


@lru_cache(_REMEMBERED)
def _fits(
    library: Library,
    equipment: frozenset[Equipment],
    flags: frozenset[Flag],
    avoided: frozenset[Avoided],
) -> Mapping[str, Forms | LeftOut]:
    """Return for each exercise the forms that fit, or why there is none."""
    return {slug: _fit(library, slug, equipment, flags, avoided) for slug in library.exercises}


def _fit(
    library: Library,
    slug: str,
    equipment: frozenset[Equipment],
    flags: frozenset[Flag],
    avoided: frozenset[Avoided],
) -> Forms | LeftOut:
    sheet = library.exercises[slug].sheet
    for flag in Flag:
        if flag in flags and sheet.flags.get(flag) == "skip":
            return LeftOut(slug, Reason.FLAG, flag=flag)
    forms = _owned(library, slug, sheet, equipment)
    if not forms:
        return LeftOut(slug, Reason.EQUIPMENT)
    adapted = sheet.adapts_to(flags)
    safe = {name: form for name, form in forms.items() if adapted <= form.suits}
    if not safe:
        return LeftOut(slug, Reason.FLAG, flag=_culprit(adapted, forms))
    fitting = tuple(name for name, form in safe.items() if not _met(form, avoided))
    if not fitting:
        met = _met(next(iter(safe.values())), avoided)
        return LeftOut(slug, Reason.POSITION, avoided=min(met))
    return fitting


def _owned(
    library: Library, slug: str, sheet: ExerciseSheet, equipment: frozenset[Equipment]
) -> Mapping[str | None, WholeForm]:
    """Return the forms for which a person has all they need.

    Without the equipment of the usual form only the form that the plan names as its own
    stand-in counts: a swing without a kettlebell is another exercise.
    """
    forms = _forms(library, slug)
    if not frozenset(sheet.equipment) <= equipment:
        stand_in = library.routine.stand_ins.get(slug)
        own = stand_in is not None and stand_in.exercise == slug
        forms = {stand_in.form: forms[stand_in.form]} if stand_in and own else {}
    return {name: form for name, form in forms.items() if form.equipment <= equipment}


@lru_cache
def _forms(library: Library, slug: str) -> Mapping[str | None, WholeForm]:
    """Return all forms of an exercise, the usual one first."""
    sheet = library.exercises[slug].sheet
    return {name: sheet.form(name) for name in (None, *sheet.forms)}


def _culprit(adapted: frozenset[Flag], forms: Mapping[str | None, WholeForm]) -> Flag:
    """Name the flag that the fewest forms suit."""
    return min(sorted(adapted), key=lambda flag: sum(flag in f.suits for f in forms.values()))


def _met(form: WholeForm, avoided: frozenset[Avoided]) -> set[Avoided]:
    """Return which avoided positions a form has."""
    has = {
        Avoided.LYING: "back" in form.position,
        Avoided.KNEELING: "kneeling" in form.position,
        Avoided.BALANCE: form.balance,
    }
    return {one for one in avoided if has[one]}
