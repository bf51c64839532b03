"""How an exercise went, for the next time: too hard, too easy, it hurts.

Each answer counts once, however often it is tapped, and can be taken back.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach.routine import Tuning, hurts, too_easy, too_hard
from bot.coach.schedule import training_day
from bot.services.occasions import follow_answer
from bot.services.people import kept, read_tuning, tunings_of
from bot.services.practice import Answer, is_current
from bot.store import answers, postponed, subscribers
from bot.store.answers import Key
from bot.store.database import Database
from bot.store.subscribers import Subscriber

TUNING = (Answer.HARD, Answer.EASY, Answer.HURTS)
"""Answers that change what comes next time: of these the latest counts."""


class No(StrEnum):
    """Why a tap changes nothing."""

    STRANGER = "stranger"
    STOPPED = "stopped"
    ANOTHER_DAY = "another day"
    NOT_TODAYS = "not today's exercise"
    NOT_YET = "today's has not come yet"
    DONE = "done already"
    IN_HAND = "on its way"
    NOTHING_ELSE = "nothing else fits"
    NEARLY_OVER = "the day is nearly over"
    RESTS = "it rests because it hurt"
    NOT_SAID = "never said"


@dataclass(frozen=True)
class Tuned:
    """What an answer changed: how the exercise would come before, and how it comes now.

    `day` is the one under which the answer stands.
    """

    day: date
    before: Tuning
    now: Tuning


class Answers:
    """The use cases of saying how it went."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def tune(
        self, chat_id: int, day: date, exercise: str, answer: Answer, now: datetime
    ) -> Tuned | No:
        """Take down how an exercise went, for the next time."""
        async with self._database.write() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is None:
                return No.STRANGER
            if not is_current(person, day, now):
                # Pain may come a day later, and counts all the same.
                if answer != Answer.HURTS:
                    return No.ANOTHER_DAY
                day = training_day(person.zone, now)
            said = await self._said(connection, person, day, exercise)
            if Answer.HURTS in said and answer != Answer.HURTS:
                return No.RESTS
            key = Key(person.id, day, exercise, answer)
            tunings = tunings_of(person)
            for other in said:
                _found, before = await answers.take_back(connection, replace(key, answer=other))
                tunings = _with(tunings, exercise, before)
            old = tunings.get(exercise, Tuning())
            new = _tuned(old, answer, day)
            await answers.add(connection, key, kept({exercise: old}).get(exercise), now)
            then = await self._keep(connection, person, tunings | {exercise: new})
            if answer == Answer.HURTS:
                await postponed.let_be(connection, person.id)
            await follow_answer(connection, then, now)
            return Tuned(day, old, new)

    async def untune(
        self, chat_id: int, day: date, exercise: str, answer: Answer, now: datetime
    ) -> Tuned | No:
        """Take such an answer back."""
        async with self._database.write() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is None:
                return No.STRANGER
            key = Key(person.id, day, exercise, answer)
            found, before = await answers.take_back(connection, key)
            if not found:
                return No.NOT_SAID
            tunings = tunings_of(person)
            old = tunings.get(exercise, Tuning())
            restored = _with(tunings, exercise, before)
            then = await self._keep(connection, person, restored)
            await follow_answer(connection, then, now)
            return Tuned(day, old, restored.get(exercise, Tuning()))

    async def toggle_never(self, chat_id: int, exercise: str) -> Subscriber | None:
        """Ban an exercise for good, or let it come again."""
        async with self._database.write() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is None:
                return None
            tunings = tunings_of(person)
            tuning = tunings.get(exercise, Tuning())
            changed = tunings | {exercise: replace(tuning, never=not tuning.never)}
            return await self._keep(connection, person, changed)

    async def _said(
        self, connection: AsyncConnection, person: Subscriber, day: date, exercise: str
    ) -> set[Answer]:
        given = await answers.given(connection, person.id, day)
        said = {key.answer for key in given if key.exercise == exercise}
        return {answer for answer in TUNING if answer in said}

    async def _keep(
        self, connection: AsyncConnection, person: Subscriber, tunings: dict[str, Tuning]
    ) -> Subscriber:
        tuning = kept(tunings)
        await subscribers.change(connection, person.id, tuning=tuning, unanswered=0)
        return replace(person, tuning=tuning)


def _with(
    tunings: dict[str, Tuning], exercise: str, before: dict[str, Any] | None
) -> dict[str, Tuning]:
    """Put back what an answer had changed; whether it may ever come is no answer's matter."""
    never = tunings.get(exercise, Tuning()).never
    return tunings | {exercise: replace(read_tuning(before or {}), never=never)}


def _tuned(tuning: Tuning, answer: Answer, day: date) -> Tuning:
    if answer == Answer.HURTS:
        return hurts(tuning, day)
    return too_hard(tuning) if answer == Answer.HARD else too_easy(tuning, day)
