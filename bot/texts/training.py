"""Train a language's classifiers from examples. Authoring only: the bot just weighs."""

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pydantic import RootModel

from bot.coach.classifier import (
    WIDEST,
    Head,
    Heads,
    features,
    read_heads,
    weight_of,
    weights_path,
)
from bot.coach.documents import parsed, read
from bot.coach.hints import NO_TROUBLE, SMALL_TALK, TROUBLE
from bot.coach.languages import phrases_of
from bot.coach.phrase_book import Intent, PhraseBook
from bot.coach.sheets import ExerciseSheet
from bot.errors import OperatorError

STRICTNESS = 30.0
"""The inverse of regularisation: of 5, 30 and 200 the one that missed least in new sentences."""

ROUNDS = 200

BUCKETS_OF_TROUBLE = 1 << 15
BUCKETS_OF_MEANING = 1 << 13
"""Twice as many learn no better; a row of the second has some 110 bytes."""

Sentence = tuple[str, str]
"""A text, and what it means."""


class Examples(RootModel[dict[str, tuple[str, ...]]]):
    """phrases/examples/en.yaml: sentences as people write them, by what they mean.

    A label is a kind of trouble, an intent, `nothing`, `exercise lunge/easier` or
    `sign poor-posture`; `other` is any of them but trouble.
    """


def examples_path(root: Path, code: str) -> Path:
    """Return where the examples of a language stand."""
    return phrases_of(root) / "examples" / f"{code}.yaml"


def train(root: Path, code: str) -> Path:
    """Learn from the examples and phrases of a language; return where the weights are written."""
    if find_spec("sklearn") is None:
        raise OperatorError("Training needs scikit-learn: pip install -e '.[classifier]'.")
    told = list(_sentences(root, code))
    kinds = [(text, label if label in TROUBLE else NO_TROUBLE) for text, label in told]
    meanings = [one for one in told if one[1] not in (*TROUBLE, NO_TROUBLE)]
    trouble, meaning = _learned(kinds, BUCKETS_OF_TROUBLE), _learned(meanings, BUCKETS_OF_MEANING)
    tables = trouble[1] + meaning[1]
    heads = Heads(
        examples=checksum(root, code),
        tables=zlib.crc32(tables),
        trouble=trouble[0],
        meaning=meaning[0],
    )
    path = weights_path(phrases_of(root), code)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(heads.model_dump_json().encode() + b"\n" + tables)
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
    path = weights_path(phrases_of(root), code)
    return not path.is_file() or read_heads(path).examples != checksum(root, code)


def unknown_labels(root: Path, code: str) -> Iterator[str]:
    """Yield a fault for each label of the examples that means nothing."""
    known = {*Intent, *TROUBLE, NO_TROUBLE, SMALL_TALK}
    known |= {f"sign {path.parent.name}" for path in root.glob("signs/*/sign.yaml")}
    for path in root.glob("exercises/*/exercise.yaml"):
        slug, sheet = path.parent.name, read(path, ExerciseSheet)
        known |= {f"exercise {slug}", *(f"exercise {slug}/{one}" for one in sheet.versions)}
    examples = examples_path(root, code)
    for label in _examples(examples).root.keys() - known:
        yield f"{examples}: {label}: there is no such intent, page or kind of trouble."


def _examples(path: Path) -> Examples:
    return Examples.model_validate(parsed(path)[1])


def _sentences(root: Path, code: str) -> Iterator[Sentence]:
    """Yield each example with its label, and the phrases that the rules know."""
    examples = _examples(examples_path(root, code))
    book = read(phrases_of(root) / f"{code}.yaml", PhraseBook)
    listed = [*examples.root.items(), ("alarm", book.alarm), ("pain", book.pain)]
    for label, texts in (*listed, *book.intents.items()):
        yield from ((text, str(label)) for text in texts)


def _learned(told: Sequence[Sentence], buckets: int) -> tuple[Head, bytes]:
    """Return what tells the labels of sentences apart."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  # of an extra

    labels = sorted({label for _, label in told})
    model = LogisticRegression(C=STRICTNESS, max_iter=ROUNDS)
    model.fit(
        _matrix([text for text, _ in told], buckets), [labels.index(label) for _, label in told]
    )
    step = float(abs(model.coef_).max()) / WIDEST
    bias = tuple(map(float, model.intercept_))
    head = Head(labels=tuple(labels), buckets=buckets, step=step, bias=bias)
    return head, (model.coef_ / step).round().astype("int8").T.tobytes()


def _matrix(texts: Sequence[str], buckets: int) -> Any:
    """Return a sparse row for each text."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415  # of an extra

    rows = [features(text, buckets) for text in texts]
    values = [weight_of(row) for row in rows for _ in row]
    columns = [one for row in rows for one in row]
    ends = [0]
    for row in rows:
        ends.append(ends[-1] + len(row))
    return csr_matrix((values, columns, ends), shape=(len(rows), buckets))
