"""The finder of each language that somebody writes, built in a thread at the first text."""

import asyncio
from collections.abc import Iterable

from bot.coach.finder import Finder
from bot.coach.folding import fold
from bot.coach.languages import DEFAULT_LANGUAGE
from bot.coach.library import Library
from bot.coach.phrase_book import PhraseBook
from bot.coach.trouble import TroubleKind, TroubleWords


class Finders:
    """Holds a Finder for each language, and finds emergencies written in any other.

    Building one takes up to a second, in which nothing else could be sent or answered.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._finders: dict[str, Finder] = {}
        self._troubles: dict[str, TroubleWords] = {}
        self._elsewhere: dict[str, TroubleWords] = {}
        self._building = asyncio.Lock()

    def of(self, language: str) -> Finder:
        """Return the finder of the offered language nearest to a code."""
        language = self._library.languages.nearest(language)
        if language not in self._finders:
            trouble = self._trouble_of(language)
            self._finders[language] = Finder(self._library, language, trouble)
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
        if not self._elsewhere:
            async with self._building:
                self._elsewhere = self._elsewhere or await asyncio.to_thread(self._all_troubles)
        own = self._library.languages.nearest(language)
        rest = self._elsewhere[own].remainder(text)
        found = (
            trouble.kind_of_trouble(rest)
            for code, trouble in self._elsewhere.items()
            if code != own
        )
        return next((kind for kind in found if kind in ("crisis", "alarm")), None)

    def _trouble_of(self, language: str) -> TroubleWords:
        """Return the words of a language for trouble, which its finder shares."""
        if language not in self._troubles:
            self._troubles[language] = TroubleWords(self._library.phrases.to(language))
        return self._troubles[language]

    def _all_troubles(self) -> dict[str, TroubleWords]:
        """Return the words of all languages, each without those that English has too."""
        # Without finders, which nobody here may need, and which take longer still.
        english = self._trouble_of(DEFAULT_LANGUAGE)
        words = _words_of(self._library.phrases.to(DEFAULT_LANGUAGE), english)
        found = {DEFAULT_LANGUAGE: english}
        for code in self._library.languages.codes:
            if code != DEFAULT_LANGUAGE:
                own = self._trouble_of(code)
                alarms = _not_english(self._library.phrases.to(code).alarm, words, english)
                found[code] = own.with_alarms(alarms)
        return found


def _words_of(book: PhraseBook, trouble: TroubleWords) -> frozenset[str]:
    """Return the words of a language's body and of its phrases."""
    body = (*book.body.places.values(), *book.body.symptoms.values())
    told = (trouble.vocabulary.pattern_words(one) for ones in body for one in ones)
    return trouble.vocabulary.known.union(*told)


def _not_english(
    phrases: Iterable[str], words: frozenset[str], english: TroubleWords
) -> Iterable[str]:
    """Return a language's alarms without the English ones.

    English finds them itself, and knows what only sounds like one: `no numbness`. A single word
    that means more in the other language stays: `cancer`.
    """

    def is_english(phrase: str) -> bool:
        told = fold(phrase).split()
        if len(told) > 1:
            return words.issuperset(told)
        return phrase.isascii() and english.kind_of_trouble(phrase) is not None

    return (phrase for phrase in phrases if not is_english(phrase))
