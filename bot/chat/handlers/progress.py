"""/progress, and the buttons that turn its pages."""

import asyncio
from datetime import date

from bot.chat.cards import Card
from bot.chat.cards import progress as cards
from bot.chat.request import Request
from bot.pictures.month import month_png


async def progress(request: Request, wanted: date | None = None) -> None:
    """Show a month, this one where none is named."""
    await request.show(await month_card(request, wanted))


async def month_card(request: Request, wanted: date | None = None) -> Card:
    """Draw a month, this one where none is named."""
    library = request.services.library
    month = await request.services.progress.month(request.chat_id, request.now, wanted)
    labels = cards.labels(request.translator, library, month)
    # Drawing takes some 30 ms: not on the event loop.
    png = await asyncio.to_thread(month_png, month, labels)
    return cards.progress_card(request.translator, library, month, png)


async def tap_progress(request: Request, month: date) -> None:
    """Show another month in place."""
    await request.toast()
    await progress(request, month)
