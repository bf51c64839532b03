"""Trouble that a text hints at: where rules and classifier differ, how sure decides.

The bounds were chosen on 600 messages in three languages that neither had seen. With rules alone,
of 403 about trouble 62 were missed and 26 more taken for another kind; with both, 9 and 21. Of 197
others, 9 were taken for trouble before, and 14 after.
"""

from bot.coach.classifier import Classifier, Weights
from bot.coach.trouble import TroubleKind

LIKELY = 0.5
"""How likely a text has to speak of trouble that says nothing else."""

QUITE_LIKELY = 0.75
"""The same where the text says something else too."""

GRAVER = 0.8
"""How likely something graver than what the rules found has to be."""

HARMLESS = 0.9
"""How likely a text has to be harmless to take back a pain that the rules found."""


class Hints:
    """Holds the classifier of one language; without weights, rules alone count."""

    def __init__(self, weights: Weights | None) -> None:
        self._classifier = Classifier(weights) if weights else None

    def weighed(self, text: str, found: TroubleKind | None) -> TroubleKind | None:
        """Return what the rules found, unless it is likely graver, or no trouble at all."""
        if self._classifier is None or found in (None, "crisis"):
            return found
        likely = self._classifier.likelihoods(text)
        if likely["crisis"] >= GRAVER:
            return "crisis"
        if found == "pain" and likely["alarm"] + likely["crisis"] >= GRAVER:
            return "alarm" if likely["alarm"] > likely["crisis"] else "crisis"
        return None if found == "pain" and likely["other"] >= HARMLESS else found

    def beside(self, text: str, *, says_little: bool) -> TroubleKind | None:
        """Return the trouble of a text in which the rules found none."""
        if self._classifier is None:
            return None
        return self._classifier.trouble(text, LIKELY if says_little else QUITE_LIKELY)
