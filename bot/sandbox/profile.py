"""The methods about the bot's profile: commands, names, descriptions, the menu button."""

import re
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field
from telegram.constants import BotCommandLimit, BotDescriptionLimit, BotNameLimit

from bot.sandbox.forms import Form, Nested
from bot.sandbox.refusals import bad_request
from bot.sandbox.registry import METHODS, takes
from bot.sandbox.world import Body, Chat, World


class Localized(Form):
    language_code: str = Field("", pattern=r"^([a-z]{2})?$")


class Scoped(Localized):
    scope: Annotated[dict[str, Any], Nested] = Field(default_factory=lambda: {"type": "default"})

    @property
    def key(self) -> tuple[str, int | None, str]:
        """Return the key under which a list of commands is stored."""
        return self.scope["type"], self.scope.get("chat_id"), self.language_code


class Command(Form):
    command: str
    description: str


class Commands(Scoped):
    commands: Annotated[list[Command], Nested] = Field(
        max_length=BotCommandLimit.MAX_COMMAND_NUMBER
    )


@takes(Commands)
async def set_my_commands(world: World, form: Commands) -> bool:
    """Set the menu of commands."""
    for command in form.commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command.command):
            raise bad_request("BOT_COMMAND_INVALID")
        if not command.description.strip():
            raise bad_request("command description must be non-empty")
        if len(command.description) > BotCommandLimit.MAX_DESCRIPTION:
            raise bad_request("command description length must not exceed 256")
    world.commands[form.key] = [command.model_dump() for command in form.commands]
    world.tell("profile", {})
    return True


@takes(Scoped)
async def get_my_commands(world: World, form: Scoped) -> list[Body]:
    """Return the menu of commands for exactly this scope and language."""
    return world.commands.get(form.key, [])


@takes(Scoped)
async def delete_my_commands(world: World, form: Scoped) -> bool:
    """Delete the menu of commands."""
    world.commands.pop(form.key, None)
    world.tell("profile", {})
    return True


class Name(Localized):
    name: str = Field("", max_length=BotNameLimit.MAX_NAME_LENGTH)


class Description(Localized):
    description: str = Field("", max_length=BotDescriptionLimit.MAX_DESCRIPTION_LENGTH)


class ShortDescription(Localized):
    short_description: str = Field("", max_length=BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH)


def _register_text(field: str, form: type[Localized]) -> None:
    """Register the two methods that set and return a text of the profile."""

    async def set_text(world: World, given: Localized) -> bool:
        world.profile[field, given.language_code] = getattr(given, field)
        world.tell("profile", {})
        return True

    async def get_text(world: World, given: Localized) -> Body:
        return {field: world.profile_text(field, given.language_code)}

    method = field.replace("_", "")
    METHODS[f"setmy{method}"] = (form, set_text)
    METHODS[f"getmy{method}"] = (Localized, get_text)


_register_text("name", Name)
_register_text("description", Description)
_register_text("short_description", ShortDescription)


class MenuButton(Form):
    chat_id: int | None = None
    menu_button: Annotated[dict[str, Any], Nested] = Field(
        default_factory=lambda: {"type": "default"}
    )


@takes(MenuButton)
async def set_chat_menu_button(world: World, form: MenuButton) -> bool:
    """Return what the menu button opens."""
    if form.menu_button.get("type") not in {"default", "commands", "web_app"}:
        raise bad_request("MenuButton has unsupported type")
    if form.chat_id is not None:
        world.find(form.chat_id)
    world.menu_buttons[form.chat_id] = form.menu_button
    world.tell("profile", {})
    return True


@takes(MenuButton)
async def get_chat_menu_button(world: World, form: MenuButton) -> Body:
    """Return what the menu button opens."""
    return world.menu_buttons.get(form.chat_id, {"type": "default"})


def commands_for(world: World, person: Chat) -> list[Body]:
    """Return the commands a person sees: the narrowest scope that has any."""
    scopes = (("chat", person.id), ("all_private_chats", None), ("default", None))
    return _narrowest(world, scopes, person.language_code)


def group_commands(world: World, *, is_admin: bool) -> list[Body]:
    """Return the commands that a member or an admin of a group sees."""
    admins = (("all_chat_administrators", None),) if is_admin else ()
    return _narrowest(world, (*admins, ("all_group_chats", None), ("default", None)), "")


def _narrowest(
    world: World, scopes: Iterable[tuple[str, int | None]], language_code: str
) -> list[Body]:
    for scope, chat_id in scopes:
        for language in (language_code[:2], ""):  # Telegram knows languages, not regions
            if found := world.commands.get((scope, chat_id, language)):
                return found
    return []
