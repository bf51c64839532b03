"""The methods about updates, queries, files and chats."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field

from bot.sandbox import groups
from bot.sandbox.forms import ChatId, Form, Nested
from bot.sandbox.hook import Hook
from bot.sandbox.refusals import bad_request
from bot.sandbox.registry import takes
from bot.sandbox.world import QUERY_LIFE, Body, World

LOCAL = ("127.0.0.1", "localhost")


class Nothing(Form):
    pass


@takes(Nothing)
async def get_me(world: World, _: Nothing) -> Body:
    """Describe the bot."""
    abilities = dict.fromkeys(("can_join_groups", "supports_inline_queries"), True)
    return world.bot | abilities | {"can_read_all_group_messages": False}


@takes(Nothing)
async def log_out(_world: World, _: Nothing) -> bool:
    """Accept the call as Telegram does when a bot logs out of its server."""
    return True


@takes(Nothing)
async def close(_world: World, _: Nothing) -> bool:
    """Accept the call as Telegram does when a bot closes its session."""
    return True


class Polling(Form):
    offset: int = 0
    limit: int = Field(100, ge=1, le=100)
    timeout: float = Field(0, ge=0)
    allowed_updates: Annotated[list[str], Nested] | None = None


@takes(Polling)
async def get_updates(world: World, form: Polling) -> list[Body]:
    """Return waiting updates, or wait for one."""
    world.updates.want(form.allowed_updates)
    return await world.updates.take(form.offset, form.limit, min(form.timeout, 50))


class Dropping(Form):
    drop_pending_updates: bool = False


class Webhook(Dropping):
    url: str = ""
    ip_address: str | None = None
    max_connections: int = Field(40, ge=1, le=100)
    allowed_updates: Annotated[list[str], Nested] | None = None
    secret_token: str | None = Field(None, pattern=r"^[A-Za-z0-9_-]{1,256}$")


@takes(Webhook)
async def set_webhook(world: World, form: Webhook) -> bool:
    """Set the webhook; an address without TLS must be on this machine."""
    host = urlsplit(form.url).hostname or ""
    if form.url and not form.url.startswith("https://") and host not in LOCAL:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    world.updates.want(form.allowed_updates)
    if form.drop_pending_updates:
        world.updates.clear()
    world.bring_to(Hook(form.url, form.secret_token, form.max_connections))
    return True


@takes(Dropping)
async def delete_webhook(world: World, form: Dropping) -> bool:
    """Remove the webhook."""
    world.bring_to(Hook())
    if form.drop_pending_updates:
        world.updates.clear()
    return True


@takes(Nothing)
async def get_webhook_info(world: World, _: Nothing) -> Body:
    """Return the webhook and its state."""
    wanted = world.updates.wanted
    about = world.hook.about | ({"allowed_updates": wanted} if wanted else {})
    return about | {"pending_update_count": len(world.updates)}


class CallbackAnswer(Form):
    callback_query_id: str
    text: str | None = Field(None, max_length=200)
    show_alert: bool = False
    url: str | None = None
    cache_time: int = 0


@takes(CallbackAnswer)
async def answer_callback_query(world: World, form: CallbackAnswer) -> bool:
    """Answer a callback query, once and before it expires."""
    query = world.queries.pop(form.callback_query_id, None)
    if query is None or world.clock() - query.asked > QUERY_LIFE or query.answer.done():
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    query.answer.set_result({"text": form.text, "show_alert": form.show_alert, "url": form.url})
    return True


class FileForm(Form):
    file_id: str


@takes(FileForm)
async def get_file(world: World, form: FileForm) -> Body:
    """Return the path from which a file can be downloaded."""
    stored = world.files.find(form.file_id)
    return stored.about | {"file_path": f"{stored.kind}s/{stored.path.name}"}


class ChatForm(Form):
    chat_id: ChatId


@takes(ChatForm)
async def get_chat(world: World, form: ChatForm) -> Body:
    """Describe a chat."""
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription"), True
    )
    gifts["gifts_from_channels"] = True
    return world.find(form.chat_id).about | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts,
    }


class MemberForm(ChatForm):
    user_id: int


@takes(MemberForm)
async def get_chat_member(world: World, form: MemberForm) -> Body:
    """Return a user's membership in a chat."""
    chat = world.find(form.chat_id)
    if chat.members:
        return groups.member(world, chat, form.user_id)
    if form.user_id == world.bot["id"]:
        return {"status": "member", "user": world.bot}
    person = world.chats.get(form.user_id)
    if person is None or (chat.about["type"] == "private" and person is not chat):
        raise bad_request("PARTICIPANT_ID_INVALID")
    return {"status": "member", "user": person.user}


@takes(ChatForm)
async def get_chat_administrators(world: World, form: ChatForm) -> list[Body]:
    """Return the administrators of a group; in the sandbox there are none."""
    if world.find(form.chat_id).about["type"] == "private":
        raise bad_request("there are no administrators in the private chat")
    return []
