"""Counts the day of whoever taps Done, that of all who tap at the same time together."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach.library import Library
from bot.services.delivery.message_times import follow_answer
from bot.services.delivery.policy import CONFIRMED_BY_TOUCH
from bot.services.people.completed import Completed, completed
from bot.services.people.days import day_of_card, is_under_way
from bot.services.people.responses import (
    STRANGERS,
    Responses,
    Tally,
    cards_of,
    exercise_on,
    responses_on,
    responses_to,
    tallies,
)
from bot.services.people.shared_writes import SharedWrites
from bot.services.people.today import days_around
from bot.store import (
    completions,
    day_cards,
    day_rows,
    deliveries,
    postponed,
    subscribers,
)
from bot.store.completions import Done
from bot.store.database import Database
from bot.store.day_cards import DayExercise
from bot.store.day_rows import DayRows
from bot.store.deliveries import POSTPONED, State
from bot.store.subscribers import Subscriber

Finished = tuple[Responses, Completed | None]


class Finish(NamedTuple):
    """Who says that a card's exercise is done.

    Only the day's own counts, unless `is_any`; of a stranger nothing does. `is_touch` is True
    where they tapped the day's message, which has arrived then.
    """

    chat_id: int
    day: date
    exercise: str
    now: datetime
    is_any: bool = False
    is_touch: bool = False


class _Subject(NamedTuple):
    """A card's day that is under way, and what is written of that person's days."""

    finish: Finish
    person: Subscriber
    card: DayExercise
    rows: DayRows
    is_todays: bool

    @property
    def delivered(self) -> int | None:
        """Return the message that brought the card's exercise, if one did."""
        came = self.rows.deliveries.get(self.card.day)
        return came.message_id if came and came.exercise == self.card.exercise else None

    @property
    def counts(self) -> bool:
        return self.is_todays or self.finish.is_any

    @property
    def is_postponed(self) -> bool:
        came = self.rows.deliveries.values()
        return any(one.state == State.WAITING and one.reason == POSTPONED for one in came)

    @property
    def is_unconfirmed(self) -> bool:
        delivery = self.rows.deliveries.get(self.card.day)
        is_open = delivery is not None and delivery.state == State.UNCONFIRMED
        return is_open and self.finish.is_touch

    @property
    def changes_deliveries(self) -> bool:
        """Return whether rows of the ledger change, whose order of locks is the couriers'."""
        return self.is_postponed or self.is_unconfirmed or self.person.nudge is not None


class Finishing:
    """The use case of tapping Done."""

    def __init__(self, database: Database, library: Library) -> None:
        self._library = library
        self._writes = SharedWrites(database, self._write)

    async def finish(self, finish: Finish) -> Finished:
        """Count a card's day while it lasts, and return what is said of it then."""
        return await self._writes.get(finish)

    async def _write(
        self, connection: AsyncConnection, asked: Collection[Finish]
    ) -> Mapping[Finish, Finished]:
        """Count what is under way; of several people, leave out who is to come alone."""
        is_alone = len(asked) == 1
        chats = {one.chat_id: one for one in asked}
        people = await subscribers.by_chats(connection, chats.keys())
        found: dict[Finish, Finished] = {}
        current = {}
        for one in chats.values():
            person = people.get(one.chat_id)
            if person is None:
                found[one] = STRANGERS, None
            elif is_under_way(person, one.day, one.now):
                current[one] = person
            elif is_alone:
                found[one] = await self._too_late(connection, person, one)
        subjects = await self._subjects(connection, current)
        subjects = [one for one in subjects if is_alone or not one.changes_deliveries]
        return {**found, **await self._count(connection, subjects)}

    async def _too_late(
        self, connection: AsyncConnection, person: Subscriber, finish: Finish
    ) -> Finished:
        if finish.is_touch:
            await deliveries.confirm(connection, person.id, CONFIRMED_BY_TOUCH, finish.day)
        card = DayExercise(day_of_card(person, finish.day, finish.now), finish.exercise)
        return await responses_on(connection, self._library, person, card), None

    async def _subjects(
        self, connection: AsyncConnection, people: Mapping[Finish, Subscriber]
    ) -> list[_Subject]:
        if not people:
            return []
        around = days_around([one.now for one in people])
        ids = {person.id for person in people.values()}
        rows = await day_rows.of_many(connection, ids, *around)
        found = []
        for one, person in people.items():
            card = DayExercise(day_of_card(person, one.day, one.now), one.exercise)
            todays = exercise_on(self._library, person, card.day, rows[person.id])
            is_todays = todays == card.exercise
            found.append(_Subject(one, person, card, rows[person.id], is_todays))
        return found

    async def _count(
        self, connection: AsyncConnection, subjects: Sequence[_Subject]
    ) -> Mapping[Finish, Finished]:
        counting = [one for one in subjects if one.counts]
        done = {
            one.person.id: Done(one.card.day, one.card.exercise, one.finish.now)
            for one in counting
        }
        new = await completions.add_many(connection, done)
        silent = [one.person.id for one in counting if one.person.unanswered]
        await subscribers.note_answers(connection, silent)
        subjects = [
            await self._follow(connection, one) if one.changes_deliveries else one
            for one in subjects
        ]
        cards = [
            (one.person.id, one.card)
            for one in subjects
            if one.counts or one.card.day in one.rows.done
        ]
        counted = await tallies(connection, cards)
        finished = {
            one.finish: self._finished(
                one, counted.get((one.person.id, one.card)), is_new=one.person.id in new
            )
            for one in subjects
        }
        return await self._with_messages(connection, subjects, finished)

    async def _with_messages(
        self,
        connection: AsyncConnection,
        subjects: Sequence[_Subject],
        finished: Mapping[Finish, Finished],
    ) -> Mapping[Finish, Finished]:
        """Add which messages show what is counted, and who is still led through it."""
        ids = [one.person.id for one in subjects if one.counts]
        asked_for, guided = await day_cards.on_show(connection, ids)
        found = dict(finished)
        for one in subjects:
            responses, done = finished[one.finish]
            if done is not None:
                card = one.person.id, one.card
                cards = cards_of(asked_for.get(card), one.delivered, responses)
                found[one.finish] = responses, replace(done, is_guided=card in guided, cards=cards)
        return found

    async def _follow(self, connection: AsyncConnection, subject: _Subject) -> _Subject:
        """Change what waits for somebody, or may have arrived; return what is written then."""
        finish, person, card = subject.finish, subject.person, subject.card
        if subject.is_unconfirmed:
            await deliveries.confirm(connection, person.id, CONFIRMED_BY_TOUCH, card.day)
        if subject.counts:
            await postponed.drop_postponement(connection, person.id)
            await follow_answer(connection, person, finish.now)
        around = days_around([finish.now])
        return subject._replace(rows=await day_rows.of_one(connection, person.id, *around))

    def _finished(self, subject: _Subject, tally: Tally | None, *, is_new: bool) -> Finished:
        _finish, person, card, rows, is_todays = subject
        responses = responses_to(person, card, rows, tally, is_todays=is_todays)
        if tally is None or not subject.counts:
            return responses, None
        answered = person._replace(unanswered=0)
        done = Done(card.day, card.exercise, subject.finish.now)
        return responses, completed(self._library, answered, done, tally.week, is_new=is_new)
