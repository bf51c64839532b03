"""How far a person has come, read from what they did and what came to them."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.coach import progress
from bot.coach.fitting import left_out
from bot.coach.library import Library
from bot.coach.progress import History, Month
from bot.coach.schedule import local_day
from bot.services.people.changes import NotSubscribedError
from bot.services.people.days import day_of
from bot.services.people.trainees import trainee_of
from bot.store import completions, deliveries, exercise_days, pauses, stiffness, subscribers
from bot.store.database import Database

STIFFER_BY = 3
STIFFER_WITHIN = timedelta(days=16)
"""A rise of so much, within two weekly answers, is worth a word on getting help."""

ANSWERED_WITHIN = timedelta(days=3)
"""How long after its day a week's question may be answered."""


@dataclass(frozen=True)
class Said:
    """An answer to "how stiff": the one `before` it, and whether it rose much of late."""

    before: int | None
    is_much_stiffer: bool


class Progress:
    """The use case of looking back."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    async def stiff(self, chat_id: int, asked: date, level: int, now: datetime) -> Said | None:
        """Write how stiff somebody's hips feel; None where that is not asked any more."""
        async with self._database.write() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is None:
                return None
            today = local_day(person.zone, now)
            if not timedelta(0) <= today - asked <= ANSWERED_WITHIN:
                return None
            earlier = await stiffness.of(connection, person.id)
            await stiffness.put(connection, person.id, asked, level)
        past = {day: value for day, value in earlier.items() if day < asked}
        recent = [value for day, value in past.items() if asked - day <= STIFFER_WITHIN]
        before = past[max(past)] if past else None
        return Said(before, bool(recent) and level - min(recent) >= STIFFER_BY)

    async def unanswered_week(self, chat_id: int, now: datetime) -> date | None:
        """Return the day of the week's question that waits for an answer, if one does."""
        async with self._database.read(quick=True) as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is None:
                return None
            since = local_day(person.zone, now) - ANSWERED_WITHIN
            asked = await deliveries.week_since(connection, person.id, since)
            answered = await stiffness.of(connection, person.id) if asked else {}
        return None if asked in answered else asked

    async def month(self, chat_id: int, now: datetime, wanted: date | None = None) -> Month:
        """Return a month of a person, this one where none is named."""
        async with self._database.read() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is None:
                raise NotSubscribedError
            history = History(
                done=await completions.exercises(connection, person.id),
                with_exercise=(await exercise_days.of_one(connection, person.id)).with_exercise,
                pauses=await pauses.of(connection, person.id),
                began=local_day(person.zone, person.created_at),
                stiffness=await stiffness.of(connection, person.id),
            )
        today = day_of(person, now)
        found = progress.month(history, wanted or today, today, self._library.exercises)
        trainee = trainee_of(self._library, person)
        out = {one.exercise for one in left_out(self._library, trainee, today)}
        return replace(found, untried=tuple(slug for slug in found.untried if slug not in out))
