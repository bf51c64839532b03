"""The button that opens the full-screen page: only private chats may have one."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.cards import Card
from bot.chat.cards.exercise import practice_card
from bot.chat.cards.group import day_card, for_group
from bot.chat.start_button import dressing
from bot.chat.words import translator_for
from bot.coach.library import Library
from bot.coach.trainee import Practice
from tests.chat.deck import TODAY

ENGLISH, LUNGE = translator_for("en"), Practice(0, "lunge")
dress = dressing("https://bot.example.org/app/")


def buttons(card: Card) -> list[InlineKeyboardButton]:
    if not isinstance(card.markup, InlineKeyboardMarkup):
        return []
    return [one for row in dress(card.markup).inline_keyboard for one in row]


def test_start_opens_the_page_at_the_exercise(library: Library) -> None:
    (start,) = [
        one for one in buttons(practice_card(ENGLISH, library, LUNGE, TODAY)) if one.web_app
    ]

    assert start.text == "Start"
    assert start.web_app
    assert start.web_app.url == "https://bot.example.org/app/?start=lunge&version=usual"


def test_no_button_in_a_group_or_a_channel_opens_it(library: Library) -> None:
    """Telegram refuses a whole message for such a button there."""
    posts = [
        day_card(ENGLISH, library, LUNGE, TODAY),
        day_card(ENGLISH, library, LUNGE, TODAY, channel_bot="psoas_bot"),
        for_group(practice_card(ENGLISH, library, LUNGE, TODAY)),
    ]

    assert all(one.web_app is None for post in posts for one in buttons(post))
