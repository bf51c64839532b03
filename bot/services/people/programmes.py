"""A trainer's list in a link: sealed by this bot, taken and left by whoever opens it."""

from datetime import datetime

from bot.coach import programme
from bot.coach.library import Library
from bot.coach.programme import DecodedProgramme
from bot.services.people import programme_links
from bot.services.people.subscriptions import Subscriptions
from bot.store.subscribers import Subscriber


class Programmes:
    """The use cases around trainers' lists; `key` seals the links."""

    def __init__(self, subscriptions: Subscriptions, library: Library, key: bytes) -> None:
        self._subscriptions = subscriptions
        self._library = library
        self._key = key

    def seal(self, code: str) -> str:
        """Return what a link to a list carries."""
        return programme_links.seal(code, self._key)

    def unseal(self, payload: str) -> str | None:
        """Return the list's code; None where this bot made no such link."""
        return programme_links.unseal(payload, self._key)

    def open(self, payload: str) -> DecodedProgramme | None:
        """Return the list in a link; None where this bot made no such link."""
        code = self.unseal(payload)
        return programme.read(self._library, code) if code else None

    async def of(self, chat_id: int) -> DecodedProgramme | None:
        """Return the list that a person trains."""
        person = await self._subscriptions.known(chat_id)
        return programme.read(self._library, person.programme) if person.programme else None

    async def accept(
        self, chat_id: int, payload: str, now: datetime, *, is_new: bool = False
    ) -> Subscriber:
        """Let a person train the list of a link, on its weekdays, from its first exercise."""
        code, found = self.unseal(payload), self.open(payload)
        if code is None or found is None:
            raise ValueError("not a link of this bot")
        weekdays = found.programme.weekdays
        return await self._subscriptions.follow(chat_id, code, weekdays, now, is_new=is_new)

    async def leave(self, chat_id: int, now: datetime) -> Subscriber:
        """Go back to the routine; the weekdays stay as they are."""
        return await self._subscriptions.unfollow(chat_id, now)
