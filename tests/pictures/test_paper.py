"""Letters: only what the font has is drawn."""

from string import printable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.pictures.paper import (
    FINER,
    FONTS,
    SHAPED,
    USUAL,
    Paper,
    disc,
    fitting,
    font,
    is_drawn,
    legible,
    ring,
    typeface,
)

LETTERS = printable + "äöüßéñçåøłžčőșțğ" + "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґў" + "–—·…“”‹›×"


def test_the_font_has_latin_with_accents_and_cyrillic() -> None:
    assert [letter for letter in LETTERS if not is_drawn(letter)] == []
    assert not is_drawn("月")


def test_the_font_carries_its_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


HINDI = "नवंबर सोमवार क्षत्रिय पाँच ज़्यादा कूल्हा श्रृंखला १२३ 2026 –×()"
ARABIC = "نوفمبر الاثنين تمرين الجسر لا إله آلام ١٢٣ 2026 –×()،؟"


@pytest.mark.skipif(not SHAPED, reason="Pillow finds no FriBiDi")
@pytest.mark.parametrize(
    ("text", "face"), [(HINDI, "NotoSansDevanagari"), (ARABIC, "NotoSansArabic"), ("Май", USUAL)]
)
def test_hindi_and_arabic_have_a_font_of_their_own(text: str, face: str) -> None:
    assert legible(text, "") == text
    assert typeface(text) == face


@pytest.mark.skipif(not SHAPED, reason="Pillow finds no FriBiDi")
def test_letters_take_the_shape_that_their_neighbours_give_them() -> None:
    for word, face in (("سلام", "NotoSansArabic"), ("क्षत्रिय", "NotoSansDevanagari")):
        apart = sum(font(40, face).getlength(letter) for letter in word)
        assert font(40, face).getlength(word) < 0.95 * apart


@pytest.mark.skipif(not SHAPED, reason="Pillow finds no FriBiDi")
def test_direction_marks_are_not_drawn() -> None:
    assert legible("\u2068تمرين\u2069 \u200fاليوم", "") == "تمرين اليوم"


def test_a_mirrored_picture_has_its_left_at_the_right() -> None:
    plain, turned = Paper(200, 60), Paper(200, 60, mirrored=True)
    for paper in (plain, turned):
        paper.stamp((30, 30), disc(20), "#000000")
        paper.write((60, 30), "HOH", 30)

    assert turned.image.getpixel((170, 30)) == plain.image.getpixel((30, 30)) == (0, 0, 0)
    assert turned.image.getbbox() == plain.image.getbbox()
    left, right = turned.image.crop((0, 0, 60, 60)), turned.image.crop((60, 0, 150, 60))
    assert len(left.getcolors() or []) == 1
    assert len(right.getcolors() or []) > 1


def test_accents_and_cyrillic_are_drawn_and_other_scripts_give_way() -> None:
    assert legible("août 2026", "8 / 2026") == "août 2026"
    assert legible("ноябрь 2026\u202fг.", "11 / 2026") == "ноябрь 2026 г."
    assert legible("straße", "street") == "straße"
    assert legible("Ǯ", "Z") == "Z", "Ʒ is not there either"
    assert legible("ĳs", "ice") == "ijs"
    assert legible("11月", "11 / 2026") == "11 / 2026"


@given(st.text(), st.integers(10, 60), st.integers(50, 900))
def test_a_line_fits_its_room(text: str, size: int, room: int) -> None:
    plain = legible(text, "")
    fits = fitting(plain, size, room)

    assert fits <= size
    if fits > 4:
        assert font(fits, typeface(plain)).getlength(plain) <= room * 1.1


def test_a_shape_has_smooth_edges() -> None:
    for one in (disc(30), ring(30, 4)):
        shades = {shade for _, shade in one.getcolors() or []}
        assert one.size == (30, 30)
        assert {0, 255} < shades
    assert FINER > 1
    assert isinstance(disc(30), Image.Image)
