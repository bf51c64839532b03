"""`psoas-bot figures`: check the poses, draw the stills, the loops and the pages of all."""

import difflib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from bot.coach.documents import ContentError
from bot.figures import explain as key
from bot.figures import manifest, sheets

if TYPE_CHECKING:
    from bot.figures.scene import Scene

app = typer.Typer(
    help="Draw the exercises from content/exercises/*/figures/ (needs the extra `figures`).",
    add_completion=False,
    no_args_is_help=True,
)
EXERCISES = Path(__file__).parents[2] / "content" / "exercises"
BAD_INPUT = 2
WIDE = 130  # columns of text, for the table of measures
LIBRARIES = ("numpy", "av", "PIL")
PAINTER = "skia"  # poses are measured without it
Result = TypeVar("Result")

Names = Annotated[
    list[str] | None,
    typer.Argument(help="Exercises (lunge) or versions (lunge/harder); all without a name."),
]
console = Console(stderr=True)


@app.command()
def check(names: Names = None) -> None:
    """Measure every frame; report impossible poses and mismatches with the text."""
    with _plain_errors():
        titles = ("figure", *key.COLUMNS.values())
        table = Table(*(Column(title, no_wrap=True) for title in titles))
        faults = list(sheets.undrawn(EXERCISES))
        measured = dict(_each(_measured, _paths(names), "checking"))
        for name in sorted(measured):
            measures, found = measured[name]
            table.add_row(name, *(f"{measures.get(one, 0):.1f}" for one in key.COLUMNS))
            faults += found
        Console(width=max(Console().width, WIDE)).print(table)
        _raise(faults)


@app.command()
def still(names: Names = None) -> None:
    """Draw the board and the picture of each step."""
    with _plain_errors():
        paths = _checked(names)
        for name, size in _each(_still, paths, "drawing"):
            _done(paths[name], manifest.BOARD, size)


@app.command()
def loop(names: Names = None) -> None:
    """Draw loop.mp4, a silent, seamless loop."""
    with _plain_errors():
        paths = _checked(names)
        for name, size in _each(_loop, paths, "filming"):
            _done(paths[name], manifest.LOOP, size)


@app.command()
def gallery() -> None:
    """Draw gallery.png: all exercises on one card, numbered."""
    with _plain_errors():
        _libraries(PAINTER)
        from bot.figures import gallery as page  # noqa: PLC0415  # needs the libraries
        from bot.figures.board import png  # noqa: PLC0415

        scenes = {path.parents[1].name: _scene(path) for path in sheets.in_order(EXERCISES)}
        (EXERCISES / manifest.GALLERY).write_bytes(png(page.gallery(scenes)))
        manifest.note_gallery(EXERCISES)


@app.command()
def anatomy() -> None:
    """Draw content/anatomy/muscle.png: the muscle from the front and from the side."""
    with _plain_errors():
        _libraries(PAINTER)
        from bot.figures import anatomy as page  # noqa: PLC0415  # needs the libraries
        from bot.figures.board import png  # noqa: PLC0415

        (EXERCISES.parent / "anatomy" / "muscle.png").write_bytes(png(page.muscle()))


@app.command()
def sheet(
    names: Names = None,
    out: Annotated[Path, typer.Option(help="Where to put the page.")] = Path("figures-sheet.png"),
) -> None:
    """Put everything on one page to look at: all boards and eight frames of every loop."""
    with _plain_errors():
        paths = _paths(names)
        _libraries(PAINTER)
        from bot.figures import sheet as page  # noqa: PLC0415  # needs the libraries

        rows = [page.row(name, _scene(path), manifest.pictures(path) / manifest.LOOP)
                for name, path in paths.items()]  # fmt: skip
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


@app.command()
def explain() -> None:
    """Explain every column of `check` and every field and channel of a figure file."""
    for title, rows in key.chapters():
        table = Table("name", "meaning", title=title, title_justify="left", show_lines=False)
        for name, meaning in rows:
            table.add_row(escape(name), escape(meaning))
        Console().print(table)


# what runs in a process of its own


def _scene(path: Path) -> "Scene":
    from bot.figures.scene import Scene  # noqa: PLC0415  # needs the libraries

    return Scene(sheets.load(path))


def _possible(path: Path) -> list[str]:
    """Return the faults for which nothing is drawn."""
    from bot.figures.check import check as measure  # noqa: PLC0415

    return [f"{path}: {fault}" for fault in measure(_scene(path)).faults]


def _measured(path: Path) -> tuple[dict[str, float], list[str]]:
    from bot.figures import check as measure  # noqa: PLC0415

    scene = _scene(path)
    report = measure.check(scene, drawn=True)
    faults = [f"{path}: {fault}" for fault in report.faults]
    faults += sheets.misfits(path, scene.figure)
    measures = {name: worst.value for name, worst in report.measures.items()}
    loop = manifest.pictures(path) / manifest.LOOP
    if loop.exists():
        try:
            measures["seam"] = measure.seam(loop)
        except (OSError, ValueError):
            faults.append(f"{loop}: this is no film; draw it again with `psoas-bot figures loop`.")
        if measures.get("seam", 0) > measure.SEAM:
            faults.append(f"{loop}: the film jumps where it starts again.")
    return measures, faults


def _still(path: Path) -> int:
    from bot.figures import board  # noqa: PLC0415

    folder = manifest.pictures(path)
    folder.mkdir(parents=True, exist_ok=True)
    board.save(_scene(path), folder)
    return (folder / manifest.BOARD).stat().st_size


def _loop(path: Path) -> int:
    from bot.figures import film  # noqa: PLC0415

    target = manifest.pictures(path) / manifest.LOOP
    target.parent.mkdir(parents=True, exist_ok=True)
    film.save(_scene(path), target)
    return target.stat().st_size


# helpers


def _paths(names: list[str] | None) -> dict[str, Path]:
    """Return the figure files of the exercises and versions asked for; read each once."""
    every = sheets.files(EXERCISES)
    asked: dict[str, Path] = {}
    for name in names or every:
        found = {one: path for one, path in every.items() if name in (one, one.split("/")[0])}
        if not found:
            known = {*every, *(one.split("/")[0] for one in every)}
            near = difflib.get_close_matches(name, sorted(known), n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise ContentError(f"There is no figure {name!r} in {EXERCISES}.{hint}")
        asked |= found
    for path in asked.values():
        sheets.load(path)
    return asked


def _libraries(*more: str) -> None:
    """Raise ContentError if a library that is needed is missing or cannot be loaded."""
    for name in (*LIBRARIES, *more):
        try:
            import_module(name)
        except ImportError as error:
            raise ContentError(
                f"{name} is missing ({error}): pip install 'psoas-bot[figures]' brings it. skia"
                " also needs libgl1 and libegl1 from your system."
            ) from None


def _checked(names: list[str] | None) -> dict[str, Path]:
    """Return the figures asked for; raise ContentError if no body could do one of them."""
    paths = _paths(names)
    _libraries(PAINTER)
    _raise([fault for _, faults in _each(_possible, paths, "checking") for fault in faults])
    return paths


def _raise(faults: Iterable[str]) -> None:
    if text := "\n".join(faults):
        raise ContentError(text)


def _each(
    work: Callable[[Path], Result], paths: dict[str, Path], what: str
) -> Iterator[tuple[str, Result]]:
    """Do something with each figure, as many at once as there are processors, under one bar."""
    _libraries()
    with _bar() as bar:
        task = bar.add_task(what, total=len(paths))
        if len(paths) == 1:
            yield from ((name, work(path)) for name, path in paths.items())
            bar.advance(task)
            return
        with ProcessPoolExecutor() as pool:
            waiting = {pool.submit(work, path): name for name, path in paths.items()}
            for done in as_completed(waiting):
                bar.update(task, advance=1, description=f"{what} {waiting[done]}")
                yield waiting[done], done.result()


def _done(path: Path, output: str, size: int) -> None:
    manifest.note(path, output)
    console.print(f"{manifest.pictures(path) / output}: {size / 1000:.0f} kB")


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Print what is wrong as a sentence, and exit with code 2."""
    try:
        yield
    except ContentError as error:
        console.print(escape(str(error)), style="red", soft_wrap=True)
        raise typer.Exit(BAD_INPUT) from None


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description:<40}"), BarColumn(),
        TextColumn("{task.completed}/{task.total}"), TimeElapsedColumn(), console=console,
    )  # fmt: skip
