"""How the bot shows itself in Telegram: command menu and descriptions, set at each start."""

import logging
from collections.abc import Iterable

from telegram import BotCommand, BotCommandScopeChat
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.chat.handlers import menu
from bot.chat.words import Words, words_for

log = logging.getLogger(__name__)


def description(_: Words) -> str:
    """Return what stands in an empty chat."""
    return _(
        "One short exercise a day for your psoas, the deep muscle at the front of your hip."
        " At your own hour, with clear steps and a dose that fits. Tap Start."
    )


def short_description(_: Words) -> str:
    """Return what stands on the bot's profile and in shared links."""
    return _("One short hip exercise a day, at your own hour.")


async def introduce(bot: ExtBot[None], admins: Iterable[int] = ()) -> None:
    """Set what differs from what Telegram has: the setters are limited to a few calls a day."""
    _ = words_for("en")
    try:
        commands = [BotCommand(name, text) for name, text in menu(_)]
        if list(await bot.get_my_commands()) != commands:
            await bot.set_my_commands(commands)
        if (await bot.get_my_description()).description != description(_):
            await bot.set_my_description(description(_))
        if (await bot.get_my_short_description()).short_description != short_description(_):
            await bot.set_my_short_description(short_description(_))
    except TelegramError as error:
        log.warning("the command menu could not be set (%s); the next start tries again", error)
    for admin in admins:
        await _show_more(bot, admin)


async def _show_more(bot: ExtBot[None], admin: int) -> None:
    """Show an operator their own commands too; one who never wrote to the bot has no chat."""
    commands = [BotCommand(name, text) for name, text in menu(words_for("en"), is_admin=True)]
    scope = BotCommandScopeChat(admin)
    try:
        if list(await bot.get_my_commands(scope)) != commands:
            await bot.set_my_commands(commands, scope)
    except TelegramError as error:
        log.warning("the menu of an operator could not be set: %s", error)
