"""Parcels: deliveries on their way, made of what is planned or woken."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach.library import Library
from bot.coach.trainee import Practice
from bot.services.delivery.content import (
    Announcement,
    AwayQuestion,
    ChairQuestion,
    Content,
    DailyExercise,
    Reminder,
    ReminderOffer,
    WeekSummary,
)
from bot.services.delivery.policy import LATE_NOTICE
from bot.services.delivery.reminder_offer import offered_time
from bot.services.delivery.weeks import week_of
from bot.services.people.trainees import practice_of
from bot.store import broadcasts, day_cards, group_dones, subscribers
from bot.store.day_cards import DayExercise
from bot.store.deliveries import Delivery, DeliveryKind
from bot.store.rows import UNREADABLE
from bot.store.sending import Addressed
from bot.store.subscribers import ChatKind, Subscriber

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Parcel:
    """One delivery on its way to one chat; the courier notes on it how far it is.

    `card_before` is the message that showed the same exercise before somebody moved it.
    """

    delivery_id: int
    subscriber_id: int
    chat_id: int
    kind: DeliveryKind
    due_at: datetime
    content: Content
    repeated: bool = False
    paid: bool = False
    tries: int = 0
    lease_until: datetime | None = None
    topic_id: int | None = None
    card_before: int | None = None


async def card_before(connection: AsyncConnection, delivery: Delivery) -> int | None:
    """Return the message that last showed an exercise, if it came before and was moved."""
    if delivery.sent_at is None or delivery.exercise is None:
        return None
    card = DayExercise(delivery.day, delivery.exercise)
    return await day_cards.message_of(connection, delivery.subscriber_id, card)


def parcel_of_exercise(
    library: Library,
    addressed: Addressed,
    person: Subscriber | None,
    now: datetime,
    *,
    repeated: bool,
) -> Parcel:
    """Return the parcel of an open exercise, as it fits the person today, if they can be read."""
    delivery = addressed.delivery
    content = DailyExercise(
        language=addressed.language,
        practice=_practice(library, person, delivery),
        day=delivery.day,
        late=now - delivery.due_at > LATE_NOTICE,
        chat_kind=addressed.chat_kind,
        asks_about_health=person is not None and not person.screened,
    )
    return Parcel(
        delivery_id=delivery.id,
        subscriber_id=delivery.subscriber_id,
        chat_id=addressed.chat_id,
        kind=delivery.kind,
        due_at=delivery.due_at,
        content=content,
        repeated=repeated,
        tries=delivery.tries,
        topic_id=addressed.topic_id,
    )


def _practice(library: Library, person: Subscriber | None, delivery: Delivery) -> Practice:
    try:
        if person is not None:
            return practice_of(library, person, delivery)
    except Exception:  # one bad row never stops the batch
        log.exception("cannot fit delivery %s to its person; sending it as planned", delivery.id)
    return Practice(delivery.position, delivery.exercise, delivery.version, delivery.step)


def ask_after_emergency(parcels: Sequence[Parcel], alarmed: Collection[int]) -> None:
    """Let the exercises of people who wrote of an emergency ask how they are."""
    for parcel in parcels:
        if parcel.subscriber_id in alarmed and isinstance(parcel.content, DailyExercise):
            parcel.content = replace(parcel.content, asks_after_emergency=True)


async def tell_counts(connection: AsyncConnection, parcels: Sequence[Parcel]) -> None:
    """Let the posts of groups and channels open with the count they have: /today came first."""
    posts = [
        (one, one.content)
        for one in parcels
        if isinstance(one.content, DailyExercise) and one.content.chat_kind != ChatKind.PRIVATE
    ]
    if not posts:
        return
    ids = {parcel.subscriber_id for parcel, _ in posts}
    first = min(content.day for _, content in posts)
    counts = await group_dones.counts(connection, ids, first)
    for parcel, content in posts:
        count = counts.get((parcel.subscriber_id, content.day), 0)
        parcel.content = replace(content, count=count)


def parcel_of_other(addressed: Addressed) -> Parcel:
    """Return the parcel of a delivery other than an exercise."""
    delivery = addressed.delivery
    return Parcel(
        delivery_id=delivery.id,
        subscriber_id=delivery.subscriber_id,
        chat_id=addressed.chat_id,
        kind=delivery.kind,
        due_at=delivery.due_at,
        content=_content(addressed),
        tries=delivery.tries,
    )


def _content(addressed: Addressed) -> Content:
    delivery, language = addressed.delivery, addressed.language
    match delivery.kind:
        case DeliveryKind.WEEK:
            return WeekSummary(language, delivery.day)
        case DeliveryKind.AWAY:
            has_weeks = addressed.programme is None
            return AwayQuestion(language, delivery.day, has_weeks=has_weeks)
        case DeliveryKind.REMINDER_OFFER:
            return ReminderOffer(language)
        case DeliveryKind.CHAIR:
            return ChairQuestion(language)
        case DeliveryKind.BROADCAST:
            return Announcement(int(delivery.key))
        case DeliveryKind.REMINDER:
            return Reminder(language)
        case DeliveryKind.EXERCISE:
            raise ValueError("an exercise is made by parcel_of_exercise")


async def look_up(
    connection: AsyncConnection, library: Library, parcels: Sequence[Parcel]
) -> list[Parcel]:
    """Fill in the content of parcels just before they leave; return those that have none."""
    contents = [one.content for one in parcels]
    announced = {one.broadcast_id for one in contents if isinstance(one, Announcement)}
    texts = await broadcasts.texts(connection, sorted(announced))
    empty = []
    for parcel in parcels:
        try:
            match parcel.content:
                case Announcement(broadcast_id=number) as content:
                    parcel.content = replace(content, html=texts[number])
                case WeekSummary(day=day) as content:
                    week = await week_of(connection, parcel.subscriber_id, day)
                    number, tip = library.tip_of_week(day, content.language) or (0, None)
                    shown = (number, tip.text) if tip else None
                    parcel.content = replace(content, week=week, tip=shown)
                case ReminderOffer() as content:
                    key = parcel.subscriber_id
                    person = (await subscribers.by_ids(connection, [key]))[key]
                    parcel.content = replace(content, at=offered_time(person.time))
        except UNREADABLE as error:  # a broadcast that is gone, or a row that cannot be read
            log.warning("delivery %s has nothing to say (%r)", parcel.delivery_id, error)
            empty.append(parcel)
    return empty
