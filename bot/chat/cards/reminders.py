"""Cards beside the daily exercise: a reminder, the weekly summary, a question after silence."""

from datetime import date, time

from telegram import InlineKeyboardMarkup

from bot.chat.cards import offers
from bot.chat.cards.answers import dots
from bot.chat.cards.card import Card, button, escape, rows
from bot.chat.cards.sources import sources_button
from bot.chat.words import Translator
from bot.services.delivery.content import (
    Announcement,
    AwayQuestion,
    ChairQuestion,
    Content,
    Reminder,
    ReminderOffer,
    WeekSummary,
)
from bot.services.delivery.weeks import Week
from bot.store.subscribers import Subscriber

NUDGE_HOURS = (12, 15, 17, 18, 19, 20, 21, 22)


def message_card(_: Translator, content: Content) -> Card:
    """Return the card of what is no exercise; raise LookupError if its subject is gone."""
    match content:
        case Reminder():
            return nudge_card(_)
        case AwayQuestion(day=day):
            return away_card(_, day.isoformat(), has_weeks=content.has_weeks)
        case WeekSummary(week=Week() as week):
            return week_card(_, week, content.day, content.tip)
        case ReminderOffer(at=time() as at):
            return offers.reminder_offer_card(_, at)
        case ChairQuestion():
            return offers.chair_card(_)
        case Announcement(html=str(html)):
            return Card(html)
    raise LookupError(content)


def nudge_card(_: Translator) -> Card:
    """Remind of today's exercise."""
    text = _(
        "<b>Today's exercise is still here</b>\nA few minutes is enough. If today isn't the day,"
        " that's fine too."
    )
    # Translators: a button; shows today's exercise
    buttons = [button(_("Show it"), "today"), button(_("No more reminders"), "nudge", "off")]
    return Card(text, InlineKeyboardMarkup([buttons]))


def week_card(_: Translator, week: Week, day: date, tip: tuple[int, str] | None = None) -> Card:
    """Sum up a week in a few lines, give its tip, and ask how stiff the hips feel."""
    lines = [_("<b>Your week</b>"), *([dots(_, week)] if week.days else [])]
    if week.with_exercise:
        counted = _.many(
            "Done: {done} of {n} day",
            "Done: {done} of {n} days",
            week.with_exercise,
            done=str(week.done),
        )
        lines.append(counted)
    if week.streak > 1:
        lines.append(_.many("Streak: {n} day", "Streak: {n} days", week.streak))
    question = _("How stiff do your hips feel today? 0 is not at all, 10 is as stiff as can be.")
    said = "\n".join([*lines, _warm_sentence(_, week)])
    text = "\n\n".join([said, *([_tip_line(_, tip[1])] if tip else []), question])
    levels = [button(str(level), "stiff", str(level), day.isoformat()) for level in range(11)]
    off = button(_("No more weekly summaries"), "weekly", "off")
    sources = [[sources_button(_, "tip", str(tip[0]))]] if tip else []
    return Card(text, InlineKeyboardMarkup([*rows(levels, 4), *sources, [off]]))


def _tip_line(_: Translator, tip: str) -> str:
    # Translators: {tip} is one or two sentences for people who sit a lot
    return _("<b>This week's tip:</b> {tip}").format(tip=escape(tip))


def too_late_line(_: Translator) -> str:
    """Say that a week's question on stiffness is too old to be answered."""
    return _("It's too late to answer this one. You can answer the next one.")


def stiffness_line(_: Translator, before: int | None, level: int) -> str:
    """Thank for an answer, beside the one before it."""
    if before is None:
        return _("Thanks. I'll ask again in a week, and /progress shows how it's going.")
    # Translators: how stiff the hips feel, from 0 to 10
    return _("Thanks. Last time {before}, now {level}.").format(before=before, level=level)


def stiffer_card(_: Translator) -> Card:
    """Point to help when the hips feel much stiffer than two weeks ago."""
    text = _(
        "Your hips feel quite a bit stiffer than two weeks ago. That can have many causes, and"
        " I can't tell which. If it goes on, or there's pain, see a doctor or physiotherapist."
        " /safety lists the signs that need urgent help."
    )
    return Card(text)


def _warm_sentence(_: Translator, week: Week) -> str:
    if week.done == 0 and week.is_first_day:
        return _("Welcome! You've only just begun.")
    if week.done == 0:
        return _("A quiet week. That's OK. I'll be back as usual.")
    if week.done >= week.with_exercise and not week.is_open:
        return _("You did every one. Lovely!")
    return _("Every one counts. On to the next.")


def away_card(_: Translator, day: str, *, has_weeks: bool = True) -> Card:
    """Ask how to go on after many exercises without an answer."""
    text = _(
        "<b>How would you like to carry on?</b>\nYou've missed a few. It happens to everyone."
        " We can carry on as before, or you can take a break."
    )
    answers = [(_("Carry on as before"), "on"), (_.pgettext("daily exercises", "Pause"), "pause")]
    if has_weeks:
        answers.insert(0, (_("Go back a week"), "back"))
        text = _(
            "<b>How would you like to carry on?</b>\nYou've missed a few. It happens to"
            " everyone. We can make it a little easier or carry on as before, or you can take a"
            " break. If you don't choose, we'll go back a week."
        )
    buttons = [[button(label, "away", answer, day)] for label, answer in answers]
    return Card(text, InlineKeyboardMarkup(buttons))


def went_back_card(_: Translator) -> Card:
    """Confirm that the routine goes back a week."""
    return Card(_("OK, we'll go back a week and take it gently from there."))


def goes_on_card(_: Translator) -> Card:
    """Confirm that nothing changes."""
    return Card(_("OK. The next exercise will come as planned."))


def nudge_hours_card(_: Translator, subscriber: Subscriber) -> Card:
    """Ask when to send a reminder."""
    text = _(
        "<b>Would you like a reminder?</b>\nI'll send one only if you haven't done the"
        " exercise by then. Tap a time, or type your own, such as 20:30."
    )
    buttons = rows(
        (
            button(
                _marked(_.time(time(hour)), on=subscriber.nudge == time(hour)),
                "nudge",
                f"{hour}00",
            )
            for hour in NUDGE_HOURS
        ),
        4,
    )
    off = button(_marked(_("No reminder"), on=subscriber.nudge is None), "nudge", "off")
    back = button(_("‹ Settings"), "settings")
    return Card(text, InlineKeyboardMarkup([*buttons, [off, back]]))


def nudged_card(_: Translator, subscriber: Subscriber, *, comes: bool) -> Card:
    """Confirm when a reminder comes, or explain that it would come too early."""
    if subscriber.nudge is None:
        return Card(
            _("✓ Reminders are off. To turn one on, send /nudge 20:00."), _settings_button(_)
        )
    shown = _.time(subscriber.nudge)
    if not comes:
        text = _(
            "{time} is too early for a reminder, because your exercise comes at {wall}. Choose a"
            " time at least half an hour after that."
        ).format(wall=_.time(subscriber.time), time=shown)
        return Card(text, _settings_button(_))
    text = _("✓ If you haven't done the exercise by {time}, I'll remind you once.")
    return Card(
        text.format(time=shown) + "\n" + _("To turn it off, send /nudge off."),
        _settings_button(_),
    )


def _settings_button(_: Translator) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[button(_("Settings"), "settings")]])


def _marked(label: str, *, on: bool) -> str:
    return f"• {label}" if on else label
