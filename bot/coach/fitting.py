"""Which versions of which exercises a person may get on a day, and what a practice becomes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.coach.dose import dose_of, work
from bot.coach.library import Exercise, Library
from bot.coach.positions import DAYS_A_WEEK
from bot.coach.rounds import risen, rounds_since
from bot.coach.sheets import Equipment, Flag
from bot.coach.suitability import (
    HARDER,
    LAST_GATE,
    LeftOut,
    Reason,
    Versions,
    needs_of,
    suiting,
    suiting_in,
)
from bot.coach.trainee import (
    GENTLEST,
    HARDEST,
    LOWEST,
    Item,
    Practice,
    Programme,
    Trainee,
)

EASIER = "easier"


def would_use(library: Library, trainee: Trainee, piece: Equipment) -> bool:
    """Return whether more would suit a person if they owned a piece of equipment."""
    owned, flags, avoided = needs_of(trainee)
    with_it = suiting(library, owned | {piece}, flags, avoided)
    wanted = [slug for slug in library.exercises if not trainee.tuning(slug).never]
    without = suiting(library, owned, flags, avoided)
    return any(with_it[slug] != without[slug] for slug in wanted)


def left_out(library: Library, trainee: Trainee, day: date) -> Sequence[LeftOut]:
    """Return the exercises that don't suit a person now, whatever the week of the routine."""
    return tuple(_left_out(library, trainee, day))


def _left_out(library: Library, trainee: Trainee, day: date) -> Iterator[LeftOut]:
    items = trainee.programme.items if trainee.programme else ()
    listed = {item.exercise for item in items}
    for slug, fit in suiting(library, *needs_of(trainee)).items():
        tuning = trainee.tuning(slug)
        if trainee.programme and slug not in listed:
            continue
        if tuning.never:
            yield LeftOut(slug, Reason.NEVER)
        elif isinstance(fit, LeftOut):
            yield fit
        elif tuning.is_paused_on(day):
            yield LeftOut(slug, Reason.PAUSED, until=tuning.paused_until)


def flag_against(library: Library, trainee: Trainee, exercise: str) -> Flag | None:
    """Return the health condition for which an exercise is left out, if one is the reason."""
    fit = suiting(library, *needs_of(trainee)).get(exercise)
    return fit.flag if isinstance(fit, LeftOut) else None


def allowed_versions(
    library: Library, trainee: Trainee, day: date, position: int
) -> Mapping[str, Versions]:
    """Return the exercises that may be sent at a position of the routine, with their versions."""
    if trainee.unscreened:
        return _gentlest(_tuned(suiting_in(library, *needs_of(trainee), 0), trainee, day))
    week = min(position // DAYS_A_WEEK, LAST_GATE)
    found = _tuned(suiting_in(library, *needs_of(trainee), week), trainee, day)
    if not found:
        # Nothing of this week suits, so take a later week's exercises in a gentler version.
        later = _tuned(suiting_in(library, *needs_of(trainee), LAST_GATE), trainee, day)
        found = {
            slug: tuple(filter(None, versions)) or versions for slug, versions in later.items()
        }
    return found


def _gentlest(found: Mapping[str, Versions]) -> Mapping[str, Versions]:
    """Leave only the easier versions."""
    return {slug: (EASIER,) for slug, versions in found.items() if EASIER in versions}


def _tuned(found: Mapping[str, Versions], trainee: Trainee, day: date) -> Mapping[str, Versions]:
    """Leave out what the person never wants, and what is paused after pain."""
    out = {slug for slug, one in trainee.tunings.items() if one.never or one.is_paused_on(day)}
    if not out:
        return found
    return {slug: versions for slug, versions in found.items() if slug not in out}


def prescribable(library: Library, trainee: Trainee, day: date, exercise: str) -> Versions:
    """Return the versions that a trainer's list may ask for, the harder one among them."""
    fit = suiting(library, *needs_of(trainee)).get(exercise)
    tuning = trainee.tuning(exercise)
    if fit is None or isinstance(fit, LeftOut) or tuning.never or tuning.is_paused_on(day):
        return ()
    return fit


def chosen_version(
    trainee: Trainee, exercise: str, planned: str | None, versions: Versions
) -> str | None:
    """Choose the easier version after pain or trouble, or before anybody asked about health."""
    is_eased = trainee.unscreened or trainee.tuning(exercise).eased
    wanted = EASIER if is_eased else planned
    return wanted if wanted in versions else versions[0]


def suited(library: Library, trainee: Trainee, practice: Practice) -> Practice:
    """Return a practice in a version that suits a person, if any does."""
    slug = practice.exercise or ""
    exercise = library.exercises.get(slug)
    if exercise and practice.version not in (None, *exercise.sheet.versions):
        practice = replace(practice, version=None)  # it was given before the content changed
    fit = suiting(library, *needs_of(trainee)).get(slug)
    if fit is None or isinstance(fit, LeftOut):
        return practice
    is_eased = practice.version is None and trainee.tuning(slug).eased
    if practice.version in fit and not is_eased:
        return practice
    return replace(practice, version=chosen_version(trainee, slug, practice.version, fit))


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
    if tuning.paused_until:
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
    return is_time and HARDER in prescribable(library, trainee, day, exercise)


def may_go_harder(library: Library, trainee: Trainee, exercise: str) -> bool:
    """Return whether a harder version may be offered: not after trouble, nor where health matters.

    After "too hard" or pain, only "too easy" brings it back.
    """
    minded = trainee.flags & library.exercises[exercise].sheet.flags.keys()
    return not (minded or trainee.tuning(exercise).eased)


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
        return replace(practice, extra_fits=bool(prescribable(library, trainee, day, gentle)))
    exercise = library.exercises.get(practice.exercise)
    if exercise is None:
        return practice
    adapted = exercise.sheet.adapts_to(trainee.flags)
    return replace(
        practice,
        adapt=tuple(flag for flag in Flag if flag in adapted) if adapted else (),
        extra_fits=trainee.programme is None and extra_fits(library, trainee, day),
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
