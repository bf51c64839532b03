"""What people read: in the order in which they need it, safe in HTML, and never too long."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot.chat.cards import escape
from bot.chat.cards import settings as cards
from bot.chat.cards.card import CAPTION_LIMIT, TEXT_LIMIT, length
from bot.chat.cards.check import check_cards
from bot.chat.cards.exercise import care_card, know_card, more_card, own_card, practice_card
from bot.chat.cards.sign import sign_card, signs_card
from bot.chat.words import translator_for
from bot.coach.documents import ContentError
from bot.coach.library import Library
from bot.coach.trainee import Practice, own_practice
from bot.coach.translations import Translations
from bot.sandbox.markup import parse_html, utf16_length
from tests.chat.deck import LISBON, NOW, TODAY, deck, labels, read

_ = translator_for("en")


def retold(library: Library, slug: str, **words: Any) -> Library:
    """Return the library with other words for one exercise."""
    exercise = library.exercises[slug]
    told = exercise.words.to("en").model_copy(update=words)
    changed = replace(exercise, words=Translations({"en": told}))
    return replace(library, exercises={**library.exercises, slug: changed})


# --- every card -----------------------------------------------------------------------------


def test_every_card_is_html_that_telegram_takes(library: Library) -> None:
    for name, card in deck(_, library):
        text, _entities = parse_html(card.text)

        assert text.strip(), name
        limit = CAPTION_LIMIT if card.picture else TEXT_LIMIT
        assert utf16_length(text) == length(card.text) <= limit, name


def test_every_card_of_a_day_fits_under_a_picture(library: Library) -> None:
    check_cards(library, library.languages.codes)

    for name, card in deck(_, library):
        if ", week " in name:
            slug = name.split()[0].removeprefix("exercises/")
            assert card.picture or not library.exercises[slug].board, name
            assert length(card.text) <= CAPTION_LIMIT, name


def test_an_exercise_without_pictures_is_taught_by_words(library: Library) -> None:
    drawn = library.exercises["lunge"]
    bare = replace(
        library,
        gallery=None,
        exercises={**library.exercises, "lunge": replace(drawn, pictures={})},
    )
    card = own_card(_, bare, own_practice("lunge", "easier"), TODAY)

    assert card.picture is None
    assert labels(card) == ["Start", "✓ Done", "Later", "Swap", "It hurts", "More"]


def test_a_card_that_is_too_long_is_named_at_the_start(library: Library) -> None:
    wordy = retold(library, "lunge", steps=("Bend your knees slowly. " * 20,) * 4)

    with pytest.raises(
        ContentError, match=r"exercises/lunge, version standard \(en\): the card has"
    ):
        check_cards(wordy, ("en",))


def test_in_english_no_card_loses_a_part_unless_notes_on_health_fill_it(library: Library) -> None:
    for slug, exercise in library.exercises.items():
        words = exercise.words.to("en")
        for version in (None, *exercise.sheet.versions):
            text = read(practice_card(_, library, Practice(27, slug, version), TODAY, late=True))
            assert words.why in text
            assert "You'll need: " in text
            assert "Common mistake: " in text


def test_parts_give_way_in_their_order_until_a_card_fits(library: Library) -> None:
    words = library.exercises["floor-bridge"].words.to("en")
    facts = ("Common mistake: ", words.why, words.breathing, "You'll need: ", "Feel: ")
    parts = ("Sorry I'm late", *facts)
    practice, last = Practice(1, "floor-bridge"), len(parts)
    room = CAPTION_LIMIT - length(practice_card(_, library, practice, TODAY, late=True).text)
    seen = set()
    for more in range(room, room + 300, 10):
        steps = (*words.steps[:-1], words.steps[-1] + "!" * more)
        wordy = retold(library, "floor-bridge", steps=steps)
        card = practice_card(_, wordy, practice, TODAY, late=True)
        shown = [part in read(card) for part in (*parts, "To finish: ")]

        assert length(card.text) <= CAPTION_LIMIT
        assert shown == sorted(shown), "the first part goes first"
        assert words.care in read(card)
        seen.add(sum(shown))
    assert seen >= set(range(1, last + 2))


def test_notes_on_health_give_way_last_and_the_card_says_where_they_are(library: Library) -> None:
    for slug, exercise in library.exercises.items():
        words = exercise.words.to("en")
        for version in (None, *exercise.sheet.versions):
            adapt = tuple(sorted(exercise.sheet.version(version).suits))
            card = practice_card(_, library, Practice(0, slug, version, adapt=adapt), TODAY)
            kept = [words.adapt[flag] in read(card) for flag in adapt]

            assert sum(kept) >= min(3, len(adapt))
            assert kept == sorted(kept, reverse=True)
            assert ("advice about your health" in read(card)) == (not all(kept))
            assert length(card.text) <= CAPTION_LIMIT


def test_no_button_is_too_long_to_read_or_too_many(library: Library) -> None:
    for name, card in deck(_, library):
        if isinstance(card.markup, InlineKeyboardMarkup):
            for row in card.markup.inline_keyboard:
                assert 1 <= len(row) <= 4, name
                assert all(1 <= len(one.text) <= 40 for one in row), name


# --- what people and content say is never markup --------------------------------------------


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=50))
def test_any_text_is_safe_once_escaped(text: str) -> None:
    assert parse_html(f"<b>{escape(text)}</b>")[0] == text
    assert length(escape(text)) == utf16_length(text)


RUDE = "Squeeze <b>hard</i> & “hold” it's > 3 &nbsp; </code>"


def test_a_clinic_may_write_anything_in_an_exercise(library: Library) -> None:
    fields = (
        "name",
        "trains",
        "why",
        "feel",
        "need",
        "breathing",
        "easier",
        "harder",
        "care",
        "alt",
    )
    lists = ("steps", "mistakes", "cautions", "notes", "aliases")
    rude = retold(
        library, "lunge", **dict.fromkeys(fields, RUDE), **dict.fromkeys(lists, (RUDE,) * 4)
    )
    for card in (
        own_card(_, rude, own_practice("lunge"), TODAY),
        more_card(_, rude.exercises["lunge"]),
        care_card(_, rude.exercises["lunge"]),
        know_card(_, rude.exercises["lunge"]),
    ):
        assert read(card).count(RUDE) >= 3

    for _name, card in deck(_, rude):
        parse_html(card.text)


def test_a_mistake_written_small_after_a_colon_begins_its_line_with_a_capital(
    library: Library,
) -> None:
    told = retold(library, "lunge", mistakes=("arching. Tuck.", "turning.", "leaning."))

    assert "Common mistake: arching. Tuck." in read(
        own_card(_, told, own_practice("lunge"), TODAY)
    )
    assert "• Arching. Tuck.\n• Turning.\n• Leaning." in read(
        know_card(_, told.exercises["lunge"])
    )


def test_a_clinic_may_write_anything_about_a_sign(library: Library) -> None:
    sign = library.signs["poor-posture"]
    fields = dict.fromkeys(("name", "short"), RUDE)
    lists = dict.fromkeys(("notice", "said", "other", "help"), (RUDE, RUDE))
    words = sign.words.to("en").model_copy(update={**fields, **lists})
    rude_sign = replace(sign, words=Translations({"en": words}))
    rude = replace(library, signs={"poor-posture": rude_sign})

    assert read(sign_card(_, rude, rude_sign)).count(RUDE) == 9
    assert read(signs_card(_, rude)).count(RUDE) == 2


def test_a_place_may_have_any_name() -> None:
    place = replace(LISBON, name="L'Île <&>")

    assert "L'Île <&>" in labels(cards.places_card(_, [place], NOW))[0]
    assert parse_html(cards.located_card(_, "Etc/<b>").text)[0].count("<b>") == 1


def test_help_comes_first_on_the_page_of_a_sign(library: Library) -> None:
    for slug, sign in library.signs.items():
        text = read(sign_card(_, library, sign))
        parts = ["When to get help", "What you may notice", "What's said about it", "Other common"]
        places = [text.index(part) for part in parts]

        assert places == sorted(places), slug
        assert ("Exercises that may suit" in text) == bool(sign.sheet.suits), slug
        assert labels(sign_card(_, library, sign))[-2:] == ["Sources", "All signs"]
