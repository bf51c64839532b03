"""In which version somebody gets an exercise."""

import pytest

from bot.coach.fitting import suited
from bot.coach.sheets import Flag
from bot.coach.trainee import Practice, Trainee

from .lives import LIBRARY, NOTHING, live, with_exercise

ALL_WEEK = frozenset(range(7))


@pytest.mark.parametrize(
    ("flag", "slug", "version"),
    [
        (Flag.BIRTH, "leg-lift", "easier"),
        (Flag.HEART, "sit-up", "easier"),
        (Flag.NECK_SHOULDER, "frankenstein-walk", "easier"),
        (Flag.SCIATICA, "leg-swing", "easier"),
        (Flag.GROIN, "floor-bridge", "easier"),
        (Flag.HIP_FRONT, "leg-lift", "easier"),
    ],
)
def test_what_a_flag_changes_comes_only_in_the_version_that_suits_it(
    flag: Flag, slug: str, version: str
) -> None:
    life = with_exercise(live(Trainee(0, NOTHING, 7, flags=frozenset({flag})), ALL_WEEK))

    assert {one.practice.version for one in life if one.slug == slug} == {version}
    assert all(flag in one.practice.adapt for one in life if one.slug == slug)


@pytest.mark.parametrize(
    ("flags", "version"), [(frozenset(), None), (frozenset({Flag.SCIATICA}), "easier")]
)
def test_a_version_that_is_no_longer_taught_becomes_one_that_suits(
    flags: frozenset[Flag], version: str | None
) -> None:
    given = Practice(0, "leg-swing", "sideways")
    assert suited(LIBRARY, Trainee(0, NOTHING, 7, flags=flags), given).version == version
