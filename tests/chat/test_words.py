"""The interface in another language: no card keeps an English sentence to itself."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from pydantic import BaseModel
from telegram import InlineKeyboardMarkup, ReplyKeyboardMarkup

from bot.chat.cards import Card
from bot.chat.handlers import menu
from bot.chat.profile import description, short_description
from bot.chat.words import DOMAIN, LOCALE_DIR, Words, words_for
from bot.coach.library import Library, Translations
from tests.chat.deck import deck, read

FIXED = re.compile(r"(\{\w*\}|<[^>]*>|/[a-z]+|@\{name\})")
DATA = ("New York", "Lisbon", "Portugal", "Los Angeles", "United States", "@0_1")
"""What the cards of the deck say that is no sentence: places, and a bot's own name."""


def wide(text: str) -> str:
    """Write a text in wide letters; gaps, tags and commands stay."""
    parts = FIXED.split(text)
    parts[::2] = ["".join(map(_wide, part)) for part in parts[::2]]
    return "".join(parts)


def _wide(letter: str) -> str:
    return chr(ord(letter) + 0xFEE0) if letter.isascii() and letter.isalpha() else letter


def compiled(locale_dir: Path, language: str) -> Words:
    """Translate the whole template into wide letters and compile it."""
    with (LOCALE_DIR / f"{DOMAIN}.pot").open("rb") as file:
        template = read_po(file)
    catalog = Catalog(locale="de")
    for message in template:
        if isinstance(message.id, str):
            catalog.add(message.id, wide(message.id))
        else:
            catalog.add(message.id, tuple(wide(one) for one in message.id))
    folder = locale_dir / language / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / f"{DOMAIN}.mo").open("wb") as target:
        write_mo(target, catalog)
    return Words(language.replace("_", "-").lower(), locale_dir)


def silent(library: Library) -> Library:
    """Return a library whose words are all dashes, so that only the interface speaks."""
    return replace(
        library,
        exercises={s: replace(e, words=_hushed(e.words)) for s, e in library.exercises.items()},
        signs={s: replace(e, words=_hushed(e.words)) for s, e in library.signs.items()},
        signs_page=_hushed(library.signs_page),
        anatomy=_hushed(library.anatomy),
        safety=_hushed(library.safety),
    )


def _hushed(words: Translations[Any]) -> Translations[Any]:
    return Translations({"en": _dashes(words.to("en"))})


def _dashes(value: Any) -> Any:
    if isinstance(value, str):
        return "–"
    if isinstance(value, BaseModel):
        update = {name: _dashes(getattr(value, name)) for name in type(value).model_fields}
        return value.model_copy(update=update)
    if isinstance(value, dict):
        return {key: _dashes(one) for key, one in value.items()}
    return tuple(_dashes(one) for one in value) if isinstance(value, tuple) else value


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


def test_every_sentence_of_every_card_is_translated(tmp_path: Path, library: Library) -> None:
    _ = compiled(tmp_path, "xx")

    for name, card in deck(_, silent(library)):
        for text in said(card):
            assert re.findall(r"[A-Za-z]+", text) == [], name


def test_the_menu_and_the_profile_are_translated(tmp_path: Path) -> None:
    _ = compiled(tmp_path, "xx")
    texts = [text for _name, text in menu(_)] + [description(_), short_description(_)]

    for text in texts:
        assert re.findall(r"[A-Za-z]+", re.sub(r"/[a-z]+", "", text)) == [], text


def test_without_a_catalogue_english_stands(tmp_path: Path) -> None:
    _ = Words("xx", tmp_path)

    assert _("Which one do you mean?") == "Which one do you mean?"
    assert _.many("{n} minute", "{n} minutes", 1) == "1 minute"
    assert _.many("{n} minute", "{n} minutes", 3) == "3 minutes"


@pytest.mark.parametrize("folder", ["pt_BR", "zh_Hans", "de", "fil"])
def test_a_language_of_telegram_finds_its_folder(tmp_path: Path, folder: str) -> None:
    assert compiled(tmp_path, folder)("Days") == wide("Days")


def test_a_region_falls_back_to_its_language_and_then_to_english(tmp_path: Path) -> None:
    compiled(tmp_path, "pt")

    assert Words("pt-br", tmp_path)("Days") == wide("Days")
    assert Words("pl", tmp_path)("Days") == "Days"


def test_a_count_takes_the_form_of_its_language(tmp_path: Path) -> None:
    _ = compiled(tmp_path, "xx")

    assert _.many("{n} minute", "{n} minutes", 1) == "1 ｍｉｎｕｔｅ"
    assert _.many("{n} minute", "{n} minutes", 4) == "4 ｍｉｎｕｔｅｓ"


@pytest.mark.parametrize("language", ["", "en", "en-gb", "../..", "x" * 16, "日本"])
def test_any_language_code_gets_words(language: str) -> None:
    assert words_for(language)("Days") == "Days"
    assert words_for(language).language == language
