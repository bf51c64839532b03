"""From an update to the handler that answers it: python-telegram-bot's Application, wired."""

import logging
import re
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Chat, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ExtBot,
    MessageHandler,
    filters,
)

from bot.chat import callbacks
from bot.chat.cards import talk as cards
from bot.chat.handlers import (
    ADMIN_COMMANDS,
    BUTTONS,
    COMMANDS,
    Handler,
    settings,
    takes,
    talk,
)
from bot.chat.handlers.old import too_old
from bot.chat.rich import html_of
from bot.chat.turn import House, Turn
from bot.chat.words import words_for
from bot.services.subscriptions import NotSubscribedError

log = logging.getLogger(__name__)

ALLOWED_UPDATES = ["message", "callback_query", "my_chat_member"]
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")

LONGEST_TEXT = 200
"""More of a message is not looked at: no name, time or city is longer."""

UpdateHandler = Callable[[Update, Any], Coroutine[Any, Any, None]]


def build(bot: ExtBot[None], house: House) -> Application[Any, Any, Any, Any, Any, Any]:
    """Build the application: private chats get answers, groups a pointer, the rest silence."""
    application = ApplicationBuilder().bot(bot).updater(None).job_queue(None).build()
    private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    for command in COMMANDS:
        routed = _message(house, command.handler)
        application.add_handler(CommandHandler(command.name, routed, filters=private))
    for command in ADMIN_COMMANDS:
        routed = _message(house, _for_admins(command.handler))
        application.add_handler(CommandHandler(command.name, routed, filters=private))
    messages = (
        (private & filters.COMMAND, _message(house, talk.unknown_command)),
        (private & filters.TEXT, _message(house, talk.text)),
        (private & filters.LOCATION, _location(house)),
        (private & ~filters.StatusUpdate.ALL, _message(house, talk.anything)),
        (filters.ChatType.GROUPS & filters.COMMAND, _group(house)),
        (filters.StatusUpdate.MIGRATE, _migrated(house)),
    )
    for wanted, routed in messages:
        application.add_handler(MessageHandler(wanted, routed))
    application.add_handler(CallbackQueryHandler(_button(house)))
    application.add_handler(ChatMemberHandler(_membership(house)))
    application.add_error_handler(_stumbled)
    return application


def kind_of(update: Update) -> str:
    """Return Telegram's name for what an update holds."""
    return next((kind for kind in ALLOWED_UPDATES if getattr(update, kind) is not None), "other")


def turn_of(house: House, update: Update) -> Turn | None:
    """Read who did what, where; None where nobody is to be answered."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None:
        return None
    language = (user.language_code or "").lower()
    language = language if LANGUAGE.fullmatch(language) else "en"
    query, message = update.callback_query, update.effective_message
    text = (message.text or "") if message and not query else ""
    if text.startswith("/"):
        text = " ".join(text.split(maxsplit=1)[1:])
    return Turn(
        house=house,
        chat_id=chat.id,
        language=language,
        words=words_for(language),
        now=house.clock(),
        text=text.strip()[:LONGEST_TEXT],
        message_id=query.message.message_id if query and query.message else None,
        query_id=query.id if query else None,
        user_id=user.id,
        html=html_of(message) if user.id in house.admins and message and not query else "",
    )


async def run(turn: Turn, handler: Handler) -> None:
    """Run a handler; whatever breaks, the person gets a kind sentence."""
    try:
        await handler(turn)
    except NotSubscribedError:
        await turn.toast()
        await turn.reply(cards.not_subscribed_card(turn.words))
    except Exception:
        log.exception("an update could not be answered")
        await turn.toast()
        await turn.reply(cards.stumbled_card(turn.words))


async def slow_down(house: House, update: Update) -> None:
    """Answer a flood with one line."""
    if turn := turn_of(house, update):
        await run(turn, lambda t: t.reply(cards.slow_down_card(t.words)))


def _for_admins(handler: Handler) -> Handler:
    """Let nobody else know that there is such a command."""

    async def answer(turn: Turn) -> None:
        await (handler if turn.is_admin else talk.unknown_command)(turn)

    return answer


def _message(house: House, handler: Handler) -> UpdateHandler:
    async def answer(update: Update, _context: object) -> None:
        if turn := turn_of(house, update):
            await run(turn, handler)

    return answer


def _location(house: House) -> UpdateHandler:
    async def answer(update: Update, _context: object) -> None:
        turn, point = turn_of(house, update), update.message and update.message.location
        if turn and point:
            await run(turn, lambda t: settings.location(t, point.latitude, point.longitude))

    return answer


def _button(house: House) -> UpdateHandler:
    async def answer(update: Update, _context: object) -> None:
        turn = turn_of(house, update)
        query, chat = update.callback_query, update.effective_chat
        if turn is None or query is None or chat is None or chat.type != Chat.PRIVATE:
            return
        callback = callbacks.unpack(query.data or "")
        handler = BUTTONS.get(callback.verb) if callback else None
        if callback is None or handler is None or not takes(handler, len(callback.args)):
            await run(turn, too_old)
        else:
            await run(turn, lambda t: handler(t, *callback.args))

    return answer


def _group(house: House) -> UpdateHandler:
    async def answer(update: Update, _context: object) -> None:
        turn, message = turn_of(house, update), update.message
        name = house.messenger.bot.username
        if turn and message and message.text and f"@{name}" in message.text:
            await run(turn, lambda t: t.reply(cards.private_only_card(t.words, name)))

    return answer


def _migrated(house: House) -> UpdateHandler:
    async def follow(update: Update, _context: object) -> None:
        message = update.message
        if message and message.migrate_to_chat_id:
            await house.subscriptions.migrate(message.chat_id, message.migrate_to_chat_id)

    return follow


def _membership(house: House) -> UpdateHandler:
    """Follow who blocks and unblocks the bot."""

    async def follow(update: Update, _context: object) -> None:
        change = update.my_chat_member
        if change is None:
            return
        if change.new_chat_member.status in ("kicked", "left"):
            await house.subscriptions.block(change.chat.id, house.clock())
        else:
            await house.subscriptions.unblock(change.chat.id, house.clock())

    return follow


async def _stumbled(_update: object, context: Any) -> None:
    log.error("an update could not be routed", exc_info=context.error)
