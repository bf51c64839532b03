"""Who is answered first: people who asked for less lately, and among them who asked first."""

COST = 5.0
"""Seconds by which each request moves its chat back in line, unless it waited that long to ask."""

SERVED = 1.0
"""Seconds by which each message moves it back: everybody's first comes before others' second."""

MOST = 60.0
"""Seconds by which a chat can move back at most."""

FLOOD = 15.0
"""Seconds back in line from which a chat floods the bot: a fourth request within a few seconds."""

FORGET = 600.0
MOST_CHATS = 10_000
"""Number of chats above which those that asked for nothing for FORGET seconds are dropped."""


class Demand:
    """The place in line of each chat, as a moment; `now` is seconds of a monotonic clock."""

    def __init__(self) -> None:
        self._places: dict[int, float] = {}

    def count(self, chat_id: int, now: float) -> None:
        """Count a request of a chat."""
        self._places[chat_id] = min(max(self._places.get(chat_id, now), now) + COST, now + MOST)
        if len(self._places) > MOST_CHATS:
            since = now - FORGET
            self._places = {chat: at for chat, at in self._places.items() if at > since}

    def serve(self, chat_id: int) -> None:
        """Count a message to a chat that asked for something."""
        if chat_id in self._places:
            self._places[chat_id] += SERVED

    def place(self, chat_id: int, now: float) -> float:
        """Return a chat's place; the smallest is first."""
        return self._places.get(chat_id, now)


def is_flood(place: float, now: float) -> bool:
    """Return whether a chat at this place floods the bot."""
    return place > now + FLOOD
