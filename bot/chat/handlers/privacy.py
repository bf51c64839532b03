"""/privacy, /mydata, /delete, and their buttons."""

import orjson

from bot.chat.cards import privacy as cards
from bot.chat.request import Request

FILE = "psoas-bot-my-data.json"


async def privacy(request: Request) -> None:
    """Say what is kept, and who sees it."""
    await request.reply(cards.privacy_card(request.translator, request.services.contact))


async def mydata(request: Request) -> None:
    """Send all that is stored about the person as a file."""
    record = await request.services.archive.of(request.chat_id)
    if record is None:
        await request.reply(cards.nothing_kept_card(request.translator))
        return
    content = orjson.dumps(record, option=orjson.OPT_INDENT_2)
    await request.reply_file(FILE, content, cards.data_caption(request.translator))


async def delete(request: Request) -> None:
    """Ask before everything goes."""
    await request.reply(cards.delete_card(request.translator))


async def tap_delete(request: Request) -> None:
    """Delete everything, and say so; a second tap finds nothing left to delete."""
    await request.services.archive.forget(request.chat_id)
    await request.toast()
    await request.show(cards.deleted_card(request.translator))


async def tap_keep(request: Request) -> None:
    """Leave everything as it is."""
    await request.toast()
    await request.show(cards.kept_card(request.translator))
