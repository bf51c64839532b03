"""/progress, and the buttons that turn its pages."""

import asyncio
from datetime import date, datetime

from bot.chat.cards import progress as cards
from bot.chat.handlers.old import too_old
from bot.chat.turn import Turn
from bot.pictures.month import month_png


async def progress(turn: Turn, wanted: date | None = None) -> None:
    """Show a month, this one where none is named."""
    library = turn.house.library
    month = await turn.house.progress.month(turn.chat_id, turn.now, wanted)
    labels = cards.labels(turn.words, library, month)
    # Drawing takes some 30 ms: not on the event loop.
    png = await asyncio.to_thread(month_png, month, labels)
    await turn.show(cards.progress_card(turn.words, library, month, png))


async def tap_progress(turn: Turn, stamp: str) -> None:
    """Turn to another month in place."""
    try:
        wanted = datetime.strptime(stamp, "%Y%m").date()  # noqa: DTZ007  # a calendar month
    except ValueError:
        await too_old(turn)
        return
    await turn.toast()
    await progress(turn, wanted)
