"""The buttons under an exercise: done, what was answered, and what is possible."""

from datetime import date

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.callbacks import args_of, unpack
from bot.chat.cards.card import button
from bot.chat.words import Translator
from bot.coach.library import Exercise, Library
from bot.coach.sheets import AS_IN_ROUTINE
from bot.services.people.responses import Answer, Responses
from bot.store.day_cards import DayExercise

NO_RESPONSES = Responses()


def practice_buttons(
    _: Translator,
    library: Library,
    exercise: Exercise,
    day: date,
    responses: Responses = NO_RESPONSES,
    *,
    version: str = AS_IN_ROUTINE,
) -> InlineKeyboardMarkup:
    """Make the buttons under an exercise: done, then what was answered, then what is possible.

    *Start* leads through the version; AS_IN_ROUTINE is that of the routine.
    """
    args = args_of(DayExercise(day, exercise.slug))
    start = [] if Answer.HURTS in responses.answers else [_start_button(_, args, version)]
    if responses.done:  # another exercise than today's can still be begun
        undo = button(_undo_label(_, responses.streak), "undone", *args)
        lead = [undo] if responses.is_todays else start
    elif Answer.SWAP in responses.answers and not responses.is_todays:
        lead = [button(_("↩ Bring this back"), "back", *args)]
    else:
        # Translators: a button; I have done the exercise
        lead = [*start, button(_("✓ Done"), "done", *args, style="success")]
    said = _said_buttons(_, library, args, responses)
    # Translators: a button; opens a page with more about the exercise
    free = [*_move_buttons(_, args, responses), button(_("More"), "more", *args, version)]
    return InlineKeyboardMarkup([row for row in (lead, *([one] for one in said), free) if row])


def version_shown(markup: InlineKeyboardMarkup | None) -> str:
    """Return the version on whose card these buttons are, or AS_IN_ROUTINE."""
    for row in markup.inline_keyboard if markup else ():
        for one in row:
            found = unpack(str(one.callback_data))
            if found and found.verb in ("more", "buttons") and found.args[2:]:
                return found.args[2]
    return AS_IN_ROUTINE


def _start_button(_: Translator, args: "Args", version: str) -> InlineKeyboardButton:
    label = _.pgettext("an exercise", "Start")
    return button(label, "guide", *args, version, style="primary")


def _undo_label(_: Translator, streak: int) -> str:
    if streak < 2:
        return _("✓ Done · undo")
    # Translators: a button; {n} is the number of days done without a miss
    return _.many("✓ Done · {n} day in a row · undo", "✓ Done · {n} days in a row · undo", streak)


Args = tuple[str, str]
"""The arguments that name a day's exercise in every button: see args_of()."""


def _said_buttons(
    _: Translator, library: Library, args: Args, responses: Responses
) -> list[InlineKeyboardButton]:
    """Make a button for each answer given, to undo it."""
    labels = {
        Answer.HARD: _("✓ Easier next time · undo"),
        Answer.EASY: _("✓ A little more next time · undo"),
        Answer.HURTS: _("✓ Paused for a week · undo"),
    }
    said = [
        button(label, "undo", *args, answer)
        for answer, label in labels.items()
        if answer in responses.answers
    ]
    if responses.later:
        again = _("🕗 Again at {time} · undo").format(time=_.time(responses.later))
        said.append(button(again, "undo", *args, "later"))
    if responses.asks_if_easy and not said:
        said.append(button(_("Easy? A little more next time"), "easy", *args))
    first = library.exercises.get(responses.instead_of or "")
    if first is not None and not responses.done:
        name = first.words.to(_.language).name
        # Translators: {name} is the exercise that another took the place of
        label = _("↩ {name} instead").format(name=name)
        said.append(button(label, "undo", *args, Answer.SWAP))
    return said


def _move_buttons(_: Translator, args: Args, responses: Responses) -> list[InlineKeyboardButton]:
    hurts = Answer.HURTS in responses.answers  # what is paused isn't sent again the same day
    moves = []
    if responses.is_todays and not responses.done:
        if not (responses.later or responses.is_to_come or hurts):
            # Translators: a button; brings today's exercise later
            moves.append(button(_("Later"), "later", *args))
        # Translators: a button; gives another exercise in place of today's
        moves.append(button(_("Swap"), "swap", *args))
    if not hurts:
        # Translators: a button; the exercise causes pain
        moves.append(button(_("It hurts"), "hurts", *args))
    return moves
