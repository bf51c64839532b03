"""The running part of delivery: a tick claims, a gate reserves, a fixed set of senders sends.

    tick -> claimed groups -> gate (reserve slots, mark sending) -> departures
         -> metronome (each at its moment) -> senders -> settle

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

LARGEST = 500
"""The most that one transaction claims or lets go: planning more at once holds up the senders."""

CATCHING_UP = 0.98
"""The least distance of two sends, in parts of the pace's: a stall must not end in a burst."""

TOLERANCE = 0.005
"""Seconds by which a send may be early: clocks tick no finer, at a thousand a second."""

MARGIN = timedelta(seconds=45)
"""What must be left of a lease when a request starts: more than its longest time-out."""

log = logging.getLogger(__name__)


class Leased(Protocol):
    """What a courier knows of a parcel, and notes on it."""

    lease_until: datetime | None
    paid: bool


Parcel = TypeVar("Parcel", bound=Leased)
Parcel_contra = TypeVar("Parcel_contra", bound=Leased, contravariant=True)


class Ledger(Protocol[Parcel]):
    """Where parcels come from, and what comes of them goes (Deliveries and Notes are such)."""

    async def claim(self, now: datetime, limit: int) -> list[Parcel]:
        """Take up to `limit` parcels whose time has come."""
        ...

    async def depart(self, parcels: Sequence[Parcel], now: datetime) -> list[Parcel]:
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
class _Departure(Generic[Parcel]):
    """Parcels that may leave one by one, the first at a moment of the monotonic clock."""

    parcels: list[Parcel]
    begins: float
    spacing: float


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
        self._group = max(1, min(LARGEST, int(pace.rate / 5)))
        self._distance = CATCHING_UP / pace.rate
        self._free_from = 0.0
        self._writing = asyncio.Lock()
        self._claimed: asyncio.Queue[list[Parcel]] = asyncio.Queue(maxsize=2)
        self._departures: asyncio.Queue[_Departure[Parcel]] = asyncio.Queue(maxsize=1)
        self._late: list[Parcel] = []
        self._outgoing: asyncio.Queue[Parcel] = asyncio.Queue(maxsize=max(1, self._group // 2))
        self._results: list[tuple[Parcel, Outcome]] = []
        self._unwritten = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Start the gate, the metronome, the senders and the settler."""
        loops = [self._gate, self._beat, *[self._send] * self._senders, self._settle]
        self._tasks = [asyncio.create_task(_forever(one)) for one in loops]

    async def stop(self) -> None:
        """Give requests under way a moment to end, then write down what came of them."""
        self._tasks[0].cancel()
        with suppress(TimeoutError):
            async with asyncio.timeout(2):
                await self._departures.join()
                await self._outgoing.join()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._give_back(self._late)
        while not self._outgoing.empty():
            self._give_back([self._outgoing.get_nowait()])
        while not self._departures.empty():
            self._give_back(self._departures.get_nowait().parcels)
        while not self._claimed.empty():
            self._give_back(self._claimed.get_nowait())
        try:
            await self._write_results()
        except Exception as error:  # noqa: BLE001  # whatever ails the database, this is the end
            log.warning(
                "%s results are lost (%s); what was sent comes once more, silently",
                len(self._results),
                type(error).__name__,
            )

    def _give_back(self, parcels: Iterable[Parcel]) -> None:
        """Put what never left into the results, so that whoever claims next sends it at once."""
        self._note([(one, Unsent("held back before it was sent")) for one in parcels])

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
        """Claim a few seconds of work: little is left behind by a process that dies."""
        return min(LARGEST, max(20, int(self._pace.rate * 5)))

    async def _gate(self) -> None:
        """Let a group go; whatever comes in between, what has not gone is given back."""
        waiting = await self._claimed.get()
        try:
            while waiting or self._late:
                await self._let_go(waiting)
        except BaseException:
            self._give_back(waiting)
            raise

    async def _let_go(self, waiting: list[Parcel]) -> None:
        """Reserve slots for who missed theirs and the first of the others; let these depart."""
        late, self._late = self._late, []
        try:
            count = len(late) + len(waiting)
            slots = await self._pace.reserve(count, self._clock().date())
            begins = time.monotonic() + slots.wait
            await asyncio.sleep(max(0.0, slots.wait - self._pace.patience))
            leaving = late[: slots.count]
            first = waiting[: slots.count - len(leaving)]
            leaving += await self._ledger.depart(first, self._clock())
        except BaseException:
            self._late += late
            raise
        del waiting[: len(first)]
        self._late += late[slots.count :]
        for parcel in leaving:
            parcel.paid = slots.paid
        try:
            await self._departures.put(_Departure(leaving, begins, slots.spacing))
        except BaseException:
            self._give_back(leaving)
            raise

    async def _beat(self) -> None:
        """Let parcels leave, each at its moment; who missed it gets another."""
        departure = await self._departures.get()
        left = 0
        try:
            for parcel in departure.parcels:
                moment = departure.begins + left * departure.spacing
                await _until(max(moment, self._free_from) - TOLERANCE)
                now = time.monotonic()
                if now - moment > self._pace.slack:
                    self._late.append(parcel)
                else:
                    self._free_from = max(now, self._free_from) + self._distance
                    await self._outgoing.put(parcel)
                left += 1
        finally:
            self._give_back(departure.parcels[left:])
            self._departures.task_done()
        self._nudge()

    def _nudge(self) -> None:
        """Wake the gate for those who need another slot: it may be waiting for work."""
        if self._late and self._claimed.empty():
            self._claimed.put_nowait([])

    async def _send(self) -> None:
        parcel = await self._outgoing.get()
        outcome: Outcome = Unknown("stopped while it was sent")
        try:
            outcome = await self._carry(parcel)
        finally:
            if isinstance(outcome, Unsent) and outcome.soon:
                self._late.append(parcel)
                self._nudge()
            else:
                self._note([(parcel, outcome)])
            self._outgoing.task_done()

    async def _carry(self, parcel: Parcel) -> Outcome:
        """Send, unless a pause began or the lease ran out while this process slept."""
        if self._pace.is_held:
            return Unsent("Telegram asked for a pause")
        if parcel.lease_until is None or self._clock() > parcel.lease_until - MARGIN:
            return Unsent("the lease ran out")
        outcome = await self._carrier.deliver(parcel)
        if isinstance(outcome, Later) and outcome.seconds is not None:
            await self._hold(outcome.seconds)
        return outcome

    async def _hold(self, seconds: float) -> None:
        """Let nobody send; a database that is away must not hide what Telegram answered."""
        try:
            await self._pace.hold(seconds)
        except Exception:
            log.exception("the other workers do not know of a pause of %s s", seconds)

    def _note(self, results: Iterable[tuple[Parcel, Outcome]]) -> None:
        self._results += results
        self._unwritten.set()

    async def _settle(self) -> None:
        await self._unwritten.wait()
        await asyncio.sleep(SETTLE_EVERY)
        # A stop must not cut a transaction in two: SQLite would stay locked behind it.
        await asyncio.shield(self._write_results())

    async def _write_results(self) -> None:
        async with self._writing:
            results, self._results = self._results, []
            self._unwritten.clear()
            if not results:
                return
            try:
                await self._ledger.settle(results, self._clock())
            except BaseException:
                self._note(results)  # not lost: written by the next round
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
