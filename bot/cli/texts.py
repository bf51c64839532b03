"""`psoas-bot texts`: how far each language is, and what is wrong with it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import typer

from bot.chat.cards.check import check_cards
from bot.cli import entry
from bot.coach.documents import ContentError
from bot.coach.languages import DEFAULT_LANGUAGE, Language, list_path, read_list
from bot.coach.library import load
from bot.errors import OperatorError
from bot.texts import catalogue, content, training

texts = typer.Typer(
    help="Translations: show progress and report problems.",
    add_completion=False,
    no_args_is_help=True,
)


class TextsError(OperatorError):
    """Translations differ from the English."""


@texts.command()
def status() -> None:
    """Count what each language has translated, and what changed in English since."""
    root = entry.set_up().content
    for code, language in _others(root).items():
        own, english = content.count(root, code)
        done, all_done = catalogue.count(code)
        changed = sum(1 for _ in content.changed(root, code))
        typer.echo(
            f"{code:6} {language.state:6} content {own} of {english},"
            f" interface {done} of {all_done}, changed in English since: {changed}"
        )


@texts.command()
def check(
    code: str = typer.Argument("", help="one language; default: every finished language"),
) -> None:
    """Name file, line and key of everything that is missing or differs from the English."""
    root = entry.set_up().content
    languages = _others(root)
    chosen = {one: language for one, language in languages.items() if language.is_whole}
    if code:
        chosen = {} if code == DEFAULT_LANGUAGE else {code: _known(languages, code)}
    found = list(_stale(root, DEFAULT_LANGUAGE)) if code in ("", DEFAULT_LANGUAGE) else []
    found += [fault for one in chosen.items() for fault in _faults(root, *one)]
    for fault in found:
        typer.echo(fault)
    if found:
        raise TextsError(f"{len(found)} faults in {', '.join(chosen)}.")
    typer.echo(f"✓ {', '.join(chosen) or 'no language but English'}: nothing is wrong")


@texts.command()
def stamp(code: str) -> None:
    """Record that a language matches today's English."""
    root = entry.set_up().content
    _known(_others(root), code)
    typer.echo(f"✓ wrote {content.stamp(root, code)}")


@texts.command()
def train(code: str) -> None:
    """Let a language learn from phrases/examples what people mean by what they write."""
    root = entry.set_up().content
    for fault in training.unknown_labels(root, code):
        raise TextsError(fault)
    typer.echo(f"✓ wrote {training.train(root, code)}")


def _others(root: Path) -> Mapping[str, Language]:
    """Return all languages but English, drafts included."""
    return {
        code: one for code, one in read_list(list_path(root)).items() if code != DEFAULT_LANGUAGE
    }


def _known(languages: Mapping[str, Language], code: str) -> Language:
    if code not in languages:
        raise TextsError(
            f"{code} is not in content/languages.yaml, which has {_listed(languages)}."
        )
    return languages[code]


def _listed(languages: Mapping[str, Language]) -> str:
    return ", ".join(languages)


def _stale(root: Path, code: str) -> Iterator[str]:
    """Yield what is to be done if a language was trained on other examples than it has."""
    if training.is_stale(root, code):
        yield f"{training.examples_path(root, code)}: changed; run psoas-bot texts train {code}."


def _faults(root: Path, code: str, language: Language) -> Iterator[str]:
    """Yield all faults of one language; the length of its cards only once it is complete."""
    wrong = [*content.faults(root, code, language), *catalogue.faults(code)]
    yield from wrong
    yield from _stale(root, code)
    for field in content.changed(root, code):
        yield f"{field}: has changed in English; when it is right again: texts stamp {code}."
    if not wrong:
        try:
            check_cards(load(root, also=code), (code,))
        except ContentError as error:
            yield from error.faults
