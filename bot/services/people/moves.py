"""Today's exercise at another time, or another exercise today; both can be taken back."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach.fitting import fitted
from bot.coach.later import HABIT_DAYS, Wait, at_wall, habit, waits
from bot.coach.library import Library
from bot.coach.next_practice import swaps
from bot.coach.trainee import Practice, Tuning
from bot.services.delivery.message_times import follow_answer
from bot.services.people.changes import found_in
from bot.services.people.days import day_of, day_of_card, is_under_way
from bot.services.people.given import ensure_given, ledger_values
from bot.services.people.responses import Answer, Refusal, cards_on, is_to_come
from bot.services.people.trainees import (
    practice_of,
    swapped_for,
    trainee_of,
)
from bot.store import (
    answers,
    completions,
    deliveries,
    last_said,
    other_deliveries,
    postponed,
    subscribers,
)
from bot.store.answers import LATER, Key
from bot.store.database import Database
from bot.store.day_cards import DayExercise
from bot.store.deliveries import Delivery, DeliveryKind
from bot.store.subscribers import Status, Subscriber


class Swapped(NamedTuple):
    """What a person practises instead, and the messages that show the exercise that is `gone`.

    Of one that comes back, `cards_before` showed it until it was swapped.
    """

    practice: Practice
    gone: str
    cards: Collection[int]
    cards_before: Collection[int] = ()


class Moves:
    """The use cases of moving and swapping today's exercise."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    async def waits(self, chat_id: int, day: date, now: datetime) -> list[Wait] | Refusal:
        """Return for how long today's exercise may wait."""
        async with self._database.read() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if no := await self._refused(connection, person, day, now):
                return no
        assert person  # noqa: S101  # strangers are refused
        return list(waits(person.zone, day_of_card(person, day, now), now)) or Refusal.NEARLY_OVER

    async def later(
        self, chat_id: int, day: date, exercise: str, wait: Wait | time, now: datetime
    ) -> datetime | Refusal:
        """Let today's exercise come again, aloud, after a wait or at a time; return when."""
        async with self._database.write() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if no := await self._refused(connection, person, day, now):
                return no
            assert person  # noqa: S101  # strangers are refused
            day = day_of_card(person, day, now)
            at = _end_of(wait, person.zone, day, now)
            if at is None:
                return Refusal.NEARLY_OVER
            if is_to_come(person, day, await deliveries.on_day(connection, person.id, day)):
                return Refusal.NOT_YET
            delivery = await ensure_given(connection, self._library, person, day, now)
            if delivery is None or delivery.exercise != exercise:
                return Refusal.NOT_TODAYS
            if not await postponed.postpone(connection, delivery.id, at, now):
                return Refusal.BEING_SENT
            to = at.astimezone(ZoneInfo(person.zone)).time()
            await _note(connection, Key(person.id, day, exercise, LATER), to, now)
            await subscribers.change(connection, person.id, unanswered=0)
            await follow_answer(connection, person, now)
            return at

    async def habit(self, chat_id: int, day: date) -> time | None:
        """Return the time at which an exercise that is often moved may as well come.

        Each hour is offered once: whoever declined it is not asked again.
        """
        async with self._database.write() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is None:
                return None
            moved = await answers.moved(connection, person.id, day - HABIT_DAYS)
            at = habit(moved, day)
            if at is None or at == person.time:
                return None
            topic = f"hour-{round(at.hour + at.minute / 60) % 24}"
            if await last_said.last_day(connection, person.id, topic):
                return None
            await last_said.put(connection, person.id, topic, day)
            return at

    async def undo_later(self, chat_id: int, now: datetime) -> bool:
        """Undo a postponement; return whether there was one."""
        async with self._database.write() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is None or not await postponed.undo_postponement(connection, person.id, now):
                return False
            await answers.forget_moves_since(connection, person.id, day_of(person, now))
            await follow_answer(connection, person, now)
            return True

    async def stop_today(self, chat_id: int) -> None:
        """Cancel what was postponed to later today, and the evening's reminder."""
        async with self._database.write() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is not None:
                await postponed.drop_postponement(connection, person.id)
                await other_deliveries.drop(connection, person.id, (DeliveryKind.REMINDER,))

    async def swap(
        self, chat_id: int, day: date, exercise: str, now: datetime
    ) -> Swapped | Refusal:
        """Give another exercise that fits today in place of one."""
        async with self._database.write() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if no := await self._refused(connection, person, day, now):
                return no
            assert person  # noqa: S101  # strangers are refused
            day = day_of_card(person, day, now)
            delivery = await ensure_given(connection, self._library, person, day, now)
            if delivery is None or delivery.exercise != exercise:
                return Refusal.NOT_TODAYS
            person = await found_in(connection, chat_id)  # that may have moved their training on
            old = practice_of(self._library, person, delivery)
            new = await self._another(connection, person, day, old)
            if new is None:
                return Refusal.NOTHING_ELSE
            card = DayExercise(day, exercise)
            _, cards = await cards_on(connection, self._library, person, card)
            if not await self._give(connection, person, delivery, new, now):
                return Refusal.BEING_SENT
            key = Key(person.id, day, exercise, Answer.SWAP)
            await _note_swap(connection, key, old, cards, now)
            return Swapped(new, exercise, cards)

    async def swap_back(
        self, chat_id: int, day: date, exercise: str, now: datetime
    ) -> Swapped | Refusal:
        """Bring back the exercise that was swapped, in place of the one that took its place."""
        async with self._database.write() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if no := await self._refused(connection, person, day, now):
                return no
            assert person  # noqa: S101  # strangers are refused
            day = day_of_card(person, day, now)
            delivery = await deliveries.on_day(connection, person.id, day)
            if delivery is None:
                return Refusal.NOT_SAID
            gone = delivery.exercise or ""
            card = DayExercise(day, gone)
            _, cards = await cards_on(connection, self._library, person, card)
            key = Key(person.id, day, exercise, Answer.SWAP)
            found, before = await answers.take_back(connection, key)
            if not found or before is None:
                return Refusal.NOT_SAID
            version = before.get("version", before.get("form"))  # its key until 0.1
            first = Practice(before["position"], exercise, version, before["step"])
            if not await self._give(connection, person, delivery, first, now):
                await answers.add(connection, key, before, now)
                return Refusal.BEING_SENT
            old = Practice(delivery.position, gone, delivery.version, delivery.step)
            await _note_swap(connection, replace(key, exercise=gone), old, cards, now)
            given = replace(delivery, **ledger_values(first)._asdict())
            practice = practice_of(self._library, person, given)
            return Swapped(practice, gone, cards, before.get("cards", ()))

    async def _refused(
        self, connection: AsyncConnection, person: Subscriber | None, day: date, now: datetime
    ) -> Refusal | None:
        """Return why a card's day can't be changed, if it can't."""
        if person is None:
            return Refusal.STRANGER
        if person.state != Status.ACTIVE:
            return Refusal.STOPPED
        if not is_under_way(person, day, now) or (person.last_day and day < person.last_day):
            return Refusal.ANOTHER_DAY
        day = day_of_card(person, day, now)
        if day in await completions.days(connection, person.id, since=day):
            return Refusal.DONE
        return None

    async def _another(
        self, connection: AsyncConnection, person: Subscriber, day: date, old: Practice
    ) -> Practice | None:
        """Choose another, if possible none that was swapped away today."""
        trainee = trainee_of(self._library, person)
        given = await answers.given(connection, person.id, day)
        swapped = {key.exercise: Tuning(never=True) for key in given if key.answer == Answer.SWAP}
        without_swapped = replace(trainee, tunings={**trainee.tunings, **swapped})
        found = swaps(self._library, without_swapped, day, old)
        found = found or swaps(self._library, trainee, day, old)  # one of them, then
        return found and fitted(self._library, trainee, found, day)

    async def _give(
        self,
        connection: AsyncConnection,
        person: Subscriber,
        delivery: Delivery,
        new: Practice,
        now: datetime,
    ) -> bool:
        if not await deliveries.give(connection, delivery.id, ledger_values(new)):
            return False
        values = swapped_for(self._library, person, new, delivery.day)
        await subscribers.change(connection, person.id, **values, unanswered=0)
        await follow_answer(connection, person, now)
        return True


def _end_of(wait: Wait | time, zone: str, day: date, now: datetime) -> datetime | None:
    if isinstance(wait, time):
        return at_wall(zone, day, wait, now)
    return waits(zone, day, now).get(wait)


async def _note(connection: AsyncConnection, key: Key, to: time, now: datetime) -> None:
    """Write down to which time of day an exercise was moved, in place of an earlier one."""
    await answers.take_back(connection, key)
    await answers.add(connection, key, {"to": f"{to:%H:%M}"}, now)


async def _note_swap(
    connection: AsyncConnection, key: Key, old: Practice, cards: Collection[int], now: datetime
) -> None:
    """Write down what was swapped and the messages that show it, in place of an earlier round."""
    before = {"position": old.position, "version": old.version, "step": old.step}
    await answers.take_back(connection, key)
    await answers.add(connection, key, {**before, "cards": sorted(cards)}, now)
