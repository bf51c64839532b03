"""How it goes for everybody together: what operators ask."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.services.parcels import LATE_NOTICE
from bot.store import roles, statistics, subscribers
from bot.store.database import Database
from bot.store.deliveries import State
from bot.store.subscribers import Standing

COUNTED = 1_000
"""Due deliveries that are counted; beyond that, the wait of the oldest says more."""

LATEST = 1_000
"""The latest deliveries, by which the present is judged: as cheap with ten people as with more."""

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
    """What /stats shows; today is a day in UTC for people, each one's own for deliveries."""

    active: int
    new: tuple[int, int]
    left: tuple[int, int]
    days: tuple[Day, ...]

    @property
    def today(self) -> Day:
        """The last of the days."""
        return self.days[-1]


@dataclass(frozen=True)
class Course:
    """How the latest deliveries went: those that were sent, of those of which it is known."""

    sent: int
    expected: int


@dataclass(frozen=True)
class Summary:
    """How things stand: people, the last 24 hours, what is due, and who has which role."""

    people: dict[str, int]
    lately: Day
    backlog: Backlog
    following: datetime | None
    roles: list[tuple[str, str, datetime]]


class Statistics:
    """The use cases of those who look after the bot."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def backlog(self, now: datetime) -> Backlog:
        """Return what is due; cheap, however much that is."""
        async with self._database.read() as connection:
            oldest = await subscribers.next_due(connection)
            if oldest is None or oldest > now:
                return Backlog(0, 0)
            count = await statistics.due(connection, now, COUNTED)
        return Backlog(count, (now - oldest).total_seconds())

    async def figures(self, now: datetime) -> Figures:
        """Count everything that /stats shows; this reads all rows, for one who asked."""
        today = now.date()
        midnight = datetime.combine(today, time(), now.tzinfo)
        days = [today - timedelta(days=back) for back in reversed(range(SHOWN_DAYS))]
        async with self._database.read() as connection:
            since = (midnight, now - WEEK)
            active, new, left = await statistics.people(connection, Standing.ACTIVE, since)
            found = await statistics.days(connection, days[0], LATE_NOTICE)
        return Figures(
            active, (new[0], new[1]), (left[0], left[1]), tuple(_day(day, found) for day in days)
        )

    async def summary(self, now: datetime) -> Summary:
        """Return how things stand, for one who looks in from outside."""
        async with self._database.read() as connection:
            people = await statistics.standings(connection)
            # By instants: at any moment somebody's today is another date.
            found = await statistics.since(connection, now - timedelta(days=1), LATE_NOTICE)
            following = await subscribers.next_due(connection)
            held = await roles.held(connection, now)
        lately = _day(now.date(), [(now.date(), *row) for row in found])
        return Summary(people, lately, await self.backlog(now), following, held)

    async def course(self, now: datetime) -> Course:
        """Judge the latest deliveries of the last day; cheap, however many there were."""
        async with self._database.read() as connection:
            states = await statistics.latest(connection, now - timedelta(days=1), LATEST)
        known = {state: n for state, n in states.items() if state not in UNDECIDED}
        return Course(known.get(State.SENT, 0), sum(known.values()))


def _day(day: date, found: list[tuple[date, str, int, int]]) -> Day:
    rows = [row for row in found if row[0] == day]
    return Day(
        day,
        sent=sum(count for _, state, count, _ in rows if state == State.SENT),
        late=sum(late for _, state, _, late in rows if state == State.SENT),
        failed=sum(count for _, state, count, _ in rows if state in NEVER),
    )
