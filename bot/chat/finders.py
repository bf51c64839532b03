"""The finder of each language that somebody writes, built in a thread at the first text."""

import asyncio

from bot.coach.finder import Finder
from bot.coach.folding import fold
from bot.coach.languages import DEFAULT_LANGUAGE
from bot.coach.library import Library
from bot.coach.phrase_book import PhraseBook
from bot.coach.spelling import Vocabulary
from bot.coach.trouble import TroubleKind, TroubleWords


class Finders:
    """Holds a Finder for each language, and finds emergencies written in any other.

    Building one takes up to a second, in which nothing else could be sent or answered.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._finders: dict[str, Finder] = {}
        self._troubles: dict[str, TroubleWords] = {}
        self._building = asyncio.Lock()

    def of(self, language: str) -> Finder:
        """Return the finder of the offered language nearest to a code."""
        language = self._library.languages.nearest(language)
        if language not in self._finders:
            self._finders[language] = Finder(self._library, language)
        return self._finders[language]

    async def load(self, language: str) -> Finder:
        """Return the same as of(), after building it in a thread where it is missing."""
        language = self._library.languages.nearest(language)
        if language not in self._finders:
            async with self._building:
                return await asyncio.to_thread(self.of, language)
        return self._finders[language]

    async def emergency_elsewhere(self, text: str, language: str) -> TroubleKind | None:
        """Return which emergency a text speaks of in another language than the reader's."""
        if not self._troubles:
            async with self._building:
                self._troubles = self._troubles or await asyncio.to_thread(
                    _troubles, self._library
                )
        own = self._library.languages.nearest(language)
        rest = self._troubles[own].rest(text)
        found = (trouble.of(rest) for code, trouble in self._troubles.items() if code != own)
        return next((kind for kind in found if kind in ("crisis", "alarm")), None)


def _troubles(library: Library) -> dict[str, TroubleWords]:
    # Without finders, which nobody here may need, and which take longer still.
    books = {code: library.phrases.to(code) for code in library.languages.codes}
    vocabularies = {code: Vocabulary(book) for code, book in books.items()}
    english = TroubleWords(books[DEFAULT_LANGUAGE], vocabularies[DEFAULT_LANGUAGE])
    words = _words_of(books[DEFAULT_LANGUAGE], vocabularies[DEFAULT_LANGUAGE])
    others = {
        code: TroubleWords(_without(book, words, english), vocabularies[code])
        for code, book in books.items()
        if code != DEFAULT_LANGUAGE
    }
    return {DEFAULT_LANGUAGE: english, **others}


def _words_of(book: PhraseBook, vocabulary: Vocabulary) -> set[str]:
    """Return the words of a language's body and of its phrases."""
    body = (*book.body.places.values(), *book.body.symptoms.values())
    told = (vocabulary.pattern_words(one) for ones in body for one in ones)
    return vocabulary.known.union(*told)


def _without(book: PhraseBook, words: set[str], english: TroubleWords) -> PhraseBook:
    """Return a language's book without its English alarms.

    English finds them itself, and knows what only sounds like one: `no numbness`. A single word
    that means more in the other language stays: `cancer`.
    """

    def is_english(phrase: str) -> bool:
        told = fold(phrase).split()
        if len(told) > 1:
            return words.issuperset(told)
        return phrase.isascii() and english.of(phrase) is not None

    alarm = (phrase for phrase in book.alarm if not is_english(phrase))
    return book.model_copy(update={"alarm": tuple(alarm)})
