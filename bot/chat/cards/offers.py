"""Cards that offer something, now and then: a reminder, a chair, another time."""

from datetime import time

from telegram import InlineKeyboardMarkup

from bot.chat.cards.card import Card, button
from bot.chat.words import Translator


def reminder_offer_card(_: Translator, at: time) -> Card:
    """Ask whether a reminder in the evening would help."""
    text = _(
        "<b>Would a reminder in the evening help?</b>\nI'd send it at {time}, and only on days"
        " when the exercise isn't done yet."
    ).format(time=_.time(at))
    return Card(text, _yes_no(_, _("Yes, please"), "nudge", f"{at:%H%M}"))


def chair_card(_: Translator) -> Card:
    """Ask whether there is a firm chair, before the first exercise that needs one."""
    text = _(
        "<b>Do you have a firm chair?</b>\nWith one, I can also send split squats with one"
        " foot up behind you. The seat should be no higher than your knee, and the chair"
        " should be against a wall."
    )
    return Card(text, _yes_no(_, _("Yes, I do"), "chair"))


def chair_noted_card(_: Translator) -> Card:
    """Confirm that there is a chair."""
    return Card(
        _("Good. I'll send exercises that use the chair when they come up in your plan."),
        InlineKeyboardMarkup([[button(_("Settings"), "settings")]]),
    )


def habit_card(_: Translator, at: time) -> Card:
    """Offer the time to which the exercise was moved three times."""
    text = _(
        "You've moved your exercise to about {time} three times. Should I send it at {time} from"
        " now on?"
    ).format(time=_.time(at))
    return Card(text, _yes_no(_, _("Yes, please"), "wall", f"{at:%H%M}"))


def unchanged_card(_: Translator) -> Card:
    """Confirm that an offer is declined."""
    return Card(_("OK, I won't change anything."))


def _yes_no(_: Translator, yes: str, *action: str) -> InlineKeyboardMarkup:
    """Make the two buttons under an offer."""
    return InlineKeyboardMarkup([[button(yes, *action), button(_("No thanks"), "no")]])
