"""What a person practises today, and what they have done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach.library import Library
from bot.coach.routine import LeftOut, Practice, Trainee, fitted, left_out, next_practice
from bot.coach.schedule import local_day, training_day
from bot.coach.trainee import AS_PLANNED, too_easy
from bot.services.occasions import follow_answer
from bot.services.people import practice_of, practice_on, trainee_of, tunings_of
from bot.services.subscriptions import NotSubscribedError
from bot.store import answers, completions, deliveries, postponed, subscribers
from bot.store.database import Database
from bot.store.deliveries import ASKED, Delivery, State
from bot.store.subscribers import Subscriber

NEWCOMER = Trainee(position=0, equipment=frozenset(), days_a_week=7)

EASY_EVERY = 3
"""Each how many times that an exercise is done its person is asked if it was easy."""


class Answer(StrEnum):
    """What a person may say of an exercise besides done."""

    HARD = "hard"
    EASY = "easy"
    HURTS = "hurts"
    SWAP = "swap"


@dataclass(frozen=True)
class Told:
    """What a person said of one exercise of a day.

    `later` is the time of day for which they asked it again, `asks` whether it is time to ask
    if it was easy; `is_todays` says whether it is the exercise of that day, which alone can be
    moved or swapped, and `instead_of` the one that it took the place of.
    """

    done: bool = False
    answers: frozenset[Answer] = frozenset()
    later: time | None = None
    asks: bool = False
    is_todays: bool = True
    instead_of: str | None = None


STRANGERS = Told(is_todays=False)
"""What is said to who never subscribed: nothing of theirs can be moved or swapped."""


@dataclass(frozen=True)
class Today:
    """Today's practice of a person: `day` is theirs, and ends at 03:00.

    `has_come` says whether it was delivered or shown at the start.
    """

    practice: Practice
    day: date
    told: Told
    is_training_day: bool
    has_come: bool = False

    @property
    def done(self) -> bool:
        """Say whether they said done."""
        return self.told.done


def is_current(person: Subscriber, day: date, now: datetime) -> bool:
    """Say whether a day is under way: after midnight two are, until 03:00."""
    return day in (training_day(person.zone, now), local_day(person.zone, now))


async def delivered_today(
    connection: AsyncConnection, person: Subscriber, now: datetime
) -> Delivery | None:
    """Return the row of the day under way: after midnight, of the new day if it has come."""
    for day in dict.fromkeys((local_day(person.zone, now), training_day(person.zone, now))):
        found = await deliveries.on_day(connection, person.id, day)
        if found is not None and found.state != State.MISSED:
            return found
    return None


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
                return Today(first, now.date(), STRANGERS, is_training_day=True)
            day = training_day(person.zone, now)
            practice, off = None, day.weekday() not in person.weekdays
            has_come = person.shown_day == day
            delivery = await delivered_today(connection, person, now)
            if delivery is not None and self._is_known(delivery.exercise):
                practice, off = practice_of(self._library, person, delivery), False
                day, has_come = delivery.day, True
            practice = practice or practice_on(self._library, person, day)
            told = await self._told(connection, person, day, practice.exercise or "")
            return Today(practice, day, told, is_training_day=not off, has_come=has_come)

    async def look(self, chat_id: int, exercise: str, form: str | None, now: datetime) -> Today:
        """Return any exercise as it fits a person, at the dose of their own week."""
        found = await self.today(chat_id, now)
        async with self._database.read() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            practice = Practice(found.practice.position, exercise, form)
            if person is None:
                return replace(found, practice=practice)
            practice = fitted(
                self._library, trainee_of(self._library, person), practice, found.day
            )
            told = await self._told(connection, person, found.day, exercise)
            return replace(found, practice=practice, told=told)

    def _is_known(self, exercise: str | None) -> bool:
        return exercise is None or exercise in self._library.exercises

    async def done(
        self, chat_id: int, exercise: str, now: datetime, day: date | None = None
    ) -> Subscriber | None:
        """Count a day as done, once; None where nobody subscribed.

        What was asked for later need not come any more.
        """
        async with self._database.write() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is not None:
                day = day or training_day(person.zone, now)
                await completions.add(connection, person.id, day, exercise, now)
                await postponed.let_be(connection, person.id)
                await subscribers.change(connection, person.id, unanswered=0)
                await follow_answer(connection, person, now)
            return person

    async def undone(self, chat_id: int, now: datetime, day: date | None = None) -> None:
        """Take a done back."""
        async with self._database.write() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is not None:
                day = day or training_day(person.zone, now)
                await completions.remove(connection, person.id, day)
                await follow_answer(connection, person, now)

    async def is_current(self, chat_id: int, day: date, now: datetime) -> bool:
        """Say whether a card's day is under way for a person."""
        async with self._database.read() as connection:
            person = await subscribers.by_chat(connection, chat_id)
        return day == now.date() if person is None else is_current(person, day, now)

    async def left_out(self, chat_id: int, now: datetime) -> tuple[Subscriber, Sequence[LeftOut]]:
        """Return a person and what does not come to them at present, and why."""
        async with self._database.read() as connection:
            person = await subscribers.by_chat(connection, chat_id)
        if person is None:
            raise NotSubscribedError
        day = training_day(person.zone, now)
        return person, left_out(self._library, trainee_of(self._library, person), day)

    async def told(self, chat_id: int, day: date, exercise: str) -> Told:
        """Return what a person has said of an exercise on a day."""
        async with self._database.read() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is None:
                return STRANGERS
            return await self._told(connection, person, day, exercise)

    async def _told(
        self, connection: AsyncConnection, person: Subscriber, day: date, exercise: str
    ) -> Told:
        done = day in await completions.days(connection, person.id, since=day)
        given = await answers.given(connection, person.id, day)
        said = {key.answer for key in given if key.exercise == exercise}
        delivery = await deliveries.on_day(connection, person.id, day)
        if delivery is None or delivery.state == State.MISSED:
            todays = practice_on(self._library, person, day).exercise
        else:
            todays = delivery.exercise
        swapped = [
            key.exercise for key in given if key.answer == Answer.SWAP and key.exercise != exercise
        ]
        later = None
        if delivery and delivery.state == State.WAITING and delivery.reason == ASKED:
            later = delivery.due_at.astimezone(ZoneInfo(person.zone)).time()
        times = await completions.count(connection, person.id, exercise) if done else 0
        tuning = tunings_of(person).get(exercise, AS_PLANNED)
        return Told(
            done=done,
            answers=frozenset(answer for answer in Answer if answer in said),
            later=later if todays == exercise else None,
            asks=times > 0 and times % EASY_EVERY == 0 and too_easy(tuning, day) != tuning,
            is_todays=todays == exercise,
            instead_of=next(reversed(swapped), None) if todays == exercise else None,
        )
