"""A chat's own limit."""

from hypothesis import given
from hypothesis import strategies as st

from bot.botapi.chat_pace import BURST, GROUP_SECONDS, MOST_CHATS, ChatPace

ALICE, GROUP = 1001, -100_1001


def leave(pace: ChatPace, chat: int, now: float, *, strict: bool = False) -> float:
    """Let a message leave as soon as it may; return when."""
    at = now + pace.wait(chat, now, strict=strict)
    pace.count(chat, at)
    return at


def test_a_short_burst_goes_out_at_once_and_then_one_a_second() -> None:
    pace, now, leaves = ChatPace(), 0.0, []
    for _ in range(BURST + 3):
        now = leave(pace, ALICE, now)
        leaves.append(now)

    assert leaves == [0] * BURST + [1, 2, 3]


def test_strictly_there_is_no_burst() -> None:
    pace = ChatPace()
    first = leave(pace, ALICE, 0, strict=True)

    assert [first, pace.wait(ALICE, 0.25, strict=True)] == [0, 0.75]


def test_strictly_the_second_counts_from_the_answer() -> None:
    pace = ChatPace()
    leave(pace, ALICE, 0)
    pace.arrived(ALICE, 0.5)

    assert pace.wait(ALICE, 0.5, strict=True) == 1
    assert pace.wait(ALICE, 0.5) == 0


def test_a_group_gets_twenty_a_minute() -> None:
    pace, now, leaves = ChatPace(), 0.0, []
    for _ in range(40):
        now = leave(pace, GROUP, now)
        leaves.append(now)

    for start in leaves:
        assert sum(start <= one < start + 60 for one in leaves) <= 20
    assert leaves[BURST] == GROUP_SECONDS


def test_one_chat_never_waits_for_another() -> None:
    pace = ChatPace()
    for _ in range(50):
        pace.count(ALICE, 0)

    assert pace.wait(ALICE + 1, 0) == 0


def test_quiet_chats_are_forgotten() -> None:
    pace = ChatPace()
    for chat in range(1, MOST_CHATS + 1):
        pace.count(chat, 0)
    pace.count(MOST_CHATS + 1, 100)

    assert len(pace._chats) == 1


@given(st.lists(st.floats(0, 3), min_size=1, max_size=80))
def test_no_more_than_the_burst_beyond_one_a_second_ever_leaves(gaps: list[float]) -> None:
    pace, now, leaves = ChatPace(), 0.0, []
    for gap in gaps:
        now = leave(pace, ALICE, now + gap)
        leaves.append(now)

    for start in leaves:
        assert sum(start <= one < start + 10 for one in leaves) <= 10 + BURST
