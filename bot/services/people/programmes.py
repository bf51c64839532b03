"""A trainer's list in a link: sealed by this bot, taken and left by whoever opens it."""

from datetime import datetime

from bot.coach import programme
from bot.coach.library import Library
from bot.coach.programme import DecodedProgramme
from bot.services.people import programme_links
from bot.services.people.changes import found_in, write_change
from bot.store.database import Database
from bot.store.subscribers import Change, Subscriber


class Programmes:
    """The use cases around trainers' lists; `key` seals the links."""

    def __init__(self, database: Database, library: Library, key: bytes) -> None:
        self._database = database
        self._library = library
        self._key = key

    def seal(self, code: str) -> str:
        """Return what a link to a list carries."""
        return programme_links.seal(code, self._key)

    def unseal(self, payload: str) -> str | None:
        """Return the list's code; None where this bot made no such link."""
        return programme_links.unseal(payload, self._key)

    def programme_of_link(self, payload: str) -> DecodedProgramme | None:
        """Return the list in a link; None where this bot made no such link."""
        code = self.unseal(payload)
        return programme.read(self._library, code) if code else None

    async def current(self, chat_id: int) -> DecodedProgramme | None:
        """Return the list that a person trains."""
        async with self._database.read() as connection:
            person = await found_in(connection, chat_id)
        return programme.read(self._library, person.programme) if person.programme else None

    async def accept(
        self, chat_id: int, payload: str, now: datetime, *, is_new: bool = False
    ) -> Subscriber:
        """Follow the programme in a link, on its weekdays, from its first exercise."""
        code, found = self.unseal(payload), self.programme_of_link(payload)
        if code is None or found is None:
            raise ValueError("not a link of this bot")
        weekdays = found.programme.weekdays
        return await self.follow(chat_id, code, weekdays, now, is_new=is_new)

    async def follow(
        self,
        chat_id: int,
        code: str,
        weekdays: frozenset[int],
        now: datetime,
        *,
        is_new: bool = False,
    ) -> Subscriber:
        """Train a trainer's list from its beginning; the routine waits where it is.

        What /start showed before was the routine's, and does not count as the list's first;
        somebody new is shown the list itself.
        """
        async with self._database.write() as connection:
            found = await found_in(connection, chat_id)
            if found.programme == code:
                return found
            begun = _begun(found, is_new=is_new)
            begun |= {"programme": code, "weekdays": weekdays}
            return await write_change(connection, found, now, **begun)

    async def leave(self, chat_id: int, now: datetime) -> Subscriber:
        """Go on with the routine where it waits; the weekdays stay as they are."""
        async with self._database.write() as connection:
            found = await found_in(connection, chat_id)
            if found.programme is None:
                return found
            waits = found.plan_position or 0
            left: Change = {"programme": None, "position": waits, "plan_position": None}
            left["unanswered"] = 0  # or the routine would go back a week the next morning
            return await write_change(connection, found, now, **left)


def _begun(person: Subscriber, *, is_new: bool) -> Change:
    """Return where a list begins and the routine waits; one list may follow another."""
    shown = None if is_new else person.shown_day
    handled = max((day for day in (person.last_day, shown) if day), default=None)
    waits = person.plan_position
    if person.programme is None:
        waits = person.position + (handled != person.last_day)
    return {"position": 0, "plan_position": waits, "last_day": handled, "unanswered": 0}
