"""Updates the day's card in the chat after what somebody said on the page."""

import asyncio
from datetime import date

from bot.chat.cards.exercise_buttons import practice_buttons
from bot.miniapp.door import Call
from bot.services.people.responses import Responses
from bot.stop_times import PAGE_SECONDS

_running: set[asyncio.Task[None]] = set()
"""Cards on their way; the loop itself would forget them."""


def refresh_day_card(call: Call, slug: str, day: date, responses: Responses | None = None) -> None:
    """Show on a day's card what was said on the page; nobody waits for Telegram."""
    task = asyncio.create_task(_keep(call, slug, day, responses))
    _running.add(task)
    task.add_done_callback(_running.discard)


async def wait_for_edits(seconds: float = PAGE_SECONDS) -> None:
    """Give the cards that are still on their way a moment."""
    if _running:
        await asyncio.wait({*_running}, timeout=seconds)


async def _keep(call: Call, slug: str, day: date, responses: Responses | None) -> None:
    services, exercise = call.services, call.services.library.exercises.get(slug)
    message_id = await services.practices.message_of(call.chat_id, day, slug, call.now)
    if message_id is None or exercise is None:
        return
    if responses is None:
        responses = await services.practices.responses(call.chat_id, day, slug, call.now)
    buttons = practice_buttons(call.translator, services.library, exercise, day, responses)
    await services.messenger.edit_buttons(call.chat_id, message_id, buttons)
