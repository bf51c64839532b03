"""What a person practises today: what was delivered, or what will be."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.batching import Batched
from bot.coach.fitting import flag_against
from bot.coach.library import Library
from bot.coach.next_practice import next_practice
from bot.coach.schedule import local_day, training_day
from bot.coach.sheets import AS_IN_ROUTINE, Flag, version_named
from bot.coach.trainee import Practice, Trainee
from bot.services.people.days import day_of, day_of_card, is_under_way
from bot.services.people.responses import STRANGERS, Responses, responses_to, tallies
from bot.services.people.trainees import practice_of, practice_on, trainee_of, was_shown_today
from bot.store import answers, day_rows, subscribers
from bot.store.database import Database
from bot.store.day_cards import DayExercise
from bot.store.day_rows import DayRows
from bot.store.deliveries import Delivery, State
from bot.store.rows import UNREADABLE
from bot.store.subscribers import Subscriber

NEWCOMER = Trainee(position=0, equipment=frozenset(), days_a_week=7)

DAYS_BEFORE, DAYS_AFTER = timedelta(days=2), timedelta(days=1)
"""How far from the date in UTC a day that is under way may be."""


@dataclass(frozen=True)
class DayPractice:
    """Today's practice of a person: `day` is theirs, and ends at 03:00.

    `has_come` says whether it was delivered or shown at the start, `after_emergency` whether they
    wrote of one and nothing has asked about it since. `left_out_for` is set where their health
    speaks against the exercise, `paused_until` where one that they look at is paused because it
    hurt.
    """

    practice: Practice
    day: date
    responses: Responses
    is_training_day: bool
    has_come: bool = False
    after_emergency: bool = False
    paused_until: date | None = None
    left_out_for: Flag | None = None

    @property
    def done(self) -> bool:
        """Return whether they marked it as done."""
        return self.responses.done

    @property
    def card(self) -> DayExercise:
        """Return the day and its exercise."""
        return DayExercise(self.day, self.practice.exercise or "")


class Asked(NamedTuple):
    """Who asks for today's practice, and when; after midnight, `card_day` says which of two."""

    chat_id: int
    now: datetime
    card_day: date | None = None


class Todays:
    """Looks up today's practice, that of all who ask at the same time together."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library
        self._found = Batched(self._look_up, spoiled_by=UNREADABLE)

    async def of(self, asked: Asked) -> DayPractice:
        """Return what was delivered today, or what will be: the two always agree."""
        found = await self._found.get(asked)
        return found or self._newcomers(asked)

    async def _look_up(self, asked: Collection[Asked]) -> Mapping[Asked, DayPractice]:
        async with self._database.read(quick=True) as connection:
            people = await subscribers.by_chats(connection, {one.chat_id for one in asked})
            known = {one: people[one.chat_id] for one in asked if one.chat_id in people}
            return await self.of_people(connection, known)

    def _newcomers(self, asked: Asked) -> DayPractice:
        first, day = next_practice(self._library, NEWCOMER, asked.now.date()), asked.now.date()
        return DayPractice(first, day, STRANGERS, is_training_day=True)

    async def of_person(
        self, connection: AsyncConnection, person: Subscriber | None, asked: Asked
    ) -> DayPractice:
        """Return today's practice of somebody already read; of None, what a newcomer gets."""
        if person is None:
            return self._newcomers(asked)
        return (await self.of_people(connection, {asked: person}))[asked]

    async def of_people(
        self, connection: AsyncConnection, people: Mapping[Asked, Subscriber]
    ) -> Mapping[Asked, DayPractice]:
        """Return today's practice of many people who were already read."""
        if not people:
            return {}
        ids, moments = {one.id for one in people.values()}, [asked.now for asked in people]
        rows = await day_rows.of_many(connection, ids, *days_around(moments))
        alarmed = await answers.unasked_emergencies(connection, ids, max(moments))
        found = {asked: self._plain(asked, one, rows[one.id]) for asked, one in people.items()}
        done = [(one.id, found[asked].card) for asked, one in people.items() if found[asked].done]
        counted = await tallies(connection, done)
        for asked, person in people.items():
            plain, its_rows = found[asked], rows[person.id]
            tally = counted.get((person.id, plain.card))
            responses = responses_to(
                person, plain.card, its_rows, tally, is_todays=plain.responses.is_todays
            )
            is_over = responses.hurt_today or plain.done
            found[asked] = replace(
                plain,
                practice=_as_it_came(plain, its_rows) if is_over else plain.practice,
                responses=responses,
                after_emergency=person.id in alarmed,
            )
        return found

    def _plain(self, asked: Asked, person: Subscriber, rows: DayRows) -> DayPractice:
        """Return today's practice; of what was said of it, only whether it is done and today's."""
        _chat_id, now, card_day = asked
        day = day_of(person, now)
        # After midnight the new day comes first, if its exercise is there already.
        days = [local_day(person.zone, now), training_day(person.zone, now)]
        if card_day and is_under_way(person, card_day, now):
            day = day_of_card(person, card_day, now)
            days = [day]
        practice, has_come = None, was_shown_today(person, now)
        delivery = _came_on(days, rows)
        if delivery is not None and self._is_known(delivery.exercise):
            practice = practice_of(self._library, person, delivery)
            day, has_come = delivery.day, True
        is_training_day = practice is not None or day.weekday() in person.weekdays
        practice = practice or practice_on(self._library, person, day)
        given = _came_on([day], rows)
        is_todays = given is None or given.exercise == practice.exercise
        responses = Responses(
            done=day in rows.done, is_todays=is_todays and practice.exercise is not None
        )
        return DayPractice(
            practice,
            day,
            responses,
            is_training_day=is_training_day,
            has_come=has_come,
            left_out_for=self._flag_against(person, practice),
        )

    def _flag_against(self, person: Subscriber, practice: Practice) -> Flag | None:
        """Return the condition against what came, if it was told since."""
        if not person.flags or practice.exercise is None:
            return None
        trainee = trainee_of(self._library, person)
        return flag_against(self._library, trainee, practice.exercise)

    def _is_known(self, exercise: str | None) -> bool:
        return exercise is None or exercise in self._library.exercises


def days_around(moments: Collection[datetime]) -> tuple[date, date]:
    """Return the first and the last day that may be under way for anybody at some moments."""
    return min(moments).date() - DAYS_BEFORE, max(moments).date() + DAYS_AFTER


def _came_on(days: Iterable[date], rows: DayRows) -> Delivery | None:
    """Return what came on the first of some days on which anything did."""
    came = (rows.deliveries.get(day) for day in days)
    return next((one for one in came if one and one.state != State.MISSED), None)


def _as_it_came(found: DayPractice, rows: DayRows) -> Practice:
    """Return what hurt or is done in the version that came; another one is for the next time."""
    came = _came_on([found.day], rows)
    return replace(found.practice, version=came.version) if came else found.practice


def wanted(planned: Practice, slug: str, version: str) -> Practice:
    """Return the planned practice if it is this one, else that version at the planned dose."""
    name = version_named(version)
    if planned.exercise == slug and (version == AS_IN_ROUTINE or planned.version == name):
        return planned
    return Practice(planned.position, slug, name)
