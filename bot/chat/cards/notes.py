"""Cards beside the day's exercise: a nudge, the week's line, a question after days of silence."""

from datetime import time

from telegram import InlineKeyboardMarkup

from bot.chat.cards.card import Card, button, rows
from bot.chat.words import Words
from bot.services.notes import Content
from bot.services.people import NoteKind, Subscriber
from bot.services.weeks import Week

NUDGE_HOURS = (12, 15, 17, 18, 19, 20, 21, 22)


def note_card(_: Words, content: Content) -> Card:
    """Make the card of a note; raise LookupError where what it is about is gone."""
    match content:
        case Content(kind=NoteKind.NUDGE):
            return nudge_card(_)
        case Content(kind=NoteKind.AWAY, key=day):
            return away_card(_, day, has_weeks=content.has_weeks)
        case Content(kind=NoteKind.WEEK, week=Week() as week):
            return week_card(_, week)
        case Content(kind=NoteKind.BROADCAST, text=str(html)):
            return Card(html)
    raise LookupError(content.kind, content.key)


def nudge_card(_: Words) -> Card:
    """Remind of today's exercise, once and without pressure."""
    text = _(
        "<b>Today's exercise is still here</b>\nA few minutes are enough. If today isn't the"
        " day, that is fine too."
    )
    buttons = [button(_("Show it"), "today"), button(_("No more reminders"), "nudge", "off")]
    return Card(text, InlineKeyboardMarkup([buttons]))


def week_card(_: Words, week: Week) -> Card:
    """Look back on a week in two or three lines."""
    lines = [_("<b>Your week</b>")]
    if week.asked:
        counted = _("Done: {n} of {all} days")
        lines.append(counted.format(n=week.done, all=week.asked))
    if week.streak > 1:
        lines.append(_.many("Streak: {n} day", "Streak: {n} days", week.streak))
    return Card("\n".join([*lines, _warm_sentence(_, week)]))


def _warm_sentence(_: Words, week: Week) -> str:
    if week.done == 0:
        return _("A quiet week, and that is all right. I come again as always.")
    if week.done >= week.asked:
        return _("Every single one. Lovely.")
    return _("Each of them counts. On to the next.")


def away_card(_: Words, day: str, *, has_weeks: bool = True) -> Card:
    """Ask how to go on after many exercises without an answer."""
    asked = _(
        "<b>How shall we go on?</b>\nThe last few exercises went by, as happens to everybody."
    )
    answers = [(_("Go on as it is"), "on"), (_("Pause"), "pause")]
    choice = _("I can go on, or leave you in peace for a while.")
    if has_weeks:
        answers.insert(0, (_("Go back a week"), "back"))
        choice = _("I can take it a little easier, go on, or leave you in peace for a while.")
    buttons = [[button(label, "away", answer, day)] for label, answer in answers]
    return Card(f"{asked} {choice}", InlineKeyboardMarkup(buttons))


def went_back_card(_: Words) -> Card:
    """Confirm the week back."""
    return Card(_("Good. We go back a week, and take it from there gently."))


def goes_on_card(_: Words) -> Card:
    """Confirm that nothing changes."""
    return Card(_("Good. The next exercise comes as planned."))


def nudge_hours_card(_: Words, subscriber: Subscriber) -> Card:
    """Ask when a nudge shall come."""
    text = _(
        "<b>Shall I remind you?</b>\nOnce, and only if the day's exercise isn't done by then."
        " Tap an hour, or write any time such as 20:30."
    )
    buttons = rows(
        (
            button(_marked(f"{hour}:00", on=subscriber.nudge == time(hour)), "nudge", f"{hour}00")
            for hour in NUDGE_HOURS
        ),
        4,
    )
    off = button(_marked(_("No reminder"), on=subscriber.nudge is None), "nudge", "off")
    back = button(_("‹ Settings"), "settings")
    return Card(text, InlineKeyboardMarkup([*buttons, [off, back]]))


def nudged_card(_: Words, subscriber: Subscriber, *, comes: bool) -> Card:
    """Confirm when a nudge comes; say so where the exercise itself comes too late for it."""
    if subscriber.nudge is None:
        return Card(_("✓ No reminders. /nudge 20:00 brings one back."), _settings_button(_))
    shown = f"{subscriber.nudge:%H:%M}"
    if not comes:
        text = _(
            "{time} is too early for a reminder: your exercise comes at {wall}. Choose a time"
            " at least half an hour after it."
        ).format(wall=f"{subscriber.wall:%H:%M}", time=shown)
        return Card(text, _settings_button(_))
    text = _("✓ If the day's exercise isn't done by {time}, I remind you once.")
    return Card(text.format(time=shown) + "\n" + _("/nudge off ends it."), _settings_button(_))


def _settings_button(_: Words) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[button(_("Settings"), "settings")]])


def _marked(label: str, *, on: bool) -> str:
    return f"• {label}" if on else label
