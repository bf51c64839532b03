"""The process as a whole: what ends it."""

import asyncio
from pathlib import Path

import pytest

from bot import app
from bot.botapi.polling import TokenRefusedError
from bot.sandbox import Sandbox
from bot.settings import load


async def test_an_error_begins_the_stop(tmp_path: Path) -> None:
    sandbox, stopping = Sandbox(), asyncio.Event()
    settings = load().model_copy(
        update={"bot_api_url": await sandbox.start(), "database_url": f"sqlite:///{tmp_path}/a.db"}
    )

    with pytest.raises(TokenRefusedError):
        await app.run(settings, "1234567:ABC-DEF1234ghIkl-zyx57W2v1u123ew11", stopping)

    assert stopping.is_set()
    await sandbox.stop()
