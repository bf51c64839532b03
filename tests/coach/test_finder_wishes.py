"""Texts that are no mere name: a place, a time, a wish beside a name, a day off."""

from collections.abc import Iterable

import pytest

from bot.coach.hints import Hint
from bot.coach.names import Found, Topic
from bot.coach.phrase_book import Intent
from bot.coach.phrases import Meaning
from tests.library import finders

from .lives import LIBRARY

FINDER = finders(LIBRARY).of("en")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("ahorita estoy en la chamba, a la noche lo hago", Intent.LATER),
        ("Estoy en Lisboa, ponme la hora de aquí", Intent.ZONE),
    ],
)
def test_being_at_work_is_no_place_to_live(text: str, intent: Intent) -> None:
    understood = finders(LIBRARY).of("es").understand(text)

    assert isinstance(understood, Meaning)
    assert understood.intent is intent


@pytest.mark.parametrize("text", ["that bridge was too easy", "never send me the lunge again"])
def test_a_name_beside_a_wish_is_not_only_shown(text: str) -> None:
    assert not isinstance(FINDER.understand(text), Found)


@pytest.mark.parametrize("text", ["730", "half 8", "19:30", "7 pm"])
def test_a_time_by_itself_is_one(text: str) -> None:
    assert FINDER.understand(text) == Meaning(Intent.TIME)


def test_a_small_number_by_itself_is_no_time() -> None:
    assert FINDER.understand("7") is None


@pytest.mark.parametrize("text", ["my posture is garbage", "I hunch over my phone"])
def test_a_sign_is_found_by_ordinary_words(text: str) -> None:
    assert FINDER.understand(text) == Found(meant=(Topic("sign", "poor-posture"),))


def test_to_be_acted_on_a_long_story_has_to_be_surer_than_a_short_text() -> None:
    hint = Hint({"other": 1.0}, "done", 0.6)

    assert FINDER._likely("all of it, finally", hint, None) == Meaning(Intent.DONE)
    assert FINDER._likely("and then he told us about it for hours " * 4, hint, None) is None


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ("stop sending on sundays", "rest on sundays", "sunday is my rest day")),
        ("en", ("drop sundays", "nothing on sundays", "sundays off")),
        ("es", ("descanso los domingos", "los domingos descanso", "domingos no")),
        ("es", ("quítame los domingos", "domingos libres", "el domingo es mi día de descanso")),
        ("de", ("sonntags frei", "sonntags Ruhetag", "lass sonntags aus")),
        ("de", ("sonntags mache ich Pause", "streich den Sonntag")),
        ("ru", ("по воскресеньям отдыхаю", "воскресенье выходной", "убери воскресенье")),
        ("ru", ("каждый день без воскресенья", "исключи воскресенье")),
        ("pt-br", ("descanso aos domingos", "domingo de folga", "pula os domingos")),
        ("pt-br", ("domingos livres", "para de mandar no domingo")),
        ("ar", ("الأحد راحة", "أرتاح يوم الأحد", "شيل يوم الأحد", "بلاش الأحد")),
        ("hi", ("रविवार को आराम", "संडे हटा दो", "sunday ko aaram")),
    ],
)
def test_a_day_off_is_taken_away_in_the_words_of_each_language(
    language: str, texts: tuple[str, ...]
) -> None:
    days = finders(LIBRARY).of(language).days
    for text in texts:
        assert days.weekdays(text) == frozenset(range(6)), text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("en", "no days off on sunday"), ("es", "no descanso los domingos")),
        *(("de", "am Sonntag nicht frei"), ("ru", "по воскресеньям не отдыхаю")),
        *(("pt-br", "não quero folga no domingo"), ("ar", "بدون راحة يوم الأحد")),
        ("hi", "रविवार को छुट्टी नहीं"),
    ],
)
def test_a_day_that_is_not_free_stays_in_each_language(language: str, text: str) -> None:
    days = finders(LIBRARY).of(language).days
    assert days.weekdays(text, frozenset(range(5))) == frozenset({0, 1, 2, 3, 4, 6})


@pytest.mark.parametrize(
    ("language", "text", "named"),
    [
        *(("es", "todos", range(7)), ("es", "todos los martes y jueves", (1, 3))),
        *(("pt-br", "todos", range(7)), ("pt-br", "todos os sábados", (5,))),
        *(("de", "alle", range(7)), ("de", "alle Montage", (0,)), ("ar", "كلها", range(7))),
        *(("ru", "все кроме воскресенья", range(6)), ("ru", "все понедельники", (0,))),
        *(("hi", "सभी", range(7)), ("hi", "सभी सोमवार", (0,))),
    ],
)
def test_all_may_be_all_days_or_all_of_one_weekday(
    language: str, text: str, named: Iterable[int]
) -> None:
    assert finders(LIBRARY).of(language).days.weekdays(text) == frozenset(named)


EVERY = [
    *(("en", "every Monday", 0), ("de", "jeden Montag", 0), ("de", "jeden Sonntag", 6)),
    *(("es", "cada lunes", 0), ("es", "todos los lunes", 0), ("es", "todos los martes", 1)),
    *(("pt-br", "toda segunda", 0), ("pt-br", "todas as segundas", 0)),
    *(("pt-br", "toda quarta", 2), ("pt-br", "toda sexta-feira", 4)),
    *(("pt-br", "cada terça", 1), ("pt-br", "todo domingo", 6)),
    *(("ru", "каждый понедельник", 0), ("ru", "каждую среду", 2), ("ru", "все вторники", 1)),
    *(("hi", "हर सोमवार", 0), ("hi", "हर रविवार को", 6), ("hi", "har somvar", 0)),
    *(("ar", "كل اثنين", 0), ("ar", "كل يوم اثنين", 0), ("ar", "كل الاثنين", 0)),
    *(("ar", "كل يوم الاثنين", 0), ("ar", "كل أربعاء", 2), ("ar", "كل يوم أربعاء", 2)),
    *(("ar", "كل جمعة", 4), ("ar", "كل يوم أحد", 6)),
]


@pytest.mark.parametrize(("language", "text", "weekday"), EVERY)
def test_every_one_of_a_weekday_is_that_day(language: str, text: str, weekday: int) -> None:
    finder = finders(LIBRARY).of(language)

    assert finder.days.weekdays(text) == frozenset({weekday})
    assert getattr(finder.understand(text), "intent", None) is Intent.DAYS


@pytest.mark.parametrize(
    ("text", "named"),
    [
        *(("كل أحد", (6,)), ("كل اثنين وخميس", (0, 3)), ("ليس كل اثنين", range(1, 7))),
        *(("كل يوم", range(7)), ("كل يوم الساعة اثنين", range(7))),
    ],
)
def test_an_arabic_weekday_that_is_a_number_too_needs_its_every(
    text: str, named: Iterable[int]
) -> None:
    assert finders(LIBRARY).of("ar").days.weekdays(text) == frozenset(named)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("en", "mondays, the rest off"), ("es", "solo los lunes, nada más")),
        *(("de", "nur montags, sonst nichts"), ("ru", "понедельник, больше ничего")),
        *(("pt-br", "só segunda, mais nada"), ("ar", "الاثنين والباقي راحة")),
        ("hi", "सोमवार, बाकी छुट्टी"),
    ],
)
def test_where_nothing_else_is_wanted_the_named_day_stays(language: str, text: str) -> None:
    assert finders(LIBRARY).of(language).days.weekdays(text) == frozenset({0})
