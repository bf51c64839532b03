"""Done from many people at once: together or alone, each counts as if nobody else were there."""

import asyncio
from datetime import date

import pytest
import sqlalchemy as sa

from bot.coach.later import Wait
from bot.coach.library import Library
from bot.services.delivery.outcome import Unknown
from bot.services.people.finishing import Finish, Finished
from bot.services.people.responses import STRANGERS, Answer
from bot.services.updates import Updates
from bot.store.attempts import Attempt, under
from bot.store.database import Database
from bot.store.tables import completions, inbox, subscribers
from tests.services.rooms import (
    ALICE,
    BOB,
    CHARLIE,
    MONDAY_EIGHT,
    NOON,
    Rooms,
    build,
    count,
    send_all,
    with_reminder,
)

MONDAY, EXERCISE = MONDAY_EIGHT.date(), "floor-bridge"
PEOPLE = range(2000, 2030)


async def tap(rooms: Rooms, chat: int, day: date = MONDAY, exercise: str = EXERCISE) -> Finished:
    return await rooms.practices.finish(Finish(chat, day, exercise, NOON, True, True))


async def all_tap(rooms: Rooms, *chats: int) -> list[Finished]:
    return await asyncio.gather(*(tap(rooms, chat) for chat in chats))


async def in_update(number: int, rooms: Rooms, chat: int, written: int = 0) -> Finished:
    """Tap in the handler of an update, so many writes of which are committed."""
    with under(Attempt(42, number, "one", written)):
        return await tap(rooms, chat)


async def writes(database: Database) -> list[int]:
    async with database.read() as connection:
        query = sa.select(inbox.c.writes).order_by(inbox.c.update_id)
        return list(await connection.scalars(query))


async def test_all_who_tap_at_once_are_counted_in_a_few_transactions(rooms: Rooms) -> None:
    await rooms.subscribe(*PEOPLE)
    updates = Updates(rooms.database, 42, "one")
    await updates.add([(chat, chat, "{}") for chat in PEOPLE])
    found = await asyncio.gather(*(in_update(chat, rooms, chat) for chat in PEOPLE))

    assert all(done is not None and done.is_new for _, done in found)
    assert all(responses.done for responses, _ in found)
    assert await count(rooms.database, completions) == len(PEOPLE)
    assert await writes(rooms.database) == [1] * len(PEOPLE)


async def test_a_stranger_among_others_is_a_stranger(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, CHARLIE)
    *_, alices, bobs, charlies = await all_tap(rooms, CHARLIE, ALICE, BOB, CHARLIE)

    assert bobs == (STRANGERS, None)
    assert alices[1] is not None
    assert charlies[1] is not None


async def test_two_taps_of_one_person_count_once(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, BOB)
    found = await all_tap(rooms, BOB, ALICE) + await all_tap(rooms, BOB, ALICE, ALICE)

    assert [done is not None and done.is_new for _, done in found] == [True, True] + [False] * 3
    assert await count(rooms.database, completions) == 2


async def test_a_person_whose_row_cannot_be_read_spoils_nothing_for_others(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, BOB, CHARLIE)
    async with rooms.database.write() as connection:
        bobs = subscribers.update().where(subscribers.c.chat_id == BOB)
        await connection.execute(bobs.values(state="away"))
    taps = (tap(rooms, chat) for chat in (ALICE, BOB, CHARLIE))
    _, bobs_error, charlies = await asyncio.gather(*taps, return_exceptions=True)
    asked = (rooms.practices.today(chat, NOON) for chat in (ALICE, BOB, CHARLIE))
    _, bobs_today, charlies_today = await asyncio.gather(*asked, return_exceptions=True)

    assert isinstance(bobs_error, ValueError)
    assert isinstance(bobs_today, ValueError)
    assert not isinstance(charlies, BaseException)
    assert charlies[1] is not None
    assert not isinstance(charlies_today, BaseException)
    assert await count(rooms.database, completions) == 2


async def test_a_reminder_is_dropped_in_a_crowd_too(rooms: Rooms) -> None:
    await with_reminder(rooms, ALICE, BOB, CHARLIE)
    assert len(await rooms.planned()) == 3
    await all_tap(rooms, ALICE, BOB, CHARLIE)

    assert await rooms.planned() == []


async def test_what_was_asked_for_later_does_not_come_in_a_crowd_either(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, BOB, CHARLIE)
    await rooms.delivers(MONDAY_EIGHT)
    for chat in (BOB, CHARLIE):
        await rooms.moves.later(chat, MONDAY, EXERCISE, Wait.SHORT, NOON)
    assert sorted(await rooms.states()) == ["sent", "waiting", "waiting"]
    found = await all_tap(rooms, ALICE, BOB, CHARLIE)

    assert await rooms.states() == ["sent"] * 3
    assert [responses.later for responses, _ in found] == [None] * 3


async def test_a_tap_confirms_what_telegram_did_not(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, BOB, CHARLIE)
    await send_all(rooms, MONDAY_EIGHT, Unknown("no answer"))
    await rooms.practices.finish(Finish(ALICE, MONDAY, EXERCISE, NOON))
    assert await rooms.states() == ["unconfirmed"] * 3
    await all_tap(rooms, ALICE, BOB, CHARLIE)

    assert await rooms.states() == ["sent"] * 3


async def test_a_tap_on_yesterday_s_card_confirms_it_and_counts_nothing(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, BOB)
    await send_all(rooms, MONDAY_EIGHT, Unknown("no answer"))
    late = NOON.replace(day=25)
    taps = (
        rooms.practices.finish(Finish(chat, MONDAY, EXERCISE, late, True, True))
        for chat in (ALICE, BOB)
    )
    found = await asyncio.gather(*taps)

    assert [done for _, done in found] == [None, None]
    assert await rooms.states() == ["sent"] * 2


async def test_only_the_day_s_own_exercise_counts_by_itself(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, BOB, CHARLIE)
    others = (
        rooms.practices.finish(Finish(chat, MONDAY, exercise, NOON))
        for chat, exercise in ((ALICE, EXERCISE), (BOB, EXERCISE), (CHARLIE, "boat-pose"))
    )
    found = await asyncio.gather(*others)

    assert [done is not None for _, done in found] == [True, True, False]


async def test_done_is_the_answer_to_the_exercises_before(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, BOB, CHARLIE)
    async with rooms.database.write() as connection:
        await connection.execute(subscribers.update().values(unanswered=3))
    found = await all_tap(rooms, ALICE, BOB, CHARLIE)

    assert [done.person.unanswered for _, done in found if done] == [0, 0, 0]
    assert (await rooms.subscriptions.require(CHARLIE)).unanswered == 0


async def test_the_answers_of_one_are_not_those_of_another(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, BOB, CHARLIE)
    await rooms.answers.tune(BOB, MONDAY, EXERCISE, Answer.HARD, NOON)
    found = await all_tap(rooms, ALICE, BOB, CHARLIE)

    assert [responses.answers for responses, _ in found] == [set(), {Answer.HARD}, set()]


async def test_what_an_attempt_before_has_written_is_not_written_again(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, BOB)
    updates = Updates(rooms.database, 42, "one")
    await updates.add([(1, ALICE, "{}"), (2, BOB, "{}")])
    taps = (in_update(1, rooms, ALICE), in_update(2, rooms, BOB, written=1))
    found = await asyncio.gather(*taps)

    assert all(responses.done for responses, _ in found)
    assert await count(rooms.database, completions) == 1
    assert await writes(rooms.database) == [1, 0]


async def test_a_tap_that_is_another_worker_s_by_now_counts_nothing(
    rooms: Rooms, caplog: pytest.LogCaptureFixture
) -> None:
    await rooms.subscribe(ALICE, BOB, CHARLIE)
    updates = Updates(rooms.database, 42, "one")
    await updates.add([(chat, chat, "{}") for chat in (ALICE, BOB, CHARLIE)])
    async with rooms.database.write() as connection:
        bobs = inbox.update().where(inbox.c.update_id == BOB)
        await connection.execute(bobs.values(worker="two"))

    async def handled(chat: int) -> None:
        with updates.attempt(chat, 0):
            await tap(rooms, chat)

    await asyncio.gather(*map(handled, (ALICE, BOB, CHARLIE)))

    assert caplog.messages == [f"update {BOB} was taken over by another worker; dropping it"]
    assert await count(rooms.database, completions) == 2
    assert await writes(rooms.database) == [1, 0, 1]


async def test_many_taps_of_two_workers_and_their_leases_never_lock_each_other_out(
    rooms: Rooms, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    await rooms.subscribe(*PEOPLE)
    both = rooms, build(rooms.database, library)
    updates = Updates(rooms.database, 42, "one")
    numbers = [(2 * chat + at, chat, "{}") for chat in PEOPLE for at in range(2)]
    await updates.add(numbers)

    async def renews() -> None:
        while True:
            await updates.renew()
            await asyncio.sleep(0)

    renewing = asyncio.create_task(renews())
    found = []
    for at in range(0, len(numbers), 15):
        few = numbers[at : at + 15]
        taps = [in_update(number, both[number % 2], chat) for number, chat, _ in few]
        found += await asyncio.gather(*taps)
        await asyncio.sleep(0)
    assert not renewing.done()
    renewing.cancel()
    assert not [line for line in caplog.messages if "failed" in line]

    assert sum(done is not None and done.is_new for _, done in found) == len(PEOPLE)
    assert await writes(rooms.database) == [1] * len(numbers)


async def test_today_is_each_person_s_own_when_many_ask_at_once(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, CHARLIE)
    await tap(rooms, CHARLIE)
    await rooms.answers.note_emergency(ALICE, NOON)
    asked = (rooms.practices.today(chat, NOON) for chat in (CHARLIE, ALICE, BOB, CHARLIE))
    found = await asyncio.gather(*asked)

    assert [one.done for one in found] == [True, False, False, True]
    assert [one.after_emergency for one in found] == [False, True, False, False]
    assert found[2].responses == STRANGERS
