"""The classifier weighs words and their parts, and a language may do without."""

import zlib
from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.classifier import BUCKETS, KINDS, Classifier, Weights, features, read_weights
from bot.coach.documents import ContentError

BIAS = (2.0, 0.0, 0.0, 0.0)


def weights_of(**words: str) -> Weights:
    """Return weights that take a text with a word for a kind of trouble, or for none."""
    table = bytearray(len(KINDS) * BUCKETS)
    for word, kind in words.items():
        for one in features(word):
            table[KINDS.index(kind) * BUCKETS + one] = 100
    packed = b64encode(zlib.compress(bytes(table))).decode()
    return Weights(examples="", step=0.02, bias=BIAS, packed=packed)


def taught(**words: str) -> Classifier:
    """Return a classifier with such weights."""
    return Classifier(weights_of(**words))


def test_a_word_says_which_trouble_it_is() -> None:
    classifier = taught(goodbye="crisis", chest="alarm", knee="pain")

    assert classifier.trouble("goodbye", 0.5) == "crisis"
    assert classifier.trouble("my chest", 0.5) == "alarm"
    assert classifier.trouble("knee", 0.5) == "pain"


def test_an_inflection_or_a_typo_says_nearly_as_much() -> None:
    likelihoods = taught(stomach="pain").likelihoods

    assert likelihoods("stomachs")["pain"] > 0.5
    assert likelihoods("stomch")["pain"] > 2 * likelihoods("weather")["pain"]


def test_the_less_likely_is_no_trouble() -> None:
    classifier = taught(goodbye="crisis")

    assert classifier.trouble("goodbye and thanks for the fish", 0.99) is None
    assert classifier.trouble("what a lovely day", 0.5) is None


@given(st.text(max_size=300))
def test_whatever_is_written_the_likelihoods_are_one_together(text: str) -> None:
    likelihoods = taught(goodbye="crisis").likelihoods(text)

    assert set(likelihoods) == set(KINDS)
    assert sum(likelihoods.values()) == pytest.approx(1)


@given(st.text(max_size=100))
def test_case_and_accents_change_nothing(text: str) -> None:
    assert features(text.upper().lower()) == features(text.lower())


def test_features_are_the_same_in_every_process() -> None:
    assert features("ab") == [58, 5617, 27502, 30019]


def test_a_language_may_do_without(tmp_path: Path) -> None:
    assert read_weights(tmp_path, "eo") is None


def test_damaged_weights_are_named(tmp_path: Path) -> None:
    (tmp_path / "weights").mkdir()
    (tmp_path / "weights" / "eo.json").write_text('{"step": 1', encoding="utf-8")

    with pytest.raises(ContentError, match="is damaged; run psoas-bot texts train eo"):
        read_weights(tmp_path, "eo")
