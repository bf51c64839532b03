"""What people write about days: not tomorrow, done yesterday, done now, other days from now on."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.store.subscribers import Change
from tests.chat.todays_card import card, verbs
from tests.chat.town import Household


async def test_what_was_done_yesterday_is_not_counted_for_today(household: Household) -> None:
    alice, clock = await household.subscriber("Alice"), household.town.sandbox.clock
    (said,) = await household.hears(alice, "did it yesterday, just forgot to tick it")

    assert said.startswith("Well done! I can only count a day until 03:00")
    assert not (await household.services.practices.today(alice.id, clock())).done
    clock.skip_to(datetime.combine(clock().date() + timedelta(days=1), time(0, 40), UTC))
    (said,) = await household.hears(alice, "did it yesterday, just forgot to tick it")
    assert said.startswith("Well done! That's yesterday done.")


async def test_not_tomorrow_leaves_out_tomorrow_alone(household: Household) -> None:
    alice, clock = await household.subscriber("Alice"), household.town.sandbox.clock
    await household.hears(alice, "not tmrw pls got a wedding")
    person = await household.services.subscriptions.find(alice.id)

    assert person
    assert person.paused_until == clock().date() + timedelta(days=2)


async def test_not_tomorrow_lets_todays_exercise_come(household: Household) -> None:
    alice, clock = await household.subscriber("Alice", time=time(8)), household.town.sandbox.clock
    clock.skip_to(datetime.combine(clock().date() + timedelta(days=1), time(7, 30), UTC))
    (said,) = await household.hears(alice, "skip tomorrow")
    assert said.startswith("OK, no exercise tomorrow. Your next one: ")
    person = await household.services.subscriptions.require(alice.id)
    assert person.next_day == clock().date()

    await household.tapped(alice, "1:resume")
    assert (await household.services.subscriptions.require(alice.id)).paused_until is None


async def test_not_tomorrow_keeps_what_waits_for_later(household: Household) -> None:
    alice, clock = await household.subscriber("Alice", time=time(8)), household.town.sandbox.clock
    clock.skip_to(datetime.combine(clock().date() + timedelta(days=1), time(8), UTC))
    await household.delivers()
    await household.hears(alice, "not now, at 20:00")
    await household.hears(alice, "skip tomorrow")

    assert "Later, as you asked" in (await household.hears(alice, "/status"))[0]


async def test_not_tomorrow_leaves_a_longer_pause_as_it_is(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "/pause 5 days")
    before = await household.services.subscriptions.require(alice.id)
    (said,) = await household.hears(alice, "skip tomorrow")

    assert said.startswith("You're paused until ")
    assert await household.services.subscriptions.require(alice.id) == before


@pytest.mark.parametrize("text", ["skip today", "later"])
@pytest.mark.parametrize(
    ("settings", "before", "next_one"),
    [
        ({"weekdays": frozenset({0})}, "/status", "Next: Mon 7 Dec, 08:00."),
        ({"position": 6}, "/status", "Next: "),
        ({}, "skip tomorrow", "Paused until Friday 4 December. To start sooner: /resume"),
        ({}, "/pause 3 days", "Paused until Sunday 6 December. To start sooner: /resume"),
    ],
)
async def test_a_day_without_an_exercise_is_neither_skipped_nor_swapped(
    household: Household, settings: Change, before: str, next_one: str, text: str
) -> None:
    alice, clock = await household.subscriber("Alice", **settings), household.town.sandbox.clock
    await household.hears(alice, before)
    if "position" not in settings:
        clock.skip_to(clock() + timedelta(days=1))
    (said,) = await household.hears(alice, text)

    assert said.startswith(f"There's no exercise today.\n\n{next_one}")
    assert verbs(alice, alice.posts[max(alice.posts)].body) == []


async def test_an_exercise_that_is_paused_because_it_hurt_is_not_skipped_or_swapped(
    household: Household,
) -> None:
    alice, clock = await household.subscriber("Alice"), household.town.sandbox.clock
    clock.skip_to(clock() + timedelta(days=1))
    await household.delivers()
    body, about = await card(household, alice)
    await household.tapped(alice, f"1:hurts:{about}", on=body)

    said = await household.hears(alice, "skip today")
    assert said == ["This one's already paused because it hurt."]


async def test_what_is_done_before_its_hour_is_not_still_to_come(household: Household) -> None:
    alice, clock = await household.subscriber("Alice"), household.town.sandbox.clock
    clock.skip_to(datetime.combine(clock().date() + timedelta(days=1), time(7), UTC))
    body, about = await card(household, alice)
    await household.tapped(alice, f"1:done:{about}", on=body)

    (said,) = await household.hears(alice, "skip today")
    assert said.startswith("It's already marked as done.")


async def test_after_midnight_a_rest_day_before_it_is_not_called_today(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice", weekdays=frozenset({0}))
    clock = household.town.sandbox.clock
    clock.skip_to(datetime.combine(clock().date() + timedelta(days=2), time(0, 40), UTC))

    (said,) = await household.hears(alice, "skip today")
    assert said == "Next: Mon 7 Dec, 08:00."


async def test_days_and_a_time_in_one_sentence_are_both_set(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "mon wed fri only, 12.15")
    person = await household.services.subscriptions.find(alice.id)

    assert person
    assert person.time == time(12, 15)
    assert person.weekdays == {0, 2, 4}


async def test_done_may_be_written_and_counts_once(household: Household) -> None:
    alice, clock = await household.subscriber("Alice"), household.town.sandbox.clock

    (said,) = await household.hears(alice, "Done!")
    assert said.splitlines()[0] == "Well done! That's today done."
    assert (await household.services.practices.today(alice.id, clock())).done
    assert await household.hears(alice, "done") == ["Well done! It's already counted."]


async def test_a_done_that_is_written_after_midnight_names_its_day(household: Household) -> None:
    alice, clock = await household.subscriber("Alice"), household.town.sandbox.clock
    clock.skip_to(datetime.combine(clock().date() + timedelta(days=1), time(0, 40), UTC))

    (said,) = await household.hears(alice, "done")
    assert said.splitlines()[0] == "Well done! That's yesterday done."


async def test_a_done_before_the_day_s_exercise_has_come_shows_it_and_counts_nothing(
    household: Household,
) -> None:
    alice, clock = await household.subscriber("Alice"), household.town.sandbox.clock
    clock.skip_to(datetime.combine(clock().date() + timedelta(days=1), time(7, 30), UTC))

    said, card = await household.hears(alice, "done")
    assert said.startswith("Well done! If it was this one, tap “✓ Done” below")
    assert "How much" in card
    assert not (await household.services.practices.today(alice.id, clock())).done


async def test_a_written_done_of_a_stranger_or_on_a_rest_day_counts_nothing(
    household: Household,
) -> None:
    stranger = household.town.person("Bob")
    alice = await household.subscriber("Alice", position=6)

    assert await household.hears(stranger, "done") == [
        "Well done! Tap /start and I'll keep count for you."
    ]
    assert (await household.hears(alice, "done"))[0].startswith("Well done! It's a rest day")
