"""What the routine knows of a person, and what it gives them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.coach.positions import BEYOND_THE_WEEKS
from bot.coach.sheets import Avoided, Equipment, Flag

GENTLEST, HARDEST = -2, 2
"""How far answers move an exercise from what the routine says."""

LOWEST = -4
"""How far below the routine an exercise goes that was too hard in an early week."""

PAUSE_AFTER_PAIN = timedelta(days=7)
NO_PROGRESS = timedelta(days=7)
"""How long after its return an exercise that hurt gets no harder."""


@dataclass(frozen=True)
class Tuning:
    """What a person's answers changed about one exercise.

    `step` is 0 for the dose of the routine; below it the easier version comes, at less; above it,
    more. `too_much` is the work that was too hard: as long as it is set, only less comes,
    whatever the week; `hard_round` is the round in which it was. Once it hurt, `paused_until` is
    the first day on which it may come again, and the easier version comes until an answer says
    that it is too easy.
    """

    step: int = 0
    paused_until: date | None = None
    never: bool = False
    too_much: int | None = None
    hard_round: int = 0

    @property
    def eased(self) -> bool:
        """Return whether only the easier version may come."""
        return self.step < 0 or self.paused_until is not None

    def is_paused_on(self, day: date) -> bool:
        """Return whether it is still paused on a day."""
        return self.paused_until is not None and day < self.paused_until


UNTUNED = Tuning()


def too_hard(tuning: Tuning, given: int | None = None, round_: int = 0) -> Tuning:
    """Take one step down, at least as far as the easier version, and below the work given."""
    step = max(GENTLEST, min(tuning.step - 1, -1))
    known = [work for work in (tuning.too_much, given) if work]
    hard_round = max(tuning.hard_round, round_)
    return replace(tuning, step=step, too_much=min(known, default=None), hard_round=hard_round)


def too_easy(tuning: Tuning, day: date) -> Tuning:
    """Take one step up, unless it hurt of late."""
    if tuning.paused_until is None:
        return replace(tuning, step=min(HARDEST, tuning.step + 1), too_much=None)
    if day < tuning.paused_until + NO_PROGRESS:
        return tuning
    return replace(tuning, step=min(tuning.step + 1, -1), paused_until=None, too_much=None)


def hurts(tuning: Tuning, day: date) -> Tuning:
    """Pause it for a week; then let it come back at its gentlest."""
    return replace(tuning, step=GENTLEST, paused_until=day + PAUSE_AFTER_PAIN)


class Side(StrEnum):
    """Which side a trainer wants trained."""

    BOTH = "both"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True)
class Item:
    """One line of a trainer's list."""

    exercise: str
    version: str | None = None
    sets: int = 1
    side: Side = Side.BOTH


@dataclass(frozen=True)
class Programme:
    """A trainer's own list, in its order, and the weekdays (Monday is 0) it is for."""

    items: tuple[Item, ...]
    weekdays: frozenset[int]


@dataclass(frozen=True)
class Trainee:
    """What the routine knows of a person; `position` counts routine days already given.

    `last` is the exercise given last, `recent` those given, the latest last, `last_strength`
    the local day of the last strength exercise. Whoever is `unscreened` has not answered the
    question about their health yet, and gets the gentlest of everything; whoever is `idle` has
    not answered for so long that nothing gets harder.
    """

    position: int
    equipment: frozenset[Equipment]
    days_a_week: int
    last: str | None = None
    flags: frozenset[Flag] = frozenset()
    avoided: frozenset[Avoided] = frozenset()
    tunings: Mapping[str, Tuning] = field(default_factory=lambda: NO_TUNINGS)
    recent: tuple[str, ...] = ()
    last_strength: date | None = None
    programme: Programme | None = None
    unscreened: bool = False
    idle: bool = False

    def tuning(self, exercise: str) -> Tuning:
        """Return what their answers changed about an exercise."""
        return self.tunings.get(exercise, UNTUNED)


NO_TUNINGS: Mapping[str, Tuning] = MappingProxyType({})


@dataclass(frozen=True)
class Practice:
    """What to do on one day; a rest day has no exercise. `position` is that of the routine's day.

    The first four are worth keeping: they say exactly what was given. The others follow from
    the person (see `fitted`), so that no delivery holds a word on anybody's health: `adapt`
    names the flags whose line belongs on the card, `extra_fits` says whether the hold after
    strength, or on a rest day the gentle move, suits them, `harder_fits` whether the harder
    version is worth a word, `item` is the line of a trainer's list that it comes from.
    """

    position: int
    exercise: str | None
    version: str | None = None
    step: int = 0
    adapt: tuple[Flag, ...] = ()
    extra_fits: bool = True
    harder_fits: bool = False
    item: Item | None = None

    @property
    def follows_routine(self) -> bool:
        """Return whether its dose follows the routine's week.

        That of a trainer's item doesn't, nor that of an exercise on its own.
        """
        return self.item is None and self.position < BEYOND_THE_WEEKS


def own_practice(exercise: str, version: str | None = None) -> Practice:
    """Return an exercise as its own sheet doses it, outside any routine."""
    return Practice(BEYOND_THE_WEEKS, exercise, version)
