"""`psoas-bot sandbox`: the bot and a Telegram of its own in one process."""

import asyncio
import socket
import tempfile
from pathlib import Path
from typing import Any

import typer

from bot import app
from bot.sandbox.server import Sandbox
from bot.settings import OFF, Settings
from bot.store.database import DatabaseError
from bot.web.server import ListenError, listen_complaint

ADDRESS = ("127.0.0.1", 8080)

TAKEN = (
    "DATABASE_URL names a database with the people of another bot, and the sandbox would lose"
    " them: unset it, or name an empty one."
)


async def in_sandbox(settings: Settings, stopping: asyncio.Event) -> None:
    """Run both, on a database that goes with them."""
    box = Sandbox()
    host, port = settings.address or ADDRESS
    try:
        url = await box.start(host, port)
    except OSError:
        raise ListenError(listen_complaint(host, port)) from None
    except ValueError as error:
        raise ListenError(str(error)) from None
    try:
        with tempfile.TemporaryDirectory(prefix="psoas-sandbox-") as folder:
            changes = await _changes(settings, box, url, Path(folder))

            def on_ready(next_delivery: app.NextDelivery) -> None:
                box.next_delivery = next_delivery
                typer.echo(f"This is the sandbox. Open {url} in your browser; Ctrl-C ends it.")

            await app.run(
                settings.model_copy(update=changes),
                box.token,
                stopping,
                clock=box.clock,
                on_ready=on_ready,
            )
    finally:
        await box.stop()


def free_port() -> int:
    """Return a port on this machine that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def _changes(settings: Settings, box: Sandbox, url: str, folder: Path) -> dict[str, Any]:
    """Return the settings that the sandbox needs; refuse a database with other bots' people."""
    changes: dict[str, Any] = {"bot_api_url": url, "listen": None, "miniapp_url": None}
    if settings.miniapp_url != OFF:
        # A port of its own, since Telegram and a bot's server are never one origin either.
        port = free_port()
        changes |= {
            "listen": f"127.0.0.1:{port}",
            "miniapp_url": f"http://127.0.0.1:{port}",
        }
    if settings.updates == "webhook":
        changes["updates"] = "polling"  # nobody needs to reach a sandbox from outside
    if not {"database_url", "database_url_file"} & settings.model_fields_set:
        changes["database_url"] = f"sqlite:///{folder / 'sandbox.db'}"
    elif await app.belongs_to_another(settings.database, box.token):
        raise DatabaseError(TAKEN)
    return changes
