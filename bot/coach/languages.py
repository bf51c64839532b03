"""content/languages.yaml: which languages there are, and which of them are offered.

A language is `whole` or a `draft`. A whole one has all its files and is offered. A draft may lack
files or hold half of one: nothing of it is read, so that work in progress breaks nothing.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal
from unicodedata import bidirectional

from babel import Locale
from pydantic import Field

from bot.coach.documents import ContentError, Document, read
from bot.coach.folding import fold
from bot.coach.phrase_book import PhraseBook
from bot.coach.wording import ExerciseWords, Page, SignsPage, SignWords, TipList, WeekNames

DEFAULT_LANGUAGE = "en"
FILE = "languages.yaml"
BUILT_IN = (Path(__file__).parents[1] / "content", Path(__file__).parents[2] / "content")
"""Where the bot's own content may be: in a wheel, and in a checkout."""

_CODE = re.compile(r"[a-z]{2,3}(-[a-z]{2})?")
Code = Annotated[str, Field(pattern=f"^{_CODE.pattern}$")]
Line = Annotated[str, Field(min_length=2, max_length=400)]


class EmergencyNumber(Document):
    """A number to call in an emergency, where it is right, and who says so."""

    number: Annotated[str, Field(pattern=r"^[0-9]{3,6}$")]
    where: Line
    source: Annotated[str, Field(pattern=r"^https://")]


class Language(Document):
    """One language: its own name, how it addresses people and why, and how far it is."""

    name: Line
    you: Literal["familiar", "formal"]
    reason: Line
    state: Literal["whole", "draft"] = "draft"
    emergency: tuple[EmergencyNumber, ...] = ()

    @property
    def is_right_to_left(self) -> bool:
        """Return whether it is written from right to left, as its own name is."""
        return bidirectional(self.name[0]) in {"R", "AL"}

    @property
    def is_whole(self) -> bool:
        """Return whether it may be offered."""
        return self.state == "whole"


class LanguageList(Document):
    """languages.yaml: the languages by the code that Telegram writes, such as `pt-br`."""

    languages: dict[Code, Language]


@dataclass(frozen=True)
class Languages:
    """The languages that are offered.

    Telegram's apps send any code that fits the form. Whatever is kept for a language is kept
    under `nearest(code)`, so that no number of invented codes takes memory.
    """

    offered: Mapping[str, Language] = field(default_factory=dict)

    def nearest(self, code: str) -> str:
        """Return the offered language for a code such as `pt-br`, or English."""
        return self.match(code) or DEFAULT_LANGUAGE

    def match(self, code: str) -> str | None:
        """Return the offered language for a code, or None where there is no such one."""
        return match(code, self.codes)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of all languages that are offered, English first."""
        return tuple(dict.fromkeys((DEFAULT_LANGUAGE, *self.offered)))

    def is_right_to_left(self, code: str) -> bool:
        """Return whether a language is written from right to left."""
        return code in self.offered and self.offered[code].is_right_to_left

    def named(self, text: str, readers: Iterable[Locale]) -> str | None:
        """Return the offered language that a text is the name of, or the code.

        It may have the name that it gives itself, or the one that it has in a reader's language.
        """
        wanted = fold(text)
        for code in self.codes:
            base = code.partition("-")[0]
            names = (code, base, self.name(code), re.sub(r"\(.*\)", "", self.name(code)))
            known = (one.languages.get(base, "") for one in readers)
            if wanted and wanted in map(fold, (*names, *known)):
                return code
        return None

    def name(self, code: str) -> str:
        """Return what a language calls itself."""
        return self.offered[code].name if code in self.offered else "English"


def match(code: str, known: Collection[str]) -> str | None:
    """Return the known language for a code: itself, its base, or a sister of another region.

    `es-mx` is read in `es`, and `pt` in `pt-br` where there is no other Portuguese.
    """
    base = code.partition("-")[0]
    exact = next((one for one in (code, base) if one in known), None)
    return exact or next((one for one in known if one.partition("-")[0] == base), None)


def read_list(path: Path) -> Mapping[str, Language]:
    """Read languages.yaml; raise ContentError that names every fault in it."""
    found = read(path, LanguageList).languages
    english = found.get(DEFAULT_LANGUAGE)
    if english is None or not english.is_whole:
        raise ContentError(f"{path}: {DEFAULT_LANGUAGE} needs to be here, and whole.")
    return found


@dataclass(frozen=True)
class WordsFolder:
    """A folder that holds one file of words in each language, and the shape of these files."""

    root: Path
    path: Path
    model: type[Document]


def words_folders(root: Path) -> Iterator[WordsFolder]:
    """Yield each folder of words below a content folder."""
    for kind, model in (("exercises", ExerciseWords), ("signs", SignWords)):
        folders = sorted(path for path in (root / kind).glob("*") if path.is_dir())
        yield from (WordsFolder(root, folder, model) for folder in folders)
    yield WordsFolder(root, root / "signs", SignsPage)
    yield from (WordsFolder(root, root / name, Page) for name in ("anatomy", "safety"))
    for name, optional in (("weeks", WeekNames), ("tips", TipList)):
        if (root / name).is_dir():
            yield WordsFolder(root, root / name, optional)
    phrases = phrases_of(root)
    yield WordsFolder(phrases.parent, phrases, PhraseBook)


def phrases_of(root: Path) -> Path:
    """Return the folder of phrases; a content folder without one takes the bot's own.

    Nobody who teaches other exercises should lose the words of an emergency.
    """
    folders = (folder / "phrases" for folder in (root, *BUILT_IN))
    return next((folder for folder in folders if folder.is_dir()), root / "phrases")


def list_path(root: Path) -> Path:
    """Return the list of languages of a content folder, or else the bot's own."""
    lists = (folder / FILE for folder in (root, *BUILT_IN))
    return next((path for path in lists if path.is_file()), root / FILE)


def offered(root: Path, also: str | None = None) -> Languages:
    """Return the languages that are offered: the whole ones, and one that somebody tries out.

    A content folder without a list takes the bot's own, and of its languages those in which
    every folder of words has a file.
    """
    path = list_path(root)
    known, folders = read_list(path), [one.path for one in words_folders(root)]
    strangers = (one for one in _words_files(folders) if one.stem not in known)
    if faults := [f"{one}: {one.stem} is not in {path}; add it there." for one in strangers]:
        raise ContentError(*faults)
    whole = {code: one for code, one in known.items() if one.is_whole or code == also}
    if path.parent != root:
        complete = (c for c in whole if all((f / f"{c}.yaml").is_file() for f in folders))
        whole = {code: whole[code] for code in complete}
    return Languages(whole)


def _words_files(folders: Iterable[Path]) -> Iterator[Path]:
    """Yield the files of words in some folders, whatever their language."""
    for folder in folders:
        yield from (one for one in sorted(folder.glob("*.yaml")) if _CODE.fullmatch(one.stem))
