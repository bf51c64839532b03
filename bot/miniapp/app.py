"""The Mini App as one object: its routes, which open once the services are there."""

from dataclasses import replace
from datetime import datetime

from aiohttp import web

from bot.chat.services import Services
from bot.coach.library import Library
from bot.miniapp import api
from bot.miniapp.auth import AuthError, Passes, Visitor, visitor_of
from bot.miniapp.card_edits import wait_for_edits
from bot.miniapp.door import (
    Call,
    Door,
    Json,
    RefusedError,
    answered,
    body_of,
    closed,
    refused,
    unknown,
)
from bot.miniapp.media import PREFIX, Media
from bot.miniapp.pages import Pages
from bot.miniapp.words import words_of

PATH = "/app/"


class MiniApp:
    """Serves the full-screen page, where MINIAPP_URL names its address."""

    def __init__(self, root: str, token: str, library: Library) -> None:
        self._token = token
        self._passes = Passes(token)
        self._door = Door(self._passes)
        self._pages = Pages(root)
        self._media = Media(library)

    def routes(self) -> list[web.RouteDef]:
        """Return all routes; the calls answer 503 until the services are there."""
        calls = [
            web.route(method, f"{PATH}api/{path}", self._door.guarded(handler))
            for (method, path), handler in api.CALLS.items()
        ]
        return [
            web.get(PATH, self._pages.index),
            web.get(PREFIX + "{name}", self._media.serve),
            web.post(f"{PATH}api/login", self._login),
            *calls,
            web.get(PATH + "{version}/{name}", self._pages.file),
        ]

    def open(self, services: Services) -> None:
        """Answer calls from now on."""
        self._door.services = services

    async def close(self) -> None:
        """Answer no more calls, and let what they said reach the chat."""
        self._door.services = None
        await wait_for_edits()

    async def _login(self, request: web.Request) -> web.Response:
        """Return a pass for whom Telegram names, the words of their language, and today."""
        services = self._door.services
        if services is None:
            return closed()
        now = services.clock()
        try:
            body = await body_of(request)
            visitor = visitor_of(str(body.get("init_data", "")), self._token, now)
        except RefusedError as refusal:
            return refused(refusal)
        except AuthError:
            return unknown(services)
        return answered(await self._welcome(services, visitor, now))

    async def _welcome(self, services: Services, visitor: Visitor, now: datetime) -> Json:
        language = await services.subscriptions.language_for(visitor.id) or visitor.language
        translator = services.translator(language)
        call = Call(services, visitor.id, translator, now, {}, {})
        return {
            # The pass carries the language, so that no call has to look it up.
            "pass": self._passes.write(replace(visitor, language=translator.language), now),
            "language": translator.language,
            "rtl": translator.is_mirrored,
            "words": words_of(translator),
            "today": await api.today(call),
        }
