"""A guided exercise never loses time: seen at any moment, paused, skipped, left alone."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.session import (
    Act,
    Playhead,
    Timeline,
    advance_when_seen,
    next_change,
    pause,
    resume,
    stage_left,
    timeline,
    turn_to,
)
from bot.coach.sheets import Dose
from tests.coach.courses import COURSES, GAP, NOON, SECONDS, after


@given(COURSES, SECONDS, SECONDS, st.data())
def test_the_view_never_goes_back(
    course: Timeline, one: float, other: float, data: st.DataObject
) -> None:
    place = Playhead(data.draw(st.integers(0, len(course) - 1)), NOON)
    early, late = (stage_left(course, place, after(at)) for at in sorted((one, other)))

    assert (early.stage, -early.seconds_left) <= (late.stage, -late.seconds_left)
    assert late.stage <= place.stage + 1


@given(COURSES, SECONDS, SECONDS)
def test_a_pause_loses_no_time(course: Timeline, before: float, length: float) -> None:
    paused = pause(course, Playhead(1, NOON), after(before))
    then = stage_left(course, paused, after(before))

    assert stage_left(course, paused, after(before + length)) == then
    resumed = stage_left(course, resume(paused, after(before + length)), after(before + length))
    assert resumed.stage == then.stage
    assert resumed.seconds_left == pytest.approx(then.seconds_left, abs=1e-3)


@given(COURSES)
def test_a_pause_in_a_pause_and_a_needless_resume_change_nothing(course: Timeline) -> None:
    place = Playhead(0, NOON)
    paused = pause(course, place, after(3))

    assert pause(course, paused, after(9)) == paused
    assert resume(place, after(9)) == place


@given(COURSES)
def test_skipping_reaches_every_stage_and_back_undoes_it(course: Timeline) -> None:
    place, seen = Playhead(0, NOON), [0]
    while stage_left(course, place, NOON).stage < len(course) - 1:
        onward = turn_to(course, place, place.stage + 1, NOON)
        assert turn_to(course, onward, onward.stage - 1, NOON) == place
        place = onward
        seen.append(place.stage)

    assert seen == list(range(len(course)))
    assert turn_to(course, place, len(course) + 5, NOON) == place
    assert turn_to(course, place, -1, NOON).stage == 0


@given(COURSES, st.floats(GAP, 30))
def test_left_alone_a_course_runs_to_its_end_and_then_nothing_wakes(
    course: Timeline, gap: float
) -> None:
    now, place = NOON, Playhead(0, NOON)
    begun = {0: NOON}
    while wake := next_change(course, place, now, gap):
        assert (wake - now).total_seconds() >= gap - 1e-3
        now = wake + timedelta(milliseconds=1)
        place = advance_when_seen(course, place, now)
        begun.setdefault(place.stage, now)

    assert course[place.stage].act == Act.DONE
    assert list(begun) == list(range(len(course)))
    for stage, at in list(begun.items())[:-1]:
        assert (begun[stage + 1] - at).total_seconds() >= course[stage].seconds - 1e-3


@given(COURSES)
def test_who_paused_is_not_woken(course: Timeline) -> None:
    assert next_change(course, pause(course, Playhead(0, NOON), NOON), NOON, GAP) is None


def test_a_stall_cuts_no_side_short() -> None:
    course = timeline(Dose(sets=(1, 1), hold=30, each_side=True), ["ab"] * 4)
    hold = next(n for n, one in enumerate(course) if one.act == Act.HOLD)
    place = advance_when_seen(course, Playhead(hold, NOON), after(500))

    assert place == Playhead(hold + 1, after(500))


def test_a_clock_that_was_put_back_gives_no_more_than_the_stage_has() -> None:
    course = timeline(Dose(sets=(1, 1), hold=30), ["ab"] * 4)

    assert stage_left(course, Playhead(0, NOON), after(-3600)).seconds_left == course[0].seconds


def test_a_hold_is_counted_down_coarsely() -> None:
    course = timeline(Dose(sets=(1, 1), hold=30), ["ab"] * 4)
    hold = next(n for n, one in enumerate(course) if one.act == Act.HOLD)
    shown, now = [], NOON
    while stage_left(course, Playhead(hold, NOON), now).stage == hold:
        shown.append(round(stage_left(course, Playhead(hold, NOON), now).seconds_left))
        now = next_change(course, Playhead(hold, NOON), now, GAP) or now

    assert shown == [30, 20, 15, 10, 5]
    assert next_change(course, Playhead(hold, NOON), NOON, 12) == after(15)  # fewer under load
    assert next_change(course, Playhead(hold, NOON), NOON, 40) == after(40)
