"""Links to a trainer's programme: a code, and a seal that only this bot can make.

A link that was cut, changed or made by somebody else does not open.
"""

import base64
import hashlib
import hmac
import re

VERSION = "p1_"
SEAL = 12
"""Letters of the seal: 72 bits, more than anybody can try."""

LINK = re.compile(rf"{VERSION}([\w-]+)([\w-]{{{SEAL}}})", re.ASCII)


def key_of(token: str) -> bytes:
    """Derive the key of links from the bot's token, which the key does not reveal."""
    return hmac.digest(token.encode(), b"psoas-bot programme links", hashlib.sha256)


def seal(code: str, key: bytes) -> str:
    """Return what a link carries: at most 64 characters that need no escape."""
    return f"{VERSION}{code}{_seal(code, key)}"


def unseal(payload: str, key: bytes) -> str | None:
    """Return the code in a link; None if it was cut, changed or made by somebody else."""
    match = LINK.fullmatch(payload)
    if match is None or not hmac.compare_digest(match[2], _seal(match[1], key)):
        return None
    return match[1]


def _seal(code: str, key: bytes) -> str:
    digest = hmac.digest(key, f"{VERSION}{code}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode()[:SEAL]
