"""Groups and channels: admins decide, everybody counts, and who leaves is noted."""

import asyncio
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.chat.cards.group import POST_VERBS, SETTING_VERBS
from bot.chat.handlers import group
from bot.sandbox import groups, people
from bot.sandbox.world import Chat, text_content
from bot.services.outcome import Lost, Sent
from bot.services.parcels import Parcel
from bot.services.people import Standing, Subscriber
from tests.chat.square import BOT, TOPIC, Square, button
from tests.chat.town import Household, Outbox, texts

ADMINS_ONLY = "Only the admins here can change that. In private you set your own."
PAUSED = "I can't post in Us & them any more"


@pytest.fixture(autouse=True)
def _nothing_breaks(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    errors = [one for one in caplog.get_records("call") if one.levelno >= logging.ERROR]
    assert [record.getMessage() for record in errors] == []


@pytest.fixture
def square(household: Household) -> Square:
    return Square.open(household, "supergroup", TOPIC)


async def stored(square: Square) -> Subscriber:
    found = await square.household.house.subscriptions.of(square.chat.id)
    assert found
    return found


# --- who may what ---------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["/start", f"/start@{BOT}", f"/START@{BOT.upper()} x"])
async def test_an_admin_subscribes_the_group(square: Square, text: str) -> None:
    post, question = await square.hears(square.ann, text)

    assert post.startswith("Lunge stretch")
    assert question.startswith("Which clock is yours?")
    found = await stored(square)
    assert (found.kind, found.owner_id, found.topic_id) == ("group", square.ann.id, None)


async def test_an_admin_without_a_name_subscribes_it_too(square: Square) -> None:
    await square.hears(square.ann, f"/start@{BOT}", is_anonymous=True)

    assert (await stored(square)).owner_id is None


async def test_who_speaks_for_another_chat_is_no_admin(square: Square) -> None:
    world = square.household.town.sandbox.world
    elsewhere = {"sender_chat": {"id": -100999, "type": "channel", "title": "Elsewhere"}}
    body = text_content(f"/start@{BOT}") | elsewhere
    groups.say(world, square.chat, square.bob, body)
    await square.household.answers()

    assert await square.household.house.subscriptions.of(square.chat.id) is None


@pytest.mark.parametrize("name", sorted(group.SETTING_COMMANDS))
async def test_a_member_is_refused_kindly_and_not_again_and_again(
    square: Square, name: str
) -> None:
    await square.subscribed()
    before = await stored(square)
    (refusal,) = await square.hears(square.bob, f"/{name}@{BOT}")

    assert refusal.startswith("Only the admins of this group can change that.")
    assert await square.hears(square.bob, f"/{name}@{BOT}") == []
    assert await stored(square) == before


@pytest.mark.parametrize("data", ["1:wall:0600", "1:day:6", "1:settings", "1:own:ball", "1:join"])
async def test_a_member_s_tap_changes_nothing(square: Square, data: str) -> None:
    post = await square.subscribed()
    before = await stored(square)

    assert await square.taps(square.bob, data, post) == ADMINS_ONLY
    assert await stored(square) == before


async def test_an_admin_sets_the_hour_the_clock_and_the_days(square: Square) -> None:
    await square.subscribed()
    question = square.posts()[-1].body
    await square.taps(square.ann, "1:zone:Asia/Tokyo", question)
    await square.taps(square.ann, "1:wall:0600", question)
    await square.taps(square.ann, "1:day:6", question)
    (answer,) = await square.hears(square.ann, f"/time@{BOT} 21:15")

    assert "at 21:15, Tokyo time" in answer
    found = await stored(square)
    assert (found.zone, found.wall.hour, found.weekdays) == ("Asia/Tokyo", 21, frozenset(range(6)))


async def test_no_card_in_a_group_has_a_button_for_one_person_only(square: Square) -> None:
    await square.subscribed()
    for name in ("settings", "time", "timezone", "days"):
        await square.hears(square.ann, f"/{name}@{BOT}")
    shown = str([post.body.get("reply_markup") for post in square.posts()])

    assert "1:settings" in shown or "1:hour" in shown
    for verb in ("today", "city", "location", "hurts", "form", "done"):
        assert f"'1:{verb}" not in shown, verb


def test_what_a_group_shows_is_what_it_answers() -> None:
    assert set(group.POST_BUTTONS) == POST_VERBS
    assert set(group.SETTING_BUTTONS) == SETTING_VERBS


async def test_stop_stops_and_start_goes_on_where_it_was(square: Square) -> None:
    await square.subscribed()
    (goodbye,) = await square.hears(square.ann, f"/stop@{BOT}")
    assert goodbye.startswith("All right, I will stay quiet.")
    assert (await stored(square)).state == Standing.STOPPED

    await square.hears(square.ann, "/start")
    assert (await stored(square)).state == Standing.ACTIVE


async def test_a_demotion_counts_as_soon_as_it_can(square: Square) -> None:
    post = await square.subscribed()
    await square.taps(square.ann, "1:day:6", post)
    square.chat.members[square.ann.id] = "member"
    clock = square.household.town.sandbox.clock
    clock.skip_to(clock() + timedelta(minutes=1))

    assert await square.taps(square.ann, "1:day:5", post) == ADMINS_ONLY


# --- who hears what -------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["/today", "/settings", "kettlebell", "/today@another_bot", "/"])
async def test_talk_that_may_be_for_others_gets_silence(square: Square, text: str) -> None:
    assert await square.hears(square.bob, text) == []
    assert await square.hears(square.bob, "/start") == []


async def test_everybody_may_ask_for_today_but_not_at_once(square: Square) -> None:
    (offer,) = await square.hears(square.bob, f"/today@{BOT}")
    assert offer.startswith("There is no daily exercise here yet.")

    await square.subscribed()
    (post,) = await square.hears(square.bob, "/today")
    assert post.startswith("Lunge stretch")
    assert await square.hears(square.ann, "/today") == []


async def test_other_commands_point_to_the_private_chat(square: Square) -> None:
    (pointer,) = await square.hears(square.bob, f"/exercises@{BOT}")
    shown = square.posts()[-1].body

    assert pointer == "Here I only post the day's exercise. Everything else I do in private."
    assert f"https://t.me/{BOT}" in str(shown["reply_markup"])
    assert shown["reply_to_message"]["text"] == f"/exercises@{BOT}"
    assert await square.hears(square.bob, f"/signs@{BOT}") == []


async def test_a_button_of_a_private_card_is_old_in_a_group(square: Square) -> None:
    post = await square.subscribed()
    for data in ("1:done:lunge:20261123", "1:today", "x", "1:count", "1:join:-1001"):
        toast = await square.taps(square.ann, data, post)
        assert toast == "That button has grown old. /today brings a fresh one.", data


# --- the shared count -----------------------------------------------------------------------


async def test_each_member_counts_once_and_may_take_it_back(square: Square) -> None:
    post = await square.subscribed()
    data = button(post, "count")["callback_data"]

    assert await square.taps(square.ann, data, post) == "Well done! Counted."
    assert await square.taps(square.bob, data, post) == "Well done! Counted."
    await eventually(square, post, "✓ Done · 2")
    assert await square.taps(square.bob, data, post) == "Taken back."
    await eventually(square, post, "✓ Done · 1")
    assert await square.taps(square.ann, data, post) == "Taken back."
    await eventually(square, post, "✓ Done")


async def eventually(square: Square, post: dict[str, Any], label: str) -> None:
    """Wait until the count in the button is so."""
    for _ in range(200):
        if button(square.chat.posts[post["message_id"]].body, "count")["text"] == label:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"the button never says {label}")


async def test_many_taps_are_few_edits(square: Square) -> None:
    post = await square.subscribed()
    data = button(post, "count")["callback_data"]
    town = square.household.town
    for number in range(12):
        await square.taps(town.person(f"Member {number}"), data, post)
    await eventually(square, post, "✓ Done · 12")
    await square.household.house.group_pace.close()

    assert len(town.calls("editMessageReplyMarkup")) < 12


async def test_a_tap_in_a_group_touches_nothing_of_the_person_s_own(square: Square) -> None:
    house, clock = square.household.house, square.household.town.sandbox.clock
    await house.subscriptions.start(square.bob.id, "en", "Europe/London", clock())
    post = await square.subscribed()
    await square.taps(square.bob, button(post, "count")["callback_data"], post)

    assert not (await house.practices.today(square.bob.id, clock())).done
    assert await house.groups.count(square.bob.id, clock().date()) == 0


@pytest.mark.parametrize("stamp", ["20200101", "x", ""])
async def test_a_post_of_another_day_counts_nothing(square: Square, stamp: str) -> None:
    post = await square.subscribed()
    toast = await square.taps(square.bob, f"1:count:lunge:{stamp}", post)

    assert toast == "That post is from another day. /today shows today's."


async def test_steps_and_more_come_once_below_the_post(square: Square) -> None:
    post = await square.subscribed(TOPIC)
    for verb in ("steps", "more"):
        data = button(post, verb)["callback_data"]
        assert await square.taps(square.bob, data, post) is None
        shown = square.posts()[-1].body
        assert shown["reply_to_message"]["message_id"] == post["message_id"]
        assert shown["message_thread_id"] == TOPIC
        toast = await square.taps(square.ann, data, post)
        assert toast == "It came a moment ago: look below."


# --- topics ---------------------------------------------------------------------------------


async def test_the_topic_in_which_an_admin_subscribed_is_remembered(square: Square) -> None:
    await square.subscribed(TOPIC)

    assert (await stored(square)).topic_id == TOPIC
    assert {post.body["message_thread_id"] for post in square.posts()} == {TOPIC}

    await square.hears(square.ann, "/start")
    assert (await stored(square)).topic_id is None


async def test_a_chain_of_replies_is_no_topic(square: Square) -> None:
    content = text_content(f"/start@{BOT}") | {"message_thread_id": 5}
    groups.say(square.household.town.sandbox.world, square.chat, square.ann, content)
    await square.household.answers()

    assert (await stored(square)).topic_id is None


def parcel_for(square: Square, group: Subscriber) -> Parcel:
    outbox = Outbox(square.household.town, square.household.house.messenger)
    return outbox.parcel(square.chat, kind=group.kind, topic_id=group.topic_id)


async def test_the_day_s_post_comes_to_the_topic(square: Square) -> None:
    await square.subscribed(TOPIC)
    messenger = square.household.house.messenger
    outcome = await messenger.deliver(parcel_for(square, await stored(square)))

    assert isinstance(outcome, Sent)
    shown = square.chat.posts[outcome.message_id].body
    assert shown["message_thread_id"] == TOPIC
    assert button(shown, "count")["text"] == "✓ Done"


@pytest.mark.parametrize("words", ["message thread not found", "TOPIC_DELETED", "TOPIC_CLOSED"])
async def test_a_topic_that_is_gone_falls_back_at_once_and_tells(
    square: Square, words: str
) -> None:
    await square.subscribed(TOPIC)
    parcel = parcel_for(square, await stored(square))
    square.household.town.refuse(400, f"Bad Request: {words}", "sendAnimation")
    before = len(square.posts())
    outcome = await square.household.house.messenger.deliver(parcel)

    post, note = [one.body for one in square.posts()[before:]]
    assert outcome == Sent(post["message_id"])
    assert "message_thread_id" not in post | note
    assert note["text"].startswith("The topic that I posted to is gone or closed")
    assert (await stored(square)).topic_id is None


async def test_in_a_group_without_topics_none_is_named(household: Household) -> None:
    square = Square.open(household, "group")
    post = await square.subscribed()

    assert "message_thread_id" not in post


# --- let in and shown out -------------------------------------------------------------------


async def test_a_group_that_adds_the_bot_gets_a_word_and_a_button(household: Household) -> None:
    square = Square.open(household)
    square.chat.members[household.town.bot.id] = "left"
    (welcome,) = await square.role("member")
    assert welcome.startswith("Hello! Once a day I can post one short exercise")
    assert await square.role("administrator") == [], "greeted already"

    assert await square.taps(square.bob, "1:join", square.posts()[0].body) == ADMINS_ONLY
    await square.taps(square.ann, "1:join", square.posts()[0].body)
    assert (await stored(square)).state == Standing.ACTIVE


@pytest.mark.parametrize("role", ["left", "kicked", "restricted"])
async def test_who_shows_the_bot_out_pauses_it_and_the_owner_hears_once(
    square: Square, role: Any
) -> None:
    await square.subscribed()
    await square.role(role)
    await square.role("kicked")

    assert (await stored(square)).state == Standing.BLOCKED
    assert [text[: len(PAUSED)] for text in texts(square.ann)] == [PAUSED]

    (back,) = await square.role("member")
    assert back.startswith("✓ Every day at 08:00")
    assert (await stored(square)).state == Standing.ACTIVE


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
    parcel = parcel_for(square, await stored(square))
    square.household.town.refuse(status, words, "sendAnimation")
    outcome = await square.household.house.messenger.deliver(parcel)

    assert isinstance(outcome, Lost)
    assert (await stored(square)).state == Standing.BLOCKED
    assert [text[: len(PAUSED)] for text in texts(square.ann)] == [PAUSED]


async def test_an_owner_who_never_wrote_to_the_bot_is_no_trouble(square: Square) -> None:
    await square.subscribed()
    square.ann.standing = "stranger"
    await square.role("kicked")

    assert (await stored(square)).state == Standing.BLOCKED


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
    assert question.startswith("You made me an admin of Us & them.")

    data = f"1:join:{square.chat.id}"
    answer = await household.tapped(square.bob, data)
    assert answer["text"] == "That works only for an admin of the channel, while I am one too."
    await household.tapped(square.ann, data)
    found = await stored(square)
    assert (found.kind, found.owner_id) == ("channel", square.ann.id)
    assert [post.body["caption"][:5] for post in square.posts()] == ["Lunge"]
    assert texts(square.ann)[0].startswith("✓ Today's exercise is there.")


async def test_a_channel_is_subscribed_by_a_post_in_it(household: Household) -> None:
    square = Square.open(household, "channel")
    await square.hears(square.ann, "/start")
    found = await stored(square)
    assert (found.kind, found.owner_id) == ("channel", None)

    post = next(one.body for one in square.posts() if "animation" in one.body)
    data = button(post, "count")["callback_data"]
    assert await square.taps(square.bob, data, post) == "Well done! Counted."
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
    before = await stored(square)
    heir = groups.migrate(household.town.sandbox.world, square.chat, square.ann)
    await household.answers()

    found = await household.house.subscriptions.of(heir.id)
    assert found
    assert (found.id, found.state, found.wall) == (before.id, Standing.ACTIVE, before.wall)
    assert await household.house.subscriptions.of(square.chat.id) is None
    assert all("Hello!" not in text for text in texts(heir))


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
