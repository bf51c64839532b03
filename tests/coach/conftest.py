"""Fixtures for the tests of coach/."""

from pathlib import Path

import pytest

from .clinic import Clinic, small_clinic


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    """Write a small content folder of two exercises and one sign."""
    return small_clinic(tmp_path / "content")
