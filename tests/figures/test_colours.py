"""Signals must stand out on every cloth, also for people who see fewer colours."""

import numpy as np
import pytest

from bot.figures import people
from bot.figures.canvas import mix, rgb
from bot.figures.geometry import Array
from bot.figures.people import PEOPLE
from bot.figures.person import FAR_CLOTH, NIGHT
from bot.figures.tissue import STRETCHES, WORKS

#: How protan, deutan and tritan eyes see linear light (Machado, Oliveira and Fernandes 2009).
EYES = {
    "usual": np.eye(3),
    "protan": np.array([
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ]),
    "deutan": np.array([
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]),
    "tritan": np.array([
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ]),
}  # fmt: skip
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])


def _lab(colour: str, eye: str) -> Array:
    value = np.array(rgb(colour)) / 255
    light = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    x, y, z = np.cbrt((TO_XYZ @ np.clip(EYES[eye] @ light, 0, 1)) / WHITE)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def _apart(a: str, b: str, eye: str) -> float:
    """The distance of two colours after CIE 1976; 2 is just visible, 30 cannot be missed."""
    return float(np.linalg.norm(_lab(a, eye) - _lab(b, eye)))


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("person", PEOPLE)
def test_a_muscle_stands_out_on_the_cloth_above_it(person: str, eye: str) -> None:
    look = next(look for name, look in PEOPLE.items() if name == person)
    for cloth in (look.shirt, look.shorts):
        for tint in (WORKS, STRETCHES):
            assert _apart(cloth, mix(cloth, tint.hue, tint.core), eye) > 30


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("person", PEOPLE)
def test_near_and_far_trouser_leg_are_told_apart(person: str, eye: str) -> None:
    near = next(look.shorts for name, look in PEOPLE.items() if name == person)
    assert _apart(near, mix(near, NIGHT, FAR_CLOTH), eye) > 12


@pytest.mark.parametrize("eye", EYES)
def test_working_and_stretched_do_not_look_alike(eye: str) -> None:
    assert _apart(people.WORKING, people.STRETCHED, eye) > 30


@pytest.mark.parametrize("eye", EYES)
def test_fibres_are_light_where_a_muscle_works_and_dark_where_it_is_stretched(eye: str) -> None:
    work = _lab(WORKS.fibre, eye)[0] - _lab(WORKS.hue, eye)[0]
    stretch = _lab(STRETCHES.fibre, eye)[0] - _lab(STRETCHES.hue, eye)[0]
    assert work > 20
    assert stretch < -20


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("ground", [people.PAPER, people.FLOOR, people.HALO])
def test_an_arrow_stands_out_on_the_ground(ground: str, eye: str) -> None:
    assert _apart(people.ARROW, ground, eye) > 40
