"""The control API under /sandbox/: the page and the tests act through it as people."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Literal

from aiohttp import web
from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from bot.sandbox import groups, inline, people, webapp
from bot.sandbox.clock import SkippingClock
from bot.sandbox.faults import Fault, Faults, Rate
from bot.sandbox.forms import Form
from bot.sandbox.refusals import Refusal, misread
from bot.sandbox.world import Body, Chat, Standing, World, view

NextDelivery = Callable[[], Awaitable[datetime | None]]
HEARTBEAT = 15.0  # seconds, so that a dead page is noticed


class NewPerson(Form):
    name: str = Field(min_length=1, max_length=64)
    language_code: str = Field("en", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")
    started: bool = False


class PersonChange(Form):
    name: str | None = Field(None, min_length=1, max_length=64)
    language_code: str | None = Field(None, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")


class Location(Form):
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class Saying(Form):
    text: str | None = Field(None, min_length=1, max_length=4096)
    location: Location | None = None
    sticker: str | None = None
    reply_to: int | None = None


class Tap(Form):
    message_id: int
    data: str


class Reaction(Form):
    message_id: int
    emoji: str | None = None


class Typing(Form):
    query: str = Field(max_length=256)


class Choosing(Form):
    result: str
    chat: int
    topic: int | None = None


class Rewording(Form):
    message_id: int
    text: str = Field(min_length=1, max_length=4096)


class Skip(Form):
    skip: Literal["next"] | None = None
    seconds: float | None = Field(None, gt=0)
    to: AwareDatetime | None = None


class Control:
    """The control API of the page and the tests."""

    def __init__(self, world: World, clock: SkippingClock, faults: Faults) -> None:
        self.next_delivery: NextDelivery | None = None
        self._world = world
        self._clock = clock
        self._faults = faults

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the control API."""
        person = r"/sandbox/people/{id:\d+}"
        return [
            web.get("/sandbox/state", self._state),
            web.get("/sandbox/events", self._events),
            web.get("/sandbox/calls", self._calls),
            web.get("/sandbox/files/{file_id}", self._file),
            web.post("/sandbox/people", self._add_person),
            web.patch(person, self._change_person),
            web.get(f"{person}/messages", self._messages),
            web.post(f"{person}/messages", self._say),
            web.post(f"{person}/taps", self._tap),
            web.post(f"{person}/reactions", self._react),
            web.post(f"{person}/edits", self._reword),
            web.post(f"{person}/webapp", self._open_app),
            web.post(f"{person}/inline", self._inline),
            web.post(f"{person}/chosen", self._choose),
            web.post(f"{person}/{{act:block|unblock|deactivate}}", self._stand),
            web.post("/sandbox/updates", self._inject),
            web.post("/sandbox/clock", self._skip),
            web.post("/sandbox/faults", self._add_fault),
            web.delete("/sandbox/faults", self._clear_faults),
        ]

    async def _state(self, _: web.Request) -> web.Response:
        chats = self._world.chats.values()
        persons = [chat for chat in chats if chat.about["type"] == "private"]
        joined = [chat for chat in chats if chat.members and chat.moved_to is None]
        return web.json_response(
            {
                "now": self._clock().isoformat(),
                "bot": self._world.bot,
                "people": [people.describe(self._world, person) for person in persons],
                "groups": [groups.describe(self._world, group) for group in joined],
            }
        )

    async def _calls(self, request: web.Request) -> web.Response:
        method = request.query.get("method", "").lower()
        calls = [asdict(call) for call in self._world.calls]
        chosen = [call for call in calls if method in {"", call["method"].lower()}]
        return web.json_response({"calls": chosen})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        queue: asyncio.Queue[tuple[str, Body] | None] = asyncio.Queue()
        self._world.listeners.add(queue)
        try:
            await stream.prepare(request)
            await stream.write(b": hello\n\n")
            while await _pass_on(queue, stream):
                pass
        except ConnectionResetError:
            pass  # the page is gone
        finally:
            self._world.listeners.discard(queue)
        return stream

    async def _file(self, request: web.Request) -> web.StreamResponse:
        stored = self._world.files.find(request.match_info["file_id"])
        # An uploaded page must not run as a part of ours.
        headers = {
            "Content-Type": stored.mime_type,
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        return web.FileResponse(stored.path, headers=headers)

    async def _add_person(self, request: web.Request) -> web.Response:
        form = NewPerson.model_validate(await request.json())
        person = people.add_person(
            self._world,
            form.name,
            form.language_code,
            standing="member" if form.started else "stranger",
        )
        return web.json_response(people.describe(self._world, person), status=201)

    async def _change_person(self, request: web.Request) -> web.Response:
        person = self._person(request)
        form = PersonChange.model_validate(await request.json())
        person.language_code = form.language_code or person.language_code
        person.about["first_name"] = form.name or person.about["first_name"]
        self._world.tell("people", {})
        return web.json_response(people.describe(self._world, person))

    async def _messages(self, request: web.Request) -> web.Response:
        person = self._person(request)
        messages = [view(post) for post in person.posts.values()]
        return web.json_response({"messages": messages, "keyboard": person.keyboard})

    async def _say(self, request: web.Request) -> web.Response:
        form = Saying.model_validate(await request.json())
        place = form.location.model_dump() if form.location else None
        content = people.spoken(form.text, place, form.sticker)
        post = people.say(self._world, self._person(request), content, form.reply_to)
        return web.json_response(view(post), status=201)

    async def _tap(self, request: web.Request) -> web.Response:
        form = Tap.model_validate(await request.json())
        person = self._person(request)
        answer = await people.tap(self._world, person, form.message_id, form.data)
        return web.json_response(answer)

    async def _react(self, request: web.Request) -> web.Response:
        form = Reaction.model_validate(await request.json())
        post = people.react(self._world, self._person(request), form.message_id, form.emoji)
        return web.json_response(view(post))

    async def _inline(self, request: web.Request) -> web.Response:
        form = Typing.model_validate(await request.json())
        return web.json_response(await inline.ask(self._world, self._person(request), form.query))

    async def _choose(self, request: web.Request) -> web.Response:
        form, person = Choosing.model_validate(await request.json()), self._person(request)
        chat = self._world.chats.get(form.chat)
        if chat is None:
            raise Refusal(404, "There is no such chat.")
        post = inline.choose(self._world, person, form.result, chat, form.topic)
        return web.json_response(view(post), status=201)

    async def _reword(self, request: web.Request) -> web.Response:
        form = Rewording.model_validate(await request.json())
        post = people.reword(self._world, self._person(request), form.message_id, form.text)
        return web.json_response(view(post))

    async def _open_app(self, request: web.Request) -> web.Response:
        form = webapp.Launch.model_validate(await request.json())
        url = webapp.address(self._world, self._person(request), form)
        return web.json_response({"url": url, "theme": webapp.THEMES[form.look]})

    async def _stand(self, request: web.Request) -> web.Response:
        person = self._person(request)
        standing: dict[str, Standing] = {
            "block": "blocked",
            "unblock": "member",
            "deactivate": "deactivated",
        }
        people.stand(self._world, person, standing[request.match_info["act"]])
        return web.json_response(people.describe(self._world, person))

    async def _inject(self, request: web.Request) -> web.Response:
        people.inject(self._world, await request.json())
        return web.json_response({})

    async def _skip(self, request: web.Request) -> web.Response:
        form = Skip.model_validate(await request.json())
        self._clock.skip_to(await self._destination(form))
        now = {"now": self._clock().isoformat()}
        self._world.tell("clock", now)
        return web.json_response(now)

    async def _destination(self, form: Skip) -> datetime:
        if form.to:
            return form.to
        if form.seconds:
            return self._clock() + timedelta(seconds=form.seconds)
        due = await self.next_delivery() if self.next_delivery else None
        if due is None:
            raise Refusal(409, "Nobody is waiting for a delivery.")
        return due + timedelta(seconds=1)

    async def _add_fault(self, request: web.Request) -> web.Response:
        adapter: TypeAdapter[Fault | Rate] = TypeAdapter(Fault | Rate)
        self._faults.add(adapter.validate_python(await request.json()))
        return web.json_response({}, status=201)

    async def _clear_faults(self, _: web.Request) -> web.Response:
        self._faults.clear()
        return web.json_response({})

    def _person(self, request: web.Request) -> Chat:
        person = self._world.chats.get(int(request.match_info["id"]))
        if person is None:
            raise Refusal(404, "There is no such person.")
        return person


async def _pass_on(
    queue: asyncio.Queue[tuple[str, Body] | None], stream: web.StreamResponse
) -> bool:
    """Write the next event to a page; return whether the stream is still open."""
    try:
        item = await asyncio.wait_for(queue.get(), HEARTBEAT)
    except TimeoutError:
        await stream.write(b": still here\n\n")
        return True
    if item is None:
        return False
    event, data = item
    await stream.write(f"event: {event}\ndata: {json.dumps(data)}\n\n".encode())
    return True


@web.middleware
async def explain(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Turn a refusal into an HTTP answer with its reason."""
    try:
        return await handler(request)
    except ValidationError as error:
        refusal: Any = misread(error)
    except ValueError as error:
        refusal = Refusal(400, str(error))
    except Refusal as error:
        refusal = error
    return web.json_response({"error": str(refusal)}, status=refusal.status)
