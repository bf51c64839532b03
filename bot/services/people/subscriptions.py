"""Who gets an exercise, and when: every change keeps the next delivery right."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar, Unpack

from bot.coach import schedule
from bot.coach.positions import one_week_back
from bot.coach.sheets import Avoided, Equipment, Flag
from bot.services.people.changes import found_in, write_change
from bot.services.people.trainees import paused_until, was_shown_today
from bot.store import completions, deliveries, messages, pauses, postponed, sessions, subscribers
from bot.store.database import Database
from bot.store.deliveries import Delivery, DeliveryKind
from bot.store.subscribers import Change, Place, Question, Settings, Status, Subscriber

EVERY_DAY = frozenset(range(7))

LONGEST_PAUSE = timedelta(days=366)

T = TypeVar("T")


class PauseError(ValueError):
    """A pause that cannot be: it would end before it begins, or only after more than a year."""

    def __init__(self, *, is_past: bool) -> None:
        super().__init__("in the past" if is_past else "too long")
        self.is_past = is_past


@dataclass(frozen=True)
class Overview:
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
            return await found_in(connection, chat_id)

    async def start(
        self,
        chat_id: int,
        language: str,
        zone: str,
        now: datetime,
        *,
        screened: bool = True,
        **place: Unpack[Place],
    ) -> Subscriber:
        """Subscribe a chat from tomorrow on, or revive it with all its settings.

        A newcomer who is yet to be `screened` is shown nothing before they answer: see screen().
        A group or channel also changes its place to the one given.
        """
        newcomer = self._newcomer(chat_id, language, zone, now)
        newcomer["weekly"] = place.get("kind", "private") == "private"
        newcomer["screened"] = screened
        async with self._database.write() as connection:
            # Whoever is there may be deleted before the row is added: then it is added after all.
            while (found := await subscribers.by_chat(connection, chat_id)) is None:
                await subscribers.add(connection, **newcomer | place)
            # Who comes sees today's exercise at once; for who is here it is one more look.
            comes = found.created_at == now or found.state != Status.ACTIVE
            if comes and found.screened:
                found = _shown(found, now)
            await pauses.end(connection, found.id, schedule.local_day(found.zone, now))
            return await write_change(
                connection,
                found,
                now,
                state=Status.ACTIVE,
                shown_day=found.shown_day,
                paused_until=None,
                unanswered=0,
                **place,
            )

    def _newcomer(self, chat_id: int, language: str, zone: str, now: datetime) -> Change:
        """Return the row of somebody who comes for the first time."""
        return {
            "chat_id": chat_id,
            "state": Status.ACTIVE,
            "language": language,
            "time": self._default_time,
            "zone": zone,
            "zone_told": False,
            "weekdays": EVERY_DAY,
            "equipment": frozenset(),
            "position": 0,
            "created_at": now,
        }

    async def screen(self, chat_id: int, now: datetime) -> Subscriber:
        """Take a person as asked about their health; show today's exercise if none has come."""
        async with self._database.write() as connection:
            found = await found_in(connection, chat_id)
            if not found.screened and found.last_day is None and found.shown_day is None:
                found = _shown(found, now)
            return await write_change(
                connection, found, now, screened=True, shown_day=found.shown_day
            )

    async def change(
        self,
        chat_id: int,
        now: datetime,
        *,
        today_too: bool = False,
        **settings: Unpack[Settings],
    ) -> Subscriber:
        """Change settings and, in the same transaction, the next delivery.

        With `today_too`, today's exercise is delivered even if /start has shown it.
        """
        async with self._database.write() as connection:
            found = await found_in(connection, chat_id)
            if "zone" in settings and not found.zone_told and was_shown_today(found, now):
                # It is today's wherever today is: the zone was only a guess.
                found = _shown(replace(found, zone=settings["zone"]), now)
                await subscribers.change(connection, found.id, shown_day=found.shown_day)
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

    async def follow(
        self,
        chat_id: int,
        programme: str,
        weekdays: frozenset[int],
        now: datetime,
        *,
        is_new: bool = False,
    ) -> Subscriber:
        """Train a trainer's list from its beginning; the routine waits where it is.

        What /start showed before was the routine's, and does not count as the list's first; who
        is new is shown the list itself.
        """
        async with self._database.write() as connection:
            found = await found_in(connection, chat_id)
            if found.programme == programme:
                return found
            shown = None if is_new else found.shown_day
            handled = max((day for day in (found.last_day, shown) if day), default=None)
            waits = found.plan_position
            if found.programme is None:
                waits = found.position + (handled != found.last_day)
            return await write_change(
                connection,
                found,
                now,
                programme=programme,
                weekdays=weekdays,
                position=0,
                plan_position=waits,
                last_day=handled,
            )

    async def unfollow(self, chat_id: int, now: datetime) -> Subscriber:
        """Go on with the routine where it waits."""
        async with self._database.write() as connection:
            found = await found_in(connection, chat_id)
            if found.programme is None:
                return found
            position = found.plan_position or 0
            return await write_change(
                connection, found, now, programme=None, position=position, plan_position=None
            )

    async def set_flag(self, chat_id: int, flag: Flag, now: datetime, *, on: bool) -> Subscriber:
        """Add or remove something about a person's health."""
        async with self._database.write() as connection:
            found = await found_in(connection, chat_id)
            flags = _switched(found.flags, flag.value, on=on)
            return await write_change(connection, found, now, flags=flags)

    async def set_avoided(
        self, chat_id: int, avoided: Avoided, now: datetime, *, on: bool
    ) -> Subscriber:
        """Leave a position out of the exercises, or allow it again."""
        async with self._database.write() as connection:
            found = await found_in(connection, chat_id)
            positions = _switched(found.avoided, avoided.value, on=on)
            return await write_change(connection, found, now, avoided=positions)

    async def stop(self, chat_id: int, now: datetime) -> None:
        """End the deliveries and keep the settings; no subscription is no error."""
        await self._leave(chat_id, Status.STOPPED, now)

    async def block(self, chat_id: int, now: datetime) -> Subscriber | None:
        """Mark a chat as blocked; return its subscriber.

        Return None where there is none, or they had stopped or were blocked already.
        """
        return await self._leave(chat_id, Status.BLOCKED, now)

    async def unblock(self, chat_id: int, now: datetime) -> Subscriber | None:
        """Reactivate and return somebody who had blocked the bot; /stop stays a stop."""
        async with self._database.write() as connection:
            found = await subscribers.by_chat(connection, chat_id)
            if found is None or found.state != Status.BLOCKED:
                return None
            return await write_change(connection, found, now, state=Status.ACTIVE)

    async def status(self, chat_id: int, now: datetime) -> Overview:
        """Return what came last and what comes next."""
        async with self._database.read() as connection:
            found = await found_in(connection, chat_id)
            week_ago = schedule.local_day(found.zone, now) - timedelta(days=6)
            done = await completions.days(connection, found.id, since=week_ago)
            latest = await deliveries.latest(connection, found.id)
            return Overview(found, latest, len(done), paused_until(found, now))

    async def pause(self, chat_id: int, now: datetime, until: date | int) -> Subscriber:
        """Leave out the days before a date, or so many days; raise PauseError if that can't be.

        Today counts among them unless its exercise has come. What was postponed counts as arrived.
        """
        async with self._database.write() as connection:
            found = await found_in(connection, chat_id)
            today = schedule.local_day(found.zone, now)
            first = today + timedelta(days=today in (found.last_day, found.shown_day))
            if isinstance(until, int):
                until = first + timedelta(days=until)
            if until <= today or until - today > LONGEST_PAUSE:
                raise PauseError(is_past=until <= today)
            await pauses.begin(connection, found.id, first, until)
            await postponed.settle_postponed(connection, found.id)
            return await write_change(
                connection, found, now, paused_until=until, asked=None, unanswered=0
            )

    async def resume(self, chat_id: int, now: datetime) -> Subscriber:
        """End a pause today; without one, nothing changes."""
        async with self._database.write() as connection:
            found = await found_in(connection, chat_id)
            if paused_until(found, now) is None:
                return found
            await pauses.end(connection, found.id, schedule.local_day(found.zone, now))
            return await write_change(connection, found, now, paused_until=None)

    async def come_back(self, chat_id: int, day: str, answer: str) -> bool | None:
        """Take the answer to the question after days of silence; `back` goes a week back.

        A trainer's list has no weeks: it goes on. False where it was answered before, None where
        it was never asked.
        """
        async with self._database.write() as connection:
            found = await found_in(connection, chat_id)
            taken = await messages.answer(connection, found.id, DeliveryKind.AWAY, day, answer)
            if taken:
                goes_back = answer == "back" and found.programme is None
                position = one_week_back(found.position) if goes_back else found.position
                await subscribers.change(connection, found.id, unanswered=0, position=position)
            return taken

    async def ask(self, chat_id: int, question: Question | None) -> None:
        """Remember what the person's next message answers."""
        async with self._database.write() as connection:
            if found := await subscribers.by_chat(connection, chat_id):
                await subscribers.change(connection, found.id, asked=question)

    async def speak(self, chat_id: int, named: str | None = None) -> str | None:
        """Return the language of a chat, after following the one that Telegram named.

        A chosen language stays. Where nothing differs, this only reads; None where nobody
        subscribed.
        """
        async with self._database.read() as connection:
            found = await subscribers.language_of(connection, chat_id)
        if found is None or named is None:
            return found and found[0]
        language, is_chosen = found
        if is_chosen or language == named:
            return language
        async with self._database.write(repeatable=True) as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person and not person.language_chosen:
                await subscribers.change(connection, person.id, language=named)
        return named

    async def choose_language(
        self, chat_id: int, language: str, now: datetime, *, is_chosen: bool
    ) -> Subscriber:
        """Write to a chat in a language: a chosen one stays, another follows Telegram."""
        return await self.change(chat_id, now, language=language, language_chosen=is_chosen)

    async def migrate(self, chat_id: int, new_chat_id: int) -> None:
        """Follow a group that became a supergroup."""
        async with self._database.write() as connection:
            if found := await subscribers.by_chat(connection, chat_id):
                await subscribers.migrate(connection, found.id, new_chat_id)

    async def _leave(self, chat_id: int, state: Status, now: datetime) -> Subscriber | None:
        async with self._database.write() as connection:
            found = await subscribers.by_chat(connection, chat_id)
            if found is not None:
                await sessions.end_all(connection, found.id)
            if found is None or found.state != Status.ACTIVE:
                return None
            return await write_change(connection, found, now, state=state)


def _shown(person: Subscriber, now: datetime) -> Subscriber:
    """Return a person as they are once today's exercise has been shown to them."""
    return replace(person, shown_day=schedule.training_day(person.zone, now))


def _switched(members: frozenset[T], member: T, *, on: bool) -> frozenset[T]:
    return members | {member} if on else members - {member}
