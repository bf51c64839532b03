"""How it went: what the next time is like, and the way back."""

from datetime import date, timedelta
from typing import cast

import pytest

from bot.coach.dose import dose_of, work
from bot.coach.later import Wait
from bot.coach.library import Library
from bot.coach.sheets import Avoided, Flag
from bot.coach.suitability import Reason
from bot.coach.trainee import Tuning
from bot.services.people.answers import Tuned
from bot.services.people.responses import Answer, Refusal
from bot.services.people.trainees import tunings_of
from bot.store.subscribers import PersonSettings
from tests.services.rooms import (
    ALICE,
    BOB,
    MONDAY_EIGHT,
    SUNDAY_EVENING,
    TUESDAY_EIGHT,
    Rooms,
    deliver,
    exercise_of,
)

SUNDAY, MONDAY = date(2026, 11, 22), date(2026, 11, 23)


async def tuning(rooms: Rooms, exercise: str = "lunge") -> Tuning:
    person = await rooms.subscriptions.find(ALICE)
    assert person
    return tunings_of(person).get(exercise, Tuning())


async def tune(rooms: Rooms, answer: Answer, day: date = SUNDAY) -> Tuned | Refusal:
    return await rooms.answers.tune(ALICE, day, "lunge", answer, SUNDAY_EVENING)


async def untune(rooms: Rooms, answer: Answer, chat: int = ALICE) -> Tuned | Refusal:
    return await rooms.answers.untune(chat, SUNDAY, "lunge", answer, SUNDAY_EVENING)


TUNED = {
    Answer.HARD: Tuning(step=-1, too_much=30, hard_round=1),
    Answer.EASY: Tuning(step=1),
    Answer.HURTS: Tuning(step=-2, paused_until=date(2026, 11, 29)),
}
ROUND = 28
"""Days of the plan to a round."""


@pytest.mark.parametrize("answer", TUNED)
async def test_an_answer_counts_once_and_can_be_taken_back(rooms: Rooms, answer: Answer) -> None:
    await rooms.subscribe(ALICE)
    for _ in range(2):
        tuned = TUNED[answer]
        assert await tune(rooms, answer) == Tuned(SUNDAY, Tuning(), tuned, 0, tuned.step)
        assert await tuning(rooms) == TUNED[answer]
    assert (
        answer in (await rooms.practices.responses(ALICE, SUNDAY, "lunge", SUNDAY_EVENING)).answers
    )

    back = [await untune(rooms, answer) for _ in range(2)]
    assert back == [Tuned(SUNDAY, tuned, Tuning(), tuned.step, 0), Refusal.NOT_SAID]
    assert await tuning(rooms) == Tuning()


async def test_too_hard_in_a_later_round_stops_the_next_rounds_rise(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, position=ROUND)
    (parcel,) = await deliver(rooms, MONDAY_EIGHT)
    practice = exercise_of(parcel).practice
    assert practice.exercise
    assert practice.step == 1

    said = await rooms.answers.tune(ALICE, MONDAY, practice.exercise, Answer.HARD, MONDAY_EIGHT)

    assert isinstance(said, Tuned)
    assert (said.step_before, said.now.hard_round) == (1, 2)
    assert said.step_now < 0
    assert await tuning(rooms, practice.exercise) == said.now


async def test_of_several_answers_to_one_day_the_last_counts(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    for answer in (Answer.EASY, Answer.HARD, Answer.HURTS):
        await tune(rooms, answer)

    assert await tuning(rooms) == TUNED[Answer.HURTS]
    assert await tune(rooms, Answer.EASY) == Refusal.PAUSED
    await untune(rooms, Answer.HURTS)
    assert await tuning(rooms) == Tuning()


async def test_never_this_one_outlives_every_undo(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await tune(rooms, Answer.HARD)
    await rooms.answers.set_never(ALICE, "lunge", on=True)
    await untune(rooms, Answer.HARD)

    assert await tuning(rooms) == Tuning(never=True)


async def test_pain_counts_from_an_old_card_too_and_nothing_else_does(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    last_week = SUNDAY - timedelta(days=7)

    assert await tune(rooms, Answer.HARD, last_week) == Refusal.ANOTHER_DAY
    found = await tune(rooms, Answer.HURTS, last_week)
    assert isinstance(found, Tuned)
    assert (found.day, found.now) == (SUNDAY, TUNED[Answer.HURTS])


async def test_what_hurt_does_not_come_for_a_week_and_then_easier(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await tune(rooms, Answer.HURTS)
    given = {}
    for day in range(12):
        for parcel in await deliver(rooms, MONDAY_EIGHT + timedelta(days=day)):
            given[exercise_of(parcel).day] = exercise_of(parcel).practice

    lunges = {day: one.version for day, one in given.items() if one.exercise == "lunge"}
    assert lunges
    assert min(lunges) >= date(2026, 11, 29)
    assert set(lunges.values()) == {"easier"}


async def test_a_step_goes_with_the_delivery(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    for slug in ("floor-bridge", "leg-swing"):
        await rooms.answers.tune(ALICE, SUNDAY, slug, Answer.EASY, SUNDAY_EVENING)
    parcels = [
        parcel
        for day in range(2)
        for parcel in await deliver(rooms, MONDAY_EIGHT + timedelta(days=day))
    ]

    assert [exercise_of(parcel).practice.step for parcel in parcels] == [1, 1]
    assert [row["step"] for row in await rooms.ledger()] == [1, 1]


async def test_each_third_done_of_an_exercise_asks_if_it_was_easy(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    asked = []
    for day in range(6):
        now = SUNDAY_EVENING + timedelta(days=day)
        await rooms.practices.count(ALICE, "lunge", now)
        responses = await rooms.practices.responses(
            ALICE, SUNDAY + timedelta(days=day), "lunge", now
        )
        asked.append(responses.asks_if_easy)

    assert asked == [False, False, True, False, False, True]


async def test_who_is_hurt_is_not_asked_if_it_was_easy(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await tune(rooms, Answer.HURTS)
    for day in range(3):
        now = SUNDAY_EVENING + timedelta(days=day)
        await rooms.practices.count(ALICE, "lunge", now)

    responses = await rooms.practices.responses(ALICE, SUNDAY + timedelta(days=2), "lunge", now)
    assert not responses.asks_if_easy


async def test_a_stranger_s_answer_is_not_kept(rooms: Rooms) -> None:
    found = await rooms.answers.tune(BOB, SUNDAY, "lunge", Answer.HARD, SUNDAY_EVENING)

    assert found == Refusal.STRANGER
    assert await rooms.answers.set_never(BOB, "lunge", on=True) is None
    assert await untune(rooms, Answer.HARD, BOB) == Refusal.STRANGER


async def test_unanswered_days_are_counted_until_an_answer(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    for day in range(3):
        await deliver(rooms, MONDAY_EIGHT + timedelta(days=day))
    before = await rooms.subscriptions.find(ALICE)
    now = MONDAY_EIGHT + timedelta(days=2, hours=1)
    await rooms.answers.tune(ALICE, date(2026, 11, 25), "lunge", Answer.HARD, now)
    after = await rooms.subscriptions.find(ALICE)

    assert before
    assert after
    assert (before.unanswered, after.unanswered) == (3, 0)
    assert len(before.recent) == 3


async def test_what_a_person_told_of_their_health_goes_with_every_copy(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await rooms.preferences.set_flag(ALICE, Flag.UNSTEADY, SUNDAY_EVENING, on=True)
    await rooms.moves.swap(ALICE, SUNDAY, "lunge", SUNDAY_EVENING)
    await rooms.moves.swap_back(ALICE, SUNDAY, "lunge", SUNDAY_EVENING)
    at = await rooms.moves.later(ALICE, SUNDAY, "lunge", Wait.SHORT, SUNDAY_EVENING)
    assert not isinstance(at, Refusal)
    (again,) = await deliver(rooms, at)

    assert exercise_of(again).practice.adapt == (Flag.UNSTEADY,)
    assert (await rooms.practices.today(ALICE, at)).practice.adapt == (Flag.UNSTEADY,)
    assert "unsteady" not in str(await rooms.ledger()), "the ledger holds nobody's health"
    looked = await rooms.practices.look(ALICE, "leg-swing", "", at)
    assert looked.practice.adapt == (Flag.UNSTEADY,)


async def test_what_is_left_out_is_said_with_its_reason(rooms: Rooms, library: Library) -> None:
    await rooms.subscribe(ALICE)
    await rooms.preferences.set_avoided(ALICE, Avoided.LYING, SUNDAY_EVENING, on=True)
    for slug in library.exercises:
        _person, left_out = await rooms.practices.left_out(ALICE, SUNDAY_EVENING)
        if slug not in {one.exercise for one in left_out}:
            await rooms.answers.set_never(ALICE, slug, on=True)
    _person, everything = await rooms.practices.left_out(ALICE, SUNDAY_EVENING)

    assert {one.exercise for one in everything} == set(library.exercises)
    assert {Reason.POSITION, Reason.NEVER} <= {one.reason for one in everything}
    (parcel,) = await deliver(rooms, MONDAY_EIGHT)
    assert exercise_of(parcel).practice.exercise is None, "a rest or a walk is offered"


async def test_too_hard_brings_less_than_was_given_even_a_week_later(
    rooms: Rooms, library: Library
) -> None:
    await rooms.subscribe(ALICE, position=2)
    await rooms.delivers(MONDAY_EIGHT)
    today = await rooms.practices.today(ALICE, MONDAY_EIGHT)
    given = dose_of(library, today.practice)
    assert (today.practice.exercise, given.sets, given.reps) == ("leg-lift", (1, 1), (6, 8))

    await rooms.answers.tune(ALICE, today.day, "leg-lift", Answer.HARD, MONDAY_EIGHT)
    await rooms.preferences.change(
        ALICE, MONDAY_EIGHT, **cast(PersonSettings, {"position": 9, "last_exercise": "lunge"})
    )
    later = await rooms.practices.today(ALICE, TUESDAY_EIGHT + timedelta(days=1))
    less = dose_of(library, later.practice)

    assert later.practice.exercise == "leg-lift"
    assert work(less) < work(given)


async def test_too_easy_lifts_what_too_hard_had_capped(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await rooms.delivers(MONDAY_EIGHT)
    day = MONDAY_EIGHT.date()
    hard = await rooms.answers.tune(ALICE, day, "lunge", Answer.HARD, MONDAY_EIGHT)
    await rooms.delivers(TUESDAY_EIGHT)
    easy = await rooms.answers.tune(
        ALICE, TUESDAY_EIGHT.date(), "lunge", Answer.EASY, TUESDAY_EIGHT
    )

    assert isinstance(hard, Tuned)
    assert isinstance(easy, Tuned)
    assert (hard.now.too_much, easy.now.too_much) == (30, None)
