"""Train the classifier of trouble from example sentences. Authoring only: the bot just weighs."""

import hashlib
import zlib
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.coach.classifier import (
    BUCKETS,
    KINDS,
    WIDEST,
    Weights,
    features,
    read_weights,
    weight_of,
    weights_path,
)
from bot.coach.documents import Document, read
from bot.coach.languages import phrases_of
from bot.coach.phrase_book import PhraseBook

STRICTNESS = 30.0
"""The inverse of regularisation: of 5, 30 and 200 the one that missed least in new sentences."""

ROUNDS = 300


class Examples(Document):
    """phrases/examples/en.yaml: sentences as people write them, by the trouble they speak of."""

    crisis: tuple[str, ...]
    alarm: tuple[str, ...]
    pain: tuple[str, ...]
    other: tuple[str, ...]


def examples_path(root: Path, code: str) -> Path:
    """Return where the examples of a language stand."""
    return phrases_of(root) / "examples" / f"{code}.yaml"


def train(root: Path, code: str) -> Path:
    """Learn from the examples and phrases of a language; return where the weights are written."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  # of an extra

    sentences = list(_sentences(root, code))
    model = LogisticRegression(C=STRICTNESS, max_iter=ROUNDS)
    model.fit(
        _matrix([text for text, _ in sentences]), [KINDS.index(kind) for _, kind in sentences]
    )
    step = float(abs(model.coef_).max()) / WIDEST
    table = (model.coef_ / step).round().astype("int8").tobytes()
    weights = Weights(
        examples=checksum(root, code),
        step=step,
        bias=tuple(map(float, model.intercept_)),
        packed=b64encode(zlib.compress(table, 9)).decode(),
    )
    path = weights_path(phrases_of(root), code)
    path.parent.mkdir(exist_ok=True)
    path.write_text(weights.model_dump_json(indent=1) + "\n", encoding="utf-8")
    for made, mode in ((path.parent, 0o755), (path, 0o644)):
        made.chmod(mode)  # commands create private files, and this is for everybody
    return path


def checksum(root: Path, code: str) -> str:
    """Return a checksum of the examples of a language."""
    return hashlib.sha256(examples_path(root, code).read_bytes()).hexdigest()


def is_stale(root: Path, code: str) -> bool:
    """Return whether the examples of a language have changed since it was trained."""
    if not examples_path(root, code).is_file():
        return False
    weights = read_weights(phrases_of(root), code)
    return weights is None or weights.examples != checksum(root, code)


def _sentences(root: Path, code: str) -> Iterator[tuple[str, str]]:
    """Yield each example with its kind, and the phrases that the rules know."""
    examples = read(examples_path(root, code), Examples)
    for kind in KINDS:
        yield from ((text, kind) for text in getattr(examples, kind))
    book = read(phrases_of(root) / f"{code}.yaml", PhraseBook)
    yield from ((phrase, "alarm") for phrase in book.alarm)
    yield from ((phrase, "pain") for phrase in book.pain)
    yield from ((phrase, "other") for phrases in book.intents.values() for phrase in phrases)


def _matrix(texts: list[str]) -> Any:
    """Return a sparse row for each text."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415  # of an extra

    rows = [features(text) for text in texts]
    values = [weight_of(row) for row in rows for _ in row]
    columns = [one for row in rows for one in row]
    ends = [0]
    for row in rows:
        ends.append(ends[-1] + len(row))
    return csr_matrix((values, columns, ends), shape=(len(rows), BUCKETS))
