"""The card of a day: in the order in which people need it, with how much to do in words."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from telegram import InlineKeyboardMarkup

from bot.chat.cards import rows, stamp
from bot.chat.cards.card import CAPTION_LIMIT, button, escape, length
from bot.chat.cards.doses import dose_line
from bot.chat.cards.exercise import more_card, own_card, practice_card
from bot.chat.cards.exercise_text import practice_text
from bot.chat.words import translator_for
from bot.coach.fitting import EASIER
from bot.coach.library import Library
from bot.coach.sheets import Dose, Flag
from bot.coach.trainee import Practice, own_practice
from bot.miniapp.views import practice_json
from bot.sandbox.markup import parse_html
from bot.services.people.responses import Answer, Responses
from tests.chat.deck import TODAY, labels, read

_ = translator_for("en")


def test_the_parts_of_a_card_stand_in_the_order_of_need(library: Library) -> None:
    words = library.exercises["floor-bridge"].words.to("en")
    text = read(practice_card(_, library, Practice(1, "floor-bridge"), TODAY))

    parts = [words.name, f"Week 1 of 4: Settle in · {words.why}", "How much: 6–8 reps. Lift for"]
    parts += [f"Feel: {words.feel}", f"Common mistake: {words.mistakes[0]}"]
    parts += [f"You'll need: {words.need}", f"1. {words.steps[0]}"]
    parts += [f"{len(words.steps)}. {words.steps[-1]}", words.breathing]
    parts += ["To finish: Lunge stretch, 15 seconds each side", words.care]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert text.startswith(words.name)


def test_the_steps_fold_on_a_phone(library: Library) -> None:
    card = practice_card(_, library, Practice(1, "floor-bridge"), TODAY)
    text, entities = parse_html(card.text)
    (folded,) = (one for one in entities if one["type"] == "expandable_blockquote")
    start = folded["offset"]

    inside = text[start : start + folded["length"]]
    assert inside.startswith("You'll need: ")
    assert "\n1. " in inside


def test_beyond_the_four_weeks_a_card_names_the_round(library: Library) -> None:
    words = library.exercises["lunge"].words.to("en")
    fourth = read(practice_card(_, library, Practice(27, "lunge"), TODAY))
    later = read(practice_card(_, library, Practice(28, "lunge"), TODAY))

    assert f"\nWeek 4 of 4: Put it all together · {words.why}\n" in fourth
    assert f"{words.name}\nRound 2 · week 1 of 4 · {words.why}\n" in later


def test_the_harder_version_is_offered_where_it_fits(library: Library) -> None:
    offer = "Ready for more? The harder version is under “More”."
    for fits in (True, False):
        practice = Practice(90, "floor-bridge", step=2, harder_fits=fits)
        assert (offer in read(practice_card(_, library, practice, TODAY))) == fits


def test_a_version_says_where_it_is_felt_and_its_own_mistake(library: Library) -> None:
    tilt = library.exercises["floor-bridge"].words.to("en").versions["easier"]
    text = read(own_card(_, library, own_practice("floor-bridge", "easier"), TODAY))

    assert f"Feel: {tilt.feel}" in text
    assert f"Common mistake: {tilt.mistake}" in text


def test_a_late_card_says_so_first(library: Library) -> None:
    late = practice_card(_, library, Practice(0, "lunge"), TODAY, late=True)
    punctual = practice_card(_, library, Practice(0, "lunge"), TODAY)

    assert read(late) == "Sorry I'm late today.\n\n" + read(punctual)


def test_the_easier_version_does_not_offer_itself(library: Library) -> None:
    card = own_card(_, library, own_practice("kettlebell-swing", "easier"), TODAY)
    version = library.exercises["kettlebell-swing"].words.to("en").versions["easier"]

    assert read(card).startswith(version.name)
    assert "You'll need: Nothing but clear floor" in read(card)
    assert "\nEasier:" not in read(card)


def test_the_stretch_after_strength_belongs_to_the_plan(library: Library) -> None:
    assert "To finish: " in read(practice_card(_, library, Practice(1, "floor-bridge"), TODAY))
    assert "To finish: " not in read(practice_card(_, library, Practice(0, "lunge"), TODAY))
    assert "To finish: " not in read(own_card(_, library, own_practice("floor-bridge"), TODAY))


def test_what_a_person_told_changes_the_card_and_still_fits(library: Library) -> None:
    words = library.exercises["lunge"].words.to("en").adapt
    for flags in ((Flag.KNEE_PAIN,), tuple(words)[:4]):
        card = practice_card(_, library, Practice(0, "lunge", adapt=flags), TODAY, late=True)

        assert all(words[flag] in read(card) for flag in flags)
        assert length(card.text) <= CAPTION_LIMIT
    assert "Sore knee? Stay standing" not in read(
        practice_card(_, library, Practice(0, "lunge"), TODAY)
    )


def test_of_more_notes_on_health_than_fit_the_last_ones_are_behind_more(library: Library) -> None:
    notes = library.exercises["lunge"].words.to("en").adapt
    everything = Practice(0, "lunge", adapt=tuple(notes))
    text = read(practice_card(_, library, everything, TODAY, late=True))
    shown = [note in text for note in notes.values()]

    assert shown == sorted(shown, reverse=True)
    assert shown[0]
    assert "Before you start, tap “More” for advice about your health." in text


def test_done_turns_into_undo(library: Library) -> None:
    practice = Practice(0, "lunge")
    open_card = practice_card(_, library, practice, date(2026, 1, 2))
    done_card = practice_card(
        _, library, practice, date(2026, 1, 2), responses=Responses(done=True)
    )

    assert labels(open_card) == ["Start", "✓ Done", "Later", "Swap", "It hurts", "More"]
    assert labels(done_card) == ["✓ Done · undo", "It hurts", "More"]
    assert isinstance(done_card.markup, InlineKeyboardMarkup)
    assert done_card.markup.inline_keyboard[0][0].callback_data == "1:undone:lunge:20260102"


def test_done_says_how_many_days_in_a_row(library: Library) -> None:
    responses = Responses(done=True, streak=5)
    card = practice_card(_, library, Practice(0, "lunge"), TODAY, responses=responses)

    assert labels(card)[0] == "✓ Done · 5 days in a row · undo"


def test_after_today_s_is_done_another_exercise_can_still_be_begun(library: Library) -> None:
    responses = Responses(done=True, streak=5, is_todays=False)
    card = own_card(_, library, own_practice("sit-up"), TODAY, responses)

    assert labels(card) == ["Start", "It hurts", "More"]


def test_nobody_is_led_into_an_exercise_that_hurts(library: Library) -> None:
    responses = Responses(answers=frozenset({Answer.HURTS}))
    card = practice_card(_, library, Practice(0, "lunge"), date(2026, 1, 2), responses=responses)

    assert "✓ Done" in labels(card)
    assert "Swap" in labels(card)
    assert not {"Start", "Later"} & set(labels(card)), "it is not brought again today"


def test_the_names_of_versions_have_room_on_a_phone(library: Library) -> None:
    for exercise in library.exercises.values():
        card = more_card(_, exercise)
        assert isinstance(card.markup, InlineKeyboardMarkup)
        for row in card.markup.inline_keyboard:
            assert len(row) <= 2 or max(len(one.text) for one in row) <= 16


def test_a_rest_day_offers_a_gentle_one(library: Library) -> None:
    card = practice_card(_, library, Practice(6, None), TODAY)

    assert read(card).startswith("Rest day\n\n")
    assert labels(card) == ["Leg swing"]


def test_the_routine_names_what_a_rest_day_offers(library: Library) -> None:
    routine = library.routine.model_copy(update={"rest_exercise": "lunge"})
    card = practice_card(_, replace(library, routine=routine), Practice(6, None), TODAY)

    assert labels(card) == ["Lunge stretch"]


@pytest.mark.parametrize(
    ("dose", "line"),
    [
        (Dose(sets=(1, 1), reps=(8, 8)), "8 reps."),
        (
            Dose(sets=(1, 2), reps=(6, 8), rest=60),
            "1–2 sets of 6–8. Rest 60 seconds after each set.",
        ),
        (Dose(sets=(1, 1), reps=(6, 8), rest=60), "6–8 reps."),
        (
            Dose(sets=(3, 3), hold=10, rest=30),
            "Hold for 10 seconds, 3 times. Rest 30 seconds between.",
        ),
        (
            Dose(sets=(1, 1), hold=30, rest=15, each_side=True),
            "Hold for 30 seconds, once each side. Rest 15 seconds between sides.",
        ),
        (
            Dose(sets=(2, 2), hold=30, rest=15, each_side=True),
            "Hold for 30 seconds, twice each side. Rest 15 seconds between.",
        ),
        (
            Dose(sets=(1, 1), reps=(8, 8), rest=60, each_side=True),
            "8 reps each side. Rest 60 seconds between sides.",
        ),
        (
            Dose(sets=(1, 1), reps=(10, 10), each_side=True, each_way=True),
            "10 reps each side. Do all the reps in one direction, then in the other.",
        ),
        (Dose(sets=(2, 2), reps=(8, 8), hold=3), "2 sets of 8. Hold each rep for 3 seconds."),
        (
            Dose(sets=(2, 2), reps=(8, 8), up=2, down=3),
            "2 sets of 8. Lift for 2 seconds, lower for 3.",
        ),
        (
            Dose(sets=(2, 2), reps=(8, 8), up=2, down=3, rises=True),
            "2 sets of 8. Lower for 3 seconds, rise for 2.",
        ),
    ],
)
def test_a_dose_is_said_in_words(dose: Dose, line: str) -> None:
    assert dose_line(_, dose) == line


def test_directions_are_named_where_they_have_names(library: Library) -> None:
    words = library.exercises["leg-swing"].words.to("en")
    dose = Dose(sets=(1, 1), reps=(10, 10), each_side=True, each_way=True)

    told = dose_line(_, dose, wording=words)

    assert told == "10 reps each side, side to side, then 10 front and back."


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
    _ = translator_for("en")
    usual = practice_card(_, library, Practice(6, None), TODAY)
    bare = practice_card(_, library, Practice(6, None, extra_fits=False), TODAY)

    assert "gently repeat this one: Leg swing" in read(usual)
    assert "Leg swing" not in read(bare)
    assert bare.markup is None


@pytest.mark.parametrize(
    ("slug", "version"),
    [("lunge", "standing"), ("lunge", EASIER), ("bulgarian-split-squat", EASIER)],
)
def test_what_a_note_asks_the_line_on_care_does_not_ask_again(
    library: Library, slug: str, version: str
) -> None:
    for code in library.languages.codes:
        words = library.exercises[slug].words.to(code)
        note, care = words.adapt[Flag.KNEE_PAIN], words.versions[version].care or words.care
        question = re.match(r"[^?؟]*[?؟]", care)
        assert question, (code, care)
        alone = practice_text(
            translator_for(code), library, Practice(0, slug, version), late=False
        )
        noted = Practice(0, slug, version, adapt=(Flag.KNEE_PAIN,))
        both = practice_text(translator_for(code), library, noted, late=False)

        assert escape(care) in alone, code
        assert escape(note) in both, code
        assert both.count(escape(question[0])) == 1, code
        assert both.endswith(alone[-30:]), code
        on_the_page = practice_json(translator_for(code), library, noted)
        assert on_the_page["adapt"] == [note]
        assert care.endswith(on_the_page["care"])
        assert question[0] not in on_the_page["care"]
