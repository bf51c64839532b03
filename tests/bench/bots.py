"""The smallest bots of other libraries: /start gets one reply.

`python -m tests.bench.bots NAME URL`
"""

import asyncio
import logging
import sys
from typing import Any

from telegram import Update
from telegram.ext import Application, CommandHandler

from tests.bench.machine import TOKEN

REPLY = "Hello! One short exercise a day for your psoas, the deep muscle at the front of your hip."


def ptb(url: str) -> None:
    """Run python-telegram-bot as it comes, 256 updates at a time."""
    builder = Application.builder().token(TOKEN).base_url(f"{url}/bot")
    application = builder.concurrent_updates(256).build()

    async def start(update: Update, _context: Any) -> None:
        assert update.message
        await update.message.reply_text(REPLY)

    application.add_handler(CommandHandler("start", start))
    application.run_polling()


def aiogram(url: str) -> None:
    """Run aiogram as it comes."""
    from aiogram import Bot, Dispatcher  # noqa: PLC0415  # only with the extra `bench`
    from aiogram.client.session.aiohttp import AiohttpSession  # noqa: PLC0415
    from aiogram.client.telegram import TelegramAPIServer  # noqa: PLC0415
    from aiogram.filters import CommandStart  # noqa: PLC0415

    async def start(message: Any) -> None:
        await message.answer(REPLY)

    dispatcher = Dispatcher()
    dispatcher.message.register(start, CommandStart())

    async def poll() -> None:
        session = AiohttpSession(api=TelegramAPIServer.from_base(url))
        await dispatcher.start_polling(Bot(TOKEN, session=session))

    asyncio.run(poll())


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    {"ptb": ptb, "aiogram": aiogram}[sys.argv[1]](sys.argv[2])
