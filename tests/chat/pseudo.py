"""A language made up of English, to find what no translation reaches."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from pydantic import BaseModel
from telegram import InlineKeyboardMarkup, ReplyKeyboardMarkup

from bot.chat.cards import Card
from bot.chat.words import DOMAIN, LOCALE_DIR, Translator
from bot.coach.library import Library
from bot.coach.translations import Translations
from tests.chat.deck import read

FIXED = re.compile(r"(\{\w*\}|<[^>]*>|/[a-z]+|@\{name\})")
DATA = (
    "New York",
    "Lisbon",
    "Lissabon",
    "Portugal",
    "Los Angeles",
    "United States",
    "Vereinigte Staaten",
    "@0_1",
    "Hello",
    "English",
)
"""What the deck's cards hold that is nobody's translation: names and a broadcast."""


def wide(text: str) -> str:
    """Write a text in wide letters; gaps, tags and commands stay."""
    return changed(text, lambda part: "".join(map(_wide, part)))


def _wide(letter: str) -> str:
    return chr(ord(letter) + 0xFEE0) if letter.isascii() and letter.isalpha() else letter


def pseudo(text: str) -> str:
    """Write a text as a language 40 % longer, with accents, between brackets."""
    accented = changed(text, lambda part: re.sub("[a-zA-Z]", lambda at: f"{at[0]}\u0301", part))
    return f"[{accented}{'~' * -(-len(text) * 2 // 5)}]"


def changed(text: str, change: Callable[[str], str]) -> str:
    parts = FIXED.split(text)
    parts[::2] = [change(part) for part in parts[::2]]
    return "".join(parts)


def translated(
    locale_dir: Path, name: str, change: Callable[[str], str] = wide, language: str | None = None
) -> Translator:
    """Write a catalogue in which every message of the template is changed."""
    with (LOCALE_DIR / f"{DOMAIN}.pot").open("rb") as file:
        template = read_po(file)
    catalog = Catalog(locale="de")
    for message in template:
        if isinstance(message.id, str):
            catalog.add(message.id, change(message.id), context=message.context)
        else:
            plurals = tuple(change(one) for one in message.id)
            catalog.add(message.id, plurals, context=message.context)
    save(catalog, locale_dir, name)
    return Translator(language or name.replace("_", "-").lower(), locale_dir)


def save(catalog: Catalog, locale_dir: Path, name: str) -> None:
    """Write a catalogue where that of a language belongs."""
    path = locale_dir / name / "LC_MESSAGES" / f"{DOMAIN}.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as target:
        write_po(target, catalog)


def silent(library: Library) -> Library:
    """Return a library whose words are all dashes, so that only the interface speaks."""
    return retold(library, lambda _text: "–")


def retold(library: Library, change: Callable[[str], str]) -> Library:
    """Return a library with each of its words changed."""

    def of(words: Translations[Any]) -> Translations[Any]:
        return Translations({"en": _each(words.to("en"), change)})

    return replace(
        library,
        exercises={s: replace(e, words=of(e.words)) for s, e in library.exercises.items()},
        signs={s: replace(e, words=of(e.words)) for s, e in library.signs.items()},
        signs_page=of(library.signs_page),
        anatomy=of(library.anatomy),
        safety=of(library.safety),
        week_names=library.week_names and of(library.week_names),
    )


def _each(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, BaseModel):
        update = {name: _each(getattr(value, name), change) for name in type(value).model_fields}
        return value.model_copy(update=update)
    if isinstance(value, dict):
        return {key: _each(one, change) for key, one in value.items()}
    return tuple(_each(one, change) for one in value) if isinstance(value, tuple) else value


def said(card: Card) -> Iterator[str]:
    """Yield each text of a card, without commands, links and data."""
    texts = [read(card)]
    if isinstance(card.markup, InlineKeyboardMarkup):
        texts += [one.text for row in card.markup.inline_keyboard for one in row]
    elif isinstance(card.markup, ReplyKeyboardMarkup):
        texts += [one.text for row in card.markup.keyboard for one in row]
    for text in texts:
        for known in DATA:
            text = text.replace(known, "")  # noqa: PLW2901
        yield re.sub(r"https://\S+|/[a-z]+", "", text)


def of_cldr(_: Translator) -> re.Pattern[str]:
    """Match the names of days and months, and the word that ends a list, in a language."""
    names = {name for width in _.locale.months["format"].values() for name in width.values()}
    names |= {name for width in _.locale.days["stand-alone"].values() for name in width.values()}
    names |= {_.list("ab")[1:-1].strip()}
    long_first = sorted((name for name in names if len(name) > 1), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, long_first)))
