"""What the files of content/ need to agree on: ids, versions, and links between them.

Each function yields one sentence for each fault. A sheet that could not be read is None here, so
that a link to it is no fault of its own.
"""

import hashlib
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

from bot.coach.sheets import ExerciseSheet, Flag, RoutineDay, RoutineSheet, SignSheet
from bot.coach.wording import ExerciseWords, Source, TipList, WeekNames

Sheets = Mapping[str, ExerciseSheet | None]


def id_faults(root: Path, sheets: Mapping[str, ExerciseSheet | SignSheet | None]) -> Iterator[str]:
    """Yield a fault for each folder whose id another folder has too."""
    seen: dict[str, str] = {}
    for slug, sheet in sheets.items():
        if sheet and (other := seen.setdefault(sheet.id, slug)) != slug:
            yield f"{root / slug}: id {sheet.id} is that of {other} too."


def word_faults(path: Path, words: ExerciseWords, sheet: ExerciseSheet) -> Iterator[str]:
    """Yield a fault for each version and flag that has words but no numbers, or the reverse."""
    adapted = sheet.adapts_to(frozenset(Flag))
    pairs = (("versions", words.versions, sheet.versions), ("adapt", words.adapt, adapted))
    for field, written, wanted in pairs:
        for name in sorted({*written} ^ {*wanted}):
            fault = "has no words here" if name in wanted else "is not in the sheet beside it"
            yield f"{path}: {field}.{name} {fault}."


def sign_faults(path: Path, sheet: SignSheet, exercises: Sheets) -> Iterator[str]:
    """Yield a fault for each exercise of a sign that does not exist."""
    yield from _unknown(path, (*sheet.suits, *sheet.leave), exercises)


def routine_faults(path: Path, sheet: RoutineSheet, exercises: Sheets) -> Iterator[str]:
    """Yield a fault for each exercise and version of the routine that does not exist."""
    days = [day for week in sheet.weeks for day in week.days]
    for day in (*days, *sheet.loop, *sheet.stand_ins.values()):
        yield from _day(path, day, exercises)
    named = (*sheet.stand_ins, sheet.extra_exercise, sheet.rest_exercise)
    yield from _unknown(path, named, exercises)


def week_name_faults(
    root: Path, sheet: RoutineSheet | None, words: Mapping[str, WeekNames]
) -> Iterator[str]:
    """Yield a fault for each week of the routine that has a name without words."""
    named = [week.name for week in sheet.weeks if week.name] if sheet else []
    if named and not words:
        yield f"{root / 'weeks' / 'en.yaml'}: this file is missing."
    for language, translated in words.items():
        path = root / "weeks" / f"{language}.yaml"
        missing = [name for name in named if name not in translated.names]
        yield from (f"{path}: names.{name} has no words here." for name in missing)


def tip_faults(
    folder: Path, words: Mapping[str, TipList], sources: Mapping[str, Source]
) -> Iterator[str]:
    """Yield a fault for each unknown source of a tip, and each language that lacks a tip."""
    most = max((len(translated.tips) for translated in words.values()), default=0)
    for language, translated in words.items():
        path = folder / f"{language}.yaml"
        if (count := len(translated.tips)) < most:
            yield f"{path}: has {count} tips, and another language has {most}."
        codes = {code for tip in translated.tips for code in tip.sources}
        for code in sorted(codes - {*sources}):
            yield f"{path}: there is no source named {code} in sources.yaml."


def _day(path: Path, day: RoutineDay, exercises: Sheets) -> Iterator[str]:
    if day.exercise is None:
        return
    yield from _unknown(path, (day.exercise,), exercises)
    sheet = exercises.get(day.exercise)
    if sheet and day.version and day.version not in sheet.versions:
        yield f"{path}: {day.exercise} has no version named {day.version}."


def _unknown(path: Path, slugs: tuple[str, ...], exercises: Sheets) -> Iterator[str]:
    return (
        f"{path}: there is no exercise named {slug}." for slug in slugs if slug not in exercises
    )


def name_faults(root: Path, words: Mapping[str, Mapping[str, ExerciseWords]]) -> Iterator[str]:
    """Yield a fault for each name or alias that would lead to two exercises in one language."""
    seen: dict[tuple[str, str], str] = {}
    for slug, by_language in words.items():
        for language, translated in by_language.items():
            for name in sorted(_folded(translated)):
                if (other := seen.setdefault((language, name), slug)) != slug:
                    path = root / slug / f"{language}.yaml"
                    yield f"{path}: “{name}” is a name of {other} too."


def copy_faults(exercises: Path) -> Iterator[str]:
    """Yield a fault for each film and board that was copied along from another exercise."""
    seen: dict[bytes, Path] = {}
    found = (exercises.glob(f"*/pictures/*/{name}") for name in ("loop.mp4", "board.png"))
    for path in sorted(chain(*found)):
        other = seen.setdefault(hashlib.sha256(path.read_bytes()).digest(), path)
        if (slug := other.parents[2].name) != path.parents[2].name:
            yield f"{path}: this is the picture of {slug} too; draw it again, or delete it."


def panel_faults(path: Path, words: ExerciseWords, drawn: Mapping[str, int]) -> Iterator[str]:
    """Yield a fault for each version whose steps and their pictures are not equally many."""
    for version, count in drawn.items():
        told = words.versions.get(version)
        steps = len(told.steps if told else words.steps)
        if count not in (0, steps):
            yield f"{path}: version {version} has {steps} steps and {count} pictures of them."


def _folded(words: ExerciseWords) -> set[str]:
    return {name.casefold() for name in (words.name, *words.aliases)}
