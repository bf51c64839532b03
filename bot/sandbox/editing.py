"""The methods that change, delete and mark messages."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field
from telegram.constants import ChatAction, ReactionEmoji

from bot.sandbox.forms import (
    ChatId,
    Entities,
    File,
    Form,
    InlineMarkup,
    LinkPreview,
    Nested,
    message_text,
)
from bot.sandbox.refusals import bad_request
from bot.sandbox.registry import takes
from bot.sandbox.sending import Captioned, Clip, buttons_content, media_content
from bot.sandbox.world import Body, Chat, Post, World, view

DELETABLE_FOR = timedelta(hours=48)


class Editing(Form):
    """Parameters of every method that edits a message."""

    chat_id: ChatId
    message_id: int
    reply_markup: InlineMarkup | None = None


class EditText(Editing):
    text: str = ""
    parse_mode: str | None = None
    entities: Entities | None = None
    link_preview_options: Annotated[LinkPreview, Nested] | None = None


class EditCaption(Editing, Captioned):
    pass


class InputMedia(Clip):
    type: Literal["photo", "animation", "video", "document"]
    media: File


class EditMedia(Editing):
    media: Annotated[InputMedia, Nested]


@takes(EditText)
async def edit_message_text(world: World, form: EditText) -> Body:
    """Replace the text of a message."""
    preview = form.link_preview_options
    content = message_text(form.text, form.parse_mode, form.entities)
    content["link_preview_options"] = preview and preview.model_dump(exclude_none=True)
    return _edit(world, form, content, needs="text")


@takes(EditCaption)
async def edit_message_caption(world: World, form: EditCaption) -> Body:
    """Replace the words under a picture."""
    return _edit(world, form, form.body(), needs="caption")


@takes(Editing)
async def edit_message_reply_markup(world: World, form: Editing) -> Body:
    """Replace the buttons of a message."""
    return _edit(world, form, {}, needs=None)


@takes(EditMedia)
async def edit_message_media(world: World, form: EditMedia) -> Body:
    """Replace the file of a message."""
    content = media_content(world, form.media.type, form.media.media, form.media)
    nothing: Body = dict.fromkeys(("photo", "animation", "video", "document", "text", "entities"))
    return _edit(world, form, nothing | content, needs=None)


def _edit(world: World, form: Editing, content: Body, needs: str | None) -> Body:
    chat = world.reachable(form.chat_id)
    post = _own_post(world, chat, form.message_id)
    if needs and (needs == "text") != ("text" in post.body):
        raise bad_request(f"there is no {needs} in the message to edit")
    # An edit that names no buttons takes them away.
    world.change_post(chat, post, content | {"reply_markup": buttons_content(form.reply_markup)})
    return post.body


def _own_post(world: World, chat: Chat, message_id: int) -> Post:
    post = chat.posts.get(message_id)
    if post is None:
        raise bad_request("message to edit not found")
    if post.body.get("from", world.bot) != world.bot or post.has_keyboard:
        raise bad_request("message can't be edited")
    return post


class MessageForm(Form):
    """A message, identified by chat and message id."""

    chat_id: ChatId
    message_id: int


@takes(MessageForm)
async def delete_message(world: World, form: MessageForm) -> bool:
    """Delete a message that is not too old."""
    chat = world.find(form.chat_id)
    post = chat.posts.get(form.message_id)
    if post is None:
        raise bad_request("message to delete not found")
    if world.unix_time - post.body["date"] > DELETABLE_FOR.total_seconds():
        raise bad_request("message can't be deleted for everyone")
    world.delete_post(chat, post)
    return True


class EmojiReaction(Form):
    type: Literal["emoji"]
    emoji: str


class Reacting(MessageForm):
    reaction: Annotated[list[EmojiReaction], Nested] = Field([], max_length=1)
    is_big: bool = False


@takes(Reacting)
async def set_message_reaction(world: World, form: Reacting) -> bool:
    """Put one emoji on a message, or take it off."""
    chat = world.reachable(form.chat_id)
    post = chat.posts.get(form.message_id)
    if post is None:
        raise bad_request("message to react not found")
    emoji = form.reaction[0].emoji if form.reaction else None
    if emoji and emoji not in set(ReactionEmoji):
        raise bad_request("REACTION_INVALID")
    post.reaction = emoji
    world.tell("edit", {"person": chat.id, "message": view(post)})
    return True


class Acting(Form):
    chat_id: ChatId
    action: ChatAction
    message_thread_id: int | None = None


@takes(Acting)
async def send_chat_action(world: World, form: Acting) -> bool:
    """Show that the bot is busy."""
    chat = world.reachable(form.chat_id)
    world.tell("action", {"person": chat.id, "action": form.action})
    return True
