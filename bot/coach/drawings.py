"""The pictures of an exercise: a film, a board of all steps, and each step alone."""

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Picture:
    """A picture's file and the hash of its content; an animated one is a looping film."""

    path: Path
    digest: str
    is_animated: bool = False

    @property
    def content(self) -> bytes:
        """Return the file's bytes."""
        return self.path.read_bytes()

    @property
    def name(self) -> str:
        """Return the file's name."""
        return self.path.name


@dataclass(frozen=True)
class Pictures:
    """The pictures of one version: its film, the board of all steps, and each step alone."""

    film: Picture | None = None
    board: Picture | None = None
    panels: tuple[Picture, ...] = ()

    @property
    def film_or_board(self) -> Picture | None:
        """Return the film, or the board if there is none."""
        return self.film or self.board


STANDARD = "standard"
MOST_PANELS = 6
NOTHING_DRAWN = Pictures()


def read_pictures(folder: Path) -> Pictures:
    """Return the pictures of one version, its panels in the order of the steps."""
    panels = (read_picture(folder / f"step-{number}.png") for number in range(1, MOST_PANELS + 1))
    return Pictures(
        film=read_picture(folder / "loop.mp4", is_animated=True),
        board=read_picture(folder / "board.png"),
        panels=tuple(panel for panel in panels if panel),
    )


def read_picture(path: Path, *, is_animated: bool = False) -> Picture | None:
    """Return a picture if there is one; an exercise can be taught by words alone."""
    if not path.is_file():
        return None
    return Picture(path, hashlib.sha256(path.read_bytes()).hexdigest(), is_animated)
