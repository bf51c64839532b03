"""Letters: the font that Pillow brings along has few, and nothing else may be drawn."""

from string import printable

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.pictures.paper import FINER, disc, fitting, font, legible, ring


def test_the_font_has_every_plain_letter() -> None:
    missing = bytes(font(40).getmask("\U0010fffe"))
    letters = [one for one in printable if not one.isspace()]

    assert [one for one in letters if bytes(font(40).getmask(one)) == missing] == []


def test_accents_are_dropped_and_other_scripts_give_way() -> None:
    assert legible("août 2026", "8 / 2026") == "aout 2026"
    assert legible("März", "3") == "Marz"
    assert legible("ноябрь", "11") == "11"
    assert legible("straße", "street") == "street"


@given(st.text(), st.integers(10, 60), st.integers(50, 900))
def test_a_line_fits_its_room(text: str, size: int, room: int) -> None:
    plain = legible(text, "").replace("\n", " ")
    fits = fitting(plain, size, room)

    assert fits <= size
    if fits > 4:
        assert font(fits).getlength(plain) <= room * 1.1


def test_a_shape_has_smooth_edges() -> None:
    for one in (disc(30), ring(30, 4)):
        shades = {shade for _, shade in one.getcolors() or []}
        assert one.size == (30, 30)
        assert {0, 255} < shades
    assert FINER > 1
    assert isinstance(disc(30), Image.Image)
