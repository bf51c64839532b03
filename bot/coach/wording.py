"""The shape of the files in content/ that hold words, one for each language."""

from typing import Annotated

from pydantic import Field

from bot.coach.documents import Document
from bot.coach.sheets import Flag, Line, Slug

Steps = Annotated[tuple[Line, ...], Field(min_length=4, max_length=8)]


class VersionWords(Document):
    """The words of one version; the last five only where they differ from the exercise's own."""

    name: Line
    aliases: tuple[Line, ...] = ()
    steps: Steps
    feel: Line | None = None
    mistake: Line | None = None
    need: Line | None = None
    breathing: Line | None = None
    care: Line | None = None


class SideNames(Document):
    """Which side is meant, where "left side" could be either: `left foot back`."""

    left: Line
    right: Line


class WayNames(Document):
    """What each of two directions is called: `across`, then `front and back`."""

    first: Line
    second: Line


class ExerciseWords(Document):
    """en.yaml of an exercise: every sentence a subscriber reads about it.

    `why` is what it is for, in a few words, and `feel` where it should be felt; of `mistakes`,
    the first is the commonest.
    """

    name: Line
    aliases: tuple[Line, ...] = Field(min_length=1)
    trains: Line
    why: Line
    feel: Line
    need: Line
    steps: Steps
    breathing: Line
    easier: Line
    harder: Line
    care: Line
    mistakes: tuple[Line, ...] = Field(min_length=3)
    cautions: tuple[Line, ...] = Field(min_length=1)
    notes: tuple[Line, ...] = Field(min_length=1)
    versions: dict[Slug, VersionWords]
    sides: SideNames | None = None
    ways: WayNames | None = None
    adapt: dict[Flag, Line] = Field(default_factory=dict)
    alt: Line


class SignWords(Document):
    """en.yaml of a sign, in the order in which a subscriber reads it."""

    name: Line
    aliases: tuple[Line, ...] = ()
    short: Line
    notice: tuple[Line, ...] = Field(min_length=1)
    said: tuple[Line, ...] = Field(min_length=1)
    other: tuple[Line, ...] = Field(min_length=1)
    help: tuple[Line, ...] = Field(min_length=1)


class SignsPage(Document):
    """signs/en.yaml: what stands above the list of signs."""

    title: Line
    opening: Line


class Section(Document):
    """A heading and its lines."""

    title: Line
    lines: tuple[Line, ...] = Field(min_length=1)


class Page(Document):
    """anatomy/en.yaml and safety/en.yaml: a page to read; `note` is its short form.

    `numbers` says what each number in the page's picture points at; `more` is for those who ask.
    """

    title: Line
    numbers: tuple[Line, ...] = ()
    note: tuple[Line, ...] = Field(min_length=1)
    sections: tuple[Section, ...] = Field(min_length=1)
    more: tuple[Section, ...] = ()
    sources: tuple[Line, ...] = ()


class Source(Document):
    """A reference as a reader sees it, with a link if there is one."""

    text: Line
    url: Annotated[str, Field(pattern=r"^https://")] | None = None


class SourceList(Document):
    """sources.yaml: the references by the codes that sheets name."""

    sources: dict[str, Source] = Field(default_factory=dict)


class Tip(Document):
    """A tip for people who sit, with the codes of its sources."""

    text: Line
    sources: tuple[Line, ...] = Field(min_length=1)


class TipList(Document):
    """tips/en.yaml: a tip a week, in turn; so many that none comes again within twelve weeks."""

    tips: tuple[Tip, ...] = Field(min_length=12)


class WeekNames(Document):
    """weeks/en.yaml: what each week of the routine is called."""

    names: dict[Slug, Line]
