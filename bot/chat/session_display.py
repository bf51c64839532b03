"""Shows running sessions: a tick advances what is due, and a task for each message edits it."""

import asyncio
import logging
from contextlib import suppress

from bot.botapi.messenger import Messenger
from bot.chat.cards.exercise_buttons import practice_buttons
from bot.chat.cards.session import guided_card
from bot.chat.words import translator_in
from bot.clock import Clock
from bot.coach.library import Library
from bot.services.delivery.outcome import Outcome, Sent
from bot.services.people.guided import NO_MESSAGE, SessionView
from bot.services.people.sessions import EDITS_A_SECOND, Sessions
from bot.stop_times import SESSION_SECONDS

APART_SECONDS = 1.0
"""Least time between two edits of one message."""

Key = tuple[int, int]

log = logging.getLogger(__name__)


class SessionDisplay:
    """Shows the newest view of each session; keeps only what is being sent."""

    def __init__(
        self,
        sessions: Sessions,
        messenger: Messenger,
        library: Library,
        clock: Clock,
        *,
        apart: float = APART_SECONDS,
    ) -> None:
        self._sessions = sessions
        self._messenger = messenger
        self._library = library
        self._clock = clock
        self._apart = apart
        self._slots = asyncio.Semaphore(EDITS_A_SECOND)
        self._waiting: dict[Key, SessionView] = {}
        self._editors: dict[Key, asyncio.Task[None]] = {}

    async def tick(self) -> None:
        """Advance the sessions that are due, as many as can be shown."""
        # Only the scheduler's shutdown cancels a tick, and it would log that as an error.
        with suppress(asyncio.CancelledError):
            room = EDITS_A_SECOND - len(self._waiting)
            for view in await self._sessions.turn(self._clock(), room) if room > 0 else ():
                self.show(view)

    def show(self, view: SessionView) -> None:
        """Show a view soon, in place of an older one that still waits.

        Where no message shows the session, only its end says something: on the day's card.
        """
        if view.message_id == NO_MESSAGE and view.ending is None:
            return
        key = (view.chat_id, view.message_id)
        waiting = self._waiting.get(key)
        if waiting is None or waiting.at <= view.at:
            self._waiting[key] = view
        if key not in self._editors:
            self._editors[key] = asyncio.create_task(self._edit(key))

    async def idle(self) -> None:
        """Wait until everything is shown."""
        while self._editors:
            await asyncio.gather(*self._editors.values())

    async def stop(self, seconds: float = SESSION_SECONDS) -> None:
        """Give running edits a moment to end; the rest is shown after the restart."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.idle()
        for editor in [*self._editors.values()]:
            editor.cancel()

    async def _edit(self, key: Key) -> None:
        """Show the newest view of a message until none waits, with a pause after each."""
        try:
            while view := self._waiting.pop(key, None):
                async with self._slots:
                    await self._send(view)
                await asyncio.sleep(self._apart)
        finally:
            del self._editors[key]

    async def _update_cards(self, view: SessionView) -> None:
        """Show on the day's cards that it is done."""
        exercise = self._library.exercises.get(view.practice.exercise or "")
        if not (exercise and view.completed and view.responses):
            return
        words = translator_in(self._library.languages, view.language)
        buttons = practice_buttons(words, self._library, exercise, view.day, view.responses)
        begun = [view.card_id] if view.card_id else []
        for card_id in {*begun, *view.completed.cards}:
            await self._messenger.edit_buttons(view.chat_id, card_id, buttons)

    async def _send(self, view: SessionView) -> None:
        try:
            outcome: Outcome = Sent(view.message_id)
            if view.message_id != NO_MESSAGE:
                words = translator_in(self._library.languages, view.language)
                card = guided_card(words, self._library, view)
                outcome = await self._messenger.try_edit(view.chat_id, view.message_id, card)
            await self._sessions.shown(view, outcome, self._clock())
            await self._update_cards(view)
        except Exception:  # one session must not stop the others
            log.exception("showing a session failed; the next view is tried as usual")
