"""Whoever waits for long, and will, is told once; nobody else is."""

from dataclasses import dataclass

from bot.botapi.notices import EVERY, WAITED, Notices


@dataclass
class Waiting:
    chat_id: int
    since: float = 0.0
    has_notice: bool = True


def line_of(count: int) -> list[tuple[float, int, Waiting]]:
    return [(0.0, number, Waiting(number)) for number in range(count)]


def told(notices: Notices, line: list[tuple[float, int, Waiting]], begin: float) -> list[int]:
    """Give ten turns a second for two seconds; return the chats that are told meanwhile."""
    found = [notices.next_for(line, begin + turn / 10) for turn in range(20)]
    return [one.chat_id for one in found if one]


def test_who_waited_and_will_wait_is_told_in_order_of_arrival() -> None:
    chats = told(Notices(), line_of(300), WAITED)

    assert len(chats) == 20 // EVERY
    assert chats == sorted(chats)
    assert min(chats) in range(98, 103)  # ten seconds at ten a second


def test_nobody_is_told_twice_while_the_line_lasts() -> None:
    notices, line = Notices(), line_of(110)
    chats = [chat for second in range(20) for chat in told(notices, line, WAITED + 2 * second)]

    assert len(chats) == len(set(chats))
    notices.forget()
    assert told(notices, line, 100)


def test_who_was_answered_while_the_line_lasts_is_not_told() -> None:
    notices, line = Notices(), line_of(110)
    told(notices, line, 0)
    for _, _, waiting in line:
        notices.served(waiting.chat_id)

    assert told(notices, line, WAITED) == []


def test_who_is_soon_served_or_just_came_is_not_told() -> None:
    assert told(Notices(), line_of(60), WAITED) == []
    assert told(Notices(), line_of(300), WAITED - 3) == []


def test_who_floods_and_who_cannot_be_told_is_not_told() -> None:
    silent = [(0.0, number, Waiting(number, has_notice=False)) for number in range(300)]
    floods = [(1000.0, number, Waiting(number)) for number in range(300)]

    assert told(Notices(), silent, WAITED) == []
    assert told(Notices(), floods, WAITED) == []
