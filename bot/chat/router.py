"""From an update to the handler that answers it: python-telegram-bot's Application, wired."""

import logging
import re
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import (
    Chat,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberRestricted,
    Message,
    Update,
    User,
)
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ExtBot,
    InlineQueryHandler,
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
    group,
    inline,
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

ALLOWED_UPDATES = ["message", "callback_query", "my_chat_member", "channel_post", "inline_query"]
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")

LONGEST_TEXT = 200
"""More of a message is not looked at: no name, time or city is longer."""

UpdateHandler = Callable[[Update, Any], Coroutine[Any, Any, None]]


def build(bot: ExtBot[None], house: House) -> Application[Any, Any, Any, Any, Any, Any]:
    """Build the application: private chats get answers, groups theirs, the rest silence."""
    application = ApplicationBuilder().bot(bot).updater(None).job_queue(None).build()
    # What somebody shared by inline mode comes back as a message of theirs.
    private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.VIA_BOT
    in_group = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE
    in_channel = filters.ChatType.CHANNEL & filters.UpdateType.CHANNEL_POST
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
        ((in_group | in_channel) & filters.COMMAND, _group(house)),
        (filters.StatusUpdate.MIGRATE, _migrated(house)),
    )
    for wanted, routed in messages:
        application.add_handler(MessageHandler(wanted, routed))
    application.add_handler(CallbackQueryHandler(_button(house)))
    application.add_handler(ChatMemberHandler(_membership(house)))
    application.add_handler(InlineQueryHandler(_inline(house)))
    application.add_error_handler(_stumbled)
    return application


def kind_of(update: Update) -> str:
    """Return Telegram's name for what an update holds."""
    return next((kind for kind in ALLOWED_UPDATES if getattr(update, kind) is not None), "other")


def turn_of(house: House, update: Update) -> Turn | None:
    """Read who did what, where; None where nobody is to be answered."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or (user is None and chat.type != Chat.CHANNEL):
        return None
    language = _language(user)
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
        user_id=user.id if user else 0,
        html=_html(house, update),
        **(_place(chat, message, is_tap=query is not None) if chat.type != Chat.PRIVATE else {}),
    )


def _html(house: House, update: Update) -> str:
    """Return what an operator wrote, with its formatting; nobody else's is looked at."""
    user, message = update.effective_user, update.effective_message
    is_theirs = user is not None and user.id in house.admins and not update.callback_query
    return html_of(message) if is_theirs and message else ""


def _language(user: User | None) -> str:
    language = ((user and user.language_code) or "").lower()
    return language if LANGUAGE.fullmatch(language) else "en"


def _place(chat: Chat, message: Any, *, is_tap: bool) -> dict[str, Any]:
    """Read where in a group or channel something happened, and whether in the chat's name."""
    kind = "channel" if chat.type == Chat.CHANNEL else "group"
    if not isinstance(message, Message):  # also one that is too old to be shown to a bot
        return {"chat_kind": kind}
    sender = message.sender_chat
    return {
        "chat_kind": kind,
        # Without topics, a thread is only a chain of replies, to which nobody may send.
        "thread_id": message.message_thread_id if message.is_topic_message else None,
        "reply_to": None if kind == "channel" else message.message_id,
        # A tap has a name, even on a message of the chat's own.
        "is_anonymous": not is_tap and sender is not None and sender.id == chat.id,
    }


async def run(turn: Turn, handler: Handler) -> None:
    """Run a handler; whatever breaks, the person gets a kind sentence."""
    try:
        await handler(turn)
    except NotSubscribedError:
        await turn.toast()
        await turn.reply(cards.not_subscribed_card(turn.words))
    except Exception:
        log.exception("an update could not be answered")
        stumbled = cards.stumbled_card(turn.words)
        if turn.is_private or turn.query_id is None:
            await turn.toast()
            await turn.reply(stumbled)
        else:  # many may tap: the group need not read of each
            await turn.toast(stumbled.text)


async def slow_down(house: House, update: Update) -> None:
    """Answer a flood with one line; a group need not read it."""
    if (turn := turn_of(house, update)) and turn.is_private:
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
        query = update.callback_query
        if turn is None or query is None:
            return
        callback = callbacks.unpack(query.data or "")
        buttons = BUTTONS if turn.is_private else group.BUTTONS
        handler = buttons.get(callback.verb) if callback else None
        if callback is None or handler is None or not takes(handler, len(callback.args)):
            await run(turn, too_old)
        elif turn.is_private:
            await run(turn, lambda t: handler(t, *callback.args))
        else:
            await run(turn, lambda t: group.tap(t, callback))

    return answer


def _group(house: House) -> UpdateHandler:
    async def answer(update: Update, _context: object) -> None:
        turn, message = turn_of(house, update), update.effective_message
        if turn is None or message is None or not message.text:
            return
        name, _, bot_name = message.text.split(maxsplit=1)[0].lower()[1:].partition("@")
        if bot_name in ("", house.messenger.bot.username.lower()):
            await run(turn, lambda t: group.command(t, name, is_addressed=bool(bot_name)))

    return answer


def _inline(house: House) -> UpdateHandler:
    async def answer(update: Update, _context: object) -> None:
        if query := update.inline_query:
            words = words_for(_language(query.from_user))
            await inline.answer(house, words, query.id, query.query)

    return answer


def _migrated(house: House) -> UpdateHandler:
    async def follow(update: Update, _context: object) -> None:
        message = update.message
        if message and message.migrate_to_chat_id:
            await house.subscriptions.migrate(message.chat_id, message.migrate_to_chat_id)
        elif message and message.migrate_from_chat_id:  # whichever of the two comes first
            await house.subscriptions.migrate(message.migrate_from_chat_id, message.chat_id)

    return follow


def _membership(house: House) -> UpdateHandler:
    """Follow who blocks and unblocks the bot, and where it may post."""

    async def follow(update: Update, _context: object) -> None:
        change, turn = update.my_chat_member, turn_of(house, update)
        if change is None or turn is None:
            return
        if not turn.is_private:
            title, is_new = change.chat.title or "", not _may_post(turn, change.old_chat_member)
            if _may_post(turn, change.new_chat_member):
                await group.let_in(turn, title, is_new=is_new)
            else:
                await group.shown_out(turn, title)
        elif change.new_chat_member.status in ("kicked", "left"):
            await house.subscriptions.block(change.chat.id, house.clock())
        else:
            await house.subscriptions.unblock(change.chat.id, house.clock())

    return follow


def _may_post(turn: Turn, member: ChatMember) -> bool:
    """Say whether the bot, as this member of a group or channel, may write there."""
    in_group = turn.chat_kind == "group"
    if isinstance(member, ChatMemberAdministrator):
        return in_group or bool(member.can_post_messages)
    if isinstance(member, ChatMemberRestricted):
        return member.is_member and member.can_send_messages
    return in_group and member.status == ChatMember.MEMBER


async def _stumbled(_update: object, context: Any) -> None:
    log.error("an update could not be routed", exc_info=context.error)
