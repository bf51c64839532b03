"""What a person does in a chat with the bot, and the updates this makes."""

import asyncio
from itertools import count
from typing import Any

from telegram.constants import ReactionEmoji

from bot.sandbox.profile import commands_for
from bot.sandbox.refusals import Refusal
from bot.sandbox.world import Body, Chat, Post, Query, Standing, World, text_content, view

FIRST_PERSON_ID = 5_000_001
ANSWER_WAIT = 15.0
STATUS: dict[Standing, Body] = {
    "member": {"status": "member"},
    "blocked": {"status": "kicked", "until_date": 0},
}


def add_person(
    world: World, name: str, language_code: str, *, standing: Standing = "stranger"
) -> Chat:
    """Add a person who has not opened the chat with the bot."""
    person_id = next(i for i in count(FIRST_PERSON_ID) if i not in world.chats)
    about = {"id": person_id, "type": "private", "first_name": name}
    world.chats[person_id] = chat = Chat(about, language_code, standing)
    world.tell("people", {})
    return chat


def describe(world: World, person: Chat) -> Body:
    """Return a person as the page shows them."""
    last = next(reversed(person.posts.values()), None)
    button = world.menu_buttons.get(person.id) or world.menu_buttons.get(None, {})
    return {
        "id": person.id,
        "name": person.about["first_name"],
        "language_code": person.language_code,
        "standing": person.standing,
        "keyboard": person.keyboard,
        "commands": commands_for(world, person),
        "menu_button": button.get("type", "default"),
        "menu_text": button.get("text"),
        "bot_name": world.profile_text("name", person.language_code),
        "description": world.profile_text("description", person.language_code),
        "last": view(last) if last else None,
    }


def say(world: World, person: Chat, content: Body, reply_to: int | None = None) -> Post:
    """Write to the bot."""
    _present(person)
    if reply_to is not None:
        answered = dict(_post(person, reply_to).body)
        answered.pop("reply_to_message", None)
        content = content | {"reply_to_message": answered}
    if person.standing == "stranger":
        person.standing = "member"
        world.tell("people", {})
    post = world.add_post(person, person.user, content)
    if person.keyboard and ({"one_time_keyboard", "force_reply"} & set(person.keyboard)):
        person.keyboard = None
        world.tell("keyboard", {"person": person.id, "keyboard": None})
    world.updates.push("message", post.body)
    return post


def spoken(text: str | None, location: Body | None, sticker: str | None) -> Body:
    """Return the content of a person's message."""
    if location:
        return {"location": location}
    if sticker:
        shape = {"type": "regular", "width": 512, "height": 512}
        look = {"is_animated": False, "is_video": False, "emoji": sticker}
        return {"sticker": {"file_id": f"st{sticker}", "file_unique_id": sticker} | shape | look}
    if not text or not text.strip():
        raise Refusal(400, "There is nothing to send.")
    return text_content(text.strip())


def reword(world: World, person: Chat, message_id: int, text: str) -> Post:
    """Edit one's own message."""
    _present(person)
    post = _post(person, message_id)
    if post.body["from"]["id"] != person.id or "text" not in post.body:
        raise Refusal(409, "A person edits only text of their own.")
    world.change_post(person, post, {"entities": None} | text_content(text))
    world.updates.push("edited_message", post.body)
    return post


async def tap(
    world: World, person: Chat, message_id: int, data: str, group: Chat | None = None
) -> Body:
    """Press a button, in a group if one is named, and wait for the bot's answer."""
    _present(person)
    message = _post(group or person, message_id).body
    query_id = str(10**15 + next(world.numbers))
    answer: asyncio.Future[Body] = asyncio.get_running_loop().create_future()
    world.queries[query_id] = Query(world.clock(), answer)
    world.updates.push(
        "callback_query",
        {
            "id": query_id,
            "from": person.user,
            "message": message,
            "chat_instance": str((group or person).id),
            "data": data,
        },
    )
    done, _ = await asyncio.wait({answer}, timeout=ANSWER_WAIT)
    return {"answered": True} | answer.result() if done else {"answered": False}


def react(world: World, person: Chat, message_id: int, emoji: str | None) -> Post:
    """Put a reaction on a message of the bot's, in place of the one before, or take it back."""
    _present(person)
    post = _post(person, message_id)
    if emoji is not None and emoji not in set(ReactionEmoji):
        raise Refusal(400, "Telegram has no such reaction.")
    before, post.liked = post.liked, emoji
    if before != emoji:
        world.tell("edit", {"person": person.id, "message": view(post)})
        world.updates.push(
            "message_reaction",
            {
                "chat": person.about,
                "message_id": message_id,
                "user": person.user,
                "date": world.unix_time,
                "old_reaction": _reaction(before),
                "new_reaction": _reaction(emoji),
            },
        )
    return post


def _reaction(emoji: str | None) -> list[Body]:
    return [{"type": "emoji", "emoji": emoji}] if emoji else []


def stand(world: World, person: Chat, standing: Standing) -> None:
    """Block the bot, let it in again, or delete the account."""
    before, person.standing = person.standing, standing
    world.tell("people", {})
    # Telegram says nothing when an account goes, nor when nothing changes.
    if before == standing or standing not in STATUS:
        return
    old = STATUS.get(before, STATUS["member"])
    world.updates.push(
        "my_chat_member",
        {
            "chat": person.about,
            "from": person.user,
            "date": world.unix_time,
            "old_chat_member": old | {"user": world.bot},
            "new_chat_member": STATUS[standing] | {"user": world.bot},
        },
    )


def inject(world: World, update: dict[str, Any]) -> None:
    """Queue a raw update, and register the chat and message in it."""
    for kind, content in update.items():
        about = content.get("chat") if isinstance(content, dict) else None
        if about:
            chat = world.chats.setdefault(about["id"], Chat(about))
            if "message_id" in content:
                chat.posts[content["message_id"]] = Post(content)
        world.updates.push(kind, content)


def _present(person: Chat) -> None:
    if person.standing in {"blocked", "deactivated"}:
        raise Refusal(409, f"This person has {person.standing.replace('de', 'been de')} the bot.")


def _post(person: Chat, message_id: int) -> Post:
    post = person.posts.get(message_id)
    if post is None:
        raise Refusal(404, "There is no such message.")
    return post
