"""What can come of a send, by meaning: the words that delivery and messenger share."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sent:
    """Telegram took it."""

    message_id: int


@dataclass(frozen=True)
class Unknown:
    """The request went out and no answer came: it may have arrived."""

    reason: str


@dataclass(frozen=True)
class Later:
    """Telegram refused for now and nothing arrived; `seconds` only where it said how long."""

    reason: str
    seconds: float | None = None


@dataclass(frozen=True)
class Unsent:
    """We held it back ourselves, before anything went out; `soon` where it waits for another."""

    reason: str
    soon: bool = False


@dataclass(frozen=True)
class Moved:
    """The group became a supergroup with a new id."""

    chat_id: int


@dataclass(frozen=True)
class Lost:
    """The chat cannot be reached until its owner comes back."""

    reason: str


@dataclass(frozen=True)
class Refused:
    """Telegram will never take this message: a fault of ours."""

    reason: str


Outcome = Sent | Unknown | Later | Unsent | Moved | Lost | Refused
