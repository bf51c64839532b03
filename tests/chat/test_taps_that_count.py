"""Taps that count a day, rate an exercise and change settings."""

import asyncio
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.sandbox import people
from bot.sandbox.world import Chat
from bot.store.subscribers import Subscriber
from tests.chat.town import Household, texts


@pytest.fixture(autouse=True)
def _nothing_breaks(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    assert [record.getMessage() for record in caplog.get_records("call")] == []


def today(household: Household) -> str:
    return f"{household.town.sandbox.clock():%Y%m%d}"


async def stored(household: Household, person: Chat) -> Subscriber:
    found = await household.services.subscriptions.of(person.id)
    assert found
    return found


# --- done and undone ------------------------------------------------------------------------


async def test_done_is_counted_once_and_can_be_taken_back(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "/today")
    card = list(alice.posts.values())[-1].body
    done = f"1:done:lunge:{today(household)}"
    undone = done.replace("done", "undone")
    practices, clock = household.services.practices, household.town.sandbox.clock

    for _ in range(2):  # a second phone may still show the first button
        answer = await household.tapped(alice, done, on=card)
        assert answer["text"].startswith("Well done! That's today done.\n")
        assert (await practices.today(alice.id, clock())).done
    assert undone in str(alice.posts[card["message_id"]].body)
    assert len(household.town.calls("editMessageReplyMarkup")) == 1, "the second changed nothing"

    assert (await household.tapped(alice, undone, on=card))["text"] == "Undone."
    assert not (await practices.today(alice.id, clock())).done
    assert done in str(alice.posts[card["message_id"]].body)


async def test_a_streak_of_three_brings_the_month_and_an_effect(household: Household) -> None:
    alice, practices = await household.subscriber("Alice"), household.services.practices
    clock = household.town.sandbox.clock
    for days in (2, 1):
        await practices.done(alice.id, "lunge", clock() - timedelta(days=days))
    await household.tapped(alice, f"1:done:lunge:{today(household)}")
    party = list(alice.posts.values())[-1].body
    await household.tapped(alice, f"1:done:lunge:{today(household)}")

    assert party["caption"] == "3 days in a row! The first three are the hardest."
    assert party["effect_id"]
    assert "photo" in party
    pictures = [post for post in alice.posts.values() if "photo" in post.body]
    assert len(pictures) == 1, "a second tap is no second party"


async def test_a_rating_tunes_and_takes_its_buttons_away(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.tapped(alice, f"1:more:lunge:{today(household)}")
    page = list(alice.posts.values())[-1].body
    answer = await household.tapped(alice, f"1:hard:lunge:{today(household)}", on=page)

    assert answer["text"].startswith("OK. Next time you'll get the easier version")
    shown = str(alice.posts[page["message_id"]].body["reply_markup"])
    assert "1:hard" not in shown
    assert "1:version:lunge:easier" in shown


async def test_a_stranger_s_done_is_kindly_declined(household: Household) -> None:
    bob = household.town.person("Bob")
    answer = await household.tapped(bob, f"1:done:lunge:{today(household)}")

    assert answer["text"] == "Well done! Tap /start and I'll keep count for you."


async def test_one_person_s_tap_never_touches_another(household: Household) -> None:
    alice, bob = await household.subscriber("Alice"), await household.subscriber("Bob")
    await household.tapped(bob, f"1:done:lunge:{today(household)}")
    await household.tapped(bob, "1:wall:0500")

    assert not (
        await household.services.practices.today(alice.id, household.town.sandbox.clock())
    ).done
    assert (await stored(household, alice)).time.hour == 8


# --- settings -------------------------------------------------------------------------------


async def test_an_hour_a_day_and_equipment_are_set_in_place(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "/settings")
    (number,) = list(alice.posts)[1:]
    for data in ("1:hour", "1:wall:0600", "1:settings", "1:days", "1:day:6:off", "1:settings"):
        await household.tapped(alice, data)
    for data in (
        "1:fit",
        "1:equipment",
        "1:own:ball:on",
        "1:own:bench:on",
        "1:own:ball:off",
        "1:fit",
    ):
        await household.tapped(alice, data)

    await household.tapped(alice, "1:settings")
    changed = await stored(household, alice)
    assert (changed.time.hour, changed.weekdays) == (6, frozenset(range(6)))
    assert changed.equipment == {"bench"}
    assert list(alice.posts)[1:] == [number], "a new message came where one should change"
    assert "Time: 06:00" in texts(alice)[-1]


async def test_the_last_day_stays(household: Household) -> None:
    alice = await household.subscriber("Alice", weekdays=frozenset({2}))
    await household.tapped(alice, "1:day:2:off")

    assert (await stored(household, alice)).weekdays == {2}


async def test_a_newcomer_is_led_from_the_clock_to_the_hour(household: Household) -> None:
    bob = household.town.person("Bob")
    await household.hears(bob, "/start")
    await household.tapped(bob, "1:screened")
    await household.tapped(bob, "1:zone:Asia/Tokyo")
    assert "When should I send it?" in texts(bob)[-1]

    (answer,) = await household.hears(bob, "21:30")
    assert answer.startswith("✓ Every day at 21:30, Tokyo time.")


async def test_a_tap_that_waited_too_long_still_does_its_work(
    household: Household, caplog: pytest.LogCaptureFixture
) -> None:
    alice = await household.subscriber("Alice")
    caplog.set_level(logging.WARNING)
    world = household.town.sandbox.world
    number = world.add_post(alice, world.bot, {"text": "A card"}).body["message_id"]
    tap = asyncio.create_task(people.tap(world, alice, number, "1:wall:0700"))
    await asyncio.sleep(0)
    clock = household.town.sandbox.clock
    clock.skip_to(clock() + timedelta(minutes=2))
    await household.answers()
    tap.cancel()

    assert (await stored(household, alice)).time.hour == 7
