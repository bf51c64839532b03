"""Cards about a pause: for how long, until when, and its end."""

from datetime import date

from telegram import InlineKeyboardMarkup

from bot.chat.cards.card import Card, button, escape, stamp
from bot.chat.cards.settings import next_line, resume_button
from bot.chat.words import Translator
from bot.store.subscribers import Subscriber

BREAKS = (3, 7)
"""Lengths of a pause that have a button, in days."""


def pause_card(_: Translator, until: date | None) -> Card:
    """Ask for how long; during a pause, show until when it lasts."""
    text = _(
        "<b>Pause</b>\nFor how long? You'll keep your streak. If you're ill, rest until"
        " you're well again."
    )
    if until is not None:
        text = _("<b>You're paused until {day}.</b>\nChange it, or end it.").format(
            day=escape(_.day(until))
        )
    breaks = [button(break_name(_, days), "pause", str(days)) for days in BREAKS]
    buttons = [breaks, [button(_("Until a date"), "until")]]
    if until is not None:
        buttons.append([resume_button(_)])
    return Card(text, InlineKeyboardMarkup(buttons))


def break_name(_: Translator, days: int) -> str:
    """Return the length of a pause in words."""
    # Translators: a button; pause for a week
    return _("A week") if days == 7 else _.many("{n} day", "{n} days", days)


def ask_until_card(_: Translator) -> Card:
    """Ask for a date."""
    return Card(_("When should I start again? Type a day, such as “Friday” or “12 December”."))


def bad_day_card(_: Translator) -> Card:
    """Explain how to write a day."""
    return Card(
        _("I didn't understand that. Type something like “Friday”, “12 December” or “5 days”.")
    )


def far_day_card(_: Translator, until: date) -> Card:
    """Ask whether a date nearly a year away is the one that was meant."""
    text = _("Did you mean {day}? If so, tap “Pause until then”. If not, type another day.")
    yes = button(_("Pause until then"), "pausing", until.isoformat())
    return Card(text.format(day=escape(_.full_day(until))), InlineKeyboardMarkup([[yes]]))


def past_card(_: Translator) -> Card:
    """Explain that a pause ends on a future day."""
    return Card(_("That day has passed. Type a date between tomorrow and a year from now."))


def too_long_card(_: Translator) -> Card:
    """Explain that a pause lasts a year at most."""
    return Card(_("A pause can last up to a year. For longer, use /stop; it keeps your settings."))


def pause_set_card(_: Translator, subscriber: Subscriber, *, rests: bool = False) -> Card:
    """Confirm a pause and say when the next exercise comes, or that a rest day is next."""
    told = _("Enjoy your break. Your next exercise: {when}.\nTo start sooner, tap /resume.")
    return _break_card(_, subscriber, told, rests=rests)


def skipped_card(_: Translator, subscriber: Subscriber, *, rests: bool = False) -> Card:
    """Confirm that tomorrow is left out, and show when the next exercise comes."""
    told = _("OK, no exercise tomorrow. Your next one: {when}.\nTo undo this, tap /resume.")
    return _break_card(_, subscriber, told, rests=rests)


def no_exercise_card(
    _: Translator, subscriber: Subscriber, until: date | None, *, is_today: bool, rests: bool
) -> Card:
    """Say that a day brings no exercise, and when the next one comes.

    After midnight the day may be the one before, which isn't called today.
    """
    following = next_line(_, subscriber, until, rests=rests)
    return Card(_("There's no exercise today.") + "\n\n" + following if is_today else following)


def _break_card(_: Translator, subscriber: Subscriber, told: str, *, rests: bool) -> Card:
    """Fill in when the next exercise comes, above the button that ends a pause.

    If a rest day comes first, say what /status says.
    """
    if subscriber.next_due_at is None:
        return _quiet_card(_)
    if rests:
        text = next_line(_, subscriber, subscriber.paused_until, rests=True)
    else:
        text = told.format(when=stamp(_, subscriber.next_due_at, subscriber.zone))
    return Card(text, InlineKeyboardMarkup([[resume_button(_)]]))


def resumed_card(
    _: Translator, subscriber: Subscriber, *, was_paused: bool, rests: bool = False
) -> Card:
    """Show when the next exercise or rest day comes; welcome back whoever had paused."""
    if subscriber.next_due_at is None:
        return _quiet_card(_)
    opening = _("Good to have you back.") if was_paused else _("You don't have a pause set.")
    text = opening + "\n\n" + next_line(_, subscriber, None, rests=rests)
    return Card(text, InlineKeyboardMarkup([[button(_("Today's exercise"), "today")]]))


def _quiet_card(_: Translator) -> Card:
    return Card(_("Your daily exercise is off. /start turns it back on."))
