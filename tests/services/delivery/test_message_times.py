"""When messages are due, for anybody on any day: pure rules, checked by hypothesis."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.coach.schedule import Due
from bot.services.delivery.message_times import WEEK_AFTER, evening
from bot.services.delivery.reminder_offer import REMIND_AFTER
from bot.store.deliveries import DeliveryKind, NewDelivery
from bot.store.subscribers import Subscriber
from tests.chat.deck import ALICE

WALLS = st.times(timezones=st.none())
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
ZONES = st.sampled_from(
    ["Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "America/Nuuk"]
)
PEOPLE = st.builds(
    lambda nudge, weekly, days, zone: ALICE._replace(
        nudge=nudge, weekly=weekly, weekdays=frozenset(days), zone=zone
    ),
    st.none() | WALLS,
    st.booleans(),
    st.sets(st.integers(0, 6), min_size=1),
    ZONES,
)
MINUTES = st.integers(0, 24 * 60 - 1)


def came(person: Subscriber, day: date, minute: int) -> Due:
    """Return an exercise that came at a minute of a local day."""
    midnight = datetime.combine(day, time(0), ZoneInfo(person.zone)).astimezone(UTC)
    return Due(day, midnight + timedelta(minutes=minute))


def planned(
    person: Subscriber, due: Due, *, no_reminder: bool = False
) -> dict[DeliveryKind, NewDelivery]:
    """Return the messages of an evening by their kind; each kind comes once at most."""
    rows = list(evening(person, due, due.at, no_reminder=no_reminder))
    by_kind = {row.kind: row for row in rows}
    assert len(by_kind) == len(rows)
    return by_kind


@given(PEOPLE, DAYS, MINUTES)
def test_a_reminder_comes_at_its_wall_time_and_gives_the_exercise_half_an_hour(
    person: Subscriber, day: date, minute: int
) -> None:
    due = came(person, day, minute)
    reminder = planned(person, due).get(DeliveryKind.REMINDER)

    if reminder is None:
        return
    assert person.nudge is not None
    assert reminder.due_at >= due.at + REMIND_AFTER
    local = reminder.due_at.astimezone(ZoneInfo(person.zone))
    # A wall time in a gap of the clock comes after it by the gap's own length.
    assert local.time() == person.nudge or local.time() > person.nudge or local.date() > day


@given(PEOPLE, DAYS, MINUTES)
def test_on_a_rest_day_nobody_is_reminded(person: Subscriber, day: date, minute: int) -> None:
    assert DeliveryKind.REMINDER not in planned(
        person, came(person, day, minute), no_reminder=True
    )


@given(PEOPLE, DAYS, MINUTES)
def test_the_week_summary_comes_once_a_week_and_an_hour_after_the_exercise(
    person: Subscriber, day: date, minute: int
) -> None:
    days = [day + timedelta(days=number) for number in range(7)]
    training = [one for one in days if one.weekday() in person.weekdays]
    lines = [
        planned(person, due)[DeliveryKind.WEEK].due_at - due.at
        for due in (came(person, one, minute) for one in training)
        if DeliveryKind.WEEK in planned(person, due)
    ]

    assert len(lines) == int(person.weekly)
    assert all(wait >= WEEK_AFTER for wait in lines)


@given(PEOPLE, DAYS, MINUTES, st.integers(1, 30))
def test_a_pause_is_quiet(person: Subscriber, day: date, minute: int, days: int) -> None:
    paused = person._replace(paused_until=day + timedelta(days=days))

    assert planned(paused, came(person, day, minute)) == {}


def test_a_usual_evening() -> None:
    bob = ALICE._replace(nudge=time(20), weekly=True, zone="America/New_York")
    sunday = date(2026, 11, 29)
    rows = planned(bob, came(bob, sunday, 8 * 60))

    eight = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
    assert {kind: row.due_at for kind, row in rows.items()} == {
        DeliveryKind.REMINDER: eight,
        DeliveryKind.WEEK: eight,
    }
    assert {row.key for row in rows.values()} == {"2026-11-29"}


def test_an_exercise_after_the_reminders_time_brings_none() -> None:
    bob = ALICE._replace(nudge=time(20))
    at_seven, half_past = (came(bob, date(2026, 11, 24), 60 * 19 + extra) for extra in (0, 31))

    assert DeliveryKind.REMINDER in planned(bob, at_seven)
    assert DeliveryKind.REMINDER not in planned(bob, half_past)
