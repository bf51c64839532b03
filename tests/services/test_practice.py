"""Today's practice, and done."""

from datetime import time, timedelta

from tests.services.house import ALICE, BOB, MONDAY_EIGHT, SUNDAY_EVENING, House, deliver


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


async def test_the_day_ends_at_three_at_night(house: House) -> None:
    await house.subscribe(ALICE)
    (parcel,) = await deliver(house, MONDAY_EIGHT)
    slug = parcel.practice.exercise or ""
    night = MONDAY_EIGHT + timedelta(hours=17)  # 01:00
    shown = await house.practices.today(ALICE, night)
    await house.practices.done(ALICE, slug, night)

    assert shown.day == parcel.day
    assert (await house.practices.told(ALICE, parcel.day, slug)).done
    assert not (await house.practices.today(ALICE, night + timedelta(hours=2))).done


async def test_what_came_after_midnight_is_today_s(house: House) -> None:
    await house.subscribe(ALICE, wall=time(0, 30))
    half_past = MONDAY_EIGHT - timedelta(hours=7, minutes=30)
    (parcel,) = await deliver(house, half_past)
    found = await house.practices.today(ALICE, half_past + timedelta(minutes=10))

    assert found.day == parcel.day
    assert found.practice == parcel.practice
    assert await house.practices.is_current(ALICE, parcel.day, half_past)
