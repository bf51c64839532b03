"""The Mini App's calls beside those of a page that aiohttp serves for a bot of aiogram."""

import asyncio
import json
import time
from contextlib import suppress

import aiohttp

from bot.sandbox.webapp import signed
from bot.store.database import parse_url
from tests.bench import aiogram_peer
from tests.bench.databases import Server
from tests.bench.machine import TOKEN, cpu_of, free_port, started
from tests.bench.peers import days

CALLS = ("today", "tap")
PEOPLE = 100


def peer_cpu(place: Server, calls: int) -> dict[str, float]:
    """Return the milliseconds of CPU that each call takes the peer, one call at a time."""
    url = parse_url(place.fresh()).render_as_string(hide_password=False)
    asyncio.run(days.seed(url, range(1, PEOPLE + 1)))
    port = free_port()
    command = [str(aiogram_peer.python()), "-m", "tests.bench.peers.page", str(port), url]
    with started(command) as process:
        return asyncio.run(_measured(f"http://127.0.0.1:{port}", process.pid, calls))


async def _measured(url: str, pid: int, calls: int) -> dict[str, float]:
    async with aiohttp.ClientSession(url) as http:
        await _until_open(http)
        found = {}
        for kind in CALLS:
            await _ask(http, kind, PEOPLE)
            before = cpu_of(pid)
            await _ask(http, kind, calls)
            found[kind] = 1000 * (cpu_of(pid) - before) / calls
    return found


async def _ask(http: aiohttp.ClientSession, kind: str, calls: int) -> None:
    """Make calls one after the other, each as the next person."""
    for number in range(calls):
        user = json.dumps({"id": 1 + number % PEOPLE, "first_name": "Ann"})
        word = signed({"query_id": "AA", "user": user, "auth_date": str(int(time.time()))}, TOKEN)
        method, body = ("POST", {"act": True}) if kind == "tap" else ("GET", None)
        headers = {"Authorization": f"tma {word}"}
        async with http.request(method, f"/{kind}", json=body, headers=headers) as answer:
            answer.raise_for_status()
            await answer.read()


async def _until_open(http: aiohttp.ClientSession) -> None:
    for _ in range(200):
        with suppress(aiohttp.ClientError):
            async with http.get("/"):
                return
        await asyncio.sleep(0.1)
    raise RuntimeError("the peer's page never answered")
