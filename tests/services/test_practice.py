"""Today's practice, and done."""

from datetime import timedelta

from tests.services.house import ALICE, BOB, MONDAY_EIGHT, SUNDAY_EVENING, House


async def test_a_stranger_may_look_at_the_first_exercise(house: House) -> None:
    found = await house.practices.today(BOB, SUNDAY_EVENING)

    assert found.practice.exercise == "lunge"


async def test_done_counts_once_and_can_be_taken_back(house: House) -> None:
    await house.subscribe(ALICE)
    for _ in range(2):
        await house.practices.done(ALICE, "lunge", SUNDAY_EVENING)
    done = await house.practices.today(ALICE, SUNDAY_EVENING)
    await house.practices.undone(ALICE, SUNDAY_EVENING)
    undone = await house.practices.today(ALICE, SUNDAY_EVENING)

    assert (done.done, undone.done) == (True, False)


async def test_done_belongs_to_its_own_local_day(house: House) -> None:
    await house.subscribe(ALICE)
    await house.practices.done(ALICE, "lunge", SUNDAY_EVENING)

    tomorrow = await house.practices.today(ALICE, SUNDAY_EVENING + timedelta(days=1))
    assert not tomorrow.done


async def test_done_by_a_stranger_is_not_kept(house: House) -> None:
    assert await house.practices.done(BOB, "lunge", SUNDAY_EVENING) is None


async def test_a_day_off_is_known_as_one(house: House) -> None:
    await house.subscribe(ALICE, weekdays=frozenset({3}))

    found = await house.practices.today(ALICE, MONDAY_EIGHT)
    assert not found.is_training_day
