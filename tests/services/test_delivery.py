"""The ledger's promises: never twice, never lost, at most one silent repeat."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.coach.library import Library
from bot.services.delivery import LEASE, REPEAT_AFTER, Deliveries
from bot.services.outcome import Later, Lost, Moved, Outcome, Refused, Sent, Unknown, Unsent
from bot.services.parcels import Parcel
from bot.store import subscribers
from bot.store.database import Database
from bot.store.deliveries import MOST_COPIES
from bot.store.subscribers import Standing
from tests.services.house import (
    ALICE,
    BOB,
    CHARLIE,
    MONDAY_EIGHT,
    SUNDAY_EVENING,
    TUESDAY_EIGHT,
    House,
    build,
)

MOMENT = timedelta(seconds=1)


async def send_all(house: House, now: datetime, outcome: Outcome) -> list[Parcel]:
    """Claim what is due, let it depart and settle it with one outcome."""
    parcels = await house.deliveries.claim(now, 100)
    departed = await house.deliveries.depart(parcels, now)
    await house.deliveries.settle([(parcel, outcome) for parcel in departed], now)
    return departed


async def test_nothing_is_claimed_before_its_time(house: House) -> None:
    await house.subscribe(ALICE)

    assert await house.deliveries.claim(MONDAY_EIGHT - MOMENT, 100) == []


async def test_a_due_person_gets_the_days_exercise_once(house: House) -> None:
    await house.subscribe(ALICE)

    first = await send_all(house, MONDAY_EIGHT, Sent(7))
    again = await send_all(house, MONDAY_EIGHT + MOMENT, Sent(8))

    assert [(parcel.chat_id, parcel.day) for parcel in first] == [(ALICE, date(2026, 11, 23))]
    assert again == []
    assert [(row["state"], row["message_id"]) for row in await house.ledger()] == [("sent", 7)]


async def test_the_next_day_brings_the_next_exercise(house: House) -> None:
    await house.subscribe(ALICE)

    monday = await send_all(house, MONDAY_EIGHT, Sent(1))
    tuesday = await send_all(house, TUESDAY_EIGHT, Sent(2))

    assert monday[0].practice.exercise != tuesday[0].practice.exercise


async def test_a_second_worker_never_sends_the_same_day_twice(
    house: House, library: Library
) -> None:
    await house.subscribe(ALICE, BOB, CHARLIE)
    other = Deliveries(house.database, library)

    ours = await house.deliveries.claim(MONDAY_EIGHT, 2)
    theirs = await other.claim(MONDAY_EIGHT, 100)

    assert sorted(p.chat_id for p in ours + theirs) == [ALICE, BOB, CHARLIE]
    assert await house.deliveries.claim(MONDAY_EIGHT, 100) == []


async def test_a_dead_workers_claims_are_taken_over_and_not_repeated(
    house: House, library: Library
) -> None:
    await house.subscribe(ALICE)
    dead = Deliveries(house.database, library)
    lost = await dead.claim(MONDAY_EIGHT, 100)

    taken = await send_all(house, MONDAY_EIGHT + LEASE, Sent(1))

    assert [parcel.silent for parcel in taken] == [False]
    assert await dead.depart(lost, MONDAY_EIGHT + LEASE) == []


async def test_a_death_while_sending_leads_to_one_silent_repeat(
    house: House, library: Library
) -> None:
    await house.subscribe(ALICE)
    dead = Deliveries(house.database, library)
    await dead.depart(await dead.claim(MONDAY_EIGHT, 100), MONDAY_EIGHT)
    found = MONDAY_EIGHT + LEASE

    assert await house.deliveries.claim(found, 100) == []
    repeated = await send_all(house, found + REPEAT_AFTER, Sent(1))

    assert [parcel.silent for parcel in repeated] == [True]
    assert await house.states() == ["sent"]


async def test_two_deaths_on_one_row_lose_nobody(house: House, library: Library) -> None:
    await house.subscribe(ALICE)
    now = MONDAY_EIGHT
    for _ in range(2):
        dead = Deliveries(house.database, library)
        await dead.depart(await dead.claim(now, 1), now)
        now += LEASE
        assert await house.deliveries.claim(now, 1) == []
        now += REPEAT_AFTER

    repeated = await send_all(house, now, Sent(1))

    assert [parcel.silent for parcel in repeated] == [True]
    assert await house.states() == ["sent"]


async def test_a_row_over_which_every_process_dies_comes_to_an_end(
    house: House, library: Library
) -> None:
    await house.subscribe(ALICE)
    now, copies = MONDAY_EIGHT, 0
    while now < MONDAY_EIGHT + timedelta(hours=3):
        dead = Deliveries(house.database, library)
        copies += len(await dead.depart(await dead.claim(now, 1), now))
        now += max(LEASE, REPEAT_AFTER)

    assert copies == MOST_COPIES
    assert await house.states() == ["unconfirmed"]


async def test_a_repeat_after_a_death_that_telegram_leaves_unanswered_is_the_last(
    house: House, library: Library
) -> None:
    await house.subscribe(ALICE)
    dead = Deliveries(house.database, library)
    await dead.depart(await dead.claim(MONDAY_EIGHT, 1), MONDAY_EIGHT)
    now, copies = MONDAY_EIGHT + LEASE, 0
    for _ in range(10):
        copies += len(await send_all(house, now, Unknown("no answer")))
        now += REPEAT_AFTER

    assert copies == 1


async def test_an_unconfirmed_delivery_is_repeated_once_and_silently(house: House) -> None:
    await house.subscribe(ALICE)
    now = MONDAY_EIGHT
    repeats = []
    await send_all(house, now, Unknown("no answer"))
    for _ in range(10):
        now += REPEAT_AFTER
        repeats += await send_all(house, now, Unknown("no answer"))

    assert [parcel.silent for parcel in repeats] == [True]
    assert await house.states() == ["unconfirmed"]


async def test_a_touch_of_the_first_copy_spares_the_repeat(house: House) -> None:
    await house.subscribe(ALICE)
    await send_all(house, MONDAY_EIGHT, Unknown("no answer"))

    await house.deliveries.confirm(ALICE, date(2026, 11, 23))

    assert await send_all(house, MONDAY_EIGHT + REPEAT_AFTER, Sent(1)) == []
    assert await house.states() == ["sent"]


async def test_a_late_answer_spares_the_repeat_that_another_worker_has_in_hand(
    house: House, library: Library
) -> None:
    await house.subscribe(ALICE)
    slow = Deliveries(house.database, library)
    departed = await slow.depart(await slow.claim(MONDAY_EIGHT, 1), MONDAY_EIGHT)
    found = MONDAY_EIGHT + LEASE
    await house.deliveries.claim(found, 100)
    repeats = await house.deliveries.claim(found + REPEAT_AFTER, 100)
    assert [parcel.silent for parcel in repeats] == [True]

    await slow.settle([(departed[0], Sent(5))], found + REPEAT_AFTER)

    assert await house.deliveries.depart(repeats, found + REPEAT_AFTER) == []
    assert await house.states() == ["sent"]


async def test_a_late_answer_wins_over_unconfirmed(house: House, library: Library) -> None:
    await house.subscribe(ALICE)
    slow = Deliveries(house.database, library)
    departed = await slow.depart(await slow.claim(MONDAY_EIGHT, 1), MONDAY_EIGHT)
    found = MONDAY_EIGHT + LEASE
    await house.deliveries.claim(found, 100)

    await slow.settle([(departed[0], Sent(5))], found)

    assert await send_all(house, found + REPEAT_AFTER, Sent(6)) == []
    assert await house.states() == ["sent"]


async def test_a_pause_is_waited_for_exactly_and_sent_aloud(house: House) -> None:
    await house.subscribe(ALICE)
    await send_all(house, MONDAY_EIGHT, Later("pause", 30))

    assert await house.deliveries.claim(MONDAY_EIGHT + timedelta(seconds=29), 1) == []
    sent = await send_all(house, MONDAY_EIGHT + timedelta(seconds=30), Sent(1))

    assert [(parcel.silent, parcel.late) for parcel in sent] == [(False, False)]


async def test_trouble_on_the_line_is_retried_until_the_day_is_too_late(house: House) -> None:
    await house.subscribe(ALICE)
    now, tries = MONDAY_EIGHT, 0
    while now < MONDAY_EIGHT + timedelta(hours=7):
        tries += len(await send_all(house, now, Later("502")))
        now += timedelta(minutes=1)

    assert tries > 10
    assert await house.states() == ["missed"]


async def test_what_was_held_back_goes_out_again_at_once(house: House) -> None:
    await house.subscribe(ALICE)
    await send_all(house, MONDAY_EIGHT, Unsent("stopped"))

    sent = await send_all(house, MONDAY_EIGHT, Sent(1))

    assert [parcel.silent for parcel in sent] == [False]


@pytest.mark.parametrize("reason", ["bot was blocked by the user", "chat not found"])
async def test_who_cannot_be_reached_is_kept_and_left_alone(house: House, reason: str) -> None:
    await house.subscribe(ALICE)
    await send_all(house, MONDAY_EIGHT, Lost(reason))

    alice = await house.subscriptions.of(ALICE)
    assert alice is not None
    assert (alice.state, alice.next_due_at) == (Standing.BLOCKED, None)
    assert [row["reason"] for row in await house.ledger()] == [reason]
    assert await house.deliveries.claim(TUESDAY_EIGHT, 100) == []


async def test_who_stopped_while_it_was_on_its_way_stays_stopped(house: House) -> None:
    await house.subscribe(ALICE)
    (parcel,) = await house.deliveries.depart(
        await house.deliveries.claim(MONDAY_EIGHT, 1), MONDAY_EIGHT
    )
    await house.subscriptions.stop(ALICE, MONDAY_EIGHT)
    await house.deliveries.settle([(parcel, Lost("bot was blocked by the user"))], MONDAY_EIGHT)
    await house.subscriptions.unblock(ALICE, MONDAY_EIGHT)

    alice = await house.subscriptions.of(ALICE)
    assert alice is not None
    assert (alice.state, alice.next_due_at) == (Standing.STOPPED, None)


async def test_who_comes_back_gets_the_next_day(house: House) -> None:
    await house.subscribe(ALICE)
    await send_all(house, MONDAY_EIGHT, Lost("bot was blocked by the user"))
    await house.subscriptions.unblock(ALICE, MONDAY_EIGHT + timedelta(hours=2))

    assert len(await send_all(house, TUESDAY_EIGHT, Sent(1))) == 1


async def test_a_refused_card_ends_that_day_only(house: House) -> None:
    await house.subscribe(ALICE)
    await send_all(house, MONDAY_EIGHT, Refused("can't parse entities"))

    assert await house.states() == ["failed"]
    assert len(await send_all(house, TUESDAY_EIGHT, Sent(1))) == 1


async def test_a_group_that_moved_gets_its_message_at_the_new_place(house: House) -> None:
    await house.subscribe(ALICE)
    await send_all(house, MONDAY_EIGHT, Moved(-100_555))

    sent = await send_all(house, MONDAY_EIGHT, Sent(1))

    assert [parcel.chat_id for parcel in sent] == [-100_555]
    assert await house.subscriptions.of(ALICE) is None


async def test_a_short_outage_brings_today_late_and_says_so(house: House) -> None:
    await house.subscribe(ALICE)

    sent = await send_all(house, MONDAY_EIGHT + timedelta(hours=5), Sent(1))

    assert [parcel.late for parcel in sent] == [True]


async def test_a_long_outage_records_missed_days_and_sends_only_today(house: House) -> None:
    await house.subscribe(ALICE)

    sent = await send_all(house, MONDAY_EIGHT + timedelta(days=3, hours=1), Sent(1))

    assert [parcel.day for parcel in sent] == [date(2026, 11, 26)]
    assert await house.states() == ["missed", "missed", "missed", "sent"]


async def test_missed_days_do_not_use_up_the_plan(house: House) -> None:
    await house.subscribe(ALICE, BOB)
    monday = await house.deliveries.claim(MONDAY_EIGHT, 1)
    late = await house.deliveries.claim(MONDAY_EIGHT + timedelta(days=3, hours=1), 10)

    same = [p.practice.exercise for p in late if p.chat_id != monday[0].chat_id]
    assert same == [monday[0].practice.exercise]


async def test_an_absence_of_a_year_is_answered_with_today(house: House) -> None:
    await house.subscribe(ALICE)

    sent = await send_all(house, MONDAY_EIGHT + timedelta(days=365), Sent(1))

    assert [parcel.day for parcel in sent] == [date(2027, 11, 23)]
    assert len(await house.ledger()) < 20


async def test_today_and_the_delivery_agree(house: House) -> None:
    await house.subscribe(ALICE)
    for days in range(30):
        morning = MONDAY_EIGHT + timedelta(days=days)
        before = await house.practices.today(ALICE, morning - timedelta(hours=1))
        sent = await send_all(house, morning, Sent(1))
        after = await house.practices.today(ALICE, morning + timedelta(hours=1))

        assert before.practice == sent[0].practice == after.practice


async def test_the_first_delivery_is_not_what_start_showed(house: House) -> None:
    await house.subscribe(ALICE)
    shown = await house.practices.today(ALICE, SUNDAY_EVENING)

    sent = await send_all(house, MONDAY_EIGHT, Sent(1))

    assert sent[0].practice.exercise != shown.practice.exercise


async def test_an_hour_still_ahead_today_brings_what_start_showed(house: House) -> None:
    await house.subscribe(ALICE)
    shown = await house.practices.today(ALICE, SUNDAY_EVENING)
    nine = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)
    await house.subscriptions.change(ALICE, SUNDAY_EVENING, wall=nine.time(), today_too=True)

    sent = await send_all(house, nine, Sent(1))

    assert [parcel.practice for parcel in sent] == [shown.practice]


async def test_one_bad_row_never_stops_the_others(house: House) -> None:
    await house.subscribe(ALICE, BOB)
    async with house.database.write() as connection:
        alice = await subscribers.by_chat(connection, ALICE)
        assert alice is not None
        await subscribers.change(connection, alice.id, zone="Nowhere/Atlantis")

    sent = await send_all(house, MONDAY_EIGHT, Sent(1))

    assert [parcel.chat_id for parcel in sent] == [BOB]


async def test_a_clock_that_jumps_back_brings_nothing_twice(house: House) -> None:
    await house.subscribe(ALICE)
    await send_all(house, MONDAY_EIGHT, Sent(1))

    for minutes in range(0, 180, 5):
        back = MONDAY_EIGHT - timedelta(hours=1) + timedelta(minutes=minutes)
        assert await send_all(house, back, Sent(2)) == []


async def test_a_clock_that_jumps_ahead_while_sending_brings_nothing_twice(house: House) -> None:
    await house.subscribe(ALICE)
    departed = await house.deliveries.depart(
        await house.deliveries.claim(MONDAY_EIGHT, 1), MONDAY_EIGHT
    )
    ahead = MONDAY_EIGHT + timedelta(hours=1)
    assert await house.deliveries.claim(ahead, 1) == []

    await house.deliveries.settle([(departed[0], Sent(1))], ahead)

    assert await send_all(house, ahead + REPEAT_AFTER, Sent(2)) == []


async def test_who_stopped_in_the_meantime_gets_no_retry(house: House) -> None:
    await house.subscribe(ALICE)
    await send_all(house, MONDAY_EIGHT, Later("502"))
    await house.subscriptions.stop(ALICE, MONDAY_EIGHT)

    assert await house.deliveries.claim(MONDAY_EIGHT + timedelta(minutes=5), 1) == []
    assert await house.states() == ["failed"]


async def test_many_workers_at_once_share_the_work(database: Database, library: Library) -> None:
    house = build(database, library)
    await house.subscribe(*range(2000, 2060))
    workers = [Deliveries(database, library) for _ in range(4)]

    chats: list[int] = []
    while claimed := [await worker.claim(MONDAY_EIGHT, 7) for worker in workers]:
        chats += [parcel.chat_id for parcels in claimed for parcel in parcels]
        if not any(claimed):
            break

    assert sorted(chats) == list(range(2000, 2060))
