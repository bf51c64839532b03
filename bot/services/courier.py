"""The running part of delivery: a tick claims, a gate paces, a fixed set of senders sends.

    tick -> claimed groups -> gate (reserve slots, mark sending) -> senders -> settle

Nothing per subscriber lives here but what is on its way.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from bot.clock import Clock
from bot.services.outcome import Later, Outcome, Unknown, Unsent
from bot.services.pace import Pace

SETTLE_EVERY = 0.05
"""Seconds to gather outcomes in before they are written in one transaction."""

CATCHING_UP = 0.98
"""The least distance of two sends, in parts of the pace's: a stall must not end in a burst."""

TOLERANCE = 0.005
"""Seconds of that distance that may be missing: clocks tick no finer, at a thousand a second."""

MARGIN = timedelta(seconds=45)
"""What must be left of a lease when a request starts: more than its longest time-out."""

log = logging.getLogger(__name__)


class Leased(Protocol):
    """What a courier has to know of a parcel: how long it is ours."""

    @property
    def lease_until(self) -> datetime | None:
        """The end of the lease."""
        ...


Parcel = TypeVar("Parcel", bound=Leased)
Parcel_contra = TypeVar("Parcel_contra", bound=Leased, contravariant=True)


class Ledger(Protocol[Parcel]):
    """Where parcels come from, and what comes of them goes (Deliveries and Notes are such)."""

    async def claim(self, now: datetime, limit: int) -> list[Parcel]:
        """Take up to `limit` parcels whose time has come."""
        ...

    async def depart(
        self, parcels: Sequence[Parcel], now: datetime, *, paid: bool = False
    ) -> list[Parcel]:
        """Mark parcels as sending; return those that still are ours to send."""
        ...

    async def settle(self, results: Sequence[tuple[Parcel, Outcome]], now: datetime) -> None:
        """Write down what came of each."""
        ...


class Carrier(Protocol[Parcel_contra]):
    """What takes a parcel to Telegram (chat/messenger and chat/notices do)."""

    async def deliver(self, parcel: Parcel_contra, /) -> Outcome:
        """Send one parcel once; never raise."""
        ...


@dataclass(frozen=True)
class _Slot(Generic[Parcel]):
    """A parcel and the moment (of the monotonic clock) at which it may leave."""

    parcel: Parcel
    leaves: float


class Courier(Generic[Parcel]):
    """Carry what is due to Telegram until stopped."""

    def __init__(
        self,
        ledger: Ledger[Parcel],
        carrier: Carrier[Parcel],
        pace: Pace,
        clock: Clock,
        *,
        senders: int,
    ) -> None:
        self._ledger = ledger
        self._carrier = carrier
        self._pace = pace
        self._clock = clock
        self._senders = senders
        # A fifth of a second of the pace: this and the pace's patience are in flight at a death.
        self._group = max(1, min(senders, int(pace.rate / 5)))
        self._distance = CATCHING_UP / pace.rate
        self._free_from = 0.0
        self._door = asyncio.Lock()
        self._writing = asyncio.Lock()
        self._claimed: asyncio.Queue[list[Parcel]] = asyncio.Queue(maxsize=2)
        self._slots: asyncio.Queue[_Slot[Parcel]] = asyncio.Queue(maxsize=self._group)
        self._results: asyncio.Queue[tuple[Parcel, Outcome]] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Start the gate, the senders and the settler."""
        loops = [self._gate, *[self._send] * self._senders, self._settle]
        self._tasks = [asyncio.create_task(_forever(one)) for one in loops]

    async def stop(self) -> None:
        """Give requests under way a moment to end, then write down what came of them."""
        *workers, settler = self._tasks
        workers[0].cancel()
        with suppress(TimeoutError):
            async with asyncio.timeout(2):
                await self._slots.join()
        for task in (*workers, settler):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._give_back([self._slots.get_nowait().parcel for _ in range(self._slots.qsize())])
        for _ in range(self._claimed.qsize()):
            self._give_back(self._claimed.get_nowait())
        try:
            await self._write_results()
        except Exception as error:  # noqa: BLE001  # whatever ails the database, this is the end
            log.warning(
                "%s results are lost (%s); what was sent comes once more, silently",
                self._results.qsize(),
                type(error).__name__,
            )

    def _give_back(self, parcels: Iterable[Parcel]) -> None:
        """Put what never left into the results, so that whoever claims next sends it at once."""
        for parcel in parcels:
            self._results.put_nowait((parcel, Unsent("held back before it was sent")))

    async def tick(self) -> None:
        """Claim what is due and pass it on, until nothing more is due."""
        # Only the end of the scheduler cancels a tick, and it would log that as a fault.
        with suppress(asyncio.CancelledError):
            await self._claim_all()

    async def _claim_all(self) -> None:
        while parcels := await self._ledger.claim(self._clock(), self._batch()):
            try:
                while parcels:
                    await self._claimed.put(parcels[: self._group])
                    del parcels[: self._group]
            except BaseException:
                self._give_back(parcels)
                raise

    def _batch(self) -> int:
        """Claim a few seconds of work: little is left behind by a process that dies.

        Nor more than a few milliseconds of planning, for which all replies wait.
        """
        return max(20, min(200, int(self._pace.rate * 5)))

    async def _gate(self) -> None:
        """Let a group go; whatever comes in between, what has not gone is given back."""
        waiting = await self._claimed.get()
        try:
            while waiting:
                await self._let_go(waiting)
        except BaseException:
            self._give_back(waiting)
            raise

    async def _let_go(self, waiting: list[Parcel]) -> None:
        """Reserve send slots for the first ones, mark these as sending, and let them through."""
        slots = await self._pace.reserve(len(waiting), self._clock().date())
        begins = time.monotonic() + slots.wait
        await asyncio.sleep(max(0.0, slots.wait - self._pace.patience))
        departing = await self._ledger.depart(
            waiting[: slots.count], self._clock(), paid=slots.paid
        )
        waiting[: slots.count] = departing
        for index, parcel in enumerate(departing):
            await self._slots.put(_Slot(parcel, begins + index * slots.spacing))
            del waiting[0]

    async def _send(self) -> None:
        slot = await self._slots.get()
        outcome: Outcome = Unsent("stopped before it was sent")
        try:
            await _until(slot.leaves)
            await self._turn()
            outcome = Unknown("stopped while it was sent")
            outcome = await self._carry(slot.parcel)
        finally:
            self._results.put_nowait((slot.parcel, outcome))
            self._slots.task_done()

    async def _turn(self) -> None:
        """Wait for the distance to whoever went before: after a stall, many are due at once."""
        async with self._door:
            await _until(self._free_from - TOLERANCE)
            self._free_from = max(time.monotonic(), self._free_from) + self._distance

    async def _carry(self, parcel: Parcel) -> Outcome:
        """Send, unless a pause began or the lease ran out while this process slept."""
        if self._pace.is_held:
            return Unsent("Telegram asked for a pause")
        if parcel.lease_until is None or self._clock() > parcel.lease_until - MARGIN:
            return Unsent("the lease ran out")
        outcome = await self._carrier.deliver(parcel)
        if isinstance(outcome, Later) and outcome.seconds is not None:
            await self._pace.hold(outcome.seconds)
        return outcome

    async def _settle(self) -> None:
        await asyncio.sleep(SETTLE_EVERY)
        # A stop must not cut a transaction in two: SQLite would stay locked behind it.
        await asyncio.shield(self._write_results())

    async def _write_results(self) -> None:
        async with self._writing:
            results = [self._results.get_nowait() for _ in range(self._results.qsize())]
            if not results:
                return
            try:
                await self._ledger.settle(results, self._clock())
            except BaseException:
                for result in results:  # not lost: written by the next round
                    self._results.put_nowait(result)
                raise


async def _until(moment: float) -> None:
    if (wait := moment - time.monotonic()) > 0:
        await asyncio.sleep(wait)


async def _forever(step: Callable[[], Awaitable[None]]) -> None:
    """Repeat a step; a failure is logged and waits a second, so that no fault ends delivery."""
    while True:
        try:
            await step()
        except Exception:
            log.exception("delivery stumbled; it goes on in a second")
            await asyncio.sleep(1)
