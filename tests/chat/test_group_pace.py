"""A group is edited now and then, each message as it is at last; nothing is said twice at once."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.chat.group_pace import MOST_KEPT, SELDOM, GroupPace
from tests.chat.deck import NOW

US, THEM = -100500, -100600


class Board:
    """What was shown, in order."""

    def __init__(self) -> None:
        self.shown: list[object] = []

    def show(self, what: object) -> Callable[[], asyncio.Future[None]]:
        def shows() -> asyncio.Future[None]:
            self.shown.append(what)
            done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            done.set_result(None)
            return done

        return shows


@pytest.fixture
def board() -> Board:
    return Board()


async def test_the_first_tap_shows_at_once_and_the_others_together(board: Board) -> None:
    pace = GroupPace(between_edits=0.05)
    for count in range(1, 4):
        pace.show(US, 1, board.show(count))
        await asyncio.sleep(0)
    assert board.shown == [1]

    await asyncio.sleep(0.08)
    assert board.shown == [1, 3]
    await asyncio.sleep(0.06)
    pace.show(US, 1, board.show(4))
    await asyncio.sleep(0)
    assert board.shown == [1, 3, 4]


async def test_a_group_with_several_posts_is_edited_no_more_often(board: Board) -> None:
    pace = GroupPace(between_edits=60)
    for message in (1, 2, 3):
        pace.show(US, message, board.show((US, message)))
    pace.show(THEM, 1, board.show((THEM, 1)))
    await asyncio.sleep(0.01)

    assert board.shown == [(US, 1), (THEM, 1)]
    await pace.close()


async def test_a_stop_shows_what_still_waits(board: Board) -> None:
    pace = GroupPace(between_edits=60)
    pace.show(US, 1, board.show(1))
    await asyncio.sleep(0)
    for message in (1, 2):
        pace.show(US, message, board.show(message + 10))
    await pace.close()

    assert board.shown == [1, 11, 12]


async def test_one_that_fails_stops_no_other(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails() -> None:
        raise RuntimeError

    pace = GroupPace(between_edits=0.01)
    with caplog.at_level(logging.ERROR):
        pace.show(US, 1, fails)
        pace.show(US, 2, board.show(2))
        async with asyncio.timeout(5):
            while not board.shown:
                await asyncio.sleep(0.01)

    assert board.shown == [2]
    assert "showing a count failed" in caplog.text


def test_the_same_is_not_said_twice_within_a_minute() -> None:
    pace, soon = GroupPace(), NOW + SELDOM - timedelta(seconds=1)
    said = [
        pace.record_if_new(US, "today", NOW),
        pace.record_if_new(US, "today", soon),
        pace.record_if_new(US, "steps", soon),
        pace.record_if_new(THEM, "today", soon),
        pace.record_if_new(US, "today", NOW + SELDOM),
    ]

    assert said == [True, False, True, True, True]


def test_what_is_long_past_is_forgotten() -> None:
    pace = GroupPace()
    for chat in range(MOST_KEPT):
        pace.record_if_new(chat, "today", NOW)
    pace.record_if_new(US, "today", NOW + SELDOM)

    assert len(pace._said) == 1
