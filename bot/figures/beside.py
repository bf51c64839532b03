"""What a still shows beside its pose."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.figures.schema import Arrow, Part

ARMS = ("arm_l", "hand_l", "arm_r", "hand_r")


@dataclass(frozen=True)
class Beside:
    """What a still shows beside its pose: other poses, or only parts of them, and arrows."""

    ghosts: Sequence[str] = ()
    ghost_parts: Sequence[Part] = ()
    arrows: Sequence[Arrow] = ()
    close: bool = False  # as in a lens, where a sliver is what there is to see

    def parts(self, order: Sequence[str]) -> Sequence[str]:
        """Return which parts of the other poses are shown, in the painter's order.

        A chest brings its arms along: without them, it would be a broken statue.
        """
        if not self.ghost_parts:
            return order
        arms = "shirt" in self.ghost_parts and not self.close
        wanted = {*self.ghost_parts, *(ARMS if arms else ())}
        return [part for part in order if part in wanted]


ALONE = Beside()
