"""A chat's own limit."""

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.chat_pace import BURST, MOST_CHATS, ChatPace

ALICE, GROUP = 1001, -100_1001


def test_a_short_burst_goes_out_at_once_and_then_one_a_second() -> None:
    pace = ChatPace()
    waits = [pace.wait(ALICE, 0) for _ in range(BURST + 3)]

    assert waits == [0] * BURST + [1, 2, 3]


def test_a_group_gets_twenty_a_minute() -> None:
    pace = ChatPace()
    waits = [pace.wait(GROUP, 0) for _ in range(30)]

    assert sum(wait < 60 for wait in waits) <= 20 + BURST


def test_one_chat_never_waits_for_another() -> None:
    pace = ChatPace()
    for _ in range(50):
        pace.wait(ALICE, 0)

    assert pace.wait(ALICE + 1, 0) == 0


def test_quiet_chats_are_forgotten() -> None:
    pace = ChatPace()
    for chat in range(1, MOST_CHATS + 1):
        pace.wait(chat, 0)
    pace.wait(MOST_CHATS + 1, 100)

    assert len(pace._full_at) <= 2


@given(st.lists(st.floats(0, 3), min_size=1, max_size=80))
def test_no_more_than_the_burst_beyond_one_a_second_ever_leaves(gaps: list[float]) -> None:
    pace, now, leaves = ChatPace(), 0.0, []
    for gap in gaps:
        now += gap
        leaves.append(now + pace.wait(ALICE, now))

    for start in leaves:
        within = sum(start <= one < start + 10 for one in leaves)
        assert within <= 10 + BURST + 1
