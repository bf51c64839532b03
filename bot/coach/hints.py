"""What texts like this one mean, where rules are silent or less sure than examples are.

The bounds were chosen on 1,385 messages in seven languages that neither rules nor examples had
seen. Of 719 about no trouble rules alone understood 80 in a hundred, and both 92; of 666 about
trouble, most of them hints, rules alone took 19 in a hundred for something else, and both 8.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.coach.classifier import Classifier, read_weights
from bot.coach.phrase_book import Intent
from bot.coach.trouble import TroubleKind

TROUBLE: tuple[TroubleKind, ...] = ("pain", "alarm", "crisis")

NO_TROUBLE = "other"
SMALL_TALK = "nothing"

LIKELY = 0.44
"""How likely a text has to speak of trouble that says nothing else, or something of the body."""

FAIRLY_LIKELY = 0.55
"""The same for what looks like small talk: hints stand in the middle of stories.

Of 420 harmless texts and 140 that hide trouble it made the fewest mistakes.
"""

QUITE_LIKELY = 0.65
"""The same where the text wishes something too."""

GRAVER = 0.8
SURELY_GRAVER = 0.95
"""How likely something graver has to be than a pain that the rules found, or an emergency."""

ONLY_PAIN = 0.95
"""How likely a text has to speak of pain for it to be no emergency, though the rules say so."""

NO_PAIN = 0.95
NO_ALARM = 0.98
"""How likely a text has to be harmless to take back what the rules found."""

SOME = 0.2
"""How likely the likeliest meaning has to be where the rules find none."""

ACTED_ON = 0.35
"""The same for what is acted on at once."""

RATHER = 0.5
"""The same where the rules find another."""

SURE = 0.75
"""The same for words that are in many names (`the left one`), and to act on a long story."""

MILD = {Intent.SORE, Intent.CRAMP, Intent.PULL, Intent.CLICK, Intent.FINE, Intent.IF_HURTS}
"""What is written with words of pain and isn't treated as one."""

SURELY_MILD = 0.8
"""How likely one of these has to be, if there is no trouble, for a pain to be none."""

HARDLY_PAIN = 0.45
"""How likely it has to be for this that there is no trouble."""


@dataclass(frozen=True)
class Hint:
    """How likely a text speaks of each trouble or none, and the likeliest meaning but these."""

    trouble: Mapping[str, float]
    label: str
    likelihood: float

    def weighed(self, found: TroubleKind | None) -> TroubleKind | None:
        """Return what the rules found, unless it is likely graver, or no trouble at all."""
        if not self.trouble or found in (None, "crisis"):
            return found
        alarm, crisis = self.trouble["alarm"], self.trouble["crisis"]
        harmless = self.trouble[NO_TROUBLE]
        if found == "alarm":
            return self._weighed_alarm()
        if alarm + crisis >= GRAVER:
            return "alarm" if alarm > crisis else "crisis"
        return None if harmless >= NO_PAIN or self._is_mild else found

    def _weighed_alarm(self) -> TroubleKind | None:
        """Return what an emergency that the rules found is: rarely something else."""
        if self.trouble["crisis"] >= SURELY_GRAVER:
            return "crisis"
        if self.trouble[NO_TROUBLE] >= NO_ALARM:
            return None
        return "pain" if self.trouble["pain"] >= ONLY_PAIN else "alarm"

    def trouble_beside(self, *, says_little: bool) -> TroubleKind | None:
        """Return the likely trouble of a text in which the rules found none."""
        if not self.trouble:
            return None
        kind = max(TROUBLE, key=lambda one: self.trouble[one])
        is_likely_else = self.likelihood >= RATHER
        is_mild = kind == "pain" and self.label in MILD
        if is_mild and is_likely_else:
            return None
        if self.label == SMALL_TALK and is_likely_else and says_little:
            least = FAIRLY_LIKELY
        else:
            least = LIKELY if says_little or is_mild else QUITE_LIKELY
        return kind if 1 - self.trouble[NO_TROUBLE] >= least else None

    @property
    def _is_mild(self) -> bool:
        return (
            self.label in MILD
            and self.likelihood >= SURELY_MILD
            and self.trouble[NO_TROUBLE] >= HARDLY_PAIN
        )


class Hints:
    """Holds what one language has learned; without weights, nothing is hinted at."""

    def __init__(self, weights: Path | None) -> None:
        self._learned: tuple[Classifier, Classifier] | None = None
        if weights:
            self._learned = read_weights(weights)

    def of(self, text: str) -> Hint:
        """Return what texts like this one mean."""
        if self._learned is None:
            return Hint({}, "", 0.0)
        trouble, meaning = (one.likelihoods(text) for one in self._learned)
        return Hint(trouble, *max(meaning.items(), key=lambda one: one[1]))
