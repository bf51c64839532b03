"""From a tap or command in a group or channel to its handler: settings are for admins only."""

from bot.chat.callbacks import GROUP_ADMIN_VERBS, Callback
from bot.chat.cards import group as cards
from bot.chat.commands import GROUP_ADMIN_COMMANDS, GROUP_COMMANDS
from bot.chat.request import Handler, Request


async def tap(request: Request, callback: Callback, handler: Handler) -> None:
    """Answer a button under a post or a settings card."""
    _ = request.translator
    if callback.verb in GROUP_ADMIN_VERBS and not await _is_by_admin(request):
        await request.toast(
            _("Only admins can change that here. For exercises of your own, message me privately.")
        )
    else:
        await handler(request)


async def command(request: Request, name: str, *, is_addressed: bool) -> None:
    """Answer a command; one that names no bot may be meant for another."""
    bot_name, pace = request.services.messenger.bot_name, request.services.group_pace
    is_ours = (
        is_addressed or await request.services.subscriptions.find(request.chat_id) is not None
    )
    if name in GROUP_COMMANDS:
        if is_ours:
            await GROUP_COMMANDS[name](request)
    elif name in GROUP_ADMIN_COMMANDS and (is_ours or name == "start"):
        if await _is_by_admin(request):
            await GROUP_ADMIN_COMMANDS[name](request)
        elif is_addressed and pace.record_if_new(request.chat_id, "refusal", request.now):
            await request.reply(cards.admins_only_card(request.translator, bot_name))
    elif is_addressed and pace.record_if_new(request.chat_id, "pointer", request.now):
        await request.reply(cards.pointer_card(request.translator, bot_name))


async def _is_by_admin(request: Request) -> bool:
    """Return whether an admin of the chat did this."""
    admins = request.services.messenger.admins
    return request.is_anonymous or await admins.is_admin(
        request.user_id, request.chat_id, request.now
    )
