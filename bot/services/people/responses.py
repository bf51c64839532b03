"""What a person has said of an exercise on a day, as its buttons show it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach.library import Library
from bot.coach.trainee import UNTUNED, too_easy
from bot.services.delivery.weeks import Week, weeks_of
from bot.services.people.trainees import practice_on, tunings_of
from bot.store import completions, day_cards, day_rows
from bot.store.day_cards import DayExercise
from bot.store.day_rows import DayRows
from bot.store.deliveries import POSTPONED, Delivery, State
from bot.store.subscribers import Subscriber

EASY_EVERY = 3
"""Ask "was it easy?" after every third completion of an exercise."""


class Refusal(StrEnum):
    """Why a tap changes nothing; its card says so."""

    STRANGER = "stranger"
    STOPPED = "stopped"
    ANOTHER_DAY = "another day"
    NOT_TODAYS = "not today's exercise"
    NOT_YET = "today's has not come yet"
    DONE = "done already"
    BEING_SENT = "on its way"
    NOTHING_ELSE = "nothing else fits"
    NEARLY_OVER = "the day is nearly over"
    PAUSED = "it rests because it hurt"
    NOT_SAID = "never said"


class Answer(StrEnum):
    """What a person may say of an exercise besides done."""

    HARD = "hard"
    EASY = "easy"
    HURTS = "hurts"
    SWAP = "swap"


@dataclass(frozen=True)
class Responses:
    """What a person said of one exercise of a day.

    `streak` is the number of days done without a miss, counted once this one is done.
    `later` is the time of day for which they asked it again, `asks_if_easy` whether it is time to
    ask; `is_todays` says whether it is the exercise of that day, which alone can be moved or
    swapped, and `instead_of` the one that it took the place of. What `is_to_come` needs no
    moving: it comes by itself, at the time that is set.
    """

    done: bool = False
    streak: int = 0
    answers: frozenset[Answer] = frozenset()
    later: time | None = None
    asks_if_easy: bool = False
    is_todays: bool = True
    instead_of: str | None = None
    is_to_come: bool = False

    @property
    def hurt_today(self) -> bool:
        """Return whether the exercise hurt, so that another may come in its place."""
        return Answer.HURTS in self.answers and self.is_todays and not self.done


STRANGERS = Responses(is_todays=False)
"""The responses of somebody who never subscribed: they have nothing to move or swap."""


class Tally(NamedTuple):
    """What a day that is done is counted in: its week, and how often its exercise was done."""

    week: Week
    times: int


async def responses_on(
    connection: AsyncConnection, library: Library, person: Subscriber, card: DayExercise
) -> Responses:
    """Return what a person has said of an exercise on a day."""
    rows = await day_rows.of_one(connection, person.id, card.day, card.day)
    done = [(person.id, card)] if card.day in rows.done else []
    tally = (await tallies(connection, done)).get((person.id, card))
    is_todays = exercise_on(library, person, card.day, rows) == card.exercise
    return responses_to(person, card, rows, tally, is_todays=is_todays)


async def cards_on(
    connection: AsyncConnection, library: Library, person: Subscriber, card: DayExercise
) -> tuple[Responses, frozenset[int]]:
    """Return what a person has said of an exercise on a day, and the messages that show it."""
    responses = await responses_on(connection, library, person, card)
    messages = await day_cards.messages_of(connection, person.id, card)
    return responses, cards_of(*messages, responses)


async def tallies(
    connection: AsyncConnection, cards: Collection[tuple[int, DayExercise]]
) -> Mapping[tuple[int, DayExercise], Tally]:
    """Return what the days of cards are counted in; each comes with the id of who has done it."""
    if not cards:
        return {}
    weeks = await weeks_of(connection, [(key, card.day) for key, card in cards])
    times = await completions.times(connection, [(key, card.exercise) for key, card in cards])
    return {
        (key, card): Tally(weeks[key, card.day], times.get((key, card.exercise), 0))
        for key, card in cards
    }


def exercise_on(library: Library, person: Subscriber, day: date, rows: DayRows) -> str | None:
    """Return the exercise of a day: the one that came, or the one that the routine has."""
    delivery = rows.deliveries.get(day)
    if delivery is None or delivery.state == State.MISSED:
        return practice_on(library, person, day).exercise
    return delivery.exercise


def responses_to(
    person: Subscriber, card: DayExercise, rows: DayRows, tally: Tally | None, *, is_todays: bool
) -> Responses:
    """Return what a person has said of an exercise on a day; the tally is of one that is done."""
    day, exercise = card
    delivery = rows.deliveries.get(day)
    given = [key for key in rows.said if key.day == day]
    swapped = [
        key.exercise for key in given if key.answer == Answer.SWAP and key.exercise != exercise
    ]
    said = {key.answer for key in given if key.exercise == exercise}
    times = tally.times if tally else 0
    tuning = tunings_of(person).get(exercise, UNTUNED)
    return Responses(
        done=tally is not None,
        streak=tally.week.streak if tally else 0,
        answers=frozenset(answer for answer in Answer if answer in said),
        later=_later(person, delivery) if is_todays else None,
        asks_if_easy=times > 0 and times % EASY_EVERY == 0 and too_easy(tuning, day) != tuning,
        is_todays=is_todays,
        instead_of=next(reversed(swapped), None) if is_todays else None,
        is_to_come=is_to_come(person, day, delivery),
    )


def cards_of(asked_for: int | None, delivered: int | None, responses: Responses) -> frozenset[int]:
    """Return the messages that show an exercise, of those that are known of its day.

    After a swap, the delivered one still shows the exercise before it.
    """
    shown = (asked_for, None if responses.instead_of else delivered)
    return frozenset(one for one in shown if one is not None)


def is_to_come(person: Subscriber, day: date, delivery: Delivery | None) -> bool:
    """Return whether a day's exercise is still to be sent."""
    return person.next_day == day and delivery is None


def _later(person: Subscriber, delivery: Delivery | None) -> time | None:
    """Return the time to which a person moved the day's exercise, if they did."""
    if delivery is None or delivery.state != State.WAITING or delivery.reason != POSTPONED:
        return None
    return delivery.due_at.astimezone(ZoneInfo(person.zone)).time()
