"""Mini Apps as Telegram opens them: who opens one, signed, and in which colours."""

import hmac
import json
import secrets
from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlencode, urlsplit

from pydantic import Field

from bot.sandbox.forms import Form
from bot.sandbox.refusals import Refusal
from bot.sandbox.world import Chat, World

VERSION = "9.1"
"""The version of Telegram's bridge that the sandbox speaks."""


class Launch(Form):
    url: str | None = Field(None, max_length=512)
    look: Literal["light", "dark"] = "light"
    start: str = Field("", pattern=r"^[\w-]{0,64}$")


THEMES: Mapping[str, Mapping[str, str]] = {
    "light": {
        "bg_color": "#ffffff",
        "secondary_bg_color": "#efeff4",
        "section_bg_color": "#ffffff",
        "text_color": "#000000",
        "hint_color": "#6d6d72",
        "link_color": "#0b6bcb",
        "button_color": "#0b6bcb",
        "button_text_color": "#ffffff",
        "destructive_text_color": "#c92a3a",
    },
    "dark": {
        "bg_color": "#17212b",
        "secondary_bg_color": "#0e1621",
        "section_bg_color": "#17212b",
        "text_color": "#f5f5f5",
        "hint_color": "#8fa3b5",
        "link_color": "#6ab3f3",
        "button_color": "#3d8fd6",
        "button_text_color": "#ffffff",
        "destructive_text_color": "#ff7b83",
    },
}
"""The colours of Telegram's own apps."""


def address(world: World, person: Chat, form: Launch) -> str:
    """Return where a Mini App opens for a person: by a button's address, or the menu's."""
    menu = world.menu_buttons.get(person.id) or world.menu_buttons.get(None, {})
    url = form.url or menu.get("web_app", {}).get("url")
    if not url or urlsplit(url).scheme not in {"http", "https"}:
        raise Refusal(404, "This bot has no Mini App.")
    if form.start:
        url += f"{'&' if '?' in url else '?'}{urlencode({'tgWebAppStartParam': form.start})}"
    told = {
        "tgWebAppData": init_data(world, person, form.start),
        "tgWebAppVersion": VERSION,
        "tgWebAppPlatform": "web",
        "tgWebAppThemeParams": json.dumps(THEMES[form.look]),
    }
    return f"{url}#{urlencode(told)}"


def init_data(world: World, person: Chat, start: str = "") -> str:
    """Return who opens it, with a signature by the bot's token."""
    user = {"id": person.id, "first_name": person.about["first_name"]}
    fields = {
        "query_id": f"AA{secrets.token_hex(8)}",
        "user": json.dumps(user | {"language_code": person.language_code}),
        "auth_date": str(world.unix_time),
        **({"start_param": start} if start else {}),
    }
    return signed(fields, world.token)


def signed(fields: Mapping[str, str], token: str) -> str:
    """Return the fields with a signature by a bot's token, as Telegram sends them."""
    text = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    key = hmac.digest(b"WebAppData", token.encode(), "sha256")
    return urlencode({**fields, "hash": hmac.digest(key, text.encode(), "sha256").hex()})
