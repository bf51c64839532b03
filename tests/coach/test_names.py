"""A name is found between a few other words, and never in a text that says mostly other things."""

import pytest

from bot.coach.finder import Understood
from bot.coach.names import Found, Topic
from bot.coach.phrase_book import Intent
from bot.coach.phrases import Meaning
from tests.library import finders

from .lives import LIBRARY

FINDER = finders(LIBRARY).of("en")


def understood(text: str) -> Understood | None:
    return FINDER.understand(text)


def exercise(slug: str, version: str | None = None) -> Topic:
    return Topic("exercise", slug, version)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("bulgarian split squat without weights", "bulgarian-split-squat"),
        ("single leg glute bridge", "floor-bridge"),
        ("low lunge knee on the floor", "lunge"),
        ("leg raises lying down", "leg-lift"),
        ("bench kettlebell swings", "kettlebell-swing"),
    ],
)
def test_a_name_of_two_words_that_is_half_of_a_text_is_meant(text: str, slug: str) -> None:
    assert understood(text) == Found(meant=(exercise(slug),))


def test_a_shorter_part_is_only_offered_unless_examples_know_more() -> None:
    assert understood("situps in a swimming pool") == Found(near=(exercise("sit-up"),))
    assert understood("lunge with arms up") == Found(meant=(exercise("lunge"),))


def test_two_names_of_one_sign_count_together() -> None:
    told = Found(meant=(Topic("sign", "digestive-trouble"),))

    assert understood("always bloated and constipated") == told


def test_a_text_that_says_mostly_something_else_names_nothing() -> None:
    assert understood("we sailed a boat round the island all summer long") is None
    assert understood("my gut says Brazil wins tonight") is None


@pytest.mark.parametrize(
    ("text", "slug", "version"),
    [
        ("easier bridge", "floor-bridge", "easier"),
        ("the lunge but harder", "lunge", "harder"),
        ("boat pose knees bent", "boat-pose", "easier"),
        ("leg swings holding onto a chair", "leg-swing", "easier"),
        ("the harder squat", "bulgarian-split-squat", "harder"),
    ],
)
def test_the_version_is_found_by_its_own_words_or_by_its_sort(
    text: str, slug: str, version: str
) -> None:
    assert understood(text) == Found(meant=(exercise(slug, version),))


def test_a_version_that_does_not_exist_is_the_standard_one() -> None:
    assert understood("harder ball pass") == Found(meant=(exercise("stability-ball-pass"),))


def test_a_complaint_about_an_exercise_is_no_wish_for_a_version() -> None:
    assert understood("the bridge was too easy") == Meaning(Intent.EASY)
    assert understood("the kettlebell swing is too hard") == Meaning(Intent.HARD)


def test_pain_comes_before_a_name() -> None:
    assert understood("limping since the bulgarian split squats") == "pain"
    assert understood("easier bridge please, my hamstring is tearing") == "pain"
    assert understood("kettlebell swing, then my chest hurt") == "alarm"


def test_a_slip_in_a_long_word_is_forgiven() -> None:
    assert understood("stabilty ball pass kneeling up") == Found(
        meant=(exercise("stability-ball-pass"),)
    )


def test_a_named_exercise_is_left_out_or_shown_and_the_daily_ones_go_on() -> None:
    assert understood("never send me the boat pose again") == Meaning(Intent.UNWANTED)
    assert understood("stop sending me these") == Meaning(Intent.STOP)
    assert understood("how many reps of the kettlebell swing") == Found(
        meant=(exercise("kettlebell-swing"),)
    )
    assert understood("how many reps do I do") == Meaning(Intent.TODAY)
