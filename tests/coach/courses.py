"""Random doses, guides, and the courses that they make."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from bot.coach.session import Act, Stage, Timeline, timeline
from bot.coach.sheets import Dose, Guide

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
GAP = 1.5


@st.composite
def spans(draw: st.DrawFn, most: int) -> tuple[int, int]:
    least = draw(st.integers(1, most))
    return least, draw(st.integers(least, most))


@st.composite
def doses(draw: st.DrawFn) -> Dose:
    reps = draw(st.none() | spans(12))
    seconds = st.integers(1, 90)
    hold = draw(seconds if reps is None else st.none() | seconds)
    up, rest = draw(st.none() | st.integers(1, 5)), draw(st.none() | seconds)
    each_side, each_way = draw(st.booleans()), draw(st.booleans())
    return Dose(
        sets=draw(spans(4)),
        reps=reps,
        hold=hold,
        up=up,
        down=up,
        rest=rest,
        each_side=each_side,
        each_way=each_way,
    )


@st.composite
def guides(draw: st.DrawFn) -> Guide:
    setup = draw(st.integers(0, 6))
    work = draw(st.integers(setup + 1, 8))
    return Guide(setup=setup, work=work, alternating=draw(st.booleans()))


STEPS = st.lists(st.text(min_size=2, max_size=300), min_size=4, max_size=8)
COURSES = st.builds(timeline, doses(), STEPS, st.none() | guides())
SECONDS = st.floats(0, 2000, allow_nan=False)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def bouts(course: Timeline) -> list[Stage]:
    return [stage for stage in course if stage.act in (Act.HOLD, Act.MOVE)]
