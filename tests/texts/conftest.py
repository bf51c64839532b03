"""Fixtures for the tests of texts/."""

from pathlib import Path

import pytest

from tests.coach.clinic import Clinic, small_clinic


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    """Write a small content folder with a draft that is a copy of the English."""
    clinic = small_clinic(tmp_path / "content")
    clinic.languages(de="draft")
    return clinic
