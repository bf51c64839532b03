"""Updates the day's card in the chat after what somebody said on the page."""

import asyncio
from collections.abc import Collection
from datetime import date

from bot.chat.cards.exercise_buttons import practice_buttons
from bot.miniapp.door import Call
from bot.services.people.finishing import Finished
from bot.stop_times import PAGE_SECONDS

_running: set[asyncio.Task[None]] = set()
"""Cards on their way; the loop itself would forget them."""


def refresh_day_cards(
    call: Call,
    slug: str,
    day: date,
    *,
    finished: Finished | None = None,
    gone: Collection[int] = (),
) -> None:
    """Show on a day's cards what was said on the page; nobody waits for Telegram.

    `finished` is what is known after Done; of an exercise that was just swapped, `gone` are the
    cards.
    """
    task = asyncio.create_task(_keep(call, slug, day, finished, gone))
    _running.add(task)
    task.add_done_callback(_running.discard)


async def wait_for_edits(seconds: float = PAGE_SECONDS) -> None:
    """Give the cards that are still on their way a moment."""
    if _running:
        await asyncio.wait({*_running}, timeout=seconds)


async def _keep(
    call: Call, slug: str, day: date, finished: Finished | None, gone: Collection[int]
) -> None:
    services, exercise = call.services, call.services.library.exercises.get(slug)
    if exercise is None:
        return
    responses, completed = finished or (None, None)
    if responses is not None and completed is not None:
        cards = completed.cards
    else:
        responses, cards = await services.practices.cards(call.chat_id, day, slug, call.now)
    buttons = practice_buttons(call.translator, services.library, exercise, day, responses)
    for message_id in {*cards, *gone}:
        await services.messenger.edit_buttons(call.chat_id, message_id, buttons)
