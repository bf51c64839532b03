"""/privacy, /mydata, /delete, and their buttons."""

import orjson

from bot.chat.cards import privacy as cards
from bot.chat.turn import Turn

FILE = "psoas-bot-my-data.json"


async def privacy(turn: Turn) -> None:
    """Say what is kept, and who sees it."""
    await turn.reply(cards.privacy_card(turn.words, turn.house.contact))


async def mydata(turn: Turn) -> None:
    """Send all that is stored about the person as a file."""
    record = await turn.house.archive.of(turn.chat_id)
    if record is None:
        await turn.reply(cards.nothing_kept_card(turn.words))
        return
    content = orjson.dumps(record, option=orjson.OPT_INDENT_2)
    await turn.reply_file(FILE, content, cards.data_caption(turn.words))


async def delete(turn: Turn) -> None:
    """Ask before everything goes."""
    await turn.reply(cards.delete_card(turn.words))


async def tap_delete(turn: Turn) -> None:
    """Delete everything, and say so; a second tap finds nothing left to delete."""
    await turn.house.archive.forget(turn.chat_id)
    await turn.toast()
    await turn.show(cards.deleted_card(turn.words))


async def tap_keep(turn: Turn) -> None:
    """Leave everything as it is."""
    await turn.toast()
    await turn.show(cards.kept_card(turn.words))
