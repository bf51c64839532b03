"""Ticks come at once, evenly, and after a jump of the clock one at a time."""

from datetime import UTC, datetime, timedelta

from bot.outgoing import Every

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_the_first_tick_comes_at_once() -> None:
    assert Every(2).get_next_fire_time(None, NOW) == NOW


def test_ticks_keep_their_rhythm() -> None:
    assert Every(2).get_next_fire_time(NOW, NOW) == NOW + timedelta(seconds=2)


def test_no_tick_is_ever_in_the_past() -> None:
    for late in (timedelta(seconds=2), timedelta(days=1), timedelta(days=3650)):
        now = NOW + late
        assert Every(2).get_next_fire_time(NOW, now) == now + timedelta(seconds=2)
