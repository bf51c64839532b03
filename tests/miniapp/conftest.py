"""The page's server, joined on the whole bot, and people who open it."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.coach.library import Library
from bot.miniapp.app import MiniApp
from tests.chat.town import Household
from tests.miniapp.phone import Phone
from tests.telegram_fixtures import _timedeltas, household, outbox, town

__all__ = ["_timedeltas", "household", "outbox", "town"]


@pytest.fixture
async def phone(household: Household, library: Library) -> AsyncIterator[Phone]:
    """Open the page as Alice, who has subscribed."""
    app = MiniApp("https://bot.example.org", household.town.sandbox.token, library)
    app.open(household.services)
    server = web.Application()
    server.add_routes(app.routes())
    person = await household.subscriber("Alice")
    async with TestClient(TestServer(server)) as client:
        phone = Phone(household, client, person)
        await phone.login()
        yield phone
        await household.services.session_display.idle()
        await app.close()
