"""The end of a guided exercise: what it adds up to, how it was, and what may follow."""

from telegram import InlineKeyboardMarkup

from bot.chat.callbacks import args_of
from bot.chat.cards.answers import day_done_line, dots, next_lines
from bot.chat.cards.card import button, escape, verb_of
from bot.chat.cards.doses import dose_line, extra_line, how_much_line
from bot.chat.words import Translator
from bot.coach.dose import dose_of, side_of
from bot.coach.library import Library
from bot.coach.trainee import Practice
from bot.services.people.guided import Ending, SessionView
from bot.store.day_cards import DayExercise


def card_args(view: SessionView) -> tuple[str, str]:
    """Return what the buttons of a session's card are about."""
    return args_of(DayExercise(view.day, view.practice.exercise or ""))


def ending_text(_: Translator, library: Library, view: SessionView) -> str:
    """Tell how a session ended and, if it counted, how the day and the week stand."""
    if view.ending == Ending.STOPPED:
        return stopped_line(_)
    if view.ending == Ending.HURT:
        return hurt_line(_)
    if view.ending == Ending.ABANDONED:
        return _("You left off here. To begin again, tap “Start” under the exercise.")
    side = side_of(library, view.practice)
    told = library.exercises[view.practice.exercise or ""].words.to(_.language)
    dose = how_much_line(_, dose_line(_, dose_of(library, view.practice), side, told))
    done, then = view.completed, None
    counted = None if _is_extra(view) else instead_line(_)
    if done is not None:
        then = extra_line(_, library, view.practice)
        first = day_done_line(_, done)
        if done.week.streak > 1 and not done.is_yesterdays:
            first = _.many("{n} day in a row.", "{n} days in a row.", done.week.streak)
        counted = escape("\n".join([first, dots(_, done.week), *next_lines(_, library, done)]))
    asks = _("How was it?") if done else None
    blocks = [_("<b>Well done!</b> You finished it."), dose, then, counted, asks]
    return "\n\n".join(block for block in blocks if block)


def stopped_line(_: Translator) -> str:
    """Say that somebody stopped before the end."""
    return _("You stopped here, and that's fine. Come back to it whenever you like.")


def hurt_line(_: Translator) -> str:
    """Say that somebody stopped because the exercise hurt."""
    return _("You stopped because it hurt. Give it time to settle.")


def instead_line(_: Translator) -> str:
    """Explain how to count an exercise that isn't today's."""
    return _("If you did this instead of today's exercise, tap “Done”.")


def rating_labels(_: Translator) -> dict[str, str]:
    """Return the labels of the buttons that ask how it was, by their verbs."""
    return {"hard": _("Too hard"), "right": _("Just right"), "easy": _("Too easy")}


def finishing_stretch(
    _: Translator, library: Library, practice: Practice
) -> tuple[str, str] | None:
    """Return the stretch that follows an exercise, and its button's label, where it suits."""
    if not extra_line(_, library, practice):
        return None
    stretch = library.exercises[library.routine.extra_exercise]
    # Translators: a button that begins an exercise; {name} is its name
    label = _("Start: {name}").format(name=stretch.words.to(_.language).name)
    return stretch.slug, label


def _is_extra(view: SessionView) -> bool:
    """Return whether an exercise came on top of today's, which is done already."""
    return view.completed is None and view.responses is not None and view.responses.done


def ending_buttons(
    _: Translator, library: Library, view: SessionView
) -> InlineKeyboardMarkup | None:
    """Ask how a counted exercise was, and offer what follows it; offer to count another."""
    if view.ending != Ending.DONE or _is_extra(view):
        return None
    args = card_args(view)
    if view.completed is None:
        return InlineKeyboardMarkup([[button(_("✓ Done"), "done", *args, style="success")]])
    how = [button(label, verb, *args) for verb, label in rating_labels(_).items()]
    rows = [how, [button(_("It hurt"), "pain", *args)]]
    if found := finishing_stretch(_, library, view.practice):
        slug, label = found
        follows = args_of(DayExercise(view.day, slug))
        rows.insert(0, [button(label, "guide", *follows, "", style="primary")])
    return InlineKeyboardMarkup(rows)


RATING = {"hard", "right", "easy", "pain"}
"""The verbs of buttons that ask how it was."""


def asks_how_it_was(shown: InlineKeyboardMarkup | None) -> bool:
    """Return whether a message asks how an exercise was, which the card of a day does not."""
    verbs = {verb_of(one) for row in (shown.inline_keyboard if shown else ()) for one in row}
    return "hard" in verbs


def rated_text(_: Translator, html: str, line: str) -> str | None:
    """Return the text of a message with an answer in place of the question how it was.

    None if it doesn't ask that, or asks in another language than its reader speaks now.
    """
    asks = _("How was it?")
    return html.removesuffix(asks) + escape(line) if html.endswith(asks) else None


def without_rating(shown: InlineKeyboardMarkup | None) -> InlineKeyboardMarkup | None:
    """Return the buttons of a message without those that ask how it was."""
    rows = [
        row
        for row in (shown.inline_keyboard if shown else ())
        if not any(verb_of(one) in RATING for one in row)
    ]
    return InlineKeyboardMarkup(rows) if rows else None
