"""A trainer's programme as a short code of letters, digits, hyphens and underscores.

The code holds the weekdays in one byte and each item in two: eight bits for the number of the
exercise, four for its version, two each for sets and side. It names no person.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from bot.coach.library import Library
from bot.coach.trainee import Item, Programme, Side

MOST_ITEMS = 12
MOST_SETS = 4
SIDES = tuple(Side)
VERSIONS = (None, "easier", "harder", "shallow", "standing", "sideways", "forward", "deadlift")
"""In the order of their bits: changing the order changes what kept and shared codes mean.

So one that is no longer taught, such as *sideways*, keeps its place.
"""


@dataclass(frozen=True)
class DecodedProgramme:
    """What a code says today: `gone` counts exercises that are no longer taught."""

    programme: Programme
    gone: int = 0


def write(library: Library, programme: Programme) -> str:
    """Write a programme as a code."""
    body = bytes([sum(1 << day for day in programme.weekdays)])
    for item in programme.items:
        number = int(library.exercises[item.exercise].sheet.id[1:])
        bits = VERSIONS.index(item.version) << 4 | (item.sets - 1) << 2 | SIDES.index(item.side)
        body += (number << 8 | bits).to_bytes(2)
    return base64.urlsafe_b64encode(body).decode().rstrip("=")


def read(library: Library, code: str) -> DecodedProgramme | None:
    """Read a code; return None if `write` cannot have made it."""
    try:
        body = base64.b64decode(code + "=" * (-len(code) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    pairs = [int.from_bytes(body[at : at + 2]) for at in range(1, len(body), 2)]
    if len(body) % 2 == 0 or body[0] > 127 or not _is_possible(pairs):
        return None
    slugs = {int(one.sheet.id[1:]): slug for slug, one in library.exercises.items()}
    items = [_item(library, slugs[pair >> 8], pair) for pair in pairs if pair >> 8 in slugs]
    weekdays = frozenset(day for day in range(7) if body[0] >> day & 1)
    return DecodedProgramme(Programme(tuple(items), weekdays), gone=len(pairs) - len(items))


def _is_possible(pairs: Sequence[int]) -> bool:
    """Return whether so many items, on such sides, can stand in one list."""
    numbers, sides = {pair >> 8 for pair in pairs}, {pair & 3 for pair in pairs}
    return len(numbers) == len(pairs) <= MOST_ITEMS and max(sides, default=0) < len(SIDES)


def _item(library: Library, slug: str, bits: int) -> Item:
    """Read an item; a version that is no longer taught becomes the standard version."""
    versions = dict(enumerate(VERSIONS))
    version = versions.get(bits >> 4 & 15)
    known = version if version in library.exercises[slug].sheet.versions else None
    return Item(slug, known, sets=(bits >> 2 & 3) + 1, side=SIDES[bits & 3])


def usual_item(library: Library, exercise: str) -> Item:
    """Return an item that asks for an exercise as its own sheet has it."""
    return Item(exercise, None, library.exercises[exercise].sheet.dose.sets[1])
