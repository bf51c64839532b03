"""A broadcast: everybody once, whatever restarts, however many processes, until it is stopped."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.coach.library import Library
from bot.services.delivery.content import Announcement
from bot.services.delivery.deliveries import Deliveries
from bot.services.delivery.outcome import Lost, Outcome, Sent, Unknown
from bot.services.delivery.parcels import Parcel
from bot.services.operators import broadcasts as module
from bot.services.operators.archive import Archive
from bot.services.operators.broadcasts import ASKED_FOR, TOLD_EVERY, Broadcasts, Phase, Report
from bot.store.archive import NOBODY
from bot.store.tables import subscribers
from tests.services.rooms import ALICE, MONDAY_EIGHT, Rooms

OPERATOR, ANOTHER = 7, 8
PEOPLE = range(3000, 3025)
NOW = MONDAY_EIGHT - timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 10)


async def begun(rooms: Rooms, text: str = "<b>News</b>") -> int:
    """Let an operator send a text to twenty-five people; return the broadcast."""
    await rooms.subscribe(*PEOPLE)
    draft = await rooms.broadcasts.draft(OPERATOR, text, NOW)
    assert await rooms.broadcasts.send(draft.id, 5, NOW)
    return draft.id


async def carried(
    ledger: Deliveries, now: Any, outcome: Outcome, limit: int = 100
) -> list[Parcel]:
    """Claim, send and settle what is due."""
    departed = await ledger.depart(await ledger.claim(now, limit), now)
    await ledger.settle([(parcel, outcome) for parcel in departed], now)
    return departed


async def carried_to_its_end(rooms: Rooms, now: Any = NOW) -> tuple[list[int], Report]:
    """Tick until the operator hears that it is over; return who got it, and the last report."""
    chats: list[int] = []
    for _ in range(50):
        now += TOLD_EVERY
        for report in await rooms.broadcasts.advance(now):
            if report.phase == Phase.FINISHED:
                return chats, report
        chats += [parcel.chat_id for parcel in await carried(rooms.deliveries, now, Sent(1))]
    raise AssertionError("it never ends")


async def test_everybody_gets_it_once_and_the_operator_hears_the_end(rooms: Rooms) -> None:
    await begun(rooms)

    chats, report = await carried_to_its_end(rooms)

    assert sorted(chats) == list(PEOPLE)
    assert (report.sent, report.unsent, report.failed) == (25, 0, 0)
    assert (report.chat_id, report.message_id) == (OPERATOR, 5)
    assert await rooms.broadcasts.advance(NOW + timedelta(days=1)) == []


async def test_what_goes_out_is_what_was_written(rooms: Rooms) -> None:
    await begun(rooms, "<b>Hello</b> &amp; more")
    await rooms.broadcasts.advance(NOW)

    sent = await carried(rooms.deliveries, NOW, Sent(1))

    assert {one.content.html for one in sent if isinstance(one.content, Announcement)} == {
        "<b>Hello</b> &amp; more"
    }


async def test_a_restart_in_the_middle_goes_on_behind_the_cursor(
    rooms: Rooms, library: Library
) -> None:
    await begun(rooms)
    await rooms.broadcasts.advance(NOW)
    before = [parcel.chat_id for parcel in await carried(rooms.deliveries, NOW, Sent(1), limit=7)]
    died_with = await rooms.deliveries.claim(NOW, 3)

    reborn = replace(
        rooms,
        deliveries=Deliveries(rooms.database, library),
        broadcasts=Broadcasts(rooms.database),
    )
    after, report = await carried_to_its_end(reborn, NOW + timedelta(minutes=3))

    assert len(died_with) == 3
    assert sorted(before + after) == list(PEOPLE)
    assert report.sent == 25


async def test_what_may_be_out_at_a_death_is_counted_and_not_repeated(rooms: Rooms) -> None:
    await begun(rooms)
    await rooms.broadcasts.advance(NOW)
    in_flight = await rooms.deliveries.depart(await rooms.deliveries.claim(NOW, 2), NOW)

    chats, report = await carried_to_its_end(rooms, NOW + timedelta(minutes=3))

    assert not {parcel.chat_id for parcel in in_flight} & set(chats)
    assert (report.sent, report.unconfirmed, report.failed) == (23, 2, 0)


async def test_two_processes_write_to_nobody_twice(rooms: Rooms, library: Library) -> None:
    await begun(rooms)
    workers = [(Broadcasts(rooms.database), Deliveries(rooms.database, library)) for _ in range(2)]
    chats: list[int] = []

    async def work(broadcasts: Broadcasts, ledger: Deliveries) -> None:
        for tick in range(20):
            await broadcasts.advance(NOW + tick * SECOND)
            sent = await carried(ledger, NOW + tick * SECOND, Sent(1), limit=4)
            chats.extend(parcel.chat_id for parcel in sent)

    await asyncio.gather(*(work(*worker) for worker in workers))

    assert sorted(chats) == list(PEOPLE)


async def test_one_of_two_processes_tells_the_operator(rooms: Rooms) -> None:
    await begun(rooms)
    later = NOW + TOLD_EVERY
    told = await asyncio.gather(
        *(Broadcasts(rooms.database).advance(later) for _ in range(2)),
    )

    assert sum(len(reports) for reports in told) == 1


async def test_few_deliveries_wait_at_a_time(rooms: Rooms) -> None:
    await begun(rooms)
    for tick in range(10):
        await rooms.broadcasts.advance(NOW + tick * SECOND)

    assert len(await rooms.message_states()) == 10


async def test_a_stop_of_what_everybody_has_got_is_its_end(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    draft = await rooms.broadcasts.draft(OPERATOR, "Hello", NOW)
    await rooms.broadcasts.send(draft.id, 5, NOW)
    await rooms.broadcasts.advance(NOW)
    await carried(rooms.deliveries, NOW, Sent(1))

    report = await rooms.broadcasts.stop(draft.id)

    assert report
    assert (report.phase, report.sent, report.unsent) == (Phase.FINISHED, 1, 0)
    assert await rooms.broadcasts.stop(draft.id) is None


async def test_a_stop_deletes_what_has_not_gone_out(rooms: Rooms) -> None:
    key = await begun(rooms)
    await rooms.broadcasts.advance(NOW)
    await carried(rooms.deliveries, NOW, Sent(1), limit=4)
    claimed = await rooms.deliveries.claim(NOW, 3)

    report = await rooms.broadcasts.stop(key)

    assert report is not None
    assert (report.phase, report.sent, report.unsent) == (Phase.STOPPED, 4, 0)
    assert await rooms.deliveries.depart(claimed, NOW) == []
    assert await rooms.broadcasts.advance(NOW + TOLD_EVERY) == []
    assert await carried(rooms.deliveries, NOW + TOLD_EVERY, Sent(1)) == []
    assert await rooms.broadcasts.stop(key) is None


async def test_failures_are_counted_by_their_meaning(rooms: Rooms) -> None:
    await begun(rooms)
    await rooms.broadcasts.advance(NOW)
    await carried(rooms.deliveries, NOW, Lost("bot was blocked by the user"), limit=2)
    await carried(rooms.deliveries, NOW, Unknown("no answer"), limit=1)

    chats, report = await carried_to_its_end(rooms)

    assert len(chats) == 22
    assert (report.sent, report.unconfirmed, report.failed) == (22, 1, 2)


async def test_only_people_who_were_there_get_it(rooms: Rooms) -> None:
    await begun(rooms)
    await rooms.subscriptions.stop(PEOPLE[0], NOW)
    await rooms.subscriptions.start(ALICE, "en", "Europe/London", NOW + SECOND)
    async with rooms.database.write() as connection:
        await connection.execute(
            subscribers.update().where(subscribers.c.chat_id == PEOPLE[1]).values(kind="group")
        )

    chats, _report = await carried_to_its_end(rooms)

    assert sorted(chats) == list(PEOPLE[2:])


async def test_a_broadcast_reaches_everybody_though_its_operator_is_forgotten(
    rooms: Rooms,
) -> None:
    await begun(rooms)
    await rooms.broadcasts.advance(NOW)
    before = [parcel.chat_id for parcel in await carried(rooms.deliveries, NOW, Sent(1), limit=4)]
    claimed = await rooms.deliveries.claim(NOW, 3)

    await Archive(rooms.database).forget(OPERATOR)

    departed = await rooms.deliveries.depart(claimed, NOW)
    contents = [parcel.content for parcel in departed]
    assert {one.html for one in contents if isinstance(one, Announcement)} == {"<b>News</b>"}
    await rooms.deliveries.settle([(parcel, Sent(1)) for parcel in departed], NOW)
    after, report = await carried_to_its_end(rooms)
    reached = before + [parcel.chat_id for parcel in departed] + after
    assert sorted(reached) == list(PEOPLE)
    assert (report.chat_id, report.message_id) == (NOBODY, None)


async def test_the_broadcast_after_a_forgotten_one_reaches_everybody(rooms: Rooms) -> None:
    await begun(rooms)
    await carried_to_its_end(rooms)
    await Archive(rooms.database).forget(OPERATOR)

    draft = await rooms.broadcasts.draft(ANOTHER, "More", NOW + timedelta(minutes=10))
    await rooms.broadcasts.send(draft.id, 6, NOW + timedelta(minutes=10))
    chats, report = await carried_to_its_end(rooms, NOW + timedelta(minutes=10))

    assert sorted(chats) == list(PEOPLE)
    assert (report.sent, report.failed) == (25, 0)


async def test_readers_who_are_forgotten_meanwhile_cost_nobody_else_anything(
    rooms: Rooms,
) -> None:
    await begun(rooms)
    await rooms.broadcasts.advance(NOW)
    claimed = await rooms.deliveries.claim(NOW, 5)
    for chat in (claimed[0].chat_id, PEOPLE[-1]):
        await Archive(rooms.database).forget(chat)

    departed = await rooms.deliveries.depart(claimed, NOW)
    await rooms.deliveries.settle([(parcel, Sent(1)) for parcel in departed], NOW)
    after, _report = await carried_to_its_end(rooms)

    reached = [parcel.chat_id for parcel in departed] + after
    assert sorted(reached) == sorted({*PEOPLE} - {claimed[0].chat_id, PEOPLE[-1]})


# --- before it goes out ---------------------------------------------------------------------


async def test_a_draft_goes_nowhere_until_it_is_confirmed_once(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    draft = await rooms.broadcasts.draft(OPERATOR, "Hello", NOW)

    assert draft.people == 1
    assert await rooms.broadcasts.advance(NOW) == []
    assert await rooms.broadcasts.send(draft.id, 5, NOW)
    assert await rooms.broadcasts.send(draft.id, 5, NOW) is None
    assert not await rooms.broadcasts.discard(draft.id)


async def test_a_discarded_draft_is_gone(rooms: Rooms) -> None:
    draft = await rooms.broadcasts.draft(OPERATOR, "Hello", NOW)

    assert await rooms.broadcasts.discard(draft.id)
    assert not await rooms.broadcasts.discard(draft.id)
    assert await rooms.broadcasts.send(draft.id, 5, NOW) is None


async def test_a_new_draft_takes_the_place_of_the_old_one(rooms: Rooms) -> None:
    old = await rooms.broadcasts.draft(OPERATOR, "Helo", NOW)
    of_another = await rooms.broadcasts.draft(ANOTHER, "Hi", NOW)
    new = await rooms.broadcasts.draft(OPERATOR, "Hello", NOW)

    assert await rooms.broadcasts.send(old.id, 5, NOW) is None
    assert await rooms.broadcasts.send(of_another.id, 5, NOW)
    assert await rooms.broadcasts.send(new.id, 5, NOW)


async def test_the_next_text_is_asked_for_an_hour_long(rooms: Rooms) -> None:
    await rooms.broadcasts.ask(OPERATOR, NOW)

    assert await rooms.broadcasts.is_asked(OPERATOR, NOW + ASKED_FOR)
    assert not await rooms.broadcasts.is_asked(OPERATOR, NOW + ASKED_FOR + SECOND)
    assert not await rooms.broadcasts.is_asked(ANOTHER, NOW)
    await rooms.broadcasts.draft(OPERATOR, "Hello", NOW)
    assert not await rooms.broadcasts.is_asked(OPERATOR, NOW)
