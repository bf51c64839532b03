"""How each kind of delivery is treated; what holds for all of them stands in store/deliveries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.store.deliveries import DeliveryKind

LEASE = timedelta(minutes=2)
"""How long a claim holds. Longer than any request may take, so that only the dead lose one."""

REPEAT_AFTER = timedelta(minutes=5)
"""How long an unconfirmed delivery waits for a touch before it is repeated."""

LATE_NOTICE = timedelta(minutes=10)
"""From how late on the message of an exercise says so."""


@dataclass(frozen=True)
class Policy:
    """The rules of one kind."""

    useful_for: timedelta | None
    """How late it may go out; None: up to LATE_LIMIT (coach/schedule.py), on its local day."""

    is_repeated: bool = False
    """Whether it is sent once more, silently, where Telegram's answer was lost."""

    is_confirmed_by_touch: bool = False
    """Whether a tap under the day's card shows that it arrived."""

    waits_for_exercises: bool = True
    """Whether it is claimed only while no exercise is due."""

    is_looked_up: bool = False
    """Whether what it says is looked up just before it leaves."""

    is_ended_by_answers: bool = False
    """Whether it is dropped once the person has answered an exercise."""


POLICIES: Mapping[DeliveryKind, Policy] = {
    DeliveryKind.EXERCISE: Policy(
        useful_for=None, is_repeated=True, is_confirmed_by_touch=True, waits_for_exercises=False
    ),
    DeliveryKind.REMINDER: Policy(useful_for=timedelta(hours=1)),
    DeliveryKind.WEEK: Policy(useful_for=timedelta(hours=3), is_looked_up=True),
    DeliveryKind.AWAY: Policy(useful_for=timedelta(hours=12), is_ended_by_answers=True),
    DeliveryKind.REMINDER_OFFER: Policy(
        useful_for=timedelta(hours=12), is_looked_up=True, is_ended_by_answers=True
    ),
    DeliveryKind.CHAIR: Policy(useful_for=timedelta(hours=12)),
    DeliveryKind.BROADCAST: Policy(useful_for=timedelta(days=2), is_looked_up=True),
}

CONFIRMED_BY_TOUCH = tuple(kind for kind, one in POLICIES.items() if one.is_confirmed_by_touch)
