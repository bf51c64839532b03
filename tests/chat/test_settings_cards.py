"""Cards about when: how things stand, and each setting with its switches."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from telegram import ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.chat.cards import settings as cards
from bot.chat.words import translator_for
from bot.coach.library import Library
from bot.services.people.subscriptions import Overview
from bot.store.deliveries import Delivery, State
from bot.store.subscribers import Subscriber
from tests.chat.deck import ALICE, BLOCKED, LISBON, NOW, SENT, STOPPED, labels, read

_ = translator_for("en")


# --- how things stand -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("latest", "sentence"),
    [
        (None, "Last: nothing yet. Your first exercise is still to come."),
        (SENT, "Last: Leg swing, Mon 23 Nov, 07:31."),
        (replace(SENT, exercise=None), "Last: rest day, Mon 23 Nov, 07:31."),
        (
            replace(SENT, state=State.MISSED, exercise=None, sent_at=None),
            "Missed: Mon 23 Nov, 07:30. I was offline for too long to send it; /today shows it.",
        ),
        (
            replace(SENT, state=State.UNCONFIRMED, sent_at=None),
            "Last: Leg swing, Mon 23 Nov, 07:30. It may not have arrived; /today shows it.",
        ),
        (
            replace(SENT, state=State.FAILED, sent_at=None),
            "Not delivered: Leg swing, Mon 23 Nov, 07:30. Telegram rejected it; /today shows it.",
        ),
        (
            replace(SENT, state=State.WAITING, sent_at=None),
            "On its way: Leg swing, due Mon 23 Nov, 07:30."
            " Telegram is making me wait; /today shows it now.",
        ),
        *(
            (
                replace(SENT, state=state, sent_at=None),
                "On its way: Leg swing, due Mon 23 Nov, 07:30.",
            )
            for state in (State.CLAIMED, State.SENDING)
        ),
    ],
)
def test_the_status_says_what_came_last(
    library: Library, latest: Delivery | None, sentence: str
) -> None:
    assert sentence in read(cards.status_card(_, library, Overview(ALICE, latest)))


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        (ALICE, "Next: Tue 24 Nov, 07:30."),
        (STOPPED, "Next: none, because you chose /stop. /start turns it back on."),
        (BLOCKED, "Next: none, because Telegram says I can't reach you. /start turns it back on."),
    ],
)
def test_the_status_says_what_comes_next_or_why_nothing(
    library: Library, person: Subscriber, sentence: str
) -> None:
    assert read(cards.status_card(_, library, Overview(person, SENT))).endswith(sentence)


# --- settings -------------------------------------------------------------------------------


def test_the_settings_show_each_setting_and_a_button_each() -> None:
    card = cards.settings_card(_, ALICE, NOW)

    assert read(card).splitlines() == [
        "Your settings",
        "",
        "🕗 Time: 07:30",
        "🌍 Time zone: New York, 03:00 now",
        "📅 Days: Every day",
        "🏋️ Equipment: stability ball",
        "🔔 Reminder: off",
        "",
        "Next: Tue 24 Nov, 07:30.",
    ]
    assert labels(card)[:4] == ["Time", "Time zone", "Days", "What suits me"]
    assert labels(card)[4:] == ["Reminder", "○ Weekly summary", "🌐 Language", "Pause"]


def test_switches_show_what_is_on() -> None:
    bob = replace(ALICE, weekdays=frozenset({0, 2}), equipment=frozenset({"bench"}))
    days = labels(cards.days_card(_, bob))

    assert days[:3] == ["✓ Mon", "○ Tue", "✓ Wed"]
    assert labels(cards.equipment_card(_, bob))[:3] == [
        "○ stability ball",
        "○ kettlebell",
        "✓ bench or firm chair",
    ]
    assert "Mon and Wed at 07:30" in read(cards.settled_card(_, bob))


@pytest.mark.parametrize(
    ("part", "hours"),
    [
        ("morning", ["06:00", "07:00", "08:00", "09:00"]),
        ("evening", ["17:00", "18:00", "19:00", "20:00"]),
    ],
)
def test_only_the_hours_of_a_part_of_the_day_are_offered(part: str, hours: list[str]) -> None:
    assert labels(cards.hour_card(_, ALICE, NOW, part)) == hours


def test_the_chosen_hour_is_marked() -> None:
    eight = replace(ALICE, time=datetime(2026, 1, 1, 8, tzinfo=UTC).time())

    assert [one for one in labels(cards.hour_card(_, eight, NOW)) if "•" in one] == ["• 08:00"]
    assert not any("•" in one for one in labels(cards.hour_card(_, ALICE, NOW)))


def test_who_stopped_is_promised_nothing() -> None:
    assert "/start" in read(cards.settled_card(_, STOPPED))
    assert "Your next exercise" not in read(cards.settled_card(_, STOPPED))


def test_the_location_button_comes_and_goes() -> None:
    asked, located = cards.ask_location_card(_), cards.located_card(_, LISBON.zone)

    assert isinstance(asked.markup, ReplyKeyboardMarkup)
    assert asked.markup.keyboard[0][0].request_location
    assert isinstance(located.markup, ReplyKeyboardRemove)
