"""A session: an exercise as stages in time, such as get ready, hold left, change, right, done.

The stages follow from a dose and its steps alone. When a stage is over, the next one begins at
the moment somebody looks, so that a delay or a restart never cuts the second side short.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from math import ceil

from bot.coach.dose import dose_of, side_of
from bot.coach.library import Exercise, Library
from bot.coach.sheets import USUAL, Dose, Guide
from bot.coach.trainee import Practice, Side

READY_SECONDS = 10
DOWN_SECONDS = 15
"""To get ready, where that means to get down on the floor."""

CHANGE_SECONDS = 10
"""To change sides or directions, where the dose has no rest."""

KNOWN_SECONDS = 8
"""To get into position once more, on the other side or in a later set."""

REP_SECONDS = 3
"""One repetition, where the dose has no tempo."""

SLACK = 1.15
"""A factor on the time of repetitions, so that nobody has to hurry."""

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
"""Stages whose countdown is shown closely; repetitions have a rhythm of their own."""


@dataclass(frozen=True)
class Stage:
    """One stage: what to do, for how long, with which of the steps (from 0) in view.

    `number` is that of the set; a rest and a change have those of the bout that comes next.
    `way` is the direction, 1 or 2, where each side works in two. A rest that `is_optional` comes
    before a set beyond the least that the dose asks.
    """

    act: Act
    seconds: int
    number: int = 1
    side: Side | None = None
    way: int | None = None
    steps: range = range(0)
    is_optional: bool = False


Timeline = tuple[Stage, ...]


@dataclass(frozen=True)
class Playhead:
    """Where in a timeline somebody is: the stage, when it began, and since when it is paused."""

    stage: int
    stage_at: datetime
    paused_at: datetime | None = None


@dataclass(frozen=True)
class StageLeft:
    """What to show at a moment: the stage, and the seconds left of it."""

    stage: int
    seconds_left: float


# --- the stages -----------------------------------------------------------------------------


@lru_cache(maxsize=512)
def timeline_of(library: Library, practice: Practice, language: str) -> Timeline:
    """Return the timeline of a practice; a step takes as long as its words need.

    Each call of a session's page asks for it again.
    """
    exercise = library.exercises[practice.exercise or ""]
    words = exercise.words.to(language)
    steps = words.versions[practice.version].steps if practice.version else words.steps
    guide = exercise.sheet.guide.get(practice.version or USUAL)
    side, ready = side_of(library, practice), _ready_seconds(exercise, practice.version)
    return timeline(dose_of(library, practice), steps, guide, side, ready)


@lru_cache(maxsize=512)
def minutes(exercise: Exercise, language: str) -> int:
    """Return how long a session of an exercise's own dose takes, rounded to whole minutes."""
    sheet, words = exercise.sheet, exercise.words.to(language)
    guide, ready = sheet.guide.get(USUAL), _ready_seconds(exercise, None)
    stages = timeline(sheet.dose, words.steps, guide, ready=ready)
    return max(1, round(sum(stage.seconds for stage in stages) / 60))


def _ready_seconds(exercise: Exercise, version: str | None) -> int:
    """Return how long it takes to get ready: longer for what begins on the floor."""
    begins_up = "standing" in exercise.sheet.version(version).position
    return READY_SECONDS if begins_up else DOWN_SECONDS


def timeline(
    dose: Dose,
    steps: Sequence[str],
    guide: Guide | None = None,
    side: Side = Side.BOTH,
    ready: int = READY_SECONDS,
) -> Timeline:
    """Return the timeline of a dose: into position step by step, then each set, side and way."""
    guide = guide or Guide(setup=0, work=len(steps))
    setup, work = min(guide.setup, len(steps) - 1), min(guide.work, len(steps))
    # What leads out of a side speaks of changing to the other.
    way_out = range(work, len(steps)) if side == Side.BOTH else range(0)
    turn = range(0) if guide.turn is None else range(guide.turn, work)
    ways: dict[int | None, range] = {1: range(setup, turn.start), 2: turn} if turn else {}
    bouts = [
        replace(bout, steps=ways.get(bout.way, range(setup, work)))
        for bout in _bouts(dose, guide, side)
    ]
    first = bouts[0]
    stages = [replace(first, act=Act.READY, seconds=ready, steps=range(0))]
    for step in range(setup):
        seconds = 4 + ceil(len(steps[step]) / 20)
        stages.append(replace(first, act=Act.STEP, seconds=seconds, steps=range(step, step + 1)))
    reading = 4 + ceil(sum(len(steps[step]) for step in first.steps) / 30)
    for before, bout in zip([None, *bouts], bouts, strict=False):
        if before is not None:
            stages.append(_between(dose, before, bout, way_out, turn))
        if before is None or bout.act == Act.HOLD:
            seconds = reading if before is None else min(reading, KNOWN_SECONDS)
            stages.append(replace(bout, act=Act.STEP, seconds=seconds))
        stages.append(bout)
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
    return ceil(dose.reps[1] * rep_seconds(dose) * (2 if both else 1) * SLACK)


def rep_seconds(dose: Dose) -> int:
    """Return how long one repetition takes at the tempo that is taught."""
    return (dose.up or 0) + (dose.down or 0) + (dose.hold or 0) or REP_SECONDS


def _between(dose: Dose, before: Stage, bout: Stage, way_out: range, turn: range) -> Stage:
    """Return the break before a bout: it rests as the dose says, whatever changes."""
    if bout.number != before.number:
        extra = bout.number > dose.sets[0]
        seconds = dose.rest or CHANGE_SECONDS
        return replace(bout, act=Act.REST, seconds=seconds, steps=way_out, is_optional=extra)
    if bout.side == before.side:  # only the direction changes
        return replace(bout, act=Act.CHANGE, seconds=CHANGE_SECONDS, steps=turn)
    seconds = dose.rest or CHANGE_SECONDS
    return replace(bout, act=Act.CHANGE, seconds=seconds, steps=way_out)


# --- where somebody is ----------------------------------------------------------------------


def stage_left(timeline: Timeline, playhead: Playhead, now: datetime) -> StageLeft:
    """Return what to show now; once a stage is over, that is the beginning of the next one."""
    index = min(playhead.stage, len(timeline) - 1)
    stage = timeline[index]
    if stage.act == Act.DONE:
        return StageLeft(index, 0)
    gone = ((playhead.paused_at or now) - playhead.stage_at).total_seconds()
    left = min(stage.seconds - gone, stage.seconds)  # a clock may be put back
    return (
        StageLeft(index, left) if left > 0 else StageLeft(index + 1, timeline[index + 1].seconds)
    )


def advance_when_seen(timeline: Timeline, playhead: Playhead, now: datetime) -> Playhead:
    """Return the playhead as of now: the same, or at the beginning of the next stage."""
    index = stage_left(timeline, playhead, now).stage
    return (
        playhead if index == playhead.stage else Playhead(index, now, playhead.paused_at and now)
    )


def advance_with_clock(timeline: Timeline, playhead: Playhead, now: datetime) -> Playhead:
    """Return the playhead as of now where stages follow each other without a wait."""
    stage, began = playhead.stage, playhead.stage_at
    until = playhead.paused_at or now
    while stage < len(timeline) - 1:
        end = began + timedelta(seconds=timeline[stage].seconds)
        if end > until:
            break
        stage, began = stage + 1, end
    return replace(playhead, stage=stage, stage_at=began)


def pause(timeline: Timeline, playhead: Playhead, now: datetime) -> Playhead:
    """Stop the countdown."""
    if playhead.paused_at:
        return playhead
    return replace(advance_when_seen(timeline, playhead, now), paused_at=now)


def resume(playhead: Playhead, now: datetime) -> Playhead:
    """Go on with the countdown where it stopped."""
    if playhead.paused_at is None:
        return playhead
    return Playhead(playhead.stage, playhead.stage_at + (now - playhead.paused_at))


def turn_to(timeline: Timeline, playhead: Playhead, stage: int, now: datetime) -> Playhead:
    """Go to the beginning of any stage; a paused session stays paused."""
    stage = max(0, min(stage, len(timeline) - 1))
    return Playhead(stage, now, playhead.paused_at and now)


def next_change(
    timeline: Timeline, playhead: Playhead, now: datetime, gap: float
) -> datetime | None:
    """Return when the message should change next, no sooner than `gap` seconds from now.

    None where it stays as it is: paused, or done. The end of a stage always shows; a countdown
    on the way there only where it keeps the gap on both sides.
    """
    seen = stage_left(timeline, playhead, now)
    stage = timeline[seen.stage]
    if playhead.paused_at or stage.act == Act.DONE:
        return None
    marks = [mark for mark in _marks(stage.act) if gap <= mark <= seen.seconds_left - gap]
    wait = seen.seconds_left - max(marks) if marks else max(seen.seconds_left, gap)
    return now + timedelta(seconds=wait)


def _marks(act: Act) -> Sequence[int]:
    if act == Act.MOVE:
        return [mark for mark in MARKS if mark % 10 == 0]
    return MARKS if act in COUNTED else ()
