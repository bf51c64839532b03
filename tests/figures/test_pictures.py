"""The finished pictures: what they are, and that the loop has no seam."""

import pytest

pytest.importorskip("resvg_py", reason="drawing needs the extra `figures`")

import av
from PIL import Image

from bot.figures import board
from bot.figures.canvas import Canvas, mix
from bot.figures.check import SEAM, seam
from bot.figures.lettering import LETTERS, Pen, width, write

from .drawing import EXERCISES, SLUGS, figure, scene


@pytest.mark.parametrize("slug", SLUGS)
def test_a_loop_is_silent_h264_that_every_phone_plays(slug: str) -> None:
    with av.open(str(EXERCISES / slug / "loop.mp4")) as container:
        assert [stream.type for stream in container.streams] == ["video"]
        video = container.streams.video[0]
        assert video.codec_context.name == "h264"
        assert video.codec_context.pix_fmt == "yuv420p"
        assert (video.width, video.height) == figure(slug).size
        assert video.frames == scene(slug).motion.frames


@pytest.mark.parametrize("slug", SLUGS)
def test_the_step_from_the_last_frame_to_the_first_is_no_larger_than_the_others(slug: str) -> None:
    assert seam(EXERCISES / slug / "loop.mp4") <= SEAM


@pytest.mark.parametrize("slug", SLUGS)
def test_a_board_has_a_panel_for_each_key_step(slug: str) -> None:
    sheet = figure(slug)
    columns = min(sheet.columns, len(sheet.storyboard))
    rows = -(-len(sheet.storyboard) // columns)
    wide, high = sheet.panel
    gap = board.GAP
    with Image.open(EXERCISES / slug / "board.png") as image:
        assert image.size == (columns * (wide + gap) + gap, rows * (high + gap) + gap)


def test_the_same_pose_is_the_same_picture() -> None:
    drawn = scene("sit-up")
    size = (320, 240)
    pictures = [drawn.key(size, drawn.camera(size), "top").svg() for _ in range(2)]
    assert pictures[0] == pictures[1]


def test_the_eyes_blink_but_not_on_the_board() -> None:
    drawn = scene("boat-pose")
    blinks = [drawn._blink(t / 25) for t in range(drawn.motion.frames)]
    assert max(blinks) > 0.8
    assert sum(blink > 0.5 for blink in blinks) < len(blinks) / 10


def test_every_name_can_be_written() -> None:
    for slug in SLUGS:
        assert set(slug.replace("-", " ")) <= set(LETTERS)
        assert width(slug.replace("-", " ")) > 0


def test_a_letter_leaves_ink() -> None:
    canvas = Canvas(40, 40, "#ffffff")
    write(canvas, "a", (20, 20), Pen(30, "#000000"))
    assert canvas.pixels().min() < 30


def test_colours_mix() -> None:
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert mix("#102030", "#ffffff", 0.0) == "#102030"
