"""A trainer's programme as a code: what is written reads back, and no text breaks the reader."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach import programme as codes
from bot.coach.library import Library
from bot.coach.trainee import Item, Programme, Side

from .lives import LIBRARY

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"


@st.composite
def items(draw: st.DrawFn) -> Item:
    slug = draw(st.sampled_from(list(LIBRARY.exercises)))
    version = draw(st.sampled_from([None, *LIBRARY.exercises[slug].sheet.versions]))
    return Item(
        slug, version, draw(st.integers(1, codes.MOST_SETS)), draw(st.sampled_from(codes.SIDES))
    )


programmes = st.builds(
    Programme,
    st.lists(items(), unique_by=lambda one: one.exercise, max_size=10).map(tuple),
    st.frozensets(st.integers(0, 6)),
)


@given(programmes)
def test_what_is_written_reads_back(programme: Programme) -> None:
    code = codes.write(LIBRARY, programme)
    found = codes.read(LIBRARY, code)

    assert len(code) <= 34  # what a link has room for
    assert found == codes.DecodedProgramme(programme)


@given(st.text(max_size=64) | st.text(LETTERS, max_size=64))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = codes.read(LIBRARY, text)
    if found is not None and not found.gone:
        assert codes.read(LIBRARY, codes.write(LIBRARY, found.programme)) == found


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

    assert found == codes.DecodedProgramme(Programme((swing,), frozenset({0, 2, 4})), gone=1)


def test_a_version_that_is_gone_is_the_usual_one(library: Library) -> None:
    code = codes.write(library, Programme((Item("lunge", "shallow", 2),), frozenset({0})))

    found = codes.read(library, code)

    assert found is not None
    assert found.programme.items[0].version is None


@pytest.mark.parametrize("slug", LIBRARY.exercises)
def test_every_version_has_its_bits(slug: str) -> None:
    assert set(LIBRARY.exercises[slug].sheet.versions) <= set(codes.VERSIONS)
