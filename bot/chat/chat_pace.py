"""One chat's own limit: short bursts, then one message a second; in a group twenty a minute."""

BURST = 5
PRIVATE_SECONDS = 1.0
GROUP_SECONDS = 3.0
MOST_CHATS = 10_000
"""Chats kept in mind before those that are quiet again are forgotten."""


class ChatPace:
    """When each chat may get its next reply; `now` is seconds on any steady clock."""

    def __init__(self) -> None:
        self._full_at: dict[int, float] = {}

    def wait(self, chat_id: int, now: float) -> float:
        """Count one message to a chat; return the seconds to wait before it is sent."""
        spacing = GROUP_SECONDS if chat_id < 0 else PRIVATE_SECONDS
        # The moment at which all messages so far would have had their turn, one by one.
        full_at = max(self._full_at.get(chat_id, now), now) + spacing
        self._full_at[chat_id] = full_at
        if len(self._full_at) > MOST_CHATS:
            self._forget_the_quiet(now)
        return max(0.0, full_at - now - BURST * spacing)

    def _forget_the_quiet(self, now: float) -> None:
        self._full_at = {chat: at for chat, at in self._full_at.items() if at > now}
