"""How much to do: the amount, the tempo, the rest, and the hold that follows."""

from bot.chat.cards.card import escape
from bot.chat.cards.facts import Instructions, capitalized, side_name
from bot.chat.words import Translator
from bot.coach.dose import hold_after
from bot.coach.library import Library
from bot.coach.sheets import Dose
from bot.coach.trainee import Practice, Side
from bot.coach.wording import ExerciseWords, WayNames


def dose_line(
    _: Translator,
    dose: Dose,
    side: Side = Side.BOTH,
    wording: Instructions | ExerciseWords | None = None,
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
