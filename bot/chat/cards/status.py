"""The card of /status: what came last and what comes next."""

from telegram import InlineKeyboardMarkup

from bot.chat.cards.card import Card, escape, stamp
from bot.chat.cards.facts import version_name
from bot.chat.cards.settings import next_line, resume_button
from bot.chat.words import Translator
from bot.coach.library import Library
from bot.services.people.subscriptions import Overview
from bot.services.people.trainees import after_early, practice_on, rests_next
from bot.store.deliveries import POSTPONED, Delivery, State
from bot.store.subscribers import Subscriber


def status_card(_: Translator, library: Library, status: Overview) -> Card:
    """Show what came last and what comes next, or why nothing came."""
    subscriber = status.subscriber
    done = _.many("Done: {n} of the last 7 days.", "Done: {n} of the last 7 days.", status.done)
    title = _("<b>Your exercises</b>")
    later = subscriber
    if status.is_next_done and subscriber.next_day:
        later = after_early(library, subscriber, subscriber.next_day)
    rests = rests_next(library, later)
    upcoming = next_line(_, later, status.paused_until, rests=rests)
    lines = [title, _last_line(_, library, status), done, upcoming]
    buttons = InlineKeyboardMarkup([[resume_button(_)]]) if status.paused_until else None
    return Card("\n\n".join(line for line in lines if line), buttons)


def _last_line(_: Translator, library: Library, status: Overview) -> str | None:
    """Return what came last, or what /start has shown; None if they did one before any came."""
    if status.latest is not None:
        return _latest_line(_, library, status.latest, status.subscriber)
    day = status.subscriber.shown_day
    if day is not None and status.subscriber.programme:
        return None  # what was shown may have come from the routine or from the list
    if day is None:
        nothing = _("Last: nothing yet. Your first exercise is still to come.")
        return None if status.done else nothing
    shown = practice_on(library, status.subscriber, day)
    exercise = library.exercises.get(shown.exercise or "")
    name = version_name(exercise, shown.version, _.language) if exercise else _("rest day")
    return _("Last: {name}, {when}.").format(name=escape(name), when=escape(_.day(day)))


def _latest_line(_: Translator, library: Library, latest: Delivery, subscriber: Subscriber) -> str:
    when = stamp(_, latest.sent_at or latest.due_at, subscriber.zone)
    exercise = library.exercises.get(latest.exercise or "")
    # Translators: stands for an exercise's name, as in "Last: rest day, Monday."
    name = version_name(exercise, latest.version, _.language) if exercise else _("rest day")
    sentences = {
        State.SENT: _("Last: {name}, {when}."),
        State.MISSED: _("Missed: {when}. I was offline for too long to send it; /today shows it."),
        State.UNCONFIRMED: _("Last: {name}, {when}. It may not have arrived; /today shows it."),
        State.FAILED: _("Not delivered: {name}, {when}. Telegram rejected it; /today shows it."),
    }
    sentences[State.WAITING] = _(
        "On its way: {name}, due {when}. Telegram is making me wait; /today shows it now."
    )
    if latest.reason == POSTPONED:
        sentences[State.WAITING] = _("Later, as you asked: {name}, {when}.")
        when = stamp(_, latest.due_at, subscriber.zone)
    leaving = _("On its way: {name}, due {when}.")
    return sentences.get(latest.state, leaving).format(name=escape(name), when=when)
