"""The running part of delivery: a tick claims, a gate reserves, a fixed set of senders sends.

    tick -> claimed groups -> gate (reserve slots, mark sending) -> lanes (each at its moment)
         -> senders -> settle -> observers

Memory holds only what is on its way, nothing per subscriber.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from datetime import timedelta

from bot.clock import Clock
from bot.services.delivery.lanes import Lanes, moments_of, until
from bot.services.delivery.outcome import Outcome, Unknown, Unsent
from bot.services.delivery.pace import Pace
from bot.services.delivery.parcels import Parcel
from bot.services.delivery.policy import POLICIES
from bot.services.delivery.protocols import Carrier, Ledger, Observer
from bot.services.delivery.slots import Slots
from bot.stop_times import REQUEST_SECONDS

SETTLE_EVERY = 0.05
"""Seconds for which outcomes are collected before one transaction writes them."""

LARGEST = 500
"""The most that one transaction claims or lets go: planning more at once holds up the senders."""

MARGIN = timedelta(seconds=45)
"""What must be left of a lease when a request starts: more than its longest time-out."""

Step = Callable[[], Awaitable[None]]

log = logging.getLogger(__name__)


class Courier:
    """Carry what is due to Telegram until stopped."""

    def __init__(
        self,
        ledger: Ledger,
        carrier: Carrier,
        pace: Pace,
        clock: Clock,
        *,
        senders: int,
    ) -> None:
        self._ledger = ledger
        self._carrier = carrier
        self._pace = pace
        self._clock = clock
        self._sender_count = senders
        self._observers: list[Observer] = []
        # A fifth of a second's sends: if the process dies, no more than these and those of
        # `pace.patience` are in flight.
        self._group_size = max(1, min(LARGEST, int(pace.rate / 5)))
        self._writing = asyncio.Lock()
        self._claimed: asyncio.Queue[list[Parcel]] = asyncio.Queue(maxsize=2)
        self._late: list[Parcel] = []
        self._outgoing: asyncio.Queue[Parcel] = asyncio.Queue(
            maxsize=max(1, self._group_size // 2)
        )
        self._lanes = Lanes(
            pace, self._group_size, self._outgoing, on_late=self._missed, give_back=self._give_back
        )
        self._results: list[tuple[Parcel, Outcome]] = []
        self._unwritten = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def report_to(self, *observers: Observer) -> None:
        """Let observers know of each step from now on."""
        self._observers += observers

    def start(self) -> None:
        """Start the gate, the lanes, the senders and the settler."""
        sends = [self._send] * self._sender_count
        loops: list[Step] = [self._gate, *self._lanes.steps(), *sends, self._settle]
        self._tasks = [asyncio.create_task(_forever(one)) for one in loops]

    async def stop(self) -> None:
        """Give requests under way a moment to end, then write down what came of them."""
        self._tasks[0].cancel()
        with suppress(TimeoutError):
            async with asyncio.timeout(REQUEST_SECONDS):
                await self._lanes.join()
                await self._outgoing.join()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._give_back(self._late)
        while not self._outgoing.empty():
            self._give_back([self._outgoing.get_nowait()])
        self._lanes.clear()
        while not self._claimed.empty():
            self._give_back(self._claimed.get_nowait())
        try:
            await self._write_results()
        except Exception as error:  # noqa: BLE001  # nobody is left to retry
            log.warning(
                "%s outcomes could not be written (%s); exercises that were sent are sent once"
                " more, silently",
                len(self._results),
                type(error).__name__,
            )

    def _give_back(self, parcels: Iterable[Parcel]) -> None:
        """Settle what never left as unsent, so that the next claim sends it at once."""
        self._note([(one, Unsent("held back before it was sent")) for one in parcels])

    async def tick(self) -> None:
        """Claim what is due and pass it on, until nothing more is due."""
        # Only the scheduler's shutdown cancels a tick, and APScheduler would log that as an error.
        with suppress(asyncio.CancelledError):
            await self._claim_all()

    async def _claim_all(self) -> None:
        while parcels := await self._claim():
            waits = POLICIES[parcels[0].kind].waits_for_exercises
            try:
                while parcels:
                    await self._claimed.put(parcels[: self._group_size])
                    del parcels[: self._group_size]
            except BaseException:
                self._give_back(parcels)
                raise
            if waits:  # an exercise that comes due has no more than these before it
                await self._claimed.join()

    async def _claim(self) -> list[Parcel]:
        try:
            parcels = await self._ledger.claim(self._clock(), self._claim_size())
        finally:
            self._stepped()
        for observer in self._observers:
            observer.claimed(parcels)
        return parcels

    def _claim_size(self) -> int:
        """Return how much to claim: five seconds of work, so a dying process leaves little."""
        return min(LARGEST, max(20, int(self._pace.rate * 5)))

    async def _gate(self) -> None:
        """Let a group go; give back what has not gone, whatever interrupts it."""
        waiting = await self._claimed.get()
        try:
            while waiting or self._late:
                await self._let_go(waiting)
        except BaseException:
            self._give_back(waiting)
            raise
        finally:
            self._claimed.task_done()

    async def _let_go(self, waiting: list[Parcel]) -> None:
        """Reserve slots for parcels that missed theirs, then for waiting ones; let them depart."""
        await self._lanes.wait_for_capacity()
        late, self._late = self._late, []
        try:
            count = len(late) + len(waiting)
            slots = await self._reserve(count)
            moments = moments_of(slots, time.monotonic())
            await until(moments[0][0] - self._pace.patience)
            leaving = late[: len(moments)]
            first = waiting[: len(moments) - len(leaving)]
            leaving += await self._ledger.depart(first, self._clock())
        except BaseException:
            self._late += late
            raise
        del waiting[: len(first)]
        self._late += late[len(moments) :]
        self._lanes.depart(leaving, moments)

    async def _reserve(self, count: int) -> Sequence[Slots]:
        slots = await self._pace.reserve(count, self._clock().date())
        self._stepped(max(one.wait + one.count * one.spacing for one in slots))
        return slots

    def _stepped(self, ahead: float = 0.0) -> None:
        for observer in self._observers:
            observer.stepped(ahead)

    def _missed(self, parcel: Parcel) -> None:
        """Let the gate reserve another slot for a parcel that missed its own."""
        self._late.append(parcel)
        self._wake_gate()

    def _wake_gate(self) -> None:
        """Wake the gate, if it waits for work, for parcels that need another slot."""
        if self._late and self._claimed.empty():
            self._claimed.put_nowait([])

    async def _send(self) -> None:
        parcel = await self._outgoing.get()
        outcome: Outcome = Unknown("stopped while it was sent")
        try:
            outcome = await self._carry(parcel)
        finally:
            if isinstance(outcome, Unsent) and outcome.soon:
                self._missed(parcel)
            else:
                self._note([(parcel, outcome)])
            self._outgoing.task_done()

    async def _carry(self, parcel: Parcel) -> Outcome:
        """Send, unless a pause began or the lease ran out while this process slept.

        By the time an outcome asks for a pause, the client of the Bot API has begun it.
        """
        if self._pace.is_held:
            return Unsent("Telegram asked for a pause")
        if parcel.lease_until is None or self._clock() > parcel.lease_until - MARGIN:
            return Unsent("the lease ran out")
        return await self._carrier.deliver(parcel)

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
            now = self._clock()
            try:
                await self._ledger.settle(results, now)
            except BaseException:
                self._note(results)  # not lost: written by the next round
                raise
            finally:
                self._stepped()
        for observer in self._observers:
            observer.settled(results, now)


async def _forever(step: Step) -> None:
    """Repeat a step; after a failure, log it and retry a second later."""
    while True:
        try:
            await step()
        except Exception:
            log.exception("delivery loop failed; retrying in 1 s")
            await asyncio.sleep(1)
