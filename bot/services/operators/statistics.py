"""Statistics for operators: totals over all subscribers."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.services.delivery.policy import LATE_NOTICE
from bot.store import roles, statistics, subscribers
from bot.store.database import Database
from bot.store.deliveries import State
from bot.store.subscribers import ChatKind, Status

COUNTED = 1_000
"""The most due deliveries that are counted; beyond that, the oldest one's wait says more."""

LATEST = 1_000
"""How many of the latest deliveries are judged: a fixed cost, however many people there are."""

SHOWN_DAYS = 14
WEEK = timedelta(days=7)
UNDECIDED = {State.CLAIMED, State.SENDING}
NEVER = {State.FAILED, State.MISSED}


@dataclass(frozen=True)
class Backlog:
    """How many deliveries are due and not yet claimed, and how long the oldest has waited."""

    count: float
    seconds: float


@dataclass(frozen=True)
class Day:
    """What was sent on one local day, how much of it late, and what never will be."""

    day: date
    sent: int = 0
    late: int = 0
    failed: int = 0


@dataclass(frozen=True)
class Figures:
    """What /stats shows; today is a day in UTC for people, each one's own for deliveries.

    `people` and `groups` (channels among them) are subscribed now; only people are new or gone.
    """

    people: int
    groups: int
    new: tuple[int, int]
    unsubscribed: tuple[int, int]
    days: tuple[Day, ...]

    @property
    def today(self) -> Day:
        """The last of the days."""
        return self.days[-1]


@dataclass(frozen=True)
class RecentOutcomes:
    """How many of the latest deliveries were sent, out of those whose outcome is known."""

    sent: int
    expected: int


@dataclass(frozen=True)
class Summary:
    """What `psoas-bot status` shows: people, the last 24 hours, the backlog and the roles.

    `standings` counts each kind of chat (private, group, channel) by state.
    """

    standings: dict[str, dict[str, int]]
    lately: Day
    backlog: Backlog
    following: datetime | None
    roles: list[tuple[str, str, datetime]]
    quarantined: int = 0


class Statistics:
    """The statistics of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def backlog(self, now: datetime) -> Backlog:
        """Return the backlog of due deliveries; cheap, however large it is."""
        async with self._database.read() as connection:
            oldest = await subscribers.next_due(connection)
            if oldest is None or oldest > now:
                return Backlog(0, 0)
            count = await statistics.due(connection, now, COUNTED)
        return Backlog(count, (now - oldest).total_seconds())

    async def figures(self, now: datetime) -> Figures:
        """Count everything that /stats shows; this reads all rows."""
        today = now.date()
        midnight = datetime.combine(today, time(), now.tzinfo)
        days = [today - timedelta(days=back) for back in reversed(range(SHOWN_DAYS))]
        async with self._database.read() as connection:
            since = (midnight, now - WEEK)
            standings = await statistics.standings(connection)
            new, left = await statistics.came_and_left(connection, since)
            found = await statistics.days(connection, days[0], LATE_NOTICE)
        active = {kind: states.get(Status.ACTIVE, 0) for kind, states in standings.items()}
        people = active.pop(ChatKind.PRIVATE, 0)
        return Figures(
            people,
            groups=sum(active.values()),
            new=(new[0], new[1]),
            unsubscribed=(left[0], left[1]),
            days=tuple(_day(day, found) for day in days),
        )

    async def summary(self, now: datetime) -> Summary:
        """Return what `psoas-bot status` shows."""
        async with self._database.read() as connection:
            standings = await statistics.standings(connection)
            # By instants: at any moment somebody's today is another date.
            found = await statistics.since(connection, now - timedelta(days=1), LATE_NOTICE)
            following = await subscribers.next_due(connection)
            held = await roles.held(connection, now)
            aside = await statistics.quarantined(connection)
        lately = _day(now.date(), [(now.date(), *row) for row in found])
        return Summary(standings, lately, await self.backlog(now), following, held, aside)

    async def quarantined(self) -> int:
        """Count the people whose rows are set aside, because they can't be read."""
        async with self._database.read() as connection:
            return await statistics.quarantined(connection)

    async def recent_outcomes(self, now: datetime) -> RecentOutcomes:
        """Count the outcomes of the latest deliveries of the last day."""
        async with self._database.read() as connection:
            states = await statistics.latest(connection, now - timedelta(days=1), LATEST)
        known = {state: n for state, n in states.items() if state not in UNDECIDED}
        arrived = sum(known.get(state, 0) for state in (State.SENT, State.ANSWERED))
        return RecentOutcomes(arrived, sum(known.values()))


def _day(day: date, found: list[tuple[date, str, int, int]]) -> Day:
    rows = [row for row in found if row[0] == day]
    return Day(
        day,
        sent=sum(count for _, state, count, _ in rows if state == State.SENT),
        late=sum(late for _, state, _, late in rows if state == State.SENT),
        failed=sum(count for _, state, count, _ in rows if state in NEVER),
    )
