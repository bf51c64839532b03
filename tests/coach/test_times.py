"""A time of day is read as people of each language write it."""

from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.phrase_book import When
from bot.coach.times import Times


def reader(**when: Any) -> Times:
    return Times(When(**when))


ENGLISH = reader()
GERMAN = reader(
    at=["um", "gegen"],
    clock=["Uhr", "h"],
    numbers={"ein": 1, "sieben": 7, "acht": 8},
    morning=["morgens", "früh"],
    evening=["abends", "am Abend", "nachmittags"],
    night=["nachts"],
    shifts={"halb": -30},
    noon=["mittags"],
    midnight=["Mitternacht"],
    off=["aus", "keine"],
)
SPANISH = reader(
    at=["a las", "a la"],
    clock=["h", "horas"],
    numbers={"una": 1, "siete": 7},
    morning=["de la mañana"],
    evening=["de la tarde"],
    night=["de la noche"],
    tails={"y media": 30, "menos cuarto": -15},
    noon=["mediodía"],
)
PORTUGUESE = reader(at=["às"], clock=["h", "horas"], evening=["da noite", "da tarde"])
RUSSIAN = reader(
    at=["в", "к"],
    clock=["час", "часа", "часов"],
    morning=["утра"],
    evening=["вечера", "дня"],
    night=["ночи"],
    numbers={"семь": 7},
    shifts={"пол": -30, "без четверти": -15},
)
HINDI = reader(
    clock=["बजे"],
    morning=["सुबह"],
    evening=["शाम", "शाम को", "दोपहर"],
    night=["रात"],
    shifts={"साढ़े": 30, "सवा": 15, "पौने": -15},
)
ARABIC = reader(
    at=["الساعة", "في الساعة"], morning=["صباحا", "ص"], evening=["مساء", "م"], numbers={"سبعة": 7}
)


@pytest.mark.parametrize(
    ("language", "text", "at"),
    [
        *((ENGLISH, "07:30", time(7, 30)), (ENGLISH, "7.30 pm", time(19, 30))),
        *((ENGLISH, "half past 7", time(7, 30)), (ENGLISH, "quarter to 8 pm", time(19, 45))),
        *((HINDI, "साढ़े 7 बजे", time(7, 30)), (HINDI, "शाम को पौने 8 बजे", time(19, 45))),
        *((ENGLISH, "at 8 in the evening", time(20)), (ENGLISH, "11 at night", time(23))),
        *((GERMAN, "7 Uhr", time(7)), (GERMAN, "um 7 Uhr 30", time(7, 30))),
        *((GERMAN, "sieben Uhr abends", time(19)), (GERMAN, "halb 8", time(7, 30))),
        *((GERMAN, "halb acht abends", time(19, 30)), (GERMAN, "12 Uhr nachts", time(0))),
        *((GERMAN, "Mitternacht", time(0)), (GERMAN, "mittags", time(12))),
        *((SPANISH, "a las 7 de la tarde", time(19)), (SPANISH, "a las 7 y media", time(7, 30))),
        *((SPANISH, "las siete de la mañana", None), (SPANISH, "mediodia", time(12))),
        *((SPANISH, "las 8 menos cuarto", None), (SPANISH, "a las 8 menos cuarto", time(7, 45))),
        *((RUSSIAN, "в полсемь", time(6, 30)), (RUSSIAN, "без четверти семь", time(6, 45))),
        *((SPANISH, "10 de la noche", time(22)), (SPANISH, "a la una de la tarde", None)),
        *((PORTUGUESE, "às 7h", time(7)), (PORTUGUESE, "19h30", time(19, 30))),
        *((PORTUGUESE, "7h da noite", time(19)), (PORTUGUESE, "as 7", time(7))),
        *((RUSSIAN, "7 вечера", time(19)), (RUSSIAN, "в семь вечера", time(19))),
        *((RUSSIAN, "в 7 часов утра", time(7)), (RUSSIAN, "3 часа дня", time(15))),
        *((RUSSIAN, "2 часа ночи", time(2)), (RUSSIAN, "12 ночи", time(0))),
        *((HINDI, "शाम 7 बजे", time(19)), (HINDI, "सुबह ७ बजे", time(7))),
        *((HINDI, "रात 10 बजे", time(22)), (HINDI, "शाम को 6:30 बजे", time(18, 30))),
        *((ARABIC, "الساعة 7 مساءً", time(19)), (ARABIC, "٧:٣٠ ص", time(7, 30))),
        *((ARABIC, "في الساعة ٧", time(7)), (ARABIC, "7 م", time(19))),
        *((GERMAN, "sieben", None), (GERMAN, "25 Uhr", None), (GERMAN, "bald", None)),
        *((RUSSIAN, "noon", time(12)), (HINDI, "7pm", time(19))),
    ],
)
def test_a_time_is_read_as_its_language_writes_it(
    language: Times, text: str, at: time | None
) -> None:
    assert language.read(text) == at


@pytest.mark.parametrize(
    ("language", "text", "at"),
    [
        (GERMAN, "Schick es mir bitte um 7 Uhr abends, danke", time(19)),
        (GERMAN, "Ich war 3 Tage weg", None),
        (SPANISH, "cámbialo de las 7:00 a las 21:30", time(21, 30)),
        (PORTUGUESE, "me lembra às 8 da noite por favor", time(20)),
        (RUSSIAN, "присылай в 8 утра, пожалуйста", time(8)),
        (HINDI, "मुझे शाम 7 बजे भेजो", time(19)),
        (ARABIC, "أرسله الساعة ٨ مساءً من فضلك", time(20)),
        (ARABIC, "لدي ٣ أسئلة", None),
    ],
)
def test_a_time_is_read_out_of_a_sentence(language: Times, text: str, at: time | None) -> None:
    assert language.last_in(text) == at


@pytest.mark.parametrize(
    ("language", "text", "part"),
    [
        (ENGLISH, "I'd rather have it in the evening", "evening"),
        (ENGLISH, "in the morning please", "morning"),
        *((GERMAN, "lieber abends", "evening"), (GERMAN, "in the evening", "evening")),
        *((ENGLISH, "whenever", None), (ENGLISH, "", None)),
    ],
)
def test_a_part_of_the_day_is_read_out_of_a_sentence(
    language: Times, text: str, part: str | None
) -> None:
    assert language.part_in(text) == part


def test_a_mark_takes_the_place_of_a_time() -> None:
    assert GERMAN.marked("stell um auf 19 Uhr", "T").split() == ["stell", "um", "auf", "T"]
    assert ENGLISH.marked("change it from 7pm to 8", "T").split() == [
        *("change", "it", "from", "T", "to", "T"),
    ]


@pytest.mark.parametrize("text", ["off", "Aus.", "keine"])
def test_a_word_switches_a_reminder_off(text: str) -> None:
    assert GERMAN.is_off(text)
    assert not GERMAN.is_off("7 Uhr")


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    for language in (ENGLISH, GERMAN, ARABIC, HINDI):
        language.read(text)
        language.last_in(text)
        language.marked(text, "T")
