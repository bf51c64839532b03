"""The bot's latest edits of buttons, among which a tap from before one is known."""

import time

from bot.botapi.button_edits import OVERLAP_SECONDS, ButtonEdits

ALICE, CARD = 1001, 7
OLD, NEW = {"inline_keyboard": [["old"]]}, {"inline_keyboard": [["new"]]}


def test_a_tap_from_before_the_last_edit_is_known_for_five_seconds() -> None:
    edits = ButtonEdits()

    assert edits.record_if_needed(ALICE, CARD, (OLD, NEW), 0)
    assert not edits.record_if_needed(ALICE, CARD, (OLD, NEW), 4)
    assert edits.record_if_needed(ALICE, CARD, (OLD, NEW), OVERLAP_SECONDS)


def test_a_second_edit_counts_from_its_own_time() -> None:
    edits = ButtonEdits()
    edits.record_if_needed(ALICE, CARD, (OLD, NEW), 0)
    edits.record_if_needed(ALICE, CARD + 1, (OLD, NEW), 1)
    edits.record_if_needed(ALICE, CARD, (NEW, OLD), 2)

    assert not edits.record_if_needed(ALICE, CARD, (NEW, OLD), OVERLAP_SECONDS + 1.5)


def test_an_edit_takes_no_longer_while_many_others_are_remembered() -> None:
    edits, begin = ButtonEdits(), time.process_time()
    for number in range(10_000):
        edits.record_if_needed(number, CARD, (OLD, NEW), number / 10_000)

    assert time.process_time() - begin < 1
