"""Authentication: the initData that Telegram signs, checked once, and then a pass of our own.

Telegram's algorithm is ten lines, and no library is kept well enough to be worth more.
"""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

FRESH = timedelta(hours=1)
"""How old initData may be."""

AHEAD = timedelta(minutes=5)
"""How far in the future its date may be, by our clock."""

PASS_LASTS = timedelta(hours=4)
"""How long a pass is valid: longer than anybody keeps the page open."""

LONGEST = 4096
"""Characters that are looked at; Telegram sends about 500."""


class AuthError(Exception):
    """The caller can't be identified."""


@dataclass(frozen=True)
class Visitor:
    """Who opened the page, as Telegram says; a private chat has the id of its person."""

    id: int
    language: str


def visitor_of(init_data: str, token: str, now: datetime) -> Visitor:
    """Return who opened the page; raise AuthError unless Telegram signed it within FRESH."""
    try:
        fields = dict(parse_qsl(init_data[:LONGEST], strict_parsing=True))
        shown = fields.pop("hash")
        if not _same(shown, _signature(fields, token)):
            raise AuthError
        signed = datetime.fromtimestamp(int(fields["auth_date"]), UTC)
        user = json.loads(fields["user"])
        visitor = Visitor(int(user["id"]), str(user.get("language_code") or "en"))
    except (KeyError, ValueError, TypeError, OverflowError, OSError):
        raise AuthError from None
    if not -AHEAD <= now - signed <= FRESH:
        raise AuthError
    return visitor


def _signature(fields: dict[str, str], token: str) -> str:
    """Return the signature that Telegram gives to the fields of initData."""
    text = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    key = hmac.digest(b"WebAppData", token.encode(), "sha256")
    return hmac.digest(key, text.encode(), "sha256").hex()


class Passes:
    """Passes for people, which only this bot can write."""

    def __init__(self, token: str) -> None:
        # A key of its own: what one kind of signature says must never serve for another.
        self._key = hmac.digest(token.encode(), b"psoas-bot: passes of the page", "sha256")

    def write(self, visitor: Visitor, now: datetime) -> str:
        """Return a pass for a person."""
        until = int((now + PASS_LASTS).timestamp())
        told = f"{visitor.id}:{until}:{visitor.language}".encode()
        return f"{_text(told)}.{_text(self._sign(told))}"

    def read(self, shown: str, now: datetime) -> Visitor:
        """Return whose pass it is; raise AuthError if it is forged or has expired."""
        try:
            told, signature = (_bytes(part) for part in shown[:LONGEST].split("."))
            if not hmac.compare_digest(signature, self._sign(told)):
                raise AuthError
            number, until, language = told.decode().split(":")
        except ValueError:
            raise AuthError from None
        if now.timestamp() > int(until):
            raise AuthError
        return Visitor(int(number), language)

    def _sign(self, told: bytes) -> bytes:
        return hmac.digest(self._key, told, "sha256")


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
