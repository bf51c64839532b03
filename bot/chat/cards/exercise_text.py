"""The text of an exercise's card, whose parts give way until it fits under a picture."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.chat.cards.card import CAPTION_LIMIT, escape, length
from bot.chat.cards.doses import dose_line, finishing_line, how_much_line
from bot.chat.cards.facts import (
    Instructions,
    care_line,
    feel_line,
    harder_line,
    instructions,
    mistake_line,
    need_line,
    one_side_line,
    version_name,
    why_line,
)
from bot.chat.words import Translator
from bot.coach.dose import dose_of, hold_after, side_of
from bot.coach.library import Library
from bot.coach.sheets import Dose, Flag
from bot.coach.trainee import Practice, Side

GIVES_WAY = ("late", "harder", "mistake", "why", "breathing", "need", "feel", "extra")
"""Parts that a card drops, in this order, until it fits; the steps and the care line stay.

Where many notes on a person's health still don't fit, the last ones give way too; where a
language needs more room than that, the picture does, which More shows.
"""

REMEMBERED = 8192
"""Number of texts that are kept for other people: at some 2 kB each, 16 MB at most.

After two years people differ most in the round they are in, which stands in the title. What is
kept leaves it out, or hardly anybody would share a text.
"""


class _Frame(NamedTuple):
    """The lines that belong to a card's day: a question, an excuse, what follows, an offer."""

    asks_after_emergency: bool = False
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


def practice_text(
    _: Translator,
    library: Library,
    practice: Practice,
    *,
    late: bool,
    asks_after_emergency: bool = False,
) -> str:
    """Return the text of a day's card, which has an exercise."""
    frame = _Frame(asks_after_emergency, late, hold_after(library, practice), practice.harder_fits)
    return _text(_, library, practice, frame)


def seen_line(_: Translator) -> str:
    """Ask somebody who wrote of an emergency whether a doctor has seen them."""
    return _(
        "<b>How are you?</b> You told me about something that could be urgent. If you haven't"
        " seen a doctor about it yet, please skip the exercise and call one today. If it can't"
        " wait: /safety"
    )


def own_text(_: Translator, library: Library, practice: Practice) -> str:
    """Return the text of an exercise's card on no particular day."""
    return _text(_, library, practice, _Frame())


def _text(_: Translator, library: Library, practice: Practice, frame: _Frame) -> str:
    slug = practice.exercise or ""
    exercise = library.exercises[slug]
    name, why = (
        version_name(exercise, practice.version, _.language),
        exercise.words.to(_.language).why,
    )
    why = f"\n<i>{escape(why_line(_, library, practice, why))}</i>"
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
    wording = instructions(exercise, content.version, _.language)
    adapt = [exercise.words.to(_.language).adapt[flag] for flag in content.adapt]
    parts = _parts(_, library, content, wording)
    for without, most in _ways_to_fit(len(adapt)):
        kept = {part: line for part, line in parts.items() if part not in without}
        kept["care"] = f"<i>{escape(care_line(wording.care, adapt[:most]))}</i>"
        around = _around(kept, _notes(_, adapt, most))
        whole = length(around.before + escape(wording.name) + around.after)
        if whole + around.says_why * length_of_why <= CAPTION_LIMIT:
            break
    return around


def _parts(
    _: Translator, library: Library, content: _Content, wording: Instructions
) -> Mapping[str, str]:
    """Write the lines of a text by their part; those that the day hasn't are empty."""
    asks_after_emergency, late, hold, harder = content.frame
    steps = (f"{number}. {escape(step)}" for number, step in enumerate(wording.steps, 1))
    return {
        "seen": seen_line(_) if asks_after_emergency else "",
        "late": _("<i>Sorry I'm late today.</i>") if late else "",
        "why": "-",  # a part that may give way; the title writes it
        "amount": _amount(_, content, wording),
        "feel": feel_line(_, wording.feel),
        "mistake": mistake_line(_, wording.mistake),
        "need": need_line(_, wording.need),
        "steps": "\n".join(steps),
        "breathing": escape(wording.breathing),
        "extra": finishing_line(_, library, hold) if hold else "",
        "harder": f"<i>{harder_line(_)}</i>" if harder else "",
    }


def _around(parts: Mapping[str, str], notes: str) -> _Surroundings:
    """Put what is left of the parts around the title, with what is done in a folded quotation."""
    done = _joined(parts, "need", "steps", "breathing", "extra")
    lines = [
        _joined(parts, "amount", "feel", "mistake"),
        f"<blockquote expandable>{done}</blockquote>",
        *([notes] if notes else []),
        parts["care"],
    ]
    before, harder = _joined(parts, "seen", "late"), parts.get("harder")
    after = "\n\n" + "\n".join(lines) + (f"\n\n{harder}" if harder else "")
    return _Surroundings(f"{before}\n\n" if before else "", "why" in parts, after)


def _joined(parts: Mapping[str, str], *names: str) -> str:
    return "\n".join(parts[name] for name in names if parts.get(name))


def _ways_to_fit(notes: int) -> Iterator[tuple[Sequence[str], int]]:
    """Yield which parts to drop, and how many notes on health to keep: last resorts last."""
    yield from ((GIVES_WAY[:count], notes) for count in range(len(GIVES_WAY) + 1))
    yield from ((GIVES_WAY, kept) for kept in range(notes - 1, 0, -1))


def _notes(_: Translator, adapt: Sequence[str], most: int) -> str:
    """Write the notes on a person's health; those without room are on the page behind *More*."""
    lines = list(adapt[:most])
    if most < len(adapt):
        lines.append(_("Before you start, tap “More” for advice about your health."))
    return escape("\n".join(lines))


def _amount(_: Translator, content: _Content, wording: Instructions) -> str:
    lines = [how_much_line(_, dose_line(_, content.dose, content.side, wording))]
    if content.side is not Side.BOTH:
        lines.append(one_side_line(_))
    return "\n".join(lines)
