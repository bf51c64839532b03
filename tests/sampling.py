"""Long walks: every run goes a seeded sample of the way, the slow run all of it."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

import pytest

T = TypeVar("T")


def walk(most: int) -> pytest.MarkDecorator:
    """Give a test `most`: a number in every run, and once more None in the slow one."""
    return pytest.mark.parametrize("most", [most, pytest.param(None, marks=pytest.mark.slow)])


def sample(items: Sequence[T], most: int | None, seed: str = "") -> list[T]:
    """Return some of the items, the same in each run, or all if `most` is None."""
    if most is None or most >= len(items):
        return list(items)
    return Random(seed).sample(items, most)
