"""The last step before a send: each parcel leaves at the moment that was reserved for it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from functools import partial

from bot.services.delivery.pace import Pace
from bot.services.delivery.parcels import Parcel
from bot.services.delivery.slots import Slots

LEAST_DISTANCE = 0.98
"""Sends after a stall keep at least this share of the usual distance: they leave in no burst."""

TOLERANCE = 0.005
"""Seconds by which a send may be early: timers are no finer, at a thousand a second."""

Moment = tuple[float, bool]
"""When a parcel may leave, on the monotonic clock, and whether that slot is paid for."""

_Departure = Sequence[tuple[Parcel, float]]


class _Lane:
    """Departures in the order of their moments."""

    def __init__(self, distance: float) -> None:
        self.departures: asyncio.Queue[_Departure] = asyncio.Queue()
        self.distance = distance
        self.free_from = 0.0


class Lanes:
    """Lets parcels leave, free and paid ones each in a lane that the other doesn't hold up."""

    def __init__(
        self,
        pace: Pace,
        group_size: int,
        outgoing: asyncio.Queue[Parcel],
        *,
        on_late: Callable[[Parcel], None],
        give_back: Callable[[Iterable[Parcel]], None],
    ) -> None:
        self._pace = pace
        self._group_size = group_size
        self._outgoing = outgoing
        self._on_late = on_late
        self._give_back = give_back
        # Paid slots are further apart than 1/rate, since free ones share it: that is enough to
        # catch up.
        self._lanes = {False: _Lane(LEAST_DISTANCE / pace.rate), True: _Lane(1 / pace.rate)}
        self._waiting = 0
        self._has_capacity = asyncio.Event()
        self._has_capacity.set()

    def steps(self) -> Iterator[Callable[[], Awaitable[None]]]:
        """Yield what is to be repeated for ever, each by a task of its own."""
        return (partial(self._keep_time, lane) for lane in self._lanes.values())

    async def wait_for_capacity(self) -> None:
        """Wait until less than a group waits for its moment.

        A slot reserved earlier would be over before the parcel can leave.
        """
        await self._has_capacity.wait()

    def depart(self, leaving: Sequence[Parcel], moments: Sequence[Moment]) -> None:
        """Pass parcels on to the lanes of their moments."""
        due = list(zip(leaving, moments, strict=False))
        for is_paid, lane in self._lanes.items():
            departure = [(parcel, moment) for parcel, (moment, paid) in due if paid == is_paid]
            for parcel, _ in departure:
                parcel.paid = is_paid
            if departure:
                lane.departures.put_nowait(departure)
        self._count(len(leaving))

    async def join(self) -> None:
        """Wait until all have left."""
        for lane in self._lanes.values():
            await lane.departures.join()

    def clear(self) -> None:
        """Give back what has not left."""
        for lane in self._lanes.values():
            while not lane.departures.empty():
                self._give_back(parcel for parcel, _ in lane.departures.get_nowait())

    async def _keep_time(self, lane: _Lane) -> None:
        """Let parcels leave, each at its moment; report one that missed it as late."""
        departure = await lane.departures.get()
        left = 0
        try:
            for parcel, moment in departure:
                await until(max(moment, lane.free_from))
                now = time.monotonic()
                if now - moment > self._pace.slack:
                    self._on_late(parcel)
                else:
                    lane.free_from = max(now - TOLERANCE, lane.free_from) + lane.distance
                    await self._outgoing.put(parcel)
                left += 1
                self._count(-1)
        finally:
            self._give_back(parcel for parcel, _ in departure[left:])
            self._count(left - len(departure))
            lane.departures.task_done()

    def _count(self, more: int) -> None:
        self._waiting += more
        if self._waiting < self._group_size:
            self._has_capacity.set()
        else:
            self._has_capacity.clear()


def moments_of(slots: Iterable[Slots], now: float) -> list[Moment]:
    """Return when each slot is, in their order, and whether it is paid for."""
    return sorted(
        (now + one.wait + number * one.spacing, one.paid)
        for one in slots
        for number in range(one.count)
    )


async def until(moment: float) -> None:
    """Sleep until a moment, unless it is nearly there: at a thousand a second, five go at once."""
    if (wait := moment - time.monotonic()) > TOLERANCE:
        await asyncio.sleep(wait)
