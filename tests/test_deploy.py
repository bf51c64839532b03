"""The deploy folder speaks of settings that exist, copies what is there, and runs as nobody."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
SETTINGS = {name.upper() for name in Settings.model_fields}
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")
UNIT = (DEPLOY / "psoas-bot.service").read_text(encoding="utf-8")
COMPOSE = ["compose.yaml", "compose.webhook.yaml"]


def steps(name: str) -> list[str]:
    """Return what follows an instruction of the Dockerfile, each time it stands there."""
    return re.findall(rf"^{name} (.*)$", DOCKERFILE, re.MULTILINE)


def service(file: str) -> Any:
    """Return the bot's service in a compose file."""
    return yaml.safe_load((DEPLOY / file).read_text(encoding="utf-8"))["services"]["bot"]


def test_the_image_is_built_from_what_is_there() -> None:
    sources = [
        path for step in steps("COPY") if "--from" not in step for path in step.split()[:-1]
    ]

    assert sources
    assert [path for path in sources if not (ROOT / path).exists()] == []


def test_the_builder_sees_only_what_the_image_copies() -> None:
    ignore = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in ignore if line and not line.startswith("#")]
    sources = [
        path for step in steps("COPY") if "--from" not in step for path in step.split()[:-1]
    ]

    assert rules[0] == "*"
    assert {rule[1:] for rule in rules if rule.startswith("!")} == set(sources)


@pytest.mark.parametrize("name", ["/deploy/secrets/", "*.part", "*.backup", "*.jsonl", ".env"])
def test_secrets_and_what_people_told_the_bot_stay_out_of_the_repository(name: str) -> None:
    assert name in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_the_image_runs_as_nobody_and_without_a_build_tool() -> None:
    last = DOCKERFILE.rpartition("\nFROM ")[2]

    assert re.search(r"^USER (?!root)\w+$", last, re.MULTILINE)
    assert last.index("USER ") < last.index("CMD [")
    assert "pip install" not in last


def test_the_image_has_settings_that_exist() -> None:
    (line,) = steps("ENV")
    names = {pair.partition("=")[0] for pair in line.split()}

    assert names - {"PATH"} <= SETTINGS


@pytest.mark.parametrize("file", COMPOSE)
def test_a_replica_gets_settings_that_exist(file: str) -> None:
    assert set(service(file)["environment"]) <= SETTINGS


def test_a_replica_reads_its_secrets_from_files_and_writes_nowhere() -> None:
    replica = service("compose.yaml")

    paths = [value for value in replica["environment"].values() if "/run/secrets/" in value]
    assert [Path(path).name for path in paths] == replica["secrets"]
    assert (replica["read_only"], replica["cap_drop"]) == (True, ["ALL"])


def test_the_unit_has_settings_that_exist_and_stops_trying_after_a_mistake() -> None:
    (line,) = re.findall(r"^Environment=(.*)$", UNIT, re.MULTILINE)

    assert {pair.partition("=")[0] for pair in line.split()} <= SETTINGS
    assert "\nRestartPreventExitStatus=2\n" in UNIT
