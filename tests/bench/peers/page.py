"""A page's server, `python -m tests.bench.peers.page PORT DATABASE`: aiohttp, aiogram's check.

Each call bears what Telegram signed, is checked by aiogram, reads a person and today's practice,
and notes that it was shown or done: as a Mini App is written by aiogram's manual.
"""

import logging
import sys
from typing import Any

import uvloop
from aiogram.utils.web_app import safe_parse_webapp_init_data
from aiohttp import web

from tests.bench.machine import CLIENT, TOKEN, pin
from tests.bench.peers.days import Practice, finish, sessions, show


def server(database: str) -> web.Application:
    """Return the server of the page's two calls."""
    opened = sessions(database)

    async def answer(request: web.Request, call: Any) -> web.Response:
        word = request.headers["Authorization"].removeprefix("tma ")
        user = safe_parse_webapp_init_data(TOKEN, word).user
        async with opened() as session:
            practice: Practice = await call(session, user.id)
        return web.json_response({"day": practice.day.isoformat(), "slug": practice.exercise})

    async def today(request: web.Request) -> web.Response:
        return await answer(request, show)

    async def tap(request: web.Request) -> web.Response:
        await request.json()
        return await answer(request, finish)

    application = web.Application()
    application.add_routes([web.get("/today", today), web.post("/tap", tap)])
    return application


if __name__ == "__main__":
    pin(CLIENT)
    logging.disable(logging.CRITICAL)
    uvloop.install()
    web.run_app(server(sys.argv[2]), host="127.0.0.1", port=int(sys.argv[1]), print=None)
