"""A log of what became of deliveries: one line for each kind, outcome and reason in a batch."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

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
from bot.services.delivery.protocols import Observer
from bot.store.deliveries import DeliveryKind

LEVELS: dict[type[Outcome], int] = {
    Sent: logging.DEBUG,
    Unsent: logging.DEBUG,
    Moved: logging.INFO,
    Lost: logging.INFO,
    Later: logging.INFO,
    Unknown: logging.WARNING,
    Refused: logging.ERROR,
}
NAMED = 20
"""How many deliveries a line names; the ledger has them all."""

log = logging.getLogger(__name__)


class DeliveryLog(Observer):
    """Log what the courier reports: delivery ids, the outcome and its reason, never a person."""

    def settled(self, results: Sequence[tuple[Parcel, Outcome]], now: datetime) -> None:
        """Log what came of a batch."""
        alike: defaultdict[tuple[DeliveryKind, type[Outcome], str], list[Parcel]]
        alike = defaultdict(list)
        for parcel, outcome in results:
            meaning = type(outcome)
            if log.isEnabledFor(LEVELS[meaning]):
                alike[parcel.kind, meaning, getattr(outcome, "reason", "")].append(parcel)
        for (kind, meaning, reason), parcels in alike.items():
            _write(kind, meaning, reason, parcels, now)


def _write(
    kind: DeliveryKind,
    meaning: type[Outcome],
    reason: str,
    parcels: Sequence[Parcel],
    now: datetime,
) -> None:
    ids = [parcel.delivery_id for parcel in parcels]
    more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
    shown = ", ".join(map(str, ids[:NAMED])) + more
    outcome = meaning.__name__.lower()
    late = max((now - parcel.due_at).total_seconds() for parcel in parcels)
    fields = {"delivery_ids": ids[:NAMED], "count": len(ids), "kind": str(kind)}
    fields |= {"outcome": outcome, "seconds_late": round(max(0.0, late), 1)}
    text = f"{outcome} ({reason})" if reason else outcome
    log.log(LEVELS[meaning], "%s %s: %s", kind, shown, text, extra=fields)
