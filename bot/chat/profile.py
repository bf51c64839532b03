"""The bot's command menus and descriptions in Telegram, set at each start."""

import logging
from collections.abc import Iterable

from telegram import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    MenuButtonWebApp,
    WebAppInfo,
)
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.chat.commands import group_menu, menu
from bot.chat.words import Translator, translator_for
from bot.coach.languages import Languages

GROUP_SCOPES = {
    False: BotCommandScopeAllGroupChats(),
    True: BotCommandScopeAllChatAdministrators(),
}
"""Telegram's scopes of the menus in groups, by whether they are for admins."""

APP_BUTTON = "Psoas"

log = logging.getLogger(__name__)


def description(_: Translator) -> str:
    """Return the text of an empty chat."""
    return _(
        "One short exercise a day for your psoas, the deep muscle at the front of your hip."
        " At a time you choose, with clear steps and an amount that suits you. Tap “Start”."
    )


def short_description(_: Translator) -> str:
    """Return the text on the bot's profile and in shared links."""
    return _("One short hip exercise a day, at a time you choose.")


async def introduce(
    bot: ExtBot[None],
    languages: Languages,
    operators: Iterable[int] = (),
    app_url: str | None = None,
) -> None:
    """Set what differs from Telegram's state; the setters allow only a few calls a day.

    English stands for every language without texts of its own.
    """
    try:
        for code, told in _by_telegram(languages).items():
            await _introduce_in(bot, translator_for(told), code)
        await _open_with_the_menu(bot, app_url)
    except TelegramError as error:
        log.warning("setting the command menu failed (%s); the next start tries again", error)
    for operator in operators:
        await _show_more(bot, operator)


def _by_telegram(languages: Languages) -> dict[str | None, str]:
    """Return the languages by Telegram's own codes, which have two letters; English is None."""
    return {None if code == "en" else code[:2]: code for code in languages.codes}


async def _introduce_in(bot: ExtBot[None], _: Translator, code: str | None) -> None:
    """Set the menus and descriptions of one language."""
    commands = [BotCommand(name, text) for name, text in menu(_)]
    if list(await bot.get_my_commands(language_code=code)) != commands:
        await bot.set_my_commands(commands, language_code=code)
    for is_admin, scope in GROUP_SCOPES.items():
        shown = [BotCommand(name, text) for name, text in group_menu(_, is_admin=is_admin)]
        if list(await bot.get_my_commands(scope, language_code=code)) != shown:
            await bot.set_my_commands(shown, scope, language_code=code)
    if (await bot.get_my_description(code)).description != description(_):
        await bot.set_my_description(description(_), code)
    if (await bot.get_my_short_description(code)).short_description != short_description(_):
        await bot.set_my_short_description(short_description(_), code)


async def _open_with_the_menu(bot: ExtBot[None], app_url: str | None) -> None:
    """Let the menu button open the full-screen page, where there is one."""
    if app_url is None:  # keep a button that somebody has set for their own page
        return
    # Telegram has one text for all languages: a name is the same in each.
    wanted = MenuButtonWebApp(APP_BUTTON, WebAppInfo(app_url))
    if await bot.get_chat_menu_button() != wanted:
        await bot.set_chat_menu_button(menu_button=wanted)


async def _show_more(bot: ExtBot[None], operator: int) -> None:
    """Set an operator's menu; Telegram refuses if they never wrote to the bot."""
    commands = [
        BotCommand(name, text) for name, text in menu(translator_for("en"), is_operator=True)
    ]
    scope = BotCommandScopeChat(operator)
    try:
        if list(await bot.get_my_commands(scope)) != commands:
            await bot.set_my_commands(commands, scope)
    except TelegramError as error:
        log.warning("setting an operator's menu failed: %s", error)
