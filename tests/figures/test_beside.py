"""Which parts of other poses a still shows."""

from bot.figures.beside import Beside

ORDER = ("arm_l", "leg_l", "pelvis", "shirt", "head", "leg_r", "arm_r")


def test_a_ghost_is_whole_unless_parts_are_named() -> None:
    assert Beside().parts(ORDER) == ORDER


def test_a_limb_alone_is_shown_alone() -> None:
    assert list(Beside(ghost_parts=("leg_r", "leg_l")).parts(ORDER)) == ["leg_l", "leg_r"]


def test_a_chest_brings_its_arms_along() -> None:
    beside = Beside(ghost_parts=("shirt", "head"))
    assert list(beside.parts(ORDER)) == ["arm_l", "shirt", "head", "arm_r"]


def test_a_lens_shows_a_chest_alone() -> None:
    beside = Beside(ghost_parts=("shirt",), close=True)
    assert list(beside.parts(ORDER)) == ["shirt"]
