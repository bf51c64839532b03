"""Where a group or channel is posted to, and what happens where the bot may not post."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from bot.sandbox import groups, people
from bot.sandbox.world import Chat, text_content
from bot.services.delivery.outcome import Lost, Sent
from bot.store.subscribers import Status
from tests.chat.square import ADMINS_ONLY, BOT, TOPIC, Square, button
from tests.chat.town import Household, texts

PAUSED = "I've paused, because I can't post in Us & them any more"


@pytest.fixture(autouse=True)
def _nothing_breaks(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    errors = [one for one in caplog.get_records("call") if one.levelno >= logging.ERROR]
    assert [record.getMessage() for record in errors] == []


# --- topics ---------------------------------------------------------------------------------


async def test_the_topic_in_which_an_admin_subscribed_is_remembered(square: Square) -> None:
    await square.subscribed(TOPIC)

    assert (await square.stored()).topic_id == TOPIC
    assert {post.body["message_thread_id"] for post in square.posts()} == {TOPIC}

    await square.hears(square.ann, "/start")
    assert (await square.stored()).topic_id is None


async def test_a_chain_of_replies_is_no_topic(square: Square) -> None:
    content = text_content(f"/start@{BOT}") | {"message_thread_id": 5}
    groups.say(square.household.town.sandbox.world, square.chat, square.ann, content)
    await square.household.answers()

    assert (await square.stored()).topic_id is None


async def test_the_day_s_post_comes_to_the_topic(square: Square) -> None:
    await square.subscribed(TOPIC)
    outcome = await square.household.carrier.deliver(await square.parcel())

    assert isinstance(outcome, Sent)
    shown = square.chat.posts[outcome.message_id].body
    assert shown["message_thread_id"] == TOPIC
    assert button(shown, "count")["text"] == "✓ Done"


async def test_the_day_s_post_shows_who_did_it_before_it_came(square: Square) -> None:
    await square.subscribed()
    shown = []
    for count in (2, 0):
        outcome = await square.household.carrier.deliver(await square.parcel(count))
        assert isinstance(outcome, Sent)
        shown.append(button(square.chat.posts[outcome.message_id].body, "count")["text"])

    assert shown == ["✓ Done · 2", "✓ Done"]


@pytest.mark.parametrize("words", ["message thread not found", "TOPIC_DELETED", "TOPIC_CLOSED"])
async def test_a_topic_that_is_gone_falls_back_at_once_and_tells(
    square: Square, words: str
) -> None:
    await square.subscribed(TOPIC)
    parcel = await square.parcel()
    square.household.town.refuse(400, f"Bad Request: {words}", "sendAnimation")
    before = len(square.posts())
    outcome = await square.household.carrier.deliver(parcel)

    post, note = [one.body for one in square.posts()[before:]]
    assert outcome == Sent(post["message_id"])
    assert "message_thread_id" not in post | note
    assert note["text"].startswith("The topic I posted in is closed or gone")
    assert (await square.stored()).topic_id is None


async def test_in_a_group_without_topics_none_is_named(household: Household) -> None:
    square = Square.open(household, "group")
    post = await square.subscribed()

    assert "message_thread_id" not in post


# --- let in and shown out -------------------------------------------------------------------


async def test_a_group_that_adds_the_bot_gets_a_word_and_a_button(household: Household) -> None:
    square = Square.open(household)
    square.chat.members[household.town.bot.id] = "left"
    (welcome,) = await square.role("member")
    assert welcome.startswith("Hello! I can post one short exercise a day")
    assert await square.role("administrator") == [], "greeted already"

    assert await square.taps(square.bob, "1:join", square.posts()[0].body) == ADMINS_ONLY
    await square.taps(square.ann, "1:join", square.posts()[0].body)
    assert (await square.stored()).state == Status.ACTIVE


@pytest.mark.parametrize("role", ["left", "kicked", "restricted"])
async def test_who_shows_the_bot_out_pauses_it_and_the_owner_hears_once(
    square: Square, role: Any
) -> None:
    await square.subscribed()
    await square.role(role)
    await square.role("kicked")

    assert (await square.stored()).state == Status.BLOCKED
    assert [text[: len(PAUSED)] for text in texts(square.ann)] == [PAUSED]

    (back,) = await square.role("member")
    assert back.startswith("✓ Every day at 08:00")
    assert (await square.stored()).state == Status.ACTIVE


REFUSALS = [
    (400, "Bad Request: not enough rights to send text messages to the chat"),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
    (403, "Forbidden: bot was kicked from the supergroup chat"),
]


@pytest.mark.parametrize(("status", "words"), REFUSALS)
async def test_a_post_that_is_not_allowed_pauses_and_the_owner_hears(
    square: Square, status: int, words: str
) -> None:
    await square.subscribed()
    parcel = await square.parcel()
    square.household.town.refuse(status, words, "sendAnimation")
    outcome = await square.household.carrier.deliver(parcel)

    assert isinstance(outcome, Lost)
    assert (await square.stored()).state == Status.BLOCKED
    assert [text[: len(PAUSED)] for text in texts(square.ann)] == [PAUSED]


async def test_a_promotion_brings_back_where_all_members_were_silenced(square: Square) -> None:
    """Of what a group allows all its members, no update tells."""
    await square.subscribed()
    services, clock = square.household.services, square.household.town.sandbox.clock
    await services.subscriptions.block(square.chat.id, clock())
    (back,) = await square.role("administrator")

    assert back.startswith("✓ Every day at 08:00")


async def test_an_owner_who_never_wrote_to_the_bot_is_no_trouble(square: Square) -> None:
    await square.subscribed()
    square.ann.standing = "stranger"
    await square.role("kicked")

    assert (await square.stored()).state == Status.BLOCKED


async def test_where_films_are_forbidden_the_words_go_alone(square: Square) -> None:
    words = "Bad Request: not enough rights to send animations to the chat"
    square.household.town.refuse(400, words, "sendAnimation")
    post = await square.subscribed()

    assert "animation" not in post
    assert post["text"].startswith("Lunge stretch")


# --- channels -------------------------------------------------------------------------------


async def test_who_makes_the_bot_an_admin_of_a_channel_is_asked_in_private(
    household: Household,
) -> None:
    square = Square.open(household, "channel")
    square.chat.members[household.town.bot.id] = "left"
    assert await square.role("administrator") == []
    (question,) = texts(square.ann)
    assert question.startswith("You've made me an admin of a channel: Us & them.")

    data = f"1:join:{square.chat.id}"
    answer = await household.tapped(square.bob, data)
    assert answer["text"] == "That only works for admins of the channel, while I'm an admin too."
    await household.tapped(square.ann, data)
    found = await square.stored()
    assert (found.kind, found.owner_id) == ("channel", square.ann.id)
    assert [post.body["caption"][:5] for post in square.posts()] == ["Lunge"]
    assert texts(square.ann)[0].startswith("✓ I've posted today's exercise.")


async def test_a_channel_s_post_leads_to_private_for_the_rest(household: Household) -> None:
    square = Square.open(household, "channel")
    await square.hears(square.ann, "/start")
    outcome = await household.carrier.deliver(await square.parcel())
    assert isinstance(outcome, Sent)
    rows = square.chat.posts[outcome.message_id].body["reply_markup"]["inline_keyboard"]

    assert [one["text"] for row in rows for one in row] == ["✓ Done", "Open in private chat"]
    assert rows[1][0]["url"] == f"https://t.me/{BOT}?start=ex_lunge"


async def test_a_channel_is_subscribed_by_a_post_in_it(household: Household) -> None:
    square = Square.open(household, "channel")
    await square.hears(square.ann, "/start")
    found = await square.stored()
    assert (found.kind, found.owner_id) == ("channel", None)

    post = next(one.body for one in square.posts() if "animation" in one.body)
    data = button(post, "count")["callback_data"]
    assert await square.taps(square.bob, data, post) == "Well done! Counted."
    said = len(square.posts())
    for verb in ("steps", "more"):
        assert await square.taps(square.bob, data.replace("count", verb), post)
    assert len(square.posts()) == said, "a reader made the channel post"
    assert await square.taps(square.bob, "1:settings", post) == ADMINS_ONLY
    assert await square.taps(square.ann, "1:settings", square.posts()[-1].body) is None


@pytest.mark.parametrize("text", ["/today@another_bot", "/exercises", "kettlebell", "/today"])
async def test_other_posts_in_a_channel_get_silence(household: Household, text: str) -> None:
    square = Square.open(household, "channel")
    before = len(square.chat.posts)
    groups.say(household.town.sandbox.world, square.chat, square.ann, text_content(text))
    await household.answers()

    assert len(square.chat.posts) == before + 1


# --- migration ------------------------------------------------------------------------------


async def test_a_group_that_becomes_a_supergroup_keeps_everything(household: Household) -> None:
    square = Square.open(household, "group")
    await square.subscribed()
    before = await square.stored()
    heir = groups.migrate(household.town.sandbox.world, square.chat, square.ann)
    await household.answers()

    found = await household.services.subscriptions.find(heir.id)
    assert found
    assert (found.id, found.state, found.time) == (before.id, Status.ACTIVE, before.time)
    assert await household.services.subscriptions.find(square.chat.id) is None
    assert all("Hello!" not in text for text in texts(heir))


# --- who blocks and comes back --------------------------------------------------------------


async def standing(household: Household, person: Chat) -> Status:
    found = await household.services.subscriptions.find(person.id)
    assert found
    return found.state


async def test_who_blocks_the_bot_is_left_in_peace_until_they_unblock(
    household: Household,
) -> None:
    alice, world = await household.subscriber("Alice"), household.town.sandbox.world
    people.stand(world, alice, "blocked")
    await household.answers()
    assert await standing(household, alice) == Status.BLOCKED

    people.stand(world, alice, "member")
    await household.answers()
    assert await standing(household, alice) == Status.ACTIVE


async def test_who_said_stop_stays_stopped_after_unblocking(household: Household) -> None:
    alice, world = await household.subscriber("Alice"), household.town.sandbox.world
    await household.hears(alice, "/stop")
    for change in ("blocked", "member"):
        people.stand(world, alice, change)
        await household.answers()

    assert await standing(household, alice) == Status.STOPPED
