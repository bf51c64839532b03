"""The smallest bot of python-telegram-bot, `python -m tests.bench.bots URL`: it knows /start."""

import logging
import sys
from typing import Any

from telegram import Update
from telegram.ext import Application, CommandHandler

from tests.bench.aiogram_peer import REPLY
from tests.bench.machine import TOKEN


def ptb(url: str) -> None:
    """Run python-telegram-bot as it comes, 256 updates at a time."""
    builder = Application.builder().token(TOKEN).base_url(f"{url}/bot")
    application = builder.concurrent_updates(256).build()

    async def start(update: Update, _context: Any) -> None:
        assert update.message
        await update.message.reply_text(REPLY)

    application.add_handler(CommandHandler("start", start))
    application.run_polling()


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    ptb(sys.argv[1])
