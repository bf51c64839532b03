"""What is wrong and where is found in any order, but not across clauses or behind a *no*."""

import pytest
from pydantic import ValidationError

from bot.coach.complaints import Complaints
from bot.coach.phrase_book import Body, Intent, PhraseBook
from bot.coach.spelling import Vocabulary

BODY = Body(
    places={"chest": ("chest", "heart"), "knee": ("knee", "knees"), "calf": ("calf",)},
    symptoms={
        "hurt": ("hurt*", "pain", "sore"),
        "press": ("tight", "weight on", "squeezing"),
        "hot": ("hot",),
        "fever": ("fever",),
        "numb": ("numb",),
    },
    alarm=("chest hurt", "chest press", "nowhere numb", "calf hot + fever"),
    pain=("any hurt", "any numb"),
    denied=("not", "no"),
    over=("used to have",),
    gone=("gone", "better"),
    between=("any", "a", "or"),
    harmless=("chest press", "sore loser"),
    idle=("is a pain",),
    spelt=("heard",),
    breaks=("but",),
)


def complaints(body: Body = BODY, **book: object) -> Complaints:
    found = PhraseBook.model_validate({"body": body, **book})
    return Complaints(body, Vocabulary(found))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("my chest is tight", "alarm"),
        ("tight feeling across my chest", "alarm"),
        ("there is a weight lying on my chest", "alarm"),
        ("my calf is hot. I have a fever", "alarm"),
        ("my calf is hot", None),
        ("my knee hurts", "pain"),
        ("my knee is numb", "pain"),
        ("all numb", "alarm"),
        ("no numb knees", None),
        ("sore knees", "pain"),
        ("traffic is a pain", None),
        ("my knee is a pain", "pain"),
        ("it hurts", None),
        ("", None),
    ],
)
def test_a_place_and_a_symptom_stand_in_any_order(text: str, kind: str | None) -> None:
    assert complaints().of(text) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("my knee is sore, my chest is fine", "pain"),
        ("my chest is fine but my knee hurts", "pain"),
        ("my chest, it hurts", "alarm"),
        ("I trained my chest first and then went home by bus where a knee was sore", "pain"),
    ],
)
def test_a_symptom_belongs_to_the_place_of_its_clause(text: str, kind: str) -> None:
    assert complaints().of(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "no chest pain",
        "not any pain or numb knees",
        "no knee pain or sore knees",
        "my knee is not sore",
        "I used to have knee pain",
        "knee pain is gone",
        "the pain in my knee is much better",
        "a chest press with pain au chocolat",
        "my knee is a sore loser",
    ],
)
def test_what_is_denied_over_or_harmless_is_no_trouble(text: str) -> None:
    assert complaints().of(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("no, my chest hurts", "alarm"),
        ("not sleeping, knee pain", "pain"),
        ("knee pain is not better", "pain"),
        ("no pain in my knee but my chest hurts", "alarm"),
        ("chest pain is gone", "alarm"),  # one that was there an hour ago still counts
    ],
)
def test_a_no_reaches_no_further_than_its_words(text: str, kind: str) -> None:
    assert complaints().of(text) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("my cheste hurts", "alarm"),
        ("chest is tihgt", "alarm"),
        ("my knee is soooore", "pain"),
        ("I heard that it hurts", None),
        ("my chess hurts", None),
    ],
)
def test_a_slip_is_forgiven_where_no_other_word_is_meant(text: str, kind: str | None) -> None:
    assert complaints(intents={Intent.OK: ("chess",)}).of(text) == kind


def test_a_book_without_a_body_finds_nothing() -> None:
    assert complaints(Body()).of("my chest hurts") is None


def test_a_rule_names_only_what_the_body_has() -> None:
    with pytest.raises(ValidationError, match="chest hurts"):
        Body(places={"chest": ("chest",)}, symptoms={"hurt": ("hurt",)}, alarm=("chest hurts",))
