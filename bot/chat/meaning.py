"""What Telegram's errors mean: for a message, for an edit, for a chat."""

from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.chat.transport import ConnectError, ServerError
from bot.services.outcome import Later, Lost, Moved, Outcome, Refused, Unknown

GONE = (
    *("chat not found", "user is deactivated", "bot was kicked", "bot was blocked"),
    *("not enough rights to send", "have no rights to send", "no write access"),
    *("need administrator rights", "chat_write_forbidden", "chat_send_plain_forbidden"),
)
TOPIC_GONE = ("thread not found", "topic_deleted", "topic_closed", "topic_id_invalid")
HARMLESS = ("message is not modified", "query is too old", "message to edit not found")
NOT_MODIFIED, NO_CAPTION = ("message is not modified",), ("there is no caption",)


def outcome_of(error: TelegramError) -> Outcome:  # noqa: PLR0911  # one return for each meaning
    """Say what an error means for a delivery."""
    reason = str(error)[:200]
    match error:
        case RetryAfter():
            return Later("Telegram asked for a pause", seconds_of(error))
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case Forbidden():
            return Lost(reason)
        case InvalidToken() | EndPointNotFound():
            return Later("the token was refused")
        case BadRequest():
            return Lost(reason) if tells(reason, GONE) else Refused(reason)
        case ConnectError() | ServerError() | Conflict():
            return Later(reason)
    # A time-out, a lost connection, an answer that nobody can read: it may have arrived.
    return Unknown(reason)


def tells(reason: object, words: tuple[str, ...]) -> bool:
    """Say whether an error, or the reason of an outcome, has one of some words in it."""
    text = str(reason).lower()
    return any(word in text for word in words)


def seconds_of(error: RetryAfter) -> float:
    """Return the pause that Telegram asks for: PTB gives seconds or a timedelta."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
