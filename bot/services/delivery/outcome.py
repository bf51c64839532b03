"""The outcomes of a send, by what they mean for the delivery."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sent:
    """Telegram accepted it."""

    message_id: int


@dataclass(frozen=True)
class Unknown:
    """The request was sent and no answer came: it may have arrived."""

    reason: str


@dataclass(frozen=True)
class Later:
    """Telegram refused for now and nothing arrived; `seconds` is set only if it said how long."""

    reason: str
    seconds: float | None = None


@dataclass(frozen=True)
class Unsent:
    """It was held back before anything was sent; `soon` if it waits for another send to finish."""

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
    """Telegram will never accept this message: a bug of ours."""

    reason: str


Outcome = Sent | Unknown | Later | Unsent | Moved | Lost | Refused
