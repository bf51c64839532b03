"""Silence ends a process; a slow neighbour, an outage that is retried and a long sleep do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.watchdog import CHECK_SECONDS, Pulse, Watchdog


class Ends:
    """Note what would have ended the process."""

    def __init__(self) -> None:
        self.named: list[str] = []
        self.watchdog = Watchdog(lambda pulse: self.named.append(pulse.name))

    def pass_by(self, seconds: float) -> None:
        for _ in range(int(seconds / CHECK_SECONDS)):
            self.watchdog.check()


@pytest.fixture
def ends() -> Ends:
    return Ends()


def test_a_tick_that_is_stuck_ends_the_process(ends: Ends) -> None:
    tick, loop = ends.watchdog.watch("the tick", 120), ends.watchdog.watch("the loop", 60)
    tick.beat()
    for _ in range(24):
        loop.beat()
        ends.watchdog.check()
    assert (ends.named, tick.is_too_silent) == ([], False)

    ends.watchdog.check()

    assert ends.named == ["the tick"]


def test_what_gives_signs_of_life_is_left_alone(ends: Ends) -> None:
    pulse = ends.watchdog.watch("the tick", 120)
    for _ in range(100):
        ends.pass_by(100)
        pulse.beat()

    assert ends.named == []


def test_a_pause_that_telegram_asked_for_is_no_silence(ends: Ends) -> None:
    pulse = ends.watchdog.watch("the tick", 120)
    pulse.beat(ahead=3600)
    pulse.beat()  # of something that is not paused
    ends.pass_by(0)

    ends.pass_by(3600 + 120)
    assert ends.named == []
    ends.pass_by(5)
    assert ends.named == ["the tick"]


def test_what_has_not_begun_cannot_fall_silent(ends: Ends) -> None:
    pulse = ends.watchdog.watch("the tick", 120)
    ends.pass_by(10_000)
    assert ends.named == []

    pulse.beat()
    ends.pass_by(125)

    assert ends.named == ["the tick"]


def test_what_is_only_counted_ends_nothing(ends: Ends) -> None:
    pulse = ends.watchdog.watch("Telegram")
    pulse.beat()
    ends.pass_by(10_000)

    assert (ends.named, pulse.silence) == ([], 10_000)


@given(st.lists(st.floats(0, 300), max_size=40), st.floats(5, 200))
def test_it_ends_exactly_where_a_silence_outlasts_the_patience(
    silences: list[float], patience: float
) -> None:
    ends = Ends()
    pulse = ends.watchdog.watch("it", patience)
    for silence in silences:
        pulse.beat()
        ends.pass_by(silence)
    longest = max((int(one / CHECK_SECONDS) * CHECK_SECONDS for one in silences), default=0)

    assert bool(ends.named) == (longest > patience)


def test_its_thread_checks_and_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.watchdog.CHECK_SECONDS", 0.01)
    over: list[Pulse] = []
    watchdog = Watchdog(over.append)
    watchdog.watch("it", 7).beat()  # each check counts five seconds
    watchdog.start()
    while not over:
        pass
    watchdog.stop()

    assert over[0].name == "it"
