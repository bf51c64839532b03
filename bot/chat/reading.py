"""From the JSON of an update to an object that handlers can trust in form."""

import logging
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from telegram import Update
from telegram.ext import ExtBot

Number = Annotated[int, Field(gt=-(2**52), lt=2**52)]

log = logging.getLogger(__name__)


class _Part(BaseModel):
    """What we rely on; Telegram may send more."""

    model_config = ConfigDict(strict=True, extra="ignore")


class _User(_Part):
    id: Number
    first_name: str
    language_code: str | None = None


class _Chat(_Part):
    id: Number
    type: str


class _Entity(_Part):
    type: str
    offset: Annotated[int, Field(ge=0)]
    length: Annotated[int, Field(ge=0)]


class _Point(_Part):
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]


class _Message(_Part):
    message_id: Number
    date: Annotated[int, Field(ge=0, lt=2**36)]
    chat: _Chat
    sender: _User | None = Field(None, alias="from")
    text: str | None = None
    entities: list[_Entity] = []
    location: _Point | None = None
    migrate_to_chat_id: Number | None = None


class _Query(_Part):
    id: str
    sender: _User = Field(alias="from")
    data: str | None = None
    message: _Message | None = None


class _Member(_Part):
    user: _User
    status: str


class _Membership(_Part):
    chat: _Chat
    sender: _User = Field(alias="from")
    old_chat_member: _Member
    new_chat_member: _Member


class _Inline(_Part):
    id: str
    sender: _User = Field(alias="from")
    query: str
    offset: str


class _Update(_Part):
    update_id: int
    message: _Message | None = None
    edited_message: _Message | None = None
    channel_post: _Message | None = None
    callback_query: _Query | None = None
    my_chat_member: _Membership | None = None
    inline_query: _Inline | None = None


def read(bot: ExtBot[None], raw: dict[str, Any]) -> Update | None:
    """Read the kinds of update that we know; one that is none is logged and stepped over.

    PTB itself trusts the types of what it reads.
    """
    known = {kind: raw[kind] for kind in _Update.model_fields if kind in raw}
    try:
        _Update.model_validate(known)
        return Update.de_json(known, bot)
    except ValidationError as error:
        fault = ".".join(map(str, error.errors()[0]["loc"]))
    except Exception as error:  # noqa: BLE001  # whatever PTB stumbles over, the next one is fine
        fault = type(error).__name__
    log.warning("update %s is no update (%s); it is stepped over", raw.get("update_id"), fault)
    return None
