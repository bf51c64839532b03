"""A reply goes at once, waits where Telegram says so, and is never doubled."""

import pytest
from telegram import InlineKeyboardMarkup

from bot.chat import messenger as module
from bot.chat.cards import Card, button
from bot.chat.messenger import REPLY_TRIES
from tests.chat.town import Outbox, texts

BUTTONS = InlineKeyboardMarkup([[button("Today", "today")]])
HELLO = Card("<b>Hello</b>", BUTTONS)


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


async def test_a_reply_waits_out_a_pause_and_goes(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.05)
    alice = outbox.town.person("Alice")
    for _ in range(REPLY_TRIES - 1):
        outbox.town.refuse(429, "Too Many Requests: retry after 3600", retry_after=3600)
    await outbox.messenger.reply(alice.id, HELLO)

    assert texts(alice) == ["Hello"]


async def test_a_reply_is_given_up_with_a_line_in_the_log(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.01)
    alice = outbox.town.person("Alice")
    for _ in range(REPLY_TRIES):
        outbox.town.refuse(429, "Too Many Requests: retry after 3", retry_after=3)
    await outbox.messenger.reply(alice.id, HELLO)

    assert texts(alice) == []
    assert caplog.messages == ["a reply could not be sent: tried 3 times"]


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
    assert caplog.messages[0].startswith("a reply could not be sent: connection lost")


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
