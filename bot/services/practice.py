"""What a person practises today, and what they have done."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach.library import Library
from bot.coach.routine import Practice, Trainee, next_practice
from bot.coach.schedule import local_day
from bot.services.occasions import plan_evening
from bot.services.people import practice_on
from bot.store import completions, deliveries, notes, subscribers
from bot.store.database import Database
from bot.store.deliveries import State
from bot.store.notes import Kind
from bot.store.subscribers import Subscriber

NEWCOMER = Trainee(position=0, equipment=frozenset(), days_a_week=7)


@dataclass(frozen=True)
class Today:
    """Today's practice of a person: `day` is their local date, `done` what they said."""

    practice: Practice
    day: date
    done: bool
    is_training_day: bool


class Practices:
    """The use cases around one day's exercise."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    async def today(self, chat_id: int, now: datetime) -> Today:
        """Return what was delivered today, or what will be: the two always agree."""
        async with self._database.read() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is None:
                first = next_practice(self._library, NEWCOMER, now.date())
                return Today(first, now.date(), done=False, is_training_day=True)
            day = local_day(person.zone, now)
            delivery = await deliveries.on_day(connection, person.id, day)
            done = day in await completions.days(connection, person.id, since=day)
        if delivery is not None and delivery.state != State.MISSED:
            practice = Practice(delivery.position, delivery.exercise, delivery.form)
            if delivery.exercise is None or delivery.exercise in self._library.exercises:
                return Today(practice, day, done, is_training_day=True)
        practice = practice_on(self._library, person, day)
        return Today(practice, day, done, is_training_day=day.weekday() in person.weekdays)

    async def done(self, chat_id: int, exercise: str, now: datetime) -> Subscriber | None:
        """Count today as done, once; None where nobody subscribed."""
        async with self._database.write() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is not None:
                day = local_day(person.zone, now)
                await completions.add(connection, person.id, day, exercise, now)
                await _answered(connection, person)
            return person

    async def undone(self, chat_id: int, now: datetime) -> None:
        """Take today's done back."""
        async with self._database.write() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is not None:
                await completions.remove(connection, person.id, local_day(person.zone, now))
                if person.nudge is not None:
                    await plan_evening(connection, person, now)


async def _answered(connection: AsyncConnection, person: Subscriber) -> None:
    """Take back what asks for a sign of life, now that there is one."""
    if person.nudge is not None:
        await notes.drop(connection, person.id, Kind.NUDGE)
    if person.unanswered:
        await notes.drop(connection, person.id, Kind.AWAY)
        await subscribers.change(connection, person.id, unanswered=0)
