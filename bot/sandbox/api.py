"""The HTTP side of the Bot API: read a call, apply faults, answer, and log the call."""

import asyncio
import time
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField
from pydantic import ValidationError

from bot.sandbox import (  # noqa: F401 - they fill METHODS
    account,
    editing,
    inline,
    profile,
    sending,
)
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.files import Upload
from bot.sandbox.forms import Form
from bot.sandbox.refusals import Refusal, bad_request, misread
from bot.sandbox.registry import METHODS, SPELLINGS, Method
from bot.sandbox.world import Call, World

Params = dict[str, Any]


class BotApi:
    """Answer calls at /bot<token>/<method> and downloads at /file/bot<token>/<path>."""

    def __init__(self, world: World, faults: Faults) -> None:
        self._world = world
        self._faults = faults

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the Bot API."""
        return [
            web.route("*", r"/bot{token:[^/]+}/{method}", self._answer),
            web.get(r"/file/bot{token:[^/]+}/{folder}/{name}", self._download),
        ]

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if refusal := self._stranger(request):
            return web.json_response(refusal.body, status=refusal.status)
        began = time.perf_counter()
        name = request.match_info["method"]
        try:
            params = await _read_parameters(request)
        except ValueError:
            return web.json_response(bad_request("can't parse JSON object").body, status=400)
        fault = self._faults.strike(name.lower(), params)
        await asyncio.sleep(fault.delay)
        shown, status, body = params, 0, {"description": "The connection was dropped."}
        if fault.drop != "before":
            shown, status, body = await self._perform(name.lower(), params, fault)
        if name.lower() != "getupdates":  # a poll every few seconds would bury the rest
            taken = round((time.perf_counter() - began) * 1000, 1)
            now = self._world.clock().isoformat()
            call_id = next(self._world.numbers)
            spelling = SPELLINGS.get(name.lower(), name)
            self._world.record(Call(call_id, spelling, shown, status, body, taken, now))
        if fault.drop and request.transport:
            request.transport.abort()
        if fault.body is not None:
            return web.Response(text=fault.body, status=fault.status or 200)
        return web.json_response(body, status=status or 200)

    async def _perform(
        self, name: str, params: Params, fault: Fault
    ) -> tuple[Params, int, dict[str, Any]]:
        """Carry the call out; return its parameters as understood, the status and the answer."""
        shown = {key: str(value) for key, value in params.items()}
        try:
            kind, method = _find_method(name)
            form = kind.model_validate(_named(params, kind), context=params)
            shown = form.model_dump(mode="json", exclude_unset=True)
            fault.check()
            self._faults.check_pace(name, params)
            return shown, 200, {"ok": True, "result": await method(self._world, form)}
        except ValidationError as error:
            refusal = misread(error)
        except Refusal as error:
            refusal = error
        return shown, refusal.status, refusal.body

    async def _download(self, request: web.Request) -> web.StreamResponse:
        if refusal := self._stranger(request):
            return web.json_response(refusal.body, status=refusal.status)
        try:
            stored = self._world.files.find(request.match_info["name"].partition(".")[0])
        except Refusal:
            return web.json_response(Refusal(404, "Not Found").body, status=404)
        return web.FileResponse(stored.path)

    def _stranger(self, request: web.Request) -> Refusal | None:
        if request.match_info["token"] == self._world.token:
            return None
        return Refusal(401, "Unauthorized")


def _find_method(name: str) -> tuple[type[Form], Method]:
    if name not in METHODS:
        raise Refusal(404, "Not Found: method not found")
    return METHODS[name]


def _named(params: Params, form: type[Form]) -> Params:
    """Leave out the files that another parameter attaches by name."""
    return {
        name: value
        for name, value in params.items()
        if name in form.model_fields or not isinstance(value, Upload)
    }


async def _read_parameters(request: web.Request) -> Params:
    """Collect parameters from the address and the body, however they are encoded."""
    params: Params = dict(request.query)
    if request.content_type == "application/json":
        return params | dict(await request.json())
    for name, value in (await request.post()).items():
        if isinstance(value, FileField):
            params[name] = Upload(value.filename, value.file.read())
        else:
            params[name] = value
    return params
