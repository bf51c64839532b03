"""What people read: in the order in which they need it, safe in HTML, and never too long."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot.chat.cards import escape, rows, stamp
from bot.chat.cards import settings as cards
from bot.chat.cards.card import CAPTION_LIMIT, TEXT_LIMIT, button, length
from bot.chat.cards.check import check_cards
from bot.chat.cards.exercise import more_card, own_card, practice_card
from bot.chat.cards.facts import dose_line
from bot.chat.cards.sign import sign_card, signs_card
from bot.chat.words import words_for
from bot.coach.documents import ContentError
from bot.coach.library import Exercise, Library, Translations
from bot.coach.routine import Practice, own_practice
from bot.coach.sheets import Dose, Flag
from bot.sandbox.markup import parse_html, utf16_length
from bot.services.practice import Answer, Told
from tests.chat.deck import LISBON, NOW, TODAY, deck, labels, read

_ = words_for("en")


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
    check_cards(library)

    for name, card in deck(_, library):
        if ", week " in name:
            assert card.picture, name
            assert length(card.text) <= CAPTION_LIMIT, name


def test_an_exercise_without_pictures_is_taught_by_words(library: Library) -> None:
    drawn = library.exercises["lunge"]
    bare = replace(
        library,
        gallery=None,
        exercises={**library.exercises, "lunge": replace(drawn, loop=None, board=None)},
    )
    card = own_card(_, bare, own_practice("lunge", "easier"), TODAY)

    assert card.picture is None
    assert labels(card) == [
        *("Do it now", "✓ Done", "Later", "Swap", "Too hard", "It hurts", "More"),
    ]
    assert "film" not in read(card)
    assert "film" in read(own_card(_, library, own_practice("lunge", "easier"), TODAY))


def test_a_card_that_is_too_long_is_named_at_the_start(library: Library) -> None:
    wordy = retold(library, "lunge", trains="a" * 300, need="n" * 300, breathing="b" * 300)

    with pytest.raises(ContentError, match=r"exercises/lunge, form usual \(en\): the card has"):
        check_cards(wordy)


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
    fields = ("name", "trains", "need", "breathing", "easier", "harder", "care", "alt")
    lists = ("steps", "mistakes", "cautions", "notes", "aliases")
    rude = retold(
        library, "lunge", **dict.fromkeys(fields, RUDE), **dict.fromkeys(lists, (RUDE,) * 4)
    )
    for card in (
        own_card(_, rude, own_practice("lunge"), TODAY),
        more_card(_, rude.exercises["lunge"]),
    ):
        assert read(card).count(RUDE) >= 5

    for _name, card in deck(_, rude):
        parse_html(card.text)


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


# --- the card of a day ----------------------------------------------------------------------


def test_the_parts_of_a_card_stand_in_the_order_of_need(library: Library) -> None:
    words = library.exercises["floor-bridge"].words.to("en")
    text = read(practice_card(_, library, Practice(1, "floor-bridge"), TODAY))

    parts = [words.name, words.trains, f"You need {words.need}", f"1. {words.steps[0]}"]
    parts += [f"{len(words.steps)}. {words.steps[-1]}", words.breathing]
    parts += ["How much 1 set of 6–8 · hold 3 s", f"Easier {words.easier}", words.care]
    parts += ["Then Lunge stretch, 30 s each side"]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert text.startswith(words.name)


def test_a_late_card_says_so_first(library: Library) -> None:
    late = practice_card(_, library, Practice(0, "lunge"), TODAY, late=True)
    punctual = practice_card(_, library, Practice(0, "lunge"), TODAY)

    assert read(late) == "A little late today. Still good.\n\n" + read(punctual)


def test_the_easier_form_does_not_offer_itself(library: Library) -> None:
    card = own_card(_, library, own_practice("kettlebell-swing", "easier"), TODAY)
    form = library.exercises["kettlebell-swing"].words.to("en").forms["easier"]

    assert read(card).startswith(form.name)
    assert "You need nothing; clear floor" in read(card)
    assert "\nEasier " not in read(card)


def test_the_stretch_after_strength_belongs_to_the_plan(library: Library) -> None:
    assert "Then " in read(practice_card(_, library, Practice(1, "floor-bridge"), TODAY))
    assert "Then " not in read(practice_card(_, library, Practice(0, "lunge"), TODAY))
    assert "Then " not in read(own_card(_, library, own_practice("floor-bridge"), TODAY))


def test_what_a_person_told_changes_the_card_and_still_fits(library: Library) -> None:
    words = library.exercises["lunge"].words.to("en").adapt
    for flags in ((Flag.KNEE_PAIN,), tuple(words)):
        card = practice_card(_, library, Practice(0, "lunge", adapt=flags), TODAY, late=True)

        assert all(words[flag] in read(card) for flag in flags)
        assert length(card.text) <= CAPTION_LIMIT
    assert "Sore knee? Stay standing" not in read(
        practice_card(_, library, Practice(0, "lunge"), TODAY)
    )


def test_done_turns_into_undo(library: Library) -> None:
    practice = Practice(0, "lunge")
    open_card = practice_card(_, library, practice, date(2026, 1, 2))
    done_card = practice_card(_, library, practice, date(2026, 1, 2), told=Told(done=True))

    assert labels(open_card) == [
        *("Do it now", "✓ Done", "Later", "Swap", "Steps", "Too hard", "It hurts", "More"),
    ]
    assert labels(done_card) == ["✓ Done today · undo", "Too hard", "It hurts", "Steps", "More"]
    assert isinstance(done_card.markup, InlineKeyboardMarkup)
    assert done_card.markup.inline_keyboard[0][0].callback_data == "1:undone:lunge:20260102"


def test_nobody_is_led_into_an_exercise_that_hurts(library: Library) -> None:
    told = Told(answers=frozenset({Answer.HURTS}))
    card = practice_card(_, library, Practice(0, "lunge"), date(2026, 1, 2), told=told)

    assert "✓ Done" in labels(card)
    assert "Swap" in labels(card)
    assert not {"Do it now", "Later"} & set(labels(card)), "it is not brought again today"


def test_the_names_of_forms_have_room_on_a_phone(library: Library) -> None:
    for exercise in library.exercises.values():
        card = more_card(_, exercise)
        assert isinstance(card.markup, InlineKeyboardMarkup)
        for row in card.markup.inline_keyboard:
            assert len(row) <= 2 or max(len(one.text) for one in row) <= 16


def test_a_rest_day_offers_a_gentle_one(library: Library) -> None:
    card = practice_card(_, library, Practice(6, None), TODAY)

    assert read(card).startswith("Rest day\n\n")
    assert labels(card) == ["Leg swing"]


def test_a_clinic_without_leg_swings_rests_too(library: Library) -> None:
    only: dict[str, Exercise] = {"lunge": library.exercises["lunge"]}
    card = practice_card(_, replace(library, exercises=only), Practice(6, None), TODAY)

    assert labels(card) == ["Lunge stretch"]


@pytest.mark.parametrize(
    ("dose", "line"),
    [
        (Dose(sets=(1, 1), reps=(8, 8)), "1 set of 8"),
        (Dose(sets=(1, 2), reps=(6, 8), rest=60), "1–2 sets of 6–8 · rest 60 s"),
        (Dose(sets=(1, 1), reps=(6, 8), rest=60), "1 set of 6–8"),
        (Dose(sets=(3, 3), hold=10, rest=30), "hold 10 s, 3 times · rest 30 s"),
        (
            Dose(sets=(1, 1), hold=30, rest=15, each_side=True),
            "hold 30 s, once each side · rest 15 s",
        ),
        (
            Dose(sets=(1, 1), reps=(10, 10), each_side=True, each_way=True),
            "1 set of 10 each side, each direction",
        ),
        (Dose(sets=(2, 2), reps=(8, 8), hold=3), "2 sets of 8 · hold 3 s at the top"),
        (Dose(sets=(2, 2), reps=(8, 8), up=2, down=3), "2 sets of 8 · 2 s up, 3 s down"),
    ],
)
def test_a_dose_is_said_in_words(dose: Dose, line: str) -> None:
    assert dose_line(_, dose) == line


def test_an_instant_is_a_stamp_that_the_reader_s_phone_can_prove() -> None:
    at = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
    text, (entity,) = parse_html(stamp(_, at, "America/New_York"))

    assert text == "Tue 24 Nov, 07:30"
    assert (entity["type"], entity["unix_time"]) == ("date_time", int(at.timestamp()))


def test_buttons_lie_in_rows() -> None:
    flat = [button(str(number), "day", str(number)) for number in range(7)]

    assert [len(row) for row in rows(flat, 4)] == [4, 3]
    assert rows([], 4) == []


def test_a_rest_day_offers_nothing_that_does_not_suit(library: Library) -> None:
    _ = words_for("en")
    usual = practice_card(_, library, Practice(6, None), TODAY)
    bare = practice_card(_, library, Practice(6, None, extra=False), TODAY)

    assert "repeat the Leg swing gently" in read(usual)
    assert "Leg swing" not in read(bare)
    assert bare.markup is None
