"""A reply goes at once, waits where Telegram says so, and is never doubled."""

import asyncio
import time

import pytest
from telegram import InlineKeyboardMarkup

from bot.botapi import button_edits, retries
from bot.botapi.message import PreparedMessage
from bot.botapi.messenger import REPLY_TRIES
from bot.chat.cards import Card, button
from bot.services.delivery.outcome import Later
from bot.services.delivery.pace import SharedPace
from tests.chat.town import Outbox, texts

BUTTONS = InlineKeyboardMarkup([[button("Today", "today")]])
HELLO = Card("<b>Hello</b>", BUTTONS)


def pace_of(outbox: Outbox) -> SharedPace:
    pace = outbox.messenger._pace
    assert isinstance(pace, SharedPace)
    return pace


async def test_a_reply_is_sent_with_its_buttons(outbox: Outbox) -> None:
    alice = outbox.town.person("Alice")
    await outbox.messenger.reply(alice.id, HELLO)

    assert texts(alice) == ["Hello"]
    assert next(iter(alice.posts.values())).body["reply_markup"]


async def test_who_blocked_the_bot_is_told_to_the_services(
    outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    outbox.town.refuse(403, "Forbidden: bot was blocked by the user")
    await outbox.messenger.reply(7, HELLO)

    assert outbox.gone == [7]
    assert caplog.records == []


async def test_a_reply_waits_out_pauses_and_goes(outbox: Outbox) -> None:
    alice, began = outbox.town.person("Alice"), time.monotonic()
    for _ in range(2):
        outbox.town.refuse(429, "Too Many Requests: retry after 1", retry_after=1)
    await outbox.messenger.reply(alice.id, HELLO)

    assert texts(alice) == ["Hello"]
    assert 2 <= time.monotonic() - began < 4


async def test_nothing_is_called_during_a_pause_and_everything_after_it(outbox: Outbox) -> None:
    alice, town = outbox.town.person("Alice"), outbox.town
    await outbox.messenger.reply(alice.id, HELLO)
    (message_id,) = alice.posts
    town.refuse(429, "Too Many Requests: retry after 1", retry_after=1)
    tasks = [asyncio.create_task(outbox.messenger.reply(alice.id, HELLO))]
    async with asyncio.timeout(5):
        while not await outbox.messenger._pace.left():
            await asyncio.sleep(0.01)
    before = len(town.sandbox.world.calls)
    tasks += [
        asyncio.create_task(outbox.messenger.answer("12345", "Well done!")),
        asyncio.create_task(outbox.messenger.edit(alice.id, message_id, Card("Changed"))),
    ]
    bob = town.person("Bob")
    outcome = await outbox.messenger.try_send(bob.id, PreparedMessage(HELLO))
    await asyncio.sleep(0.3)
    during = len(town.sandbox.world.calls) - before
    await asyncio.gather(*tasks)

    assert during == 0
    assert isinstance(outcome, Later)
    assert texts(alice) == ["Changed", "Hello"]
    assert town.calls("answerCallbackQuery")


async def test_a_delivery_waits_a_moment_where_the_chat_just_got_a_reply(outbox: Outbox) -> None:
    alice, bob = outbox.town.person("Alice"), outbox.town.person("Bob")
    await pace_of(outbox).hold(0)  # from now on strictly
    await outbox.messenger.reply(alice.id, HELLO)
    began = time.monotonic()
    await outbox.messenger.try_send(bob.id, PreparedMessage(HELLO))
    between = time.monotonic()
    await outbox.messenger.try_send(alice.id, PreparedMessage(HELLO))

    assert between - began < 0.9
    assert time.monotonic() - between > 0.5


async def test_a_reply_is_given_up_with_a_line_in_the_log(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(retries, "LONGEST_WAIT", 0.01)
    alice = outbox.town.person("Alice")
    for _ in range(REPLY_TRIES):
        outbox.town.refuse(502, "Bad Gateway")
    await outbox.messenger.reply(alice.id, HELLO)

    assert texts(alice) == []
    assert caplog.messages == [f"call given up after {REPLY_TRIES} tries"]


async def test_a_reply_that_was_turned_away_is_tried_again(outbox: Outbox) -> None:
    alice = outbox.town.person("Alice")
    outbox.town.refuse(502, "Bad Gateway")
    await outbox.messenger.reply(alice.id, HELLO)

    assert texts(alice) == ["Hello"]


async def test_a_reply_that_may_have_arrived_is_not_doubled(
    outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    alice = outbox.town.person("Alice")
    outbox.town.fault(method="sendMessage", drop="after")
    await outbox.messenger.reply(alice.id, HELLO)

    assert texts(alice) == ["Hello"]
    assert caplog.messages[0].startswith("call given up: connection lost")


async def test_a_reply_follows_a_chat_that_moved(outbox: Outbox) -> None:
    new = outbox.town.person("Charlie")
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    outbox.town.refuse(400, words, migrate_to_chat_id=new.id)
    await outbox.messenger.reply(-42, HELLO)

    assert outbox.moved == [(-42, new.id)]
    assert texts(new) == ["Hello"]


async def test_an_edit_that_changes_nothing_is_silent(
    outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    alice = outbox.town.person("Alice")
    await outbox.messenger.reply(alice.id, HELLO)
    (message_id,) = alice.posts
    await outbox.messenger.edit(alice.id, message_id, HELLO)
    await outbox.messenger.edit_buttons(alice.id, message_id, BUTTONS)
    await outbox.messenger.edit(alice.id, message_id, Card("Changed"))
    await outbox.messenger.edit(alice.id, 999_999, HELLO)

    assert texts(alice) == ["Changed"]
    assert caplog.records == []


async def test_a_tap_that_waited_too_long_is_silent(
    outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    await outbox.messenger.answer("12345", "Well done!")

    assert caplog.records == []
    assert outbox.gone == []


async def test_a_fault_of_ours_in_a_reply_is_a_line_in_the_log(
    outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    alice = outbox.town.person("Alice")
    await outbox.messenger.reply(alice.id, Card("<b>open"))

    assert "can't parse entities" in caplog.text.lower()
    assert outbox.gone == []


async def test_buttons_that_a_message_has_already_are_not_sent_again(outbox: Outbox) -> None:
    alice, town = outbox.town.person("Alice"), outbox.town
    await outbox.messenger.reply(alice.id, HELLO)
    (key,) = alice.posts
    done = InlineKeyboardMarkup([[button("Done", "today")]])

    async def edits(markup: InlineKeyboardMarkup, shown: InlineKeyboardMarkup) -> int:
        before = len(town.calls("editMessageReplyMarkup"))
        await outbox.messenger.edit_buttons(alice.id, key, markup, shown=shown)
        return len(town.calls("editMessageReplyMarkup")) - before

    assert await edits(BUTTONS, shown=BUTTONS) == 0, "nothing changes"
    assert await edits(done, shown=BUTTONS) == 1
    assert await edits(done, shown=BUTTONS) == 0, "a double tap, from before the edit"
    assert await edits(BUTTONS, shown=BUTTONS) == 1, "taken back, from before the edit"
    assert await edits(done, shown=BUTTONS) == 1
    assert "Done" in str(alice.posts[key].body["reply_markup"])


async def test_what_somebody_else_changed_meanwhile_is_sent_again(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(button_edits, "OVERLAP_SECONDS", 0)
    alice, town = outbox.town.person("Alice"), outbox.town
    await outbox.messenger.reply(alice.id, HELLO)
    (key,) = alice.posts
    done = InlineKeyboardMarkup([[button("Done", "today")]])
    for _ in range(2):  # in between, another replica put the first buttons back
        await outbox.messenger.edit_buttons(alice.id, key, done, shown=BUTTONS)

    assert len(town.calls("editMessageReplyMarkup")) == 2


async def test_a_message_can_lose_its_buttons(outbox: Outbox) -> None:
    alice = outbox.town.person("Alice")
    await outbox.messenger.reply(alice.id, HELLO)
    (key,) = alice.posts
    await outbox.messenger.edit_buttons(alice.id, key, None, shown=BUTTONS)

    assert not alice.posts[key].body.get("reply_markup")
