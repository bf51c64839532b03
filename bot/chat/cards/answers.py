"""What is said to a person's answers: later, swap, too hard, too easy, it hurts."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from telegram import InlineKeyboardMarkup

from bot.chat.cards.card import Card, button, escape, rows
from bot.chat.cards.pause import day_name
from bot.chat.cards.sign import red_flags_button
from bot.chat.words import Words
from bot.coach.later import Wait
from bot.coach.library import Library
from bot.coach.routine import Practice, dose_of
from bot.coach.sheets import Dose
from bot.services.answers import No, Tuned


def done_line(_: Words, *, is_late: bool) -> str:
    """Praise, and say which day it counts for: a day lasts until 03:00."""
    if is_late:
        return _("Well done! Counted for yesterday.")
    return _("Well done! Counted for today.")


def no_line(_: Words, no: No) -> str:
    """Say kindly why a tap changes nothing."""
    lines = {
        No.STRANGER: _("I don't know you yet. /start begins."),
        No.STOPPED: _("You said /stop, so nothing comes. /start brings me back."),
        No.ANOTHER_DAY: _("That card is from another day. /today shows today's."),
        No.NOT_TODAYS: _("Today's exercise is another one. /today shows it."),
        No.NOT_YET: _("Today's exercise is still to come, at its own time. /time moves it."),
        No.DONE: _("You have done today's already. Tap undo first if that is not so."),
        No.IN_HAND: _("It is on its way to you just now. Try again in a minute."),
        No.NOTHING_ELSE: _("Nothing else fits you today. /settings says why."),
        No.NEARLY_OVER: _("The day is nearly over. The next exercise comes at its time."),
        No.RESTS: _("It rests already, because it hurt."),
        No.NOT_SAID: _("That is taken back already."),
    }
    return lines[no]


def wait_buttons(_: Words, slug: str, day: date, waits: Iterable[Wait]) -> InlineKeyboardMarkup:
    """Offer the times for which an exercise may wait."""
    about = (slug, f"{day:%Y%m%d}")
    labels = {
        Wait.SHORT: _("In 30 min"),
        Wait.LONG: _("In 2 hours"),
        Wait.EVENING: _("At 19:00"),
    }
    times = [button(labels[wait], "wait", *about, wait) for wait in waits]
    return InlineKeyboardMarkup([*rows(times, 3), [button(_("‹ Back"), "buttons", *about)]])


def later_line(_: Words, at: datetime, zone: str) -> str:
    """Say when it comes again."""
    return _("All right, I bring it again at {time}.").format(
        time=f"{at.astimezone(ZoneInfo(zone)):%H:%M}"
    )


def tuned_line(_: Words, library: Library, practice: Practice, tuned: Tuned) -> str:
    """Say what will be different the next time."""
    changes = []
    if tuned.now.eased != tuned.before.eased:
        changes.append(_("the easier form") if tuned.now.eased else _("the usual form"))
    slug, position = practice.exercise, practice.position
    before, now = (
        dose_of(library, Practice(position, slug, None, tuning.step))
        for tuning in (tuned.before, tuned.now)
    )
    changes += _dose_changes(_, before, now)
    if not changes and tuned.now.eased:
        return _("Noted. It is as gentle as it gets. Swap it, or leave it out under More.")
    if not changes:
        return _("Noted. Next time it comes as it is.")
    return _("Noted. Next time: {changes}.").format(changes=", ".join(changes))


def _dose_changes(_: Words, before: Dose, now: Dose) -> list[str]:
    changes = []
    if before.sets != now.sets:
        changes.append(_("more sets") if now.sets > before.sets else _("fewer sets"))
    if before.reps and now.reps and before.reps != now.reps:
        more, fewer = _("more repetitions"), _("fewer repetitions")
        changes.append(more if now.reps > before.reps else fewer)
    if before.hold and now.hold and before.hold != now.hold:
        changes.append(_("a longer hold") if now.hold > before.hold else _("a shorter hold"))
    return changes


def hurts_card(_: Words, exercise: str | None = None, rests: Tuned | None = None) -> Card:
    """Say what to do when something hurts, with the urgent signs one tap away."""
    text = _(
        "I am sorry it hurts. <b>Stop here for today.</b>\n\nA mild pull or a tired muscle is"
        " fine. Sharp, shooting or growing pain is not: leave that move out until it has settled,"
        " then try its easier form. If the pain stays for more than a few days, or worries you,"
        " ask a doctor or physiotherapist."
    )
    buttons = [[red_flags_button(_)], [button(_("All exercises"), "exercises")]]
    if exercise is not None:
        buttons[1].insert(0, button(_("Easier form"), "form", exercise, "easier"))
    if exercise is not None and rests is not None and rests.now.rests_until:
        text += "\n\n" + _(
            "I leave this exercise out until {day}, and bring its easier form first. /safety"
            " lists the signs that need help soon."
        ).format(day=escape(day_name(_, rests.now.rests_until)))
        about = (exercise, f"{rests.day:%Y%m%d}")
        buttons.append([button(_("It does not hurt after all · undo"), "unhurt", *about)])
    return Card(text, InlineKeyboardMarkup(buttons))


def which_hurts_card(_: Words, name: str, about: tuple[str, str]) -> Card:
    """Say the same to who wrote it, and ask whether it was today's exercise."""
    card = hurts_card(_)
    it_was = button(_("It was the {name}").format(name=name), "was", *about)
    assert isinstance(card.markup, InlineKeyboardMarkup)  # noqa: S101  # made above
    return replace(card, markup=InlineKeyboardMarkup([*card.markup.inline_keyboard, [it_was]]))


def unhurt_card(_: Words) -> Card:
    """Say that an exercise comes again after all."""
    text = _("Good. It comes as before. Should it hurt again, stop and tap “It hurts”.")
    return Card(text, InlineKeyboardMarkup([[red_flags_button(_)]]))
