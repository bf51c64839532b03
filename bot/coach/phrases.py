"""What people write in their own words, and what they mean by it."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from sys import intern

from bot.coach.english import ENGLISH
from bot.coach.folding import fold
from bot.coach.lexicon import Lexicon
from bot.coach.likeness import alike, near, share_words
from bot.coach.phrase_book import Intent, PhraseBook
from bot.coach.spelling import is_in
from bot.coach.times import Times
from bot.coach.trouble import TroubleWords

THRESHOLD = 80
"""How alike a text and a phrase have to be, of 100: below it, nothing is guessed."""

SURE = 90
"""How alike they have to be where the rest of the text counts as a day or a place."""

LONGEST = 120
"""A longer text is a story: only emergencies and pain are looked for in it."""

ACTING = {
    Intent.DONE,
    Intent.LATER,
    Intent.SWAP,
    Intent.HARD,
    Intent.EASY,
    Intent.STOP,
    Intent.DELETE,
    Intent.NOT_TOMORROW,
    Intent.UNWANTED,
    Intent.YESTERDAY,
    Intent.NO_REMINDER,
}
"""What is acted on at once, and so has to be likelier than what is only answered."""

TUNING = {Intent.HARD, Intent.EASY}
"""What makes an exercise easier or harder: opposites, and often written nearly alike."""

POLITE = {Intent.HELLO, Intent.BYE, Intent.THANKS, Intent.OK, Intent.GREAT}
"""What people say next to what they mean, and what a sticker may mean."""

SLIGHT = {*POLITE, Intent.YES, Intent.NO}
"""What says nothing of a longer text."""

_CLAUSE_ENDS = r"[,;!?\n،؛؟।]+|\.+(?!\d)|\s[-–—]\s"

_CLOCK = "clocktime"
"""Stands for any time of day, in phrases and in texts."""


@dataclass(frozen=True)
class Meaning:
    """What a text means, with the part of it that says when or where, if there is one.

    A guess is what texts like this one mean, where no phrase says it.
    """

    intent: Intent
    argument: str = ""
    is_learned: bool = field(default=False, compare=False)


class Phrases:
    """All phrases of one language, ready to be compared."""

    def __init__(self, book: PhraseBook, trouble: TroubleWords | None = None) -> None:
        self.times = Times(book.when)
        self.trouble = trouble = trouble or TroubleWords(book)
        self.vocabulary = vocabulary = trouble.vocabulary
        self._fillers = frozenset(map(fold, book.fillers))
        self._frame = frozenset(map(fold, book.frame))
        joins = "|".join(map(re.escape, book.joins)) or "(?!)"
        self._clause_ends = re.compile(rf"{_CLAUSE_ENDS}|\s(?:{joins})\s", re.IGNORECASE)
        self._asking = frozenset(map(fold, book.asking))
        self._denials = frozenset(vocabulary.words(" ".join(book.denials)))
        self._vague = frozenset(map(fold, (*book.vague, *book.when.numbers)))
        self._whereabouts = [fold(phrase).split() for phrase in book.whereabouts]
        self._lead_outs = frozenset(map(fold, book.lead_outs))
        self._lead_ins = {one: set(map(fold, words)) for one, words in book.lead_ins.items()}
        until = set(map(fold, (*ENGLISH.until, *book.when.until)))
        self._until = until & self._lead_ins.get(Intent.PAUSE, set())
        self._causes = Lexicon(vocabulary, (("", one) for one in book.causes), gap=0)
        self._emoji: dict[str, Intent] = {}
        self._intents: list[Intent] = []
        self._wholes: list[str] = []
        self._cores: list[str] = []
        for intent, phrases in book.intents.items():
            for phrase in phrases:
                self._add(intent, phrase)

    def _add(self, intent: Intent, phrase: str) -> None:
        whole = self.vocabulary.words(self.times.marked(phrase, _CLOCK))
        if whole:
            self._intents.append(intent)
            self._wholes.append(" ".join(whole))
            self._cores.append(intern(self._content(whole)))  # many phrases have the same
        else:
            self._emoji[phrase] = intent

    def meaning(self, text: str, least: float = THRESHOLD) -> Meaning | None:
        """Return what a text means, if one of the phrases is nearly the same."""
        if len(text) > LONGEST:
            return None
        stripped = "".join(mark for mark in text if unicodedata.category(mark) not in _UNSEEN)
        for mark, intent in self._emoji.items():
            if stripped.strip() and not stripped.strip().strip(mark):
                return Meaning(intent)
        found = self._nearest(self.times.marked(text, _CLOCK), least)
        led = self._led(text)
        return led or (Meaning(found) if found else None)

    def clause_in(self, text: str) -> Meaning | None:
        """Return what one clause of a text means: the first that says more than a greeting."""
        clauses = [part for part in self._clause_ends.split(text) if part.strip()]
        if len(text) > LONGEST or len(clauses) < 2:
            return None
        found = (self.meaning(part, SURE) for part in clauses)
        # "No, ..." and "hallo, ..." may begin an emergency in another language.
        return next((one for one in found if one and one.intent not in SLIGHT), None)

    def name_in(self, text: str) -> str:
        """Return what is left of a text without the words around a name."""
        words = fold(text).split() if len(text) <= LONGEST else []
        return " ".join(one for one in words if one not in self._fillers | self._frame)

    def place_in(self, text: str) -> str:
        """Return where somebody says they are: `Perth` of `I'm in Perth until Friday`."""
        words = text.split()
        begun = (
            number
            for number in range(1, len(words))
            if fold(" ".join(words[:number])).split() in self._whereabouts
        )
        said = words[next(begun, len(words)) :]
        ends = self._lead_ins.get(Intent.PAUSE, set())
        stops = (number for number, word in enumerate(said) if fold(word) in ends)
        return " ".join(said[: next(stops, len(said))])

    def place_before(self, text: str) -> str:
        """Return the place in a text whose language says `Delhi in`, as Hindi does."""
        stands = (one for one, word in pairwise(text.split()) if fold(word) in self._lead_outs)
        return next((one for one in stands if fold(one) not in self.vocabulary.known), "")

    def names_cause(self, text: str) -> bool:
        """Return whether a text names the muscle, or tight hips, as what may cause something."""
        return bool(self._causes.mentions(self.vocabulary.words(text)))

    def is_vague(self, text: str) -> bool:
        """Return whether no word of a text is part of a name by itself, as `one` isn't."""
        return set(fold(text).split()) <= self._vague | self._fillers | self._asking

    def guess(self, intent: Intent, text: str) -> Meaning:
        """Return a guess at what a text means, with the part of it that says when or where.

        To stop until a day is a pause.
        """
        if intent is Intent.STOP and self._until.intersection(fold(text).split()):
            intent = Intent.PAUSE
        return Meaning(intent, self._argument(text, intent), is_learned=True)

    def _argument(self, text: str, intent: Intent) -> str:
        """Return what follows the first word of a text that leads in a day or a place."""
        words, lead_ins = text.split(), self._lead_ins.get(intent, set())
        starts = (number for number, word in enumerate(words, 1) if fold(word) in lead_ins)
        return " ".join(words[next(starts, len(words)) :])

    def _led(self, text: str) -> Meaning | None:
        """Return the meaning of a text whose end says when or where."""
        words = text.split()
        for intent, lead_ins in self._lead_ins.items():
            for at in range(1, len(words) - 1):
                if fold(words[at]) in lead_ins:
                    head = " ".join(words[:at])
                    if self._nearest(head, SURE, intent):
                        return Meaning(intent, " ".join(words[at + 1 :]))
        return None

    def _nearest(self, text: str, least: float, only: Intent | None = None) -> Intent | None:
        """Return the intent of the nearest phrase; of two equally near, praise comes last."""
        words = self.vocabulary.words(text)
        whole, content = " ".join(words), self._content(words)
        best, most = None, (least, False, True, 0.0)
        for number in sorted(near(whole, self._wholes, least) | near(content, self._cores, least)):
            intent, phrase = self._intents[number], self._wholes[number]
            if only in (None, intent):
                likeness = alike(whole, phrase, least)
                score = max(likeness, alike(content, self._cores[number], least))
                rank = score, whole == phrase, intent is not Intent.GREAT, likeness
                if rank > most and self._may_mean(intent, whole, phrase):
                    best, most = intent, rank
        return best

    def _may_mean(self, intent: Intent, whole: str, phrase: str) -> bool:
        """Return whether a text that is like a phrase doesn't deny it: `I have not done it`."""
        if intent in TUNING:
            return self._same_words(whole, phrase)
        if not share_words(whole, phrase, self._fillers):
            return False
        denials = self._denials.intersection(whole.split())
        return intent is not Intent.DONE or denials <= set(phrase.split())

    def _same_words(self, text: str, phrase: str) -> bool:
        """Return whether a text has the words of a phrase, and no denial beside them.

        Letter by letter, `es dificil pa mi` is more like `es facil para mi` than its own meaning.
        """
        words, wanted = text.split(), phrase.split()
        return self._asking.intersection(words) <= set(wanted) and all(
            is_in(words, word) for word in wanted if word not in self._fillers
        )

    def _content(self, words: Iterable[str]) -> str:
        """Return the words that carry the meaning, in the order of the alphabet."""
        found = sorted(one for one in words if one not in self._fillers)
        return " ".join(found) if set(found) - self._asking else ""


_UNSEEN = {"Mn", "Cf", "Sk", "Cc"}
"""Kinds of characters that only vary a picture: selectors, joiners, shades of skin."""
