"""Cards for other chats: the results of inline mode, each with a link back to the bot."""

from datetime import date

from telegram import (
    InlineKeyboardMarkup,
    InlineQueryResult,
    InlineQueryResultArticle,
    InlineQueryResultCachedMpeg4Gif,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.constants import ParseMode

from bot.chat.cards.exercise import own_card
from bot.chat.cards.facts import facts_line
from bot.chat.cards.links import open_button
from bot.chat.cards.sign import sign_card
from bot.chat.words import Translator
from bot.coach.library import Exercise, Library, Sign
from bot.coach.trainee import own_practice

ANY_DAY = date(2026, 1, 1)
"""Any day will do: only a card's buttons depend on it, and they aren't shared."""


def exercise_result(
    _: Translator, library: Library, exercise: Exercise, bot_name: str, file_id: str | None
) -> InlineQueryResult:
    """Offer an exercise: its video with the card as caption, or its text if there is no video."""
    slug, words = exercise.slug, exercise.words.to(_.language)
    card = own_card(_, library, own_practice(slug), ANY_DAY)
    back = InlineKeyboardMarkup([[open_button(_, bot_name, f"ex_{slug}")]])
    if file_id is None or card.picture is None:
        facts = facts_line(_, exercise)
        return _article(f"ex_{slug}", words.name, facts, card.text, back)
    return InlineQueryResultCachedMpeg4Gif(
        id=f"ex_{slug}",
        mpeg4_file_id=file_id,
        title=words.name,
        caption=card.text,
        parse_mode=ParseMode.HTML,
        reply_markup=back,
    )


def sign_result(_: Translator, library: Library, sign: Sign, bot_name: str) -> InlineQueryResult:
    """Offer the page of a sign."""
    words, text = sign.words.to(_.language), sign_card(_, library, sign).text
    back = InlineKeyboardMarkup([[open_button(_, bot_name, f"sign_{sign.slug}")]])
    return _article(f"sign_{sign.slug}", words.name, words.short, text, back)


def _article(
    key: str, title: str, description: str, text: str, markup: InlineKeyboardMarkup
) -> InlineQueryResultArticle:
    content = InputTextMessageContent(text, parse_mode=ParseMode.HTML)
    return InlineQueryResultArticle(
        key, title, content, reply_markup=markup, description=description
    )


def all_button(_: Translator) -> InlineQueryResultsButton:
    """Offer the list of all exercises where nothing was found."""
    return InlineQueryResultsButton(_("I don't know that one. See all"), start_parameter="list")
