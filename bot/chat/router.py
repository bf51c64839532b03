"""From an update to its handler: builds python-telegram-bot's Application."""

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import (
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberRestricted,
    Update,
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
    MessageReactionHandler,
    filters,
)

from bot.chat import callbacks, group_router
from bot.chat.buttons import BadArgumentError
from bot.chat.cards import talk as cards
from bot.chat.commands import BUTTONS, COMMANDS, GROUP_BUTTONS, OPERATOR_COMMANDS
from bot.chat.from_update import language_of, request_of
from bot.chat.handlers import group, inline, reactions, settings, talk
from bot.chat.handlers.expired import expired
from bot.chat.request import Handler, Request
from bot.chat.services import Services
from bot.services.people.changes import NotSubscribedError
from bot.services.updates import stop_if_away

log = logging.getLogger(__name__)

UpdateHandler = Callable[[Update, Any], Coroutine[Any, Any, None]]


def build(bot: ExtBot[None], services: Services) -> Application[Any, Any, Any, Any, Any, Any]:
    """Build the Application with the handlers of private chats, groups and channels."""
    application = ApplicationBuilder().bot(bot).updater(None).job_queue(None).build()
    # Messages shared by inline mode come back as if the person had written them.
    private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.VIA_BOT
    in_group = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE
    in_channel = filters.ChatType.CHANNEL & filters.UpdateType.CHANNEL_POST
    for command in COMMANDS:
        routed = _message(services, _ending_question(command.handler))
        application.add_handler(CommandHandler(command.name, routed, filters=private))
    for command in OPERATOR_COMMANDS:
        routed = _message(services, _for_operators(_ending_question(command.handler)))
        application.add_handler(CommandHandler(command.name, routed, filters=private))
    messages = (
        (private & filters.COMMAND, _message(services, _ending_question(talk.unknown_command))),
        (private & filters.TEXT, _message(services, talk.text)),
        (private & filters.LOCATION, _location(services)),
        (private & ~filters.StatusUpdate.ALL, _message(services, talk.anything)),
        ((in_group | in_channel) & filters.COMMAND, _group(services)),
        (filters.StatusUpdate.MIGRATE, _migrated(services)),
    )
    for wanted, routed in messages:
        application.add_handler(MessageHandler(wanted, routed))
    application.add_handler(CallbackQueryHandler(_button(services)))
    application.add_handler(ChatMemberHandler(_membership(services)))
    application.add_handler(InlineQueryHandler(_inline(services)))
    application.add_handler(MessageReactionHandler(_reaction(services)))
    application.add_error_handler(_log_error)
    return application


async def run(request: Request, handler: Handler) -> None:
    """Run a handler; if it fails, log it and apologise."""
    try:
        request = await _in_chat_language(request)
        if request.text:
            await request.services.finders.load(request.language)
        await handler(request)
    except NotSubscribedError:
        await request.toast()
        await request.reply(cards.not_subscribed_card(request.translator))
    except Exception as error:
        stop_if_away(error)
        log.exception("handling an update failed; the person gets an apology")
        stumbled = cards.error_card(request.translator)
        if request.is_private or request.query_id is None:
            await request.toast()
            await request.reply(stumbled)
        else:  # many may tap: a message for each would flood the group
            await request.toast(stumbled.text)


async def _in_chat_language(request: Request) -> Request:
    """Return a request in the language of its chat, which follows Telegram until one is chosen."""
    named = request.named_language if request.is_private else None
    spoken = await request.services.subscriptions.language_for(request.chat_id, named)
    return request.speaking(spoken) if spoken and spoken != request.language else request


async def slow_down(services: Services, update: Update) -> None:
    """Ask a person who floods the bot to slow down; say nothing in groups."""
    if (request := request_of(services, update)) and request.is_private:
        await run(request, lambda one: one.reply(cards.slow_down_card(one.translator)))


def _for_operators(handler: Handler) -> Handler:
    """Return a handler that answers anybody else as if there were no such command."""

    async def answer(request: Request) -> None:
        await (handler if request.is_operator else talk.unknown_command)(request)

    return answer


def _ending_question(handler: Handler) -> Handler:
    """Return the handler of a command, after which no operator's text is a broadcast's."""

    async def answer(request: Request) -> None:
        if request.is_operator:
            await request.services.broadcasts.stop_asking(request.user_id)
        await handler(request)

    return answer


def _message(services: Services, handler: Handler) -> UpdateHandler:
    async def answer(update: Update, _context: object) -> None:
        if request := request_of(services, update):
            await run(request, handler)

    return answer


def _location(services: Services) -> UpdateHandler:
    async def answer(update: Update, _context: object) -> None:
        request, point = request_of(services, update), update.message and update.message.location
        if request and point:
            await run(request, lambda one: settings.location(one, point.latitude, point.longitude))

    return answer


def _button(services: Services) -> UpdateHandler:
    async def answer(update: Update, _context: object) -> None:
        request, query = request_of(services, update), update.callback_query
        if request and query:
            await run(request, _tapped(request, query.data or ""))

    return answer


def _tapped(request: Request, data: str) -> Handler:
    """Return the handler of a button; of one that is forged or outdated, a kind answer."""
    callback, buttons = callbacks.unpack(data), BUTTONS if request.is_private else GROUP_BUTTONS
    if callback is None or callback.verb not in buttons:
        return expired
    try:
        handler = buttons[callback.verb].bind(request.services.library, callback.args)
    except BadArgumentError:
        return expired
    if request.is_private:
        return handler
    return lambda one: group_router.tap(one, callback, handler)


def _group(services: Services) -> UpdateHandler:
    async def answer(update: Update, _context: object) -> None:
        request, message = request_of(services, update), update.effective_message
        words = message.text.split(maxsplit=1) if message and message.text else []
        if request is None or not words:
            return
        name, _, bot_name = words[0].lower()[1:].partition("@")
        if bot_name in ("", services.messenger.bot_name.lower()):
            is_addressed = bool(bot_name)
            await run(
                request, lambda one: group_router.command(one, name, is_addressed=is_addressed)
            )

    return answer


def _inline(services: Services) -> UpdateHandler:
    async def answer(update: Update, _context: object) -> None:
        if query := update.inline_query:
            named = language_of(query.from_user)
            spoken = await services.subscriptions.language_for(query.from_user.id) or named
            words = services.translator(spoken)
            await inline.answer(services, words, query.id, query.query)

    return answer


def _reaction(services: Services) -> UpdateHandler:
    async def answer(update: Update, _context: object) -> None:
        request, change = request_of(services, update), update.message_reaction
        # In a private chat, the chat is the person: anything else is forged.
        if request is None or change is None or not request.is_private:
            return
        if request.user_id == request.chat_id:
            before, after = change.old_reaction, change.new_reaction
            await run(request, lambda one: reactions.react(one, before, after))

    return answer


def _migrated(services: Services) -> UpdateHandler:
    async def follow(update: Update, _context: object) -> None:
        message = update.message
        if message and message.migrate_to_chat_id:
            await services.subscriptions.migrate(message.chat_id, message.migrate_to_chat_id)
        elif message and message.migrate_from_chat_id:  # Telegram sends both, in any order
            await services.subscriptions.migrate(message.migrate_from_chat_id, message.chat_id)

    return follow


def _membership(services: Services) -> UpdateHandler:
    """Handle changes of what the bot may do in a chat, a block by its user included."""

    async def follow(update: Update, _context: object) -> None:
        change, request = update.my_chat_member, request_of(services, update)
        if change is None or request is None:
            return
        if not request.is_private:
            request = await _in_chat_language(request)
            title, is_new = change.chat.title or "", not _may_post(request, change.old_chat_member)
            if _may_post(request, change.new_chat_member):
                await group.let_in(request, title, is_new=is_new)
            else:
                await group.shown_out(request, title)
        elif change.new_chat_member.status in ("kicked", "left"):
            await services.subscriptions.block(change.chat.id, services.clock())
        else:
            await services.subscriptions.unblock(change.chat.id, services.clock())

    return follow


def _may_post(request: Request, member: ChatMember) -> bool:
    """Return whether the bot, as this member of a group or channel, may write there."""
    in_group = request.chat_kind == "group"
    if isinstance(member, ChatMemberAdministrator):
        return in_group or bool(member.can_post_messages)
    if isinstance(member, ChatMemberRestricted):
        return member.is_member and member.can_send_messages
    return in_group and member.status == ChatMember.MEMBER


async def _log_error(_update: object, context: Any) -> None:
    stop_if_away(context.error)
    log.error("routing an update failed; it is dropped", exc_info=context.error)
