"""The clock guard follows the machine's clock, and whoever agrees when that one jumps."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from bot.clock import ALONE_SECONDS, ClockGuard, trusting

START = datetime(2026, 11, 23, 8, tzinfo=UTC)
JUMPS = [
    timedelta(hours=1),
    timedelta(days=7),
    timedelta(days=365),
    timedelta(hours=-1),
    timedelta(days=-7),
    timedelta(days=-365),
]


class World:
    """The true time, a machine whose clock may be wrong, and Telegram, whose clock is right."""

    def __init__(self, wrong: timedelta = timedelta()) -> None:
        self.now = START
        self.wrong = wrong
        self.slept = 0.0
        self.guard = ClockGuard(self.wall, self.steady)

    def wall(self) -> datetime:
        return self.now + self.wrong

    def steady(self) -> float:
        return (self.now - START).total_seconds() + 1000 - self.slept

    def passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def asks(self, seconds: float = 0.1) -> None:
        """Ask Telegram, and take so long."""
        hear = self.guard.listen()
        date = format_datetime(self.now.replace(microsecond=0), usegmt=True)
        self.passes(seconds)
        hear(date)

    @property
    def off(self) -> float:
        """Seconds by which the guard is wrong."""
        return abs((self.guard() - self.now).total_seconds())


@pytest.fixture
def world() -> World:
    return World()


def test_a_clock_that_nobody_contradicts_is_followed(world: World) -> None:
    for seconds in (1, 3600, 86_400):
        world.passes(seconds)
        assert world.guard() == world.wall()
    assert world.guard.is_agreed


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_jump_while_running_changes_no_time_and_is_doubted_until_telegram_answers(
    world: World, jump: timedelta
) -> None:
    world.asks()
    world.wrong = jump

    assert world.off < 1
    assert not world.guard.is_agreed
    world.asks()
    assert world.guard.is_agreed
    assert world.off < 1
    assert world.guard.error == jump
    world.wrong = timedelta()
    assert world.guard.is_agreed
    assert world.guard.error == timedelta()


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_clock_that_is_wrong_at_the_start_is_replaced_by_telegrams_second_word(
    jump: timedelta,
) -> None:
    world = World(jump)
    world.asks()

    assert not world.guard.is_agreed
    world.passes(1)
    world.asks()
    assert world.guard.is_agreed
    assert world.off < 2
    world.passes(7200)
    assert world.off < 2
    world.wrong = timedelta()
    assert world.guard.is_agreed
    assert world.off < 1


@pytest.mark.parametrize("seconds", [-60, 30, 60])
def test_a_jump_of_up_to_a_minute_is_followed(world: World, seconds: int) -> None:
    world.wrong = timedelta(seconds=seconds)

    assert world.guard.is_agreed
    assert world.guard() == world.wall()


def test_a_machine_that_slept_without_counting_it_is_believed_with_telegram(world: World) -> None:
    world.asks()
    world.passes(28_800)
    world.slept = 28_800

    assert not world.guard.is_agreed
    world.asks()
    assert world.guard.is_agreed
    assert world.guard() == world.wall()


def test_an_answer_that_was_slept_over_says_nothing(world: World) -> None:
    world.asks()
    hear = world.guard.listen()
    date = format_datetime(world.now, usegmt=True)
    world.passes(28_800)
    hear(date)

    assert world.guard.is_agreed
    assert world.off < 1


def test_a_corrected_clock_is_believed_after_a_while_where_telegram_gives_no_date(
    world: World,
) -> None:
    world.wrong = timedelta(hours=1)
    assert not world.guard.is_agreed

    world.passes(ALONE_SECONDS)
    assert world.guard.is_agreed
    assert world.guard() == world.wall()


def test_each_agreement_after_a_doubt_is_counted(world: World) -> None:
    before = world.guard.agreements
    world.asks()
    world.wrong = timedelta(hours=1)
    world.guard()
    world.asks()

    assert world.guard.agreements == before + 1


def test_an_answer_without_a_readable_date_says_nothing(world: World) -> None:
    world.guard.listen()("yesterday")

    assert world.guard.is_agreed


def test_a_clock_that_is_moved_on_purpose_is_trusted() -> None:
    now = START
    guard = trusting(lambda: now)
    now += timedelta(days=400)

    assert guard() == now
    assert guard.is_agreed
