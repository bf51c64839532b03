"""Changes to messages that stand in the chat: a day's cards, and the end of a session."""

import asyncio
from collections.abc import Collection
from dataclasses import replace

from telegram import InlineKeyboardMarkup

from bot.botapi.formatting import shown_html
from bot.chat.cards import Card
from bot.chat.cards.exercise_buttons import practice_buttons, version_shown
from bot.chat.cards.session_end import rated_text
from bot.chat.request import Request
from bot.services.people.responses import Responses
from bot.store.day_cards import DayExercise


async def refresh(request: Request, ref: DayExercise) -> None:
    """Update the buttons of a card that was tapped or reacted to, and of the day's others."""
    responses, cards = await request.services.practices.cards(
        request.chat_id, ref.day, ref.exercise, request.now
    )
    await show_on_all(request, ref, responses, cards)


async def show_on_all(
    request: Request, ref: DayExercise, responses: Responses, cards: Collection[int]
) -> None:
    """Show what somebody said of an exercise on the tapped message, and on the cards of it."""
    others = (one for one in cards if one != request.message_id)
    asked = [request, *(replace(request, message_id=one, shown=None) for one in others)]
    await asyncio.gather(*(show_buttons(one, ref, responses) for one in asked))


async def show_buttons(request: Request, ref: DayExercise, responses: Responses) -> None:
    """Show what somebody said of an exercise on its buttons; *Start* keeps its version."""
    library = request.services.library
    exercise, version = library.exercises[ref.exercise], version_shown(request.shown)
    await request.show_buttons(
        practice_buttons(
            request.translator, library, exercise, ref.day, responses, version=version
        )
    )


async def refresh_day_cards(request: Request, ref: DayExercise) -> bool:
    """Update the day's cards after what was said elsewhere; return whether there are any.

    The tapped message is not updated: it has buttons of its own.
    """
    responses, cards = await request.services.practices.cards(
        request.chat_id, ref.day, ref.exercise, request.now
    )
    others = cards - {request.message_id}
    await show_on_all(replace(request, message_id=None), ref, responses, others)
    return bool(others)


async def show_rated(request: Request, line: str, left: InlineKeyboardMarkup | None) -> None:
    """Show an answer in place of the question how it was, with the buttons that are left."""
    html = shown_html(request.tapped) if request.tapped else ""
    text = rated_text(request.translator, html, line)
    if text is None:
        await request.show_buttons(left)
    else:
        await request.show_text(Card(text, left))
