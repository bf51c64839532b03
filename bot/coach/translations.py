"""The same words in several languages."""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.coach.documents import Document
from bot.coach.languages import DEFAULT_LANGUAGE, match

W = TypeVar("W", bound=Document)


@dataclass(frozen=True)
class Translations(Generic[W]):
    """The same words in several languages; English where one is missing."""

    by_language: Mapping[str, W]

    def to(self, language: str) -> W:
        """Return the words for a language code such as `pt-br`, or English."""
        exact = self.by_language.get(language)
        if exact is not None:  # nearly always, and each card asks many times
            return exact
        return self.by_language[match(language, self.by_language) or DEFAULT_LANGUAGE]


class Packed(Mapping[str, W]):
    """Documents that are needed once, at the first text in their language: compressed until then.

    Phrases of seven languages take 6 MB unpacked, and 0.4 MB so.
    """

    def __init__(self, model: type[W]) -> None:
        self._model = model
        self._packed: dict[str, bytes] = {}

    def add(self, language: str, words: W) -> None:
        """Add the words of a language."""
        self._packed[language] = zlib.compress(words.model_dump_json().encode(), level=1)

    def __getitem__(self, language: str) -> W:
        """Return the words of a language, unpacked anew; that takes some 10 ms."""
        return self._model.model_validate_json(zlib.decompress(self._packed[language]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)
