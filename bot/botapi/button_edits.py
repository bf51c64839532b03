"""Which buttons a message has by now: a tap may come from those before the bot's last edit."""

from typing import Any, NamedTuple

from telegram import InlineKeyboardMarkup

OVERLAP_SECONDS = 5.0
"""How long after an edit a tap may still come from the buttons before it."""

MOST_EDITS = 1_000
"""Number of remembered edits above which those older than OVERLAP_SECONDS are dropped."""

Markup = InlineKeyboardMarkup | None


class _Edit(NamedTuple):
    """An edit of a message's buttons: from what, to what, when."""

    before: Markup
    after: Markup
    at: float


class ButtonEdits:
    """The latest edits; `now` is seconds of a monotonic clock."""

    def __init__(self) -> None:
        self._edits: dict[tuple[int, int], _Edit] = {}

    def record_if_needed(
        self, chat_id: int, message_id: int, edit: tuple[Markup, Markup], now: float
    ) -> bool:
        """Record that a message gets new buttons; return False if it has them already.

        `edit` is what the message had when it was tapped, if that is known, and the new buttons.
        """
        shown, markup = edit
        key = (chat_id, message_id)
        last = self._edits.get(key)
        # A tap that overlaps our last edit still shows the buttons from before that edit.
        overlaps = last and last.before == shown and now - last.at < OVERLAP_SECONDS
        current = last.after if last and overlaps else shown
        if shown is not None and _data(current) == _data(markup):
            return False
        self._edits[key] = _Edit(shown, markup, now)
        if len(self._edits) > MOST_EDITS:
            recent = self._edits.items()
            self._edits = {k: v for k, v in recent if now - v.at < OVERLAP_SECONDS}
        return True

    def forget(self, chat_id: int, message_id: int) -> None:
        """Forget a message that is edited as a whole."""
        self._edits.pop((chat_id, message_id), None)


def _data(markup: Markup) -> dict[str, Any] | None:
    """Return buttons as Telegram gets them: PTB's own comparison ignores their style."""
    return markup.to_dict() if markup else None
