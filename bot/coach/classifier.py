"""A linear classifier: what a text likely means, by its words, their parts and pairs of words.

Rules can be read and mended, but find only what somebody listed. People say the same in words that
nobody thought of, above all who hints that they don't want to live; what such texts share is
learned from examples. No library does it here: scikit-learn, which trains, takes 200 MB, and
the sum below takes ten lines.
"""

import json
import math
import zlib
from array import array
from collections.abc import Iterator, Sequence
from io import BufferedReader
from itertools import pairwise
from pathlib import Path

from bot.coach.documents import ContentError, Document
from bot.coach.folding import fold

SHORTEST, LONGEST = 3, 5
"""How long parts of words are: they learn inflections and forgive typos."""

STEM = 5
"""So many letters of a word stand for it in pairs of words."""

WIDEST = 127
"""The largest weight; each is kept in one byte."""


class Head(Document):
    """What stands before a table: its labels, how much one step of a weight is, and its size.

    `buckets` is how many places features share by their checksum.
    """

    labels: tuple[str, ...]
    buckets: int
    step: float
    bias: tuple[float, ...]

    @property
    def size(self) -> int:
        """How many bytes the table takes: a row of one byte a label for each bucket."""
        return self.buckets * len(self.labels)


class Heads(Document):
    """The first line of a file of weights; the tables follow in this order.

    `examples` is the checksum of the sentences that it learned from, `tables` that of the tables.
    """

    examples: str
    tables: int
    trouble: Head
    meaning: Head


class Classifier:
    """Weighs texts with one table."""

    def __init__(self, head: Head, table: Sequence[int]) -> None:
        self._head = head
        self._table = table

    def likelihoods(self, text: str) -> dict[str, float]:
        """Return how likely a text is of each label; together they are 1."""
        labels, found = self._head.labels, features(text, self._head.buckets)
        width = len(labels)
        rows = (self._table[one * width : (one + 1) * width] for one in found)
        sums = [sum(column) for column in zip(*rows, strict=True)] or [0] * width
        scale = self._head.step * weight_of(found)
        sure = [bias + scale * one for bias, one in zip(self._head.bias, sums, strict=True)]
        surest = max(sure)
        powers = [math.exp(one - surest) for one in sure]
        total = sum(powers)
        return {label: one / total for label, one in zip(labels, powers, strict=True)}


def weight_of(found: Sequence[int]) -> float:
    """Return what each feature of a text counts: a long text must not shout down a short one."""
    return 1 / math.sqrt(len(found) or 1)


def features(text: str, buckets: int) -> list[int]:
    """Return the buckets of a text's words, their parts, and pairs of words."""
    words = fold(text).split()
    return sorted({zlib.crc32(one.encode()) % buckets for one in _named(words)})


def _named(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        yield f"={word}"
        closed = f"^{word}$"
        for size in range(SHORTEST, LONGEST + 1):
            yield from (closed[at : at + size] for at in range(len(closed) - size + 1))
    yield from (" ".join(pair) for pair in pairwise(words))
    yield from ("_".join(pair) for pair in zip(words, words[2:], strict=False))
    yield from ("~".join(pair) for pair in pairwise(word[:STEM] for word in words))


def weights_path(phrases: Path, code: str) -> Path:
    """Return where the weights of a language stand."""
    return phrases / "weights" / f"{code}.bin"


def read_heads(path: Path) -> Heads:
    """Read the first line of a file of weights; raise ContentError if the file is damaged."""
    return _read(path)[0]


def read_weights(path: Path) -> tuple[Classifier, Classifier]:
    """Return what tells trouble from all else, and what tells all else apart."""
    heads, trouble, meaning = _read(path)
    return Classifier(heads.trouble, trouble), Classifier(heads.meaning, meaning)


def _read(path: Path) -> tuple[Heads, "array[int]", "array[int]"]:
    with path.open("rb") as file:
        try:
            heads = Heads.model_validate(json.loads(file.readline()))
            trouble, meaning = _table(file, heads.trouble), _table(file, heads.meaning)
        except (EOFError, ValueError):  # of JSON, of UTF-8 or of pydantic
            raise _damaged(path) from None
        if file.read(1) or zlib.crc32(meaning, zlib.crc32(trouble)) != heads.tables:
            raise _damaged(path)
    return heads, trouble, meaning


def _table(file: BufferedReader, head: Head) -> "array[int]":
    """Read a table in place: copies of a megabyte would leave holes in the process's memory."""
    table = array("b", [0]) * head.size
    if file.readinto(table) < head.size:
        raise EOFError
    return table


def _damaged(path: Path) -> ContentError:
    return ContentError(
        f"{path}: is damaged; install it again, or run psoas-bot texts train {path.stem}."
    )
