"""The running part of delivery: a tick claims, a gate reserves, a fixed set of senders sends.

    tick -> claimed groups -> gate (reserve slots, mark sending) -> departures, free and paid
         -> a metronome each (every parcel at its moment) -> senders -> settle -> observers

Memory holds only what is on its way, nothing per subscriber.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial

from bot.clock import Clock
from bot.services.delivery.outcome import Outcome, Unknown, Unsent
from bot.services.delivery.pace import Pace
from bot.services.delivery.parcels import Parcel
from bot.services.delivery.policy import POLICIES
from bot.services.delivery.protocols import Carrier, Ledger, Observer
from bot.services.delivery.slots import Slots

SETTLE_EVERY = 0.05
"""Seconds for which outcomes are collected before one transaction writes them."""

LARGEST = 500
"""The most that one transaction claims or lets go: planning more at once holds up the senders."""

CATCHING_UP = 0.98
"""The shortest time between two free sends, in parts of the pace's: a stall ends in no burst."""

TOLERANCE = 0.005
"""Seconds by which a send may be early: timers are no finer, at a thousand a second."""

MARGIN = timedelta(seconds=45)
"""What must be left of a lease when a request starts: more than its longest time-out."""

Step = Callable[[], Awaitable[None]]

log = logging.getLogger(__name__)


_Departure = Sequence[tuple[Parcel, float]]
"""Parcels that may leave one by one, each at its moment of the monotonic clock."""


class _Lane:
    """Departures in the order of their moments; those of another lane don't hold them up."""

    def __init__(self, distance: float) -> None:
        self.departures: asyncio.Queue[_Departure] = asyncio.Queue()
        self.distance = distance
        self.free_from = 0.0


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
        self._senders = senders
        self._observers: list[Observer] = []
        # A fifth of a second of the pace: a death leaves this and the pace's patience in flight.
        self._group = max(1, min(LARGEST, int(pace.rate / 5)))
        self._writing = asyncio.Lock()
        self._claimed: asyncio.Queue[list[Parcel]] = asyncio.Queue(maxsize=2)
        # Paid slots are a little further apart than the whole rate's, so they catch up as it is.
        self._lanes = {False: _Lane(CATCHING_UP / pace.rate), True: _Lane(1 / pace.rate)}
        self._ahead = 0
        self._has_room = asyncio.Event()
        self._has_room.set()
        self._late: list[Parcel] = []
        self._outgoing: asyncio.Queue[Parcel] = asyncio.Queue(maxsize=max(1, self._group // 2))
        self._results: list[tuple[Parcel, Outcome]] = []
        self._unwritten = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def report_to(self, *observers: Observer) -> None:
        """Let observers know of each step from now on."""
        self._observers += observers

    def start(self) -> None:
        """Start the gate, the metronomes, the senders and the settler."""
        metronomes = [partial(self._keep_time, lane) for lane in self._lanes.values()]
        loops: list[Step] = [self._gate, *metronomes, *[self._send] * self._senders, self._settle]
        self._tasks = [asyncio.create_task(_forever(one)) for one in loops]

    async def stop(self) -> None:
        """Give requests under way a moment to end, then write down what came of them."""
        self._tasks[0].cancel()
        with suppress(TimeoutError):
            async with asyncio.timeout(2):
                for lane in self._lanes.values():
                    await lane.departures.join()
                await self._outgoing.join()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._give_back(self._late)
        while not self._outgoing.empty():
            self._give_back([self._outgoing.get_nowait()])
        for lane in self._lanes.values():
            while not lane.departures.empty():
                self._give_back(parcel for parcel, _ in lane.departures.get_nowait())
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
                    await self._claimed.put(parcels[: self._group])
                    del parcels[: self._group]
            except BaseException:
                self._give_back(parcels)
                raise
            if waits:  # an exercise that comes due has no more than these before it
                await self._claimed.join()

    async def _claim(self) -> list[Parcel]:
        try:
            parcels = await self._ledger.claim(self._clock(), self._batch())
        finally:
            self._stepped()
        for observer in self._observers:
            observer.claimed(parcels)
        return parcels

    def _batch(self) -> int:
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
        await self._has_room.wait()
        late, self._late = self._late, []
        try:
            count = len(late) + len(waiting)
            slots = await self._reserve(count)
            moments = _moments(slots, time.monotonic())
            await _until(moments[0][0] - self._pace.patience)
            leaving = late[: len(moments)]
            first = waiting[: len(moments) - len(leaving)]
            leaving += await self._ledger.depart(first, self._clock())
        except BaseException:
            self._late += late
            raise
        del waiting[: len(first)]
        self._late += late[len(moments) :]
        self._depart(leaving, moments)

    def _depart(self, leaving: list[Parcel], moments: list[tuple[float, bool]]) -> None:
        """Pass parcels on to the lanes of their moments."""
        due = list(zip(leaving, moments, strict=False))
        for is_paid, lane in self._lanes.items():
            departure = [(parcel, moment) for parcel, (moment, paid) in due if paid == is_paid]
            for parcel, _ in departure:
                parcel.paid = is_paid
            lane.departures.put_nowait(departure)
        self._move_ahead(len(leaving))

    def _move_ahead(self, count: int) -> None:
        """Count who waits for their moment; where a group does, no more slots are reserved.

        A slot that is reserved for who can't leave yet has passed by the time they can.
        """
        self._ahead += count
        if self._ahead < self._group:
            self._has_room.set()
        else:
            self._has_room.clear()

    async def _reserve(self, count: int) -> Sequence[Slots]:
        slots = await self._pace.reserve(count, self._clock().date())
        self._stepped(max(one.wait + one.count * one.spacing for one in slots))
        return slots

    def _stepped(self, ahead: float = 0.0) -> None:
        for observer in self._observers:
            observer.stepped(ahead)

    async def _keep_time(self, lane: _Lane) -> None:
        """Let parcels leave, each at its moment; one that missed it gets another."""
        departure = await lane.departures.get()
        left = 0
        try:
            for parcel, moment in departure:
                await _until(max(moment, lane.free_from))
                now = time.monotonic()
                if now - moment > self._pace.slack:
                    self._late.append(parcel)
                else:
                    lane.free_from = max(now - TOLERANCE, lane.free_from) + lane.distance
                    await self._outgoing.put(parcel)
                left += 1
                self._move_ahead(-1)
        finally:
            self._give_back(parcel for parcel, _ in departure[left:])
            self._move_ahead(left - len(departure))
            lane.departures.task_done()
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
                self._late.append(parcel)
                self._wake_gate()
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


def _moments(slots: Iterable[Slots], now: float) -> list[tuple[float, bool]]:
    """Return when each slot is, in their order, and whether it is paid for."""
    return sorted(
        (now + one.wait + number * one.spacing, one.paid)
        for one in slots
        for number in range(one.count)
    )


async def _until(moment: float) -> None:
    """Sleep until a moment, unless it is nearly there: at a thousand a second, five go at once."""
    if (wait := moment - time.monotonic()) > TOLERANCE:
        await asyncio.sleep(wait)


async def _forever(step: Step) -> None:
    """Repeat a step; after a failure, log it and retry a second later."""
    while True:
        try:
            await step()
        except Exception:
            log.exception("delivery loop failed; retrying in 1 s")
            await asyncio.sleep(1)
