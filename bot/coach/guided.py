"""A guided exercise as stages in time: get ready, hold left, change, right, rest, done.

The stages follow from a dose and its steps alone. A stage that is over gives way to the next one
at the moment when somebody looks, and that one begins then: whatever was late, a stall or a
restart, nobody's second side is cut short.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from bot.coach.library import Library
from bot.coach.routine import Practice, Side, dose_of, side_of
from bot.coach.sheets import USUAL, Dose, Guide

READY_SECONDS = 10
CHANGE_SECONDS = 10
"""To change sides or directions, where the dose has no rest."""

KNOWN_SECONDS = 8
"""To get into position once more, in a later set."""

REP_SECONDS = 3
"""One repetition, where the dose has no tempo."""

SLACK = 1.15
"""Nobody's repetitions are hurried: their time is what the tempo asks, and a little more."""

MARKS = (5, 10, 15, *range(20, 600, 10))
"""Seconds left at which a countdown may be shown."""


class Act(StrEnum):
    """What a stage asks for."""

    READY = "ready"
    STEP = "step"
    HOLD = "hold"
    MOVE = "move"
    CHANGE = "change"
    REST = "rest"
    DONE = "done"


COUNTED = {Act.HOLD, Act.CHANGE, Act.REST}
"""What is counted down closely; repetitions have their own rhythm, a step is soon read."""


@dataclass(frozen=True)
class Stage:
    """One stage: what to do, for how long, with which of the steps (from 0) in view.

    `number` is that of the set; a rest and a change have those of the bout that comes next.
    `way` is the direction, 1 or 2, where each side works in two. An `extra` rest comes before
    a set beyond the least that the dose asks.
    """

    act: Act
    seconds: int
    number: int = 1
    side: Side | None = None
    way: int | None = None
    steps: range = range(0)
    extra: bool = False


Timeline = tuple[Stage, ...]


@dataclass(frozen=True)
class Place:
    """Where in a timeline somebody is: a stage, since when, and since when it stands still."""

    stage: int
    stage_at: datetime
    paused_at: datetime | None = None


@dataclass(frozen=True)
class View:
    """What is to be seen at a moment: the stage and the seconds that are left of it."""

    stage: int
    left: float


# --- the stages -----------------------------------------------------------------------------


def timeline_of(library: Library, practice: Practice, language: str) -> Timeline:
    """Lay out a practice; the length of a step follows from its words."""
    exercise = library.exercises[practice.exercise or ""]
    words = exercise.words.to(language)
    steps = words.forms[practice.form].steps if practice.form else words.steps
    guide = exercise.sheet.guide.get(practice.form or USUAL)
    side = side_of(library, practice)
    return timeline(dose_of(library, practice), steps, guide, side)


def timeline(
    dose: Dose,
    steps: Sequence[str],
    guide: Guide | None = None,
    side: Side = Side.BOTH,
) -> Timeline:
    """Lay out a dose: into position step by step, then every set, side and direction."""
    guide = guide or Guide(setup=0, work=len(steps))
    setup, work = min(guide.setup, len(steps) - 1), min(guide.work, len(steps))
    # What leads out of a side speaks of changing to the other.
    way_out = range(work, len(steps)) if side == Side.BOTH else range(0)
    bouts = list(_bouts(dose, guide, side))
    first = bouts[0]
    stages = [replace(first, act=Act.READY, seconds=READY_SECONDS)]
    for step in range(setup):
        seconds = 4 + ceil(len(steps[step]) / 20)
        stages.append(replace(first, act=Act.STEP, seconds=seconds, steps=range(step, step + 1)))
    reading = 4 + ceil(sum(map(len, steps[setup:work])) / 30)
    for before, bout in zip([None, *bouts], bouts, strict=False):
        if before is not None:
            stages.append(_between(dose, before, bout, way_out))
        if before is None or bout.act == Act.HOLD:  # each side has the same time to settle
            seconds = reading if bout.number == 1 else min(reading, KNOWN_SECONDS)
            way_in = replace(bout, act=Act.STEP, seconds=seconds, steps=range(setup, work))
            stages.append(way_in)
        stages.append(replace(bout, steps=range(setup, work)))
    last = range(0) if dose.each_side else way_out
    stages.append(Stage(Act.DONE, 0, bouts[-1].number, steps=last))
    return tuple(stages)


def _bouts(dose: Dose, guide: Guide, only: Side) -> Iterator[Stage]:
    """Yield what is done without a break: each set, each side of it, each direction."""
    sides: tuple[Side | None, ...] = (None,)
    if only != Side.BOTH:
        sides = (only,)
    elif dose.each_side and not guide.alternating:
        sides = (Side.LEFT, Side.RIGHT)
    ways = (1, 2) if dose.each_way else (None,)
    act = Act.MOVE if dose.reps else Act.HOLD
    seconds = _seconds(dose, both=dose.each_side and guide.alternating)
    for number in range(1, dose.sets[1] + 1):
        for side in sides:
            for way in ways:
                yield Stage(act, seconds, number, side, way)


def _seconds(dose: Dose, *, both: bool) -> int:
    """Return how long a bout takes: the hold, or the repetitions at their tempo."""
    if dose.reps is None:
        return dose.hold or 0
    one = (dose.up or 0) + (dose.down or 0) + (dose.hold or 0)
    return ceil(dose.reps[1] * (one or REP_SECONDS) * (2 if both else 1) * SLACK)


def _between(dose: Dose, before: Stage, bout: Stage, steps: range) -> Stage:
    """Return the break before a bout: it rests as the dose says, whatever changes."""
    if bout.number != before.number:
        extra = bout.number > dose.sets[0]
        seconds = dose.rest or CHANGE_SECONDS
        return replace(bout, act=Act.REST, seconds=seconds, steps=steps, extra=extra)
    only_the_way = bout.side == before.side
    seconds = CHANGE_SECONDS if only_the_way else dose.rest or CHANGE_SECONDS
    return replace(bout, act=Act.CHANGE, seconds=seconds, steps=steps)


# --- where somebody is ----------------------------------------------------------------------


def view(timeline: Timeline, place: Place, now: datetime) -> View:
    """Say what is to be seen; a stage that is over has given way to the next, just begun."""
    index = min(place.stage, len(timeline) - 1)
    stage = timeline[index]
    if stage.act == Act.DONE:
        return View(index, 0)
    gone = ((place.paused_at or now) - place.stage_at).total_seconds()
    left = min(stage.seconds - gone, stage.seconds)  # a clock may be put back
    return View(index, left) if left > 0 else View(index + 1, timeline[index + 1].seconds)


def go_on(timeline: Timeline, place: Place, now: datetime) -> Place:
    """Return the place as of now: the same, or the beginning of the next stage."""
    index = view(timeline, place, now).stage
    return place if index == place.stage else Place(index, now, place.paused_at and now)


def pause(timeline: Timeline, place: Place, now: datetime) -> Place:
    """Let time stand still."""
    if place.paused_at:
        return place
    return replace(go_on(timeline, place, now), paused_at=now)


def resume(place: Place, now: datetime) -> Place:
    """Let time go on where it stood still."""
    if place.paused_at is None:
        return place
    return Place(place.stage, place.stage_at + (now - place.paused_at))


def turn_to(timeline: Timeline, place: Place, stage: int, now: datetime) -> Place:
    """Go to the beginning of any stage; who paused stays paused."""
    stage = max(0, min(stage, len(timeline) - 1))
    return Place(stage, now, place.paused_at and now)


def next_change(timeline: Timeline, place: Place, now: datetime, gap: float) -> datetime | None:
    """Return when the message should change next, no sooner than `gap` seconds from now.

    None where it stays as it is: paused, or done. The end of a stage always shows; a countdown
    on the way there only where it keeps the gap on both sides.
    """
    seen = view(timeline, place, now)
    stage = timeline[seen.stage]
    if place.paused_at or stage.act == Act.DONE:
        return None
    marks = [mark for mark in _marks(stage.act) if gap <= mark <= seen.left - gap]
    wait = seen.left - max(marks) if marks else max(seen.left, gap)
    return now + timedelta(seconds=wait)


def _marks(act: Act) -> Sequence[int]:
    if act == Act.MOVE:
        return [mark for mark in MARKS if mark % 10 == 0]
    return MARKS if act in COUNTED else ()
