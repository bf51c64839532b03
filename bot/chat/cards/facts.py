"""The plain facts of an exercise: its words, which kind, how long, with what."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.chat.cards.card import escape
from bot.chat.words import Translator
from bot.coach.library import Exercise, Library
from bot.coach.rounds import round_and_week
from bot.coach.session import minutes
from bot.coach.sheets import Equipment, Kind
from bot.coach.trainee import Practice, Side
from bot.coach.wording import SideNames, WayNames

_ASKED = re.compile(r"[^?؟]*[?؟]")
_ANSWERED = re.compile(r"[^?؟]*[?؟][^.।]*[.।]\s*")
"""The question that a line on care may begin with; and with what to do then."""


@dataclass(frozen=True)
class Instructions:
    """What to read for one version of an exercise; its own words, else the exercise's."""

    name: str
    steps: tuple[str, ...]
    feel: str
    mistake: str
    need: str
    breathing: str
    care: str
    sides: SideNames | None = None
    ways: WayNames | None = None


def instructions(exercise: Exercise, version: str | None, language: str) -> Instructions:
    """Return the instructions for a version in a language."""
    words = exercise.words.to(language)
    wording = words.versions[version] if version else None
    own = Instructions(
        words.name,
        words.steps,
        words.feel,
        words.mistakes[0],
        words.need,
        words.breathing,
        words.care,
        words.sides,
        words.ways,
    )
    if wording is None:
        return own
    return Instructions(
        wording.name,
        wording.steps,
        wording.feel or own.feel,
        wording.mistake or own.mistake,
        wording.need or own.need,
        wording.breathing or own.breathing,
        wording.care or own.care,
        own.sides,
        own.ways,
    )


def care_line(care: str, notes: Iterable[str]) -> str:
    """Return the line on care without a question that a note on the person's health asks too.

    What to do about it stands in the note, and in more detail; when to stop always stays.
    """
    asked, answered = _ASKED.match(care), _ANSWERED.match(care)
    if asked and answered and any(note.startswith(asked[0]) for note in notes):
        return care[answered.end() :] or care
    return care


def version_name(exercise: Exercise, version: str | None, language: str) -> str:
    """Return the one name of a version, or that of the exercise for the standard version."""
    words = exercise.words.to(language)
    return words.versions[version].name if version in words.versions else words.name


def side_name(_: Translator, side: Side, sides: SideNames | None) -> str:
    """Name a side: by the exercise's own words, where "left side" could mean either leg."""
    if sides is None:
        # Translators: such as "Left side only." or, within a line, "Next: left side"
        label = _("Left side") if side is Side.LEFT else _("Right side")
        return label[:1].lower() + label[1:]
    return sides.left if side is Side.LEFT else sides.right


def capitalized(line: str) -> str:
    """Return a line with its first letter in upper case and the others as they are."""
    return line[:1].upper() + line[1:]


def why_line(_: Translator, library: Library, practice: Practice, why: str) -> str:
    """Write what a practice is for, after its round and week."""
    if not practice.follows_routine:
        return why
    weeks, place = len(library.routine.weeks), round_and_week(library.routine, practice.position)
    name = library.week_name(place.week, _.language)
    if place.round > 1:
        # Translators: such as "Round 2 · week 1 of 4 · Stretch for the front of your hips"
        text = _("Round {round} · week {n} of {all} · {why}")
    elif name:
        # Translators: such as "Week 1 of 4: Settle in · Stretch for the front of your hips"
        text = _("Week {n} of {all}: {name} · {why}")
    else:
        # Translators: such as "Week 2 of 4 · Stretch for the front of your hips"
        text = _("Week {n} of {all} · {why}")
    return text.format(round=place.round, n=place.week, all=weeks, name=name, why=why)


def harder_line(_: Translator) -> str:
    """Offer the harder version of an exercise that has reached the top of its range."""
    return _("Ready for more? The harder version is under “More”.")


def feel_line(_: Translator, feel: str) -> str:
    """Write where an exercise should be felt, with its label."""
    # Translators: such as "Feel: Your buttocks."
    return _("<b>Feel:</b> {feel}").format(feel=escape(feel))


def mistake_line(_: Translator, mistake: str) -> str:
    """Write the commonest mistake, with its label."""
    # Translators: such as "Common mistake: Lifting too high. Stop sooner."
    return _("<b>Common mistake:</b> {mistake}").format(mistake=escape(mistake))


def need_line(_: Translator, need: str) -> str:
    """Write what an exercise needs, with its label."""
    # Translators: such as "You'll need: A firm chair"
    return _("<b>You'll need:</b> {need}").format(need=escape(need))


def one_side_line(_: Translator) -> str:
    """Adapt steps that were written for both sides to a dose for one."""
    return _("Where the steps say to switch, stay on this side.")


def facts_line(_: Translator, exercise: Exercise) -> str:
    """List kind, minutes, level and equipment on one line."""
    sheet, length = exercise.sheet, minutes(exercise, _.language)
    parts = [kind_name(_, sheet.kind), _.many("{n} minute", "{n} minutes", length)]
    # Translators: how hard an exercise is, from 1 to 3
    parts.append(_("level {n}").format(n=sheet.level))
    parts += [equipment_name(_, one) for one in sheet.equipment]
    return " · ".join(parts)


def kind_name(_: Translator, kind: Kind) -> str:
    """Return the word for a kind of exercise."""
    names = {
        # Translators: kinds of exercise, in a line such as "strength · 5 minutes · level 2"
        Kind.STRENGTH: _("strength"),
        Kind.STRETCH: _("stretch"),
        Kind.DYNAMIC: _("warm-up"),
    }
    return names[kind]


def equipment_name(_: Translator, equipment: Equipment) -> str:
    """Return the word for a piece of equipment."""
    names = {
        Equipment.BALL: _("stability ball"),
        Equipment.KETTLEBELL: _("kettlebell"),
        Equipment.BENCH: _("bench or firm chair"),
    }
    return names[equipment]
