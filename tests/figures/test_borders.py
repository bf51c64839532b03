"""Drawing is for authors: nothing that runs in the bot may reach it."""

import ast
from pathlib import Path

BOT = Path(__file__).resolve().parents[2] / "bot"
#: Commands that load the figures only when they run.
MAY_MOUNT = {BOT / "cli" / "main.py", BOT / "cli" / "check.py"}


def _imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_the_running_bot_never_imports_the_drawing_code() -> None:
    others = [
        p for p in BOT.rglob("*.py") if BOT / "figures" not in p.parents and p not in MAY_MOUNT
    ]
    reaching = [p for p in others if any(n.startswith("bot.figures") for n in _imports(p))]
    assert reaching == []


def test_the_command_schema_and_manifest_load_without_a_drawing_library() -> None:
    for module in (
        "cli.py",
        "explain.py",
        "channels.py",
        "schema.py",
        "sheets.py",
        "manifest.py",
        "__init__.py",
    ):
        tree = ast.parse((BOT / "figures" / module).read_text())
        top = [n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)]
        names = {a.name for n in top if isinstance(n, ast.Import) for a in n.names}
        names |= {n.module for n in top if isinstance(n, ast.ImportFrom) and n.module}
        assert not {n.split(".")[0] for n in names} & {"numpy", "av", "PIL", "skia"}


def test_drawing_modules_stay_small() -> None:
    long = [
        p.name for p in (BOT / "figures").glob("*.py") if len(p.read_text().splitlines()) > 300
    ]
    assert long == []
