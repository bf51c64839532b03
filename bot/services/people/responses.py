"""What a person has said of an exercise on a day, as its buttons show it."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach.library import Library
from bot.coach.trainee import UNTUNED, too_easy
from bot.services.delivery.weeks import week_of
from bot.services.people.trainees import practice_on, tunings_of
from bot.store import answers, completions, deliveries
from bot.store.day_cards import DayCard
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
    swapped, and `instead_of` the one that it took the place of.
    """

    done: bool = False
    streak: int = 0
    answers: frozenset[Answer] = frozenset()
    later: time | None = None
    asks_if_easy: bool = False
    is_todays: bool = True
    instead_of: str | None = None

    @property
    def hurt_today(self) -> bool:
        """Return whether the exercise hurt, so that another may come in its place."""
        return Answer.HURTS in self.answers and self.is_todays and not self.done


STRANGERS = Responses(is_todays=False)
"""The responses of somebody who never subscribed: they have nothing to move or swap."""


async def responses_on(
    connection: AsyncConnection, library: Library, person: Subscriber, card: DayCard
) -> Responses:
    """Return what a person has said of an exercise on a day."""
    delivery = await deliveries.on_day(connection, person.id, card.day)
    return await responses_to(connection, library, person, card, delivery)


async def responses_to(
    connection: AsyncConnection,
    library: Library,
    person: Subscriber,
    card: DayCard,
    delivery: Delivery | None,
) -> Responses:
    """Return what a person has said of an exercise on a day that has this delivery."""
    day, exercise = card
    done = day in await completions.days(connection, person.id, since=day)
    given = await answers.given(connection, person.id, day)
    if delivery is None or delivery.state == State.MISSED:
        is_todays = practice_on(library, person, day).exercise == exercise
    else:
        is_todays = delivery.exercise == exercise
    swapped = [
        key.exercise for key in given if key.answer == Answer.SWAP and key.exercise != exercise
    ]
    said = {key.answer for key in given if key.exercise == exercise}
    times = await completions.count(connection, person.id, exercise) if done else 0
    tuning = tunings_of(person).get(exercise, UNTUNED)
    return Responses(
        done=done,
        streak=(await week_of(connection, person.id, day)).streak if done else 0,
        answers=frozenset(answer for answer in Answer if answer in said),
        later=_later(person, delivery) if is_todays else None,
        asks_if_easy=times > 0 and times % EASY_EVERY == 0 and too_easy(tuning, day) != tuning,
        is_todays=is_todays,
        instead_of=next(reversed(swapped), None) if is_todays else None,
    )


def _later(person: Subscriber, delivery: Delivery | None) -> time | None:
    """Return the time to which a person moved the day's exercise, if they did."""
    if delivery is None or delivery.state != State.WAITING or delivery.reason != POSTPONED:
        return None
    return delivery.due_at.astimezone(ZoneInfo(person.zone)).time()
