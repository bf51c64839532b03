"""The plain facts of an exercise: how much, which kind, how long, with what."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.chat.cards.card import escape
from bot.chat.words import Translator
from bot.coach.dose import hold_after
from bot.coach.library import Exercise, Library
from bot.coach.rounds import round_and_week
from bot.coach.session import minutes
from bot.coach.sheets import Dose, Equipment, Kind
from bot.coach.trainee import Practice, Side
from bot.coach.wording import ExerciseWords, SideNames, WayNames

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


def dose_line(
    _: Translator,
    dose: Dose,
    side: Side = Side.BOTH,
    wording: "Instructions | ExerciseWords | None" = None,
) -> str:
    """Write how much to do: the amount, then the tempo, the side, directions and rest."""
    sides, ways = (wording.sides, wording.ways) if wording else (None, None)
    is_each = dose.each_side and side is Side.BOTH
    amount = _sets(_, dose, each=is_each) if dose.reps else _hold(_, dose, each=is_each)
    tempo = tempo_line(_, dose) if dose.reps else ""
    sentences = [tempo] if tempo else []
    if side is not Side.BOTH:
        # Translators: such as "Left side only." or "Left foot back only."
        only = _("{side} only.").format(side=capitalized(side_name(_, side, sides)))
        sentences.append(only)
    if dose.each_way and ways:
        amount = _both_ways(_, amount, dose, ways)
    elif dose.each_way:
        sentences.append(_("Do all the reps in one direction, then in the other."))
    if dose.rest and (dose.sets[1] > 1 or is_each):
        sentences.append(_rest(_, dose))
    # Translators: sentences in a row, such as "6–8 reps. Hold each rep for 3 seconds."
    text = _("{amount}. {sentences}").format(amount=amount, sentences=" ".join(sentences))
    return text.rstrip()


def _both_ways(_: Translator, amount: str, dose: Dose, ways: WayNames) -> str:
    # Translators: such as "10 reps each side, side to side, then 10 front and back"
    told = _("{amount}, {first}, then {reps} {second}")
    reps = _.span(*(dose.reps or (1, 1)))
    return told.format(amount=amount, first=ways.first, reps=reps, second=ways.second)


def how_much_line(_: Translator, dose: str) -> str:
    """Write how much to do, with its label."""
    # Translators: such as "How much: Hold for 15 seconds, twice each side."
    return _("<b>How much:</b> {dose}").format(dose=escape(dose))


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


def tempo_line(_: Translator, dose: Dose) -> str:
    """Write how fast each repetition goes; nothing where the dose has no tempo."""
    if dose.up and dose.down and dose.hold:
        # Translators: such as "Lift for 2 seconds, hold for 3, lower for 2."
        text = _("Lift for {up}, hold for {hold}, lower for {down}.")
        return text.format(up=seconds(_, dose.up), hold=dose.hold, down=dose.down)
    if dose.up and dose.down and dose.rises:
        # Translators: the body goes down and rises; such as "Lower for 3 seconds, rise for 2."
        text = _("Lower for {down}, rise for {up}.")
        return text.format(down=seconds(_, dose.down), up=dose.up)
    if dose.up and dose.down:
        # Translators: such as "Lift for 2 seconds, lower for 3."
        text = _("Lift for {up}, lower for {down}.")
        return text.format(up=seconds(_, dose.up), down=dose.down)
    # Translators: each repetition; such as "Hold each rep for 3 seconds."
    return _("Hold each rep for {time}.").format(time=seconds(_, dose.hold)) if dose.hold else ""


def seconds(_: Translator, count: int) -> str:
    """Write a number of seconds."""
    # Translators: stands in sentences such as "hold for 15 seconds"
    return _.many("{n} second", "{n} seconds", count)


def one_side_line(_: Translator) -> str:
    """Adapt steps that were written for both sides to a dose for one."""
    return _("Where the steps say to switch, stay on this side.")


def reps_line(_: Translator, dose: Dose, *, each: bool) -> str:
    """Write how many repetitions one set has, on each side or in all."""
    least, most = dose.reps or (1, 1)
    shown = _.span(least, most)
    if each:
        return _.many("{n} rep each side", "{n} reps each side", most, shown=shown)
    return _.many("{n} rep", "{n} reps", most, shown=shown)


def _sets(_: Translator, dose: Dose, *, each: bool) -> str:
    if dose.sets == (1, 1):
        return reps_line(_, dose, each=each)
    sets, count, shown = _.span(*dose.sets), dose.sets[1], _.span(*(dose.reps or (1, 1)))
    if each:
        # Translators: such as "2 sets of 8 each side"; {reps} is the number of repetitions
        return _.many(
            "{n} set of {reps} each side",
            "{n} sets of {reps} each side",
            count,
            shown=sets,
            reps=shown,
        )
    # Translators: such as "1–2 sets of 6–8"; {reps} is the number of repetitions
    return _.many("{n} set of {reps}", "{n} sets of {reps}", count, shown=sets, reps=shown)


def _hold(_: Translator, dose: Dose, *, each: bool) -> str:
    time = seconds(_, dose.hold or 0)
    if dose.sets == (1, 1):
        text = _("Hold for {time}, once each side") if each else _("Hold for {time}")
        return text.format(time=time)
    if dose.sets == (2, 2):
        text = _("Hold for {time}, twice each side") if each else _("Hold for {time}, twice")
        return text.format(time=time)
    times, count = _.span(*dose.sets), dose.sets[1]
    if each:
        return _.many(
            "Hold for {time}, {n} time each side",
            "Hold for {time}, {n} times each side",
            count,
            shown=times,
            time=time,
        )
    return _.many(
        "Hold for {time}, {n} time", "Hold for {time}, {n} times", count, shown=times, time=time
    )


def _rest(_: Translator, dose: Dose) -> str:
    # Translators: between the holds, on one side or on both
    text = _("Rest {time} between.")
    if dose.sets[1] == 1:
        # Translators: there is one set on each side, and the rest comes between the two sides
        text = _("Rest {time} between sides.")
    elif dose.reps:
        text = _("Rest {time} after each set.")
    return text.format(time=seconds(_, dose.rest or 0))


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


def extra_line(_: Translator, library: Library, practice: Practice) -> str | None:
    """Name the hold that follows after strength, where it suits the person."""
    hold = hold_after(library, practice)
    return finishing_line(_, library, hold) if hold else None


def finishing_line(_: Translator, library: Library, hold: int) -> str:
    """Name the hold that follows after strength, with its seconds."""
    name = library.exercises[library.routine.extra_exercise].words.to(_.language).name
    # Translators: {name} is an exercise; such as "To finish: Lunge stretch, 30 seconds each side"
    text = _("<b>To finish:</b> {name}, {time} each side")
    return text.format(name=escape(name), time=seconds(_, hold))
