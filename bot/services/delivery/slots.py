"""Slots: the right to send at certain moments."""

from dataclasses import dataclass
from typing import Protocol

SLACK, PAID_SLACK = 0.04, 0.25
"""Seconds by which a send may miss its slot; after that it gets another one.

At 28 a second, 30 slots lie within 1.071 s: were sends up to 71 ms late, one second could hold 30
of them, all that Telegram takes. The paid limit is far away.
"""


@dataclass(frozen=True)
class Slots:
    """The right to send `count` messages: the first after `wait` seconds, one every `spacing`."""

    count: int
    wait: float
    spacing: float
    paid: bool = False


class ReplyPace(Protocol):
    """The pace as replies see it (pace.SharedPace)."""

    @property
    def is_held(self) -> bool:
        """Return whether Telegram's pause still lasts, as far as this process knows."""
        ...

    @property
    def replies_are_free(self) -> bool:
        """Return whether replies need no slots."""
        ...

    async def left(self) -> float:
        """Return how many seconds of a pause are left."""
        ...

    async def reserve_replies(self, count: int, *, is_flood: bool) -> Slots | None:
        """Reserve slots, or None for now."""
        ...
