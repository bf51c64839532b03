"""What the inbox needs of whatever keeps updates until they are handled."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Protocol


class Stored(Protocol):
    """An update that another process has stored."""

    @property
    def update_id(self) -> int:
        """Telegram's number."""

    @property
    def body(self) -> str:
        """The update as JSON."""

    @property
    def writes(self) -> int:
        """How many transactions of its handler are committed already."""


class Storage(Protocol):
    """Where updates stand until they are handled."""

    @property
    def is_alone(self) -> bool:
        """Return whether no other process could give updates to this one."""
        ...

    async def add(self, updates: Sequence[tuple[int, int, str]]) -> set[int]:
        """Store updates (id, chat, body); return the ids that may be handled at once.

        Others were stored before, or look() returns them, here or in another process.
        """

    async def seen(self, update_ids: Sequence[int]) -> set[int]:
        """Return which updates are stored already."""

    async def take_over(self) -> Sequence[Stored]:
        """Return what dead processes left behind."""

    async def look(self, known: Collection[int]) -> Sequence[Stored]:
        """Return what other processes gave to this one or left behind."""

    async def renew(self) -> None:
        """Show that this process is alive."""

    async def give_up(self) -> None:
        """Leave everything to other processes."""

    async def finish(self, update_ids: Collection[int]) -> None:
        """Mark updates as done."""

    async def forget(self) -> None:
        """Delete what was done long ago."""

    async def handle(
        self, update_id: int, writes: int, handler: Callable[[], Awaitable[None]]
    ) -> None:
        """Run a handler, as often as it takes; each of its writes counts once."""
