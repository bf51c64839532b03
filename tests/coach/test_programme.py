"""A trainer's list as text: nothing is lost, nothing can be changed, nothing breaks."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach import programme as codes
from bot.coach.library import Library, load
from bot.coach.routine import Item, Programme, Side
from tests.conftest import ROOT

LIBRARY = load(ROOT / "content")
KEY = codes.key_of("1:secret")
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"


@st.composite
def items(draw: st.DrawFn) -> Item:
    slug = draw(st.sampled_from(list(LIBRARY.exercises)))
    form = draw(st.sampled_from([None, *LIBRARY.exercises[slug].sheet.forms]))
    return Item(
        slug, form, draw(st.integers(1, codes.MOST_SETS)), draw(st.sampled_from(codes.SIDES))
    )


programmes = st.builds(
    Programme,
    st.lists(items(), unique_by=lambda one: one.exercise, max_size=10).map(tuple),
    st.frozensets(st.integers(0, 6)),
)


@given(programmes)
def test_what_is_written_reads_back(programme: Programme) -> None:
    found = codes.read(LIBRARY, codes.write(LIBRARY, programme))

    assert found == codes.Found(programme)


@given(programmes)
def test_a_link_opens_with_its_key_and_fits_telegram(programme: Programme) -> None:
    code = codes.write(LIBRARY, programme)
    payload = codes.seal(code, KEY)

    assert codes.unseal(payload, KEY) == code
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
    assert codes.unseal(payload, codes.key_of("1:other")) is None


@given(programmes, st.data())
def test_any_letter_changed_is_noticed(programme: Programme, data: st.DataObject) -> None:
    payload = codes.seal(codes.write(LIBRARY, programme), KEY)
    at = data.draw(st.integers(0, len(payload) - 1))
    letter = data.draw(st.sampled_from(LETTERS).filter(lambda one: one != payload[at]))

    assert codes.unseal(payload[:at] + letter + payload[at + 1 :], KEY) is None


@given(programmes, st.data())
def test_any_cut_is_noticed(programme: Programme, data: st.DataObject) -> None:
    payload = codes.seal(codes.write(LIBRARY, programme), KEY)
    start = data.draw(st.integers(0, len(payload) - 1))
    end = data.draw(st.integers(start, len(payload)))

    if payload[start:end] != payload:
        assert codes.unseal(payload[start:end], KEY) is None
    assert codes.unseal(payload + "A", KEY) is None


@given(st.text(max_size=64) | st.text(LETTERS, max_size=64))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert codes.unseal(text, KEY) is None
    found = codes.read(LIBRARY, text)
    if found is not None and not found.gone:
        assert codes.read(LIBRARY, codes.write(LIBRARY, found.programme)) == found


def test_the_key_is_not_the_token() -> None:
    assert b"secret" not in KEY
    assert "secret" not in codes.seal("AA", KEY)


@pytest.fixture
def without_the_lunge(library: Library) -> Library:
    rest = {slug: one for slug, one in library.exercises.items() if slug != "lunge"}
    return replace(library, exercises=rest)


def test_an_exercise_that_is_gone_is_counted_and_left_out(
    library: Library, without_the_lunge: Library
) -> None:
    lunge, swing = Item("lunge", None, 2, Side.LEFT), Item("leg-swing", "easier", 1)
    code = codes.write(library, Programme((lunge, swing), frozenset({0, 2, 4})))

    found = codes.read(without_the_lunge, code)

    assert found == codes.Found(Programme((swing,), frozenset({0, 2, 4})), gone=1)


def test_a_form_that_is_gone_is_the_usual_one(library: Library) -> None:
    code = codes.write(library, Programme((Item("lunge", "shallow", 2),), frozenset({0})))

    found = codes.read(library, code)

    assert found is not None
    assert found.programme.items[0].form is None


@pytest.mark.parametrize("slug", LIBRARY.exercises)
def test_every_form_has_its_bits(slug: str) -> None:
    assert set(LIBRARY.exercises[slug].sheet.forms) <= set(codes.FORMS)
