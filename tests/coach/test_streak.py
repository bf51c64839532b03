"""A row of days: only an exercise that came and was left undone ends it."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.coach.streak import longest, streak

TODAY = date(2026, 3, 29)


def ago(*days: int) -> set[date]:
    return {TODAY - timedelta(number) for number in days}


days = st.sets(st.integers(0, 60).map(lambda number: TODAY - timedelta(number)))


def test_days_done_in_a_row_count() -> None:
    assert streak(ago(0, 1, 2), ago(0, 1, 2), TODAY) == 3


def test_today_not_yet_done_breaks_nothing() -> None:
    assert streak(ago(1, 2), ago(0, 1, 2), TODAY) == 2


def test_an_exercise_left_undone_breaks_the_row() -> None:
    assert streak(ago(0, 1, 3, 4, 5), ago(0, 1, 2, 3, 4, 5), TODAY) == 2
    assert longest(ago(0, 1, 3, 4, 5), ago(0, 1, 2, 3, 4, 5), TODAY) == 3


def test_days_without_an_exercise_count_neither_way() -> None:
    assert streak(ago(1, 9, 20), ago(1, 9, 20), TODAY) == 3


def test_a_day_done_of_one_s_own_accord_counts() -> None:
    assert streak(ago(1, 2, 3), ago(1, 3), TODAY) == 3


def test_nothing_done_is_no_row() -> None:
    assert streak((), ago(1, 2), TODAY) == longest((), ago(1, 2), TODAY) == 0


@given(days, days)
def test_the_present_row_is_never_longer_than_the_longest_nor_that_than_all(
    done: set[date], with_exercise: set[date]
) -> None:
    assert (
        0 <= streak(done, with_exercise, TODAY) <= longest(done, with_exercise, TODAY) <= len(done)
    )


@given(days, days)
def test_the_row_is_what_was_done_since_the_last_day_missed(
    done: set[date], with_exercise: set[date]
) -> None:
    missed = max(with_exercise - done - {TODAY}, default=date.min)

    assert streak(done, with_exercise, TODAY) == sum(day > missed for day in done)


@given(days, days)
def test_days_on_which_nothing_came_change_no_row(done: set[date], off: set[date]) -> None:
    assert streak(done, done - off, TODAY) == streak(done, done, TODAY)


@given(days, days)
def test_doing_today_adds_one(done: set[date], with_exercise: set[date]) -> None:
    before = streak(done - {TODAY}, with_exercise, TODAY)

    assert streak(done | {TODAY}, with_exercise, TODAY) == before + 1


@given(days, days)
def test_what_lies_ahead_counts_for_nothing(done: set[date], with_exercise: set[date]) -> None:
    ahead = {TODAY + timedelta(number) for number in (1, 2)}

    assert streak(done | ahead, with_exercise, TODAY) == streak(done, with_exercise | ahead, TODAY)


@given(days)
def test_who_does_all_they_are_asked_has_one_row(done: set[date]) -> None:
    assert streak(done, done, TODAY) == longest(done, done, TODAY) == len(done)
