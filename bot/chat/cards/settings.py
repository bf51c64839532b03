"""Cards about when: the clock, the hour, the days, what one owns, and how things stand."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.chat.cards.card import Card, button, escape, rows, stamp, switch, weekday
from bot.chat.cards.facts import equipment_name
from bot.chat.cards.pause import day_name, resume_button
from bot.chat.words import Words
from bot.coach.library import Exercise, Library
from bot.coach.places import Place
from bot.coach.sheets import Equipment
from bot.services.people import ASKED, Delivery, Standing, State, Subscriber, paused_until
from bot.services.subscriptions import EVERY_DAY, Status

HOURS = (5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 21)


def clock_card(
    _: Words, places: Sequence[Place], now: datetime, *, in_group: bool = False
) -> Card:
    """Ask which clock is theirs: the present time of likely places, a city, a location."""
    text = _("<b>Which clock is yours?</b>\nTap the one that shows your time right now.")
    if in_group:  # what its members write there does not reach the bot
        text += " " + _("For any other, write /timezone and a city.")
    buttons = rows((place_button(_, place, now) for place in places), 2)
    buttons.append([button(_("Another city"), "city"), button(_("Use my location"), "location")])
    return Card(text, InlineKeyboardMarkup(buttons))


def place_button(_: Words, place: Place, now: datetime) -> InlineKeyboardButton:
    """Make a button that shows the time at a place."""
    shown = now.astimezone(ZoneInfo(place.zone))
    return button(f"{shown:%H:%M}  {place.name}", "zone", place.zone)


def places_card(_: Words, places: Sequence[Place], now: datetime) -> Card:
    """Ask which of several places was meant."""
    buttons = []
    for place in places:
        label = f"{now.astimezone(ZoneInfo(place.zone)):%H:%M}  {place.name}, {place.country}"
        buttons.append([button(label, "zone", place.zone)])
    buttons.append([button(_("Another city"), "city")])
    return Card(_("Which one is yours?"), InlineKeyboardMarkup(buttons))


def ask_city_card(_: Words) -> Card:
    """Ask for a city in their own words."""
    return Card(_("Which city are you in, or near? Write its name."))


def unknown_city_card(_: Words) -> Card:
    """Say that a city was not found, and what to do."""
    return Card(_("I can't find that place. Try the nearest large city, such as Lisbon."))


def offset_card(_: Words) -> Card:
    """Say why a city is better than an offset."""
    return Card(_("That would be an hour off for half the year. Which city is near you?"))


def ask_location_card(_: Words) -> Card:
    """Offer Telegram's location button; it exists on phones only."""
    text = _(
        "Tap the button below to share where you are. I keep only the time zone."
        " On a computer, write your city instead."
    )
    keys = [[KeyboardButton(_("📍 Share my location"), request_location=True)]]
    return Card(text, ReplyKeyboardMarkup(keys, resize_keyboard=True, one_time_keyboard=True))


def located_card(_: Words, zone: str) -> Card:
    """Thank for a location and put the location button away."""
    text = _("Thank you. Your clock: {zone}.").format(zone=escape(zone_name(zone)))
    return Card(text, ReplyKeyboardRemove())


def hour_card(_: Words, subscriber: Subscriber, now: datetime) -> Card:
    """Ask for the hour."""
    local = now.astimezone(ZoneInfo(subscriber.zone))
    text = _(
        "<b>When shall I come?</b>\nYour clock: {zone}, {time}. Tap an hour, or write any time"
        " such as 07:30."
    )
    if subscriber.kind != "private":
        text = _(
            "<b>When shall I come?</b>\nYour clock: {zone}, {time}. Tap an hour, or write /time"
            " and any other."
        )
    text = text.format(zone=escape(zone_name(subscriber.zone)), time=f"{local:%H:%M}")
    return Card(text, InlineKeyboardMarkup(rows((_hour_button(h, subscriber) for h in HOURS), 4)))


def _hour_button(hour: int, subscriber: Subscriber) -> InlineKeyboardButton:
    wall = time(hour)
    mark = "• " if subscriber.wall == wall else ""
    return button(f"{mark}{wall:%H:%M}", "wall", f"{wall:%H%M}")


def bad_time_card(_: Words) -> Card:
    """Say how a time is written."""
    return Card(_("I didn't get that time. Write it like 07:30 or 7.30 pm."))


def settled_card(_: Words, subscriber: Subscriber) -> Card:
    """Confirm when the exercise comes, with a stamp that their own phone can prove."""
    if subscriber.state != Standing.ACTIVE or subscriber.next_due_at is None:
        return Card(_("Noted. You get no daily exercise now; /start brings it back."))
    text = _(
        "✓ {days} at {time}, {zone} time.\nYour next exercise, by this phone's clock:"
        " {next}\n\nIf that looks wrong, say /timezone. Anything else: /settings."
    ).format(
        days=escape(days_name(_, subscriber.weekdays)),
        time=f"{subscriber.wall:%H:%M}",
        zone=escape(zone_name(subscriber.zone)),
        next=stamp(_, subscriber.next_due_at, subscriber.zone),
    )
    buttons = [button(_("Today's exercise"), "today"), button(_("Settings"), "settings")]
    return Card(text, InlineKeyboardMarkup([buttons]))


def settings_card(_: Words, subscriber: Subscriber, now: datetime) -> Card:
    """Show every setting with a button each."""
    local = now.astimezone(ZoneInfo(subscriber.zone))
    until = paused_until(subscriber, now)
    owned = [equipment_name(_, Equipment(name)) for name in sorted(subscriber.equipment)]
    lines = [
        _("<b>Your settings</b>"),
        "",
        _("🕗 Hour: {time}").format(time=f"{subscriber.wall:%H:%M}"),
        _("🌍 Clock: {zone}, {time} now").format(
            zone=escape(zone_name(subscriber.zone)), time=f"{local:%H:%M}"
        ),
        _("📅 Days: {days}").format(days=escape(days_name(_, subscriber.weekdays))),
        _("🏋️ Equipment: {list}").format(list=escape(", ".join(owned) or _("none"))),
        _nudge_line(_, subscriber),
        "",
        _next_line(_, subscriber, until),
    ]
    if subscriber.programme:
        lines.insert(-2, _("📋 Programme: a trainer's list"))
    buttons = [
        [button(_("Hour"), "hour"), button(_("Clock"), "clock")],
        [button(_("Days"), "days"), button(_("What fits me"), "fit")],
        [
            button(_("Reminder"), "nudges"),
            button(
                switch(_("Weekly line"), on=subscriber.weekly),
                "weekly",
                "off" if subscriber.weekly else "on",
            ),
        ],
        [resume_button(_) if until else button(_("A pause"), "pause", "0")],
    ]
    if subscriber.programme:
        buttons.append([button(_("Trainer's list"), "programme")])
    return Card("\n".join(lines), InlineKeyboardMarkup(buttons))


def _nudge_line(_: Words, subscriber: Subscriber) -> str:
    if subscriber.nudge is None:
        return _("🔔 Reminder: off")
    return _("🔔 Reminder: {time}, if not done").format(time=f"{subscriber.nudge:%H:%M}")


def days_card(_: Words, subscriber: Subscriber) -> Card:
    """Show the weekdays as switches."""
    switches = (
        button(switch(weekday(_, day), on=day in subscriber.weekdays), "day", str(day))
        for day in range(7)
    )
    text = _("<b>On which days?</b>\nThe others are days off. At least one stays on.")
    return Card(text, InlineKeyboardMarkup([*rows(switches, 4), [_back(_)]]))


def equipment_card(_: Words, subscriber: Subscriber) -> Card:
    """Show the equipment as switches."""
    switches = (
        [button(switch(equipment_name(_, one), on=one in subscriber.equipment), "own", one)]
        for one in Equipment
    )
    text = _(
        "<b>What do you have?</b>\nWithout equipment you get a form that needs none."
        " Nothing to buy."
    )
    back = button(_("‹ What fits me"), "fit")
    return Card(text, InlineKeyboardMarkup([*switches, [back]]))


def status_card(_: Words, library: Library, status: Status) -> Card:
    """Say what came last, what comes next, and why nothing came if nothing came."""
    subscriber = status.subscriber
    last = _latest_line(_, library, status.latest, subscriber)
    done = _.many("Done: {n} of the last 7 days.", "Done: {n} of the last 7 days.", status.done)
    title = _("<b>How things stand</b>")
    lines = [title, last, done, _next_line(_, subscriber, status.paused_until)]
    buttons = InlineKeyboardMarkup([[resume_button(_)]]) if status.paused_until else None
    return Card("\n\n".join(lines), buttons)


def _given_name(_: Words, exercise: Exercise, form: str | None) -> str:
    """Name an exercise as its card did: by its form, if it came in one."""
    words = exercise.words.to(_.language)
    return words.forms[form].name if form in words.forms else words.name


def _latest_line(
    _: Words, library: Library, latest: Delivery | None, subscriber: Subscriber
) -> str:
    if latest is None:
        return _("Last: nothing yet; your first delivery is still to come.")
    when = stamp(_, latest.sent_at or latest.due_at, subscriber.zone)
    exercise = library.exercises.get(latest.exercise or "")
    name = _given_name(_, exercise, latest.form) if exercise else _("a rest day")
    sentences = {
        State.SENT: _("Last: {name}, {when}."),
        State.MISSED: _("Missed: {when}. I was away too long to send it; /today shows it."),
        State.UNCONFIRMED: _("Last: {name}, {when}. Telegram didn't say if it arrived: /today"),
        State.FAILED: _("Not delivered: {name}, {when}. Telegram refused it; /today shows it."),
    }
    sentences[State.WAITING] = _(
        "On its way: {name}, due {when}. Telegram makes me wait; /today shows it now."
    )
    if latest.reason == ASKED:
        sentences[State.WAITING] = _("Later, as you asked: {name}, {when}.")
        when = stamp(_, latest.due_at, subscriber.zone)
    leaving = _("On its way: {name}, due {when}.")
    return sentences.get(latest.state, leaving).format(name=escape(name), when=when)


def _next_line(_: Words, subscriber: Subscriber, paused: date | None) -> str:
    if subscriber.state == Standing.STOPPED:
        return _("Next: none, because you said /stop. /start brings me back.")
    if subscriber.next_due_at is None:
        return _("Next: none, because Telegram said I can't reach you. /start brings me back.")
    due = stamp(_, subscriber.next_due_at, subscriber.zone)
    following = _("Next: {when}.").format(when=due)
    if paused is None:
        return following
    pause = _("A pause until {day}; /resume ends it.").format(day=escape(day_name(_, paused)))
    return f"{pause}\n{following}"


def days_name(_: Words, weekdays: frozenset[int]) -> str:
    """Say a set of weekdays."""
    if weekdays == EVERY_DAY:
        return _("Every day")
    return ", ".join(weekday(_, day) for day in sorted(weekdays))


def zone_name(zone: str) -> str:
    """Return the city of a zone name: `America/New_York` is New York."""
    return zone.rpartition("/")[2].replace("_", " ")


def _back(_: Words) -> InlineKeyboardButton:
    return button(_("‹ Settings"), "settings")
