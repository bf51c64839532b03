"""Trouble with Telegram itself: away, a wrong token, a second bot, a token taken away."""

import json
import socket
from pathlib import Path

from aiohttp import ClientSession

from bot.sandbox import Sandbox
from tests.flows.clinic import clinic
from tests.flows.conftest import Launch
from tests.flows.program import Program
from tests.flows.telegram import DAYLIT, Books, Telegram
from tests.flows.town import Town

ANOTHER_TOKEN = "1234567:ABC-DEF1234ghIkl-zyx57W2v1u123ew11"
REFUSED = "Telegram refused BOT_TOKEN; ask @BotFather for the right one with /token.\n"


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


async def test_it_waits_for_telegram_and_serves_its_health(launch: Launch) -> None:
    telegram, health = free_port(), free_port()
    sandbox = Sandbox()
    program = launch(
        BOT_TOKEN=sandbox.token,
        BOT_API_URL=f"http://127.0.0.1:{telegram}",
        LISTEN=f"127.0.0.1:{health}",
    )
    await program.says("Telegram cannot be reached")
    async with ClientSession() as http:
        assert await _health(http, health, "healthz") == (200, {"alive": True})
        waiting = {"database": "ok", "telegram": "not yet", "tick": "not yet"}
        waiting |= {"updates": "not yet"}
        assert await _health(http, health, "readyz") == (503, {"ready": False, **waiting})

        url = await sandbox.start(port=telegram)
        await program.is_ready()

        ready = dict.fromkeys(waiting, "ok")
        assert await _health(http, health, "readyz") == (200, {"ready": True, **ready})
        alice = await Town(url, http).arrive("Alice")

        assert (await alice.ask("/today")).title == "Lunge stretch"
    await sandbox.stop()


async def _health(http: ClientSession, port: int, page: str) -> tuple[int, object]:
    async with http.get(f"http://127.0.0.1:{port}/{page}") as answer:
        return answer.status, await answer.json()


async def test_a_wrong_token_ends_it_with_one_sentence(launch: Launch, telegram: Telegram) -> None:
    program = launch(BOT_TOKEN=ANOTHER_TOKEN, BOT_API_URL=telegram.url)

    assert await program.ended() == 2
    assert program.err == REFUSED
    assert program.keeps_its_secret(ANOTHER_TOKEN)


async def test_a_second_bot_is_named_and_stops_no_delivery(
    launch: Launch, telegram: Telegram, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text(telegram.sandbox.token + "\n", encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    program = launch(
        BOT_TOKEN_FILE=str(tmp_path / "token"), BOT_API_URL=telegram.url, DATABASE_URL=url
    )
    await program.is_ready()
    alice = await telegram.arrive("Alice")
    await alice.begins(DAYLIT)
    await telegram.fault(method="getUpdates", status=409, description="Conflict: terminated")

    await alice.write("/today")  # ends the poll that waits
    await program.says("another process polls with this token")
    async with Books.opened(url) as books:
        await books.make_due(alice, 0)

        assert await books.stands(alice, "sent")
    assert program.is_running


async def test_a_token_taken_away_ends_it(launch: Launch, telegram: Telegram) -> None:
    program = launch(**telegram.settings)
    await program.is_ready()
    alice = await telegram.arrive("Alice")
    await telegram.fault(method="getUpdates", status=401, description="Unauthorized", times=None)

    await alice.write("/today")

    assert await program.ended() == 2
    assert program.err.splitlines(keepends=True)[-1] == REFUSED


async def test_a_clinics_three_exercises_are_served(tmp_path: Path) -> None:
    clinic(tmp_path / "content")
    (tmp_path / ".env").write_text("LISTEN=127.0.0.1:0\nCONTENT_DIR=content\n", encoding="utf-8")
    program = Program(tmp_path)
    program.start()
    url = await program.says(r"http://[\d.]+:\d+")
    await program.is_ready()
    async with ClientSession() as http:
        town = Town(url, http)
        alice = await town.arrive("Alice")
        settled = await alice.begins()
        names = list((await alice.ask("/exercises")).buttons)
        await town.skip()
        delivered = await alice.receives()

    code, _ = await program.stop()
    assert names == ["Lunge stretch", "Floor bridge", "Leg swing"]
    assert delivered.title == "Floor bridge"
    assert settled.instants
    assert code == 0
    assert [json.loads(line)["level"] for line in program.err.splitlines()] == ["info", "info"]
