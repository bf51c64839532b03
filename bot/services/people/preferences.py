"""What a person wants and has: each change keeps the next delivery right."""

from datetime import datetime
from typing import TypeVar, Unpack

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach.schedule import local_day
from bot.coach.sheets import Avoided, Equipment, Flag
from bot.services.people.changes import found_in, write_change
from bot.services.people.trainees import was_shown_today, with_today_shown
from bot.store import completions, first_days, subscribers
from bot.store.database import Database
from bot.store.subscribers import ChatKind, PersonSettings, Subscriber

T = TypeVar("T")


class Preferences:
    """The use cases of a subscriber's settings."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def change(
        self,
        chat_id: int,
        now: datetime,
        *,
        today_too: bool = False,
        **settings: Unpack[PersonSettings],
    ) -> Subscriber:
        """Change settings and, in the same transaction, the next delivery.

        With `today_too`, today's exercise is delivered even if /start has shown it, unless it is
        done. A group has it already: it gets one post a day.
        """
        async with self._database.write() as connection:
            found = await found_in(connection, chat_id)
            if "zone" in settings and not found.zone_told and was_shown_today(found, now):
                # It is today's wherever today is: the zone was only a guess.
                found = await _with_today_moved(connection, found, settings["zone"], now)
            today_too = today_too and await _may_come_again(connection, found, now)
            return await write_change(connection, found, now, today_too=today_too, **settings)

    async def set_weekday(
        self, chat_id: int, weekday: int, now: datetime, *, on: bool
    ) -> Subscriber:
        """Add or remove a weekday; the last one stays."""
        async with self._database.write() as connection:
            found = await found_in(connection, chat_id)
            weekdays = _switched(found.weekdays, weekday, on=on) or found.weekdays
            return await write_change(connection, found, now, weekdays=weekdays)

    async def set_equipment(
        self, chat_id: int, equipment: Equipment, now: datetime, *, on: bool
    ) -> Subscriber:
        """Add or remove a piece of equipment."""
        async with self._database.write() as connection:
            found = await found_in(connection, chat_id)
            owned = _switched(found.equipment, equipment.value, on=on)
            return await write_change(connection, found, now, equipment=owned)

    async def set_flag(self, chat_id: int, flag: Flag, now: datetime, *, on: bool) -> Subscriber:
        """Add or remove something about a person's health."""
        async with self._database.write() as connection:
            found = await found_in(connection, chat_id)
            flags = _switched(found.flags, flag.value, on=on)
            return await write_change(connection, found, now, flags=flags)

    async def set_avoided(
        self, chat_id: int, avoided: Avoided, now: datetime, *, on: bool
    ) -> Subscriber:
        """Leave a posture or balance out of the exercises, or allow it again."""
        async with self._database.write() as connection:
            found = await found_in(connection, chat_id)
            positions = _switched(found.avoided, avoided.value, on=on)
            return await write_change(connection, found, now, avoided=positions)

    async def choose_language(
        self, chat_id: int, language: str, now: datetime, *, is_chosen: bool
    ) -> Subscriber:
        """Write to a chat in a language: a chosen one stays, another follows Telegram."""
        return await self.change(chat_id, now, language=language, language_chosen=is_chosen)


async def _with_today_moved(
    connection: AsyncConnection, person: Subscriber, zone: str, now: datetime
) -> Subscriber:
    """Move the day that /start has shown, and what was done on it, to today's date in a zone."""
    moved = with_today_shown(person._replace(zone=zone), now)
    await subscribers.change(connection, person.id, shown_day=moved.shown_day)
    if person.last_day is None and person.shown_day and moved.shown_day:
        await first_days.move(connection, person.id, person.shown_day, moved.shown_day)
    return moved


async def _may_come_again(connection: AsyncConnection, person: Subscriber, now: datetime) -> bool:
    """Return whether what /start has shown today may be delivered as well."""
    today = local_day(person.zone, now)
    done = await completions.days(connection, person.id, since=today)
    return person.kind == ChatKind.PRIVATE and today not in done


def _switched(members: frozenset[T], member: T, *, on: bool) -> frozenset[T]:
    return members | {member} if on else members - {member}
