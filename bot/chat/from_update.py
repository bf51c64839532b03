"""From an update to a request: who did what, where."""

import re
from typing import Any

from telegram import Chat, InlineKeyboardMarkup, Message, Update, User

from bot.botapi.formatting import html_of
from bot.chat.request import Request
from bot.chat.services import Services

LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")

LONGEST_TEXT = 200
"""The rest of a message is ignored: no name, time or city is longer."""


def request_of(services: Services, update: Update) -> Request | None:
    """Return the request in an update, or None if there is nobody to answer."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or (user is None and chat.type != Chat.CHANNEL):
        return None
    language = language_of(user)
    query, message = update.callback_query, update.effective_message
    text = _said_in(message) if message and not query else ""
    command, text = _divided(text)
    tapped = query.message if query else None
    touched = tapped or update.message_reaction
    return Request(
        services=services,
        chat_id=chat.id,
        language=language,
        translator=services.translator(language),
        now=services.clock(),
        text=text.strip()[:LONGEST_TEXT],
        command=command[:LONGEST_TEXT],
        message_id=touched.message_id if touched else None,
        shown=_buttons_of(tapped),
        tapped=tapped if isinstance(tapped, Message) else None,
        query_id=query.id if query else None,
        user_id=user.id if user else 0,
        named_language=language if user and user.language_code else None,
        html=_html(services, update),
        **(_place(chat, message, is_tap=query is not None) if chat.type != Chat.PRIVATE else {}),
    )


def _said_in(message: Message) -> str:
    """Return the text of a message; of a sticker, the emoji that it stands for."""
    return message.text or (message.sticker and message.sticker.emoji) or ""


def _divided(text: str) -> tuple[str, str]:
    """Return a command's name and what follows it; for any other text, no name and the text."""
    if not text.startswith("/"):
        return "", text
    name, *rest = text.split(maxsplit=1)
    return name[1:], " ".join(rest)


def language_of(user: User | None) -> str:
    """Return a user's language code; English if there is none or it is malformed."""
    language = ((user and user.language_code) or "").lower()
    return language if LANGUAGE.fullmatch(language) else "en"


def _buttons_of(tapped: Any) -> InlineKeyboardMarkup | None:
    return tapped.reply_markup if isinstance(tapped, Message) else None


def _html(services: Services, update: Update) -> str:
    """Return an operator's text with its formatting; an empty text for anybody else."""
    user, message = update.effective_user, update.effective_message
    is_theirs = user is not None and user.id in services.operators and not update.callback_query
    return html_of(message) if is_theirs and message else ""


def _place(chat: Chat, message: Any, *, is_tap: bool) -> dict[str, Any]:
    """Return where in a group or channel it happened, and whether in the chat's own name."""
    kind = "channel" if chat.type == Chat.CHANNEL else "group"
    if not isinstance(message, Message):  # nor one that is too old to be shown to a bot
        return {"chat_kind": kind}
    sender = message.sender_chat
    return {
        "chat_kind": kind,
        # Without topics, a thread is only a chain of replies; nobody can send to it.
        "thread_id": message.message_thread_id if message.is_topic_message else None,
        "reply_to": None if kind == "channel" else message.message_id,
        # A tap is never anonymous, even on a message in the chat's own name.
        "is_anonymous": not is_tap and sender is not None and sender.id == chat.id,
    }
