"""The finished pictures: what they are, and that the loop has no seam."""

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)

import av
import numpy as np
from PIL import Image

from bot.figures import board, film, manifest
from bot.figures.beside import Beside
from bot.figures.canvas import mix, rgb
from bot.figures.check import SEAM, seam
from bot.figures.lettering import LETTERS, Pen, width, write
from bot.figures.painting import Painting
from bot.figures.people import ARROW, PAPER
from bot.figures.pose import Counted
from bot.figures.scene import Scene
from bot.figures.sign import ring

from .drawing import NAMES, SLUGS, WALKED, figure, picture, scene

if TYPE_CHECKING:
    from bot.figures.schema import Part


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


def test_a_film_that_would_be_large_is_encoded_again_less_finely(tmp_path: Path) -> None:
    fine, coarse = tmp_path / "fine.mp4", tmp_path / "coarse.mp4"
    whole = figure("kettlebell-swing")
    # A dozen frames show it as well as all do.
    quick = [step.model_copy(update={"hold": 0, "move": 0.12}) for step in whole.loop]
    swing = Scene(whole.model_copy(update={"loop": tuple(quick)}))
    film.save(swing, fine)
    film.save(swing, coarse, small=1)
    assert coarse.stat().st_size < 0.9 * fine.stat().st_size
    assert len(film.decode(coarse)) == len(film.decode(fine)) == swing.motion.frames


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


def test_a_change_of_legs_on_a_mat_turns_nobody_round() -> None:
    drawn = scene("leg-lift/easier")
    panel = next(one for one in drawn.figure.storyboard if one.switch)
    plain = panel.model_copy(update={"switch": False})
    before = drawn.figure.model_copy(update={"storyboard": (plain,)})
    after = drawn.figure.model_copy(update={"storyboard": (panel,)})
    one, other = (board.panel(Scene(sheet), 0, (624, 414)) for sheet in (before, after))
    rows, columns = np.nonzero((one != other).any(axis=2))
    assert rows.max() < 100
    assert columns.min() > 500  # only the sign in the corner


def test_a_figure_that_turns_is_painted_in_another_order_from_then_on() -> None:
    drawn = scene("leg-swing")
    ends = np.cumsum([step.hold + step.move for step in drawn.figure.loop]).tolist()
    turned = [step.key for step in drawn.figure.loop].index("film_behind")
    assert drawn.motion.layers(0.0) == ()
    assert drawn.motion.layers(ends[turned] - 0.01)[0] == "arm_l"
    assert drawn.motion.layers(ends[-1] - 0.01) == ()


def test_a_pose_before_is_seen_behind_the_pose() -> None:
    drawn, size = scene("sit-up"), (320, 240)
    plain, with_ghost = Painting(*size, PAPER), Painting(*size, PAPER)
    drawn.key(plain, drawn.camera(size), "top")
    drawn.key(with_ghost, drawn.camera(size), "top", Beside(["lie"]))
    assert 0.01 < (plain.pixels() != with_ghost.pixels()).any(axis=2).mean() < 0.2


def test_only_the_chosen_parts_of_a_pose_before_are_seen() -> None:
    drawn, size = scene("sit-up"), (320, 240)
    paintings = [Painting(*size, PAPER) for _ in range(3)]
    chosen: list[tuple[Part, ...]] = [(), ("head", "arm_r"), ()]
    for painting, ghosts, parts in zip(paintings, ([], ["lie"], ["lie"]), chosen, strict=True):
        drawn.key(painting, drawn.camera(size), "top", Beside(ghosts, parts))
    plain, some, whole = ((one.pixels() != paintings[0].pixels()).any(axis=2) for one in paintings)
    assert not plain.any()
    assert 0.002 < some.mean() < whole.mean() * 0.8


def test_a_part_hides_the_arrow_that_leads_under_it() -> None:
    drawn = Scene(figure("kettlebell-swing").model_copy(update={"centred": False}))
    panel = drawn.figure.storyboard[4]
    over = tuple(arrow.model_copy(update={"under": None}) for arrow in panel.arrows)
    whole = drawn.figure.model_copy(
        update={"storyboard": (panel.model_copy(update={"arrows": over}),)}
    )
    hidden, seen = ((picture == rgb(ARROW)).all(axis=2) for picture in (
        board.panel(drawn, 4, (416, 500)), board.panel(Scene(whole), 0, (416, 500)),
    ))  # fmt: skip
    camera, bones = drawn.camera((416, 500)), drawn.bones(drawn.motion.key(panel.key))
    hip, knee, ankle = (camera.point(bones.at[f"{one}_r"]) for one in ("hip", "knee", "ankle"))
    leg = np.vstack([np.linspace(hip, knee, 200), np.linspace(knee, ankle, 200)]).astype(int)
    assert seen[leg[:, 1], leg[:, 0]].any()
    assert not hidden[leg[:, 1], leg[:, 0]].any()
    left, right = (hidden[:, : int(ankle[0]) - 10].sum(), hidden[:, int(ankle[0]) + 40 :].sum())
    assert min(left, right) > 100  # it comes out on the other side


def test_a_panel_has_round_corners_on_the_colour_between_the_panels() -> None:
    drawn = scene("sit-up")
    cell = board.rounded(board.panel(drawn, 0, (320, 240)))
    assert tuple(cell[0, 0]) == tuple(cell[-1, -1]) == rgb(board.FRAME)
    assert tuple(cell[0, 160]) != rgb(board.FRAME)


def test_a_board_that_would_be_large_is_written_with_fewer_colours() -> None:
    pixels = board.panel(scene("sit-up"), 3, (312, 207))
    most = len(board.png(pixels, board.COLOURS[1]))
    fine, coarse, least = (board.small(pixels, size) for size in (10**6, most, 1))
    assert fine == board.png(pixels)
    assert len(least) < len(coarse) <= most < len(fine)
    seen = np.asarray(Image.open(io.BytesIO(coarse)).convert("RGB")).astype(int)
    assert np.abs(seen - pixels).mean() < 1


def test_a_hold_and_a_count_share_a_stopwatch_that_says_which_of_them_it_is() -> None:
    counting, holding = Painting(400, 300, PAPER), Painting(400, 300, PAPER)
    ring(counting, Counted(0.01, number=5))
    ring(holding, Counted(0.01))
    differs = (counting.pixels() != holding.pixels()).any(axis=2)
    rows, columns = np.nonzero(differs)
    assert differs.any()
    assert np.ptp(columns) < 30  # only inside the dial
    assert rows.min() > 20


def test_a_panel_that_counts_and_then_holds_shows_both() -> None:
    drawn = scene("bulgarian-split-squat/harder")
    slow = tuple(panel.model_copy(update={"ring": False}) for panel in drawn.figure.storyboard)
    counting = Scene(drawn.figure.model_copy(update={"storyboard": slow}))
    both, one = (board.panel(each, 3, (416, 500)) for each in (drawn, counting))
    rows, _ = np.nonzero((both != one).any(axis=2))
    assert 60 < rows.min() < rows.max() < 120  # below the number, which stays


def test_the_first_panel_for_the_other_side_has_the_sign_that_changes_sides() -> None:
    drawn = scene("leg-swing")
    turned = [panel.flip for panel in drawn.figure.storyboard].index(True)
    corner = (slice(0, 90), slice(320, 416))
    ink = [
        (board.panel(drawn, number, (416, 500))[corner] == rgb(ARROW)).all(axis=2).sum()
        for number in range(turned - 1, turned + 2)
    ]
    assert ink[0] == ink[2] == 0
    assert ink[1] > 300


def test_a_slow_movement_is_counted_second_by_second() -> None:
    motion = scene("sit-up/harder").motion
    counted = [one.number for i in range(motion.frames) if (one := motion.ring(i / 25))]
    assert counted == [second for second in range(1, 6) for _ in range(25)]


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
