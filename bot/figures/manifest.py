"""Which picture was made from what, so that a stale one is found without drawing it.

Needs no drawing library: the test that finds a stale picture runs everywhere.
"""

import hashlib
import json
from pathlib import Path

HERE = Path(__file__).parent
OUTPUTS = ("board.png", "loop.mp4")
#: Modules that look, measure or write, and put no mark on a picture.
NO_INK = {"check.py", "cli.py", "manifest.py", "sheet.py", "__main__.py", "__init__.py"}


def manifest_path() -> Path:
    """Say where the hashes are kept."""
    return HERE / "manifest.json"


def code_hash() -> str:
    """Hash everything that draws."""
    digest = hashlib.sha256()
    for path in sorted(HERE.glob("*.py")):
        if path.name not in NO_INK:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def entry(folder: Path, output: str, code: str) -> dict[str, str]:
    """Describe one finished picture: what it was made from, and what it is."""
    sheet = hashlib.sha256((folder / "figure.yaml").read_bytes() + code.encode()).hexdigest()
    return {"from": sheet, "is": hashlib.sha256((folder / output).read_bytes()).hexdigest()}


def read() -> dict[str, dict[str, str]]:
    """Read what was noted."""
    path = manifest_path()
    return dict(json.loads(path.read_text())) if path.exists() else {}


def note(folder: Path, output: str) -> None:
    """Remember that a picture is fresh."""
    notes = read() | {f"{folder.name}/{output}": entry(folder, output, code_hash())}
    text = json.dumps(dict(sorted(notes.items())), indent=1)
    manifest_path().write_text(text + "\n")


def stale(folders: list[Path]) -> list[str]:
    """Name the pictures that are missing, were changed by hand or are older than their source."""
    notes, code = read(), code_hash()
    found = []
    for folder in folders:
        for output in OUTPUTS:
            name = f"{folder.name}/{output}"
            if not (folder / output).exists() or notes.get(name) != entry(folder, output, code):
                found.append(name)
    return found
