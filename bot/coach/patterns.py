"""Patterns of words that stand one after the other, with few others between them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from bot.coach.documents import Document

Phrase = Annotated[str, Field(min_length=1, max_length=80)]


def divided(value: object) -> object:
    """Split text at commas and line breaks into phrases; return a list unchanged.

    PyYAML takes four times as long for the same phrases in lists.
    """
    if not isinstance(value, str):
        return value
    return tuple(filter(None, map(str.strip, re.split(r"[,\n]", value))))


Phraselist = Annotated[tuple[Phrase, ...], BeforeValidator(divided)]

Mentions = Mapping[str, Sequence[range]]
"""Where each part of the patterns stands in a text."""


class Patterned(Document):
    """Phrases under names, and patterns of them: `{want}` is any phrase that is called so."""

    words: dict[str, Phraselist] = Field(default_factory=dict)

    def all_patterns(self) -> Iterable[str]:
        """Yield every pattern, whatever it is for."""
        return ()

    @model_validator(mode="after")
    def _patterns_name_what_is_there(self) -> Self:
        named = {one for each in self.all_patterns() for one in re.findall(r"\{([^}]*)\}", each)}
        if unknown := named - set(self.words):
            raise ValueError(f"no such words: {', '.join(sorted(unknown))}")
        return self

    def alternatives_of(self, part: str) -> Phraselist:
        """Return the phrases that a part of a pattern stands for: itself, or those it names."""
        return self.words[part[1:-1]] if part.startswith("{") else (part,)


def parts_of(pattern: str) -> list[str]:
    """Return the names of a pattern, each in its braces, and the words between them."""
    parts = map(str.strip, re.findall(r"\{[^}]*\}|[^{}]+", pattern))
    return list(filter(None, parts))


def stretches(parts: Sequence[str], mentioned: Mentions, between: int) -> Iterator[range]:
    """Yield where the parts of a pattern stand one after the other."""
    reached = list(mentioned.get(parts[0], ()))
    for part in parts[1:]:
        reached = [
            range(before.start, at.stop)
            for before in reached
            for at in mentioned.get(part, ())
            if 0 <= at.start - before.stop <= between
        ]
    yield from reached
