"""The figure files: where they are, what a version inherits, and whether they fit the words.

Needs no drawing library.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.coach.documents import ContentError, Faults, read
from bot.coach.sheets import ExerciseSheet
from bot.coach.wording import ExerciseWords
from bot.figures.schema import Figure, Sheet

#: The file of the version that an exercise has under its own name.
STANDARD = "standard"
#: A longer hold is shown this long, in seconds.
LONGEST_HOLD = 3.0
#: How far a film's time may differ from the taught time, as a share of it.
OFF_TEMPO = 0.1


def files(exercises: Path) -> dict[str, Path]:
    """Return every figure file under its name, such as `lunge/harder`."""
    every = sorted(exercises.glob("*/figures/*.yaml"), key=_order)
    return {f"{path.parents[1].name}/{path.stem}": path for path in every}


def in_order(exercises: Path) -> list[Path]:
    """Return the standard figures in the order of the exercises' ids, as every list has them."""
    standard = [path for path in files(exercises).values() if path.stem == STANDARD]
    ids = {path: read(path.parents[1] / "exercise.yaml", ExerciseSheet).id for path in standard}
    return sorted(standard, key=lambda path: int(ids[path][1:]))


def _order(path: Path) -> tuple[str, bool, str]:
    return path.parents[1].name, path.stem != STANDARD, path.stem


def load(path: Path) -> Figure:
    """Read one figure file together with what it inherits; raise ContentError."""
    try:
        return Figure.model_validate(_written(path, ()))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        message = first["msg"].removeprefix("Value error, ")
        raise ContentError(f"{path}: {where + ': ' if where else ''}{message}.") from None


def _written(path: Path, above: tuple[Path, ...]) -> dict[str, Any]:
    """Return what a file says, over what the version it is like says."""
    sheet = read(path, Sheet)
    own = sheet.model_dump(exclude_unset=True, exclude={"like"})
    if sheet.like is None:
        return own
    parent = path.with_name(f"{sheet.like}.yaml")
    if parent == path or parent in above:
        raise ContentError(f"{path}: like: {sheet.like} leads in a circle.")
    if not parent.is_file():
        raise ContentError(f"{path}: like: there is no {parent.name} beside this file.")
    return _merged(_written(parent, (*above, path)), own)


def ancestry(path: Path) -> list[Path]:
    """Return a figure file and all those that it inherits from."""
    sheet = read(path, Sheet)
    parent = path.with_name(f"{sheet.like}.yaml")
    return [path, *(ancestry(parent) if sheet.like and parent.is_file() else ())]


def _merged(parent: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Merge base poses and key poses channel by channel; anything else is replaced.

    A key pose that says what it is `like` starts anew.
    """
    whole = parent | own
    whole["base"] = _deep(parent.get("base", {}), own.get("base", {}))
    keys = {key["id"]: key for key in parent.get("keys", ())}
    for key in own.get("keys", ()):
        name, like = key["id"], key.get("like")
        if like is None:
            keys[name] = _deep(keys.get(name, {}), key)
            continue
        order = list(keys)
        if name in keys and (like not in keys or order.index(like) > order.index(name)):
            del keys[name]  # it comes again below the one that it starts from
        keys[name] = key
    return whole | {"keys": list(keys.values())}


def _deep(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    return under | {
        name: _deep(under[name], value)
        if isinstance(value, dict) and isinstance(under.get(name), dict)
        else value
        for name, value in over.items()
    }


def misfits(path: Path, figure: Figure) -> Iterator[str]:
    """Yield where a figure differs from the words and the dose of its version."""
    folder, version = path.parents[1], path.stem
    sheet = read(folder / "exercise.yaml", ExerciseSheet)
    words = read(folder / "en.yaml", ExerciseWords)
    name = None if version == STANDARD else version
    if name is not None and name not in sheet.versions:
        yield f"{path}: exercise.yaml has no version named {version}."
        return
    steps = words.versions[name].steps if name else words.steps
    if len(steps) != len(figure.storyboard):
        yield (
            f"{path}: storyboard has {len(figure.storyboard)} panels, but the words have"
            f" {len(steps)} steps."
        )
    dose = sheet.version(name).dose
    for phase, taught in (("up", dose.up), ("down", dose.down)):
        yield from _off_tempo(path, phase, taught, _phases(figure, phase))
    held = [(step.key, step.hold) for step in figure.loop if step.ring]
    shown = None if dose.hold is None else min(float(dose.hold), LONGEST_HOLD)
    yield from _off_tempo(path, "hold", shown, held)


def _phases(figure: Figure, phase: str) -> list[tuple[str, float]]:
    """Return the key and the time of every movement that is marked as this phase."""
    found: list[tuple[str, float]] = []
    before = figure.loop[-1]
    for step in figure.loop:
        if step.phase == phase and before.phase == phase and not step.hold and found:
            found[-1] = (found[-1][0], found[-1][1] + step.move)
        elif step.phase == phase:
            found.append((step.key, step.move))
        before = step
    return found


def _off_tempo(
    path: Path, phase: str, taught: float | None, found: list[tuple[str, float]]
) -> Iterator[str]:
    if taught is None:
        return
    if not found:
        yield f"{path}: loop: no step shows the {phase} of {taught:g} s that the dose teaches."
    for key, shown in found:
        if abs(shown - taught) > OFF_TEMPO * taught:
            yield (
                f"{path}: loop, {key!r}: {phase} takes {shown:g} s, but {taught:g} s are taught."
            )


def faults(exercises: Path) -> list[str]:
    """Return what differs between figures, words and doses, where an exercise has figures."""
    found = Faults()
    for folder in sorted(exercises.glob("*/figures")):
        found += found.collect(_undrawn_of, folder.parent) or ()
        for path in sorted(folder.glob("*.yaml")):
            found += found.collect(_misfits_of, path) or ()
    return found


def _undrawn_of(exercise: Path) -> list[str]:
    return list(_undrawn(exercise))


def _misfits_of(path: Path) -> list[str]:
    return list(misfits(path, load(path)))


def undrawn(exercises: Path) -> Iterator[str]:
    """Yield the versions that have no figure, as sentences."""
    for sheet in sorted(exercises.glob("*/exercise.yaml")):
        yield from _undrawn(sheet.parent)


def _undrawn(exercise: Path) -> Iterator[str]:
    for version in (STANDARD, *read(exercise / "exercise.yaml", ExerciseSheet).versions):
        path = exercise / "figures" / f"{version}.yaml"
        if not path.is_file():
            yield f"{path}: this version has no figure."
