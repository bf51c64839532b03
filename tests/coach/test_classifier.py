"""A classifier weighs words and their parts, and a damaged file of weights is named."""

import zlib
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.classifier import Classifier, Head, Heads, features, read_heads, read_weights
from bot.coach.documents import ContentError

BUCKETS = 1 << 12
TROUBLES = ("alarm", "crisis", "other", "pain")


def taught(labels: tuple[str, ...], usual: str, **words: str) -> tuple[Head, bytes]:
    """Return what takes a text with a word for a label, and any other text for the usual one."""
    table = array("b", bytes(BUCKETS * len(labels)))
    for word, label in words.items():
        for one in features(word, BUCKETS):
            table[one * len(labels) + labels.index(label)] = 100
    bias = tuple(2.0 * (label == usual) for label in labels)
    return Head(labels=labels, buckets=BUCKETS, step=0.02, bias=bias), table.tobytes()


def written(path: Path, trouble: tuple[Head, bytes], meaning: tuple[Head, bytes]) -> Path:
    """Write a file of weights."""
    tables = trouble[1] + meaning[1]
    sums = {"examples": "", "tables": zlib.crc32(tables)}
    heads = Heads(**sums, trouble=trouble[0], meaning=meaning[0])
    path.write_bytes(heads.model_dump_json().encode() + b"\n" + tables)
    return path


ANIMALS = Classifier(*taught(("cat", "dog", "none"), "none", meows="cat", barking="dog"))


def test_a_word_says_what_a_text_is_about() -> None:
    assert max(ANIMALS.likelihoods("it meows").items(), key=lambda one: one[1])[0] == "cat"
    assert ANIMALS.likelihoods("barking")["dog"] > 0.9
    assert ANIMALS.likelihoods("what a lovely day")["none"] > 0.6


def test_an_inflection_or_a_typo_says_nearly_as_much() -> None:
    weather = ANIMALS.likelihoods("the weather")["dog"]

    assert ANIMALS.likelihoods("barkings")["dog"] > 0.5
    assert ANIMALS.likelihoods("barkng")["dog"] > 2 * weather


@given(st.text(max_size=300))
def test_whatever_is_written_the_likelihoods_are_one_together(text: str) -> None:
    likelihoods = ANIMALS.likelihoods(text)

    assert list(likelihoods) == ["cat", "dog", "none"]
    assert sum(likelihoods.values()) == pytest.approx(1)


def test_features_are_the_same_in_every_process() -> None:
    assert features("ab", 1 << 15) == [58, 5617, 27502, 30019]


def test_two_tables_are_read_from_one_file(tmp_path: Path) -> None:
    trouble = taught(TROUBLES, "other", knee="pain")
    path = written(tmp_path / "eo.bin", trouble, taught(("done", "ok"), "ok", finished="done"))

    first, second = read_weights(path)

    assert first.likelihoods("knee")["pain"] > 0.5
    assert second.likelihoods("finished")["done"] > 0.5


@pytest.mark.parametrize("content", [b"", b"{}\n", b"\xff\xfe\n", None])
def test_damaged_weights_are_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "eo.bin"
    small = taught(("done", "ok"), "ok")
    written(path, taught(TROUBLES, "other"), small)
    path.write_bytes(path.read_bytes()[:-1] if content is None else content)

    with pytest.raises(ContentError, match="is damaged; install it again, or run psoas-bot texts"):
        read_heads(path)


def test_one_changed_byte_is_damage_too(tmp_path: Path) -> None:
    path = written(tmp_path / "eo.bin", taught(TROUBLES, "other"), taught(("done", "ok"), "ok"))
    path.write_bytes(path.read_bytes()[:-1] + b"x")

    with pytest.raises(ContentError, match="is damaged"):
        read_heads(path)
