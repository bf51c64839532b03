"""How far a person has come, read from what they did and what came to them."""

from dataclasses import replace
from datetime import date, datetime

from bot.coach import progress
from bot.coach.fitting import left_out
from bot.coach.library import Library
from bot.coach.progress import History, Month
from bot.coach.schedule import training_day
from bot.services.people import trainee_of
from bot.services.subscriptions import NotSubscribedError
from bot.store import completions, deliveries, pauses, subscribers
from bot.store.database import Database


class Progress:
    """The use case of looking back."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    async def month(self, chat_id: int, now: datetime, wanted: date | None = None) -> Month:
        """Return a month of a person, this one where none is named."""
        async with self._database.read() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is None:
                raise NotSubscribedError
            history = History(
                done=await completions.exercises(connection, person.id),
                asked=await deliveries.asked_days(connection, person.id),
                pauses=await pauses.of(connection, person.id),
                began=training_day(person.zone, person.created_at),
            )
        today = training_day(person.zone, now)
        found = progress.month(history, wanted or today, today, self._library.exercises)
        trainee = trainee_of(self._library, person)
        out = {one.exercise for one in left_out(self._library, trainee, today)}
        return replace(found, untried=tuple(slug for slug in found.untried if slug not in out))
