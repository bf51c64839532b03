"""What the courier works with: a ledger, a carrier, and observers of what was done."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.services.delivery.outcome import Outcome
from bot.services.delivery.parcels import Parcel


class Ledger(Protocol):
    """Where parcels come from and their outcomes go (deliveries.Deliveries)."""

    async def claim(self, now: datetime, limit: int) -> list[Parcel]:
        """Take up to `limit` parcels whose time has come."""
        ...

    async def depart(self, leaving: Sequence[Parcel], now: datetime) -> list[Parcel]:
        """Mark parcels as sending; return those that still are ours to send."""
        ...

    async def settle(self, results: Sequence[tuple[Parcel, Outcome]], now: datetime) -> None:
        """Write down what came of each."""
        ...


class Carrier(Protocol):
    """What takes a parcel to Telegram."""

    async def deliver(self, parcel: Parcel, /) -> Outcome:
        """Send one parcel once; never raise."""
        ...


class Observer:
    """What wants to know how delivery goes: metrics, a log, a watchdog.

    Each overrides what it listens to.
    """

    def stepped(self, ahead: float) -> None:
        """Take a sign of life: a step ended, well or not, and the next may take so many seconds.

        A database that refuses is no silence; one that never answers is. Telegram may ask for an
        hour's pause.
        """

    def claimed(self, parcels: Sequence[Parcel]) -> None:
        """Take note of a claim."""

    def settled(self, results: Sequence[tuple[Parcel, Outcome]], now: datetime) -> None:
        """Take note of outcomes that stand in the ledger."""
