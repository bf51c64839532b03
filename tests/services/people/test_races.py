"""Use cases at the same moment, on PostgreSQL: the end is as if one had followed the other."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from bot.coach.later import Wait
from bot.coach.library import Library
from bot.coach.programme import write
from bot.coach.sheets import Avoided, Equipment, Flag
from bot.coach.trainee import Item, Practice, Programme
from bot.services.delivery.outcome import Lost, Moved, Outcome, Sent
from bot.services.operators.archive import Archive
from bot.services.people.changes import NotSubscribedError
from bot.services.people.group_dones import GroupDones
from bot.services.people.guided import Ending, SessionView
from bot.services.people.responses import Answer
from bot.services.people.sessions import SessionMessage, Sessions
from bot.store.database import Database
from bot.store.tables import metadata, subscribers
from tests.services import snapshots
from tests.services.rooms import Rooms, build, exercise_of

SUNDAY = date(2026, 11, 22)
ONE = datetime(2026, 11, 22, 1, tzinfo=UTC)
NOW = ONE + timedelta(days=1)
"""Monday 01:00 in London: Monday's exercise is due, and Sunday's may still be answered."""

ROUNDS = 200
OPERATOR = 5
CHAT_IDS = count(10_000)
OF_A_PERSON = {
    one.name for one in metadata.sorted_tables if one is subscribers or "subscriber_id" in one.c
}
PASSING = {"id", "subscriber_id", "chat_id", "worker", "key", "owner_id", "user_id"}
"""Columns that differ from round to round."""


@pytest.fixture
def engine() -> str:
    """Race on PostgreSQL alone: SQLite has one writer at a time."""
    return "postgresql"


async def nothing() -> None:
    """Let a use case go on at once."""


@dataclass(frozen=True)
class Table:
    """Two workers' services on one database, and the person of one round."""

    rooms: Rooms
    guide: Sessions
    group_dones: GroupDones
    archive: Archive
    programme: str
    exercise: str = ""
    chat: int = 0
    stored: str = ""
    """The statements that store this person again as they were at the start of a round."""
    between: Callable[[], Awaitable[None]] = nothing
    """What happens between the transactions of one use case."""


@pytest.fixture
def table(database: Database, library: Library) -> Table:
    rooms = build(database, library)
    programme = Programme((Item("leg-swing", "easier", 1),), frozenset({0, 2, 4}))
    return Table(
        rooms,
        Sessions(database, library, rooms.practices),
        GroupDones(database),
        Archive(database),
        write(library, programme),
    )


UseCase = Callable[[Table, int], Awaitable[object]]
"""What one person does; the number tells the two of a race apart."""

FLAGS = (Flag.BACK_PAIN, Flag.HERNIA)
EQUIPMENT = (Equipment.BALL, Equipment.BENCH)
AVOIDED = (Avoided.LYING, Avoided.KNEELING)
ANSWERS = (Answer.HARD, Answer.HURTS)


async def carries(t: Table, outcome: Outcome) -> None:
    """Claim, send and settle what is due, as one worker does."""
    parcels = await t.rooms.deliveries.claim(NOW, 9)
    await t.between()
    departed = await t.rooms.deliveries.depart(parcels, NOW)
    await t.between()
    await t.rooms.deliveries.settle([(one, outcome) for one in departed], NOW)


async def begins_a_session(t: Table, i: int) -> None:
    practice = Practice(0, t.exercise)
    scene = await t.guide.prepare(t.chat, practice, SUNDAY, NOW)
    await t.between()
    if isinstance(scene, SessionView):
        await t.guide.begin(scene.chat_id, scene.practice, scene.day, NOW, SessionMessage(80 + i))


USE_CASES: dict[str, UseCase] = {
    "start": lambda t, _: t.rooms.subscriptions.start(t.chat, "en", "Europe/London", NOW),
    "stop": lambda t, _: t.rooms.subscriptions.stop(t.chat, NOW),
    "block": lambda t, _: t.rooms.subscriptions.block(t.chat, NOW),
    "unblock": lambda t, _: t.rooms.subscriptions.unblock(t.chat, NOW),
    "zone": lambda t, i: t.rooms.preferences.change(
        t.chat, NOW, zone=("Asia/Tokyo", "Europe/Rome")[i]
    ),
    "day": lambda t, i: t.rooms.preferences.set_weekday(t.chat, 2 + i, NOW, on=False),
    "equipment": lambda t, i: t.rooms.preferences.set_equipment(
        t.chat, EQUIPMENT[i], NOW, on=True
    ),
    "flag": lambda t, i: t.rooms.preferences.set_flag(t.chat, FLAGS[i], NOW, on=True),
    "avoided": lambda t, i: t.rooms.preferences.set_avoided(t.chat, AVOIDED[i], NOW, on=True),
    "never": lambda t, i: t.rooms.answers.set_never(t.chat, ("lunge", "floor-bridge")[i], on=True),
    "follow": lambda t, _: t.rooms.programmes.follow(t.chat, t.programme, frozenset({0, 3}), NOW),
    "unfollow": lambda t, _: t.rooms.programmes.leave(t.chat, NOW),
    "pause": lambda t, i: t.rooms.subscriptions.pause(t.chat, NOW, 3 + i),
    "resume": lambda t, _: t.rooms.subscriptions.resume(t.chat, NOW),
    "come back": lambda t, _: t.rooms.subscriptions.come_back(t.chat, "2026-11-22", "back"),
    "migrate": lambda t, _: t.rooms.subscriptions.migrate(t.chat, -t.chat),
    "done": lambda t, _: t.rooms.practices.count(t.chat, t.exercise, NOW, SUNDAY),
    "undone": lambda t, _: t.rooms.practices.uncount(t.chat, NOW, SUNDAY),
    "tune": lambda t, i: t.rooms.answers.tune(t.chat, SUNDAY, t.exercise, ANSWERS[i], NOW),
    "untune": lambda t, _: t.rooms.answers.untune(t.chat, SUNDAY, t.exercise, Answer.HARD, NOW),
    "later": lambda t, _: t.rooms.moves.later(t.chat, SUNDAY, t.exercise, Wait.SHORT, NOW),
    "not later": lambda t, _: t.rooms.moves.undo_later(t.chat, NOW),
    "swap": lambda t, _: t.rooms.moves.swap(t.chat, SUNDAY, t.exercise, NOW),
    "swap back": lambda t, _: t.rooms.moves.swap_back(t.chat, SUNDAY, t.exercise, NOW),
    "confirm": lambda t, _: t.rooms.deliveries.confirm(t.chat, SUNDAY),
    "member": lambda t, _: t.group_dones.tap(t.chat, t.chat, SUNDAY),
    "topic": lambda t, _: t.rooms.subscriptions.leave_topic(t.chat),
    "session begins": begins_a_session,
    "session skips": lambda t, _: t.guide.tap(t.chat, 70, 0, "skip", NOW),
    "session stops": lambda t, _: t.guide.stop(t.chat, NOW, Ending.STOPPED),
    "session turns": lambda t, _: t.guide.turn(NOW),
}
OPPONENTS: dict[str, UseCase] = {
    "a claim": lambda t, _: carries(t, Sent(2)),
    "a blocked chat": lambda t, _: carries(t, Lost("blocked")),
    "a moved chat": lambda t, _: carries(t, Moved(-t.chat)),
    "/delete": lambda t, _: t.archive.forget(t.chat),
    "a broadcast": lambda t, _: t.rooms.broadcasts.advance(NOW),
}
PAIRS = [
    *((name, name) for name in USE_CASES),
    *((name, opponent) for name in USE_CASES for opponent in OPPONENTS),
    *(("done", other) for other in USE_CASES if other != "done"),
]


async def prepared(t: Table) -> Table:
    """Return the table with a person who got Sunday's exercise and is due Monday's."""
    if t.stored:
        await snapshots.execute(t.rooms.database, t.stored)
        return t
    chat, rooms = next(CHAT_IDS), t.rooms
    await rooms.subscriptions.start(chat, "en", "Europe/London", ONE - timedelta(days=1, hours=1))
    await rooms.preferences.change(
        chat, ONE - timedelta(hours=23), time=ONE.time(), weekly=True, nudge=time_of(20)
    )
    async with rooms.database.write() as connection:
        mine = subscribers.c.chat_id == chat
        owner = {"owner_id": chat, "topic_id": 7, "unanswered": 6}
        await connection.execute(subscribers.update().where(mine).values(owner))
    (parcel,) = await rooms.deliveries.depart(await rooms.deliveries.claim(ONE, 9), ONE)
    await rooms.deliveries.settle([(parcel, Sent(1))], ONE)
    exercise = exercise_of(parcel).practice.exercise or ""
    scene = await t.guide.prepare(chat, Practice(0, exercise), SUNDAY, ONE)
    assert isinstance(scene, SessionView)
    await t.guide.begin(scene.chat_id, scene.practice, scene.day, ONE, SessionMessage(70))
    draft = await rooms.broadcasts.draft(OPERATOR, "News", NOW)
    await rooms.broadcasts.send(draft.id, None, NOW)
    return replace(
        t, chat=chat, exercise=exercise, stored=await snapshots.restoring(rooms.database)
    )


def time_of(hour: int) -> Any:
    return ONE.replace(hour=hour).time()


async def done(t: Table, use_case: UseCase, number: int) -> None:
    """Run a use case; somebody who has just been deleted is a stranger."""
    with suppress(NotSubscribedError):
        await use_case(t, number)


async def ended(t: Table) -> dict[str, Any]:
    """Let everything else happen that is due; return all that is stored, then delete it."""
    await carries(replace(t, between=nothing), Sent(3))
    await t.rooms.broadcasts.advance(NOW)
    found = {
        name: sorted(
            ({key: row[key] for key in sorted(row.keys() - PASSING)} for row in rows), key=repr
        )
        for name, rows in (await snapshots.rows(t.rooms.database)).items()
        if name in OF_A_PERSON
    }
    await snapshots.execute(t.rooms.database, snapshots.EMPTY)
    return found


async def interleaved(
    t: Table, outer: UseCase, inner: UseCase, at: int, *, flipped: bool = False
) -> dict[str, Any]:
    """Run `inner` between two transactions of `outer`: before the first is 0; alone is -1."""
    here, steps = await prepared(t), count()

    async def between() -> None:
        if next(steps) == at:
            await done(here, inner, int(flipped))

    if at == -1:
        await done(here, inner, int(flipped))
        return await ended(here)
    await between()
    await done(replace(here, between=between), outer, int(not flipped))
    if next(steps) <= at:  # it has fewer transactions: this is the end of it
        await done(here, inner, int(flipped))
    return await ended(here)


async def raced(t: Table, first: UseCase, second: UseCase, rounds: int, seed: str) -> None:
    """Run two use cases at once; the end must be that of one after the other."""
    t = await prepared(t)
    await snapshots.execute(t.rooms.database, snapshots.EMPTY)
    serial = [await interleaved(t, second, first, at) for at in range(-1, 4)]
    serial += [await interleaved(t, first, second, at, flipped=True) for at in range(4)]
    chance = random.Random(seed)
    for _ in range(rounds):
        here = await prepared(t)
        delays = (chance.random() * 0.004, chance.random() * 0.004)
        await asyncio.gather(
            *(
                after(delay, done(here, use_case, number))
                for delay, (use_case, number) in zip(
                    delays, ((first, 0), (second, 1)), strict=True
                )
            )
        )
        assert await ended(here) in serial


async def after(delay: float, work: Awaitable[None]) -> None:
    await asyncio.sleep(delay)
    await work


async def test_sixty_switches_at_once_are_all_kept(table: Table) -> None:
    here, rooms, lost = await prepared(table), table.rooms, 0
    switch = rooms.preferences.set_weekday
    for turn in range(30):
        on = turn % 2 == 1
        await asyncio.gather(*(switch(here.chat, day, NOW, on=on) for day in (2, 3)))
        weekdays = (await rooms.subscriptions.require(here.chat)).weekdays
        lost += sum((day in weekdays) is not on for day in (2, 3))

    assert lost == 0


@pytest.mark.parametrize(("one", "other"), random.Random(7).sample(PAIRS, 3))
async def test_two_at_once_end_like_one_after_the_other(
    table: Table, one: str, other: str
) -> None:
    await raced(table, USE_CASES[one], (USE_CASES | OPPONENTS)[other], 3, one + other)


@pytest.mark.slow
@pytest.mark.parametrize(("one", "other"), PAIRS)
async def test_two_at_once_end_like_one_after_the_other_two_hundred_times(
    table: Table, one: str, other: str
) -> None:
    await raced(table, USE_CASES[one], (USE_CASES | OPPONENTS)[other], ROUNDS, one + other)


async def test_everybody_at_once_raises_nothing(table: Table) -> None:
    for _ in range(2):
        here = await prepared(table)
        await asyncio.gather(
            *(done(here, use_case, 0) for use_case in (USE_CASES | OPPONENTS).values())
        )
        await ended(here)
