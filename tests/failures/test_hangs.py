"""A process in which something hangs ends itself, so that a supervisor can start another."""

import asyncio
import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest
from aiohttp import ClientConnectorError, ClientSession
from sqlalchemy import text

from bot.sandbox import Sandbox
from bot.store.database import Database
from bot.watchdog import EXIT_CODE
from bot.web.vitals import LOOP_SILENCE, READY_SILENCE, TICK_SILENCE
from tests.flows.program import ROOT
from tests.flows.test_webhook import free_port
from tests.postgres import Postgres

pytestmark = pytest.mark.slow

SLACK = 30.0
SMALLEST_PIPE = 4096


def start(folder: Path, stderr: int, **settings: str) -> subprocess.Popen[bytes]:
    environment = {"PATH": os.defpath, "PYTHONPATH": str(ROOT)} | settings
    command = [sys.executable, "-m", "bot"]
    return subprocess.Popen(command, cwd=folder, env=environment, stderr=stderr)  # noqa: S603


async def ends(process: subprocess.Popen[bytes], within: float) -> int:
    """Wait for the end; a process that is still there is a failure."""
    try:
        return await asyncio.to_thread(process.wait, within)
    finally:
        process.kill()
        process.wait()


async def test_a_log_that_nobody_reads_blocks_it_not_for_ever(tmp_path: Path) -> None:
    sandbox = Sandbox()
    url = await sandbox.start()
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, SMALLEST_PIPE)
    os.write(writer, b"x" * SMALLEST_PIPE)  # the first line has no room
    settings = {"BOT_TOKEN": sandbox.token, "BOT_API_URL": url}
    process = start(tmp_path, writer, **settings)
    try:
        assert await ends(process, LOOP_SILENCE + SLACK) == EXIT_CODE
    finally:
        os.close(reader)
        os.close(writer)
        await sandbox.stop()


async def test_a_database_that_never_answers_ends_it_with_a_sentence(
    tmp_path: Path, postgres: Postgres
) -> None:
    sandbox = Sandbox()
    url = await sandbox.start()
    database = postgres.fresh()
    log = (tmp_path / "log").open("wb+")
    settings = {"BOT_TOKEN": sandbox.token, "BOT_API_URL": url, "DATABASE_URL": database}
    process = start(tmp_path, log.fileno(), **settings)
    while b"ready as @" not in (tmp_path / "log").read_bytes():
        await asyncio.sleep(0.1)
    locker = Database(database)
    async with locker.write() as connection:
        await connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        await connection.execute(text("LOCK TABLE subscribers IN ACCESS EXCLUSIVE MODE"))
        try:
            assert await ends(process, TICK_SILENCE + SLACK) == EXIT_CODE
        finally:
            log.close()
            await sandbox.stop()
    await locker.close()
    assert b"has given no sign of life for 12" in (tmp_path / "log").read_bytes()


async def test_readiness_tells_that_telegram_is_away_and_back(tmp_path: Path) -> None:
    sandbox, here = Sandbox(), free_port()
    url = await sandbox.start()
    port = int(url.rpartition(":")[2])
    settings = {"BOT_TOKEN": sandbox.token, "BOT_API_URL": url, "LISTEN": f"127.0.0.1:{here}"}
    process = start(tmp_path, subprocess.DEVNULL, **settings)
    async with ClientSession() as http:
        assert (await ready(http, here, True))["telegram"] == "ok"
        await sandbox.stop()
        away = await ready(http, here, False)
        back = Sandbox(token=sandbox.token)
        await back.start(port=port)
        assert (await ready(http, here, True))["telegram"] == "ok"
    process.terminate()
    assert await ends(process, SLACK) == 0
    await back.stop()
    assert away["telegram"].startswith("no sign of life for ")
    assert (away["database"], away["tick"]) == ("ok", "ok")


async def ready(http: ClientSession, port: int, wanted: bool) -> dict[str, str]:
    """Ask until the answer is the wanted one."""
    async with asyncio.timeout(READY_SILENCE + 2 * SLACK):
        while True:
            try:
                async with http.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    told: dict[str, str] = await answer.json()
                    if answer.ok == wanted:
                        return told
            except ClientConnectorError:  # it is about to start
                pass
            await asyncio.sleep(0.5)
