"""The deploy folder speaks of settings and metrics that exist, and the image runs as nobody."""

import json
import re
import sys
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from bot.services.delivery.outcome import Outcome
from bot.settings import Settings
from bot.web.metrics import Metrics

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
SETTINGS = {name.upper() for name in Settings.model_fields}
SYSTEMS_OWN = {"PATH", "MALLOC_ARENA_MAX"}
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")
UNIT = (DEPLOY / "psoas-bot.service").read_text(encoding="utf-8")
COMPOSE = ["compose.yaml", "compose.webhook.yaml"]
DASHBOARD = json.loads((DEPLOY / "dashboard.json").read_text(encoding="utf-8"))
RULES = yaml.safe_load((DEPLOY / "alerts.yaml").read_text(encoding="utf-8"))
QUERIES = {
    "dashboard.json": [one["expr"] for panel in DASHBOARD["panels"] for one in panel["targets"]],
    "alerts.yaml": [rule["expr"] for group in RULES["groups"] for rule in group["rules"]],
}


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

    assert names - SYSTEMS_OWN <= SETTINGS


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

    assert {pair.partition("=")[0] for pair in line.split()} - SYSTEMS_OWN <= SETTINGS
    assert "\nRestartPreventExitStatus=2\n" in UNIT


def exported() -> list[set[str]]:
    """Return the names of the series of each metric that /metrics has."""
    suffixes = {"counter": "_total", "histogram": "_bucket _sum _count", "info": "_info"}
    return [
        {metric.name + suffix for suffix in suffixes.get(metric.type, "").split() or [""]}
        for metric in Metrics().registry.collect()
    ]


def watched(file: str) -> set[str]:
    """Return the names of the series that a file asks for."""
    prefixes = "psoas|process" if sys.platform == "linux" else "psoas"  # elsewhere there are fewer
    return set(re.findall(rf"\b(?:{prefixes})_\w+", " ".join(QUERIES[file])))


@pytest.mark.parametrize("file", QUERIES)
def test_every_metric_that_is_watched_is_exported(file: str) -> None:
    assert watched(file)
    assert watched(file) <= set().union(*exported())


def test_the_dashboard_shows_every_metric_of_the_bot() -> None:
    ours = [names for names in exported() if any(name.startswith("psoas_") for name in names)]

    assert [names for names in ours if not names & watched("dashboard.json")] == []


@pytest.mark.parametrize("file", QUERIES)
def test_every_outcome_that_is_watched_exists(file: str) -> None:
    named = re.findall(r'outcome=~?"([^"]+)"', " ".join(QUERIES[file]))

    assert named
    assert {one for names in named for one in names.split("|")} <= {
        outcome.__name__.lower() for outcome in get_args(Outcome)
    }


def test_each_alert_is_tested() -> None:
    tested = (ROOT / "tests" / "alerts.yaml").read_text(encoding="utf-8")

    assert [
        rule["alert"]
        for group in RULES["groups"]
        for rule in group["rules"]
        if f'alertname="{rule["alert"]}"' not in tested
    ] == []
