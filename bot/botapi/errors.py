"""What Telegram's errors mean for a message, an edit or a chat."""

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

from bot.botapi.transport import ConnectError, PausedError, ServerError
from bot.services.delivery.outcome import (
    Later,
    Lost,
    Moved,
    Outcome,
    Refused,
    Unknown,
)

CHAT_GONE = (
    *("chat not found", "user is deactivated", "bot was kicked", "bot was blocked"),
    *("not enough rights to send", "have no rights to send", "no write access"),
    *("need administrator rights", "chat_write_forbidden", "chat_send_plain_forbidden"),
)
TOPIC_GONE = ("thread not found", "topic_deleted", "topic_closed", "topic_id_invalid")
HARMLESS = ("message is not modified", "query is too old", "message to edit not found")
NOT_MODIFIED, NO_CAPTION = ("message is not modified",), ("there is no caption",)


def outcome_of(error: TelegramError) -> Outcome:  # noqa: PLR0911  # one return for each meaning
    """Return what an error means for a message."""
    reason = str(error)[:200]
    match error:
        case PausedError():
            return Later(reason, error.seconds)
        case RetryAfter():
            return Later("Telegram asked for a pause", seconds_of(error))
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case Forbidden():
            return Lost(reason)
        case InvalidToken() | EndPointNotFound():
            return Later("the token was refused")
        case BadRequest():
            return Lost(reason) if mentions(reason, CHAT_GONE) else Refused(reason)
        case ConnectError() | ServerError() | Conflict():
            return Later(reason)
    # A timeout, a lost connection, an unreadable answer: the message may have arrived.
    return Unknown(reason)


def mentions(reason: object, phrases: tuple[str, ...]) -> bool:
    """Return whether the text of an error or reason contains one of some phrases."""
    text = str(reason).lower()
    return any(phrase in text for phrase in phrases)


def seconds_of(error: RetryAfter) -> float:
    """Return the pause that Telegram asks for; PTB gives seconds or a timedelta."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
