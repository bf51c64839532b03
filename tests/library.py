"""The content of this repository, read once in each process, and who understands its languages."""

from functools import cache
from pathlib import Path

from bot.chat.finders import Finders
from bot.coach.library import Library, load

CONTENT = Path(__file__).resolve().parents[1] / "content"


@cache
def repository() -> Library:
    """Return the library of this repository."""
    return load(CONTENT)


@cache
def finders(library: Library) -> Finders:
    """Return the finders of a library: to build those of one language takes 0.2 s."""
    return Finders(library)
