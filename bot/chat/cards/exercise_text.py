"""The text of an exercise's card, whose parts give way until it fits under a picture."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.chat.cards.card import CAPTION_LIMIT, escape, length
from bot.chat.cards.facts import (
    Instructions,
    dose_line,
    feel_line,
    finishing_line,
    harder_line,
    how_much_line,
    instructions,
    mistake_line,
    need_line,
    one_side_line,
    why_line,
)
from bot.chat.words import Translator
from bot.coach.dose import dose_of, hold_after, side_of
from bot.coach.library import Library
from bot.coach.sheets import Dose, Flag
from bot.coach.trainee import Practice, Side
from bot.coach.wording import ExerciseWords

GIVES_WAY = ("late", "harder", "mistake", "why", "breathing", "need", "feel", "extra")
"""Parts that a card drops, in this order, until it fits; the steps and the care line stay.

Where many notes on a person's health still don't fit, the last ones give way too; where a
language needs more room than that, the picture does, which More shows.
"""

REMEMBERED = 8192
"""Number of texts that are kept for other people: at some 3 kB each, 25 MB at most.

After two years people differ most in the round they are in, which stands in the title. What is
kept leaves it out, or hardly anybody would share a text.
"""


class _Frame(NamedTuple):
    """The lines that belong to a card's day: an excuse, the hold after strength, an offer."""

    late: bool = False
    hold: int | None = None
    harder: bool = False


class _Content(NamedTuple):
    """What a text says, apart from where somebody stands in the routine."""

    exercise: str
    version: str | None
    dose: Dose
    side: Side
    adapt: tuple[Flag, ...]
    frame: _Frame


class _Surroundings(NamedTuple):
    """What stands before and after the title, and whether the title may say why."""

    before: str
    says_why: bool
    after: str


def practice_text(_: Translator, library: Library, practice: Practice, *, late: bool) -> str:
    """Return the text of a day's card, which has an exercise."""
    frame = _Frame(late, hold_after(library, practice), practice.harder_fits)
    return _text(_, library, practice, frame)


def own_text(_: Translator, library: Library, practice: Practice) -> str:
    """Return the text of an exercise's card on no particular day."""
    return _text(_, library, practice, _Frame())


def _text(_: Translator, library: Library, practice: Practice, frame: _Frame) -> str:
    slug = practice.exercise or ""
    words = library.exercises[slug].words.to(_.language)
    name = words.versions[practice.version].name if practice.version else words.name
    why = f"\n<i>{escape(why_line(_, library, practice, words.why))}</i>"
    dose, side = dose_of(library, practice), side_of(library, practice)
    content = _Content(slug, practice.version, dose, side, practice.adapt, frame)
    around = _fitting(_, library, content, length(why))
    title = f"<b>{escape(name)}</b>" + (why if around.says_why else "")
    return f"{around.before}{title}{around.after}"


@lru_cache(REMEMBERED)
def _fitting(
    _: Translator, library: Library, content: _Content, length_of_why: int
) -> _Surroundings:
    """Let parts give way until a text fits."""
    exercise = library.exercises[content.exercise]
    told = instructions(exercise, content.version, _.language)
    notes = exercise.words.to(_.language)
    for without, most in _ways_to_fit(len(content.adapt)):
        late, hold, harder = content.frame
        before = _("<i>Sorry I'm late today.</i>") if late and "late" not in without else ""
        extra = finishing_line(_, library, hold) if hold and "extra" not in without else ""
        lines = [
            _amount(_, content, told),
            "" if "feel" in without else feel_line(_, told.feel),
            "" if "mistake" in without else mistake_line(_, told.mistake),
            _folded(_, told, without, extra),
            escape(_notes(_, notes, content.adapt, most)),
            f"<i>{escape(told.care)}</i>",
        ]
        blocks = ["\n".join(line for line in lines if line)]
        if harder and "harder" not in without:
            blocks.append(f"<i>{harder_line(_)}</i>")
        around = _Surroundings(
            before and f"{before}\n\n",
            "why" not in without,
            "".join(f"\n\n{block}" for block in blocks),
        )
        whole = length(around.before + escape(told.name) + around.after)
        if whole + around.says_why * length_of_why <= CAPTION_LIMIT:
            break
    return around


def _ways_to_fit(notes: int) -> Iterator[tuple[Sequence[str], int]]:
    """Yield which parts to drop, and how many notes on health to keep: last resorts last."""
    yield from ((GIVES_WAY[:count], notes) for count in range(len(GIVES_WAY) + 1))
    yield from ((GIVES_WAY, kept) for kept in range(notes - 1, 0, -1))


def _notes(_: Translator, words: ExerciseWords, adapt: Sequence[Flag], most: int) -> str:
    """Write the notes on a person's health; those without room are on the page behind *More*."""
    lines = [words.adapt[flag] for flag in adapt[:most]]
    if most < len(adapt):
        lines.append(_("More has advice for your health. Read it first."))
    return "\n".join(lines)


def _folded(_: Translator, told: Instructions, without: Sequence[str], extra: str) -> str:
    """Return what is done, first to last, in a quotation that a phone folds to three lines."""
    lines = [f"{number}. {escape(step)}" for number, step in enumerate(told.steps, 1)]
    if "need" not in without:
        lines.insert(0, need_line(_, told.need))
    if "breathing" not in without:
        lines.append(escape(told.breathing))
    if extra:
        lines.append(extra)
    return "<blockquote expandable>{}</blockquote>".format("\n".join(lines))


def _amount(_: Translator, content: _Content, told: Instructions) -> str:
    lines = [how_much_line(_, dose_line(_, content.dose, content.side, told.sides))]
    if content.side is not Side.BOTH:
        lines.append(one_side_line(_))
    return "\n".join(lines)
