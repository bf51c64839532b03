"""A heart on the day's message says done; taking it back undoes that; no other one counts."""

from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox import people
from bot.sandbox.world import Chat
from tests.chat.todays_card import data
from tests.chat.town import Household, texts

HEART, THUMB, SAD = "❤", "👍", "😢"


async def delivered(household: Household, person: Chat) -> int:
    """Let the day's exercise be delivered to a person; return its message."""
    await household.delivers()
    return max(person.posts)


async def is_done(household: Household, person: Chat) -> bool:
    now = household.town.sandbox.clock()
    return (await household.services.practices.today(person.id, now)).done


async def reacts(
    household: Household, person: Chat, message_id: int, emoji: str | None
) -> list[str]:
    """Let a person react; return what the bot says."""
    said = len(person.posts)
    people.react(household.town.sandbox.world, person, message_id, emoji)
    await household.answers()
    return texts(person)[said:]


async def morning(household: Household) -> Chat:
    """Subscribe somebody whose exercise is due now."""
    alice = await household.subscriber("Alice", weekly=False)
    household.town.sandbox.clock.skip_to(household.town.sandbox.clock() + timedelta(days=1))
    return alice


@pytest.mark.parametrize("emoji", [HEART, THUMB])
async def test_a_glad_reaction_to_the_delivered_exercise_says_done(
    household: Household, emoji: str
) -> None:
    alice = await morning(household)
    message = await delivered(household, alice)

    (line,) = await reacts(household, alice, message, emoji)

    assert line.startswith("Well done! That's today done.\n")
    assert line.endswith("counts as “Done”. Remove it to undo that.")
    assert await is_done(household, alice)
    assert "1:undone:" in str(alice.posts[message].body)


async def test_taking_it_back_undoes_it_and_nobody_is_praised_twice_a_day(
    household: Household,
) -> None:
    alice = await morning(household)
    message = await delivered(household, alice)
    await reacts(household, alice, message, HEART)

    assert await reacts(household, alice, message, None) == []
    assert not await is_done(household, alice)
    assert "1:done:" in str(alice.posts[message].body)
    assert await reacts(household, alice, message, HEART) == []
    assert await is_done(household, alice)


async def test_one_glad_reaction_in_place_of_another_changes_nothing(
    household: Household,
) -> None:
    alice = await morning(household)
    message = await delivered(household, alice)
    await reacts(household, alice, message, HEART)

    assert await reacts(household, alice, message, THUMB) == []
    assert await is_done(household, alice)
    assert await reacts(household, alice, message, SAD) == []
    assert not await is_done(household, alice)


async def test_what_the_button_counted_stays_when_a_heart_is_taken_back(
    household: Household,
) -> None:
    alice = await morning(household)
    message = await delivered(household, alice)
    body = alice.posts[message].body
    await household.tapped(alice, _button(body, "done"), on=body)

    for emoji in (HEART, None):
        assert await reacts(household, alice, message, emoji) == []
        assert await is_done(household, alice)


async def test_the_card_that_was_asked_for_takes_a_heart_too(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "/today")

    assert await reacts(household, alice, max(alice.posts), HEART)
    assert await is_done(household, alice)


async def test_after_a_swap_only_the_new_card_takes_a_heart(household: Household) -> None:
    alice = await morning(household)
    message = await delivered(household, alice)
    body = alice.posts[message].body
    await household.tapped(alice, _button(body, "swap"), on=body)

    assert await reacts(household, alice, message, HEART) == []
    assert not await is_done(household, alice)
    assert await reacts(household, alice, max(alice.posts), HEART)
    assert await is_done(household, alice)


@pytest.mark.parametrize("emoji", [SAD, "👎"])
async def test_a_sad_reaction_counts_nothing(household: Household, emoji: str) -> None:
    alice = await morning(household)
    message = await delivered(household, alice)

    assert await reacts(household, alice, message, emoji) == []
    assert not await is_done(household, alice)


async def test_a_heart_on_any_other_message_does_nothing(household: Household) -> None:
    alice = await morning(household)
    await delivered(household, alice)
    await household.hears(alice, "/help")

    assert await reacts(household, alice, max(alice.posts), HEART) == []
    assert not await is_done(household, alice)


async def test_a_heart_on_yesterdays_card_does_nothing(household: Household) -> None:
    alice = await morning(household)
    message = await delivered(household, alice)
    household.town.sandbox.clock.skip_to(household.town.sandbox.clock() + timedelta(days=1))

    assert await reacts(household, alice, message, HEART) == []
    assert not await is_done(household, alice)


def _forged(alice: Chat, bob: Chat, message: int) -> list[dict[str, Any]]:
    """Make reactions that nobody may give: as somebody else, in a group, of no known kind."""
    heart = {"type": "emoji", "emoji": HEART}
    mine = {
        "chat": alice.about,
        "message_id": message,
        "user": alice.user,
        "date": 1_800_000_000,
        "old_reaction": [],
        "new_reaction": [heart],
    }
    group = {"id": alice.id, "type": "group", "title": "Us"}
    return [
        mine | {"user": bob.user},
        mine | {"user": None, "actor_chat": alice.about},
        mine | {"chat": group},
        mine | {"message_id": message + 500},
        mine | {"new_reaction": [{"type": "custom_emoji", "custom_emoji_id": "1"}]},
        mine | {"new_reaction": [{"type": "novelty"}]},
        mine | {"new_reaction": []},
        mine | {"old_reaction": [heart]},
    ]


async def test_a_forged_reaction_does_nothing(household: Household) -> None:
    alice, bob = await morning(household), await household.subscriber("Bob")
    message = await delivered(household, alice)
    said = len(alice.posts), len(bob.posts)

    for update in _forged(alice, bob, message):
        household.town.sandbox.world.updates.push("message_reaction", update)
        await household.answers()

    assert not await is_done(household, alice)
    assert not await is_done(household, bob)
    assert (len(alice.posts), len(bob.posts)) == said


async def test_a_strangers_heart_does_nothing(household: Household) -> None:
    bob = household.town.person("Bob")
    await household.hears(bob, "/today")

    assert await reacts(household, bob, max(bob.posts), HEART) == []


def _button(body: dict[str, Any], verb: str) -> str:
    """Return the data of a card's button."""
    row = (one for line in body["reply_markup"]["inline_keyboard"] for one in line)
    return next(str(one["callback_data"]) for one in row if f":{verb}:" in str(one))


async def test_help_says_that_a_heart_counts_as_done(household: Household) -> None:
    alice = await household.subscriber("Alice")

    (answer,) = await household.hears(alice, "/help")

    assert "A ❤ or 👍 on the day's exercise counts as “Done”." in answer


async def test_a_heart_on_the_card_ends_a_guide_that_is_running(household: Household) -> None:
    alice = await morning(household)
    card = await delivered(household, alice)
    start = next(one for one in data(alice.posts[card].body) if one.startswith("1:guide:"))
    await household.tapped(alice, start, on=alice.posts[card].body)
    guide = max(alice.posts)

    await reacts(household, alice, card, HEART)
    await household.services.session_display.idle()

    assert "That's today done." in str(alice.posts[guide].body["caption"])
