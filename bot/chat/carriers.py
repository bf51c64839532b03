"""Carriers: turn what the delivery service hands over into a message, and send it."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Self

from bot.botapi.errors import TOPIC_GONE, mentions
from bot.botapi.message import PreparedMessage
from bot.botapi.messenger import Messenger
from bot.chat.cards import group as group_cards
from bot.chat.cards.exercise import practice_card
from bot.chat.cards.reminders import message_card
from bot.chat.cards.screening import with_question
from bot.chat.words import Translator, translator_in
from bot.coach.dose import dose_of
from bot.coach.languages import Languages
from bot.coach.library import Library
from bot.coach.positions import DAYS_A_WEEK
from bot.coach.sheets import Dose
from bot.coach.trainee import Practice
from bot.services.delivery.content import Announcement, Content, DailyExercise
from bot.services.delivery.outcome import Lost, Outcome, Refused, Sent, Unsent
from bot.services.delivery.parcels import Parcel

RENDERED = 512
"""Number of rendered messages that are kept for the next chats that get the same one.

Newcomers share them. Among people of all rounds most messages are rendered for few, from the texts
and buttons that `cards/` keeps: four times as many are some 9 MB more, by their size.
"""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Rendering:
    """All that a day's message depends on; equal ones are rendered once.

    Of the practice, `shown` is compared: a card shows only the week of its position, and of its
    step only the dose that follows.
    """

    language: str
    dose: Dose | None
    shown: tuple[object, ...]
    practice: Practice = field(compare=False)
    day: date
    late: bool
    repeated: bool
    paid: bool
    kind: str
    asks_about_health: bool
    asks_after_emergency: bool
    count: int

    @classmethod
    def of(cls, parcel: Parcel, content: DailyExercise, library: Library, language: str) -> Self:
        """Return what the card of a parcel is made of."""
        practice = content.practice
        return cls(
            language,
            dose_of(library, practice) if practice.exercise else None,
            _shown(practice),
            practice,
            content.day,
            content.late,
            parcel.repeated,
            parcel.paid,
            content.chat_kind,
            content.asks_about_health,
            content.asks_after_emergency,
            content.count,
        )


def _shown(practice: Practice) -> tuple[object, ...]:
    # A rest day's card says nothing of the place in the routine.
    is_placed = practice.exercise and practice.follows_routine
    week = practice.position // DAYS_A_WEEK if is_placed else None
    return (
        *(week, practice.exercise, practice.version, practice.item),
        *(practice.adapt, practice.extra_fits, practice.harder_fits),
    )


class ExerciseCarrier:
    """Carries the day's exercise to private chats, groups and channels."""

    def __init__(
        self,
        messenger: Messenger,
        library: Library,
        on_topic_gone: Callable[[int], Awaitable[None]],
    ) -> None:
        self._messenger = messenger
        self._library = library
        self._on_topic_gone = on_topic_gone
        self._rendered = lru_cache(maxsize=RENDERED)(self._render)

    async def deliver(self, parcel: Parcel) -> Outcome:
        """Send a day's exercise once and return what became of it."""
        content = parcel.content
        assert isinstance(content, DailyExercise)  # noqa: S101  # a MessageCarrier takes the rest
        try:
            language = self._library.languages.nearest(content.language)
            message = self._rendered(_Rendering.of(parcel, content, self._library, language))
        except Exception:  # one card that fails must not stop the others
            log.exception("rendering delivery %s failed; it is not sent", parcel.delivery_id)
            return Refused("the card cannot be written")
        # Those who wait for an upload would all be sent at its end, faster than the pace.
        if self._messenger.is_uploading(message):
            return Unsent("its picture is being uploaded", soon=True)
        topic = parcel.topic_id
        outcome = await self._messenger.try_send(parcel.chat_id, message.to_topic(topic))
        if topic and isinstance(outcome, Refused) and mentions(outcome.reason, TOPIC_GONE):
            outcome = await self._deliver_outside_topic(parcel, message, content.language)
        if content.chat_kind != "private" and isinstance(outcome, Lost):
            await self._messenger.lose(parcel.chat_id)
        return outcome

    async def _deliver_outside_topic(
        self, parcel: Parcel, message: PreparedMessage, language: str
    ) -> Outcome:
        """Post to the group's main chat from now on, and explain why."""
        outcome = await self._messenger.try_send(parcel.chat_id, message)
        if isinstance(outcome, Sent):
            await self._on_topic_gone(parcel.chat_id)
            words, name = self._translator(language), self._messenger.bot_name
            note = PreparedMessage(group_cards.topic_gone_card(words, name))
            await self._messenger.try_send(parcel.chat_id, note)
        return outcome

    def _translator(self, language: str) -> Translator:
        return translator_in(self._library.languages, language)

    def _render(self, content: _Rendering) -> PreparedMessage:
        words, practice, day = self._translator(content.language), content.practice, content.day
        if content.kind == "private":
            card = practice_card(
                *(words, self._library, practice, day),
                late=content.late,
                asks_after_emergency=content.asks_after_emergency,
            )
            card = with_question(words, card) if content.asks_about_health else card
        else:
            name = self._messenger.bot_name if content.kind == "channel" else None
            card = group_cards.day_card(
                *(words, self._library, practice, day),
                late=content.late,
                count=content.count,
                channel_bot=name,
            )
        dressed = self._messenger.dressed(card)
        return PreparedMessage(dressed, silent=content.repeated, paid=content.paid)


class MessageCarrier:
    """Carries what is no exercise: reminders, week summaries, questions and broadcasts."""

    def __init__(self, messenger: Messenger, languages: Languages) -> None:
        self._messenger = messenger
        self._languages = languages
        self._rendered = lru_cache(maxsize=RENDERED)(self._render)

    async def deliver(self, parcel: Parcel) -> Outcome:
        """Send a message once and return what became of it."""
        try:
            message = self._rendered(parcel.content, parcel.paid)
        except Exception:  # one card that fails must not stop the others
            log.exception("rendering delivery %s failed; it is not sent", parcel.delivery_id)
            return Refused("the card cannot be written")
        return await self._messenger.try_send(parcel.chat_id, message)

    def _render(self, content: Content, paid: bool) -> PreparedMessage:  # noqa: FBT001  # a cache key
        language = "en" if isinstance(content, Announcement) else content.language
        words = translator_in(self._languages, language)
        card = self._messenger.dressed(message_card(words, content))
        return PreparedMessage(card, paid=paid)


class ParcelCarrier:
    """Carries a parcel of any kind."""

    def __init__(
        self,
        messenger: Messenger,
        library: Library,
        on_topic_gone: Callable[[int], Awaitable[None]],
    ) -> None:
        self._exercises = ExerciseCarrier(messenger, library, on_topic_gone)
        self._messages = MessageCarrier(messenger, library.languages)

    async def deliver(self, parcel: Parcel) -> Outcome:
        """Send a parcel once and return what became of it."""
        is_exercise = isinstance(parcel.content, DailyExercise)
        return await (self._exercises if is_exercise else self._messages).deliver(parcel)
