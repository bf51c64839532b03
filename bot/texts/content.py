"""Compare a language's files in content/ with the English ones, line by line."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.coach import content_checks
from bot.coach.documents import ContentError, Document, Faults, parsed, read
from bot.coach.folding import fold
from bot.coach.languages import DEFAULT_LANGUAGE, Language, WordsFolder, words_folders
from bot.coach.phrase_book import Intent, PhraseBook
from bot.coach.sheets import ExerciseSheet
from bot.coach.wording import ExerciseWords, SignWords
from bot.texts.rules import differences, numbers

FREE = frozenset({"aliases"})
"""Fields whose number of entries is each language's own affair."""

CALL_NOW = "sections, entry 1, title"
"""The line of the safety page that names emergency numbers, which differ by country."""


@dataclass(frozen=True)
class Entry:
    """One text of a file, and the line where it stands."""

    text: str
    line: int


def faults(root: Path, code: str, language: Language) -> Iterator[str]:
    """Yield each fault of a language's files, with file, line and key."""
    owners: dict[str, Path] = {}
    for folder in words_folders(root):
        path = folder.path / f"{code}.yaml"
        found = Faults()
        words = found.collect(read, path, folder.model)
        yield from found
        if words is None:
            continue
        if isinstance(words, PhraseBook):
            yield from _phrases(path, words)
            continue
        yield from _lines(folder, code, language)
        if isinstance(words, ExerciseWords):
            sheet = read(folder.path / "exercise.yaml", ExerciseSheet)
            yield from content_checks.word_faults(path, words, sheet)
        if isinstance(words, ExerciseWords | SignWords):
            yield from _names(path, words, owners)


def _names(path: Path, words: ExerciseWords | SignWords, owners: dict[str, Path]) -> Iterator[str]:
    """Yield each name that leads to something else too."""
    for name in (words.name, *words.aliases):
        owner = owners.setdefault(fold(name).replace(" ", ""), path)
        if owner != path:
            yield f"{path}: “{name}” is a name of {owner.parent.name} too."


def _phrases(path: Path, book: PhraseBook) -> Iterator[str]:
    """Yield what a book of phrases cannot do without."""
    for field in ("alarm", "pain"):
        if not getattr(book, field):
            yield f"{path}: {field} is empty; an emergency must be understood."
    if missing := [intent for intent in Intent if not book.intents.get(intent)]:
        yield f"{path}: intents lacks {', '.join(missing)}."
    if not book.when.units or not book.when.numbers:
        yield f"{path}: when needs numbers and units; without them no pause is understood."


def _lines(folder: WordsFolder, code: str, language: Language) -> Iterator[str]:
    """Yield where a file's lines are not those of the English."""
    path = folder.path / f"{code}.yaml"
    english, own = entries(folder.path / f"{DEFAULT_LANGUAGE}.yaml"), entries(path)
    for key, wanted in english.items():
        if key not in own:
            yield f"{path}, line {_nearest(own, key)}: {key}: is missing."
            continue
        for fault in _text(key, wanted.text, own[key].text, language):
            yield f"{path}, line {own[key].line}: {key}: {fault}."
    for key in own.keys() - english.keys():
        yield f"{path}, line {own[key].line}: {key}: is not in the English."


def _text(key: str, english: str, own: str, language: Language) -> Iterator[str]:
    if key == CALL_NOW and numbers(english):
        known = {one.number for one in language.emergency}
        for number in sorted(set(numbers(own)) - known):
            yield f"names {number}, which is not in the language's emergency numbers"
        if not set(numbers(own)) & known:
            yield "names no emergency number"
        return
    yield from differences(english, own)


def entries(path: Path) -> dict[str, Entry]:
    """Return the texts of a YAML file by their keys: `steps, entry 3`."""
    return dict(_walk(parsed(path)[0], ()))


def _walk(node: yaml.Node | None, at: tuple[str, ...]) -> Iterator[tuple[str, Entry]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value not in FREE:
                yield from _walk(value, (*at, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value, 1):
            yield from _walk(value, (*at, f"entry {number}"))
    elif isinstance(node, yaml.ScalarNode):
        yield ", ".join(at), Entry(node.value, node.start_mark.line + 1)


def _nearest(own: Mapping[str, Entry], key: str) -> int:
    """Return the line of the nearest text before a missing one."""
    parts = key.split(", ")
    for length in range(len(parts) - 1, 0, -1):
        begun = ", ".join(parts[:length])
        lines = [e.line for k, e in own.items() if k == begun or k.startswith(begun + ", ")]
        if lines:
            return max(lines)
    return 1


# --- what has changed in English since ------------------------------------------------------


class Stamps(Document):
    """stamps/de.yaml: a mark of each English field, as it was when it was translated."""

    files: dict[str, dict[str, str]]


def stamps(root: Path) -> Stamps:
    """Return the marks of the English as it is now."""
    return Stamps(
        files={
            folder.path.relative_to(folder.root).as_posix(): _marks(folder.path)
            for folder in words_folders(root)
            if folder.model is not PhraseBook
        }
    )


def _marks(folder: Path) -> dict[str, str]:
    """Return a mark of each top field of a folder's English words."""
    texts: dict[str, list[str]] = {}
    for key, entry in entries(folder / f"{DEFAULT_LANGUAGE}.yaml").items():
        texts.setdefault(key.split(", ")[0], []).append(f"{key}={entry.text}")
    return {
        field: hashlib.sha256("\n".join(lines).encode()).hexdigest()[:8]
        for field, lines in texts.items()
    }


def stamp_path(root: Path, code: str) -> Path:
    """Return the path of a language's stamps."""
    return root / "stamps" / f"{code}.yaml"


def stamp(root: Path, code: str) -> Path:
    """Write down that a language's files are translations of the English as it is now."""
    path = stamp_path(root, code)
    path.parent.mkdir(exist_ok=True)
    # In quotes, since a mark such as 17841e98 is a number to whoever reads it.
    text = yaml.safe_dump(stamps(root).model_dump(), sort_keys=True, default_style="'")
    path.write_text(f"# Written by `psoas-bot texts stamp {code}`.\n{text}", encoding="utf-8")
    return path


def changed(root: Path, code: str) -> Iterator[str]:
    """Yield the fields that have changed in English since a language was stamped.

    Of a file that is missing, faults() tells.
    """
    path = stamp_path(root, code)
    if not path.is_file():
        return
    then, now = read(path, Stamps).files, stamps(root).files
    for folder, marks in now.items():
        if not (root / folder / f"{code}.yaml").is_file():
            continue
        for field, mark in marks.items():
            if then.get(folder, {}).get(field) != mark:
                yield f"{folder}/{code}.yaml: {field}"


def count(root: Path, code: str) -> tuple[int, int]:
    """Return how many texts a language has, and how many English has."""
    own = english = 0
    for folder in words_folders(root):
        if folder.model is PhraseBook:
            continue
        wanted = entries(folder.path / f"{DEFAULT_LANGUAGE}.yaml")
        english += len(wanted)
        try:
            own += len(wanted.keys() & entries(folder.path / f"{code}.yaml").keys())
        except ContentError:
            continue
    return own, english
