"""The end of a guided exercise: what it adds up to, how it was, and what may follow."""

from telegram import InlineKeyboardMarkup

from bot.chat.callbacks import CardRef
from bot.chat.cards.answers import dots, next_lines
from bot.chat.cards.card import button, escape, verb_of
from bot.chat.cards.facts import dose_line, extra_line, how_much_line
from bot.chat.words import Translator
from bot.coach.dose import dose_of, side_of
from bot.coach.library import Library
from bot.services.people.guided import Ending, SessionView


def about(scene: SessionView) -> tuple[str, str]:
    """Return what the buttons of a session's card are about."""
    return CardRef(scene.practice.exercise or "", scene.day).args


def ending_text(_: Translator, library: Library, scene: SessionView) -> str:
    """Tell how a session ended and, if it counted, how the day and the week stand."""
    if scene.ending == Ending.STOPPED:
        return _("You stopped here. Every bit counts. Come back to it whenever you like.")
    if scene.ending == Ending.HURT:
        return _("You stopped because it hurt. Give it time to settle.")
    if scene.ending == Ending.LEFT:
        return _("You left off here. To begin again, tap “Start” under the exercise.")
    side = side_of(library, scene.practice)
    dose = how_much_line(_, dose_line(_, dose_of(library, scene.practice), side))
    done, then = scene.completed, None
    counted = (
        None if _is_extra(scene) else _("If you did this instead of today's exercise, tap “Done”.")
    )
    if done is not None:
        then = extra_line(_, library, scene.practice)
        lines = [_("That's today done."), dots(_, done.week), *next_lines(_, library, done)]
        if done.week.streak > 1:
            lines[0] = _.many("{n} day in a row.", "{n} days in a row.", done.week.streak)
        counted = escape("\n".join(lines))
    asks = _("How was it?") if done else None
    blocks = [_("<b>Well done!</b> You finished it."), dose, then, counted, asks]
    return "\n\n".join(block for block in blocks if block)


def _is_extra(scene: SessionView) -> bool:
    """Return whether an exercise came on top of today's, which is done already."""
    return scene.completed is None and scene.responses is not None and scene.responses.done


def ending_buttons(
    _: Translator, library: Library, scene: SessionView
) -> InlineKeyboardMarkup | None:
    """Ask how a counted exercise was, and offer what follows it; offer to count another."""
    if scene.ending != Ending.DONE or _is_extra(scene):
        return None
    args = about(scene)
    if scene.completed is None:
        return InlineKeyboardMarkup([[button(_("✓ Done"), "done", *args, style="success")]])
    labels = {"hard": _("Too hard"), "right": _("Just right"), "easy": _("Too easy")}
    how = [button(label, verb, *args) for verb, label in labels.items()]
    rows = [how, [button(_("It hurt"), "pain", *args)]]
    if extra_line(_, library, scene.practice):
        stretch = library.exercises[library.routine.extra_exercise]
        # Translators: a button that begins an exercise; {name} is its name
        label = _("Start: {name}").format(name=stretch.words.to(_.language).name)
        follows = CardRef(stretch.slug, scene.day).args
        rows.insert(0, [button(label, "guide", *follows, "", style="primary")])
    return InlineKeyboardMarkup(rows)


RATING = {"hard", "right", "easy", "pain"}
"""The verbs of buttons that ask how it was."""


def asks_how_it_was(shown: InlineKeyboardMarkup | None) -> bool:
    """Return whether a message asks how an exercise was, which the card of a day does not."""
    verbs = {verb_of(one) for row in (shown.inline_keyboard if shown else ()) for one in row}
    return "hard" in verbs


def without_rating(shown: InlineKeyboardMarkup | None) -> InlineKeyboardMarkup | None:
    """Return the buttons of a message without those that ask how it was."""
    rows = [
        row
        for row in (shown.inline_keyboard if shown else ())
        if not any(verb_of(one) in RATING for one in row)
    ]
    return InlineKeyboardMarkup(rows) if rows else None
