"""A bot of aiogram, `python -m tests.bench.peers.aiogram_bot ORDER`: /today and Done.

Its environment is that of `tests.bench.aiogram_peer`, with uvloop, which aiogram takes if it is
there.
"""

import logging
import sys
from typing import Any

from aiogram import Dispatcher, F
from aiogram.filters import Command
from aiogram.types import InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from tests.bench.aiogram_peer import bot
from tests.bench.machine import CLIENT, pin
from tests.bench.peers.days import DONE, Order, finish, read, sessions, show


def run(order: Order) -> None:
    """Run with a session an update, which a middleware opens."""
    opened = sessions(order.database)
    card, done = (InlineKeyboardMarkup.model_validate(one) for one in (order.markup, order.done))

    async def with_session(handler: Any, update: Any, data: dict[str, Any]) -> Any:
        async with opened() as session:
            return await handler(update, data | {"session": session})

    async def today(message: Any, session: AsyncSession) -> None:
        await show(session, message.chat.id)
        await message.answer(order.text, parse_mode="HTML", reply_markup=card)

    async def tapped(query: Any, session: AsyncSession) -> None:
        await finish(session, query.from_user.id)
        await query.answer(DONE)
        await query.message.edit_reply_markup(reply_markup=done)

    dispatcher = Dispatcher()
    dispatcher.update.middleware(with_session)
    dispatcher.message.register(today, Command("today"))
    dispatcher.callback_query.register(tapped, F.data.contains(":done:"))
    dispatcher.run_polling(bot(order.url))


if __name__ == "__main__":
    pin(CLIENT)
    logging.disable(logging.CRITICAL)
    run(read(sys.argv[1]))
