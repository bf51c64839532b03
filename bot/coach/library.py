"""content/ as frozen values: read once, checked, and joined."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from bot.coach import content_checks as checks
from bot.coach.classifier import read_heads, weights_path
from bot.coach.direction import directed_words
from bot.coach.documents import ContentError, Faults, read
from bot.coach.drawings import (
    NOTHING_DRAWN,
    STANDARD,
    Picture,
    Pictures,
    read_picture,
    read_pictures,
)
from bot.coach.languages import DEFAULT_LANGUAGE, Languages, offered, phrases_of
from bot.coach.phrase_book import PhraseBook
from bot.coach.positions import DAYS_A_WEEK
from bot.coach.sheets import ExerciseSheet, RoutineSheet, SignSheet
from bot.coach.translations import Packed, Translations, W
from bot.coach.wording import (
    ExerciseWords,
    Page,
    SignsPage,
    SignWords,
    Source,
    SourceList,
    Tip,
    TipList,
    WeekNames,
)

SLUG = re.compile(r"(?=.{1,24}$)[a-z]+(-[a-z]+)*")  # it goes into buttons and columns


@dataclass(frozen=True, eq=False)
class Exercise:
    """One exercise: its folder's name, its numbers, its words, and its pictures by version."""

    slug: str
    sheet: ExerciseSheet
    words: Translations[ExerciseWords]
    pictures: Mapping[str, Pictures] = field(default_factory=dict)

    def pictures_of(self, version: str | None) -> Pictures:
        """Return the pictures of a version; without a name, of the standard version."""
        return self.pictures.get(version or STANDARD, NOTHING_DRAWN)

    @property
    def film(self) -> Picture | None:
        """Return the film of the standard version."""
        return self.pictures_of(None).film

    @property
    def board(self) -> Picture | None:
        """Return the board of the standard version."""
        return self.pictures_of(None).board


@dataclass(frozen=True)
class Sign:
    """One sign that people link with the psoas."""

    slug: str
    sheet: SignSheet
    words: Translations[SignWords]


@dataclass(frozen=True, eq=False, repr=False)
class Library:
    """All that the bot teaches. Exercises and signs stand in the order of their ids.

    A library equals only itself, so that what follows from one can be remembered with it. It has
    no repr of its own: asyncio would write all texts of seven languages wherever it names a task.
    """

    exercises: Mapping[str, Exercise]
    signs: Mapping[str, Sign]
    signs_page: Translations[SignsPage]
    anatomy: Translations[Page]
    safety: Translations[Page]
    phrases: Translations[PhraseBook]
    routine: RoutineSheet
    gallery: Picture | None = None
    muscle: Picture | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)
    languages: Languages = field(default_factory=Languages)
    week_names: Translations[WeekNames] | None = None
    tips: Translations[TipList] | None = None
    weights: Mapping[str, Path] = field(default_factory=dict)

    def tip_of_week(self, day: date, language: str) -> tuple[int, Tip] | None:
        """Return the tip of a day's week, which begins on Monday, with its number."""
        if self.tips is None:
            return None
        tips = self.tips.to(language).tips
        number = (day.toordinal() - 1) // DAYS_A_WEEK % len(tips)
        return number, tips[number]

    @property
    def untranslated(self) -> int:
        """Return how many translations of exercises and signs English stands in for."""
        words = [one.words.by_language for one in self.exercises.values()]
        signs = [one.words.by_language for one in self.signs.values()]
        return sum(
            code not in known for known in (*words, *signs) for code in self.languages.codes
        )

    def week_name(self, number: int, language: str) -> str | None:
        """Return what a week of the routine is called, counted from 1, if it has a name."""
        name = self.routine.weeks[number - 1].name
        return self.week_names.to(language).names[name] if name and self.week_names else None

    def references(self, named: Iterable[str]) -> Iterator[Source]:
        """Yield the sources that a sheet names by their codes, or in its own words."""
        return (self.sources.get(one) or Source(text=one) for one in named)

    def signs_suited_by(self, exercise: str) -> Iterator[Sign]:
        """Yield the signs for which an exercise is suggested."""
        return (sign for sign in self.signs.values() if exercise in sign.sheet.suits)


def load(root: Path, also: str | None = None) -> Library:
    """Read a content folder; raise ContentError that names every fault in it.

    `also` is a draft to be read as if it were whole. It is long because each file of the folder
    takes a line to read and a line to pass on.
    """
    if not root.is_dir():
        raise ContentError(f"{root}: there is no such content folder.")
    faults = Faults()
    folders = _folders(root / "exercises", faults), _folders(root / "signs", faults)
    languages = faults.collect(offered, root, also) or Languages()
    exercises = {one.name: faults.collect(_exercise, one, languages) for one in folders[0]}
    signs = {one.name: faults.collect(_sign, one, languages) for one in folders[1]}
    signs_page = faults.collect(_translations, root / "signs", SignsPage, languages)
    anatomy = faults.collect(_translations, root / "anatomy", Page, languages)
    safety = faults.collect(_translations, root / "safety", Page, languages)
    phrases = faults.collect(_phrases, phrases_of(root), languages)
    weights = _weights(phrases_of(root), languages, faults)
    routine = faults.collect(read, root / "routine.yaml", RoutineSheet)
    sources = _sources(root / "sources.yaml", faults)
    week_names = _some(root / "weeks", WeekNames, languages, faults)
    tips = _some(root / "tips", TipList, languages, faults)
    faults += _faults_between_files(root, exercises, signs, routine)
    faults += checks.tip_faults(root / "tips", tips.by_language if tips else {}, sources)
    names = week_names.by_language if week_names else {}
    faults += checks.week_name_faults(root, routine, names)
    if faults or not (signs_page and anatomy and safety and phrases and routine):
        raise ContentError(*dict.fromkeys(faults))
    return Library(
        _by_number(exercises),
        _by_number(signs),
        signs_page,
        anatomy,
        safety,
        phrases,
        routine,
        read_picture(root / "exercises" / "gallery.png"),
        read_picture(root / "anatomy" / "muscle.png"),
        sources,
        languages,
        week_names,
        tips,
        weights,
    )


def _weights(phrases: Path, languages: Languages, faults: Faults) -> Mapping[str, Path]:
    """Return where the weights of each language stand; a language may do without."""
    paths = {code: weights_path(phrases, code) for code in languages.codes}
    found = {code: path for code, path in paths.items() if path.is_file()}
    for path in found.values():
        faults.collect(read_heads, path)
    return found


def _sources(path: Path, faults: Faults) -> Mapping[str, Source]:
    """Read the references; a content folder may do without, and name its sources in words."""
    found = faults.collect(read, path, SourceList) if path.is_file() else None
    return found.sources if found else {}


def _folders(root: Path, faults: Faults) -> list[Path]:
    """Return the folders below `root`, each of which is one exercise or one sign."""
    folders = sorted(path for path in root.glob("*") if path.is_dir())
    if not folders:
        faults.append(f"{root}: holds no folder; at least one is needed.")
    faults += (
        f"{path}: the name of the folder needs to be lower-case words, joined by hyphens"
        " and together at most 24 letters."
        for path in folders
        if not SLUG.fullmatch(path.name)
    )
    return folders


T = TypeVar("T", Exercise, Sign)


def _by_number(values: Mapping[str, T | None]) -> Mapping[str, T]:
    """Return what was read in the order of the numbers in their ids."""
    whole = [value for value in values.values() if value is not None]
    return {value.slug: value for value in sorted(whole, key=lambda one: int(one.sheet.id[1:]))}


def _translations(
    folder: Path, model: type[W], languages: Languages, *, may_lack: bool = False
) -> Translations[W]:
    """Read the files of a folder in the languages that are offered, such as `pt-br.yaml`.

    Only English is needed of what `may_lack` translations.
    """
    faults, words = Faults(), dict[str, W]()
    for language in languages.codes:
        path = folder / f"{language}.yaml"
        if may_lack and language != DEFAULT_LANGUAGE and not path.is_file():
            continue
        if (found := faults.collect(read, path, model)) is not None:
            turns = languages.is_right_to_left(language)
            words[language] = directed_words(found) if turns else found
    faults.raise_any()
    return Translations(words)


def _phrases(folder: Path, languages: Languages) -> Translations[PhraseBook]:
    """Read what each language writes."""
    faults, books = Faults(), Packed(PhraseBook)
    for language in languages.codes:
        if book := faults.collect(read, folder / f"{language}.yaml", PhraseBook):
            books.add(language, book)
    faults.raise_any()
    return Translations(books)


def _some(
    folder: Path, model: type[W], languages: Languages, faults: Faults
) -> Translations[W] | None:
    """Read the language files of a folder that a content folder may do without."""
    return faults.collect(_translations, folder, model, languages) if folder.is_dir() else None


def _exercise(folder: Path, languages: Languages) -> Exercise:
    faults = Faults()
    sheet = faults.collect(read, folder / "exercise.yaml", ExerciseSheet)
    words = faults.collect(_translations, folder, ExerciseWords, languages, may_lack=True)
    if sheet and words:
        versions = (STANDARD, *sheet.versions)
        pictures = {version: read_pictures(folder / "pictures" / version) for version in versions}
        drawn = {version: len(shown.panels) for version, shown in pictures.items()}
        for language, translated in words.by_language.items():
            path = folder / f"{language}.yaml"
            faults += checks.word_faults(path, translated, sheet)
            faults += checks.panel_faults(path, translated, drawn)
    if not (sheet and words) or faults:
        raise ContentError(*faults)
    return Exercise(folder.name, sheet, words, pictures)


def _sign(folder: Path, languages: Languages) -> Sign:
    faults = Faults()
    sheet = faults.collect(read, folder / "sign.yaml", SignSheet)
    words = faults.collect(_translations, folder, SignWords, languages, may_lack=True)
    if not (sheet and words):
        raise ContentError(*faults)
    return Sign(folder.name, sheet, words)


def _faults_between_files(
    root: Path,
    exercises: Mapping[str, Exercise | None],
    signs: Mapping[str, Sign | None],
    routine: RoutineSheet | None,
) -> Iterator[str]:
    """Yield where files disagree; a file with faults of its own is left out of this."""
    sheets = {slug: one.sheet if one else None for slug, one in exercises.items()}
    of_signs = {slug: one.sheet for slug, one in signs.items() if one}
    yield from checks.id_faults(root / "exercises", sheets)
    yield from checks.id_faults(root / "signs", of_signs)
    for slug, sheet in of_signs.items():
        yield from checks.sign_faults(root / "signs" / slug / "sign.yaml", sheet, sheets)
    if routine:
        yield from checks.routine_faults(root / "routine.yaml", routine, sheets)
    words = {slug: one.words.by_language for slug, one in exercises.items() if one}
    yield from checks.name_faults(root / "exercises", words)
