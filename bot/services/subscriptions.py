"""Who gets an exercise, and when: every change keeps the next delivery right."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach import schedule
from bot.coach.routine import one_week_back
from bot.coach.sheets import Avoided, Equipment, Flag
from bot.services.occasions import follow_change
from bot.services.people import due_after, paused_until
from bot.store import completions, deliveries, notes, pauses, postponed, sessions, subscribers
from bot.store.database import Database
from bot.store.deliveries import Delivery
from bot.store.notes import Kind
from bot.store.subscribers import Standing, Subscriber

EVERY_DAY = frozenset(range(7))

LONGEST_PAUSE = timedelta(days=366)


class NotSubscribedError(LookupError):
    """The chat has no subscription."""


class PauseError(ValueError):
    """A pause that cannot be: it would end before it begins, or only after more than a year."""

    def __init__(self, *, is_past: bool) -> None:
        super().__init__("in the past" if is_past else "too long")
        self.is_past = is_past


@dataclass(frozen=True)
class Status:
    """What a subscriber may ask: what came last, what comes next, and the days done of seven."""

    subscriber: Subscriber
    latest: Delivery | None
    done: int = 0
    paused_until: date | None = None


class Subscriptions:
    """The use cases around a subscription."""

    def __init__(self, database: Database, default_time: time) -> None:
        self._database = database
        self._default_time = default_time

    async def of(self, chat_id: int) -> Subscriber | None:
        """Return the subscriber of a chat, whatever their state."""
        async with self._database.read() as connection:
            return await subscribers.by_chat(connection, chat_id)

    async def known(self, chat_id: int) -> Subscriber:
        """Return the subscriber of a chat; raise NotSubscribedError where there is none."""
        async with self._database.read() as connection:
            return await self._found(connection, chat_id)

    async def start(
        self, chat_id: int, language: str, zone: str, now: datetime, **place: Any
    ) -> Subscriber:
        """Subscribe a chat from tomorrow on, or revive it with all its settings.

        Of a group or channel, `place` says kind, topic_id and owner_id: the latest word counts.
        """
        async with self._database.write() as connection:
            await subscribers.add(
                connection,
                chat_id=chat_id,
                state=Standing.ACTIVE,
                language=language,
                wall=self._default_time,
                zone=zone,
                zone_told=False,
                weekdays=EVERY_DAY,
                equipment=frozenset[str](),
                position=0,
                created_at=now,
                **place,
            )
            found = await self._found(connection, chat_id)
            # Who comes sees today's exercise at once; for who is here it is one more look.
            comes = found.created_at == now or found.state != Standing.ACTIVE
            shown = schedule.training_day(found.zone, now) if comes else found.shown_day
            await pauses.end(connection, found.id, schedule.local_day(found.zone, now))
            return await self._changed(
                connection,
                found,
                now,
                state=Standing.ACTIVE,
                shown_day=shown,
                paused_until=None,
                unanswered=0,
                **place,
            )

    async def change(
        self, chat_id: int, now: datetime, *, today_too: bool = False, **values: Any
    ) -> Subscriber:
        """Change settings and, in the same transaction, the next delivery.

        With `today_too`, what /start showed today is delivered all the same.
        """
        async with self._database.write() as connection:
            found = await self._found(connection, chat_id)
            return await self._changed(connection, found, now, today_too=today_too, **values)

    async def toggle_day(self, chat_id: int, weekday: int, now: datetime) -> Subscriber:
        """Add or drop a weekday; the last one left stays."""
        async with self._database.write() as connection:
            found = await self._found(connection, chat_id)
            weekdays = found.weekdays ^ {weekday} or found.weekdays
            return await self._changed(connection, found, now, weekdays=weekdays)

    async def toggle_equipment(
        self, chat_id: int, equipment: Equipment, now: datetime
    ) -> Subscriber:
        """Add or drop a piece of equipment."""
        async with self._database.write() as connection:
            found = await self._found(connection, chat_id)
            owned = found.equipment ^ {equipment.value}
            return await self._changed(connection, found, now, equipment=owned)

    async def follow(
        self,
        chat_id: int,
        programme: str,
        weekdays: frozenset[int],
        now: datetime,
        *,
        is_new: bool = False,
    ) -> Subscriber:
        """Train a trainer's list from its beginning; the plan waits where it is.

        What /start showed before was the plan's, and does not count as the list's first; who
        is new is shown the list itself.
        """
        async with self._database.write() as connection:
            found = await self._found(connection, chat_id)
            if found.programme == programme:
                return found
            shown = None if is_new else found.shown_day
            handled = max((day for day in (found.last_day, shown) if day), default=None)
            waits = found.plan_position
            if found.programme is None:
                waits = found.position + (handled != found.last_day)
            values: dict[str, Any] = {"programme": programme, "weekdays": weekdays}
            values |= {"position": 0, "plan_position": waits, "last_day": handled}
            return await self._changed(connection, found, now, **values)

    async def unfollow(self, chat_id: int, now: datetime) -> Subscriber:
        """Go on with the plan where it waits."""
        async with self._database.write() as connection:
            found = await self._found(connection, chat_id)
            if found.programme is None:
                return found
            position = found.plan_position or 0
            return await self._changed(
                connection, found, now, programme=None, position=position, plan_position=None
            )

    async def toggle_flag(self, chat_id: int, flag: Flag, now: datetime) -> Subscriber:
        """Note or drop something about a person's health."""
        async with self._database.write() as connection:
            found = await self._found(connection, chat_id)
            return await self._changed(connection, found, now, flags=found.flags ^ {flag.value})

    async def toggle_avoided(self, chat_id: int, avoided: Avoided, now: datetime) -> Subscriber:
        """Leave a position out, or let it come again."""
        async with self._database.write() as connection:
            found = await self._found(connection, chat_id)
            positions = found.avoided ^ {avoided.value}
            return await self._changed(connection, found, now, avoided=positions)

    async def stop(self, chat_id: int, now: datetime) -> None:
        """End the deliveries and keep the settings; no subscription is no error."""
        await self._leave(chat_id, Standing.STOPPED, now)

    async def block(self, chat_id: int, now: datetime) -> Subscriber | None:
        """Note that the chat cannot be reached; return the subscriber whom that pauses.

        Who stopped or was paused before gives none.
        """
        return await self._leave(chat_id, Standing.BLOCKED, now)

    async def unblock(self, chat_id: int, now: datetime) -> Subscriber | None:
        """Go on with who had only blocked the bot, and return them; /stop stays a stop."""
        async with self._database.write() as connection:
            found = await subscribers.by_chat(connection, chat_id)
            if found is None or found.state != Standing.BLOCKED:
                return None
            return await self._changed(connection, found, now, state=Standing.ACTIVE)

    async def status(self, chat_id: int, now: datetime) -> Status:
        """Return what came last and what comes next."""
        async with self._database.read() as connection:
            found = await self._found(connection, chat_id)
            week_ago = schedule.local_day(found.zone, now) - timedelta(days=6)
            done = await completions.days(connection, found.id, since=week_ago)
            latest = await deliveries.latest(connection, found.id)
            return Status(found, latest, len(done), paused_until(found, now))

    async def pause(self, chat_id: int, now: datetime, until: date | int) -> Subscriber:
        """Leave out the days before a date, or so many days; raise PauseError if that can't be.

        Today counts among them unless its exercise has come. What was asked for later is let be.
        """
        async with self._database.write() as connection:
            found = await self._found(connection, chat_id)
            today = schedule.local_day(found.zone, now)
            first = today + timedelta(days=today in (found.last_day, found.shown_day))
            if isinstance(until, int):
                until = first + timedelta(days=until)
            if until <= today or until - today > LONGEST_PAUSE:
                raise PauseError(is_past=until <= today)
            await pauses.begin(connection, found.id, first, until)
            await postponed.let_be(connection, found.id)
            return await self._changed(
                connection, found, now, paused_until=until, asked=None, unanswered=0
            )

    async def resume(self, chat_id: int, now: datetime) -> Subscriber:
        """End a pause today; without one, nothing changes."""
        async with self._database.write() as connection:
            found = await self._found(connection, chat_id)
            if paused_until(found, now) is None:
                return found
            await pauses.end(connection, found.id, schedule.local_day(found.zone, now))
            return await self._changed(connection, found, now, paused_until=None)

    async def come_back(self, chat_id: int, day: str, answer: str) -> bool | None:
        """Take the answer to the question after days of silence; `back` goes a week back.

        A trainer's list has no weeks: it goes on. False where it was answered before, None where
        it was never asked.
        """
        async with self._database.write() as connection:
            found = await self._found(connection, chat_id)
            taken = await notes.answer(connection, found.id, Kind.AWAY, day, answer)
            if taken:
                goes_back = answer == "back" and found.programme is None
                position = one_week_back(found.position) if goes_back else found.position
                await subscribers.change(connection, found.id, unanswered=0, position=position)
            return taken

    async def ask(self, chat_id: int, question: str | None) -> None:
        """Remember what the person's next message answers."""
        async with self._database.write() as connection:
            if found := await subscribers.by_chat(connection, chat_id):
                await subscribers.change(connection, found.id, asked=question)

    async def migrate(self, chat_id: int, new_chat_id: int) -> None:
        """Follow a group that became a supergroup."""
        async with self._database.write() as connection:
            if found := await subscribers.by_chat(connection, chat_id):
                await subscribers.migrate(connection, found.id, new_chat_id)

    async def _leave(self, chat_id: int, state: Standing, now: datetime) -> Subscriber | None:
        async with self._database.write() as connection:
            found = await subscribers.by_chat(connection, chat_id)
            if found is not None:
                await sessions.end_all(connection, found.id)
            if found is None or found.state != Standing.ACTIVE:
                return None
            return await self._changed(connection, found, now, state=state)

    async def _found(self, connection: AsyncConnection, chat_id: int) -> Subscriber:
        found = await subscribers.by_chat(connection, chat_id)
        if found is None:
            raise NotSubscribedError
        return found

    async def _changed(
        self,
        connection: AsyncConnection,
        person: Subscriber,
        now: datetime,
        *,
        today_too: bool = False,
        **values: Any,
    ) -> Subscriber:
        """Write values and the next delivery that follows from them."""
        changed, due = replace(person, **values), None
        if changed.state == Standing.ACTIVE:
            due = due_after(changed, now, today_too=today_too)
            values["left_at"] = None
        elif person.state == Standing.ACTIVE:
            values["left_at"] = now
        values |= {"next_day": due and due.day, "next_due_at": due and due.at}
        await subscribers.change(connection, person.id, **values)
        await follow_change(connection, person, changed, now)
        return replace(person, **values)
