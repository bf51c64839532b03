"""aiogram as its manual shows it: `python -m tests.bench.aiogram_peer send ORDER` or `answer URL`.

It wants another pydantic than ours, so it has an environment of its own, made at first use.
"""

import asyncio
import json
import logging
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

from tests.bench.machine import CLIENT, ROOT, TOKEN, Meter, pin

HOME = ROOT / ".venv-bench"
WANTED = (
    "aiogram>=3.20,<4",
    "SQLAlchemy[asyncio]>=2.1,<2.2",
    "asyncpg>=0.31,<1",
    "aiosqlite>=0.22,<1",
    "uvloop>=0.22,<1",
)
REPLY = "Hello! One short exercise a day for your psoas, the deep muscle at the front of your hip."


def python() -> Path:
    """Return the interpreter of aiogram's environment; make that if it is not there."""
    found = HOME / "bin" / "python"
    done = HOME / "done"
    if not done.exists() or done.read_text() != " ".join(WANTED):
        venv.create(HOME, with_pip=True, clear=True)
        subprocess.run([found, "-m", "pip", "install", "-q", *WANTED], check=True)  # noqa: S603
        done.write_text(" ".join(WANTED))
    return found


def bot(url: str) -> Any:
    """Return aiogram's bot with a sink for Telegram."""
    # Only there is it installed.
    from aiogram import Bot  # noqa: PLC0415
    from aiogram.client.session.aiohttp import AiohttpSession  # noqa: PLC0415
    from aiogram.client.telegram import TelegramAPIServer  # noqa: PLC0415

    return Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))


async def send(order: str) -> None:
    """Gather send_message behind a semaphore, and print what it took."""
    from aiogram.types import InlineKeyboardMarkup  # noqa: PLC0415

    told, meter = json.loads(order), Meter()
    markup = InlineKeyboardMarkup.model_validate(told["markup"])
    places = asyncio.Semaphore(told["in_flight"])
    async with bot(told["url"]) as sender:

        async def one(chat: int) -> None:
            async with places:
                await sender.send_message(
                    chat, told["text"], parse_mode="HTML", reply_markup=markup
                )

        meter.begin()
        sends = (one(chat) for chat in range(1, told["count"] + 1))
        results = await asyncio.gather(*sends, return_exceptions=True)
        meter.end()
    meter.report(failed=sum(isinstance(result, Exception) for result in results))


async def answer(url: str) -> None:
    """Answer /start with one reply."""
    from aiogram import Dispatcher  # noqa: PLC0415
    from aiogram.filters import CommandStart  # noqa: PLC0415

    async def start(message: Any) -> None:
        await message.answer(REPLY)

    dispatcher = Dispatcher()
    dispatcher.message.register(start, CommandStart())
    await dispatcher.start_polling(bot(url))


if __name__ == "__main__":
    pin(CLIENT)
    logging.disable(logging.CRITICAL)
    asyncio.run({"send": send, "answer": answer}[sys.argv[1]](sys.argv[2]))
