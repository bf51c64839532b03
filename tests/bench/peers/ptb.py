"""A bot of python-telegram-bot, `python -m tests.bench.peers.ptb ORDER`: /today and Done."""

import logging
import sys
from typing import Any

from telegram import InlineKeyboardMarkup, Update
from telegram.constants import ParseMode
from telegram.ext import Application, CallbackQueryHandler, CommandHandler

from tests.bench.machine import TOKEN
from tests.bench.peers.days import DONE, Order, finish, read, sessions, show


def run(order: Order) -> None:
    """Run as python-telegram-bot comes, 256 updates at a time."""
    opened = sessions(order.database)
    card, done = (InlineKeyboardMarkup.de_json(one) for one in (order.markup, order.done))

    async def today(update: Update, _context: Any) -> None:
        assert update.message
        async with opened() as session:
            await show(session, update.message.chat_id)
        await update.message.reply_text(order.text, ParseMode.HTML, reply_markup=card)

    async def tapped(update: Update, _context: Any) -> None:
        query = update.callback_query
        assert query
        async with opened() as session:
            await finish(session, query.from_user.id)
        await query.answer(DONE)
        await query.edit_message_reply_markup(done)

    builder = Application.builder().token(TOKEN).base_url(f"{order.url}/bot")
    application = builder.concurrent_updates(256).build()
    application.add_handler(CommandHandler("today", today))
    application.add_handler(CallbackQueryHandler(tapped, pattern=r"^1:done:"))
    application.run_polling()


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    run(read(sys.argv[1]))
