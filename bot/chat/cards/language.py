"""The card that asks for a language: each one under its own name, in its own script."""

from telegram import InlineKeyboardMarkup

from bot.chat.callbacks import FOLLOW
from bot.chat.cards.card import Card, button, escape, rows
from bot.chat.words import Translator
from bot.coach.languages import Languages


def language_card(
    _: Translator, languages: Languages, *, is_chosen: bool, in_group: bool = False
) -> Card:
    """Say which language the bot writes in and why, and offer the others."""
    text = _("<b>Language</b>\nI write in {language}, the language of your Telegram app.")
    if in_group:
        text = _("<b>Language</b>\nI write in {language} here.")
    elif is_chosen:
        text = _("<b>Language</b>\nI write in {language}, as you chose.")
    current = languages.nearest(_.language)
    buttons = rows(
        (
            button(_mark(code == current) + languages.name(code), "speak", code)
            for code in languages.codes
        ),
        2,
    )
    if is_chosen and not in_group:
        buttons.append([button(_("Same as my Telegram app"), "speak", FOLLOW)])
    name = escape(languages.name(current))
    return Card(text.format(language=name), InlineKeyboardMarkup(buttons))


def unspoken_line(_: Translator) -> str:
    """Say, in English, that a newcomer's own language is not among those that the bot speaks."""
    return _(
        "I don't speak the language of your app yet, so I'll write in English. To change it:"
        " /language"
    )


def _mark(is_current: bool) -> str:  # noqa: FBT001  # its only argument
    return "• " if is_current else ""
