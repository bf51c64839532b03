"""Looking back: each day is one thing, the counts agree, and no month lies beyond the story."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.coach.progress import History, Mark, Month, month

TODAY = date(2026, 11, 26)
EXERCISES = ("lunge", "boat-pose", "leg-swing")
DAY = timedelta(days=1)


def day(number: int) -> date:
    return date(2026, 11, number)


def november(**known: object) -> Month:
    blank = {"done": {}, "with_exercise": frozenset(), "pauses": (), "began": day(1)}
    return month(History(**(blank | known)), TODAY, TODAY, EXERCISES)  # type: ignore[arg-type]


@st.composite
def histories(draw: st.DrawFn) -> History:
    past = st.integers(0, 100).map(lambda ago: TODAY - DAY * ago)
    first = draw(st.lists(past, max_size=2))
    return History(
        done=draw(st.dictionaries(past, st.sampled_from([*EXERCISES, "gone"]))),
        with_exercise=draw(st.frozensets(past)),
        pauses=[(one, one + DAY * draw(st.integers(1, 9))) for one in first],
        began=draw(past),
    )


@given(histories(), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_the_sums_agree_with_the_days(history: History, wanted: date) -> None:
    found = month(history, wanted, TODAY, EXERCISES)

    done = {one for one in history.done if one.replace(day=1) == found.first}
    assert {one for one, mark in found.marks.items() if mark == Mark.DONE} == done
    assert found.done == len(done)
    assert found.total == len(history.done)
    assert sum(found.times.values()) <= found.done
    assert set(found.untried) == set(EXERCISES) - set(history.done.values())


@given(histories(), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_no_day_before_the_beginning_or_after_today_is_marked(
    history: History, wanted: date
) -> None:
    found = month(history, wanted, TODAY, EXERCISES)
    begin = min([history.began, *history.done, *history.with_exercise])

    assert all(begin <= one <= TODAY for one in found.marks)
    assert {one.replace(day=1) for one in found.marks} <= {found.first}


@given(histories())
def test_turning_back_reaches_the_first_month_and_no_further(history: History) -> None:
    found = month(history, TODAY, TODAY, EXERCISES)
    assert found.later is None
    done = found.done
    while found.earlier:
        after, found = found, month(history, found.earlier, TODAY, EXERCISES)
        assert found.later == after.first
        done += found.done

    assert done == len(history.done)


def test_a_day_is_done_paused_open_or_rest() -> None:
    found = november(
        done={day(2): "lunge", day(10): "lunge"},
        with_exercise=frozenset({day(2), day(3), day(10)}),
        pauses=[(day(9), day(12))],
    )

    assert found.marks[day(1)] == Mark.REST
    assert found.marks[day(2)] == Mark.DONE
    assert found.marks[day(3)] == Mark.NOT_DONE
    assert found.marks[day(9)] == Mark.PAUSED
    assert found.marks[day(10)] == Mark.DONE
    assert found.marks[day(12)] == Mark.REST
    assert found.times == {"lunge": 2, "boat-pose": 0, "leg-swing": 0}


def test_today_is_not_judged_before_it_is_over() -> None:
    assert TODAY not in november(with_exercise=frozenset({TODAY})).marks
    assert november(done={TODAY: "lunge"}).marks[TODAY] == Mark.DONE
    assert november(pauses=[(TODAY, TODAY + DAY)]).marks[TODAY] == Mark.PAUSED


def test_a_month_of_the_future_is_this_month() -> None:
    history = History({}, frozenset(), (), day(20))

    assert month(history, date(2030, 1, 1), TODAY, EXERCISES).first == day(1)
    assert month(history, date(1, 1, 1), TODAY, EXERCISES).first == day(1)
    assert month(history, date(9999, 12, 31), TODAY, EXERCISES).first == day(1)
