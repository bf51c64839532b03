"""Every button of every card does what it says; a forged, old or strange one harms nobody."""

import asyncio
import logging
import random
from collections.abc import Collection
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from telegram import InlineKeyboardMarkup

from bot.chat.commands import BUTTONS
from bot.chat.words import translator_for
from bot.coach.library import Library
from bot.sandbox import people
from bot.sandbox.world import Chat
from bot.store.subscribers import Subscriber
from tests.chat.deck import deck
from tests.chat.town import Household, texts
from tests.sampling import sample, walk

OLD = "That button has expired. /today shows a new one."
ANOTHER_DAY = "That's from another day. /today shows today's."

pytestmark = pytest.mark.usefixtures("_nothing_breaks")


def today(household: Household) -> str:
    return f"{household.town.sandbox.clock():%Y%m%d}"


async def stored(household: Household, person: Chat) -> Subscriber:
    found = await household.services.subscriptions.find(person.id)
    assert found
    return found


@cache
def offered(library: Library) -> frozenset[str]:
    """Collect the data of every button of every card."""
    found = set[str]()
    for _name, card in deck(translator_for("en"), library):
        if isinstance(card.markup, InlineKeyboardMarkup):
            buttons = (one for row in card.markup.inline_keyboard for one in row)
            found |= {str(one.callback_data) for one in buttons if one.callback_data}
    return frozenset(found)


BOUND = {"away", "broadcast", "stiff"}
"""What these are about has to stand in the database."""


# --- every button ---------------------------------------------------------------------------


async def test_a_button_of_each_sort_is_answered(household: Household, library: Library) -> None:
    one_of_each = {data.split(":")[1]: data for data in sorted(offered(library))}
    some = random.Random(2026).sample(sorted(offered(library)), 40)
    await assert_answered(household, {*one_of_each.values(), *some})


@pytest.mark.slow
async def test_every_button_is_answered(household: Household, library: Library) -> None:
    await assert_answered(household, offered(library))


async def assert_answered(household: Household, offered: Collection[str]) -> None:
    for data in sorted(offered):
        alice = await household.subscriber(f"Alice, {data}")
        answer = await household.tapped(alice, data)

        assert answer["answered"], data
        assert answer["text"] != OLD or data.split(":")[1] in BOUND, data
        assert not any("went wrong" in text for text in texts(alice)), data


async def test_every_button_is_answered_to_a_stranger(
    household: Household, library: Library
) -> None:
    one_of_each = {data.split(":")[1]: data for data in sorted(offered(library))}
    for data in one_of_each.values():
        bob = household.town.person(f"Bob, {data}")
        answer = await household.tapped(bob, data)

        assert answer["answered"], data
        assert not any("went wrong" in text for text in texts(bob)), data


# --- forged and old -------------------------------------------------------------------------

FORGED = [
    *("", "x", ":", "1", "1:", "0:today", "2:today", "1:nobody", "1:today:x", "1:__class__"),
    *("1:exercise", "1:exercise:", "1:exercise:hop", "1:exercise:lunge:x", "1:sign:hop"),
    *("1:version:hop:easier", "1:version:lunge:hop", "1:version:lunge", "1:steps:hop:20260101"),
    *("1:more:hop:20260101", "1:wall:2500", "1:wall:soon", "1:wall:", "1:zone:Mars/Base"),
    *("1:zone:../../etc/passwd", "1:zone:", "1:day:7", "1:day:", "1:day:-1", "1:day:٣"),
    *("1:nudge:", "1:nudge:soon", "1:nudge:2500", "1:weekly:", "1:weekly:maybe", "1:away:back:"),
    *("1:away:back:2026-11-23", "1:away:back:\x00", "1:away:hop:2026-11-23", "1:away:on:soon"),
    *("1:broadcast:send:1", "1:broadcast:stop:x", "1:broadcast:no:", f"1:broadcast:send:{9**40}"),
    *("1:done:lunge:2020", "1:done:lunge:", "1:done:lunge:99999999", "1:done:hop:20261123"),
    *("1:done:lunge:2026123", "1:undo:lunge:20261123:x", "1:wait:lunge:20261123:9"),
    *("1:guide:lunge:20261123:x", "1:guided:stop:x", "1:guided:stop:²", "1:pause:5"),
    *(
        "1:day:01:on",
        "1:day:1",
        "1:day:1:flip",
        "1:own:yacht:on",
        "1:own:",
        "1:ＴＯＤＡＹ",
        "😀" * 16,
        "1:today\x00",
    ),
]


async def test_a_forged_button_gets_a_kind_answer(household: Household) -> None:
    alice = await household.subscriber("Alice")
    before = await stored(household, alice)
    for data in FORGED:
        answer = await household.tapped(alice, data)

        assert answer == {"answered": True, "text": OLD, "show_alert": False, "url": None}, data
    assert set(texts(alice)) == {"An old card"}
    assert await stored(household, alice) == before


ODD = [(), ("",), ("x",), ("lunge",), ("x", "y"), ("lunge", "x"), ("lunge", "easier", "x")]


@walk(2)
async def test_no_verb_breaks_on_odd_arguments(household: Household, most: int | None) -> None:
    for verb in BUTTONS:
        alice = await household.subscriber(f"Alice, {verb}")
        for args in sample(ODD, most, verb):
            answer = await household.tapped(alice, ":".join(("1", verb, *args)))

            assert answer["answered"], (verb, args)
        assert not any("went wrong" in text for text in texts(alice)), verb


@pytest.mark.parametrize("verb", ["done", "undone"])
async def test_a_card_of_yesterday_counts_nothing(household: Household, verb: str) -> None:
    alice = await household.subscriber("Alice")
    answer = await household.tapped(alice, f"1:{verb}:lunge:20200101")

    assert answer["text"] == ANOTHER_DAY
    found = await household.services.practices.today(alice.id, household.town.sandbox.clock())
    assert not found.done


async def test_a_button_in_a_group_changes_nothing(household: Household) -> None:
    group = {"id": -42, "type": "group", "title": "Us"}
    bob = household.town.person("Bob").user
    query: dict[str, Any] = {"id": "1", "from": bob, "chat_instance": "1", "data": "1:today"}
    message = {"message_id": 1, "date": 1, "chat": group, "text": "A card"}
    for more in ({"message": message}, {"inline_message_id": "x"}, {}):
        people.inject(household.town.sandbox.world, {"callback_query": query | more})
        await household.answers()

    assert household.town.calls("sendMessage") == []


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
        await practices.count(alice.id, "lunge", clock() - timedelta(days=days))
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
