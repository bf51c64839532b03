"""Interface words through gettext: English stands in the code, other languages in bot/locale."""

import gettext
from functools import cache
from pathlib import Path

DOMAIN = "psoas"
LOCALE_DIR = Path(__file__).parent.parent / "locale"


class Words:
    """The interface in one language: `_("text")`, and `_.many("one", "many", n)`."""

    def __init__(self, language: str, locale_dir: Path = LOCALE_DIR) -> None:
        self.language = language
        family, _, rest = language.partition("-")
        # gettext finds pt_BR by `pt_br` itself, but not a script such as zh_Hans.
        names = [f"{family}_{rest}", f"{family}_{rest.title()}", family]
        self._catalogue = gettext.translation(DOMAIN, locale_dir, names, fallback=True)

    @property
    def is_spoken(self) -> bool:
        """Say whether there are words in the language that was asked for."""
        has_own = isinstance(self._catalogue, gettext.GNUTranslations)
        return has_own or self.language.partition("-")[0] == "en"

    def __call__(self, text: str) -> str:
        """Return a text in this language; in English where it has none."""
        return self._catalogue.gettext(text)

    def many(self, one: str, other: str, count: int, *, shown: str | None = None) -> str:
        """Return the form of a text that fits a count, with it filled in for `{n}`.

        `shown` stands there in its place, such as 1–2 where the count is 2.
        """
        return self._catalogue.ngettext(one, other, count).format(n=shown or count)


@cache
def words_for(language: str) -> Words:
    """Return the words of a language, read once."""
    return Words(language)
