"""How it went: what the next time is like, and the way back."""

from datetime import date, timedelta

import pytest

from bot.coach.later import Wait
from bot.coach.library import Library
from bot.coach.routine import Reason, Tuning
from bot.coach.sheets import Avoided, Flag
from bot.services.answers import No, Tuned
from bot.services.people import tunings_of
from bot.services.practice import Answer
from tests.services.house import ALICE, BOB, MONDAY_EIGHT, SUNDAY_EVENING, House, deliver

SUNDAY, MONDAY = date(2026, 11, 22), date(2026, 11, 23)


async def tuning(house: House, exercise: str = "lunge") -> Tuning:
    person = await house.subscriptions.of(ALICE)
    assert person
    return tunings_of(person).get(exercise, Tuning())


async def tune(house: House, answer: Answer, day: date = SUNDAY) -> Tuned | No:
    return await house.answers.tune(ALICE, day, "lunge", answer, SUNDAY_EVENING)


async def untune(house: House, answer: Answer, chat: int = ALICE) -> Tuned | No:
    return await house.answers.untune(chat, SUNDAY, "lunge", answer, SUNDAY_EVENING)


TUNED = {
    Answer.HARD: Tuning(step=-1),
    Answer.EASY: Tuning(step=1),
    Answer.HURTS: Tuning(step=-2, rests_until=date(2026, 11, 29)),
}


@pytest.mark.parametrize("answer", TUNED)
async def test_an_answer_counts_once_and_can_be_taken_back(house: House, answer: Answer) -> None:
    await house.subscribe(ALICE)
    for _ in range(2):
        assert await tune(house, answer) == Tuned(SUNDAY, Tuning(), TUNED[answer])
        assert await tuning(house) == TUNED[answer]
    assert answer in (await house.practices.told(ALICE, SUNDAY, "lunge")).answers

    back = [await untune(house, answer) for _ in range(2)]
    assert back == [Tuned(SUNDAY, TUNED[answer], Tuning()), No.NOT_SAID]
    assert await tuning(house) == Tuning()


async def test_of_several_answers_to_one_day_the_last_counts(house: House) -> None:
    await house.subscribe(ALICE)
    for answer in (Answer.EASY, Answer.HARD, Answer.HURTS):
        await tune(house, answer)

    assert await tuning(house) == TUNED[Answer.HURTS]
    assert await tune(house, Answer.EASY) == No.RESTS
    await untune(house, Answer.HURTS)
    assert await tuning(house) == Tuning()


async def test_never_this_one_outlives_every_undo(house: House) -> None:
    await house.subscribe(ALICE)
    await tune(house, Answer.HARD)
    await house.answers.toggle_never(ALICE, "lunge")
    await untune(house, Answer.HARD)

    assert await tuning(house) == Tuning(never=True)


async def test_pain_counts_from_an_old_card_too_and_nothing_else_does(house: House) -> None:
    await house.subscribe(ALICE)
    last_week = SUNDAY - timedelta(days=7)

    assert await tune(house, Answer.HARD, last_week) == No.ANOTHER_DAY
    found = await tune(house, Answer.HURTS, last_week)
    assert isinstance(found, Tuned)
    assert (found.day, found.now) == (SUNDAY, TUNED[Answer.HURTS])


async def test_what_hurt_does_not_come_for_a_week_and_then_easier(house: House) -> None:
    await house.subscribe(ALICE)
    await tune(house, Answer.HURTS)
    given = {}
    for day in range(12):
        for parcel in await deliver(house, MONDAY_EIGHT + timedelta(days=day)):
            given[parcel.day] = parcel.practice

    lunges = {day: one.form for day, one in given.items() if one.exercise == "lunge"}
    assert lunges
    assert min(lunges) >= date(2026, 11, 29)
    assert set(lunges.values()) == {"easier"}


async def test_a_step_goes_with_the_delivery(house: House) -> None:
    await house.subscribe(ALICE)
    for slug in ("floor-bridge", "leg-swing"):
        await house.answers.tune(ALICE, SUNDAY, slug, Answer.EASY, SUNDAY_EVENING)
    parcels = [
        parcel
        for day in range(2)
        for parcel in await deliver(house, MONDAY_EIGHT + timedelta(days=day))
    ]

    assert [parcel.practice.step for parcel in parcels] == [1, 1]
    assert [row["step"] for row in await house.ledger()] == [1, 1]


async def test_each_third_done_of_an_exercise_asks_if_it_was_easy(house: House) -> None:
    await house.subscribe(ALICE)
    asked = []
    for day in range(6):
        now = SUNDAY_EVENING + timedelta(days=day)
        await house.practices.done(ALICE, "lunge", now)
        told = await house.practices.told(ALICE, SUNDAY + timedelta(days=day), "lunge")
        asked.append(told.asks)

    assert asked == [False, False, True, False, False, True]


async def test_who_is_hurt_is_not_asked_if_it_was_easy(house: House) -> None:
    await house.subscribe(ALICE)
    await tune(house, Answer.HURTS)
    for day in range(3):
        await house.practices.done(ALICE, "lunge", SUNDAY_EVENING + timedelta(days=day))

    assert not (await house.practices.told(ALICE, SUNDAY + timedelta(days=2), "lunge")).asks


async def test_a_stranger_s_answer_is_not_kept(house: House) -> None:
    found = await house.answers.tune(BOB, SUNDAY, "lunge", Answer.HARD, SUNDAY_EVENING)

    assert found == No.STRANGER
    assert await house.answers.toggle_never(BOB, "lunge") is None
    assert await untune(house, Answer.HARD, BOB) == No.STRANGER


async def test_unanswered_days_are_counted_until_an_answer(house: House) -> None:
    await house.subscribe(ALICE)
    for day in range(3):
        await deliver(house, MONDAY_EIGHT + timedelta(days=day))
    before = await house.subscriptions.of(ALICE)
    now = MONDAY_EIGHT + timedelta(days=2, hours=1)
    await house.answers.tune(ALICE, date(2026, 11, 25), "lunge", Answer.HARD, now)
    after = await house.subscriptions.of(ALICE)

    assert before
    assert after
    assert (before.unanswered, after.unanswered) == (3, 0)
    assert len(before.recent) == 3


async def test_what_a_person_told_of_their_health_goes_with_every_copy(house: House) -> None:
    await house.subscribe(ALICE)
    await house.subscriptions.toggle_flag(ALICE, Flag.UNSTEADY, SUNDAY_EVENING)
    await house.moves.swap(ALICE, SUNDAY, "lunge", SUNDAY_EVENING)
    await house.moves.swap_back(ALICE, SUNDAY, "lunge", SUNDAY_EVENING)
    at = await house.moves.later(ALICE, SUNDAY, "lunge", Wait.SHORT, SUNDAY_EVENING)
    assert not isinstance(at, No)
    (again,) = await deliver(house, at)

    assert again.practice.adapt == (Flag.UNSTEADY,)
    assert (await house.practices.today(ALICE, at)).practice.adapt == (Flag.UNSTEADY,)
    assert "unsteady" not in str(await house.ledger()), "the ledger holds nobody's health"
    looked = await house.practices.look(ALICE, "leg-swing", None, at)
    assert looked.practice.adapt == (Flag.UNSTEADY,)


async def test_what_is_left_out_is_said_with_its_reason(house: House, library: Library) -> None:
    await house.subscribe(ALICE)
    await house.subscriptions.toggle_avoided(ALICE, Avoided.LYING, SUNDAY_EVENING)
    for slug in library.exercises:
        _person, left_out = await house.practices.left_out(ALICE, SUNDAY_EVENING)
        if slug not in {one.exercise for one in left_out}:
            await house.answers.toggle_never(ALICE, slug)
    _person, everything = await house.practices.left_out(ALICE, SUNDAY_EVENING)

    assert {one.exercise for one in everything} == set(library.exercises)
    assert {Reason.POSITION, Reason.NEVER} <= {one.reason for one in everything}
    (parcel,) = await deliver(house, MONDAY_EIGHT)
    assert parcel.practice.exercise is None, "a rest or a walk is offered"
