"""The people of a running sandbox, over HTTP: what a test does as them, and what they see."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Self

from aiohttp import ClientSession

Body = dict[str, Any]
Farewell = Callable[[], Awaitable[None]]

PATIENCE = 20.0
"""Seconds to wait for a message that must come, before the test fails."""

NO_BUTTON = "nobody made this button"

UNSEEN = count(900_000)
"""Numbers of messages that the sandbox did not number itself."""


@dataclass(frozen=True)
class Said:
    """A message of the bot as a person sees it."""

    id: int
    text: str
    buttons: dict[str, str]
    instants: tuple[datetime, ...]
    silent: bool
    picture: str | None
    at: datetime

    @classmethod
    def read(cls, body: Body) -> Self:
        """Read a message of the control API."""
        rows = body.get("reply_markup", {}).get("inline_keyboard", [])
        entities = body.get("entities") or body.get("caption_entities") or []
        return cls(
            id=body["message_id"],
            text=body.get("text") or body.get("caption") or "",
            buttons={
                one["text"]: one["callback_data"]
                for row in rows
                for one in row
                if "callback_data" in one
            },
            instants=tuple(
                datetime.fromtimestamp(one["unix_time"], UTC)
                for one in entities
                if one["type"] == "date_time"
            ),
            silent=body["silent"],
            picture=next((kind for kind in ("animation", "photo") if kind in body), None),
            at=datetime.fromtimestamp(body["date"], UTC),
        )

    @property
    def title(self) -> str:
        """The first line."""
        return self.text.partition("\n")[0]

    @property
    def does(self) -> list[str]:
        """What the buttons do, whatever they are called."""
        return [data.split(":")[1] for data in self.buttons.values()]

    def data(self, wanted: str) -> str:
        """Return the data of a button with this label, or of the one that does this."""
        if wanted in self.buttons:
            return self.buttons[wanted]
        return list(self.buttons.values())[self.does.index(wanted)]


@dataclass
class Town:
    """A sandbox in which people live."""

    url: str
    http: ClientSession
    people: list["Person"] = field(default_factory=list, kw_only=True)
    farewells: list[Farewell] = field(default_factory=list, kw_only=True)

    async def ask(self, path: str, body: object = None, verb: str = "") -> Body:
        """Use the control API; fail on a refusal."""
        status, answer = await self.try_to(path, body, verb)
        assert status < 400, answer
        return answer

    async def try_to(self, path: str, body: object = None, verb: str = "") -> tuple[int, Body]:
        """Use the control API; return the status and the answer."""
        verb = verb or ("GET" if body is None else "POST")
        async with self.http.request(verb, f"{self.url}/sandbox/{path}", json=body) as answer:
            return answer.status, await answer.json()

    async def now(self) -> datetime:
        """Return the sandbox's time."""
        return datetime.fromisoformat((await self.ask("state"))["now"])

    async def arrive(self, name: str, language: str = "en") -> "Person":
        """Let somebody in who has not met the bot."""
        person = {"name": name, "language_code": language, "started": False}
        number = (await self.ask("people", person))["id"]
        self.people.append(Person(self, number, name))
        return self.people[-1]

    async def skip_to(self, instant: datetime) -> None:
        """Move the clock to a later instant."""
        await self.ask("clock", {"to": instant.isoformat()})

    async def skip(self) -> None:
        """Move the clock to the next delivery.

        A delivery that is just being settled wants its worker again in two minutes, should
        that one die: this is not the next one.
        """
        jump = timedelta()
        while jump < timedelta(minutes=10):
            before = await self.now()
            jump = datetime.fromisoformat(await self._skipped()) - before

    async def _skipped(self) -> str:
        return str((await self.ask("clock", {"skip": "next"}))["now"])

    async def inject(self, **update: object) -> None:
        """Let Telegram send any update."""
        await self.ask("updates", update)

    async def leave(self) -> None:
        """Let everybody block the bot, so that the next test finds a quiet town."""
        for farewell in self.farewells:
            await farewell()
        for person in self.people:
            await person.stands("block")


@dataclass
class Person:
    """Somebody with a chat; `seen` is the last message they have looked at.

    A chat gets five replies at once and then one a second: who asks for more waits.
    """

    town: Town
    id: int
    name: str
    seen: int = 0

    @property
    def user(self) -> Body:
        """The person as an update names them."""
        about = {"id": self.id, "is_bot": False, "first_name": self.name}
        return about | {"language_code": "en"}

    async def messages(self) -> list[Said]:
        """Return everything the bot has said to them."""
        found = await self.town.ask(f"people/{self.id}/messages")
        return [Said.read(one) for one in found["messages"] if one["from"]["is_bot"]]

    async def news(self) -> list[Said]:
        """Return what has come since they last looked."""
        news = [one for one in await self.messages() if one.id > self.seen]
        self.seen = max((one.id for one in news), default=self.seen)
        return news

    async def write(self, text: str) -> int:
        """Write without waiting for an answer; return the message's number."""
        return await self._send({"text": text})

    async def say(self, text: str) -> list[Said]:
        """Write, and return every answer."""
        return await self._answers(await self.write(text))

    async def ask(self, text: str) -> Said:
        """Write, and return the one answer."""
        answers = await self.say(text)
        assert len(answers) == 1, f"{text!r} has the answers {answers}"
        return answers[0]

    async def share(self, **content: object) -> list[Said]:
        """Send a location or a sticker, and return every answer."""
        return await self._answers(await self._send(content))

    async def tap(self, message: Said, wanted: str) -> str | None:
        """Press a button by its label or by what it does; return the toast, if there is one."""
        return await self.press(message.id, message.data(wanted))

    async def react(self, message: Said, emoji: str | None) -> None:
        """Put a reaction on a message in place of the one before, or take it back."""
        reaction = {"message_id": message.id, "emoji": emoji}
        await self.town.ask(f"people/{self.id}/reactions", reaction)

    async def press(self, message_id: int, data: str) -> str | None:
        """Press a button by its data; return the toast, if there is one."""
        answer = await self._press(message_id, data)
        await self._press(message_id, NO_BUTTON)
        toast: str | None = answer["text"]
        return toast

    async def choose(self, message: Said, wanted: str) -> Said:
        """Press a button and return what comes of it: the one new message, or the changed one."""
        await self.tap(message, wanted)
        news = await self.news()
        assert len(news) < 2, f"{wanted} brings {news}"
        return news[0] if news else await self.again(message)

    async def again(self, message: Said) -> Said:
        """Return a message as it looks now."""
        return next(one for one in await self.messages() if one.id == message.id)

    async def receives(self) -> Said:
        """Wait for the one message that must come by itself."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if news := await self.news():
                assert len(news) == 1, f"too much came: {news}"
                return news[0]
            await asyncio.sleep(0.02)
        raise AssertionError(f"nothing came to {self.name}")

    async def injects(self, kind: str, text: str) -> list[Said]:
        """Let Telegram send an update about a text of theirs; return every answer."""
        number = next(UNSEEN)
        entities = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
        update = {
            "message_id": number,
            "date": int((await self.town.now()).timestamp()),
            "from": self.user,
            "chat": {"id": self.id, "type": "private", "first_name": self.name},
            "text": text,
            "entities": entities if text.startswith("/") else [],
        }
        await self.town.inject(**{kind: update})
        return await self._answers(number)

    async def starts(self) -> list[Said]:
        """Press Start and have nothing to tell; return the greeting and what follows it."""
        asked = await self.ask("/start")
        await self.tap(asked, "screened")
        return [await self.again(asked), *await self.news()]

    async def begins(self, zone: str = "Europe/London", hour: str = "0700") -> Said:
        """Press Start and choose clock and hour; return the confirmation."""
        *_, question = await self.starts()
        await self.press(question.id, f"1:zone:{zone}")
        await self.press(question.id, f"1:wall:{hour}")
        return await self.again(question)

    async def stands(self, act: str) -> None:
        """Block or unblock the bot."""
        await self.town.ask(f"people/{self.id}/{act}", {})

    async def _send(self, content: Body) -> int:
        sent = await self.town.ask(f"people/{self.id}/messages", content)
        return int(sent["message_id"])

    async def _answers(self, message_id: int) -> list[Said]:
        await self._press(message_id, NO_BUTTON)
        return await self.news()

    async def _press(self, message_id: int, data: str) -> Body:
        """Press a button; since a chat is answered in order, all before it is answered too."""
        press = {"message_id": message_id, "data": data}
        answer = await self.town.ask(f"people/{self.id}/taps", press)
        assert answer["answered"], f"nobody answered the button {data!r}"
        return answer
