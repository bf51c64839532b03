"""What stands in the code stands in README and .env.example, and the other way round."""

import re
from pathlib import Path

import pytest

from bot.chat.commands import COMMANDS
from bot.cli import cli
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
SETTINGS = sorted(name.upper() for name in Settings.model_fields)


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_stands_in_the_readme_and_in_the_example(name: str) -> None:
    assert f"`{name}`" in README
    assert re.search(rf"^{name}=", EXAMPLE, re.MULTILINE)


def test_the_readme_and_the_example_name_no_setting_that_is_gone() -> None:
    in_table = re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE)
    in_example = re.findall(r"^([A-Z_]+)=", EXAMPLE, re.MULTILINE)

    assert sorted(in_table) == SETTINGS
    assert sorted(in_example) == SETTINGS


@pytest.mark.parametrize("name", SETTINGS)
def test_the_example_shows_the_default(name: str) -> None:
    shown = re.search(rf"^{name}=(.*)$", EXAMPLE, re.MULTILINE)
    assert shown is not None
    default = Settings.model_fields[name.lower()].default
    rendered = f"{default:%H:%M}" if hasattr(default, "strftime") else str(default)
    rendered = "" if default is None else rendered

    assert shown[1] == rendered


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_every_chat_command_stands_in_the_readme(command: str) -> None:
    assert re.search(rf"`/{command}\b", README)


@pytest.mark.parametrize("command", [command.callback for command in cli.registered_commands])
def test_every_command_line_stands_in_the_readme(command: object) -> None:
    assert f"`psoas-bot {command.__name__}`" in README  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("group", "command"),
    [
        (group.name, command.name)
        for group in cli.registered_groups
        for command in group.typer_instance.registered_commands  # type: ignore[union-attr]
    ],
)
def test_every_command_of_a_group_stands_in_the_readme(group: str, command: str) -> None:
    assert f"`psoas-bot {group} {command}`" in README


def test_the_two_commands_have_their_shape() -> None:
    set_up = "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt "

    assert f"\n{set_up}. && .venv/bin/psoas-bot\n" in README
    assert f"\n{set_up}'.[test]' && .venv/bin/pytest\n" in README
