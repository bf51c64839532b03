"""Updates by webhook, on each database: set by the bot, guarded, and none is lost to a kill."""

import asyncio
import socket
from dataclasses import dataclass
from io import BytesIO

import pytest

from bot.botapi.webhook import path_of, secret_of
from bot.sandbox.server import TOKEN
from bot.web.webhook import HEADER, LARGEST
from tests.flows.conftest import Launch
from tests.flows.program import Program
from tests.flows.telegram import DAYLIT, Books, Telegram

PATH = path_of(int(TOKEN.partition(":")[0]))
SECRET = secret_of(TOKEN)


@dataclass
class Served:
    """A bot that listens."""

    program: Program
    telegram: Telegram
    url: str

    async def status(self, path: str, body: bytes | None = None, secret: str = "") -> int:
        """Knock, and return the status; there is nothing more to be had."""
        headers = {HEADER: secret} if secret else {}
        verb = "GET" if body is None else "POST"
        async with self.telegram.http.request(
            verb, self.url + path, data=body and BytesIO(body), headers=headers
        ) as answer:
            assert "Server" not in answer.headers
            if path == PATH:
                assert await answer.text() == ""
            return answer.status

    async def metric(self, name: str) -> float:
        """Read one number of /metrics."""
        async with self.telegram.http.get(f"{self.url}/metrics") as answer:
            page = await answer.text()
        assert TOKEN.partition(":")[2] not in page
        found = [line for line in page.splitlines() if line.startswith(f"{name} ")]
        return float(found[0].rpartition(" ")[2]) if found else 0


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
async def served(launch: Launch, telegram: Telegram, database_url: str) -> Served:
    """Return a bot that waits for Telegram to call."""
    here = f"127.0.0.1:{free_port()}"
    program = launch(
        **telegram.settings,
        DATABASE_URL=database_url,
        UPDATES="webhook",
        WEBHOOK_URL=f"http://{here}",
        LISTEN=here,
    )
    await program.is_ready()
    await program.says("webhook set to")
    return Served(program, telegram, f"http://{here}")


async def test_telegram_calls_and_is_answered_and_a_delivery_is_counted(
    served: Served, books: Books
) -> None:
    alice = await served.telegram.arrive("Alice")
    await alice.begins(DAYLIT)
    assert (await alice.ask("/today")).does[:2] == ["guide", "done"]

    await books.make_due(alice, 0)
    await alice.receives()
    assert await books.stands(alice, "sent")

    assert await served.status("/readyz") == 200
    assert await served.metric('psoas_deliveries_total{kind="exercise",outcome="sent"}') == 1
    assert await served.metric("psoas_delivery_late_seconds_count") == 1
    assert await served.metric('psoas_updates_total{kind="message"}') == 2
    assert await served.metric("psoas_updates_waiting") == 0
    assert served.telegram.sandbox.world.hook.last_error is None
    assert (await served.program.stop())[0] == 0
    assert served.telegram.sandbox.world.hook.url  # kept: the next start, or a replica, has it


async def test_strangers_hear_403_and_the_rest_is_bounded(served: Served) -> None:
    update = b'{"update_id": 1, "message": {}}'

    assert await served.status(PATH, update) == 403
    assert await served.status(PATH, update, SECRET[:-1] + "x") == 403
    assert await served.status(PATH, b"x" * (LARGEST + 1), "wrong") == 403
    assert await served.status(PATH, b"x" * (LARGEST + 1), SECRET) == 413
    for junk in (b"", b"{", b"[]", b'{"update_id": "1"}', b"[" * 100_000):
        assert await served.status(PATH, junk, SECRET) == 400
    assert await served.status(PATH, update, SECRET) == 200  # malformed, so it is skipped
    assert await served.status("/webhook/1", update, SECRET) == 404


async def test_a_kill_between_an_update_and_its_answer_loses_nothing(served: Served) -> None:
    await _killed_before_it_answers(served)


async def test_nor_does_it_where_updates_are_polled(launch: Launch, telegram: Telegram) -> None:
    here = f"127.0.0.1:{free_port()}"
    program = launch(**telegram.settings, LISTEN=here)
    await program.is_ready()

    await _killed_before_it_answers(Served(program, telegram, f"http://{here}"))


async def _killed_before_it_answers(served: Served) -> None:
    alice = await served.telegram.arrive("Alice")
    await served.telegram.fault(method="sendMessage", delay=20, drop="before")
    await alice.write("/help")
    while served.telegram.sandbox.faults._waiting:  # until the answer itself is under way
        await asyncio.sleep(0.02)
    assert await served.metric("psoas_updates_waiting")

    served.program.kill()
    served.program.start()
    await served.program.is_ready(times=2)

    assert (await alice.receives()).title == "What I can do"
    assert await alice.news() == []


async def test_who_polls_again_removes_the_webhook(
    served: Served, launch: Launch, database_url: str
) -> None:
    await served.program.stop()
    alice = await served.telegram.arrive("Alice")
    await alice.write("/help")

    polling = launch(**served.telegram.settings, DATABASE_URL=database_url)
    await polling.says("removed the webhook")

    assert (await alice.receives()).title == "What I can do"
