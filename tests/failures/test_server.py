"""A Telegram that is unwell while the day's messages go out."""

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import pytest

from bot.store.deliveries import State
from tests.failures.runs import Run
from tests.failures.scene import Scene
from tests.failures.telegram import (
    BAD_GATEWAY,
    DROPPED_AFTER,
    DROPPED_BEFORE,
    FINE,
    Conduct,
    Telegram,
    at_times,
    refusal,
)

pytestmark = pytest.mark.slow

PEOPLE = 500


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """What the server does is the same to every database."""
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
def haste() -> str:
    """Leave the time-outs alone; a test that waits for them says otherwise."""
    return ""


@dataclass(frozen=True)
class Day:
    """One day of deliveries."""

    scene: Scene
    run: Run
    people: range

    @property
    def telegram(self) -> Telegram:
        """What misbehaves."""
        return self.scene.telegram

    async def ends(self, *, skip: bool = True, repeats: bool = False) -> None:
        """Wait until all is settled; see that the promises held."""
        began = time.monotonic()
        await self.scene.clock.passes(60)
        await self.scene.ledger.settles(self.scene.clock if skip else None)
        note = f"{time.monotonic() - began:.0f} s"
        await self.scene.verdict(self.people, note, self.people if repeats else ())
        assert set((await self.scene.ledger.standings()).values()) == {"active"}


@pytest.fixture
async def day(scene: Scene, haste: str) -> Day:
    """Begin a day on which everybody is due in a minute."""
    people = await scene.ledger.fill(PEOPLE, ahead=60)
    run = scene.launch(SEND_RATE="250", HASTE=haste)
    await run.is_up()
    return Day(scene, run, people)


def first_time(share: float, conduct: Callable[[], Conduct]) -> Callable[[int], Conduct]:
    """Return a way to misbehave with the first send to a share of the people."""
    lot, met = random.Random(7), set[int]()  # no secret

    def choose(chat: int) -> Conduct:
        if chat in met:
            return FINE
        met.add(chat)
        return conduct() if lot.random() < share else FINE

    return choose


async def test_every_fifth_send_meets_a_bad_gateway(day: Day) -> None:
    day.telegram.conduct = at_times(0.2, BAD_GATEWAY)
    await day.ends()


async def test_every_fifth_connection_drops_before_the_message_arrives(day: Day) -> None:
    day.telegram.conduct = first_time(0.2, lambda: DROPPED_BEFORE)
    await day.ends()


async def test_every_fifth_connection_drops_after_the_message_arrived(day: Day) -> None:
    day.telegram.conduct = first_time(0.2, lambda: DROPPED_AFTER)
    await day.ends(repeats=True)
    assert 0.1 < len(day.telegram.repeated()) / PEOPLE < 0.3


@pytest.mark.parametrize("haste", ["10"])
@pytest.mark.parametrize("applies", [False, True])
async def test_a_few_answers_take_thirty_seconds(day: Day, applies: bool) -> None:
    # The time-out is two seconds here, a tenth of the real one; so is the answer.
    hang = Conduct(applies=applies, seconds=3)
    day.telegram.conduct = first_time(0.05, lambda: hang)
    await day.ends(skip=False, repeats=applies)
    assert bool(day.telegram.repeated()) == applies


async def test_telegram_asks_for_pauses_again_and_again(day: Day) -> None:
    storm = refusal(429, "Too Many Requests: retry after 2", retry_after=2)
    day.telegram.conduct = at_times(0.03, storm)
    await day.ends()


async def test_telegram_refuses_connections_for_ten_minutes(day: Day) -> None:
    await day.scene.clock.passes(60)
    await day.run.reaches(day.telegram, PEOPLE // 5)
    in_flight = len(await day.scene.ledger.sending())
    await day.telegram.close()
    for _ in range(20):
        await day.scene.clock.passes(30)
        await asyncio.sleep(0.5)
    assert State.WAITING in await day.scene.ledger.states()
    await day.telegram.open()
    await day.ends(repeats=True)
    assert len(day.telegram.repeated()) <= in_flight


GARBAGE = {
    "a page": b"<html>Welcome to the hotel's network</html>",
    "nothing": b"",
    "a list": b"[]",
    "no result": b'{"ok":true}',
    "no message": b'{"ok":true,"result":true}',
    "half a message": b'{"ok":true,"result":{"chat":{"id":1}}}',
    "no text": b"\xff\xfe\x00",
}
PROXIES = (302, 400, 401, 403, 404, 407, 413, 500, 504)


async def test_answers_that_nobody_can_read(day: Day) -> None:
    kinds = cycle(Conduct(answer=answer) for answer in GARBAGE.values())
    day.telegram.conduct = first_time(0.2, lambda: next(kinds))
    await day.ends(repeats=True)


async def test_pages_of_somebody_between_us_and_telegram(day: Day) -> None:
    page = GARBAGE["a page"]
    pages = cycle(Conduct(applies=False, status=one, answer=page) for one in PROXIES)
    day.telegram.conduct = first_time(0.2, lambda: next(pages))
    await day.ends()
    assert not day.telegram.unheard()
