"""What the sandbox knows: people, their chats with the bot, and what has happened."""

import asyncio
from collections import deque
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any, Literal

from bot.clock import Clock
from bot.sandbox.files import Files
from bot.sandbox.hook import Hook
from bot.sandbox.markup import detect
from bot.sandbox.refusals import Refusal, bad_request
from bot.sandbox.updates import Updates

Body = dict[str, Any]
Standing = Literal["stranger", "member", "blocked", "deactivated"]
Kind = Literal["group", "supergroup", "channel"]
Role = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]

CALLS_KEPT = 2_000
QUERY_LIFE = timedelta(seconds=30)
FORBIDDEN: dict[Standing, str] = {
    "stranger": "Forbidden: bot can't initiate conversation with a user",
    "blocked": "Forbidden: bot was blocked by the user",
    "deactivated": "Forbidden: user is deactivated",
}


@dataclass
class Post:
    """A message, with what only the person's client knows about it."""

    body: Body
    edited: bool = False
    silent: bool = False
    has_keyboard: bool = False  # a reply keyboard came with it, so it can't be edited
    reaction: str | None = None  # the bot's
    liked: str | None = None  # the person's


@dataclass
class Chat:
    """A chat with the bot: a person's, or one that an injected update has brought in."""

    about: Body
    language_code: str = "en"
    standing: Standing = "member"
    posts: dict[int, Post] = field(default_factory=dict)
    keyboard: Body | None = None  # the reply keyboard (or forced reply) on the screen
    members: dict[int, Role] = field(default_factory=dict)  # of a group; the bot is one of them
    topics: set[int] = field(default_factory=set)
    moved_to: int | None = None  # the supergroup that a group has become

    @property
    def id(self) -> int:
        """The id of the chat in the Bot API."""
        return int(self.about["id"])

    @property
    def user(self) -> Body:
        """The person as a Bot API User."""
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.about.get("first_name", ""),
            "language_code": self.language_code,
        }


@dataclass
class Query:
    """A press on a button that waits for the bot's answer."""

    asked: Any
    answer: asyncio.Future[Body]


@dataclass(frozen=True)
class Call:
    """One call the bot made."""

    id: int
    method: str
    params: Body
    status: int
    answer: Body
    milliseconds: float
    at: str


class World:
    """The state behind both the Bot API and the page."""

    def __init__(self, token: str, bot_name: str, clock: Clock) -> None:
        self.token = token
        self.clock = clock
        self.bot: Body = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": bot_name,
            "username": "psoas_sandbox_bot",
        }
        self.updates = Updates()
        self.hook = Hook()
        self.files = Files()
        self.chats: dict[int, Chat] = {}
        self.commands: dict[tuple[str, int | None, str], list[Body]] = {}
        self.menu_buttons: dict[int | None, Body] = {}
        self.profile = {("name", ""): bot_name}
        self.queries: dict[str, Query] = {}
        self.offered: dict[int, dict[str, Body]] = {}  # inline results, by person and id
        self.calls: deque[Call] = deque(maxlen=CALLS_KEPT)
        self.listeners: set[asyncio.Queue[tuple[str, Body] | None]] = set()
        self.numbers = count(1)  # for calls and queries
        self._message_ids = count(1)

    @property
    def unix_time(self) -> int:
        """The current Unix time in whole seconds."""
        return int(self.clock().timestamp())

    def tell(self, event: str, data: Body) -> None:
        """Send an event to every open page."""
        for listener in self.listeners:
            listener.put_nowait((event, data))

    def record(self, call: Call) -> None:
        """Add a call of the bot to the log."""
        self.calls.append(call)
        self.tell("call", asdict(call))

    def find(self, chat_id: int | str) -> Chat:
        """Return the chat with an id or @name."""
        if isinstance(chat_id, int) and chat_id in self.chats:
            return self.chats[chat_id]
        for chat in self.chats.values():
            if "username" in chat.about and chat_id == f"@{chat.about['username']}":
                return chat
        raise bad_request("chat not found")

    def reachable(self, chat_id: int | str) -> Chat:
        """Return a chat the bot may write to."""
        chat = self.find(chat_id)
        if chat.standing in FORBIDDEN:
            raise Refusal(403, FORBIDDEN[chat.standing])
        kind, role = chat.about["type"], chat.members.get(self.bot["id"])
        if chat.moved_to is not None:
            raise Refusal(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                {"migrate_to_chat_id": chat.moved_to},
            )
        if role == "left":
            raise Refusal(403, f"Forbidden: bot is not a member of the {kind} chat")
        if role == "kicked":
            raise Refusal(403, f"Forbidden: bot was kicked from the {kind} chat")
        if role == "restricted":
            raise bad_request("not enough rights to send text messages to the chat")
        return chat

    def profile_text(self, field: str, language: str) -> str:
        """Return a text of the bot's profile in a language, or the one for all languages."""
        return self.profile.get((field, language[:2])) or self.profile.get((field, ""), "")

    def add_post(self, chat: Chat, author: Body, content: Body, **seen: Any) -> Post:
        """Write a message into a chat."""
        message_id = next(self._message_ids)
        heading = {"message_id": message_id, "from": author, "chat": chat.about}
        if chat.about["type"] == "channel":
            heading = {"message_id": message_id, "sender_chat": chat.about, "chat": chat.about}
        post = Post(heading | {"date": self.unix_time} | content, **seen)
        chat.posts[message_id] = post
        self.tell("message", {"person": chat.id, "message": view(post)})
        return post

    def change_post(self, chat: Chat, post: Post, changes: Body) -> None:
        """Change the content of a message; a field set to None is removed."""
        changed = {k: v for k, v in (post.body | changes).items() if v is not None}
        if changed == post.body:
            raise bad_request(
                "message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message"
            )
        # A client does not call a message edited when only its buttons have changed.
        only_buttons = {**post.body, "reply_markup": None} == {**changed, "reply_markup": None}
        post.edited = post.edited or not only_buttons
        post.body = changed | {"edit_date": self.unix_time}
        self.tell("edit", {"person": chat.id, "message": view(post)})

    def delete_post(self, chat: Chat, post: Post) -> None:
        """Delete a message from a chat."""
        del chat.posts[post.body["message_id"]]
        self.tell("delete", {"person": chat.id, "message_id": post.body["message_id"]})

    def bring_to(self, hook: Hook) -> None:
        """Post updates to a webhook, or keep them for polling if it has no address."""
        self.hook.end()
        self.hook = hook
        self.updates.has_webhook = bool(hook.url)
        if hook.url:
            hook.begin(self.updates)

    def close(self) -> None:
        """End every open stream, poll and webhook, and delete the files."""
        self.hook.end()
        self.updates.wake()
        for listener in self.listeners:
            listener.put_nowait(None)
        self.files.close()


def text_content(text: str) -> Body:
    """Return what a plain text becomes in a message."""
    entities = detect(text, [])
    return {"text": text} | ({"entities": entities} if entities else {})


def view(post: Post) -> Body:
    """Return a message as the page shows it."""
    seen = {"edited": post.edited, "silent": post.silent}
    return post.body | seen | {"reaction": post.reaction, "liked": post.liked}
