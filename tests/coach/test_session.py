"""A guided exercise gives the whole dose, to both sides alike."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.coach.dose import dose_of
from bot.coach.library import Library
from bot.coach.positions import DAYS_A_WEEK
from bot.coach.session import (
    Act,
    Timeline,
    minutes,
    timeline,
    timeline_of,
)
from bot.coach.sheets import Dose, Guide
from bot.coach.trainee import Item, Practice, Side, own_practice
from tests.coach.courses import COURSES, STEPS, bouts, doses, guides


@given(doses(), STEPS, st.none() | guides())
def test_the_whole_dose_is_given(dose: Dose, steps: list[str], guide: Guide | None) -> None:
    course = timeline(dose, steps, guide)
    turns = dose.sets[1] * (2 if dose.each_way else 1)
    if dose.each_side and not (guide and guide.alternating):
        turns *= 2

    assert len(bouts(course)) == turns
    assert {stage.number for stage in bouts(course)} == set(range(1, dose.sets[1] + 1))
    if dose.reps is None:
        assert {(one.act, one.seconds) for one in bouts(course)} == {(Act.HOLD, dose.hold)}


@given(doses(), STEPS)
def test_both_sides_get_the_same(dose: Dose, steps: list[str]) -> None:
    for act in (Act.HOLD, Act.MOVE):
        course = [one for one in timeline(dose, steps) if one.act == act]
        seconds = Counter[Side | None]()
        for stage in course:
            seconds[stage.side] += stage.seconds
        if dose.each_side:
            assert seconds[Side.LEFT] == seconds[Side.RIGHT]
        else:
            assert seconds[Side.RIGHT] == 0


@given(doses(), STEPS, st.none() | guides())
def test_between_two_bouts_there_is_the_rest_of_the_dose(
    dose: Dose, steps: list[str], guide: Guide | None
) -> None:
    course = timeline(dose, steps, guide)
    breaks = [stage for stage in course if stage.act in (Act.CHANGE, Act.REST)]

    assert len(breaks) == len(bouts(course)) - 1
    assert [one.number for one in breaks if one.is_optional] == list(
        range(dose.sets[0] + 1, dose.sets[1] + 1)
    )
    if dose.rest and not dose.each_way:
        assert {stage.seconds for stage in breaks} <= {dose.rest}


@given(COURSES)
def test_a_course_begins_with_ready_and_ends_with_done(course: Timeline) -> None:
    assert (course[0].act, course[-1].act) == (Act.READY, Act.DONE)
    assert Act.DONE not in {stage.act for stage in course[:-1]}
    assert all(stage.seconds > 0 for stage in course[:-1])


@given(st.integers(0, 8), STEPS)
def test_every_step_is_seen(setup: int, steps: list[str]) -> None:
    guide = Guide(setup=min(setup, 7), work=8)
    course = timeline(Dose(sets=(1, 1), hold=10), steps, guide)

    assert {step for stage in course for step in stage.steps} == set(range(len(steps)))


def test_what_is_known_already_needs_less_time_to_get_into() -> None:
    course = timeline(Dose(sets=(2, 2), hold=10, each_side=True), ["a" * 200] * 4)
    first, *others = (stage.seconds for stage in course if stage.act == Act.STEP)

    assert first > 8
    assert others == [8, 8, 8]


def test_to_get_down_on_the_floor_takes_longer(library: Library) -> None:
    ready = {
        (slug, version): timeline_of(library, own_practice(slug, version), "en")[0].seconds
        for slug, version in (
            ("leg-swing", None),
            ("lunge", None),
            ("sit-up", None),
            ("boat-pose", None),
        )
    }

    assert list(ready.values()) == [10, 10, 15, 15]


def test_the_lunge_of_the_first_week_in_full(library: Library) -> None:
    course = timeline_of(library, Practice(0, "lunge"), "en")

    shown = [(one.act.value, one.side and one.side.value, one.seconds) for one in course]
    assert shown[:2] == [("ready", "left", 10), ("step", "left", 7)]
    assert shown[2:8] == [
        ("step", "left", 14),
        ("hold", "left", 15),
        ("change", "right", 15),
        ("step", "right", 8),
        ("hold", "right", 15),
        ("rest", "left", 15),
    ]
    assert sum(one.seconds for one in course if one.act == Act.HOLD) == 2 * 2 * 15


def test_each_of_two_directions_shows_its_own_steps(library: Library) -> None:
    swing = bouts(timeline_of(library, Practice(0, "leg-swing"), "en"))

    assert [(one.side, one.way, list(one.steps)) for one in swing] == [
        (Side.LEFT, 1, [1, 2]),
        (Side.LEFT, 2, [3]),
        (Side.RIGHT, 1, [1, 2]),
        (Side.RIGHT, 2, [3]),
    ]


def test_a_walk_that_changes_legs_is_not_cut_in_sides(library: Library) -> None:
    (walk,) = bouts(timeline_of(library, Practice(0, "frankenstein-walk"), "en"))

    assert (walk.side, walk.seconds) == (None, 69)  # ten with each leg


def test_every_version_says_how_it_is_led(library: Library) -> None:
    for slug, exercise in library.exercises.items():
        words = exercise.words.to("en")
        for version in ("usual", *exercise.sheet.versions):
            steps = words.steps if version == "usual" else words.versions[version].steps
            assert exercise.sheet.guide[version].work <= len(steps), (slug, version)


def test_the_minutes_that_are_shown_are_those_of_the_course(library: Library) -> None:
    for slug, exercise in library.exercises.items():
        course = sum(s.seconds for s in timeline_of(library, own_practice(slug), "en")) / 60
        assert abs(minutes(exercise, "en") - course) <= 0.5, slug
        assert 1 <= minutes(exercise, "en") <= 9, slug


def test_a_lifted_leg_changes_with_each_repetition(library: Library) -> None:
    course = timeline_of(library, own_practice("leg-lift"), "en")

    assert {stage.side for stage in bouts(course)} == {None}
    assert all(stage.act is not Act.CHANGE for stage in course)


def test_every_week_s_dose_is_led_in_full(library: Library) -> None:
    for slug in library.exercises:
        for week in range(len(library.routine.weeks)):
            practice = Practice(week * DAYS_A_WEEK, slug)
            dose = dose_of(library, practice)
            course = timeline_of(library, practice, "en")
            assert bouts(course)[-1].number == dose.sets[1]


def test_a_trainers_one_side_is_all_that_is_led(library: Library) -> None:
    item = Item("lunge", None, 3, Side.LEFT)
    led = timeline_of(library, Practice(0, "lunge", item=item), "en")
    holds = [stage for stage in led if stage.act == Act.HOLD]

    assert [(stage.number, stage.side) for stage in holds] == [
        (number, Side.LEFT) for number in (1, 2, 3)
    ]
    assert not [stage for stage in led if stage.act == Act.CHANGE]
