"""A day's exercise that is given before its time, because somebody moves or swaps it already."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach.library import Library
from bot.coach.trainee import Practice
from bot.services.delivery.message_times import plan_evening
from bot.services.people.trainees import due_after, practice_on, training_after
from bot.store import deliveries, subscribers
from bot.store.deliveries import Delivery, DeliveryKind, Given, GivenNow, NewDelivery, State
from bot.store.subscribers import Subscriber, Training


async def ensure_given(
    connection: AsyncConnection, library: Library, person: Subscriber, day: date, now: datetime
) -> Delivery | None:
    """Return the day's row; insert it, given now, where the exercise was only shown so far.

    It won't come by itself then. None where nothing is practised that day.
    """
    delivery = await deliveries.on_day(connection, person.id, day)
    if delivery is not None and delivery.state != State.MISSED:
        return delivery
    practice = practice_on(library, person, day)
    if practice.exercise is None:
        return None
    given = ledger_values(practice)
    if delivery is None:
        key = person.id, DeliveryKind.EXERCISE, day.isoformat()
        row = NewDelivery(*key, day, now, State.SENT, sent_at=now, **given._asdict())
        if not await deliveries.insert_new_rows(connection, [row]):
            return await deliveries.on_day(connection, person.id, day)  # it came just now
    else:
        await deliveries.give(connection, delivery.id, GivenNow(*given, now, now))
    training = training_after(library, person, practice, day)
    training["last_day"] = max(filter(None, (person.last_day, day)))
    await _advance(connection, person, training, now)
    if person.nudge is not None or person.weekly:
        await plan_evening(connection, person, now)
    return await deliveries.on_day(connection, person.id, day)


async def _advance(
    connection: AsyncConnection, person: Subscriber, training: Training, now: datetime
) -> None:
    """Let a person's training and next day go on as after any delivery."""
    due = due_after(person._replace(**training), now)
    await subscribers.change(
        connection,
        person.id,
        **training,
        next_day=due.day if due else None,
        next_due_at=due.at if due else None,
    )


def ledger_values(practice: Practice) -> Given:
    """Return what the ledger keeps of a practice."""
    return Given(practice.position, practice.exercise, practice.version, practice.step)
