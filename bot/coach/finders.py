"""What each offered language writes, built when somebody first writes in it."""

from functools import cached_property

from bot.coach.finder import Finder
from bot.coach.library import Library
from bot.coach.spelling import Vocabulary
from bot.coach.trouble import Trouble, TroubleKind


class Finders:
    """The finders of a library, one for each language that is offered."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._built: dict[str, Finder] = {}

    def of(self, language: str) -> Finder:
        """Return the finder of the offered language for a code."""
        language = self._library.languages.nearest(language)
        if language not in self._built:
            self._built[language] = Finder(self._library, language)
        return self._built[language]

    def emergency_elsewhere(self, text: str, language: str) -> TroubleKind | None:
        """Return which emergency a text speaks of in another language than the reader's."""
        own = self._library.languages.nearest(language)
        found = (trouble.of(text) for code, trouble in self._troubles.items() if code != own)
        return next((kind for kind in found if kind in ("crisis", "alarm")), None)

    @cached_property
    def _troubles(self) -> dict[str, Trouble]:
        # Without finders: building those of languages that nobody here uses takes a second.
        library = self._library
        books = {code: library.phrases.to(code) for code in library.languages.codes}
        return {code: Trouble(book, Vocabulary(book)) for code, book in books.items()}
