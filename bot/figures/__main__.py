"""Run `python -m bot.figures`."""

from bot.figures.cli import app

app(prog_name="psoas-bot figures")
