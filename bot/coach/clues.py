"""What a few words say together, wherever they stand in a text: `buttons` and `dead`."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.coach.folding import fold
from bot.coach.lexicon import Lexicon
from bot.coach.patterns import Mentions, parts_of, stretches
from bot.coach.phrase_book import Clues as Words
from bot.coach.phrase_book import Intent
from bot.coach.spelling import BETWEEN, Spelling, Vocabulary

SPARE = 3
"""How many words beside the fillers may stand around a clue that is acted on."""

STRANGE = 2
"""What a word that is in no phrase counts for beside a clue."""

CLUE_TYPO_LENGTH = 6
"""The length from which a typo is forgiven in a clue, except in the first letter."""


@dataclass(frozen=True)
class Clue:
    """What some words of a text say: an intent, or the kind and the slug of a page."""

    meant: Intent | str
    words: frozenset[int]


@dataclass(frozen=True)
class _Pattern:
    meant: Intent | str
    wanted: tuple[list[str], ...]
    unwanted: tuple[list[str], ...]
    parts: frozenset[str]


class Clues:
    """The clues of one language."""

    def __init__(
        self, words: Words, vocabulary: Vocabulary, acting: Collection[Intent] = ()
    ) -> None:
        self._acting, self._words = acting, vocabulary.words
        self._passed = vocabulary.fillers.union(map(fold, words.passed))
        listed = [*words.intents.items(), *words.pages.items()]
        self._patterns = [_read(meant, one) for meant, patterns in listed for one in patterns]
        parts = sorted({part for one in self._patterns for part in _all_parts(one)})
        named = ((part, one) for part in parts for one in words.alternatives_of(part))
        self._lexicon = Lexicon(vocabulary, named, gap=0)
        sought = self._lexicon.words
        self._elsewhere = frozenset(map(fold, words.elsewhere))
        self._known = vocabulary.known | sought
        right = self._known | self._elsewhere.union(map(fold, words.spelt))
        self._spelling = Spelling(sought, right, CLUE_TYPO_LENGTH)

    def best(self, text: str) -> Clue | None:
        """Return what most words of a text say, if few others are left and none is elsewhere."""
        if not self._elsewhere.isdisjoint(fold(text).split()):
            return None
        words = self._words(text)
        enough = [one for one in self._all_in(words) if self._is_enough(one, words)]
        return max(enough, key=lambda one: len(one.words), default=None)

    def _is_enough(self, clue: Clue, words: Sequence[str]) -> bool:
        """Return whether a text says little beside a clue: the less, the shorter the clue is."""
        spare = sum(self._cost(one) for n, one in enumerate(words) if n not in clue.words)
        is_slight = len(clue.words) == 1 and isinstance(clue.meant, Intent)
        most = 0 if is_slight else 2 * len(clue.words)
        return spare <= (min(most, SPARE) if clue.meant in self._acting else most)

    def _cost(self, word: str) -> int:
        """Return how much a word that belongs to no clue speaks against one."""
        if word in self._passed:
            return 0
        return 1 if word in self._known else STRANGE

    def _all_in(self, words: Sequence[str]) -> list[Clue]:
        """Return what a text says, each with the words that say it."""
        mentioned = self._lexicon.by_name([self._spelling.corrected(word) for word in words])
        near = (one for one in self._patterns if one.parts <= mentioned.keys())
        return [clue for one in near if (clue := _found(one, mentioned))]


def _read(meant: Intent | str, pattern: str) -> _Pattern:
    """Read a pattern: what is joined by a plus, and behind a minus what takes it back."""
    joined, *denied = pattern.split(" - ")
    wanted = tuple(parts_of(one) for one in joined.split(" + "))
    unwanted = tuple(map(parts_of, denied))
    return _Pattern(meant, wanted, unwanted, frozenset(part for one in wanted for part in one))


def _all_parts(pattern: _Pattern) -> Iterable[str]:
    return (part for one in (*pattern.wanted, *pattern.unwanted) for part in one)


def _found(pattern: _Pattern, mentioned: Mentions) -> Clue | None:
    """Return the clue, if all that it joins stands in a text and nothing takes it back."""
    found = [next(iter(stretches(one, mentioned, BETWEEN)), None) for one in pattern.wanted]
    if not all(found) or any(any(stretches(one, mentioned, BETWEEN)) for one in pattern.unwanted):
        return None
    return Clue(pattern.meant, frozenset(n for at in found if at for n in at))
