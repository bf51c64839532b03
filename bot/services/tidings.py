"""What becomes of deliveries, for the log: one line for each meaning in a batch."""

import logging
from collections import defaultdict
from collections.abc import Sequence

from bot.services.outcome import Later, Lost, Moved, Outcome, Refused, Sent, Unknown, Unsent
from bot.services.parcels import Parcel

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
"""Deliveries that a line names; the ledger has them all."""

log = logging.getLogger(__name__)


def tell(results: Sequence[tuple[Parcel, Outcome]]) -> None:
    """Log what came of a batch: delivery ids, the meaning, and the reason, never who."""
    alike: defaultdict[tuple[type[Outcome], str], list[int]] = defaultdict(list)
    for parcel, outcome in results:
        kind = type(outcome)
        if log.isEnabledFor(LEVELS[kind]):
            alike[kind, getattr(outcome, "reason", "")].append(parcel.delivery_id)
    for (kind, reason), ids in alike.items():
        more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
        shown = ", ".join(map(str, ids[:NAMED])) + more
        word = kind.__name__.lower()
        log.log(LEVELS[kind], "delivery %s: %s%s", shown, word, reason and f" ({reason})")
