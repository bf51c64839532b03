"""Which versions of an exercise suit a person's health, equipment and wishes, or why none does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from bot.coach.library import Library
from bot.coach.sheets import Avoided, Equipment, ExerciseSheet, Flag, WholeVersion
from bot.coach.trainee import Trainee

Versions = tuple[str | None, ...]
"""One or more versions by name. None is the standard version and stands first if it is there."""

ALL_EQUIPMENT = frozenset(Equipment)
HARDER = "harder"
"""The version that is only sent if the person or their trainer chose it."""

_REMEMBERED = 4096


class Reason(StrEnum):
    """Why an exercise is left out."""

    FLAG = "flag"
    POSITION = "position"
    EQUIPMENT = "equipment"
    NEVER = "never"
    PAUSED = "resting"


@dataclass(frozen=True)
class LeftOut:
    """An exercise that isn't sent, and why: which flag or position, or until when."""

    exercise: str
    reason: Reason
    flag: Flag | None = None
    avoided: Avoided | None = None
    until: date | None = None


Needs = tuple[frozenset[Equipment], frozenset[Flag], frozenset[Avoided]]


def needs_of(trainee: Trainee) -> Needs:
    """Return what decides which versions suit; a trainer's list assumes all equipment."""
    equipment = trainee.equipment if trainee.programme is None else ALL_EQUIPMENT
    return equipment, trainee.flags, trainee.avoided


# By week, from 0: the highest level of an exercise, and of the version that is sent (rule O2 of
# docs/coaching-rules.md).
_GATES = ((2, 1), (2, 1), (3, 2), (3, 3))
LAST_GATE = len(_GATES) - 1


@lru_cache(_REMEMBERED)
def suiting_in(
    library: Library,
    equipment: frozenset[Equipment],
    flags: frozenset[Flag],
    avoided: frozenset[Avoided],
    week: int,
) -> Mapping[str, Versions]:
    """Return the versions that suit and are not too hard for a week."""
    most, most_of_version = _GATES[week]
    found = {}
    for slug, fit in suiting(library, equipment, flags, avoided).items():
        sheet = library.exercises[slug].sheet
        if isinstance(fit, LeftOut) or sheet.level > most:
            continue
        usual = [name for name in fit if name != HARDER]
        whole = _versions(library, slug)
        versions = tuple(name for name in usual if whole[name].level <= most_of_version)
        if versions:
            found[slug] = versions
    return found


@lru_cache(_REMEMBERED)
def suiting(
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
    fitting = tuple(name for name, version in safe.items() if not _avoided_in(version, avoided))
    if not fitting:
        met = _avoided_in(next(iter(safe.values())), avoided)
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


def _avoided_in(version: WholeVersion, avoided: frozenset[Avoided]) -> set[Avoided]:
    """Return which avoided positions a version has."""
    has = {
        Avoided.LYING: "back" in version.position,
        Avoided.KNEELING: "kneeling" in version.position,
        Avoided.BALANCE: version.balance,
    }
    return {one for one in avoided if has[one]}
