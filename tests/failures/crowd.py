"""A Telegram to which people talk, and a journal that the database itself keeps of each change."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import sqlalchemy as sa
from aiohttp import web

from bot.botapi.webhook import path_of, secret_of
from bot.store.database import Database
from bot.web.webhook import HEADER
from tests.failures.telegram import TOKEN, Telegram, _parameters, _result

PIECES = ("ball", "bench", "kettlebell")
PATIENT_FOR = 6
"""Unanswered updates with which a person waits: more than eight are a flood, and dropped."""

RETRY_SECONDS = 0.3
BATCH = 100

JOURNAL = "CREATE TABLE journal (number {key}, subscriber_id bigint, what varchar(200))"
SQLITE = (
    JOURNAL.format(key="INTEGER PRIMARY KEY"),
    "CREATE TRIGGER note_change AFTER UPDATE OF equipment ON subscribers BEGIN"
    " INSERT INTO journal (subscriber_id, what) VALUES (new.id, new.equipment); END",
    "CREATE TRIGGER note_answer AFTER INSERT ON answers BEGIN"
    " INSERT INTO journal (subscriber_id, what) VALUES (new.subscriber_id, 'hard'); END",
)
POSTGRESQL = (
    JOURNAL.format(key="bigserial PRIMARY KEY"),
    "CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " INSERT INTO journal (subscriber_id, what) VALUES (new.id, new.equipment);"
    " RETURN new; END $$",
    "CREATE FUNCTION note_answer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " INSERT INTO journal (subscriber_id, what) VALUES (new.subscriber_id, 'hard');"
    " RETURN new; END $$",
    "CREATE TRIGGER note_change AFTER UPDATE OF equipment ON subscribers"
    " FOR EACH ROW EXECUTE FUNCTION note_change()",
    "CREATE TRIGGER note_answer AFTER INSERT ON answers"
    " FOR EACH ROW EXECUTE FUNCTION note_answer()",
)


async def keep_journal(database: Database) -> None:
    """Let the database note each change of equipment and each answer, in their transaction."""
    async with database.write() as connection:
        for statement in SQLITE if database.is_sqlite else POSTGRESQL:
            await connection.exec_driver_sql(statement)


async def journal(database: Database) -> dict[int, list[str]]:
    """Return what happened to each chat, in order."""
    query = (
        "SELECT chat_id, what FROM journal JOIN subscribers ON id = subscriber_id ORDER BY number"
    )
    found: dict[int, list[str]] = {}
    async with database.read() as connection:
        for chat, what in await connection.execute(sa.text(query)):
            found.setdefault(chat, []).append(what)
    return found


@dataclass
class Person:
    """What one person did, and what should have come of it."""

    chat: int
    equipment: set[str] = field(default_factory=set)
    changes: list[str] = field(default_factory=list)
    taps: list[str] = field(default_factory=list)
    questions: int = 0


class Crowd(Telegram):
    """A Telegram that keeps updates until they are acknowledged, and delivers them either way."""

    def __init__(self, latency: float = 0.01) -> None:
        super().__init__(latency)
        self.waiting: dict[int, dict[str, Any]] = {}
        self.answered: Counter[str] = Counter()
        self.deliveries: Counter[int] = Counter()
        self._number = 1000
        self._news = asyncio.Event()

    def push(self, kind: str, content: dict[str, Any]) -> None:
        """Add an update."""
        number = self.next_number()
        self.bring({"update_id": number, kind: content})

    def next_number(self) -> int:
        """Return the number of a new update."""
        self._number += 1
        return self._number

    def bring(self, update: dict[str, Any]) -> None:
        """Add an update that has its number, delivered before or not."""
        self.waiting[update["update_id"]] = update
        self._news.set()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"].lower()
        told = await _parameters(request)
        if method == "getupdates":
            updates = await self._updates(int(told.get("offset") or 0), told)
            return web.json_response({"ok": True, "result": updates})  # hostile ones too
        if method == "getwebhookinfo":
            return _result({"url": "", "has_custom_certificate": False, "pending_update_count": 0})
        if method == "answercallbackquery":
            self.answered[str(told["callback_query_id"])] += 1
        return await super()._call(request)

    async def _updates(self, offset: int, told: dict[str, Any]) -> list[dict[str, Any]]:
        for number in [one for one in self.waiting if one < offset]:
            del self.waiting[number]
        until = time.monotonic() + float(told.get("timeout") or 0)
        while not self.waiting and (left := until - time.monotonic()) > 0:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), left)
            except TimeoutError:
                break
        batch = list(self.waiting.values())[: int(told.get("limit") or BATCH)]
        self.deliveries.update(one["update_id"] for one in batch)
        return batch

    async def call_webhooks(self, urls: Collection[str]) -> None:
        """Deliver each chat's updates in order, to any replica, until one answers 200."""
        bot = int(TOKEN.partition(":")[0])
        addresses = [url + path_of(bot) for url in urls]
        busy: dict[int, asyncio.Task[None]] = {}
        async with aiohttp.ClientSession(headers={HEADER: secret_of(TOKEN)}) as http:
            while True:
                for update in list(self.waiting.values()):
                    chat = chat_of(update)
                    if chat not in busy or busy[chat].done():
                        busy[chat] = asyncio.create_task(self._bring(http, addresses, update))
                await asyncio.sleep(0.02)

    async def _bring(
        self, http: aiohttp.ClientSession, addresses: list[str], update: dict[str, Any]
    ) -> None:
        number = update["update_id"]
        while number in self.waiting:
            self.deliveries[number] += 1
            try:
                async with http.post(random.choice(addresses), json=update) as answer:  # no secret
                    if answer.status == 200:
                        self.waiting.pop(number, None)
                        return
            except (aiohttp.ClientError, OSError):
                pass
            await asyncio.sleep(RETRY_SECONDS)


def chat_of(update: dict[str, Any]) -> int:
    """Return the chat of an update."""
    tap = update.get("callback_query")
    return int((tap or update)["message"]["chat"]["id"])


class People:
    """People who tap and ask at random."""

    def __init__(self, crowd: Crowd, chats: Collection[int], hard: str) -> None:
        self._crowd = crowd
        self._lot = random.Random(11)  # no secret
        self._hard = hard
        self.all = [Person(chat) for chat in chats]

    def act(self) -> None:
        """Let one of them do something, unless the answers to too much are still to come."""
        person = self._lot.choice(self.all)
        if self._unanswered(person) >= PATIENT_FOR:
            return
        what = self._lot.random()
        if what < 0.15:
            person.questions += 1
            self._say(person, "/help")
        elif what < 0.3:
            person.changes.append("hard")
            self.tap(person, self._hard)
        else:
            piece = self._lot.choice(PIECES)
            person.equipment ^= {piece}
            state = "on" if piece in person.equipment else "off"
            person.changes.append(" ".join(sorted(person.equipment)))
            self.tap(person, f"1:own:{piece}:{state}")

    def _unanswered(self, person: Person) -> int:
        answers = len(self._crowd.copies.get(person.chat, ()))
        silent = sum(not self._crowd.answered[key] for key in person.taps)
        return silent + max(0, person.questions - answers)

    def _say(self, person: Person, text: str) -> None:
        said = message_of(person) | {"text": text}
        entity = {"type": "bot_command", "offset": 0, "length": len(text)}
        self._crowd.push("message", said | {"entities": [entity]})

    def tap(self, person: Person, data: str) -> None:
        """Let somebody press a button."""
        key = f"{person.chat}-{len(person.taps)}"
        person.taps.append(key)
        tap = {"id": key, "from": _user(person), "data": data, "chat_instance": "1"}
        self._crowd.push("callback_query", tap | {"message": message_of(person)})


def message_of(person: Person) -> dict[str, Any]:
    """Return a message from a person, without content."""
    chat = {"id": person.chat, "type": "private", "first_name": "P"}
    return {"message_id": 7, "date": int(time.time()), "chat": chat, "from": _user(person)}


def _user(person: Person) -> dict[str, Any]:
    return {"id": person.chat, "is_bot": False, "first_name": "P", "language_code": "en"}
