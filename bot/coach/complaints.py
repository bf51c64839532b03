"""What people say is wrong, and where: both found in any order within one clause."""

import re
from collections.abc import Iterable, Iterator, Mapping
from sys import intern
from typing import Literal

from bot.coach.folding import fold
from bot.coach.lexicon import Lexicon, Mention, without
from bot.coach.phrase_book import ANYWHERE, NOWHERE, Body
from bot.coach.spelling import Spelling, Vocabulary

COMPLAINT_TYPO_LENGTH = 5
"""The length from which a typo is forgiven in symptoms and places, except in the first letter."""

REACH = 7
"""How many words may stand between a symptom and its place in one clause."""

FADING = 5
"""How many words may stand between a symptom and the word that says it's gone."""

_MARKS = re.compile(r"[,;:!?\n()…–—،؛؟।]|\.(?!\d)")
"""What ends a clause; the dot of 39.5 doesn't."""

Rules = Mapping[str, tuple[tuple[str, ...], ...]]
"""The other facts of each rule, by its first: a set for each rule would take 200 bytes."""


class Complaints:
    """The words of one language for symptoms and places, and which of them are urgent."""

    def __init__(self, body: Body, vocabulary: Vocabulary) -> None:
        self._words = vocabulary.words
        self._breaks = frozenset(map(fold, body.breaks))
        self._between = frozenset(map(fold, body.between))
        self._fillers = vocabulary.fillers
        self._places = Lexicon(vocabulary, _named(body.places), gap=1)
        self._symptoms = Lexicon(vocabulary, _named(body.symptoms), gap=2)
        self._harmless, self._idle, self._denied, self._over, self._gone = (
            Lexicon(vocabulary, (("", one) for one in phrases), gap=0)
            for phrases in (body.harmless, body.idle, body.denied, body.over, body.gone)
        )
        self._alarm, self._pain = _rules(body.alarm), _rules(body.pain)
        known = self._places.words | self._symptoms.words
        self._spelling = Spelling(
            self._places.alone | self._symptoms.alone,
            known.union(map(fold, body.spelt)),
            COMPLAINT_TYPO_LENGTH,
            vocabulary.known,
        )

    def of(self, text: str) -> Literal["alarm", "pain"] | None:
        """Return whether a text complains of something urgent, or of pain that lasts."""
        told, lasting = self._facts(text) if self._alarm or self._pain else (set(), set())
        if _is_met(self._alarm, told):
            return "alarm"
        return "pain" if _is_met(self._pain, lasting) else None

    def _facts(self, text: str) -> tuple[set[str], set[str]]:
        """Return what a text complains of, and what of it isn't said to be over."""
        told, lasting = set[str](), set[str]()
        clauses = [self._bare(clause) for clause in self._clauses(text)]
        places = [self._places.mentions(clause) for clause in clauses]
        gone = [self._is_all_gone(clause) for clause in clauses]
        for number, clause in enumerate(clauses):
            beside = [*places[number - 1 : number], *places[number + 1 : number + 2]]
            for symptom, is_over in self._symptoms_of(clause, places[number]):
                names = _where(symptom, places[number], beside)
                facts = {symptom.name, *(f"{name} {symptom.name}" for name in names)}
                told |= facts
                lasting |= set() if is_over or any(gone[number + 1 : number + 2]) else facts
        return told, lasting

    def _is_all_gone(self, clause: list[str]) -> bool:
        """Return whether a clause says only that what was said before is gone: `but it's gone`."""
        said = {n for one in self._gone.mentions(clause) for n in one.at}
        rest = (word for n, word in enumerate(clause) if n not in said)
        return bool(said) and self._fillers.issuperset(rest)

    def _clauses(self, text: str) -> Iterator[list[str]]:
        """Yield the words of each clause."""
        for part in _MARKS.split(text):
            clause: list[str] = []
            for word in map(self._spelling.corrected, self._words(part)):
                if word in self._breaks:
                    yield clause
                    clause = []
                else:
                    clause.append(word)
            yield clause

    def _bare(self, clause: list[str]) -> list[str]:
        """Return a clause without what only looks like a complaint."""
        bare = without(clause, (mention.at for mention in self._harmless.mentions(clause)))
        idle = () if self._places.mentions(bare) else self._idle.mentions(bare)
        return without(bare, (mention.at for mention in idle))

    def _symptoms_of(
        self, clause: list[str], places: list[Mention]
    ) -> Iterator[tuple[Mention, bool]]:
        """Yield each symptom that a clause doesn't deny, and whether it's said to be over."""
        symptoms = self._symptoms.mentions(clause)
        if not symptoms:
            return
        passed = {n for n, word in enumerate(clause) if word in self._between}
        passed |= {n for one in (*symptoms, *places) for n in one.at}
        denials = {one.at.stop for one in self._denied.mentions(clause)}
        over = self._over.mentions(clause)
        ends = {one.at.stop for one in over if not _follows(one, denials, passed)}
        gone = [one.at.start for one in self._gone.mentions(clause)]
        for one in symptoms:
            if not _follows(one, denials, passed):
                yield one, _follows(one, ends, passed) or _fades(one, gone, denials)


def _named(words: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    return ((name, phrase) for name, phrases in words.items() for phrase in phrases)


def _rules(rules: Iterable[str]) -> Rules:
    """Return the other facts of each rule, by its first."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for rule in rules:
        first, *rest = map(intern, rule.split(" + "))
        found[first] = (*found.get(first, ()), tuple(rest))
    return found


def _is_met(rules: Rules, facts: set[str]) -> bool:
    """Return whether the facts include all those of any rule."""
    return any(facts.issuperset(rest) for fact in facts for rest in rules.get(fact, ()))


def _follows(mention: Mention, ends: set[int], passed: set[int]) -> bool:
    """Return whether only words that may stand between part a mention from the end of a denial."""
    start = mention.at.start
    while start not in ends and start - 1 in passed:
        start -= 1
    return start in ends


def _fades(symptom: Mention, gone: Iterable[int], denials: set[int]) -> bool:
    """Return whether a symptom is soon said to be gone, and not that it isn't."""
    stop = symptom.at.stop
    return any(
        stop <= start <= stop + FADING and denials.isdisjoint(range(stop + 1, start + 1))
        for start in gone
    )


def _where(
    symptom: Mention, own: list[Mention], beside: Iterable[list[Mention]]
) -> frozenset[str]:
    """Return the places of a symptom: those of its clause, or else of the clauses beside it."""
    near = [one.name for one in own if one.gap(symptom) <= REACH]
    near = near or [one.name for places in beside for one in places if not own]
    return frozenset([*near, ANYWHERE] if near else [NOWHERE])
