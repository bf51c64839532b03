"""Cards about a pause: how long, until when, and that it is over."""

from datetime import date

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.cards.card import Card, button, escape, month, stamp, weekday
from bot.chat.words import Words
from bot.services.people import Subscriber

BREAKS = (3, 7)
"""Days of the pauses that have a button."""


def pause_card(_: Words, until: date | None) -> Card:
    """Ask how long; say until when where there is a pause already."""
    text = _("<b>A pause</b>\nFor how long? Your streak stays as it is.")
    if until is not None:
        text = _("<b>You have a pause until {day}.</b>\nMake it another, or end it.").format(
            day=escape(day_name(_, until))
        )
    breaks = [button(break_name(_, days), "pause", str(days)) for days in BREAKS]
    buttons = [breaks, [button(_("Until a date"), "until")]]
    if until is not None:
        buttons.append([resume_button(_)])
    return Card(text, InlineKeyboardMarkup(buttons))


def break_name(_: Words, days: int) -> str:
    """Say a stretch of days."""
    return _("A week") if days == 7 else _.many("{n} day", "{n} days", days)


def ask_until_card(_: Words) -> Card:
    """Ask for a date."""
    return Card(_("On which day shall I come back? Write it like Friday or 12 December."))


def bad_day_card(_: Words) -> Card:
    """Say how a day is written."""
    return Card(_("I didn't get that day. Write it like Friday, 12 December or 5 days."))


def past_card(_: Words) -> Card:
    """Say that a pause needs a day to come."""
    return Card(_("That day is not ahead of us. Write one from tomorrow on, up to a year away."))


def too_long_card(_: Words) -> Card:
    """Say that a pause ends within a year."""
    return Card(_("A pause lasts a year at most. For longer, /stop keeps your settings for you."))


def paused_card(_: Words, subscriber: Subscriber) -> Card:
    """Confirm a pause, with the instant at which the next exercise comes by itself."""
    if subscriber.next_due_at is None:
        return _quiet_card(_)
    text = _("Enjoy the break. I come back by myself: {when}.\n/resume ends it sooner.")
    text = text.format(when=stamp(_, subscriber.next_due_at, subscriber.zone))
    return Card(text, InlineKeyboardMarkup([[resume_button(_)]]))


def resumed_card(_: Words, subscriber: Subscriber) -> Card:
    """Say when the next exercise comes."""
    if subscriber.next_due_at is None:
        return _quiet_card(_)
    due = stamp(_, subscriber.next_due_at, subscriber.zone)
    text = _("Good to have you back.") + "\n\n" + _("Next: {when}.").format(when=due)
    return Card(text, InlineKeyboardMarkup([[button(_("Today's exercise"), "today")]]))


def _quiet_card(_: Words) -> Card:
    return Card(_("You get no daily exercise now; /start brings it back."))


def resume_button(_: Words) -> InlineKeyboardButton:
    """Make the button that ends a pause."""
    return button(_("▶ Resume"), "resume")


def day_name(_: Words, day: date) -> str:
    """Say a day, as in `Sat 12 Dec 2026`."""
    return _("{weekday} {day} {month} {year}").format(
        weekday=weekday(_, day.weekday()), day=day.day, month=month(_, day.month), year=day.year
    )
