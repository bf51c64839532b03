"""What a still shows beside its pose."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.figures.schema import Arrow, Part


@dataclass(frozen=True)
class Beside:
    """What a still shows beside its pose: other poses, or only parts of them, and arrows."""

    ghosts: Sequence[str] = ()
    ghost_parts: Sequence[Part] = ()
    arrows: Sequence[Arrow] = ()
    close: bool = False  # as in a lens, where a sliver is what there is to see

    def parts(self, order: Sequence[str]) -> Sequence[str]:
        """Return which parts of the other poses are shown, in the painter's order.

        A chest brings everything along: without its arms, it would be a broken statue.
        """
        whole = "shirt" in self.ghost_parts and not self.close
        if whole or not self.ghost_parts:
            return order
        return [part for part in order if part in self.ghost_parts]


ALONE = Beside()
