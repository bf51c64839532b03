"""Find what a person means: a name, an alias, half a word, or a near miss."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from bot.coach.library import Library

LONGEST_NAME = 60
SURE = 86
NEAR = 72


@dataclass(frozen=True)
class Topic:
    """Something that has a page of its own."""

    kind: Literal["exercise", "sign"]
    slug: str


@dataclass(frozen=True)
class Found:
    """What a text may mean: `meant` for sure (several: ask which), `near` as a guess.

    `is_whole` says that the text is a name itself, not the beginning of one or nearly one.
    """

    meant: tuple[Topic, ...] = ()
    near: tuple[Topic, ...] = ()
    is_whole: bool = False


def plain(text: str) -> str:
    """Fold case, accents and punctuation away, so that `Sit-up!` and `situp` come close."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(char for char in folded if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", letters))


class Finder:
    """All names of exercises and signs in one language, ready to be searched."""

    def __init__(self, library: Library, language: str) -> None:
        self._topics: list[tuple[str, Topic]] = []
        for slug, exercise in library.exercises.items():
            words = exercise.words.to(language)
            self._add(Topic("exercise", slug), (words.name, slug, *words.aliases))
        for slug, sign in library.signs.items():
            told = sign.words.to(language)
            self._add(Topic("sign", slug), (told.name, slug, *told.aliases))
        safety = library.safety.to(language)
        self._alarm = tuple(map(plain, safety.alarm))
        self._pain = tuple(map(plain, safety.pain))

    def _add(self, topic: Topic, names: Iterable[str]) -> None:
        self._topics += [(plain(name), topic) for name in names]

    def trouble(self, text: str) -> Literal["alarm", "pain"] | None:
        """Say whether a text speaks of an emergency, or of pain."""
        words = f" {plain(text)} "
        if any(f" {sign} " in words for sign in self._alarm):
            return "alarm"
        return "pain" if any(f" {sign} " in words for sign in self._pain) else None

    def find(self, text: str, kind: Literal["exercise", "sign"] | None = None) -> Found:
        """Find by the whole name, then by the beginnings of words, then by likeness."""
        query = plain(text[:LONGEST_NAME])
        named = [(name, topic) for name, topic in self._topics if kind in (None, topic.kind)]
        if not query or len(text) > LONGEST_NAME:
            return Found()
        squeezed = query.replace(" ", "")
        exact = _unique(
            topic for name, topic in named if name.replace(" ", "") in (squeezed, squeezed + "s")
        )
        if exact:
            return Found(meant=exact, is_whole=True)
        begun = _unique(topic for name, topic in named if _begins(query, name))
        alike = _alike(query, named)
        # `leg sing` begins words of `single-leg lower` and is nearly `leg swing`: ask which.
        return Found(meant=_unique((*begun, *alike.meant))) if begun else alike


def _begins(query: str, name: str) -> bool:
    """Say whether each word of the query begins a word of the name, in any order."""
    words = name.split()
    # Two letters say `hi` or `no` more often than they begin a name.
    return len(query) > 2 and all(
        any(word.startswith(part) for word in words) for part in query.split()
    )


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
