"""Calls that bypass python-telegram-bot's own methods: this module, and no other, makes them.

PTB's methods are the rule. These calls bypass them for one of three reasons:

- PTB turns each answer into objects and trusts their types. One update or one member status
  that it cannot read would cost a whole batch, or the whole answer.
- Building those objects costs more CPU than the request itself where hundreds of messages go
  out every second and only a message id is wanted.
- A message to many chats is encoded once (`Encoded`). PTB has no way to pass a finished body.

Method names are in lower case: Telegram does not mind, and PTB warns of camel-case names for
which it has a method of its own.
"""

import re
from http import HTTPStatus
from typing import Any

from telegram.error import NetworkError, TelegramError
from telegram.ext import ExtBot
from telegram.request import BaseRequest

from bot.botapi.transport import AnsweredRequest, send_body

_SENT = re.compile(rb'\{"ok":true,"result":\{"message_id":(\d+),')


async def call(
    bot: ExtBot[None], method: str, *, read_timeout: float | None = None, **parameters: Any
) -> Any:
    """Call a method of the Bot API; return its result as plain JSON, raise TelegramError."""
    options: dict[str, Any] = {} if read_timeout is None else {"read_timeout": read_timeout}
    return await bot.do_api_request(method.lower(), api_kwargs=parameters or None, **options)


async def send(request: BaseRequest, url: str, body: bytes) -> int:
    """Post an encoded message through an HttpRequest; return the id of the new message.

    Raise TelegramError; for an answer that makes no sense, LookupError, TypeError or ValueError.
    """
    try:
        answer = await send_body(request, url, body)
    except TelegramError:
        raise
    except Exception as error:  # noqa: BLE001  # as in PTB: whatever it is, it may have arrived
        raise NetworkError(f"no answer: {type(error).__name__}") from None
    # An answer is some 2 kB long, and only the id at its beginning is wanted.
    if answer[0] == HTTPStatus.OK and (sent := _SENT.match(answer[1])):
        return int(sent[1])
    return id_of(await AnsweredRequest(answer).post(url))


def id_of(message: object) -> int:
    """Return the id of a message as Telegram sends it."""
    if not isinstance(message, dict):
        raise TypeError("the answer holds no message")
    return int(message["message_id"])
