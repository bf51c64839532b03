"""A day's exercise goes out once, and each of Telegram's answers has its meaning."""

import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.warnings import PTBDeprecationWarning

from bot.botapi.errors import outcome_of, seconds_of
from bot.chat.cards.exercise import practice_card
from bot.chat.words import translator_for
from bot.coach.library import Library
from bot.coach.trainee import Practice
from bot.services.delivery.outcome import Later, Lost, Moved, Refused, Sent, Unknown
from tests.chat.deck import TODAY
from tests.chat.town import Outbox, parcel, texts

DAILY = "sendAnimation"
"""How a day's exercise goes out: a moving picture with the card below it."""


async def test_a_delivery_is_the_card_of_its_day(outbox: Outbox, library: Library) -> None:
    alice = outbox.town.person("Alice")
    outcome = await outbox.carrier.deliver(parcel(alice, late=True))

    practice = Practice(0, "lunge")
    card = practice_card(translator_for("en"), library, practice, TODAY, late=True)
    (call,) = outbox.town.calls(DAILY)
    assert outcome == Sent(next(iter(alice.posts)))
    assert call["caption"] == card.text
    assert "Sorry I'm late today" in texts(alice)[0]
    rows = call["reply_markup"]["inline_keyboard"]
    assert [one["text"] for row in rows[:1] for one in row] == ["Start", "✓ Done"]


async def test_only_a_repeat_is_silent_and_only_a_hurry_is_paid(outbox: Outbox) -> None:
    alice = outbox.town.person("Alice")
    loud = parcel(alice)
    for one in (loud, replace(loud, repeated=True), replace(loud, paid=True)):
        assert isinstance(await outbox.carrier.deliver(one), Sent)

    assert [shown.silent for shown in alice.posts.values()] == [False, True, False]
    calls = outbox.town.calls(DAILY)
    assert [call.get("allow_paid_broadcast", False) for call in calls] == [False, False, True]


async def test_people_share_a_letter_and_differ_where_it_differs(outbox: Outbox) -> None:
    alice, bob = outbox.town.person("Alice"), outbox.town.person("Bob")
    await outbox.carrier.deliver(parcel(alice))
    await outbox.carrier.deliver(parcel(bob))
    await outbox.carrier.deliver(parcel(bob, practice=Practice(6, None)))

    assert texts(alice)[0] == texts(bob)[0]
    assert texts(bob)[1].startswith("Rest day")


async def test_a_letter_names_the_week_of_each_person(outbox: Outbox) -> None:
    alice = outbox.town.person("Alice")
    for position in (15, 22):  # the same amount in week 3 as in week 4
        await outbox.carrier.deliver(parcel(alice, practice=Practice(position, "lunge")))

    assert ["Week 3 of 4" in text for text in texts(alice)] == [True, False]
    assert ["Week 4 of 4" in text for text in texts(alice)] == [False, True]


async def test_a_card_that_cannot_be_written_is_a_fault_of_ours(
    outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    alice = outbox.town.person("Alice")
    broken = parcel(alice, practice=Practice(0, "long-gone"))
    with caplog.at_level(logging.ERROR):
        outcome = await outbox.carrier.deliver(broken)

    assert outcome == Refused("the card cannot be written")
    assert "rendering delivery 1 failed" in caplog.text


REFUSALS = [
    (403, "Forbidden: bot was blocked by the user", Lost),
    (403, "Forbidden: user is deactivated", Lost),
    (403, "Forbidden: bot can't initiate conversation with a user", Lost),
    (403, "Forbidden: bot was kicked from the group chat", Lost),
    (403, "Forbidden: bot was kicked from the supergroup chat", Lost),
    (403, "Forbidden: bot is not a member of the channel chat", Lost),
    (403, "Forbidden: the group chat was deleted", Lost),
    (400, "Bad Request: chat not found", Lost),
    (400, "Bad Request: user is deactivated", Lost),
    (400, "Bad Request: can't parse entities: Unsupported start tag", Refused),
    (400, "Bad Request: message is too long", Refused),
    (400, "Bad Request: BUTTON_DATA_INVALID", Refused),
    (401, "Unauthorized", Later),
    (404, "Not Found", Later),
    (409, "Conflict: terminated by other getUpdates request", Later),
    (500, "Internal Server Error", Later),
    (502, "Bad Gateway", Later),
    (504, "Gateway Timeout", Later),
    (418, "I'm a teapot", Unknown),
]


@pytest.mark.parametrize(("status", "description", "meaning"), REFUSALS)
async def test_each_refusal_has_its_meaning(
    outbox: Outbox, status: int, description: str, meaning: type
) -> None:
    outbox.town.refuse(status, description, DAILY)
    outcome = await outbox.carrier.deliver(parcel(outbox.town.person("Alice")))

    assert type(outcome) is meaning
    if not isinstance(outcome, Sent | Moved):
        assert outcome.reason


async def test_a_pause_names_its_seconds(outbox: Outbox) -> None:
    outbox.town.refuse(429, "Too Many Requests: retry after 35", DAILY, retry_after=35)
    outcome = await outbox.carrier.deliver(parcel(outbox.town.person("Alice")))

    assert outcome == Later("Telegram asked for a pause", 35)


async def test_a_chat_that_moved_names_its_new_id(outbox: Outbox) -> None:
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    outbox.town.refuse(400, words, DAILY, migrate_to_chat_id=-1001234567890)
    outcome = await outbox.carrier.deliver(parcel(outbox.town.person("Alice")))

    assert outcome == Moved(-1001234567890)


LOST: list[dict[str, Any]] = [{"drop": "before"}, {"drop": "after"}, {"body": "<html>"}]
LOST += [{"body": '{"ok": true}'}, {"body": '{"ok": true, "result": {}}'}]
LOST += [{"body": '{"ok": true, "result": true}'}]


@pytest.mark.parametrize("fault", LOST, ids=str)
async def test_what_may_have_arrived_is_unknown(outbox: Outbox, fault: dict[str, Any]) -> None:
    outbox.town.fault(method=DAILY, **fault)

    assert isinstance(await outbox.carrier.deliver(parcel(outbox.town.person("Alice"))), Unknown)


@pytest.mark.parametrize("error", [TimedOut(), NetworkError("lost"), TelegramError("odd")])
def test_a_failure_without_an_answer_is_unknown(error: TelegramError) -> None:
    assert isinstance(outcome_of(error), Unknown)


def test_a_reason_fits_its_column() -> None:
    outcome = outcome_of(NetworkError("x" * 1000))

    assert isinstance(outcome, Unknown)
    assert len(outcome.reason) == 200


def test_a_pause_is_read_as_ptb_gives_it_today_and_tomorrow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert seconds_of(RetryAfter(timedelta(seconds=7))) == 7.0
    monkeypatch.delenv("PTB_TIMEDELTA")
    with pytest.warns(PTBDeprecationWarning):
        assert seconds_of(RetryAfter(7)) == 7.0
