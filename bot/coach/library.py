"""content/ as frozen values: read once, checked, and joined."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Literal, TypeVar

from bot.coach.documents import ContentError, Document, read
from bot.coach.sheets import (
    Day,
    ExerciseSheet,
    ExerciseWords,
    Flag,
    Page,
    RoutineSheet,
    SignSheet,
    SignsPage,
    SignWords,
)

DEFAULT_LANGUAGE = "en"
SLUG = re.compile(r"(?=.{1,24}$)[a-z]+(-[a-z]+)*")  # it goes into buttons and columns
W = TypeVar("W", bound=Document)


@dataclass(frozen=True)
class Translations(Generic[W]):
    """The same words in several languages; English where one is missing."""

    by_language: Mapping[str, W]

    def to(self, language: str) -> W:
        """Return the words for a language code such as `pt-br`, `pt` or, failing both, English."""
        for code in (language, language.partition("-")[0]):
            if code in self.by_language:
                return self.by_language[code]
        return self.by_language[DEFAULT_LANGUAGE]


@dataclass(frozen=True)
class Picture:
    """A picture's file and the hash of its content; `kind` is Telegram's name for it."""

    path: Path
    kind: Literal["animation", "photo"]
    digest: str

    @property
    def method(self) -> str:
        """Return the method that sends it, in lower case."""
        return f"send{self.kind}"


@dataclass(frozen=True)
class Exercise:
    """One exercise: its folder's name, its numbers, its words, and its pictures if drawn."""

    slug: str
    sheet: ExerciseSheet
    words: Translations[ExerciseWords]
    loop: Picture | None = None
    board: Picture | None = None


@dataclass(frozen=True)
class Sign:
    """One sign that a psoas may need work."""

    slug: str
    sheet: SignSheet
    words: Translations[SignWords]


@dataclass(frozen=True, eq=False)
class Library:
    """All that the bot teaches. Exercises and signs stand in the order of their ids.

    A library equals only itself, so that what follows from one can be remembered with it.
    """

    exercises: Mapping[str, Exercise]
    signs: Mapping[str, Sign]
    signs_page: Translations[SignsPage]
    anatomy: Translations[Page]
    safety: Translations[Page]
    routine: RoutineSheet
    gallery: Picture | None = None

    def signs_suited_by(self, exercise: str) -> Iterator[Sign]:
        """Yield the signs for which an exercise is suggested."""
        return (sign for sign in self.signs.values() if exercise in sign.sheet.suits)


def load(root: Path) -> Library:
    """Read a content folder; raise ContentError that names file, line and field."""
    if not root.is_dir():
        raise ContentError(f"{root}: there is no such content folder.")
    exercises = _folders(root / "exercises", _exercise, lambda one: one.sheet.id)
    signs = _folders(root / "signs", _sign, lambda one: one.sheet.id)
    library = Library(
        exercises=exercises,
        signs=signs,
        signs_page=_translations(root / "signs", SignsPage),
        anatomy=_translations(root / "anatomy", Page),
        safety=_translations(root / "safety", Page),
        routine=read(root / "routine.yaml", RoutineSheet),
        gallery=_picture(root / "exercises" / "gallery.png", "photo"),
    )
    _check_links(root, library)
    _check_names(root, library)
    return library


T = TypeVar("T", Exercise, Sign)


def _folders(
    root: Path, one: Callable[[Path], T], identity: Callable[[T], str]
) -> Mapping[str, T]:
    """Read each folder below `root`, in the order of the numbers in their ids."""
    folders = sorted(path for path in root.glob("*") if path.is_dir())
    if not folders:
        raise ContentError(f"{root}: holds no folder; at least one is needed.")
    for path in folders:
        if not SLUG.fullmatch(path.name):
            raise ContentError(
                f"{path}: the name of the folder needs to be lower-case words, joined by hyphens"
                " and together at most 24 letters."
            )
    values = {path.name: one(path) for path in folders}
    seen: dict[str, str] = {}
    for slug, value in values.items():
        if (other := seen.setdefault(identity(value), slug)) != slug:
            raise ContentError(f"{root / slug}: id {identity(value)} is that of {other} too.")
    return dict(sorted(values.items(), key=lambda item: int(identity(item[1])[1:])))


def _translations(folder: Path, model: type[W]) -> Translations[W]:
    """Read `en.yaml` and every other language file of a folder: names of two or five letters."""
    words = {DEFAULT_LANGUAGE: read(folder / f"{DEFAULT_LANGUAGE}.yaml", model)}
    for path in folder.glob("*.yaml"):
        if len(path.stem) == 2 or path.stem[2:3] == "-":
            words[path.stem] = read(path, model)
    return Translations(words)


def _exercise(folder: Path) -> Exercise:
    sheet = read(folder / "exercise.yaml", ExerciseSheet)
    words = _translations(folder, ExerciseWords)
    adapted: set[str] = set(sheet.adapts_to(frozenset(Flag)))
    for language, told in words.by_language.items():
        path = folder / f"{language}.yaml"
        _same(path, "forms", set(told.forms), set(sheet.forms))
        _same(path, "adapt", set(told.adapt), adapted)
    loop = _picture(folder / "loop.mp4", "animation")
    return Exercise(folder.name, sheet, words, loop, _picture(folder / "board.png", "photo"))


def _picture(path: Path, kind: Literal["animation", "photo"]) -> Picture | None:
    """Return a picture where there is one: an exercise can be taught by words alone."""
    if not path.is_file():
        return None
    return Picture(path, kind, hashlib.sha256(path.read_bytes()).hexdigest())


def _sign(folder: Path) -> Sign:
    return Sign(
        folder.name, read(folder / "sign.yaml", SignSheet), _translations(folder, SignWords)
    )


def _same(path: Path, field: str, told: AbstractSet[str], wanted: AbstractSet[str]) -> None:
    for name in sorted(told ^ wanted):
        fault = "has no words here" if name in wanted else "stands in no sheet beside it"
        raise ContentError(f"{path}: {field}.{name} {fault}.")


def _check_links(root: Path, library: Library) -> None:
    """Refuse a name of an exercise or form that does not exist."""
    for slug, sign in library.signs.items():
        for name in (*sign.sheet.suits, *sign.sheet.leave):
            _known(root / "signs" / slug / "sign.yaml", name, library)
    path = root / "routine.yaml"
    routine = library.routine
    days = [day for week in routine.weeks for day in week.days]
    for day in (*days, *routine.loop, *routine.stand_ins.values()):
        _check_day(path, day, library)
    for name in (*routine.stand_ins, routine.extra_exercise):
        _known(path, name, library)


def _check_day(path: Path, day: Day, library: Library) -> None:
    if day.exercise is None:
        return
    _known(path, day.exercise, library)
    if day.form and day.form not in library.exercises[day.exercise].sheet.forms:
        raise ContentError(f"{path}: {day.exercise} has no form named {day.form}.")


def _known(path: Path, slug: str, library: Library) -> None:
    if slug not in library.exercises:
        raise ContentError(f"{path}: there is no exercise named {slug}.")


def _check_names(root: Path, library: Library) -> None:
    """Refuse a name or alias that would point at two exercises in one language."""
    seen: dict[tuple[str, str], str] = {}
    for slug, exercise in library.exercises.items():
        for language, words in exercise.words.by_language.items():
            for name in {words.name.casefold(), *(alias.casefold() for alias in words.aliases)}:
                if (other := seen.setdefault((language, name), slug)) != slug:
                    path = root / "exercises" / slug / f"{language}.yaml"
                    raise ContentError(f"{path}: “{name}” is a name of {other} too.")
