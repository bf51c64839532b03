"""The running part of guided exercises: a tick turns what is due, a painter a message shows it."""

import asyncio
import logging
from contextlib import suppress

from bot.chat.cards.guided import guided_card
from bot.chat.messenger import Messenger
from bot.chat.words import words_for
from bot.clock import Clock
from bot.coach.library import Library
from bot.services.guidance import EDITS_A_SECOND, Guidance, Scene

APART_SECONDS = 1.0
"""Between two edits of one message, whoever asked for them."""

Key = tuple[int, int]

log = logging.getLogger(__name__)


class Guide:
    """Show each session's newest scene; nothing is kept here but what is being drawn."""

    def __init__(
        self,
        sessions: Guidance,
        messenger: Messenger,
        library: Library,
        clock: Clock,
        *,
        apart: float = APART_SECONDS,
    ) -> None:
        self.sessions = sessions
        self._messenger = messenger
        self._library = library
        self._clock = clock
        self._apart = apart
        self._places = asyncio.Semaphore(EDITS_A_SECOND)
        self._waiting: dict[Key, Scene] = {}
        self._painters: dict[Key, asyncio.Task[None]] = {}

    async def tick(self) -> None:
        """Show what is due, as far as the painters keep up."""
        # Only the end of the scheduler cancels a tick, and it would log that as a fault.
        with suppress(asyncio.CancelledError):
            room = EDITS_A_SECOND - len(self._waiting)
            for scene in await self.sessions.turn(self._clock(), room) if room > 0 else ():
                self.show(scene)

    def show(self, scene: Scene) -> None:
        """Show a scene soon; an older one that still waits for its message gives way to it."""
        key = (scene.chat_id, scene.message_id)
        waiting = self._waiting.get(key)
        if waiting is None or waiting.at <= scene.at:
            self._waiting[key] = scene
        if key not in self._painters:
            self._painters[key] = asyncio.create_task(self._paint(key))

    async def idle(self) -> None:
        """Wait until everything is shown."""
        while self._painters:
            await asyncio.gather(*self._painters.values())

    async def stop(self, seconds: float = 1) -> None:
        """Give edits under way a moment to end; what is not shown is shown after the restart."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.idle()
        for painter in [*self._painters.values()]:
            painter.cancel()

    async def _paint(self, key: Key) -> None:
        """Show a message's scenes in order, the newest only, with some time between them."""
        try:
            while scene := self._waiting.pop(key, None):
                async with self._places:
                    await self._draw(scene)
                await asyncio.sleep(self._apart)
        finally:
            del self._painters[key]

    async def _draw(self, scene: Scene) -> None:
        try:
            card = guided_card(words_for(scene.language), self._library, scene)
            outcome = await self._messenger.redraw(scene.chat_id, scene.message_id, card)
            await self.sessions.shown(scene, outcome, self._clock())
        except Exception:  # one session never stops the others
            log.exception("a guided exercise could not be shown")
