"""Phones with the Mini App open, as `python -m tests.bench.phones ORDER`.

They ask what the scripts of the page would ask, and when.
Each is another person. A session lasts three minutes: the page and its scripts, the login, Start,
a word every 30 seconds, three taps, the end and how it was.
"""

import asyncio
import json
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import uvloop

from bot.sandbox.webapp import signed
from tests.bench.machine import OTHERS, TOKEN, cpu_of, pin

Json = dict[str, Any]

LIFE = 180.0
"""Seconds from opening the page to looking at the day again."""

COURSE: tuple[tuple[float, str], ...] = (
    (0, "open"), (8, "start"), (38, "tell"), (60, "tap"), (68, "tap"), (98, "tell"), (120, "tap"),
    (150, "tell"), (174, "end"), (177, "feeling"), (LIFE, "today"),
)  # fmt: skip
"""What a phone asks in a session, and at which second: a tap puts off the next word."""

ROOMS = ("exercises", "exercises/lunge", "progress", "settings")
LATER = ("coach.js", "after.js", "sound.js", "ring.js", "timeline.js")
"""The scripts that the page loads while somebody looks at its first view."""

SCRIPT = re.compile(r'"([0-9a-f]+/[a-z]+\.(?:js|css))"')

IDLE, ALONE, PRACTICE, AT_ONCE = "idle", "alone:", "practice", "all at once:"
PROBE = "healthz"
"""A call that costs next to nothing: how long it takes is the machine's doing."""

Waits = dict[str, list[float]]


@dataclass(frozen=True)
class Order:
    """Which bot to ask, how many phones there are, and for how long they practice."""

    url: str
    pid: int
    phones: int = 500
    warming: float = 30
    seconds: float = 90
    press: float = 10


@dataclass
class Phone:
    """One phone; what it knows of its session is what the server said last."""

    http: aiohttp.ClientSession
    waits: Waits
    id: int
    key: str = ""
    slug: str = ""
    session: Json = field(default_factory=dict)

    async def call(self, kind: str, path: str, body: Json | None = None) -> Json:
        """Make one call, and note how long it took."""
        begin = time.monotonic()
        headers = {"Authorization": f"Bearer {self.key}"}
        method = "GET" if body is None else "POST"
        async with self.http.request(
            method, f"/app/api/{path}", json=body, headers=headers
        ) as answer:
            found: Json = await answer.json()
            if answer.status != 200:
                raise RuntimeError(f"{path}: {answer.status} {found}")
        self.waits[kind].append(time.monotonic() - begin)
        return found

    async def page(self) -> None:
        """Load the page and its scripts, as a browser does that has none of them yet."""
        begin = time.monotonic()
        first = SCRIPT.findall(await self._file(""))
        await asyncio.gather(*(self._file(name) for name in first))
        self.waits["page"].append(time.monotonic() - begin)
        folder = first[0].partition("/")[0]
        await asyncio.gather(*(self._file(f"{folder}/{name}") for name in LATER))

    async def _file(self, name: str) -> str:
        async with self.http.get(f"/app/{name}") as answer:
            answer.raise_for_status()
            return await answer.text()

    async def login(self) -> None:
        """Show Telegram's word."""
        user = json.dumps({"id": self.id, "first_name": "Ann", "language_code": "en"})
        fields = {"query_id": "AA", "user": user, "auth_date": str(int(time.time()))}
        welcome = await self.call("login", "login", {"init_data": signed(fields, TOKEN)})
        self.key = welcome["pass"]
        self.slug = (welcome["today"]["practice"] or {"slug": "lunge"})["slug"]

    async def open(self) -> None:
        """Open the page."""
        await self.page()
        await self.login()

    async def start(self) -> None:
        """Tap Start."""
        about = {"slug": self.slug, "version": ""}
        self.session = await self.call("start", "session", about)
        self.session["at"] = time.monotonic()

    async def tell(self) -> None:
        """Say where the page is."""
        await self._is_at("tell", *self._place(), act=False)

    async def tap(self) -> None:
        """Turn to the next stage."""
        stage, _ = self._place()
        await self._is_at("tap", min(stage + 1, self._last - 1), 0, act=True)

    async def end(self) -> None:
        """Come to the end."""
        await self._is_at("end", self._last, 0, act=True)

    async def feeling(self) -> None:
        """Say how it was."""
        said = {"slug": self.slug, "day": self.session["day"], "feeling": "right"}
        await self.call("feeling", "feeling", said)

    async def today(self) -> None:
        """Look at the day."""
        await self.call("today", "today")

    async def look(self) -> None:
        """Look into each of the other rooms."""
        for room in ROOMS:
            await self.call(room, room)

    @property
    def _last(self) -> int:
        return len(self.session["stages"]) - 1

    def _place(self) -> tuple[int, float]:
        """Return the stage by the phone's own count, and the seconds into it."""
        stage = self.session["stage"]
        gone = self.session["gone"] + time.monotonic() - self.session["at"]
        while stage < self._last - 1 and gone >= self.session["stages"][stage]["seconds"]:
            gone -= self.session["stages"][stage]["seconds"]
            stage += 1
        return stage, gone

    async def _is_at(self, kind: str, stage: int, gone: float, *, act: bool) -> None:
        told = {"acts": self.session["acts"], "stage": stage, "gone": round(gone, 2)}
        found = await self.call(kind, "session/place", told | {"paused": False, "act": act})
        self.session |= found | {"at": time.monotonic()}

    async def live(self, since: float) -> None:
        """Practice again and again, from a second of a session on."""
        if since > 0:  # whoever is in the middle has begun
            await self.open()
            await self.start()
        while True:
            begin = time.monotonic() - since
            for second, name in COURSE:
                if second >= since:
                    await asyncio.sleep(begin + second - time.monotonic())
                    await getattr(self, name)()
            since = 0


Step = Callable[[Phone], Awaitable[None]]

EACH: tuple[Step, ...] = (
    Phone.page, Phone.login, Phone.today, Phone.start, Phone.tell, Phone.tap, Phone.end,
    Phone.feeling, Phone.look,
)  # fmt: skip


class Crowd:
    """All phones, and what is measured of them a while at a time."""

    def __init__(self, order: Order, http: aiohttp.ClientSession) -> None:
        self._order, self._http = order, http
        self._waits: Waits = defaultdict(list)
        self._phones = [Phone(http, self._waits, 1 + at) for at in range(order.phones)]

    @asynccontextmanager
    async def _measured(self, name: str) -> AsyncIterator[None]:
        self._waits.clear()
        tell(name=name)
        probing = asyncio.create_task(self._probe())
        begin, cpu = time.monotonic(), cpu_of(self._order.pid)
        yield
        probing.cancel()
        tell(
            name=name,
            seconds=time.monotonic() - begin,
            cpu=cpu_of(self._order.pid) - cpu,
            waits=self._waits,
        )

    async def _probe(self) -> None:
        while True:
            begin = time.monotonic()
            async with self._http.get("/healthz") as answer:
                await answer.read()
            self._waits[PROBE].append(time.monotonic() - begin)
            await asyncio.sleep(0.1)

    async def rest(self) -> None:
        """Let the bot do what it does by itself."""
        async with self._measured(IDLE):
            await asyncio.sleep(5)

    async def one_by_one(self) -> None:
        """Let half of the phones make each call, one phone at a time."""
        few = self._phones[: len(self._phones) // 2]
        for call in EACH:
            async with self._measured(f"{ALONE} {call.__name__}"):
                for phone in few:
                    await call(phone)

    async def practice(self) -> None:
        """Let all practice for a while, each at another point of a session."""
        lives = []
        for at, phone in enumerate(self._phones):
            since = LIFE * at / len(self._phones)
            lives.append(asyncio.create_task(phone.live(max(since, 10))))
            await asyncio.sleep(self._order.warming / len(self._phones))
        async with self._measured(PRACTICE):
            await asyncio.wait(lives, timeout=self._order.seconds, return_when="FIRST_EXCEPTION")
        for life in lives:
            if life.done():
                life.result()
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)

    async def press(self) -> None:
        """Let all open the page within a few seconds, then start, then tap."""
        for call in (Phone.open, Phone.start, Phone.tap):
            async with self._measured(f"{AT_ONCE} {call.__name__}"):
                await asyncio.gather(*(self._soon(phone, call) for phone in self._phones))

    async def _soon(self, phone: Phone, call: Step) -> None:
        await asyncio.sleep(random.uniform(0, self._order.press))  # no secret
        await call(phone)


def tell(**values: Any) -> None:
    """Write a line for the process that reads it."""
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


async def _run(order: Order) -> None:
    # A proxy keeps its connections for less than the 15 s that the bot waits.
    connector = aiohttp.TCPConnector(limit=256, keepalive_timeout=10)
    async with aiohttp.ClientSession(order.url, connector=connector) as http:
        crowd = Crowd(order, http)
        await crowd.rest()
        await crowd.one_by_one()
        await crowd.practice()
        await crowd.press()


if __name__ == "__main__":
    pin(OTHERS)
    uvloop.run(_run(Order(**json.loads(sys.argv[1]))))
