"""Which buttons a message has by now: a tap may come from those before the bot's last edit."""

from typing import Any, NamedTuple

OVERLAP_SECONDS = 5.0
"""How long after an edit a tap may still come from the buttons before it."""

Buttons = dict[str, Any] | None
"""Buttons as Telegram gets them: PTB's own comparison ignores their style."""


class _Edit(NamedTuple):
    """An edit of a message's buttons: from what, to what, when."""

    before: Buttons
    after: Buttons
    at: float


class ButtonEdits:
    """The latest edits, the oldest first; `now` is seconds of a monotonic clock."""

    def __init__(self) -> None:
        self._edits: dict[tuple[int, int], _Edit] = {}

    def record_if_needed(
        self, chat_id: int, message_id: int, edit: tuple[Buttons, Buttons], now: float
    ) -> bool:
        """Record that a message gets new buttons; return False if it has them already.

        `edit` is what the message had when it was tapped, if that is known, and the new buttons.
        """
        shown, new = edit
        key = (chat_id, message_id)
        self._forget_old(now)
        last = self._edits.get(key)
        # A tap that overlaps our last edit still shows the buttons from before that edit.
        current = last.after if last and last.before == shown else shown
        if shown is not None and current == new:
            return False
        self._edits.pop(key, None)
        self._edits[key] = _Edit(shown, new, now)
        return True

    def forget(self, chat_id: int, message_id: int) -> None:
        """Forget a message that is edited as a whole."""
        self._edits.pop((chat_id, message_id), None)

    def _forget_old(self, now: float) -> None:
        """Forget what no tap can overlap any more."""
        while self._edits:
            oldest = next(iter(self._edits))
            if now - self._edits[oldest].at < OVERLAP_SECONDS:
                return
            del self._edits[oldest]
