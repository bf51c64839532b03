"""The methods that send messages."""

from typing import Annotated

from bot.sandbox.files import Upload
from bot.sandbox.forms import (
    ChatId,
    Entities,
    File,
    ForceReply,
    Form,
    InlineKeyboard,
    LinkPreview,
    Markup,
    Nested,
    RemoveKeyboard,
    ReplyKeyboard,
    ReplyTo,
    message_caption,
    message_text,
)
from bot.sandbox.groups import in_topic
from bot.sandbox.refusals import bad_request
from bot.sandbox.registry import takes
from bot.sandbox.world import Body, Chat, World


class Sending(Form):
    """Parameters of every method that sends a message."""

    chat_id: ChatId
    message_thread_id: int | None = None
    disable_notification: bool = False
    protect_content: bool = False
    allow_paid_broadcast: bool = False
    message_effect_id: str | None = None
    reply_parameters: Annotated[ReplyTo, Nested] | None = None
    reply_markup: Markup | None = None


class SendMessage(Sending):
    text: str = ""
    parse_mode: str | None = None
    entities: Entities | None = None
    link_preview_options: Annotated[LinkPreview, Nested] | None = None


class Captioned(Form):
    """Words under a picture."""

    caption: str | None = None
    parse_mode: str | None = None
    caption_entities: Entities | None = None
    show_caption_above_media: bool = False

    def body(self) -> Body:
        """Return the caption as a message holds it."""
        above = self.show_caption_above_media or None
        words = message_caption(self.caption, self.parse_mode, self.caption_entities)
        return words | {"show_caption_above_media": above}


class Picture(Captioned):
    """Fields of a photo, animation or video."""

    has_spoiler: bool = False


class Clip(Picture):
    """Fields of an animation."""

    thumbnail: File | None = None
    width: int | None = None
    height: int | None = None
    duration: float = 0
    supports_streaming: bool = False


class SendPhoto(Sending, Picture):
    photo: File


class SendAnimation(Sending, Clip):
    animation: File


class SendVideo(Sending, Clip):
    video: File


class SendDocument(Sending, Captioned):
    document: File
    thumbnail: File | None = None
    disable_content_type_detection: bool = False


@takes(SendMessage)
async def send_message(world: World, form: SendMessage) -> Body:
    """Send a text."""
    preview = form.link_preview_options
    content = message_text(form.text, form.parse_mode, form.entities)
    content["link_preview_options"] = preview and preview.model_dump(exclude_none=True)
    return _send(world, form, content)


@takes(SendPhoto)
async def send_photo(world: World, form: SendPhoto) -> Body:
    """Send a picture."""
    return _send(world, form, media_content(world, "photo", form.photo, form))


@takes(SendAnimation)
async def send_animation(world: World, form: SendAnimation) -> Body:
    """Send a moving picture."""
    return _send(world, form, media_content(world, "animation", form.animation, form))


@takes(SendVideo)
async def send_video(world: World, form: SendVideo) -> Body:
    """Send a film."""
    return _send(world, form, media_content(world, "video", form.video, form))


@takes(SendDocument)
async def send_document(world: World, form: SendDocument) -> Body:
    """Send a file."""
    return _send(world, form, media_content(world, "document", form.document, form))


def _send(world: World, form: Sending, content: Body) -> Body:
    chat = world.reachable(form.chat_id)
    if form.message_thread_id and form.message_thread_id not in chat.topics:
        raise bad_request("message thread not found")
    markup = form.reply_markup
    extras = {
        "reply_to_message": _answered(chat, form.reply_parameters),
        "has_protected_content": form.protect_content or None,
        "effect_id": form.message_effect_id,
        "reply_markup": buttons_content(markup if isinstance(markup, InlineKeyboard) else None),
    }
    if isinstance(markup, RemoveKeyboard):
        chat.keyboard = None
    elif isinstance(markup, ReplyKeyboard | ForceReply):
        chat.keyboard = markup.model_dump(exclude_none=True)
    content = in_topic(content, form.message_thread_id)
    content = {k: v for k, v in (content | extras).items() if v is not None}
    post = world.add_post(
        chat,
        world.bot,
        content,
        silent=form.disable_notification,
        has_keyboard=markup is not None and not isinstance(markup, InlineKeyboard),
    )
    if post.has_keyboard:
        world.tell("keyboard", {"person": chat.id, "keyboard": chat.keyboard})
    return post.body


def buttons_content(markup: InlineKeyboard | None) -> Body | None:
    """Return the buttons as a message holds them; no button at all is no keyboard."""
    if markup is None or not any(markup.inline_keyboard):
        return None
    return markup.model_dump(exclude_none=True)


def _answered(chat: Chat, reply: ReplyTo | None) -> Body | None:
    if reply is None:
        return None
    post = chat.posts.get(reply.message_id)
    if post is None and not reply.allow_sending_without_reply:
        raise bad_request("message to be replied not found")
    return {k: v for k, v in post.body.items() if k != "reply_to_message"} if post else None


def media_content(world: World, kind: str, source: str | Upload, form: Captioned) -> Body:
    """Return the content of a message that carries a file."""
    words = form.body()  # refused before a file is stored
    stored = world.files.keep(source, kind)
    width, height = stored.picture_size
    if kind == "photo":
        return {"photo": [stored.about | {"width": width, "height": height}]} | words
    about = stored.about | {"file_name": stored.name, "mime_type": stored.mime_type}
    if not isinstance(form, Clip):
        return {kind: about} | words
    shape = {"width": form.width or width, "height": form.height or height}
    clip = {kind: about | shape | {"duration": int(form.duration)}}
    # Telegram repeats an animation as a document, for clients that know no animations.
    return clip | ({"document": about} if kind == "animation" else {}) | words
