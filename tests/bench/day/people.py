"""Who lives through the day: people in every zone of the world, with a peak in the morning.

When each of them is due is worked out here anew, from the zone and the time alone, so that the
bot is not measured against its own arithmetic.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bot.coach.atlas import atlas
from tests.bench import mix
from tests.bench.day.clock import BEGIN, END

SEED = 25

HOURS = {
    **dict.fromkeys(range(24), 1),
    **dict.fromkeys((5, 9, *range(17, 22)), 4),
    **dict.fromkeys((6, 8), 10),
    7: 50,
}
MINUTES = {0: 55, 30: 20, 15: 8, 45: 8, 5: 3, 20: 3, 40: 3}
"""Of a hundred or so people, how many chose an hour of their day, and a minute of it."""

BLOCKED = 0.01
MOVED = 0.2
"""Shares of chats that blocked the bot the day before, and of groups that became supergroups."""

SUPERGROUPS = 1_000_000_000_000
"""What Telegram takes off a group's number to make the one it has from then on."""

Day = tuple[int, date]
"""A chat and its local date: what is sent for it must arrive once."""


@dataclass(frozen=True)
class Crowd:
    """The rows of all, and what is due when; chats are called by their first number."""

    rows: list[dict[str, Any]]
    due: Mapping[Day, datetime]
    blocked: frozenset[int]
    moved: Mapping[int, int]


def crowd(count: int) -> Crowd:
    """Draw the people of the day; the same ones each time."""
    draw = Random(SEED)
    people = mix.people(count, tuple(mix.LANGUAGES.items()))
    rows = [
        _row(person, number, zone, draw)
        for number, (person, zone) in enumerate(zip(people, _homes(draw), strict=False), 1)
    ]
    due = {(row["chat_id"], day): at for row in rows for day, at in _days(row)}
    groups = [row["chat_id"] for row in rows if row["chat_id"] < 0]
    moved = {chat: chat - SUPERGROUPS for chat in groups if draw.random() < MOVED}
    others = [row["chat_id"] for row in rows if row["chat_id"] not in moved]
    blocked = frozenset(chat for chat in others if draw.random() < BLOCKED)
    return Crowd(rows, due, blocked, moved)


def _row(person: Mapping[str, Any], number: int, zone: str, draw: Random) -> dict[str, Any]:
    wall = time(_one(draw, HOURS), _one(draw, MINUTES))
    _, first = _instants(zone, wall)[0]
    return mix.row({**person, "zone": zone}, number, first) | {"wall": wall}


def _days(row: Mapping[str, Any]) -> Iterator[tuple[date, datetime]]:
    """Yield the local dates on which somebody is due within the day, and when."""
    for day, at in _instants(row["zone"], row["wall"]):
        if str(day.weekday()) in row["weekdays"]:
            yield day, at


@cache
def _instants(zone: str, wall: time) -> tuple[tuple[date, datetime], ...]:
    """Return each local date on which a time falls within the day, and the instant."""
    dates = (BEGIN.date() + timedelta(number) for number in range(-1, 4))
    pairs = ((day, datetime.combine(day, wall, ZoneInfo(zone)).astimezone(UTC)) for day in dates)
    return tuple((day, at) for day, at in pairs if BEGIN <= at < END)


def _homes(draw: Random) -> Iterator[str]:
    """Yield every zone once, and then zones by the people of their cities, without end."""
    people = Counter[str]()
    for number, lives_there in enumerate(atlas().people):
        people[atlas().city(number).zone] += lives_there
    yield from sorted(people)
    zones, weights = list(people), list(people.values())
    while True:
        yield from draw.choices(zones, weights, k=1000)


def _one(draw: Random, weights: Mapping[int, int]) -> int:
    return draw.choices(list(weights), list(weights.values()))[0]
