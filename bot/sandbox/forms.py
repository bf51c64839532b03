"""Parameters that several methods share, with Telegram's own checks."""

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationInfo
from telegram.constants import (
    InlineKeyboardButtonLimit,
    InlineKeyboardMarkupLimit,
    MessageLimit,
)

from bot.sandbox.files import Upload
from bot.sandbox.markup import Entity, ParseError, detect, parse_html, trim, utf16_length
from bot.sandbox.refusals import bad_request


class Form(BaseModel):
    """Parameters of a method; Telegram ignores an unknown one, here it is refused as a typo."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


def _decoded(value: object) -> object:
    """Read an object that came as a JSON string, as in every form-encoded call."""
    return json.loads(value) if isinstance(value, str) else value


def _attached(value: object, info: ValidationInfo) -> object:
    if isinstance(value, str) and value.startswith("attach://"):
        upload = (info.context or {}).get(value.removeprefix("attach://"))
        if upload is None:
            raise bad_request("attached file not found")
        return upload
    return value


ChatId = Annotated[int | str, Field(union_mode="left_to_right")]
Nested = BeforeValidator(_decoded)
File = Annotated[str | Upload, BeforeValidator(_attached), PlainSerializer(str)]
Entities = Annotated[list[Entity], Nested]
Style = Literal["danger", "success", "primary"]


class CopyText(Form):
    """The text that a button copies."""

    text: str = Field(min_length=1, max_length=InlineKeyboardButtonLimit.MAX_COPY_TEXT)


class InlineButton(Form):
    """A button under a message."""

    text: str = Field(min_length=1)
    style: Style | None = None
    icon_custom_emoji_id: str | None = None
    url: str | None = None
    callback_data: str | None = None
    copy_text: CopyText | None = None
    switch_inline_query: str | None = None
    switch_inline_query_current_chat: str | None = None
    switch_inline_query_chosen_chat: dict[str, Any] | None = None
    web_app: dict[str, str] | None = None

    def model_post_init(self, _context: object) -> None:
        """Refuse what Telegram refuses of a button."""
        actions = self.model_fields_set - {"text", "style", "icon_custom_emoji_id"}
        if len(actions) != 1:
            raise bad_request(
                "can't parse inline keyboard button: "
                "Text buttons are unallowed in the inline keyboard"
            )
        size = len((self.callback_data or "").encode())
        if "callback_data" in actions and not 1 <= size <= (
            InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
        ):
            raise bad_request("BUTTON_DATA_INVALID")
        if self.url is not None and not self.url.startswith(("https://", "http://", "tg://")):
            raise bad_request(
                f"inline keyboard button URL '{self.url}' is invalid: Wrong HTTP URL"
            )


class InlineKeyboard(Form):
    """Rows of buttons under a message."""

    inline_keyboard: list[list[InlineButton]]

    def model_post_init(self, _context: object) -> None:
        """Refuse a keyboard that is too large."""
        sizes = [len(row) for row in self.inline_keyboard]
        if sum(sizes) > InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER:
            raise bad_request("reply markup is too long")
        if max(sizes, default=0) > InlineKeyboardMarkupLimit.BUTTONS_PER_ROW:
            raise bad_request("too many buttons in a row of the inline keyboard")


class KeyboardButton(Form):
    """A button in place of the person's keyboard."""

    text: str = Field(min_length=1)
    style: Style | None = None
    icon_custom_emoji_id: str | None = None
    request_location: bool | None = None
    request_contact: bool | None = None


def _button(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


class ReplyKeyboard(Form):
    """Rows of buttons in place of the person's keyboard."""

    keyboard: list[list[Annotated[KeyboardButton, BeforeValidator(_button)]]]
    is_persistent: bool | None = None
    resize_keyboard: bool | None = None
    one_time_keyboard: bool | None = None
    input_field_placeholder: str | None = Field(None, min_length=1, max_length=64)
    selective: bool | None = None


class RemoveKeyboard(Form):
    """An order to take the reply keyboard away."""

    remove_keyboard: Literal[True]
    selective: bool | None = None


class ForceReply(Form):
    """An order to open the input as if the person had chosen to reply."""

    force_reply: Literal[True]
    input_field_placeholder: str | None = Field(None, min_length=1, max_length=64)
    selective: bool | None = None


MARKUPS: dict[str, type[Form]] = {
    "inline_keyboard": InlineKeyboard,
    "keyboard": ReplyKeyboard,
    "remove_keyboard": RemoveKeyboard,
    "force_reply": ForceReply,
}


def _chosen(value: object) -> object:
    """Read a reply markup by the field that names its kind."""
    value = _decoded(value)
    for name, kind in MARKUPS.items():
        if isinstance(value, dict) and name in value:
            return kind.model_validate(value)
    raise bad_request("object expected as reply markup")


Markup = Annotated[
    InlineKeyboard | ReplyKeyboard | RemoveKeyboard | ForceReply, BeforeValidator(_chosen)
]
InlineMarkup = Annotated[InlineKeyboard, Nested]


class LinkPreview(Form):
    """How the preview of a link looks."""

    is_disabled: bool | None = None
    url: str | None = None
    prefer_small_media: bool | None = None
    prefer_large_media: bool | None = None
    show_above_text: bool | None = None


class ReplyTo(Form):
    """The message that is answered."""

    message_id: int
    chat_id: ChatId | None = None
    allow_sending_without_reply: bool = False
    quote: str | None = None


def formatted(
    text: str, mode: str | None, entities: list[Entity] | None
) -> tuple[str, list[Entity]]:
    """Read a text as its parse mode says."""
    found = entities or []
    if mode and mode.upper() != "HTML":
        raise bad_request("unsupported parse_mode")
    if mode:
        try:
            text, found = parse_html(text)
        except ParseError as error:
            raise bad_request(f"can't parse entities: {error}") from error
    text, found = trim(text, found)
    return text, detect(text, found)


def message_text(text: str, mode: str | None, entities: list[Entity] | None) -> dict[str, Any]:
    """Return the text of a message, if Telegram would carry it."""
    plain, found = formatted(text, mode, entities)
    if not plain:
        raise bad_request("message text is empty")
    if utf16_length(plain) > MessageLimit.MAX_TEXT_LENGTH:
        raise bad_request("message is too long")
    return {"text": plain, "entities": found or None}


def message_caption(
    text: str | None, mode: str | None, entities: list[Entity] | None
) -> dict[str, Any]:
    """Return the caption of a message, if Telegram would carry it."""
    plain, found = formatted(text or "", mode, entities)
    if utf16_length(plain) > MessageLimit.CAPTION_LENGTH:
        raise bad_request("message caption is too long")
    return {"caption": plain or None, "caption_entities": found or None}
