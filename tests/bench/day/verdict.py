"""What came of the day: Telegram's tape laid beside the ledger and beside what was due."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Any

import sqlalchemy as sa

from bot.store.deliveries import DeliveryKind, State
from bot.store.tables import deliveries, subscribers
from tests.bench.day.clock import END, FastClock
from tests.bench.day.people import Crowd, Day

LEDGER = sa.select(
    subscribers.c.chat_id,
    deliveries.c.kind,
    deliveries.c.day,
    deliveries.c.due_at,
    deliveries.c.state,
    deliveries.c.reason,
    deliveries.c.message_id,
).join(subscribers, subscribers.c.id == deliveries.c.subscriber_id)


@dataclass(frozen=True)
class Verdict:
    """The days by what became of them, and how late those were that arrived."""

    late: Mapping[Day, timedelta]
    arrived: Mapping[Day, datetime]
    lost: Mapping[Day, str]
    missed: Mapping[Day, str]
    aloud_twice: frozenset[Day]
    silently_twice: frozenset[Day]
    unasked: frozenset[Day]
    others: int
    unknown: int
    states: Mapping[Day, str]

    def state(self, key: Day) -> str:
        """Return what the ledger says of a day."""
        return self.states.get(key, "no row")


def judge(
    crowd: Crowd, clock: FastClock, tape: Iterable[list[Any]], rows: Iterable[Any]
) -> Verdict:
    """Sort every day into what became of it."""
    first = {new: old for old, new in crowd.moved.items()}
    days, others = {}, set()
    states: dict[Day, str] = {}
    for chat, kind, day, _due, state, reason, number in rows:
        key = first.get(chat, chat), day
        if kind != DeliveryKind.EXERCISE:
            others.add(number)
            continue
        days[number] = key
        states[key] = f"{state}: {reason}" if reason else state
    copies, unknown = _copies(crowd, clock, tape, days, others)
    arrived = {key: clock.at(min(at for at, _ in got)) for key, got in copies.items()}
    gone = {key: states.get(key, "no row") for key in crowd.due if key not in copies}
    gone = {key: state for key, state in gone.items() if key[0] not in crowd.blocked}
    missed = {key for key, state in gone.items() if state.startswith(State.MISSED)}
    twice = {key: sorted(got) for key, got in copies.items() if len(got) > 1}
    aloud = {key for key, got in twice.items() if not all(silent for _, silent in got[1:])}
    ours = {key: at for key, at in arrived.items() if key in crowd.due}
    return Verdict(
        late={key: at - crowd.due[key] for key, at in ours.items()},
        arrived=ours,
        lost={key: state for key, state in gone.items() if key not in missed},
        missed={key: gone[key] for key in missed},
        aloud_twice=frozenset(aloud),
        silently_twice=frozenset(twice.keys() - aloud),
        unasked=frozenset(_never_due(crowd, arrived)),
        others=len(others),
        unknown=unknown,
        states=states,
    )


def _copies(
    crowd: Crowd,
    clock: FastClock,
    tape: Iterable[list[Any]],
    days: Mapping[int, Day],
    others: set[int],
) -> tuple[dict[Day, list[tuple[float, bool]]], int]:
    """Return when each copy of a day arrived and whether silently; count what nobody knows.

    The ledger knows most by their number. A copy whose sender was killed is known by its button,
    or on a day of rest, which has none, by the chat's latest day that was due.
    """
    first = {new: old for old, new in crowd.moved.items()}
    copies: dict[Day, list[tuple[float, bool]]] = defaultdict(list)
    unknown = 0
    for number, chat, day, is_silent, at in tape:
        if number in others:
            continue
        key = days.get(number)
        if key is None and day is not None:
            key = first.get(chat, chat), date.fromisoformat(day)
        key = key or _latest(crowd, first.get(chat, chat), clock.at(at))
        if key is None:
            unknown += 1
        else:
            copies[key].append((at, is_silent))
    return copies, unknown


def _latest(crowd: Crowd, chat: int, at: datetime) -> Day | None:
    """Return the chat's latest day that was due at an instant."""
    due = [(when, key) for key, when in crowd.due.items() if key[0] == chat and when <= at]
    return max(due)[1] if due else None


def _never_due(crowd: Crowd, arrived: Mapping[Day, datetime]) -> Iterable[Day]:
    """Yield days that arrived before END, and that nobody was due."""
    return (key for key, at in arrived.items() if at < END and key not in crowd.due)


def hours(crowd: Crowd, verdict: Verdict) -> list[tuple[str, int, int, int]]:
    """Return for each hour how many fell due, how many arrived, and the longest queue in it."""
    events = [(crowd.due[key], 1) for key in verdict.arrived]
    events += [(at, -1) for at in verdict.arrived.values()]
    events.sort(key=lambda one: one[0])
    due, sent, longest = Counter[str](), Counter[str](), Counter[str]()
    for (at, step), queue in zip(events, accumulate(step for _, step in events), strict=True):
        hour = f"{at:%d %H:00}"
        (due if step > 0 else sent)[hour] += 1
        longest[hour] = max(longest[hour], queue)
    return [(hour, due[hour], sent[hour], longest[hour]) for hour in sorted(longest)]
