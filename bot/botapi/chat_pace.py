"""Telegram's limit for a chat: a short burst, then one message a second; 20 a minute in groups."""

BURST = 5
PRIVATE_SECONDS = 1.0
GROUP_SECONDS = 4.0
"""With a burst of 5, 20 a minute."""

MOST_CHATS = 10_000
"""Number of chats above which those that are quiet again are dropped."""


class ChatPace:
    """How long each chat's next message has to wait; `now` is seconds of a monotonic clock."""

    def __init__(self) -> None:
        # When all messages so far would have gone out evenly spaced, and when the last one did.
        self._chats: dict[int, tuple[float, float]] = {}

    def wait(self, chat_id: int, now: float, *, strict: bool = False) -> float:
        """Return the seconds until a chat may get a message; strictly, without any burst."""
        full_at, last_at = self._chats.get(chat_id, (now, float("-inf")))
        wait = full_at - now - (BURST - 1) * _spacing(chat_id)
        return max(0.0, wait, last_at + PRIVATE_SECONDS - now if strict else 0.0)

    def count(self, chat_id: int, now: float) -> None:
        """Count a message that leaves."""
        full_at, _ = self._chats.get(chat_id, (now, now))
        self._chats[chat_id] = max(full_at, now) + _spacing(chat_id), now
        if len(self._chats) > MOST_CHATS:
            self._drop_quiet_chats(now)

    def arrived(self, chat_id: int, now: float) -> None:
        """Space the next message from now: Telegram may have counted this one just now."""
        if known := self._chats.get(chat_id):
            self._chats[chat_id] = known[0], now

    def _drop_quiet_chats(self, now: float) -> None:
        self._chats = {
            chat: (full_at, last_at)
            for chat, (full_at, last_at) in self._chats.items()
            if max(full_at, last_at + PRIVATE_SECONDS) > now
        }


def _spacing(chat_id: int) -> float:
    return GROUP_SECONDS if chat_id < 0 else PRIVATE_SECONDS
