"""The bot shows itself as the code says, and bothers Telegram only where something changed."""

import logging

import pytest
from telegram import BotCommandScopeAllChatAdministrators, BotCommandScopeAllGroupChats

from bot.chat.commands import COMMANDS, GROUP_ADMIN_COMMANDS
from bot.chat.profile import introduce
from bot.coach.languages import Languages
from tests.chat.town import Town

SETTERS = ("setMyCommands", "setMyDescription", "setMyShortDescription")


async def test_the_first_start_sets_menu_and_descriptions(town: Town) -> None:
    await introduce(town.bot, Languages())

    shown = await town.bot.get_my_commands()
    assert [command.command for command in shown] == [one.name for one in COMMANDS]
    assert "psoas" in (await town.bot.get_my_description()).description
    assert (await town.bot.get_my_short_description()).short_description


async def test_a_second_start_sets_nothing(town: Town) -> None:
    await introduce(town.bot, Languages())
    await introduce(town.bot, Languages())

    assert [len(town.calls(setter)) for setter in SETTERS] == [3, 1, 1]


async def test_a_group_is_offered_only_what_works_there(town: Town) -> None:
    await introduce(town.bot, Languages())
    scopes = (BotCommandScopeAllGroupChats(), BotCommandScopeAllChatAdministrators())
    for_all, for_admins = [
        {one.command for one in await town.bot.get_my_commands(scope)} for scope in scopes
    ]

    assert for_all == {"today", "safety", "help"}
    assert for_admins == {*for_all, *GROUP_ADMIN_COMMANDS}


async def test_what_telegram_refuses_is_a_line_in_the_log(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    town.refuse(429, "Too Many Requests: retry after 900", "setMyCommands", retry_after=900)
    with caplog.at_level(logging.WARNING):
        await introduce(town.bot, Languages())

    assert "setting the command menu failed" in caplog.text


async def test_what_is_said_fits_what_telegram_takes(town: Town) -> None:
    await introduce(town.bot, Languages())

    assert all(len(command.description) <= 40 for command in await town.bot.get_my_commands())
