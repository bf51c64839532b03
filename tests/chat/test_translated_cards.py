"""Every sentence of every card is one whole message, in any direction and any length."""

import re
import unicodedata
from pathlib import Path

from babel.messages.pofile import read_po
from telegram import InlineKeyboardMarkup

from bot.chat.cards.card import CAPTION_LIMIT, TEXT_LIMIT, length
from bot.chat.cards.exercise import practice_card
from bot.chat.cards.facts import instructions
from bot.chat.commands import menu
from bot.chat.profile import description, short_description
from bot.chat.words import DOMAIN, LOCALE_DIR, translator_for
from bot.coach.direction import directed
from bot.coach.library import Library
from bot.coach.trainee import Practice
from tests.chat.deck import TODAY, deck, read
from tests.chat.pseudo import DATA, changed, of_cldr, pseudo, retold, said, silent, translated

CALLBACK_LIMIT, TOAST_LIMIT = 64, 200
"""Telegram's: in bytes, and in characters."""

# --- every message --------------------------------------------------------------------------


def test_every_sentence_of_every_card_is_translated(tmp_path: Path, library: Library) -> None:
    _ = translated(tmp_path, "de")
    known = of_cldr(_)

    for name, card in deck(_, silent(library)):
        for text in said(card):
            assert re.findall(r"[A-Za-z]+", known.sub("", text)) == [], name


def test_every_card_is_made_of_whole_messages(tmp_path: Path, library: Library) -> None:
    """In a language of brackets nothing but names, numbers and signs stands outside of them."""
    _ = translated(tmp_path, "de", pseudo)
    known = of_cldr(_)

    for name, card in deck(_, silent(library)):
        for text in said(card):
            assert text.count("[") == text.count("]"), name
            assert re.findall(r"\w{2,}", re.sub(r"[\d:]+", "", known.sub("", outside(text)))) == []


def outside(text: str) -> str:
    """Return what no message of the pseudo-language holds."""
    depth, kept = 0, []
    for letter in text:
        depth += (letter == "[") - (letter == "]")
        if depth == 0:
            kept.append(letter)
    return "".join(kept)


def test_no_message_is_a_piece_of_a_sentence(tmp_path: Path, library: Library) -> None:
    """Two messages side by side are a line's items or whole sentences, never glued words."""
    _ = translated(tmp_path, "de", pseudo)

    for name, card in deck(_, silent(library)):
        for text in said(card):
            for before in re.findall(r"(\S)~*\] \[", text):
                ends = unicodedata.normalize("NFKD", before)
                assert ends in ".!?:;…", f"{name}: {text}"


def test_the_menu_and_the_profile_are_translated(tmp_path: Path) -> None:
    _ = translated(tmp_path, "de")
    texts = [text for _name, text in menu(_)] + [description(_), short_description(_)]

    for text in texts:
        assert re.findall(r"[A-Za-z]+", re.sub(r"/[a-z]+", "", text)) == [], text


# --- from right to left ---------------------------------------------------------------------

ISOLATED = re.compile("\u2068[^\u2068\u2069]*\u2069")
RUNS = re.compile(r"/[a-z]+|[A-Za-z]{2,}|\d[–-]\d")


def arabic(text: str) -> str:
    """Write a text in Arabic letters; gaps, tags and commands stay."""
    return changed(text, lambda part: re.sub("[a-zA-Z]+", lambda at: "ش" * len(at[0]), part))


def test_what_runs_from_left_to_right_is_isolated_in_arabic(
    tmp_path: Path, library: Library
) -> None:
    _ = translated(tmp_path, "ar", arabic)

    for name, card in deck(_, retold(library, lambda text: directed(arabic(text)))):
        if name.startswith("admin/"):
            continue
        text = read(card)
        for known in DATA:
            text = text.replace(known, "")
        while ISOLATED.search(text):
            text = ISOLATED.sub("", text)
        assert RUNS.findall(re.sub(r"https://\S+", "", text)) == [], name


def test_arrows_are_turned_around_and_bars_have_a_direction_in_arabic(tmp_path: Path) -> None:
    _, english = translated(tmp_path, "ar", arabic), translator_for("en")

    assert (_.arrow("6 → 5"), english.arrow("6 → 5")) == ("6 ← 5", "6 → 5")
    assert _("▶ Resume").startswith("◀")
    assert (_.line_start, english.line_start) == ("\u200f", "")
    assert (_.span(6, 8), english.span(6, 8), _.span(6, 6)) == ("\u20686–8\u2069", "6–8", "6")


# --- a longer language ----------------------------------------------------------------------


def longer(text: str) -> str:
    """Write a text 40 % longer."""
    return text + "~" * -(-len(text) * 2 // 5)


def test_every_card_fits_in_a_language_40_percent_longer(tmp_path: Path, library: Library) -> None:
    _ = translated(tmp_path, "de", longer)

    for name, card in deck(_, retold(library, longer)):
        assert length(card.text) <= (CAPTION_LIMIT if card.picture else TEXT_LIMIT), name
        if isinstance(card.markup, InlineKeyboardMarkup):
            for one in (one for row in card.markup.inline_keyboard for one in row):
                assert len(str(one.callback_data or "").encode()) <= CALLBACK_LIMIT, name


def test_steps_and_the_care_line_stay_however_long_a_language_is(
    tmp_path: Path, library: Library
) -> None:
    long = retold(library, lambda text: text + "~" * len(text))
    _ = translated(tmp_path, "de", longer)

    for slug, exercise in long.exercises.items():
        for version in (None, *exercise.sheet.versions):
            told = instructions(exercise, version, "en")
            practice = Practice(0, slug, version, adapt=tuple(exercise.words.to("en").adapt))
            card = practice_card(_, long, practice, TODAY, late=True)
            for line in (*told.steps, told.care):
                assert line in read(card)
            assert length(card.text) <= (CAPTION_LIMIT if card.picture else TEXT_LIMIT)


def test_every_toast_fits_in_a_language_40_percent_longer() -> None:
    with (LOCALE_DIR / f"{DOMAIN}.pot").open("rb") as file:
        for message in read_po(file):
            texts = [message.id] if isinstance(message.id, str) else message.id
            if any("handlers/" in path or "router" in path for path, _ in message.locations):
                assert all(len(longer(text)) <= TOAST_LIMIT for text in texts), texts
