"""Groups are pointed to the private chat, channels get silence, and who leaves is noted."""

from typing import Any

import pytest

from bot.sandbox import people
from bot.sandbox.world import Chat
from bot.services.people import Standing
from tests.chat.town import Household, texts


async def said_in(household: Household, kind: str, text: str, **more: Any) -> list[str]:
    """Let somebody write in a group or a channel; return what stands there afterwards."""
    world, chat = household.town.sandbox.world, {"id": -100500, "type": kind, "title": "Us"}
    world.updates.want(["message", "channel_post"])
    bob = household.town.person("Bob")
    entities = [{"type": "bot_command", "offset": 0, "length": len(text.partition(" ")[0])}]
    body = {"message_id": 900, "date": 1, "chat": chat, "text": text, **more}
    body |= {"entities": entities} if text.startswith("/") else {}
    if kind == "channel":
        people.inject(world, {"channel_post": body})
    else:
        people.inject(world, {"message": body | {"from": bob.user}})
    await household.answers()
    return texts(world.chats[-100500])[1:]


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_a_group_is_pointed_to_the_private_chat(household: Household, kind: str) -> None:
    answers = await said_in(household, kind, "/today@psoas_sandbox_bot")

    assert answers == ["I work in private chats. Open @psoas_sandbox_bot and tap Start."]


@pytest.mark.parametrize("text", ["/today", "/start", "kettlebell", "/today@another_bot"])
async def test_other_talk_in_a_group_gets_silence(household: Household, text: str) -> None:
    assert await said_in(household, "supergroup", text) == []


@pytest.mark.parametrize("text", ["/today@psoas_sandbox_bot", "kettlebell"])
async def test_a_channel_gets_silence(household: Household, text: str) -> None:
    assert await said_in(household, "channel", text) == []


async def test_a_chat_that_moved_keeps_its_subscription(household: Household) -> None:
    subscriptions = household.house.subscriptions
    await subscriptions.start(-42, "en", "Europe/London", household.town.sandbox.clock())
    moved = {"message_id": 1, "date": 1, "chat": {"id": -42, "type": "group", "title": "Us"}}
    user = household.town.person("Bob").user
    people.inject(
        household.town.sandbox.world,
        {"message": moved | {"migrate_to_chat_id": -100700, "from": user}},
    )
    await household.answers()

    assert await subscriptions.of(-42) is None
    assert await subscriptions.of(-100700)


# --- who blocks and comes back --------------------------------------------------------------


async def standing(household: Household, person: Chat) -> Standing:
    found = await household.house.subscriptions.of(person.id)
    assert found
    return found.state


async def test_who_blocks_the_bot_is_left_in_peace_until_they_unblock(
    household: Household,
) -> None:
    alice, world = await household.subscriber("Alice"), household.town.sandbox.world
    people.stand(world, alice, "blocked")
    await household.answers()
    assert await standing(household, alice) == Standing.BLOCKED

    people.stand(world, alice, "member")
    await household.answers()
    assert await standing(household, alice) == Standing.ACTIVE


async def test_who_said_stop_stays_stopped_after_unblocking(household: Household) -> None:
    alice, world = await household.subscriber("Alice"), household.town.sandbox.world
    await household.hears(alice, "/stop")
    for change in ("blocked", "member"):
        people.stand(world, alice, change)
        await household.answers()

    assert await standing(household, alice) == Standing.STOPPED
