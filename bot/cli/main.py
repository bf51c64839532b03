"""Every command in one place, and how a known failure ends one."""

import gc
import sys
from typing import TYPE_CHECKING, NoReturn

import typer

from bot.cli import entry
from bot.cli.data import adopt, backup, migrate, restore, subscribers
from bot.cli.status import status
from bot.errors import OperatorError
from bot.redaction import scrub

if TYPE_CHECKING:
    from bot.settings import Settings

cli = typer.Typer(
    add_completion=False,
    # Its own tracebacks may print local variables, the token among them.
    pretty_exceptions_enable=False,
    help="One psoas exercise a day, in Telegram.",
)


@cli.callback(invoke_without_command=True)
def run(context: typer.Context) -> None:
    """Run the bot: on Telegram with BOT_TOKEN, in the sandbox without one."""
    if context.invoked_subcommand is not None:
        return
    settings = entry.set_up()
    token = settings.token()
    if token is None:
        _run_sandbox(settings)
    else:
        from bot import app  # noqa: PLC0415

        entry.until_stopped(lambda stopping: app.run(settings, token, stopping))


@cli.command()
def sandbox() -> None:
    """Run the bot in a Telegram of its own, with a chat page in your browser."""
    _run_sandbox(entry.set_up())


def _run_sandbox(settings: "Settings") -> None:
    from bot.cli.in_sandbox import in_sandbox  # noqa: PLC0415

    entry.until_stopped(lambda stopping: in_sandbox(settings, stopping))


@cli.command()
def check() -> None:
    """Check settings, content, database, token and clock."""
    from bot.cli import check as command  # noqa: PLC0415

    command.check()


cli.command()(status)
cli.command()(migrate)
cli.command()(backup)
cli.command()(restore)
cli.command()(adopt)
cli.add_typer(subscribers, name="subscribers")


@cli.command(
    name="texts",
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def texts(context: typer.Context) -> None:
    """Translations: show progress and report problems."""
    from bot.cli.texts import texts as compare  # noqa: PLC0415  # the running bot never compares

    compare(context.args, prog_name="psoas-bot texts")


@cli.command(
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def figures(context: typer.Context) -> None:
    """Draw the exercises: check, still, loop, sheet, gallery (needs the extra `figures`)."""
    from bot.figures.cli import app as draw  # noqa: PLC0415  # the running bot never draws

    draw(context.args, prog_name="psoas-bot figures")


def main() -> NoReturn:
    """Run a command; end a known failure with one sentence and its exit code."""
    # Nearly all that a start makes stays: looking for garbage in it took an eighth of its CPU.
    gc.set_threshold(50_000)
    try:
        cli()
    except OperatorError as error:
        typer.echo(scrub(str(error)), err=True)
        sys.exit(error.exit_code)
    except Exception:  # Python would print a traceback with what the log leaves out
        import logging  # noqa: PLC0415

        logging.getLogger(__name__).critical("unexpected error; exiting", exc_info=True)
        sys.exit(1)
    sys.exit(0)
