"""A trainer's list as text: a short code while it is made and kept, sealed in a link.

A code holds the weekdays in one byte and each item in two: eight bits for the number of the
exercise, four for its form, two each for sets and side. It names no person. In a link, letters
follow it that only the holder of the key can make, so that a changed or cut link is known as such.
"""

import base64
import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass

from bot.coach.library import Library
from bot.coach.routine import Item, Programme, Side

VERSION = "p1_"
SEAL = 12
"""Letters of the seal: 72 bits, more than anybody can try."""

MOST_ITEMS = 12
MOST_SETS = 4
SIDES = tuple(Side)
FORMS = (None, "easier", "harder", "shallow", "standing", "sideways", "forward")
"""In the order of their bits: a name may change places here only with a new version."""

LINK = re.compile(rf"{VERSION}([\w-]+)([\w-]{{{SEAL}}})", re.ASCII)


@dataclass(frozen=True)
class Found:
    """What a code says today: `gone` counts exercises that are no longer taught."""

    programme: Programme
    gone: int = 0


def write(library: Library, programme: Programme) -> str:
    """Write a programme as a code."""
    body = bytes([sum(1 << day for day in programme.weekdays)])
    for item in programme.items:
        number = int(library.exercises[item.exercise].sheet.id[1:])
        bits = FORMS.index(item.form) << 4 | (item.sets - 1) << 2 | SIDES.index(item.side)
        body += (number << 8 | bits).to_bytes(2)
    return base64.urlsafe_b64encode(body).decode().rstrip("=")


def read(library: Library, code: str) -> Found | None:
    """Read a code; None where nobody can have written it."""
    try:
        body = base64.b64decode(code + "=" * (-len(code) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    pairs = [int.from_bytes(body[at : at + 2]) for at in range(1, len(body), 2)]
    if len(body) % 2 == 0 or len(pairs) > MOST_ITEMS or body[0] > 127:
        return None
    if any(pair & 3 >= len(SIDES) for pair in pairs) or len({p >> 8 for p in pairs}) < len(pairs):
        return None
    slugs = {int(one.sheet.id[1:]): slug for slug, one in library.exercises.items()}
    items = [_item(library, slugs[pair >> 8], pair) for pair in pairs if pair >> 8 in slugs]
    weekdays = frozenset(day for day in range(7) if body[0] >> day & 1)
    return Found(Programme(tuple(items), weekdays), gone=len(pairs) - len(items))


def _item(library: Library, slug: str, bits: int) -> Item:
    """Read an item; a form that is no longer taught is the usual one."""
    forms = dict(enumerate(FORMS))
    form = forms.get(bits >> 4 & 15)
    known = form if form in library.exercises[slug].sheet.forms else None
    return Item(slug, known, sets=(bits >> 2 & 3) + 1, side=SIDES[bits & 3])


def usual_item(library: Library, exercise: str) -> Item:
    """Return an exercise as its own sheet has it."""
    return Item(exercise, None, library.exercises[exercise].sheet.dose.sets[1])


def key_of(token: str) -> bytes:
    """Derive the key of links from the bot's token, which it does not betray."""
    return hmac.digest(token.encode(), b"psoas-bot programme links", hashlib.sha256)


def seal(code: str, key: bytes) -> str:
    """Make what a link carries: at most 64 letters that need no escape."""
    return f"{VERSION}{code}{_seal(code, key)}"


def unseal(payload: str, key: bytes) -> str | None:
    """Return the code in a link; None where it was cut, changed or made by somebody else."""
    match = LINK.fullmatch(payload)
    if match is None or not hmac.compare_digest(match[2], _seal(match[1], key)):
        return None
    return match[1]


def _seal(code: str, key: bytes) -> str:
    digest = hmac.digest(key, f"{VERSION}{code}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode()[:SEAL]
