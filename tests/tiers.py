"""The three tiers of tests, their order, and what each of them took at the end of a run."""

import gc
import os
from collections import defaultdict
from contextlib import suppress
from functools import cache
from importlib import import_module
from itertools import count
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter

ROOT = Path(__file__).parent

STORE = {"botapi", "chat", "miniapp", "sandbox", "services", "store", "web"}
"""Folders whose tests open a database, or a sandbox in their own process."""

FLOWS = {"browser", "failures", "flows"}
"""Folders whose tests start `psoas-bot` or a browser as a process."""


@cache
def tier_of(path: Path) -> str:
    """Return the tier of a test file, which its folder decides."""
    folder = path.relative_to(ROOT).parts[0]
    if folder in FLOWS:
        return "flows"
    return "store" if folder in STORE else "pure"


def pytest_xdist_auto_num_workers() -> int:
    """Take two processes a core: flows wait for `psoas-bot` most of their time."""
    return min(4, 2 * (os.cpu_count() or 1))


def pytest_configure() -> None:
    """Import all tests without the garbage collector: nearly everything imported is kept."""
    gc.disable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Import a share of the wanted tests before all of them.

    In a fresh clone each process would rewrite the assertions of every file, which takes longer
    than to import it; now each finds most of them written by the others.
    """
    worker = getattr(session.config, "workerinput", None)
    if worker is None:
        return
    number, processes = int(worker["workerid"].removeprefix("gw")), worker["workercount"]
    wanted = [ROOT.parent / name.partition("::")[0] for name in session.config.args]
    paths = sorted(ROOT.rglob("test_*.py"))[number::processes]
    for path in (path for path in paths if any(map(path.is_relative_to, wanted))):
        with suppress(Exception, pytest.skip.Exception):  # collecting it will say what is wrong
            import_module(".".join(path.relative_to(ROOT.parent).with_suffix("").parts))


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what needs Chromium, which its folder decides: CI collects no other one for it."""
    if item.path.is_relative_to(ROOT / "browser"):
        item.add_marker("browser")


def pytest_collection_finish() -> None:
    """Spare the garbage collector what was imported: to pass it again and again took a seventh."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


@pytest.hookimpl(trylast=True)  # without what is deselected
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put a file of flows before each four others: flows wait, while the others compute.

    The tier is written on each test: unlike a marker, that travels back from xdist's workers.
    """
    places: dict[Path, int] = {}
    flows, others = count(step=4), count()
    for item in items:
        tier = tier_of(item.path)
        item.user_properties.append(("tier", tier))
        if item.path not in places:
            places[item.path] = next(flows if tier == "flows" else others)
    items.sort(key=lambda item: places[item.path])


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Print how many tests each tier has and how many seconds they took, over all processes."""
    seconds: dict[str, float] = defaultdict(float)
    tests: dict[str, set[str]] = defaultdict(set)
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                tier = str(dict(report.user_properties)["tier"])
                seconds[tier] += report.duration
                tests[tier].add(report.nodeid)
    for tier in sorted(tests):
        line = f"{tier}: {len(tests[tier])} tests, {seconds[tier]:.0f} s over all processes"
        terminalreporter.write_line(line)
