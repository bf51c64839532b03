"""`python -m bot` is `psoas-bot`."""

from bot.cli import main

main()
