"""Whom and what the cards of the deck are about."""

from datetime import UTC, date, datetime, time, timedelta

from bot.coach.places import Place
from bot.coach.progress import Mark
from bot.coach.sheets import Avoided, Flag
from bot.coach.suitability import LeftOut, Reason
from bot.coach.trainee import Practice
from bot.sandbox.server import TOKEN
from bot.services.delivery.weeks import Week
from bot.services.people.completed import Completed
from bot.services.people.programme_links import key_of
from bot.services.people.responses import Answer, Responses
from bot.store.deliveries import Delivery, DeliveryKind, State
from bot.store.subscribers import Status, Subscriber

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
LINK_KEY = key_of(TOKEN)
LISBON = Place("Lisbon", "Europe/Lisbon", "Portugal", "PT")
LOS_ANGELES = Place("Los Angeles", "America/Los_Angeles", "United States", "US")

ALICE = Subscriber(
    id=1,
    chat_id=1001,
    state=Status.ACTIVE,
    language="en",
    time=time(7, 30),
    zone="America/New_York",
    zone_told=True,
    weekdays=frozenset(range(7)),
    equipment=frozenset({"ball"}),
    position=3,
    last_exercise="lunge",
    last_day=date(2026, 11, 22),
    shown_day=None,
    next_day=date(2026, 11, 24),
    next_due_at=datetime(2026, 11, 24, 12, 30, tzinfo=UTC),
    asked=None,
    created_at=NOW,
)
STOPPED = ALICE._replace(state=Status.STOPPED, next_day=None, next_due_at=None)
PAUSED = ALICE._replace(paused_until=date(2026, 12, 1))
BLOCKED = STOPPED._replace(state=Status.BLOCKED)

SENT = Delivery(
    id=1,
    subscriber_id=1,
    kind=DeliveryKind.EXERCISE,
    key=TODAY.isoformat(),
    day=TODAY,
    due_at=datetime(2026, 11, 23, 12, 30, tzinfo=UTC),
    position=2,
    exercise="leg-swing",
    version=None,
    step=0,
    state=State.SENT,
    wake_at=None,
    worker=None,
    tries=1,
    repeated=False,
    sent_at=datetime(2026, 11, 23, 12, 31, tzinfo=UTC),
    message_id=7,
    reason=None,
)


RESPONSES = (
    Responses(),
    Responses(done=True, answers=frozenset({Answer.HARD})),
    Responses(done=True, asks_if_easy=True),
    Responses(later=time(19), instead_of="boat-pose"),
    Responses(is_todays=False, answers=frozenset({Answer.SWAP})),
    Responses(answers=frozenset({Answer.HURTS})),
    Responses(answers=frozenset({Answer.EASY}), is_todays=False),
)
LEFT_OUT = (
    LeftOut("boat-pose", Reason.FLAG, flag=Flag.HERNIA),
    LeftOut("lunge", Reason.POSITION, avoided=Avoided.KNEELING),
    LeftOut("kettlebell-swing", Reason.EQUIPMENT),
    LeftOut("sit-up", Reason.NEVER),
    LeftOut("leg-lift", Reason.PAUSED, until=TODAY),
)


def completed(streak: int) -> Completed:
    """Return today as done, the last of some days in a row."""
    days = tuple(Mark.DONE if number < min(streak, 7) else None for number in range(7))
    week = Week(min(streak, 7), 7, streak, days)
    then = Practice(3, "leg-swing")
    return Completed(ALICE, TODAY, TODAY, True, week, TODAY + timedelta(days=1), then)
