"""Cards about when: how things stand, and each setting with its switches."""

from datetime import UTC, date, datetime

import pytest
from telegram import ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.chat.cards import settings as cards
from bot.chat.words import translator_for
from tests.chat.deck import ALICE, LISBON, NOW, STOPPED, labels, read

_ = translator_for("en")


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
    bob = ALICE._replace(weekdays=frozenset({0, 2}), equipment=frozenset({"bench"}))
    days = labels(cards.days_card(_, bob))

    assert days[:3] == ["✓ Mon", "○ Tue", "✓ Wed"]
    assert labels(cards.equipment_card(_, bob))[:3] == [
        "○ stability ball",
        "○ kettlebell",
        "✓ bench or firm chair",
    ]
    assert "Mon and Wed at 07:30" in read(cards.schedule_card(_, bob))


def test_a_day_that_is_left_out_ahead_is_no_pause_yet() -> None:
    first, until = date(2026, 11, 25), date(2026, 11, 26)
    bob = ALICE._replace(paused_from=first, paused_until=until)

    assert "No exercise on Wednesday 25 November. To undo this: " in cards.next_line(_, bob, until)


@pytest.mark.parametrize(
    ("part", "hours"),
    [
        ("morning", ["06:00", "07:00", "08:00", "09:00"]),
        ("evening", ["17:00", "18:00", "19:00", "20:00"]),
    ],
)
def test_only_the_hours_of_a_part_of_the_day_are_offered(part: str, hours: list[str]) -> None:
    assert labels(cards.time_card(_, ALICE, NOW, part)) == hours


def test_the_chosen_hour_is_marked() -> None:
    eight = ALICE._replace(time=datetime(2026, 1, 1, 8, tzinfo=UTC).time())

    assert [one for one in labels(cards.time_card(_, eight, NOW)) if "•" in one] == ["• 08:00"]
    assert not any("•" in one for one in labels(cards.time_card(_, ALICE, NOW)))


def test_who_stopped_is_promised_nothing() -> None:
    assert "/start" in read(cards.schedule_card(_, STOPPED))
    assert "Your next exercise" not in read(cards.schedule_card(_, STOPPED))


def test_the_location_button_comes_and_goes() -> None:
    asked, located = cards.ask_location_card(_), cards.located_card(_, LISBON.zone)

    assert isinstance(asked.markup, ReplyKeyboardMarkup)
    assert asked.markup.keyboard[0][0].request_location
    assert isinstance(located.markup, ReplyKeyboardRemove)
