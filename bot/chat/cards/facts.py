"""The plain facts of an exercise in words: how much, what kind, how long, with what."""

from bot.chat.cards.card import escape
from bot.chat.words import Words
from bot.coach.library import Library
from bot.coach.routine import Practice, Side
from bot.coach.sheets import Dose, Equipment, ExerciseSheet, Kind


def dose_line(_: Words, dose: Dose, side: Side = Side.BOTH) -> str:
    """Say a dose in words: sets, repetitions or seconds, sides, rest and tempo."""
    sets = _.many("{n} set of", "{n} sets of", dose.sets[1], shown=_span(dose.sets))
    parts = [f"{sets} {_span(dose.reps)}" if dose.reps else _held(_, dose)]
    only = {Side.LEFT: _("left side only"), Side.RIGHT: _("right side only")}
    if dose.each_side and dose.each_way:
        parts[0] += " " + _("each side, each direction")
    elif dose.each_side:
        parts[0] += " " + _("each side")
    elif side in only:
        parts[0] += ", " + only[side]
        parts += [_("each direction")] if dose.each_way else []
    if dose.reps and dose.hold:
        parts.append(_("hold {n} s at the top").format(n=dose.hold))
    if dose.up and dose.down:
        parts.append(_("{up} s up, {down} s down").format(up=dose.up, down=dose.down))
    if dose.rest and (dose.sets[1] > 1 or dose.each_side):
        parts.append(_("rest {n} s").format(n=dose.rest))
    return " · ".join(parts)


def one_side_line(_: Words) -> str:
    """Say what becomes of steps that were written for both sides."""
    return _("Stay on this side where the steps say to switch.")


def _held(_: Words, dose: Dose) -> str:
    times = {(1, 1): _("once"), (2, 2): _("twice")}
    often = times.get(dose.sets) or _("{n} times").format(n=_span(dose.sets))
    return _("hold {n} s, {often}").format(n=dose.hold, often=often)


def _span(span: tuple[int, int]) -> str:
    least, most = span
    return str(least) if least == most else f"{least}–{most}"


def facts_line(_: Words, sheet: ExerciseSheet) -> str:
    """Say kind, minutes, level and equipment on one line."""
    parts = [kind_name(_, sheet.kind), _.many("{n} minute", "{n} minutes", sheet.minutes)]
    parts.append(_("level {n}").format(n=sheet.level))
    parts += [equipment_name(_, one) for one in sheet.equipment]
    return " · ".join(parts)


def kind_name(_: Words, kind: Kind) -> str:
    """Return the word for a kind of exercise."""
    names = {
        Kind.STRENGTH: _("strength"),
        Kind.STRETCH: _("stretch"),
        Kind.DYNAMIC: _("moving warm-up"),
    }
    return names[kind]


def equipment_name(_: Words, equipment: Equipment) -> str:
    """Return the word for a piece of equipment."""
    names = {
        Equipment.BALL: _("stability ball"),
        Equipment.KETTLEBELL: _("kettlebell"),
        Equipment.BENCH: _("bench or firm chair"),
    }
    return names[equipment]


def extra_line(_: Words, library: Library, practice: Practice) -> str | None:
    """Say which hold follows after strength, where it suits the person."""
    sheet = library.exercises[practice.exercise or ""].sheet
    if sheet.kind != Kind.STRENGTH or not practice.extra:
        return None
    name = library.exercises[library.routine.extra_exercise].words.to(_.language).name
    then = _("<b>Then</b> {name}, {n} s each side")
    return then.format(name=escape(name), n=library.routine.extra_hold)
