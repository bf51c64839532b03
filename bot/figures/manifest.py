"""Which picture was made from what, so that a stale one is found without drawing it.

Needs no drawing library: the test that finds a stale picture runs everywhere.
"""

import hashlib
import json
from pathlib import Path

from bot.figures import sheets

HERE = Path(__file__).parent
NOTES = HERE / "manifest.json"
BOARD, LOOP, PANEL = "board.png", "loop.mp4", "step-{}.png"
OUTPUTS = (BOARD, LOOP)
GALLERY = "gallery.png"
#: Modules that look, measure or talk, and put no mark on a picture.
NO_INK = {"check.py", "cli.py", "explain.py", "manifest.py", "motion.py", "sheet.py", "sheets.py",
          "__main__.py", "__init__.py"}  # fmt: skip
#: Modules that only one kind of output passes through.
ONLY = {"board.py": (BOARD, GALLERY), "film.py": (LOOP,), "gallery.py": (GALLERY,),
        "arrow.py": (BOARD,), "glimpse.py": (BOARD,), "lens.py": (BOARD, LOOP),
        "lettering.py": (BOARD, GALLERY), "anatomy.py": ()}  # fmt: skip


def code_hash(output: str) -> str:
    """Hash everything that draws this kind of output."""
    digest = hashlib.sha256()
    for path in sorted(HERE.glob("*.py")):
        if path.name not in NO_INK and output in ONLY.get(path.name, (output,)):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def pictures(sheet: Path) -> Path:
    """Return the folder of the pictures that are drawn from a figure file."""
    return sheet.parents[1] / "pictures" / sheet.stem


def note(sheet: Path, output: str) -> None:
    """Record that a picture of one figure is fresh."""
    exercises = sheet.parents[2]
    picture = pictures(sheet) / output
    _write(exercises, picture, sheets.ancestry(sheet))


def note_gallery(exercises: Path) -> None:
    """Record that the gallery is fresh."""
    _write(exercises, exercises / GALLERY, _standard(exercises))


def stale(exercises: Path) -> list[str]:
    """Return the pictures that are missing, changed by hand, or older than their source."""
    notes = _read()
    wanted = {str((pictures(sheet) / output).relative_to(exercises)): sheets.ancestry(sheet)
              for sheet in sheets.files(exercises).values() for output in OUTPUTS}  # fmt: skip
    wanted[GALLERY] = _standard(exercises)
    return [name for name, sources in wanted.items()
            if notes.get(name) != _entry(sources, exercises / name)]  # fmt: skip


def _standard(exercises: Path) -> list[Path]:
    return [path for path in sheets.files(exercises).values() if path.stem == sheets.STANDARD]


def _entry(sources: list[Path], picture: Path) -> dict[str, str]:
    """Describe one finished picture: what it was made from, and what it is."""
    if not picture.exists():
        return {}
    source = hashlib.sha256(code_hash(picture.name).encode())
    for path in sources:
        source.update(path.read_bytes())
    made = hashlib.sha256(picture.read_bytes())
    if picture.name == BOARD:
        for panel in sorted(picture.parent.glob(PANEL.format("*"))):
            made.update(panel.read_bytes())
    return {"from": source.hexdigest(), "is": made.hexdigest()}


def _read() -> dict[str, dict[str, str]]:
    return dict(json.loads(NOTES.read_text())) if NOTES.exists() else {}


def _write(exercises: Path, picture: Path, sources: list[Path]) -> None:
    """Record one picture, and forget those that are gone."""
    kept = {name: entry for name, entry in _read().items() if (exercises / name).exists()}
    notes = kept | {str(picture.relative_to(exercises)): _entry(sources, picture)}
    NOTES.write_text(json.dumps(dict(sorted(notes.items())), indent=1) + "\n")
