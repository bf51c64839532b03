"""Everything that a test of failures needs, in one hand."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from tests.failures.ledger import Ledger
from tests.failures.runs import MachineClock, Run
from tests.failures.telegram import Telegram


@dataclass(frozen=True)
class Scene:
    """A Telegram, a database, a clock, and what starts bots among them."""

    telegram: Telegram
    ledger: Ledger
    clock: MachineClock
    launch: Callable[..., Run]
    report: Callable[[str], None]

    async def verdict(
        self,
        people: Collection[int],
        note: str,
        repeats: Collection[int] = (),
        *,
        copies: int = 2,
    ) -> None:
        """Report the run; assert that nobody is lost and only some were repeated, silently."""
        telegram = self.telegram
        states = dict(await self.ledger.states())
        self.report(f"{note}; {len(people)} people, {telegram.tally(people)}; {states}")
        assert not telegram.missing(people)
        assert not telegram.loud_repeats()
        assert telegram.worst() <= copies
        assert telegram.repeated() <= set(repeats)
