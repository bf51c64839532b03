"""Long walks: every run goes a seeded sample of the way, the slow run all of it."""

from collections.abc import Sequence
from random import Random
from typing import Any, TypeVar

import pytest

T = TypeVar("T")


def walk(most: int) -> pytest.MarkDecorator:
    """Give a test `most`: a number in every run, and once more None in the slow one."""
    return pytest.mark.parametrize("most", [most, pytest.param(None, marks=pytest.mark.slow)])


def some(values: Sequence[str], most: int, seed: str = "") -> list[Any]:
    """Return all values as parameters; all but a few, the same in each run, are slow ones."""
    few = sample(values, most, seed)
    return [pytest.param(one, marks=() if one in few else pytest.mark.slow) for one in values]


def sample(items: Sequence[T], most: int | None, seed: str = "") -> list[T]:
    """Return some of the items, the same in each run, or all if `most` is None."""
    if most is None or most >= len(items):
        return list(items)
    return Random(seed).sample(items, most)
