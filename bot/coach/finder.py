"""Find what a person means: trouble, a name, half of one or nearly one, or a phrase."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal

from rapidfuzz import fuzz, process

from bot.coach import hints
from bot.coach.days import DayReader
from bot.coach.folding import fold
from bot.coach.hints import Hint, Hints
from bot.coach.library import Exercise, Library
from bot.coach.locales import locale_of
from bot.coach.names import Found, Names, Topic
from bot.coach.phrase_book import Intent
from bot.coach.phrases import ACTING, LONGEST, POLITE, SLIGHT, Meaning, Phrases
from bot.coach.times import Times
from bot.coach.trouble import TroubleKind, TroubleWords

LONGEST_NAME = 60
SURE = 86
NEAR = 78
"""How alike a text and a name have to be, of 100: to be shown at once, and to be offered."""

EXACT = 95
"""How alike a text and a phrase have to be to come before the names inside the text."""


_INTENTS = {intent.value: intent for intent in Intent}

Understood = Found | Meaning | TroubleKind


class Finder:
    """All that one language writes: names of exercises and signs, phrases, days and times."""

    def __init__(
        self, library: Library, language: str, trouble: TroubleWords | None = None
    ) -> None:
        self._topics: list[tuple[str, Topic]] = []
        for slug, exercise in library.exercises.items():
            words = exercise.words.to(language)
            self._add(Topic("exercise", slug), (words.name, slug, *words.aliases))
            for version, names in _version_names(exercise, language):
                self._add(Topic("exercise", slug, version), names)
        for slug, sign in library.signs.items():
            told = sign.words.to(language)
            self._add(Topic("sign", slug), (told.name, slug, *told.aliases))
        book = library.phrases.to(language)
        self.phrases = Phrases(book, trouble)
        self.times = self.phrases.times
        self._names = Names(self._topics, book, self.phrases.vocabulary)
        self.days = DayReader(book.when, locale_of(language))
        self._hints = Hints(library.weights.get(language))

    def _add(self, topic: Topic, names: Iterable[str]) -> None:
        self._topics += [(fold(name), topic) for name in names]

    def understand(self, text: str) -> Understood | None:
        """Return what a text means: emergencies and pain first, then names and phrases."""
        found, hint = self._find_name(text), self._hints.of(text)
        trouble = hint.weighed(self.phrases.trouble.kind_of_trouble(text))
        if trouble in ("crisis", "alarm") or (trouble and not found.is_whole):
            return trouble
        if found.is_whole:
            return found
        said = self._sure(text)
        if said is None or _is_no_place(said, hint):
            said = self._likely(text, hint, said or self._further(text, found))
        return hint.trouble_beside(says_little=_says_little(said)) or said

    def _sure(self, text: str) -> Meaning | Found | None:
        """Return what a text says in so many words."""
        if _is_time(self.times, text):
            return Meaning(Intent.TIME)
        return self.phrases.meaning(text, EXACT) or self._sign_asked(text)

    def _likely(
        self, text: str, hint: Hint, said: Meaning | Found | None
    ) -> Meaning | Found | None:
        """Return what texts like this one mean, if that is likelier than what the rules say."""
        least = hints.RATHER
        is_wish = hint.label != hints.SMALL_TALK
        if is_wish and _says_little(said) and len(text.split()) > 1:
            least = hints.ACTED_ON if hint.label in ACTING else hints.SOME
        is_story = len(text) > LONGEST and hint.label in ACTING
        if is_story or self.phrases.is_vague(text):
            least = hints.SURE
        is_dated = isinstance(said, Meaning) and said.argument and not _is_no_place(said, hint)
        if hint.likelihood < least or is_dated or not any(map(str.isalpha, text)):
            return said
        if hint.label in _INTENTS:
            return self.phrases.guess(_INTENTS[hint.label], text)
        page = self._page(hint.label)
        # Of the same page, the rules may know the version too.
        is_same = page and isinstance(said, Found) and _slugs(page) == _slugs(said)
        return said if is_same else page

    def _page(self, label: str) -> Found | None:
        """Return the page that a label names: `sign poor-posture`, `exercise lunge/easier`."""
        name, _, version = label.partition("/")
        named = [topic for _, topic in self._topics if f"{topic.kind} {topic.slug}" == name]
        named.sort(key=lambda topic: (topic.version != version, topic.version is not None))
        return Found(meant=tuple(named[:1])) if named else None

    def _further(self, text: str, found: Found) -> Meaning | Found | None:
        """Return what a text names among other words, or what these mean."""
        # "Easier bridge" is no complaint about today's exercise; "the bridge is too easy" is one.
        within = self._names.within(text) if len(text) <= LONGEST else Found()
        within = within if within.meant else self._wished(text) or within
        if any(one.version for one in within.meant):
            return within
        named = self._find_name(self.phrases.name_in(text))
        if named.is_whole or found.meant:
            return named if named.is_whole else found
        if framed := self._framed(text):
            return framed
        meaning = self._said(text)
        guesses = [one for one in (named, within) if one.meant]
        guesses += [one for one in (named, found, within) if one.near]
        return self._amount_of(text, meaning) or meaning or next(iter(guesses), None)

    def _said(self, text: str) -> Meaning | None:
        """Return what a text means, or one of its clauses."""
        meaning, clause = self._meaning(text), self.phrases.clause_in(text)
        # "Finished, that was nice" says more than praise.
        is_more = meaning and meaning.intent in POLITE and clause and clause.intent is Intent.DONE
        return clause if is_more else meaning or clause

    def _wished(self, text: str) -> Found | None:
        """Return the version wished of the exercise that half a name begins: `harder squat`."""
        version, rest = self._names.wish_in(self.phrases.name_in(text))
        begun = self._find_name(rest) if version else Found()
        slugs = [one.slug for one in begun.meant if one.kind == "exercise"]
        if len(slugs) != 1 or len(begun.meant) != 1:
            return None
        wanted = Topic("exercise", slugs[0], version)
        known = any(topic == wanted for _, topic in self._topics)
        return Found(meant=(wanted if known else begun.meant[0],))

    def _amount_of(self, text: str, meaning: Meaning | Found | None) -> Found | None:
        """Return the exercise of `how many reps of the boat pose`, which isn't about today's."""
        is_amount = isinstance(meaning, Meaning) and meaning.intent is Intent.TODAY
        slug = self.exercise_in(text) if is_amount else None
        return Found(meant=(Topic("exercise", slug),)) if slug else None

    def _sign_asked(self, text: str) -> Found | None:
        """Return the sign that a text links with the psoas: `can tight hips make you bloated?`."""
        if len(text) > LONGEST or not self.phrases.names_cause(text):
            return None
        signs = tuple(one for one in self._names.mentioned(text) if one.kind == "sign")
        return Found(meant=signs) if len(signs) == 1 else None

    def _framed(self, text: str) -> Found | None:
        """Return the exercises that a text names with nothing else but words around a name."""
        named = [one for one in self._names.mentioned(text) if one.kind == "exercise"]
        is_all = bool(named) and len(text) <= LONGEST and not self._names.remainder(text, named)
        return Found(meant=tuple(named)) if is_all else None

    def exercise_in(self, text: str) -> str | None:
        """Return the one exercise that a text names somewhere, whatever else it says."""
        named = {one.slug for one in self._names.mentioned(text) if one.kind == "exercise"}
        return named.pop() if len(named) == 1 else None

    def _meaning(self, text: str) -> Meaning | None:
        """Return what phrases say.

        `Don't write on Fridays` is no goodbye, and neither is `never send me the boat pose again`.
        """
        meaning = self.phrases.meaning(text)
        if meaning is None or meaning.intent not in (Intent.STOP, Intent.SWAP):
            return meaning
        if self.days.takes_away(text):
            return Meaning(Intent.DAYS)
        is_one = meaning.intent is Intent.STOP and self.exercise_in(text)
        return Meaning(Intent.UNWANTED) if is_one else meaning

    def _find_name(self, text: str) -> Found:
        """Find a name, but none by a word that is only a small part of one."""
        found = self.find(text)
        return found if found.is_whole or not self.phrases.is_vague(text) else Found()

    def find(self, text: str, kind: Literal["exercise", "sign"] | None = None) -> Found:
        """Find by the whole name, then by the beginnings of words, then by likeness."""
        query = fold(text[:LONGEST_NAME])
        named = [(name, topic) for name, topic in self._topics if kind in (None, topic.kind)]
        if not query or len(text) > LONGEST_NAME:
            return Found()
        squeezed = query.replace(" ", "")
        exact = _unique(
            topic for name, topic in named if name.replace(" ", "") in (squeezed, squeezed + "s")
        )
        if exact:
            return Found(meant=exact, is_whole=True)
        # Half a name means the exercise; whoever means a version writes its whole name.
        begun = _unique(
            topic for name, topic in named if topic.version is None and _begins(query, name)
        )
        alike = _alike(query, named)
        # `leg sing` begins words of `single-leg lower` and is nearly `leg swing`: ask which.
        return Found(meant=_unique((*begun, *alike.meant))) if begun else alike


def _slugs(found: Found) -> set[str]:
    return {one.slug for one in found.meant}


def _says_little(said: Meaning | Found | None) -> bool:
    """Return whether no more was understood than a greeting, or what is nearly a name."""
    if isinstance(said, Meaning):
        return said.intent in SLIGHT
    return said is None or not said.meant


def _is_time(times: Times, text: str) -> bool:
    """Return whether a whole text is a time of day; a number of an exercise isn't."""
    is_number = text.strip().isdecimal() and len(text.strip()) < 3
    return not is_number and times.read(text) is not None


def _version_names(exercise: Exercise, language: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Yield the names of each version: all of them, and up to the comma if that is its own."""
    words = exercise.words.to(language)
    taken = {fold(name) for name in (words.name, *words.aliases)}
    shorts = Counter(_short(told.name) for told in words.versions.values())
    for version, told in words.versions.items():
        short = _short(told.name)
        own = {short} - taken if shorts[short] == 1 else ()
        yield version, (told.name, *told.aliases, *own)


def _is_no_place(said: Meaning | Found | None, hint: Hint) -> bool:
    """Return whether a text that says where somebody is wishes something else, as from work."""
    is_wish = hint.label not in (Intent.ZONE, hints.SMALL_TALK)
    is_zone = isinstance(said, Meaning) and said.intent is Intent.ZONE
    return is_zone and is_wish and hint.likelihood >= hints.SURE


def _short(name: str) -> str:
    """Return a version's name up to its comma."""
    return fold(re.split("[,،]", name)[0])


def _begins(query: str, name: str) -> bool:
    """Return whether each word of the query begins a word of the name, in any order."""
    spaced = f" {name}"
    # Two letters say `hi` or `no` more often than they begin a name.
    return len(query) > 2 and all(f" {part}" in spaced for part in query.split())


def _alike(query: str, named: list[tuple[str, Topic]]) -> Found:
    names = [name for name, _ in named]
    scored = process.extract(query, names, scorer=fuzz.ratio, limit=8, score_cutoff=NEAR)
    scored += process.extract(
        query, names, scorer=fuzz.token_sort_ratio, limit=8, score_cutoff=NEAR
    )
    scored.sort(key=lambda hit: -hit[1])
    if len(query) < 4:
        return Found()
    sure = _unique(named[index][1] for _, score, index in scored if score >= SURE)
    near = _unique(named[index][1] for _, _, index in scored)[:4]
    return Found(meant=sure[:1], near=near)


def _unique(topics: Iterable[Topic]) -> tuple[Topic, ...]:
    return tuple(dict.fromkeys(topics))
