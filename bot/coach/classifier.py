"""A linear classifier: how likely a text speaks of trouble, by its words and parts of words.

Rules come first: they can be read and mended. But whoever only hints that they don't want to live
does so in words that nobody has listed; what such hints share is learned from examples. No library
does it here: scikit-learn, which trains, takes 200 MB, and the sum below takes ten lines.
"""

import math
import zlib
from base64 import b64decode
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from pydantic import ValidationError

from bot.coach.documents import ContentError, Document
from bot.coach.folding import fold
from bot.coach.trouble import TroubleKind

TROUBLE: tuple[TroubleKind, ...] = ("pain", "alarm", "crisis")
KINDS = ("other", *TROUBLE)

BUCKETS = 1 << 15
"""Features share so many places by their checksum; more of them learn no better."""

SHORTEST, LONGEST = 3, 5
"""How long parts of words are: they learn inflections and forgive typos."""

STEM = 5
"""So many letters of a word stand for it in pairs of words."""

WIDEST = 127
"""The largest weight; each is kept in one byte."""


class Weights(Document):
    """What training found: a byte for each kind and bucket, packed, and how much one step is.

    `examples` is the checksum of the sentences that it learned from.
    """

    examples: str
    step: float
    bias: tuple[float, ...]
    packed: str


class Classifier:
    """Weighs a text with the weights of one language."""

    def __init__(self, weights: Weights) -> None:
        self._table = memoryview(zlib.decompress(b64decode(weights.packed))).cast("b")
        self._step = weights.step
        self._bias = weights.bias

    def trouble(self, text: str, least: float) -> TroubleKind | None:
        """Return the likeliest trouble, if it is at least so likely that there is any."""
        likely = self.likelihoods(text)
        if 1 - likely["other"] < least:
            return None
        return max(TROUBLE, key=lambda kind: likely[kind])

    def likelihoods(self, text: str) -> dict[str, float]:
        """Return how likely a text is of each kind; together they are 1."""
        found = features(text)
        scale = self._step * weight_of(found)
        sums = [
            bias + scale * sum(self._table[kind * BUCKETS + one] for one in found)
            for kind, bias in enumerate(self._bias)
        ]
        powers = [math.exp(one - max(sums)) for one in sums]
        return {kind: one / sum(powers) for kind, one in zip(KINDS, powers, strict=True)}


def weight_of(found: list[int]) -> float:
    """Return what each feature of a text counts: a long text must not shout down a short one."""
    return 1 / math.sqrt(len(found) or 1)


def features(text: str) -> list[int]:
    """Return the buckets of a text's words, their parts, and pairs of words."""
    words = fold(text).split()
    return sorted({zlib.crc32(one.encode()) % BUCKETS for one in _named(words)})


def _named(words: list[str]) -> Iterator[str]:
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
    return phrases / "weights" / f"{code}.json"


def read_weights(phrases: Path, code: str) -> Weights | None:
    """Read the weights of a language; a language may do without."""
    path = weights_path(phrases, code)
    if not path.is_file():
        return None
    try:
        return Weights.model_validate_json(path.read_bytes())
    except ValidationError:
        raise ContentError(f"{path}: is damaged; run psoas-bot texts train {code}.") from None
