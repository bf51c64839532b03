"""`psoas-bot figures`: check the poses, draw the stills, the loops and the pages of all."""

import difflib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot.coach.documents import ContentError, read
from bot.figures import manifest
from bot.figures.schema import Figure

if TYPE_CHECKING:
    from bot.figures.scene import Scene

app = typer.Typer(
    help="Draw the exercises from content/exercises/*/figure.yaml (needs the extra `figures`).",
    no_args_is_help=True,
)
EXERCISES = Path(__file__).parents[2] / "content" / "exercises"
BAD_INPUT = 2
#: What `check` shows, in mm, degrees and m/s; the faults name everything else.
COLUMNS = {
    "miss": "reach", "slide": "slide", "drag": "drag", "sunk": "sunk", "knee bend": "knee",
    "speed": "m/s", "unbalanced": "tilt",
}  # fmt: skip

Names = Annotated[list[str] | None, typer.Argument(help="Which exercises; all without a name.")]
console = Console(stderr=True)


@app.command()
def check(names: Names = None) -> None:
    """Measure every frame and name what no body could do."""
    with _plain_errors():
        table, faults = Table("exercise", *COLUMNS.values(), "seam"), []
        for name, scene in _progress(_scenes(names), "checking"):
            measures, found = _measured(name, scene)
            seam, torn = _seam(name)
            table.add_row(name, *(f"{measures[measure]:.1f}" for measure in COLUMNS), seam)
            faults += found + torn
        Console().print(table)
        if faults:
            raise ContentError("\n".join(faults))


@app.command()
def still(names: Names = None) -> None:
    """Draw board.png: one panel for each key step."""
    with _plain_errors():
        scenes = _checked(names)
        from bot.figures import board  # noqa: PLC0415  # _checked has looked for the libraries

        for name, scene in _progress(scenes, "drawing"):
            board.save(scene, EXERCISES / name / "board.png")
            _done(name, "board.png")


@app.command()
def loop(names: Names = None) -> None:
    """Draw loop.mp4, a silent film without a seam."""
    with _plain_errors():
        scenes = _checked(names)
        from bot.figures import film  # noqa: PLC0415  # _checked has looked for the libraries

        with _bar() as bar:
            for name, scene in scenes.items():
                task = bar.add_task(f"filming {name}", total=scene.motion.frames)
                film.save(scene, EXERCISES / name / "loop.mp4", partial(bar.advance, task))
                _done(name, "loop.mp4")


@app.command()
def gallery() -> None:
    """Draw gallery.png: all exercises with their names on one card."""
    with _plain_errors():
        scenes = _checked(None)
        from bot.figures import gallery as page  # noqa: PLC0415  # as above
        from bot.figures.board import png  # noqa: PLC0415

        (EXERCISES / manifest.GALLERY).write_bytes(png(page.gallery(scenes)))
        manifest.note_gallery(EXERCISES)


@app.command()
def sheet(
    names: Names = None,
    out: Annotated[Path, typer.Option(help="Where to put the page.")] = Path("figures-sheet.png"),
) -> None:
    """Put everything on one page to look at: all boards and eight frames of every loop."""
    with _plain_errors():
        scenes = _scenes(names)
        from bot.figures import sheet as page  # noqa: PLC0415  # as above

        rows = [page.row(name, scene, EXERCISES / name / "loop.mp4")
                for name, scene in _progress(scenes, "collecting")]  # fmt: skip
        page.save(rows, out)
        console.print(f"{out} is ready to look at.")


@app.command()
def stale() -> None:
    """Name the pictures that are older than what they are drawn from."""
    found = manifest.stale(EXERCISES)
    for name in found:
        console.print(f"{escape(name)} is stale: run `psoas-bot figures still|loop|gallery`.")
    if found:
        raise typer.Exit(BAD_INPUT)


# helpers


def _sheets(names: list[str] | None) -> dict[str, Path]:
    """Find the files of the exercises asked for."""
    every = {path.parent.name: path for path in sorted(EXERCISES.glob("*/figure.yaml"))}
    for name in names or ():
        if name not in every:
            near = difflib.get_close_matches(name, every, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise ContentError(f"There is no figure {name!r} in {EXERCISES}.{hint}")
    return {name: every[name] for name in names} if names else every


def _scenes(names: list[str] | None) -> "dict[str, Scene]":
    figures = {name: read(path, Figure) for name, path in _sheets(names).items()}
    if missing := [lib for lib in ("numpy", "resvg_py", "av", "PIL") if find_spec(lib) is None]:
        raise ContentError(
            f"Drawing needs {', '.join(missing)}: pip install 'psoas-bot[figures]' brings it."
        )
    from bot.figures.scene import Scene  # noqa: PLC0415  # needs the libraries just looked for

    return {name: Scene(figure) for name, figure in figures.items()}


def _checked(names: list[str] | None) -> "dict[str, Scene]":
    """Load and measure; nothing wrong is ever drawn."""
    scenes = _scenes(names)
    faults = [fault for name, scene in _progress(scenes, "checking")
              for fault in _measured(name, scene)[1]]  # fmt: skip
    if faults:
        raise ContentError("\n".join(faults))
    return scenes


def _measured(name: str, scene: "Scene") -> tuple[dict[str, float], list[str]]:
    from bot.figures.check import check as measure  # noqa: PLC0415

    report = measure(scene)
    path = EXERCISES / name / "figure.yaml"
    measures = {measure_name: worst.value for measure_name, worst in report.measures.items()}
    return measures, [f"{path}: {fault}" for fault in report.faults]


def _seam(name: str) -> tuple[str, list[str]]:
    """Look at the finished film, if there is one, for a jump where it starts again."""
    from bot.figures import check as measure  # noqa: PLC0415

    loop = EXERCISES / name / "loop.mp4"
    if not loop.exists():
        return "-", []
    try:
        jump = measure.seam(loop)
    except (OSError, ValueError):
        return "?", [f"{loop}: this is no film; draw it again with `psoas-bot figures loop`."]
    fault = f"{loop}: the step over the seam is {jump:.2f} times the largest other step."
    return f"{jump:.2f}", [fault] if jump > measure.SEAM else []


def _done(name: str, output: str) -> None:
    path = EXERCISES / name / output
    manifest.note(path.parent, output)
    console.print(f"{name}/{output}: {path.stat().st_size / 1000:.0f} kB")


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Say what is wrong in a sentence, and end with 2."""
    try:
        yield
    except ContentError as error:
        console.print(escape(str(error)), style="red", soft_wrap=True)
        raise typer.Exit(BAD_INPUT) from None


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description:<32}"), BarColumn(),
        TextColumn("{task.completed}/{task.total}"), TimeElapsedColumn(), console=console,
    )  # fmt: skip


def _progress(scenes: "dict[str, Scene]", what: str) -> "Iterator[tuple[str, Scene]]":
    with _bar() as bar:
        task = bar.add_task(what, total=len(scenes))
        for name, scene in scenes.items():
            bar.update(task, description=f"{what} {name}")
            yield name, scene
            bar.advance(task)
