"""What of a ghost is worth seeing beside the body."""

import numpy as np

from bot.figures.glimpse import Mask, glimpse, spread


def _bar(left: int, right: int, top: int = 50, bottom: int = 350) -> Mask:
    mask = np.zeros((400, 400), bool)
    mask[top:bottom, left:right] = True
    return mask


FULLY = 240
BODY = _bar(150, 250)


def test_a_sliver_along_the_body_is_not_shown() -> None:
    assert not glimpse(_bar(145, 255), BODY)[:, :150].any()


def test_a_limb_that_sticks_out_only_a_little_is_not_shown() -> None:
    assert not glimpse(_bar(135, 240), BODY).any(where=_bar(135, 150))


def test_a_limb_that_sticks_out_far_is_wholly_shown_up_to_its_edge() -> None:
    shown = glimpse(_bar(100, 240), BODY)
    assert (shown[_bar(100, 150)] > FULLY).all()


def test_a_sliver_that_begins_at_a_limb_fades_away() -> None:
    limb = _bar(60, 200, 50, 100) | _bar(146, 200)
    column = glimpse(limb, BODY)[60:, 148].astype(int)
    assert column[0] > FULLY
    assert column[100:].max() == 0
    assert np.diff(column).min() > -80


def test_a_scrap_across_the_body_is_dropped_though_a_limb_is_near() -> None:
    narrow = _bar(190, 200)
    shown = glimpse(_bar(100, 210), narrow)
    assert (shown[_bar(100, 190)] > FULLY).all()
    assert not shown[_bar(202, 210)].any()


def test_what_is_far_from_the_body_is_shown_however_thin_it_is() -> None:
    finger = _bar(60, 63, 100, 200)
    assert (glimpse(finger, BODY)[finger] > FULLY).all()


def test_a_mask_spreads_as_far_in_every_direction() -> None:
    mask = np.zeros((21, 21), bool)
    mask[10, 10] = True
    down, across = np.mgrid[-10:11, -10:11]
    assert (spread(mask, 6) == (down**2 + across**2 <= 36)).all()
