"""How a person is drawn: hands, seams, clothes, head, feet."""

from collections import defaultdict
from typing import Any

import pytest

pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)

import numpy as np

from bot.figures.arm import ArmPainter, Under
from bot.figures.brush import Brush
from bot.figures.camera import Camera
from bot.figures.canvas import Shape, mix, rgb
from bot.figures.foot import FootPainter
from bot.figures.hand import hand
from bot.figures.head import Mood
from bot.figures.motion import Tracer, flashes
from bot.figures.painting import Painting
from bot.figures.people import PAPER, WHITE
from bot.figures.person import PersonPainter

from .drawing import covered, scene

NOTHING = Under(np.zeros((0, 44, 2)), np.zeros((0, 44, 2)), ())


def _apart(pixels: Any, colour: str) -> Any:
    """Return how far pixels are from a colour."""
    return np.linalg.norm(pixels - np.array(rgb(colour)), axis=-1)


class Noting(Painting):
    """A canvas that notes how strongly each colour was painted."""

    def __init__(self, *about: Any) -> None:
        super().__init__(*about)
        self.strongest: dict[str, float] = defaultdict(float)

    def fill(self, shape: Shape, colour: str, opacity: float = 1.0) -> None:
        self.strongest[colour] = max(self.strongest[colour], opacity)
        super().fill(shape, colour, opacity)


def test_an_arm_on_dark_hair_has_a_lighter_rim() -> None:
    drawn, size = scene("lunge"), (640, 480)
    rim = mix(drawn.look.hair, WHITE, 0.28)
    found = []
    for key in ("forward", "lean"):
        canvas = Noting(*size, PAPER)
        drawn.key(canvas, drawn.camera(size), key)
        found.append(canvas.strongest[rim])
    assert found[0] == 0
    assert found[1] > 0.3


def _at(drawn: Any, key: str, place: str, other: str, share: float) -> tuple[int, int, int]:
    """Return the colour of a spot between two joints of a whole figure."""
    canvas, camera = Painting(400, 400, PAPER), drawn.view()
    at = drawn.bones(drawn.motion.key(key)).at
    camera.scale = 500
    camera.offset = 200 - camera.point(at[place] * (1 - share) + at[other] * share)
    drawn.key(canvas, camera, key)
    red, green, blue = canvas.pixels()[200, 200].tolist()
    return red, green, blue


@pytest.mark.parametrize(
    ("name", "key"),
    [("floor-bridge/harder", "march_l"), ("leg-swing/forward", "behind")],
)
def test_a_far_trouser_leg_is_clearly_darker_than_the_near_one(name: str, key: str) -> None:
    drawn = scene(name)
    far, near = (_at(drawn, key, f"hip_{side}", f"knee_{side}", 0.8) for side in ("l", "r"))
    assert sum(near) - sum(far) > 80


@pytest.mark.parametrize("key", ["up", "off"])
def test_a_hem_ends_in_the_crease_of_a_bent_hip_without_a_corner(key: str) -> None:
    drawn = scene("leg-lift/easier")
    camera = drawn.view()
    camera.scale = 900
    person = PersonPainter(
        Brush(Painting(9, 9, PAPER), camera),
        drawn.body(drawn.motion.key(key)),
        drawn.look,
        front=False,
    )
    person.draw("shirt", Mood())
    way = np.diff(person.shirt.edge, axis=0)
    angle = np.unwrap(np.arctan2(way[:, 1], way[:, 0]))
    assert np.degrees(np.abs(np.diff(angle))).max() < 30


def test_a_seam_parts_sleeve_and_shirt_where_the_arm_is_raised() -> None:
    drawn = scene("sit-up")
    inked = []
    for key in ("rest", "curl"):
        canvas, camera = Painting(400, 400, PAPER), Camera(18, 18)
        body = drawn.body(drawn.motion.key(key))
        camera.scale = 600
        camera.offset = 200 - camera.point(body.bones.at["shoulder_r"])
        ArmPainter(Brush(canvas, camera), body, drawn.look, front=False)._armhole("r")
        inked.append((canvas.pixels() != rgb(PAPER)).any())
    assert inked == [False, True]


def test_an_arm_that_reaches_forward_has_a_crease_behind_it_instead_of_a_seam() -> None:
    drawn, canvas, camera = scene("kettlebell-swing"), Painting(400, 400, PAPER), Camera(0, 0)
    body = drawn.body(drawn.motion.key("top"))
    camera.scale = 600
    camera.offset = 200 - camera.point(body.bones.at["shoulder_r"])
    ArmPainter(Brush(canvas, camera), body, drawn.look, front=False)._armhole("r")
    across = np.nonzero((canvas.pixels() != rgb(PAPER)).any(axis=(0, 2)))[0]
    assert across.min() < 190
    assert across.max() < 210


@pytest.mark.parametrize(("key", "beyond"), [("rest", False), ("top", True)])
def test_the_shirt_goes_on_into_the_sleeve_of_a_raised_arm(key: str, beyond: bool) -> None:
    drawn, canvas, camera = (
        scene("sit-up"),
        Painting(400, 400, PAPER),
        Camera(14, 7),
    )
    body = drawn.body(drawn.motion.key(key))
    camera.scale = 600
    camera.offset = 200 - camera.point(body.bones.at["shoulder_r"])
    painter = PersonPainter(Brush(canvas, camera), body, drawn.look, front=False)
    canvas.fill(painter._shape(*painter.shirt._deltoid("r")), "#000000")
    shirt = [painter.shirt._shirted(0.15, 0.985, count=18), *painter.shirt._shoulder("r")]
    canvas.fill(painter._shape(*shirt, body.sleeve("r")), PAPER)
    left = (canvas.pixels() == 0).all(axis=2).sum()
    assert (left > 20) == beyond


def test_the_seam_around_a_raised_arm_fades_out_from_the_armpit_to_the_shoulder() -> None:
    drawn, canvas, camera = scene("sit-up"), Painting(400, 400, PAPER), Camera(18, 18)
    body = drawn.body(drawn.motion.key("top"))
    camera.scale = 600
    camera.offset = 200 - camera.point(
        body.limb("upper_arm", "r", (0.10, 0.11), count=2).centres[0]
    )
    ArmPainter(Brush(canvas, camera), body, drawn.look, front=False)._seam("r", 1.0)
    ink = (canvas.pixels() != rgb(PAPER)).any(axis=2)
    assert ink[200:].sum() > 2 * ink[:200].sum()


@pytest.mark.parametrize(("order", "drawn_with"), [((), True), (("hand_r",), False)])
def test_the_fingertips_of_a_hand_that_stands_in_the_order_by_itself_are_not_drawn_with_its_arm(
    order: tuple[str, ...], drawn_with: bool
) -> None:
    drawn, canvas, camera = scene("sit-up"), Painting(400, 400, PAPER), Camera(18, 18)
    body = drawn.body(drawn.motion.key("rest"))
    camera.scale = 600
    camera.offset = 200 - camera.point(hand(body.bones, "r")[2].centres[-1])
    arm = ArmPainter(Brush(canvas, camera), body, drawn.look, front=False, order=order)
    arm.draw("arm", "r", NOTHING, far=True)
    assert (canvas.pixels()[190:210, 190:210] != rgb(PAPER)).any() == drawn_with


@pytest.mark.parametrize(("yaw", "marked"), [(10, True), (90, False)])
def test_a_knee_in_a_long_trouser_leg_is_marked_where_it_is_seen_from_beside(
    yaw: float, marked: bool
) -> None:
    drawn, canvas, camera = scene("frankenstein-walk"), Painting(400, 400, PAPER), Camera(yaw, 7)
    body = drawn.body(drawn.motion.key("stand"))
    camera.scale = 600
    camera.offset = 200 - camera.point(body.bones.at["knee_r"])
    PersonPainter(Brush(canvas, camera), body, drawn.look, front=False)._kneecap("r")
    across = np.nonzero((canvas.pixels() != rgb(PAPER)).any(axis=(0, 2)))[0]
    assert bool(len(across)) == marked
    assert (across > 205).all()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("floor-bridge", "lift"),
        ("frankenstein-walk", "kick_r"),
        ("kettlebell-swing/easier", "hinge"),
    ],
)
def test_a_shirt_hangs_over_the_near_thigh_however_far_its_hip_is_bent(
    name: str, key: str
) -> None:
    drawn = scene(name)
    body, camera = drawn.body(drawn.motion.key(key)), Camera(20, 8)
    camera.scale = 900
    camera.offset = 200 - camera.point(body.bones.at["pelvis"])
    canvas = Painting(400, 400, PAPER)
    person = PersonPainter(Brush(canvas, camera), body, drawn.look, front=False)
    for part in ("pelvis", "shirt", "leg_r"):
        person.draw(part, Mood())
    frame, above = body.bones.station(0.22)
    _, below = body.bones.station(0.06)
    for place, colour in ((above, drawn.look.shirt), (below, drawn.look.shorts)):
        x, y = camera.point(place - frame[:, 0] * 0.05 + frame[:, 2] * 0.14).astype(int)
        other = drawn.look.shorts if colour == drawn.look.shirt else drawn.look.shirt
        pixel = canvas.pixels()[y, x].astype(int)
        assert _apart(pixel, colour) < _apart(pixel, other) / 2


def test_a_collar_seen_from_the_front_opens_onto_the_neck() -> None:
    drawn = scene("leg-swing")
    bones = drawn.bones(drawn.motion.key("stand"))
    camera = Camera(90, 6)
    camera.scale = 800
    camera.offset = 100 - camera.point(bones.at["neck"])
    canvas = Painting(200, 200, PAPER)
    drawn.key(canvas, camera, "stand")
    down = canvas.pixels()[:, 100]
    shirt, skin = ((down == rgb(c)).all(axis=1) for c in (drawn.look.shirt, drawn.look.skin))
    throat = camera.point(bones.at["neck"] + bones.chest_frame[:, 0] * 0.05)[1]
    assert np.flatnonzero(shirt).min() > throat
    assert skin[int(throat)]


def test_a_collar_closes_by_degrees_as_the_chest_turns_away() -> None:
    drawn = scene("leg-swing")
    seen = []
    for yaw in (*range(16, 44), *range(42, 16, -1)):
        canvas, camera = Tracer(200, 200), Camera(yaw, 6)
        camera.scale = 400
        drawn.key(canvas, camera, "stand")
        seen.append(canvas.seen)
    assert max(change for _, change, part in flashes(seen) if part == "shirt") < 40


@pytest.mark.parametrize(("shade", "same"), [(0.0, True), (1.0, False)])
def test_the_far_leg_of_a_body_that_turns_lies_in_the_shade(shade: float, same: bool) -> None:
    drawn = scene("leg-swing")
    pose = drawn.motion.key("stand")
    found = []
    for value in (0.0, shade):
        canvas, size = Painting(300, 400, PAPER), (300, 400)
        drawn.pose(canvas, drawn.camera(size), pose | {"shade": value})
        found.append(canvas.pixels())
    assert (found[0] == found[1]).all() == same
    assert found[0].sum() >= found[1].sum()


@pytest.mark.parametrize(("yaw", "least", "most"), [(90, 0.0, 0.25), (-90, 0.6, 1.0)])
def test_a_lifted_foot_shows_its_sole_from_behind_only(
    yaw: int, least: float, most: float
) -> None:
    drawn, canvas, camera = scene("lunge"), Painting(300, 300, "#000000"), Camera(yaw, 8)
    body = drawn.body(drawn.motion.key("sink"))
    camera.scale = 800
    camera.offset = 150 - camera.point(body.bones.at["ankle_r"])
    FootPainter(Brush(canvas, camera), body, drawn.look).shoe("r", far=0)
    colours = (drawn.look.sole, drawn.look.shoe)
    pixels = canvas.pixels().astype(int)  # the shade changes colours a little
    sole, shoe = ((_apart(pixels, colour) < 40).sum() for colour in colours)
    assert least <= sole / (sole + shoe) <= most


@pytest.mark.parametrize("side", ["r", "l"])
def test_no_line_between_toes_sticks_out(side: str, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn, camera = scene("boat-pose"), Camera(20, 8)
    body = drawn.body(drawn.motion.key("boat"))
    camera.scale = 800
    camera.offset = 150 - camera.point(body.bones.at[f"toe_{side}"])
    with_lines, without = Painting(300, 300, PAPER), Painting(300, 300, PAPER)
    for canvas in (with_lines, without):
        person = PersonPainter(Brush(canvas, camera), body, drawn.look, front=False)
        person.draw(f"leg_{side}", Mood())
        monkeypatch.setattr(FootPainter, "toes", lambda *_: None)
    assert (with_lines.pixels() != without.pixels()).any()
    assert (covered(with_lines) == covered(without)).all()


def test_shoes_seen_from_right_behind_are_equal_heels() -> None:
    drawn, wide = scene("leg-swing"), []
    body, camera = drawn.body(drawn.motion.key("stand")), Camera(-97, 8)
    for side in ("r", "l"):
        canvas = Painting(300, 300, PAPER)
        camera.scale = 800
        camera.offset = 150 - camera.point(body.bones.at[f"ankle_{side}"])
        FootPainter(Brush(canvas, camera), body, drawn.look).shoe(side, far=0)
        wide.append(np.ptp(np.flatnonzero(covered(canvas).any(axis=0))))
    assert abs(wide[0] - wide[1]) < 0.06 * max(wide)
    assert max(wide) < 0.11 * camera.scale
