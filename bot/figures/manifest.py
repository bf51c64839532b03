"""Which picture was made from what, so that a stale one is found without drawing it.

Needs no drawing library: the test that finds a stale picture runs everywhere.
"""

import hashlib
import json
from pathlib import Path

HERE = Path(__file__).parent
NOTES = HERE / "manifest.json"
OUTPUTS = ("board.png", "loop.mp4")
GALLERY = "gallery.png"
#: Modules that look, measure or talk, and put no mark on a picture.
NO_INK = {"check.py", "cli.py", "manifest.py", "sheet.py", "__main__.py", "__init__.py"}
#: Modules that only one kind of output passes through.
ONLY = {"board.py": ("board.png", GALLERY), "film.py": ("loop.mp4",), "gallery.py": (GALLERY,),
        "arrow.py": ("board.png",), "lettering.py": ("board.png", GALLERY)}  # fmt: skip


def code_hash(output: str) -> str:
    """Hash everything that draws this kind of output."""
    digest = hashlib.sha256()
    for path in sorted(HERE.glob("*.py")):
        if path.name not in NO_INK and output in ONLY.get(path.name, (output,)):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def note(folder: Path, output: str) -> None:
    """Remember that a picture of one exercise is fresh."""
    _write(f"{folder.name}/{output}", _entry([folder / "figure.yaml"], folder / output))


def note_gallery(exercises: Path) -> None:
    """Remember that the gallery is fresh."""
    _write(GALLERY, _entry(_figures(exercises), exercises / GALLERY))


def stale(exercises: Path) -> list[str]:
    """Name the pictures that are missing, were changed by hand or are older than their source."""
    notes = _read()
    wanted = {f"{sheet.parent.name}/{output}": [sheet]
              for sheet in _figures(exercises) for output in OUTPUTS}  # fmt: skip
    wanted[GALLERY] = _figures(exercises)
    return [name for name, sheets in wanted.items()
            if notes.get(name) != _entry(sheets, exercises / name)]  # fmt: skip


def _figures(exercises: Path) -> list[Path]:
    return sorted(exercises.glob("*/figure.yaml"))


def _entry(sheets: list[Path], picture: Path) -> dict[str, str]:
    """Describe one finished picture: what it was made from, and what it is."""
    if not picture.exists():
        return {}
    source = hashlib.sha256(code_hash(picture.name).encode())
    for sheet in sheets:
        source.update(sheet.read_bytes())
    return {
        "from": source.hexdigest(),
        "is": hashlib.sha256(picture.read_bytes()).hexdigest(),
    }


def _read() -> dict[str, dict[str, str]]:
    return dict(json.loads(NOTES.read_text())) if NOTES.exists() else {}


def _write(name: str, entry: dict[str, str]) -> None:
    notes = _read() | {name: entry}
    NOTES.write_text(json.dumps(dict(sorted(notes.items())), indent=1) + "\n")
