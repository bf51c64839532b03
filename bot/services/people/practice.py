"""What a person practises today, and what they have done."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.batching import Batched
from bot.coach.fitting import fitted, flag_against, left_out, suited
from bot.coach.library import Library
from bot.coach.sheets import AS_SUITS, version_named
from bot.coach.suitability import LeftOut
from bot.coach.trainee import Practice
from bot.services.delivery.message_times import follow_answer
from bot.services.delivery.weeks import week_of
from bot.services.people.changes import NotSubscribedError
from bot.services.people.completed import Completed, completed
from bot.services.people.days import day_of, day_of_card, is_under_way
from bot.services.people.finishing import Finish, Finished, Finishing
from bot.services.people.responses import STRANGERS, Responses, cards_on, responses_on
from bot.services.people.today import Asked, DayPractice, Todays
from bot.services.people.trainees import trainee_of
from bot.store import completions, day_cards, last_said, postponed, subscribers
from bot.store.completions import Done
from bot.store.database import Database
from bot.store.day_cards import DayExercise, Shown
from bot.store.subscribers import Subscriber

PRAISE = "praise"
"""The topic in `last_said` of the praise for a reaction."""


class Practices:
    """The use cases around one day's exercise."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library
        self._todays = Todays(database, library)
        self._finishing = Finishing(database, library)
        self._shown = Batched(self._keep_shown)

    async def today(
        self, chat_id: int, now: datetime, card_day: date | None = None
    ) -> DayPractice:
        """Return what was delivered today, or what will be: the two always agree.

        From midnight to 03:00 two days are under way; `card_day` says which of them is meant.
        """
        return await self._todays.of(Asked(chat_id, now, card_day))

    async def today_in(
        self, connection: AsyncConnection, person: Subscriber | None, now: datetime
    ) -> DayPractice:
        """Return today's practice of a person already read in this transaction.

        Of nobody, return what a newcomer begins with.
        """
        asked = Asked(person.chat_id if person else 0, now)
        return await self._todays.of_person(connection, person, asked)

    async def look(self, chat_id: int, exercise: str, version: str, now: datetime) -> DayPractice:
        """Return any exercise as it fits a person, at the dose of their own week.

        With AS_SUITS for the key of a version, it is one that suits them.
        """
        found = await self.today(chat_id, now)
        async with self._database.read(quick=True) as connection:
            person = await subscribers.by_chat(connection, chat_id)
            practice = Practice(found.practice.position, exercise, version_named(version))
            if person is None:
                return replace(found, practice=practice)
            trainee = trainee_of(self._library, person)
            if version == AS_SUITS:
                practice = suited(self._library, trainee, practice)
            practice = fitted(self._library, trainee, practice, found.day)
            responses = await responses_on(
                connection, self._library, person, DayExercise(found.day, exercise)
            )
            tuning = trainee.tuning(exercise)
            until = tuning.paused_until if tuning.is_paused_on(found.day) else None
            return replace(
                found,
                practice=practice,
                responses=responses,
                paused_until=until,
                left_out_for=flag_against(self._library, trainee, exercise),
            )

    async def count(
        self,
        chat_id: int,
        exercise: str,
        now: datetime,
        day: date | None = None,
        *,
        message_id: int | None = None,
    ) -> Completed | None:
        """Count a day as done, once; None where nobody subscribed.

        What was asked for later need not come any more. `message_id` names the message whose
        reaction says so: that is new once a day, however often it is taken back.
        """
        async with self._database.write(quick=True) as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is None:
                return None
            day = day_of_card(person, day, now) if day else day_of(person, now)
            return await self._count_done(connection, person, Done(day, exercise, now, message_id))

    async def finish(self, finish: Finish) -> Finished:
        """Count a card's day while it lasts, and return what is said of it then."""
        return await self._finishing.finish(finish)

    async def _count_done(
        self, connection: AsyncConnection, person: Subscriber, done: Done
    ) -> Completed:
        day = done.day
        is_new = await completions.add(connection, person.id, done)
        is_first = False
        if is_new and done.message_id is not None:
            is_new, is_first = await self._praise(connection, person, day)
        await postponed.drop_postponement(connection, person.id)
        if person.unanswered:
            await subscribers.change(connection, person.id, unanswered=0)
            person = person._replace(unanswered=0)
        await follow_answer(connection, person, done.done_at)
        week = await week_of(connection, person.id, day)
        found = completed(self._library, person, done, week, is_new=is_new)
        return replace(found, is_first_reaction=is_first)

    async def _praise(
        self, connection: AsyncConnection, person: Subscriber, day: date
    ) -> tuple[bool, bool]:
        """Return whether a reaction is the first one of a day, which is answered, and of all."""
        last = await last_said.last_day(connection, person.id, PRAISE)
        await last_said.put(connection, person.id, PRAISE, day)
        return last != day, last is None

    async def uncount(
        self,
        chat_id: int,
        now: datetime,
        day: date | None = None,
        *,
        message_id: int | None = None,
    ) -> None:
        """Take a done back; with a message, only what its reaction counted."""
        async with self._database.write(quick=True) as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is not None:
                day = day_of_card(person, day, now) if day else day_of(person, now)
                if await completions.remove(connection, person.id, day, message_id):
                    await follow_answer(connection, person, now)

    async def shows(self, chat_id: int, message_id: int, card: DayExercise) -> None:
        """Remember which message shows a day's exercise to somebody who asked for it."""
        await self._shown.get(Shown(chat_id, message_id, card))

    async def _keep_shown(self, messages: Collection[Shown]) -> Mapping[Shown, None]:
        """Keep all messages of a burst in one transaction: it costs more than its rows."""
        async with self._database.write(repeatable=True) as connection:
            await day_cards.put(connection, messages)
        return {}

    async def shown_by(self, chat_id: int, message_id: int, now: datetime) -> DayExercise | None:
        """Return the card of a message if it shows the exercise of a day under way."""
        async with self._database.read() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is None:
                return None
            asked_for = await day_cards.asked_for(connection, person.id, message_id)
            card = asked_for or await day_cards.delivered(connection, person.id, message_id)
            if card is None or not is_under_way(person, card.day, now):
                return None
            responses = await responses_on(connection, self._library, person, card)
            # After a swap, the delivered message still shows the exercise before it.
            is_swapped_away = asked_for is None and responses.instead_of is not None
            return card if responses.is_todays and not is_swapped_away else None

    async def cards(
        self, chat_id: int, day: date, exercise: str, now: datetime
    ) -> tuple[Responses, frozenset[int]]:
        """Return what a person has said of an exercise on a day, and the messages that show it."""
        async with self._database.read(quick=True) as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is None:
                return STRANGERS, frozenset()
            card = DayExercise(day_of_card(person, day, now), exercise)
            return await cards_on(connection, self._library, person, card)

    async def is_under_way(self, chat_id: int, day: date, now: datetime) -> bool:
        """Return whether a card's day is under way for a person."""
        async with self._database.read(quick=True) as connection:
            person = await subscribers.by_chat(connection, chat_id)
        return day == now.date() if person is None else is_under_way(person, day, now)

    async def left_out(self, chat_id: int, now: datetime) -> tuple[Subscriber, Sequence[LeftOut]]:
        """Return a person and what does not come to them at present, and why."""
        async with self._database.read() as connection:
            person = await subscribers.by_chat(connection, chat_id)
        if person is None:
            raise NotSubscribedError
        day = day_of(person, now)
        return person, left_out(self._library, trainee_of(self._library, person), day)

    async def responses(self, chat_id: int, day: date, exercise: str, now: datetime) -> Responses:
        """Return what a person has said of an exercise on a day."""
        async with self._database.read(quick=True) as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is None:
                return STRANGERS
            card = DayExercise(day_of_card(person, day, now), exercise)
            return await responses_on(connection, self._library, person, card)
