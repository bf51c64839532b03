"""A broadcast: everybody once, whatever restarts, however many processes, until it is stopped."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.services import broadcasts as module
from bot.services.broadcasts import ASKED_FOR, TOLD_EVERY, Broadcasts, Phase, Report
from bot.services.notes import Notes, Slip
from bot.services.outcome import Lost, Outcome, Sent, Unknown
from bot.store.tables import subscribers
from tests.services.house import ALICE, MONDAY_EIGHT, House

OPERATOR, ANOTHER = 7, 8
PEOPLE = range(3000, 3025)
NOW = MONDAY_EIGHT - timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 10)


async def begun(house: House, text: str = "<b>News</b>") -> int:
    """Let an operator send a text to twenty-five people; return the broadcast."""
    await house.subscribe(*PEOPLE)
    draft = await house.broadcasts.draft(OPERATOR, text, NOW)
    assert await house.broadcasts.send(draft.id, 5, NOW)
    return draft.id


async def carried(notes: Notes, now: Any, outcome: Outcome, limit: int = 100) -> list[Slip]:
    """Claim, send and settle what is due."""
    departed = await notes.depart(await notes.claim(now, limit), now)
    await notes.settle([(slip, outcome) for slip in departed], now)
    return departed


async def carried_to_its_end(house: House, now: Any = NOW) -> tuple[list[int], Report]:
    """Tick until the operator hears that it is over; return who got it, and the last report."""
    chats: list[int] = []
    for _ in range(50):
        now += TOLD_EVERY
        for report in await house.broadcasts.advance(now):
            if report.phase == Phase.FINISHED:
                return chats, report
        chats += [slip.chat_id for slip in await carried(house.notes, now, Sent(1))]
    raise AssertionError("it never ends")


async def test_everybody_gets_it_once_and_the_operator_hears_the_end(house: House) -> None:
    await begun(house)

    chats, report = await carried_to_its_end(house)

    assert sorted(chats) == list(PEOPLE)
    assert (report.sent, report.left, report.failed) == (25, 0, 0)
    assert (report.chat_id, report.message_id) == (OPERATOR, 5)
    assert await house.broadcasts.advance(NOW + timedelta(days=1)) == []


async def test_what_goes_out_is_what_was_written(house: House) -> None:
    await begun(house, "<b>Hello</b> &amp; more")
    await house.broadcasts.advance(NOW)

    sent = await carried(house.notes, NOW, Sent(1))

    assert {slip.content.text for slip in sent} == {"<b>Hello</b> &amp; more"}


async def test_a_restart_in_the_middle_goes_on_behind_the_cursor(house: House) -> None:
    await begun(house)
    await house.broadcasts.advance(NOW)
    before = [slip.chat_id for slip in await carried(house.notes, NOW, Sent(1), limit=7)]
    died_with = await house.notes.claim(NOW, 3)

    reborn = House(
        house.database,
        house.subscriptions,
        house.practices,
        house.deliveries,
        Notes(house.database),
        Broadcasts(house.database),
    )
    after, report = await carried_to_its_end(reborn, NOW + timedelta(minutes=3))

    assert len(died_with) == 3
    assert sorted(before + after) == list(PEOPLE)
    assert report.sent == 25


async def test_what_may_be_out_at_a_death_is_counted_and_not_repeated(house: House) -> None:
    await begun(house)
    await house.broadcasts.advance(NOW)
    in_flight = await house.notes.depart(await house.notes.claim(NOW, 2), NOW)

    chats, report = await carried_to_its_end(house, NOW + timedelta(minutes=3))

    assert not {slip.chat_id for slip in in_flight} & set(chats)
    assert (report.sent, report.unconfirmed, report.failed) == (23, 2, 0)


async def test_two_processes_write_to_nobody_twice(house: House) -> None:
    await begun(house)
    workers = [(Broadcasts(house.database), Notes(house.database)) for _ in range(2)]
    chats: list[int] = []

    async def work(broadcasts: Broadcasts, notes: Notes) -> None:
        for tick in range(20):
            await broadcasts.advance(NOW + tick * SECOND)
            sent = await carried(notes, NOW + tick * SECOND, Sent(1), limit=4)
            chats.extend(slip.chat_id for slip in sent)

    await asyncio.gather(*(work(*worker) for worker in workers))

    assert sorted(chats) == list(PEOPLE)


async def test_one_of_two_processes_tells_the_operator(house: House) -> None:
    await begun(house)
    later = NOW + TOLD_EVERY
    told = await asyncio.gather(
        *(Broadcasts(house.database).advance(later) for _ in range(2)),
    )

    assert sum(len(reports) for reports in told) == 1


async def test_few_notes_wait_at_a_time(house: House) -> None:
    await begun(house)
    for tick in range(10):
        await house.broadcasts.advance(NOW + tick * SECOND)

    assert len(await house.note_states()) == 10


async def test_a_stop_recalls_what_has_not_gone_out(house: House) -> None:
    key = await begun(house)
    await house.broadcasts.advance(NOW)
    await carried(house.notes, NOW, Sent(1), limit=4)
    claimed = await house.notes.claim(NOW, 3)

    report = await house.broadcasts.stop(key)

    assert report is not None
    assert (report.phase, report.sent, report.left) == (Phase.STOPPED, 4, 0)
    assert await house.notes.depart(claimed, NOW) == []
    assert await house.broadcasts.advance(NOW + TOLD_EVERY) == []
    assert await carried(house.notes, NOW + TOLD_EVERY, Sent(1)) == []
    assert await house.broadcasts.stop(key) is None


async def test_failures_are_counted_by_their_meaning(house: House) -> None:
    await begun(house)
    await house.broadcasts.advance(NOW)
    await carried(house.notes, NOW, Lost("bot was blocked by the user"), limit=2)
    await carried(house.notes, NOW, Unknown("no answer"), limit=1)

    chats, report = await carried_to_its_end(house)

    assert len(chats) == 22
    assert (report.sent, report.unconfirmed, report.failed) == (22, 1, 2)


async def test_only_people_who_were_there_get_it(house: House) -> None:
    await begun(house)
    await house.subscriptions.stop(PEOPLE[0], NOW)
    await house.subscriptions.start(ALICE, "en", "Europe/London", NOW + SECOND)
    async with house.database.write() as connection:
        await connection.execute(
            subscribers.update().where(subscribers.c.chat_id == PEOPLE[1]).values(kind="group")
        )

    chats, _report = await carried_to_its_end(house)

    assert sorted(chats) == list(PEOPLE[2:])


# --- before it goes out ---------------------------------------------------------------------


async def test_a_draft_goes_nowhere_until_it_is_confirmed_once(house: House) -> None:
    await house.subscribe(ALICE)
    draft = await house.broadcasts.draft(OPERATOR, "Hello", NOW)

    assert draft.people == 1
    assert await house.broadcasts.advance(NOW) == []
    assert await house.broadcasts.send(draft.id, 5, NOW)
    assert await house.broadcasts.send(draft.id, 5, NOW) is None
    assert not await house.broadcasts.discard(draft.id)


async def test_a_discarded_draft_is_gone(house: House) -> None:
    draft = await house.broadcasts.draft(OPERATOR, "Hello", NOW)

    assert await house.broadcasts.discard(draft.id)
    assert not await house.broadcasts.discard(draft.id)
    assert await house.broadcasts.send(draft.id, 5, NOW) is None


async def test_a_new_draft_takes_the_place_of_the_old_one(house: House) -> None:
    old = await house.broadcasts.draft(OPERATOR, "Helo", NOW)
    of_another = await house.broadcasts.draft(ANOTHER, "Hi", NOW)
    new = await house.broadcasts.draft(OPERATOR, "Hello", NOW)

    assert await house.broadcasts.send(old.id, 5, NOW) is None
    assert await house.broadcasts.send(of_another.id, 5, NOW)
    assert await house.broadcasts.send(new.id, 5, NOW)


async def test_the_next_text_is_asked_for_an_hour_long(house: House) -> None:
    await house.broadcasts.ask(OPERATOR, NOW)

    assert await house.broadcasts.is_asked(OPERATOR, NOW + ASKED_FOR)
    assert not await house.broadcasts.is_asked(OPERATOR, NOW + ASKED_FOR + SECOND)
    assert not await house.broadcasts.is_asked(ANOTHER, NOW)
    await house.broadcasts.draft(OPERATOR, "Hello", NOW)
    assert not await house.broadcasts.is_asked(OPERATOR, NOW)
