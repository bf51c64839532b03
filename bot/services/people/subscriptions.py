"""Who gets an exercise: how people come, pause and leave; the next delivery follows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Unpack

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.batching import Batched
from bot.coach.positions import one_week_back
from bot.coach.schedule import local_day
from bot.services.people.changes import found_in, write_change
from bot.services.people.days import day_of
from bot.services.people.trainees import is_up_late, paused_until, with_today_shown
from bot.store import (
    completions,
    deliveries,
    last_said,
    lost_chats,
    other_deliveries,
    pauses,
    postponed,
    sessions,
    subscribers,
)
from bot.store.database import Database
from bot.store.deliveries import Delivery, DeliveryKind
from bot.store.subscribers import Change, PostTarget, Question, Status, Subscriber

EVERY_DAY = frozenset(range(7))

LONGEST_PAUSE = timedelta(days=366)

QUESTION = "question"
"""The topic in `last_said` of a question that the next message answers."""


class PauseError(ValueError):
    """A pause that cannot be: it would end before it begins, or only after more than a year."""

    def __init__(self, *, is_past: bool) -> None:
        super().__init__("in the past" if is_past else "too long")
        self.is_past = is_past


@dataclass(frozen=True)
class Overview:
    """What a subscriber may ask: what came last, what comes next, and the days done of seven.

    `is_next_done` is True if they have already done what comes next.
    """

    subscriber: Subscriber
    latest: Delivery | None
    done: int = 0
    paused_until: date | None = None
    is_next_done: bool = False


class Subscriptions:
    """The use cases around a subscription."""

    def __init__(self, database: Database, default_time: time) -> None:
        self._database = database
        self._default_time = default_time
        self._languages = Batched(self._read_languages)

    async def find(self, chat_id: int) -> Subscriber | None:
        """Return the subscriber of a chat, whatever their state."""
        async with self._database.read(quick=True) as connection:
            return await subscribers.by_chat(connection, chat_id)

    async def require(self, chat_id: int) -> Subscriber:
        """Return the subscriber of a chat; raise NotSubscribedError where there is none."""
        async with self._database.read(quick=True) as connection:
            return await found_in(connection, chat_id)

    async def start(
        self,
        chat_id: int,
        language: str,
        zone: str,
        now: datetime,
        *,
        screened: bool = True,
        **place: Unpack[PostTarget],
    ) -> Subscriber:
        """Subscribe a chat from tomorrow on, or revive it with all its settings.

        A newcomer who is yet to be `screened` is shown nothing before they answer: see screen().
        A group or channel also changes its place to the one given.
        """
        newcomer = self._newcomer(chat_id, language, zone, now)
        newcomer |= {"weekly": place.get("kind", "private") == "private", "screened": screened}
        async with self._database.write() as connection:
            found = await _found_or_added(connection, {**newcomer, **place})
            # Newcomers and returners see today's exercise at once; for anybody active, /start
            # only ends a pause. Whoever is up late sees yesterday's, and gets the morning's too.
            is_coming = found.created_at == now or found.state != Status.ACTIVE
            if is_coming and found.screened and not is_up_late(found, now):
                found = with_today_shown(found, now)
            await pauses.end(connection, found.id, local_day(found.zone, now))
            values: Change = {"state": Status.ACTIVE, "paused_until": None, "unanswered": 0}
            return await write_change(
                connection, found, now, shown_day=found.shown_day, **values | place
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
                found = with_today_shown(found, now)
            return await write_change(
                connection, found, now, screened=True, shown_day=found.shown_day
            )

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
            week_ago = local_day(found.zone, now) - timedelta(days=6)
            done = await completions.days(connection, found.id, since=week_ago)
            latest = await deliveries.latest(connection, found.id)
        is_next_done = found.next_day in done
        return Overview(found, latest, len(done), paused_until(found, now), is_next_done)

    async def pause(
        self, chat_id: int, now: datetime, until: date | int, *, first: date | None = None
    ) -> Subscriber:
        """Leave out the days before a date, or so many days; raise PauseError if that can't be.

        Today counts among them unless its exercise has come. What was postponed counts as arrived.
        With a `first` day that is ahead, all that comes before it still comes.
        """
        async with self._database.write() as connection:
            found = await found_in(connection, chat_id)
            today = local_day(found.zone, now)
            begins = first or today + timedelta(days=today in (found.last_day, found.shown_day))
            if isinstance(until, int):
                until = begins + timedelta(days=until)
            if until <= today or until - today > LONGEST_PAUSE:
                raise PauseError(is_past=until <= today)
            await pauses.begin(connection, found.id, begins, until)
            if first is None:
                await postponed.drop_postponement(connection, found.id)
            pause: Change = {"paused_from": first, "paused_until": until}
            answered: Change = {"asked": None, "unanswered": 0}
            return await write_change(connection, found, now, **pause | answered)

    async def resume(self, chat_id: int, now: datetime) -> Subscriber:
        """End a pause today; without one, nothing changes."""
        async with self._database.write() as connection:
            found = await found_in(connection, chat_id)
            if paused_until(found, now) is None:
                return found
            await pauses.end(connection, found.id, local_day(found.zone, now))
            return await write_change(connection, found, now, paused_until=None)

    async def come_back(self, chat_id: int, day: str, answer: str) -> bool | None:
        """Take the answer to the question after days of silence.

        `on` goes on where they were, `back` a week earlier; a trainer's list has no weeks. False
        where it was answered before, None where it was never asked.
        """
        async with self._database.write() as connection:
            found = await found_in(connection, chat_id)
            taken = await other_deliveries.answer(
                connection, found.id, DeliveryKind.AWAY, day, answer
            )
            if taken:
                position = found.position
                if found.programme is None:
                    back = await _days_back(connection, found.id, date.fromisoformat(day))
                    position = _position_after(answer, position, back)
                await subscribers.change(connection, found.id, unanswered=0, position=position)
            return taken

    async def ask(self, chat_id: int, question: Question, now: datetime) -> None:
        """Remember what the person's next message answers, until their day is over."""
        async with self._database.write() as connection:
            if found := await subscribers.by_chat(connection, chat_id):
                await subscribers.change(connection, found.id, asked=question)
                await last_said.put(connection, found.id, QUESTION, day_of(found, now))

    async def question_for(self, person: Subscriber, now: datetime) -> Question | None:
        """Return what a person was asked today and hasn't answered yet."""
        if person.asked is None:
            return None
        async with self._database.read(quick=True) as connection:
            day = await last_said.last_day(connection, person.id, QUESTION)
        return person.asked if day == day_of(person, now) else None

    async def language_for(self, chat_id: int, telegram_language: str | None = None) -> str | None:
        """Return the language of a chat, after following the one that Telegram named.

        A chosen language stays. Where nothing differs, this only reads; None where nobody
        subscribed.
        """
        found = await self._languages.get(chat_id)
        if found is None or telegram_language is None:
            return found and found[0]
        language, is_chosen = found
        if is_chosen or language == telegram_language:
            return language
        async with self._database.write(repeatable=True) as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person and not person.language_chosen:
                await subscribers.change(connection, person.id, language=telegram_language)
        return telegram_language

    async def _read_languages(self, chat_ids: Collection[int]) -> dict[int, tuple[str, bool]]:
        async with self._database.read(quick=True) as connection:
            return await subscribers.languages_of(connection, chat_ids)

    async def migrate(self, chat_id: int, new_chat_id: int) -> None:
        """Follow a group that became a supergroup."""
        async with self._database.write() as connection:
            if found := await subscribers.by_chat(connection, chat_id):
                await lost_chats.migrate(connection, found.id, new_chat_id)

    async def leave_topic(self, chat_id: int) -> None:
        """Post to a group's main chat from now on."""
        async with self._database.write() as connection:
            if found := await subscribers.by_chat(connection, chat_id):
                await subscribers.change(connection, found.id, topic_id=None)

    async def _leave(self, chat_id: int, state: Status, now: datetime) -> Subscriber | None:
        async with self._database.write() as connection:
            found = await subscribers.by_chat(connection, chat_id)
            if found is not None:
                await sessions.end_all(connection, found.id)
            if found is None or found.state != Status.ACTIVE:
                return None
            return await write_change(connection, found, now, state=state)


async def _found_or_added(connection: AsyncConnection, newcomer: Change) -> Subscriber:
    """Return the subscriber of the newcomer's chat, who is added where there is none.

    Whoever is there may be deleted before the row is added: then it is added after all.
    """
    while (found := await subscribers.by_chat(connection, newcomer["chat_id"])) is None:
        await subscribers.add(connection, **newcomer)
    return found


async def _days_back(connection: AsyncConnection, subscriber_id: int, day: date) -> int:
    """Return how many days of the routine a local day's exercise went back, 0 where it did not."""
    given = await deliveries.on_day(connection, subscriber_id, day)
    before = await deliveries.latest_before(connection, subscriber_id, day)
    return max(0, before.position + 1 - given.position) if given and before else 0


def _position_after(answer: str, position: int, back: int) -> int:
    """Return where somebody goes on in the routine, which went so many days back by itself."""
    if answer == "on":
        return position + back
    return one_week_back(position) if answer == "back" and not back else position
