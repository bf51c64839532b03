"""Replies to a person's answers: later, swap, too hard, too easy, it hurts."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from telegram import InlineKeyboardMarkup

from bot.chat.callbacks import args_of, unpack
from bot.chat.cards.card import Card, Rows, button, escape, rows, with_rows
from bot.chat.cards.facts import version_name
from bot.chat.cards.safety import red_flags_button
from bot.chat.words import Translator
from bot.coach.dose import dose_of
from bot.coach.fitting import EASIER
from bot.coach.later import EVENING, Wait
from bot.coach.library import Library
from bot.coach.progress import Mark
from bot.coach.sheets import AS_IN_ROUTINE, Dose
from bot.coach.trainee import Practice
from bot.services.delivery.weeks import Week
from bot.services.people.answers import Tuned
from bot.services.people.completed import Completed
from bot.services.people.responses import Refusal
from bot.store.day_cards import DayExercise


def done_line(_: Translator, library: Library, done: Completed) -> str:
    """Confirm *done*, with the streak, the week as dots, and what comes next."""
    if done.is_yesterdays:
        first = _("Well done! That's yesterday done.")
    elif done.week.streak > 1:
        first = _.many(
            "Well done! {n} day in a row.", "Well done! {n} days in a row.", done.week.streak
        )
    else:
        first = _("Well done! That's today done.")
    return "\n".join([first, dots(_, done.week), *next_lines(_, library, done)])


def reaction_line(_: Translator) -> str:
    """Say, the first time, that a reaction counts."""
    return _("A ❤ or 👍 on the day's exercise counts as “Done”. Remove it to undo that.")


def day_done_line(_: Translator, done: Completed) -> str:
    """Name the day that the end of an exercise counted for."""
    return _("That's yesterday done.") if done.is_yesterdays else _("That's today done.")


def dots(_: Translator, week: Week) -> str:
    """Draw a week, Monday first: a dash for each day off, a dot for each still to come."""
    marks = {Mark.DONE: "●", Mark.NOT_DONE: "○", Mark.REST: "–", Mark.PAUSED: "–", None: "·"}
    return _.line_start + " ".join(marks[day] for day in week.days)


def next_lines(_: Translator, library: Library, done: Completed) -> list[str]:
    """Name the next exercise, with its day unless that is tomorrow by the calendar."""
    if done.next_day is None or done.following is None:
        return []
    exercise = library.exercises.get(done.following.exercise or "")
    # Translators: stands for an exercise's name, as in "Last: rest day, Monday."
    name = _("rest day")
    if exercise is not None:
        name = version_name(exercise, done.following.version, _.language)
    if done.next_day == done.today + timedelta(days=1):
        # Translators: {name} is an exercise
        return [_("Tomorrow: {name}").format(name=name)]
    # Translators: {day} is a date, such as "Friday, 4 December"
    return [_("Next, {day}: {name}").format(day=_.day(done.next_day), name=name)]


MILESTONES = (3, 7, 14, 30, 60, 100)
"""Streaks, in days, that bring a message of their own."""


def milestone_line(_: Translator, streak: int) -> str:
    """Celebrate a streak above the picture of the month."""
    lines = {
        3: _("<b>3 days in a row!</b> The first three are the hardest."),
        7: _("<b>A whole week in a row!</b> It's becoming part of your day."),
        14: _("<b>Two weeks in a row!</b> That's a real habit now."),
        30: _("<b>30 days in a row!</b> A month of looking after your hips."),
        60: _("<b>60 days in a row!</b> You keep showing up. Wonderful."),
        100: _("<b>100 days in a row!</b> Very few people get here. You did."),
    }
    return lines[streak]


def no_line(_: Translator, no: Refusal) -> str:
    """Explain why a tap changes nothing."""
    lines = {
        Refusal.STRANGER: _("We haven't met yet. Tap /start."),
        Refusal.STOPPED: _(
            "You chose /stop, so I'm not sending anything. /start turns the daily"
            " exercise back on."
        ),
        Refusal.ANOTHER_DAY: _("That's from another day. /today shows today's."),
        Refusal.NOT_TODAYS: _("That isn't today's exercise. /today shows today's."),
        Refusal.NOT_YET: _("Today's exercise is still to come. To change the time: /time"),
        Refusal.DONE: _("It's already marked as done. If that's wrong, tap “undo” first."),
        Refusal.BEING_SENT: _("It's on its way right now. Try again in a minute."),
        Refusal.NOTHING_ELSE: _(
            "There's nothing else that suits you today. To see what's left out and why, tap “What"
            " suits me” in /settings."
        ),
        Refusal.NEARLY_OVER: _("The day's nearly over. The next exercise will come as planned."),
        Refusal.PAUSED: _("This one's already paused because it hurt."),
        Refusal.NOT_SAID: _("Already undone."),
    }
    return lines[no]


def wait_buttons(
    _: Translator, ref: DayExercise, waits: Iterable[Wait], version: str = AS_IN_ROUTINE
) -> InlineKeyboardMarkup:
    """Offer how long an exercise may wait."""
    back = button(_("‹ Back"), "buttons", *args_of(ref), version)
    return InlineKeyboardMarkup([*_wait_rows(_, ref, waits), [back]])


def _wait_rows(_: Translator, ref: DayExercise, waits: Iterable[Wait]) -> Rows:
    hours = {Wait.HOUR: int(Wait.HOUR) // 60, Wait.LONG: int(Wait.LONG) // 60}
    labels = {wait: _.many("In {n} hour", "In {n} hours", n) for wait, n in hours.items()}
    labels[Wait.SHORT] = _.many("In {n} min", "In {n} min", int(Wait.SHORT))
    # Translators: such as "At 19:00"
    labels[Wait.EVENING] = _("At {time}").format(time=_.time(EVENING))
    return rows((button(labels[wait], "wait", *args_of(ref), wait) for wait in waits), 3)


def later_card(_: Translator, ref: DayExercise, waits: Iterable[Wait]) -> Card:
    """Ask when today's exercise should come again."""
    text = _("OK. When should I send it again? To skip it today, just don't tap anything.")
    return Card(text, InlineKeyboardMarkup(_wait_rows(_, ref, waits)))


def is_later_card(markup: InlineKeyboardMarkup | None) -> bool:
    """Return whether these are the buttons of later_card(): times alone, and no way back."""
    keyboard = markup.inline_keyboard if markup else ()
    found = [unpack(str(one.callback_data)) for row in keyboard for one in row]
    return bool(found) and all(one is not None and one.verb == "wait" for one in found)


def later_line(_: Translator, at: datetime, zone: str) -> str:
    """Confirm when an exercise will be sent again."""
    local = at.astimezone(ZoneInfo(zone))
    return _("OK, I'll send it again at {time}.").format(time=_.time(local))


def tuned_line(_: Translator, library: Library, exercise: str, tuned: Tuned) -> str:
    """Describe what will change next time."""
    changes = []
    if tuned.now.eased and not tuned.before.eased and tuned.version != EASIER:
        changes.append(_("the easier version"))
    elif tuned.before.eased and not tuned.now.eased:
        changes.append(_("the standard version"))
    before, now = (
        dose_of(library, Practice(tuned.position, exercise, None, step))
        for step in (tuned.step_before, tuned.step_now)
    )
    changes += _dose_changes(_, before, now)
    if not changes and tuned.now.eased:
        return _(
            "This is already the gentlest version. You can swap it, or tap “Don't send this"
            " one” under “More”."
        )
    if not changes:
        return _("OK. It'll stay the same next time.")
    # Translators: {changes} is a list, such as "more sets and a longer hold"
    return _("OK. Next time you'll get {changes}.").format(changes=_.list(changes))


def too_hard_again_card(_: Translator, name: str, ref: DayExercise) -> Card:
    """Answer a second *too hard* on the same day: what to do with the exercise now."""
    text = _(
        "I've noted that for next time. For today, do less, rest longer in between, or stop"
        " here. You can also swap it."
    )
    swap = button(_("Swap"), "swap", *args_of(ref))
    return Card(f"<b>{escape(name)}</b>\n{text}", InlineKeyboardMarkup([[swap]]))


def _dose_changes(_: Translator, before: Dose, now: Dose) -> list[str]:
    changes = []
    if before.sets != now.sets:
        changes.append(_("more sets") if now.sets > before.sets else _("fewer sets"))
    if before.reps and now.reps and before.reps != now.reps:
        more, fewer = _("more reps"), _("fewer reps")
        changes.append(more if now.reps > before.reps else fewer)
    if before.hold and now.hold and before.hold != now.hold:
        changes.append(_("a longer hold") if now.hold > before.hold else _("a shorter hold"))
    return changes


def right_line(_: Translator) -> str:
    """Confirm that the amount was right."""
    return _("Good. I'll keep it as it is.")


def hurts_line(_: Translator) -> str:
    """Say in short that an exercise is paused because it hurt."""
    return _("Paused for a week.")


def counted_too(_: Translator, card: Card) -> Card:
    """Add to the advice on pain that the day counts as done."""
    return replace(card, text=_("I've counted it as done.") + "\n\n" + card.text)


def hurts_card(_: Translator, exercise: str | None = None, tuned: Tuned | None = None) -> Card:
    """Advise on pain, with the urgent warning signs one tap away."""
    text = _(
        "I'm sorry it hurts. <b>Stop here for today.</b>\n\nA mild pull or a tired muscle is"
        " fine. Sharp, shooting or worsening pain isn't: leave that exercise out for a week,"
        " then start again gently. If the pain doesn't ease in a few weeks, gets worse or limits"
        " your day, see a doctor or physiotherapist (physical therapist)."
    )
    # No button for its easier version: the advice is to stop for today.
    buttons = [[red_flags_button(_)], [button(_("All exercises"), "exercises")]]
    if exercise is not None and tuned is not None and tuned.now.paused_until:
        is_easiest = tuned.version == EASIER or tuned.before.eased
        line = _paused_again_line if is_easiest else _paused_line
        text += "\n\n" + line(_, tuned.now.paused_until)
        args = args_of(DayExercise(tuned.day, exercise))
        buttons.append([button(_("It doesn't hurt after all · undo"), "unhurt", *args)])
    return Card(text, InlineKeyboardMarkup(buttons))


def paused_card(_: Translator, until: date) -> Card:
    """Say that an exercise that somebody looks at is paused because it hurt."""
    return Card(_paused_line(_, until), InlineKeyboardMarkup([[red_flags_button(_)]]))


def _paused_line(_: Translator, until: date) -> str:
    return _(
        "I won't send this until {day}. It'll come back in its easier version. /safety"
        " lists the signs that need urgent help."
    ).format(day=escape(_.day(until)))


def _paused_again_line(_: Translator, until: date) -> str:
    return _(
        "I won't send this until {day}. This is already its easier version: if it hurts again,"
        " leave it out and see a doctor or physiotherapist. /safety lists the signs that need"
        " urgent help."
    ).format(day=escape(_.day(until)))


def which_hurts_card(_: Translator, name: str, ref: DayExercise) -> Card:
    """Advise on pain that was written about, and ask whether today's exercise caused it."""
    it_was = button(_("It was this one: {name}").format(name=name), "was", *args_of(ref))
    return with_rows(hurts_card(_), [[it_was]])


def unhurt_card(_: Translator) -> Card:
    """Confirm that an exercise will be sent again after all."""
    text = _("Good. I'll keep sending it. If it hurts again, stop and tap “It hurts”.")
    return Card(text, InlineKeyboardMarkup([[red_flags_button(_)]]))
