"""What an open delivery becomes, by the table of states in store/deliveries."""

import logging
from datetime import datetime

from bot.coach import schedule
from bot.services.delivery import aftermath, policy
from bot.services.delivery.outcome import (
    Later,
    Lost,
    Moved,
    Outcome,
    Refused,
    Sent,
    Unknown,
    Unsent,
)
from bot.services.delivery.parcels import Parcel
from bot.services.delivery.policy import POLICIES
from bot.store.deliveries import MOST_COPIES, Delivery, DeliveryKind, State
from bot.store.rows import UNREADABLE
from bot.store.sending import CANNOT_BE_READ, Addressed, StateChange
from bot.store.subscribers import Status

log = logging.getLogger(__name__)


def ended(delivery_id: int) -> StateChange:
    """Return the end of a delivery that has nothing to say."""
    return StateChange(delivery_id, State.FAILED, reason="what it says is gone")


def after_wake(addressed: Addressed, now: datetime, worker: str) -> StateChange:
    """Return what becomes of a delivery whose wait or lease is over."""
    try:
        return _after_wake(addressed, now, worker)
    except UNREADABLE:  # one bad row never stops the batch
        log.exception("delivery %s cannot be woken; it ends", addressed.delivery.id)
        return StateChange(addressed.delivery.id, State.FAILED, reason=CANNOT_BE_READ)


def _after_wake(addressed: Addressed, now: datetime, worker: str) -> StateChange:
    delivery = addressed.delivery
    number, repeated = delivery.id, delivery.repeated
    if delivery.state == State.SENDING:
        was_last = repeated and delivery.tries >= MOST_COPIES
        wake_at = _repeat_at(delivery.kind, now, was_last=was_last)
        if wake_at and _is_too_late(addressed, wake_at):
            wake_at = now  # perhaps nothing went out, and waiting for a touch would lose the day
        return StateChange(number, State.UNCONFIRMED, wake_at, None, "no answer", repeated)
    may_be_there = delivery.state == State.UNCONFIRMED
    if addressed.subscriber_state != Status.ACTIVE:
        final = State.UNCONFIRMED if may_be_there else State.FAILED
        return _ended(delivery, final, "no longer subscribed")
    if POLICIES[delivery.kind].is_ended_by_answers and not addressed.unanswered:
        return _ended(delivery, State.MISSED, "the person is back already")
    if _is_too_late(addressed, now):
        final = State.UNCONFIRMED if may_be_there or repeated else State.MISSED
        return _ended(delivery, final, "too late")
    return StateChange(
        number,
        State.CLAIMED,
        wake_at=now + policy.LEASE,
        worker=worker,
        repeated=may_be_there or repeated,
    )


def _ended(delivery: Delivery, state: State, reason: str) -> StateChange:
    """Close a row; what came once before the person asked for it later has arrived."""
    if delivery.sent_at:
        return StateChange(delivery.id, State.SENT)
    return StateChange(delivery.id, state, reason=reason, repeated=delivery.repeated)


def _is_too_late(addressed: Addressed, now: datetime) -> bool:
    due_at, useful_for = addressed.delivery.due_at, POLICIES[addressed.delivery.kind].useful_for
    if useful_for is None:
        return schedule.too_late(addressed.zone, due_at, now)
    return now - due_at > useful_for


def _repeat_at(kind: DeliveryKind, now: datetime, *, was_last: bool) -> datetime | None:
    """Return when an unconfirmed delivery is repeated, if ever."""
    return now + policy.REPEAT_AFTER if POLICIES[kind].is_repeated and not was_last else None


def settled(parcel: Parcel, outcome: Outcome, now: datetime) -> StateChange | None:
    """Return what becomes of a delivery by what came of its send; None where it was taken."""
    number, repeated = parcel.delivery_id, parcel.repeated
    match outcome:
        case Sent():
            return None
        case Unknown(reason):
            wake_at = _repeat_at(parcel.kind, now, was_last=repeated)
            return StateChange(number, State.UNCONFIRMED, wake_at, None, reason, repeated)
        case Later(reason) | Unsent(reason):
            wake_at = now + aftermath.wait(parcel.tries, outcome)
            return StateChange(number, State.WAITING, wake_at, None, reason, repeated)
        case Moved():
            return StateChange(number, State.WAITING, now, None, "chat has a new id", repeated)
        case Lost(reason) | Refused(reason):
            return StateChange(number, State.FAILED, None, None, reason, repeated)
