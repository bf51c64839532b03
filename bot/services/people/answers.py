"""How an exercise went, for the next time: too hard, too easy, it hurts.

Each answer counts once, however often it is tapped, and can be taken back.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach.dose import dose_of, work
from bot.coach.fitting import step_for
from bot.coach.library import Library
from bot.coach.rounds import round_and_week
from bot.coach.trainee import Practice, Tuning, hurts, too_easy, too_hard
from bot.services.delivery.message_times import follow_answer
from bot.services.people.days import day_of, day_of_card, is_under_way
from bot.services.people.responses import Answer, Refusal
from bot.services.people.trainees import (
    decode_tuning,
    encode_tunings,
    practice_of,
    practice_on,
    trainee_of,
    tunings_of,
)
from bot.store import answers, deliveries, postponed, subscribers
from bot.store.answers import Key
from bot.store.database import Database
from bot.store.subscribers import Subscriber

TUNING = (Answer.HARD, Answer.EASY, Answer.HURTS)
"""Answers that change what comes next time: of these the latest counts."""


@dataclass(frozen=True)
class Tuned:
    """What an answer changed: how the exercise would come before, and how it comes now.

    `day` is the one under which the answer stands; the steps are those at which the exercise
    would come that day, before the answer and now. `version` is the one that was given, and
    `position` where the person stood in the routine.
    """

    day: date
    before: Tuning
    now: Tuning
    step_before: int = 0
    step_now: int = 0
    version: str | None = None
    position: int = 0


class Answers:
    """The use cases of saying how it went."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    async def tune(
        self, chat_id: int, day: date, exercise: str, answer: Answer, now: datetime
    ) -> Tuned | Refusal:
        """Take down how an exercise went, for the next time."""
        async with self._database.write() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is None:
                return Refusal.STRANGER
            if not is_under_way(person, day, now):
                # Pain may come a day later, and counts all the same.
                if answer != Answer.HURTS:
                    return Refusal.ANOTHER_DAY
                day = day_of(person, now)
            day = day_of_card(person, day, now)
            said = await self._said(connection, person, day, exercise)
            if Answer.HURTS in said and answer != Answer.HURTS:
                return Refusal.PAUSED
            key = Key(person.id, day, exercise, answer)
            tunings = tunings_of(person)
            for other in said:
                _found, before = await answers.take_back(connection, replace(key, answer=other))
                tunings = _with(tunings, exercise, before)
            old = tunings.get(exercise, Tuning())
            as_before = person._replace(tuning=encode_tunings(tunings))
            given = await self._given(connection, as_before, day, exercise)
            new = self._tuned(old, answer, day, given)
            await answers.add(connection, key, encode_tunings({exercise: old}).get(exercise), now)
            then = await self._keep(connection, person, tunings | {exercise: new})
            if answer == Answer.HURTS:
                await postponed.drop_postponement(connection, person.id)
            await follow_answer(connection, then, now)
            planned = Practice(given.position if given else person.position, exercise)
            step, next_step = self._step(as_before, planned), self._step(then, planned)
            version = given.version if given else None
            return Tuned(day, old, new, step, next_step, version, planned.position)

    async def untune(
        self, chat_id: int, day: date, exercise: str, answer: Answer, now: datetime
    ) -> Tuned | Refusal:
        """Take such an answer back."""
        async with self._database.write() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is None:
                return Refusal.STRANGER
            key = Key(person.id, day_of_card(person, day, now), exercise, answer)
            found, before = await answers.take_back(connection, key)
            if not found:
                return Refusal.NOT_SAID
            tunings = tunings_of(person)
            old = tunings.get(exercise, Tuning())
            restored = _with(tunings, exercise, before)
            then = await self._keep(connection, person, restored)
            await follow_answer(connection, then, now)
            step, next_step = (
                self._step(one, Practice(one.position, exercise)) for one in (person, then)
            )
            return Tuned(key.day, old, restored.get(exercise, Tuning()), step, next_step)

    async def note_emergency(self, chat_id: int, now: datetime) -> None:
        """Remember that somebody wrote of an emergency: the next message asks about it.

        Until then nothing reminds them of an exercise.
        """
        async with self._database.write() as connection:
            if person := await subscribers.by_chat(connection, chat_id):
                await answers.put_emergency(connection, person.id, day_of(person, now), now)
                await follow_answer(connection, person, now)

    async def note_asked(self, chat_id: int, now: datetime) -> None:
        """Remember that a card has asked about an emergency: the next ones needn't."""
        async with self._database.write() as connection:
            if person := await subscribers.by_chat(connection, chat_id):
                await answers.put_asked(connection, person.id, day_of(person, now), now)

    async def set_never(self, chat_id: int, exercise: str, *, on: bool) -> Subscriber | None:
        """Leave an exercise out for good, or allow it again."""
        async with self._database.write() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is None:
                return None
            tunings = tunings_of(person)
            tuning = tunings.get(exercise, Tuning())
            changed = tunings | {exercise: replace(tuning, never=on)}
            return await self._keep(connection, person, changed)

    async def _given(
        self, connection: AsyncConnection, person: Subscriber, day: date, exercise: str
    ) -> Practice | None:
        """Return how an exercise was given on a day; None where it is taught no more."""
        if exercise not in self._library.exercises:
            return None
        delivery = await deliveries.on_day(connection, person.id, day)
        if delivery is not None and delivery.exercise == exercise:
            return practice_of(self._library, person, delivery)
        practice = practice_on(self._library, person, day)
        is_it = practice.exercise == exercise
        return practice if is_it else Practice(person.position, exercise)

    def _step(self, person: Subscriber, planned: Practice) -> int:
        """Return the step at which an exercise would come to a person."""
        if planned.exercise not in self._library.exercises:
            return 0
        return step_for(self._library, trainee_of(self._library, person), planned)

    def _tuned(self, tuning: Tuning, answer: Answer, day: date, given: Practice | None) -> Tuning:
        if answer == Answer.HURTS:
            return hurts(tuning, day)
        if answer == Answer.EASY:
            return too_easy(tuning, day)
        if given is None:
            return too_hard(tuning)
        found = round_and_week(self._library.routine, given.position)
        amount = work(dose_of(self._library, given))
        return too_hard(tuning, amount, found.round if given.follows_routine else 0)

    async def _said(
        self, connection: AsyncConnection, person: Subscriber, day: date, exercise: str
    ) -> set[Answer]:
        given = await answers.given(connection, person.id, day)
        said = {key.answer for key in given if key.exercise == exercise}
        return {answer for answer in TUNING if answer in said}

    async def _keep(
        self, connection: AsyncConnection, person: Subscriber, tunings: dict[str, Tuning]
    ) -> Subscriber:
        tuning = encode_tunings(tunings)
        await subscribers.change(connection, person.id, tuning=tuning, unanswered=0)
        return person._replace(tuning=tuning)


def _with(
    tunings: dict[str, Tuning], exercise: str, before: dict[str, Any] | None
) -> dict[str, Tuning]:
    """Put back what an answer had changed; whether it may ever come is no answer's matter."""
    never = tunings.get(exercise, Tuning()).never
    return tunings | {exercise: replace(decode_tuning(before or {}), never=never)}
