"""Every command in one place, and how a known failure ends one."""

import asyncio
import logging
import sys
import tempfile
from pathlib import Path
from typing import Any, NoReturn

import typer

from bot import app, log
from bot.chat.polling import TokenRefusedError, UnreachableError
from bot.chat.webhook import WebhookRefusedError
from bot.cli import entry
from bot.cli.check import check
from bot.cli.data import backup, migrate, restore, subscribers
from bot.cli.status import status
from bot.coach.documents import ContentError
from bot.sandbox.server import Sandbox
from bot.services.archive import ArchiveError
from bot.settings import Settings, SettingsError
from bot.store.database import DatabaseError
from bot.web.server import ListenError, listen_complaint

SANDBOX_ADDRESS = ("127.0.0.1", 8080)

KNOWN = (
    *(SettingsError, ContentError, DatabaseError),
    *(ListenError, ArchiveError, UnreachableError, WebhookRefusedError),
)
"""Failures whose text is a sentence for the operator."""

TAKEN = (
    "DATABASE_URL names a database with the people of another bot, and the sandbox would lose"
    " them: unset it, or name an empty one."
)

cli = typer.Typer(
    add_completion=False,
    # Its own tracebacks may print local variables, the token among them.
    pretty_exceptions_enable=False,
    help="One psoas exercise a day, in Telegram.",
)


@cli.callback(invoke_without_command=True)
def run(context: typer.Context) -> None:
    """Run the bot: on Telegram with BOT_TOKEN, without one in the sandbox."""
    if context.invoked_subcommand is not None:
        return
    settings = entry.settings()
    token = settings.token()
    if token is None:
        entry.until_stopped(lambda stopping: _in_sandbox(settings, stopping))
    else:
        entry.until_stopped(lambda stopping: app.run(settings, token, stopping))


@cli.command()
def sandbox() -> None:
    """Run the bot in a Telegram of its own, with a chat page in your browser."""
    settings = entry.settings()
    entry.until_stopped(lambda stopping: _in_sandbox(settings, stopping))


cli.command()(check)
cli.command()(status)
cli.command()(migrate)
cli.command()(backup)
cli.command()(restore)
cli.add_typer(subscribers, name="subscribers")


@cli.command(
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def figures(context: typer.Context) -> None:
    """Draw the exercises: check, still, loop, sheet, gallery (needs the extra `figures`)."""
    from bot.figures.cli import app as draw  # noqa: PLC0415  # the running bot never draws

    draw(context.args, prog_name="psoas-bot figures")


async def _in_sandbox(settings: Settings, stopping: asyncio.Event) -> None:
    """Run sandbox and bot in one process, on a database that goes with them."""
    box = Sandbox()
    host, port = settings.address or SANDBOX_ADDRESS
    app.load_content(settings)
    try:
        url = await box.start(host, port)
    except OSError:
        raise ListenError(listen_complaint(host, port)) from None
    except ValueError as error:
        raise ListenError(str(error)) from None
    try:
        with tempfile.TemporaryDirectory(prefix="psoas-sandbox-") as folder:
            changes: dict[str, Any] = {"bot_api_url": url, "listen": None}
            if settings.updates == "webhook":
                changes["updates"] = "polling"  # nobody needs to reach a sandbox from outside
            if not {"database_url", "database_url_file"} & settings.model_fields_set:
                changes["database_url"] = f"sqlite:///{Path(folder) / 'sandbox.db'}"
            elif await app.belongs_to_another(settings.database, box.token):
                raise DatabaseError(TAKEN)

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


def main() -> NoReturn:
    """Run a command; say a known failure in one sentence."""
    try:
        cli()
    except KNOWN as error:
        _fail(str(error))
    except TokenRefusedError:
        _fail("Telegram refused BOT_TOKEN; ask @BotFather for the right one with /token.")
    except Exception:  # Python's own last words would hold all that we keep out of the log
        logging.getLogger(__name__).critical("a fault of ours ends this process", exc_info=True)
        sys.exit(1)
    sys.exit(0)


def _fail(sentence: str) -> NoReturn:
    typer.echo(log.scrub(sentence), err=True)
    sys.exit(2)
