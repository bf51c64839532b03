"""The finished pictures: what they are, and that the loop has no seam."""

import pytest

pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)

import av
import numpy as np
from PIL import Image

from bot.figures import board, manifest
from bot.figures.brush import Brush
from bot.figures.camera import Camera
from bot.figures.canvas import mix, rgb
from bot.figures.check import SEAM, seam
from bot.figures.geometry import ring as circle
from bot.figures.head import Head, Mood
from bot.figures.lettering import LETTERS, Pen, width, write
from bot.figures.motion import Tracer
from bot.figures.painting import Painting
from bot.figures.people import ARROW, PAPER
from bot.figures.pose import Counted
from bot.figures.room import wall_shadow
from bot.figures.scene import Scene
from bot.figures.sign import ring

from .drawing import NAMES, SLUGS, WALKED, figure, picture, scene


@pytest.mark.parametrize("name", NAMES)
def test_a_loop_is_silent_h264_that_every_phone_plays(name: str) -> None:
    with av.open(str(picture(name, manifest.LOOP))) as container:
        assert [stream.type for stream in container.streams] == ["video"]
        video = container.streams.video[0]
        assert video.codec_context.name == "h264"
        assert video.codec_context.pix_fmt == "yuv420p"
        assert (video.width, video.height) == figure(name).size
        assert video.frames == scene(name).motion.frames


@pytest.mark.parametrize("name", WALKED)
def test_the_step_from_the_last_frame_to_the_first_is_no_larger_than_the_others(name: str) -> None:
    assert seam(picture(name, manifest.LOOP)) <= SEAM


@pytest.mark.parametrize("name", NAMES)
def test_a_board_has_a_panel_for_each_step(name: str) -> None:
    sheet = figure(name)
    columns = min(sheet.columns, len(sheet.storyboard))
    rows = -(-len(sheet.storyboard) // columns)
    wide, high = sheet.panel
    gap = board.GAP
    with Image.open(picture(name, manifest.BOARD)) as image:
        assert image.size == (columns * (wide + gap) + gap, rows * (high + gap) + gap)


@pytest.mark.parametrize("name", NAMES)
def test_each_step_has_a_picture_of_its_own_that_fills_a_phone(name: str) -> None:
    for number in range(1, len(figure(name).storyboard) + 1):
        with Image.open(picture(name, manifest.PANEL.format(number))) as image:
            assert image.width == board.ALONE
    assert not picture(name, manifest.PANEL.format(number + 1)).exists()


def test_the_same_pose_is_the_same_picture() -> None:
    drawn = scene("sit-up")
    size = (320, 240)
    once, again = Painting(*size, PAPER), Painting(*size, PAPER)
    for painting in (once, again):
        drawn.key(painting, drawn.camera(size), "top")
    assert (once.pixels() == again.pixels()).all()


def test_a_panel_for_the_other_side_is_turned_round_but_its_number_is_not() -> None:
    drawn = scene("lunge")
    turned = [panel.flip for panel in drawn.figure.storyboard].index(True)
    plain = drawn.figure.storyboard[turned].model_copy(update={"flip": False})
    size = (320, 384)
    flipped = board.panel(drawn, turned, size)
    board_before = (*drawn.figure.storyboard[:turned], plain)
    again = board.panel(
        Scene(drawn.figure.model_copy(update={"storyboard": board_before})), turned, size
    )
    assert (flipped[100:, ::-1] == again[100:]).mean() > 0.99
    assert (flipped[:30, :30] == again[:30, :30]).mean() > 0.9


def test_a_silhouette_is_one_flat_colour() -> None:
    canvas = Painting(40, 40, "#ffffff")
    with canvas.silhouette("#0000ff", 0.5):
        canvas.fill([circle((15, 20), 10)], "#ff0000")
        canvas.fill([circle((25, 20), 10)], "#00ff00")
    inside = canvas.pixels()[20, 8:33]
    assert (inside == inside[0]).all()
    assert tuple(inside[0]) == pytest.approx((128, 128, 255), abs=1)


def test_a_pose_before_is_seen_behind_the_pose() -> None:
    drawn, size = scene("sit-up"), (320, 240)
    plain, with_ghost = Painting(*size, PAPER), Painting(*size, PAPER)
    drawn.key(plain, drawn.camera(size), "top")
    drawn.key(with_ghost, drawn.camera(size), "top", ["lie"])
    assert 0.01 < (plain.pixels() != with_ghost.pixels()).any(axis=2).mean() < 0.2


def test_a_panel_has_round_corners_on_the_colour_between_the_panels() -> None:
    drawn = scene("sit-up")
    cell = board.rounded(board.panel(drawn, 0, (320, 240)))
    assert tuple(cell[0, 0]) == tuple(cell[-1, -1]) == rgb(board.FRAME)
    assert tuple(cell[0, 160]) != rgb(board.FRAME)


def test_a_lens_shows_a_place_larger_at_the_top_of_the_panel() -> None:
    drawn = scene("floor-bridge")
    first = drawn.figure.storyboard[0]
    assert first.lens is not None
    plain = drawn.figure.model_copy(
        update={"storyboard": (first.model_copy(update={"lens": None}),)}
    )
    changed = board.panel(drawn, 0, (624, 410)) != board.panel(Scene(plain), 0, (624, 410))
    rows, columns = np.nonzero(changed.any(axis=2))
    assert 150 < np.ptp(columns) < 220
    assert rows.max() < 220


def test_a_face_that_looks_aside_turns_its_eyes_and_hides_an_ear() -> None:
    drawn = scene("lunge")
    bones = drawn.bones(drawn.motion.key("stand"))
    ahead, aside = (
        Head(Brush(Tracer(320, 384), Camera(yaw, 8)), bones, drawn.look, front=True)
        for yaw in (90, 62)
    )
    assert ahead._on_face([(0.0, 0.0)])[0][0] == pytest.approx(0.0, abs=1e-9)
    assert aside._on_face([(0.0, 0.0)])[0][0] > 0.03


def test_a_head_seen_from_behind_has_no_face() -> None:
    drawn = scene("leg-swing/sideways")
    bones = drawn.bones(drawn.motion.key("wall"))
    canvas, camera = Painting(200, 200, PAPER), Camera(-90, 8)
    camera.scale = 400
    camera.offset = 100 - camera.point(bones.at["head"])
    Head(Brush(canvas, camera), bones, drawn.look, front=True).draw(Mood())
    assert not (canvas.pixels() == rgb(drawn.look.skin)).all(axis=2).any()
    assert (canvas.pixels() == rgb(drawn.look.hair)).all(axis=2).any()


def test_the_shadow_of_an_arm_on_a_wall_meets_the_hand_that_touches_it() -> None:
    drawn = scene("leg-swing/sideways")
    body = drawn.body(drawn.motion.key("wall"))
    canvas, camera = Painting(400, 400, PAPER), Camera(-90, 8)
    camera.scale = 500
    palm = body.bones.at["hand_r"]
    camera.offset = 200 - camera.point(palm)
    wall_shadow(Brush(canvas, camera), drawn.things["wall"], body.arms())
    assert canvas.pixels()[200, 200].sum() < sum(rgb(PAPER)) - 60


def test_no_shadow_falls_on_a_wall_that_no_hand_touches() -> None:
    drawn = scene("leg-swing/sideways")
    body = drawn.body(drawn.motion.key("wall"))
    away = drawn.things["wall"].model_copy(update={"x": 0.7})
    canvas, camera = Painting(400, 400, PAPER), Camera(-90, 8)
    camera.scale = 100
    wall_shadow(Brush(canvas, camera), away, body.arms())
    assert (canvas.pixels() == rgb(PAPER)).all()


def test_a_count_of_lowering_points_down_and_a_hold_does_not() -> None:
    counting, holding = Painting(400, 300, PAPER), Painting(400, 300, PAPER)
    ring(counting, Counted(0.01, number=5))
    ring(holding, Counted(0.01))
    below = (slice(28, 40), slice(360, 390))  # inside the ring, below the number
    ink = [(one.pixels()[below] == rgb(ARROW)).all(axis=2).sum() for one in (counting, holding)]
    assert ink[0] > 4
    assert ink[1] == 0


def test_a_slow_movement_is_counted_second_by_second() -> None:
    motion = scene("sit-up/harder").motion
    counted = [one.number for i in range(motion.frames) if (one := motion.ring(i / 25))]
    assert counted == [second for second in range(1, 6) for _ in range(25)]


def test_the_eyes_blink_but_not_on_the_board() -> None:
    drawn = scene("boat-pose")
    blinks = [drawn._blink(t / 25) for t in range(drawn.motion.frames)]
    assert max(blinks) > 0.8
    assert sum(blink > 0.5 for blink in blinks) < len(blinks) / 10


def test_every_name_can_be_written() -> None:
    for slug in SLUGS:
        assert set(slug.replace("-", " ")) <= set(LETTERS)
        assert width(slug.replace("-", " ")) > 0


def test_the_ring_fills_while_a_pose_is_held_and_is_gone_elsewhere() -> None:
    motion = scene("boat-pose").motion
    counted = [motion.ring(i / 25) for i in range(motion.frames)]
    shares = [one.share for one in counted if one]
    assert len(shares) == 75
    assert shares == sorted(shares)
    assert shares[0] < 0.02
    assert shares[-1] > 0.98


def test_a_letter_leaves_ink() -> None:
    canvas = Painting(40, 40, "#ffffff")
    write(canvas, "a", (20, 20), Pen(30, "#000000"))
    assert canvas.pixels().min() < 30


def test_colours_mix() -> None:
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert mix("#102030", "#ffffff", 0.0) == "#102030"
