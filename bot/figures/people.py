"""Three people: build, skin, age, hair and clothes. Bones are alike, so every pose fits all."""

from dataclasses import dataclass, field
from typing import Literal

from bot.figures.schema import Person

#: What is the same in every picture.
PAPER = "#F4EEE3"
FLOOR = "#E6DDCC"
FLOOR_MARK = "#D3C7B1"
HALO = "#DCE0E0"
MAT, MAT_EDGE = "#7FB5B0", "#5C928E"
INK = "#2A2440"
SHADOW = "#533048"
WORKING, STRETCHED, RELAXED = "#E84A34", "#F5C72A", "#F6D3BF"
ARROW = "#B0177B"
WHITE = "#FFFFFF"


@dataclass(frozen=True)
class Girth:
    """How much fuller than the bone table a part is."""

    leg: float = 1.0
    arm: float = 1.0
    chest: float = 1.0
    belly: float = 1.0
    hips: float = 1.0
    shoulders: float = 1.0


@dataclass(frozen=True)
class Look:
    """How a person is drawn."""

    skin: str
    hair: str
    hair_style: Literal["ponytail", "cropped", "bob"]
    shirt: str
    shorts: str
    shoe: str
    sole: str
    lips: str
    #: Where the trouser leg ends: 0.66 of the thigh, or so far down the shin.
    hem: Literal["thigh", "calf"] = "thigh"
    glasses: bool = False
    beard: bool = False
    lined: bool = False  # a few lines of age
    girth: Girth = field(default_factory=Girth)


PEOPLE: dict[Person, Look] = {
    "mara": Look(
        skin="#E3A57F", hair="#3A2A2E", hair_style="ponytail", shirt="#6FA8DC", shorts="#374A80",
        shoe="#F7F7F5", sole="#E58A3C", lips="#B4503F",
    ),
    "kofi": Look(
        skin="#8C5B3E", hair="#241C22", hair_style="cropped", shirt="#3E93B0", shorts="#3B4B7E",
        shoe="#F1F1F4", sole="#4F86C6", lips="#6B3A33", beard=True,
        girth=Girth(leg=1.08, arm=1.17, chest=1.07, belly=1.08, hips=.98, shoulders=1.13),
    ),
    "elsa": Look(
        skin="#F0C7A9", hair="#C3C7D2", hair_style="bob", shirt="#9A84CF", shorts="#55447E",
        shoe="#F7F7F5", sole="#3E9C95", lips="#B65A5A", hem="calf", glasses=True, lined=True,
        girth=Girth(leg=1.0, arm=.98, chest=1.02, belly=1.15, hips=1.05, shoulders=.96),
    ),
}  # fmt: skip
