"""The commands. A start-up failure is one sentence and exit code 2."""

from bot.cli.main import cli, main

__all__ = ["cli", "main"]
