"""What stands behind a button comes back as it was, or is nobody's."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.callbacks import LIMIT, Callback, args_of, pack, read_ref, unpack
from bot.chat.cards import Card
from bot.chat.commands import BUTTONS
from bot.chat.words import translator_for
from bot.coach.library import Library
from bot.store.day_cards import DayExercise
from tests.chat.deck import deck

parts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=":"), max_size=30)
verbs = parts.filter(bool)


@given(verbs, st.lists(parts, max_size=4))
def test_what_fits_comes_back_as_it_was(verb: str, args: list[str]) -> None:
    try:
        data = pack(verb, *args)
    except ValueError:
        assert len(":".join(("1", verb, *args)).encode()) > LIMIT
    else:
        assert unpack(data) == Callback(verb, tuple(args))
        assert len(data.encode()) <= LIMIT


@pytest.mark.parametrize("args", [("x" * 64,), ("zone", "é" * 30), ("a:b",), ("a", "b:c"), ("",)])
def test_what_would_not_come_back_is_refused(args: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        pack(*args)


def test_sixty_four_bytes_just_fit() -> None:
    assert len(pack("v" * 62)) == LIMIT
    with pytest.raises(ValueError, match="does not fit"):
        pack("v" * 63)


@pytest.mark.parametrize("data", ["", "1", "1:", ":", "0:today", "2:today", "today", "1x:today"])
def test_another_version_or_a_stranger_is_nobody(data: str) -> None:
    assert unpack(data) is None


@given(st.text())
def test_forged_data_never_raises(data: str) -> None:
    callback = unpack(data)

    assert callback is None or callback.verb


# --- the buttons of every card --------------------------------------------------------------


def buttons(card: Card) -> list[InlineKeyboardButton]:
    if not isinstance(card.markup, InlineKeyboardMarkup):
        return []
    return [button for row in card.markup.inline_keyboard for button in row]


def test_every_button_of_every_card_has_somebody_who_answers(library: Library) -> None:
    seen = set()
    for name, card in deck(translator_for("en"), library):
        for button in buttons(card):
            if button.copy_text or button.url:
                continue  # the app answers these itself
            assert isinstance(button.callback_data, str), name
            callback = unpack(button.callback_data)
            assert callback is not None, name
            BUTTONS[callback.verb].bind(library, callback.args)  # raises for anything forged
            seen.add(callback.verb)

    assert seen == set(BUTTONS), "a verb that no card offers is dead"


def test_no_card_offers_the_same_button_twice(library: Library) -> None:
    for name, card in deck(translator_for("en"), library):
        data = [str(button.callback_data) for button in buttons(card)]
        # In a list that is made, each option that is chosen already leads to the same list.
        data = [one for one in data if not one.startswith("1:build:")]

        assert len(data) == len(set(data)), name


# --- cards in buttons -----------------------------------------------------------------------


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_card_s_reference_comes_back_as_it_was(day: date) -> None:
    ref = DayExercise(day, "bulgarian-split-squat")

    assert read_ref(*args_of(ref)) == ref
    assert pack("buttons", *args_of(ref))


@given(st.text(max_size=12))
def test_a_forged_day_is_refused_or_is_that_day(text: str) -> None:
    try:
        card = read_ref("lunge", text)
    except ValueError:
        return
    assert args_of(card) == ("lunge", text)
