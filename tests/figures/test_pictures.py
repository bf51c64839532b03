"""The finished pictures: what they are, and that the loop has no seam."""

import pytest

pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)

import av
from PIL import Image

from bot.figures import board, manifest
from bot.figures.canvas import mix
from bot.figures.check import SEAM, seam
from bot.figures.lettering import LETTERS, Pen, width, write
from bot.figures.painting import Painting
from bot.figures.people import PAPER
from bot.figures.scene import Scene

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
    shares = [one[0] for one in counted if one]
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
