"""Cards about settings: time zone, time, days, equipment."""

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

from bot.chat.cards.card import Card, button, escape, rows, stamp, switch, switch_button
from bot.chat.cards.facts import equipment_name
from bot.chat.words import Translator
from bot.coach.places import Place
from bot.coach.sheets import Equipment
from bot.services.people.subscriptions import EVERY_DAY
from bot.services.people.trainees import paused_until
from bot.store.subscribers import Status, Subscriber

HOURS = (5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 21)
HOURS_OF = {"morning": (6, 7, 8, 9), "evening": (17, 18, 19, 20)}
"""Hours to offer to somebody who names only a part of the day."""


def zone_card(
    _: Translator, places: Sequence[Place], now: datetime, *, in_group: bool = False
) -> Card:
    """Ask for the time zone: offer the current time in likely places, a city or a location."""
    text = _("<b>What time is it where you are?</b>\nTap it, or choose another city.")
    if in_group:  # the bot doesn't see what members write there
        text += " " + _("If it isn't here, send /timezone and a city.")
    buttons = rows((place_button(_, place, now) for place in places), 2)
    buttons.append([button(_("Another city"), "city"), button(_("Use my location"), "location")])
    return Card(text, InlineKeyboardMarkup(buttons))


def place_button(_: Translator, place: Place, now: datetime) -> InlineKeyboardButton:
    """Make a button with the current time in a place."""
    shown = _.time(now.astimezone(ZoneInfo(place.zone)))
    return button(f"{shown}  {_.place(place)}", "zone", place.zone)


def places_card(_: Translator, places: Sequence[Place], now: datetime) -> Card:
    """Ask which of several places was meant."""
    buttons: list[Sequence[InlineKeyboardButton]] = []
    for place in {place.zone: place for place in reversed(places)}.values():
        shown = _.time(now.astimezone(ZoneInfo(place.zone)))
        label = f"{shown}  {_.series((_.place(place), _.country(place)))}"
        if sum((one.name, one.country) == (place.name, place.country) for one in places) > 1:
            # Translators: a city and the zone it is in, where a country has several of that name
            label = _("{place} ({zone} time)").format(place=label, zone=_.zone(place.zone))
        buttons.insert(0, [button(label, "zone", place.zone)])
    buttons.append([button(_("Another city"), "city")])
    return Card(_("Which one is yours?"), InlineKeyboardMarkup(buttons))


def ask_city_card(_: Translator) -> Card:
    """Ask for the name of a city."""
    return Card(_("Which city are you in or near? Type its name."))


def unknown_city_card(_: Translator, *, in_group: bool = False) -> Card:
    """Explain that a city wasn't found, and what to do."""
    if in_group:
        return Card(
            _("I can't find that place. Try the nearest big city, such as /timezone Lisbon.")
        )
    return Card(_("I can't find that place. Try the nearest big city, such as Lisbon."))


def offset_card(_: Translator, *, in_group: bool = False) -> Card:
    """Ask for a city instead of an offset from UTC, and explain why."""
    if in_group:
        return Card(
            _("When the clocks change, that would be an hour off. Send /timezone and a city.")
        )
    return Card(_("When the clocks change, that would be an hour off. Which city is near you?"))


def ask_location_card(_: Translator) -> Card:
    """Offer Telegram's location button, which only phones have."""
    text = _(
        "Tap the button below to share where you are. I'll only keep the time zone. On a"
        " computer, type your city instead."
    )
    keys = [[KeyboardButton(_("📍 Share my location"), request_location=True)]]
    return Card(text, ReplyKeyboardMarkup(keys, resize_keyboard=True, one_time_keyboard=True))


def located_card(_: Translator, zone: str) -> Card:
    """Confirm a location and remove the location button."""
    text = _("Thank you. Your time zone: {zone}.").format(zone=escape(_.zone(zone)))
    return Card(text, ReplyKeyboardRemove())


def time_card(
    _: Translator, subscriber: Subscriber, now: datetime, part: str | None = None
) -> Card:
    """Ask for the time of day, or for one in a part of it."""
    local = now.astimezone(ZoneInfo(subscriber.zone))
    text = _(
        "<b>When should I send it?</b>\nIt's {time} in {zone}. Tap a time, or type your"
        " own, such as 07:30."
    )
    if subscriber.kind != "private":
        text = _(
            "<b>When should I post it?</b>\nIt's {time} in {zone}. Tap a time, or send your"
            " own, such as /time 07:30."
        )
    text = text.format(zone=escape(_.zone(subscriber.zone)), time=_.time(local))
    hours = HOURS_OF.get(part or "", HOURS)
    return Card(
        text, InlineKeyboardMarkup(rows((_time_button(_, h, subscriber) for h in hours), 4))
    )


def _time_button(_: Translator, hour: int, subscriber: Subscriber) -> InlineKeyboardButton:
    wall = time(hour)
    mark = "• " if subscriber.time == wall else ""
    return button(f"{mark}{_.time(wall)}", "wall", f"{wall:%H%M}")


def bad_time_card(_: Translator, *, in_group: bool = False) -> Card:
    """Explain how to write a time."""
    if in_group:
        return Card(_("I didn't understand that time. Send something like /time 07:30."))
    return Card(_("I didn't understand that time. Type something like 07:30 or 7:30 pm."))


def schedule_card(_: Translator, subscriber: Subscriber, *, to_days: bool = False) -> Card:
    """Confirm when exercises come, with a stamp that the reader's own app formats.

    With `to_days`, lead to the weekdays as well: they were read from a text.
    """
    if subscriber.state != Status.ACTIVE or subscriber.next_due_at is None:
        return Card(_("Saved. Your daily exercise is off. /start turns it back on."))
    text = _(
        "✓ {days} at {time}, {zone} time.\nYour next exercise, in your phone's time:"
        " {next}\n\nDoes that look wrong? Tap /timezone. To change anything else: /settings."
    ).format(
        days=escape(days_name(_, subscriber.weekdays)),
        time=_.time(subscriber.time),
        zone=escape(_.zone(subscriber.zone)),
        next=stamp(_, subscriber.next_due_at, subscriber.zone),
    )
    buttons = [[button(_("Today's exercise"), "today"), button(_("Settings"), "settings")]]
    if to_days:
        buttons.append([button(_("Days"), "days")])
    return Card(text, InlineKeyboardMarkup(buttons))


def settings_card(_: Translator, subscriber: Subscriber, now: datetime) -> Card:
    """Show every setting, with a button for each; of a group, those that it has."""
    local = now.astimezone(ZoneInfo(subscriber.zone))
    until, is_private = paused_until(subscriber, now), subscriber.kind == "private"
    lines = [
        _("<b>Your settings</b>") if is_private else _("<b>Settings</b>"),
        "",
        _("🕗 Time: {time}").format(time=_.time(subscriber.time)),
        _("🌍 Time zone: {zone}, {time} now").format(
            zone=escape(_.zone(subscriber.zone)), time=_.time(local)
        ),
        _("📅 Days: {days}").format(days=escape(days_name(_, subscriber.weekdays))),
        *(_personal_lines(_, subscriber) if is_private else []),
        "",
        next_line(_, subscriber, until),
    ]
    return Card("\n".join(lines), _settings_buttons(_, subscriber, has_paused=until is not None))


def _settings_buttons(
    _: Translator, subscriber: Subscriber, *, has_paused: bool
) -> InlineKeyboardMarkup:
    weekly = switch(_("Weekly summary"), on=subscriber.weekly)
    pause = button(_.pgettext("daily exercises", "Pause"), "pause", "0")
    buttons = [
        # Translators: buttons for settings: the time of day, the time zone
        [button(_("Time"), "hour"), button(_("Time zone"), "clock")],
        [button(_("Days"), "days"), button(_("What suits me"), "fit")],
        [
            button(_("Reminder"), "nudges"),
            button(weekly, "weekly", "off" if subscriber.weekly else "on"),
        ],
        [button(_("🌐 Language"), "language"), resume_button(_) if has_paused else pause],
    ]
    if subscriber.programme:
        buttons.append([button(_("Trainer's programme"), "programme")])
    return InlineKeyboardMarkup(buttons)


def _personal_lines(_: Translator, subscriber: Subscriber) -> list[str]:
    """Return the settings that only a person has."""
    owned = [equipment_name(_, Equipment(name)) for name in sorted(subscriber.equipment)]
    lines = [
        _("🏋️ Equipment: {list}").format(
            list=escape(_.list(owned) or _.pgettext("equipment", "none"))
        ),
        _nudge_line(_, subscriber),
    ]
    if subscriber.programme:
        lines.append(_("📋 Programme: your trainer's"))
    return lines


def _nudge_line(_: Translator, subscriber: Subscriber) -> str:
    if subscriber.nudge is None:
        return _("🔔 Reminder: off")
    return _("🔔 Reminder: {time}, if not done").format(time=_.time(subscriber.nudge))


def days_card(_: Translator, subscriber: Subscriber, *, is_told: bool = False) -> Card:
    """Show the weekdays as switches; say which they are, if a text has just changed them."""
    switches = (
        switch_button(_.weekday(day), "day", str(day), on=day in subscriber.weekdays)
        for day in range(7)
    )
    text = _("<b>Which days?</b>\nThe others are days off. Keep at least one on.")
    if is_told:
        text = _("<b>✓ Exercise days: {days}</b>\nNot what you meant? Change them here.")
        text = text.format(days=escape(days_name(_, subscriber.weekdays)))
    return Card(text, InlineKeyboardMarkup([*rows(switches, 4), [_back(_)]]))


def equipment_card(_: Translator, subscriber: Subscriber) -> Card:
    """Show the equipment as switches."""
    switches = (
        [switch_button(equipment_name(_, one), "own", one, on=one in subscriber.equipment)]
        for one in Equipment
    )
    text = _(
        "<b>What do you have?</b>\nYou don't need to buy anything: without equipment, I'll send"
        " versions that need none."
    )
    back = button(_("‹ What suits me"), "fit")
    return Card(text, InlineKeyboardMarkup([*switches, [back]]))


def next_line(
    _: Translator, subscriber: Subscriber, paused: date | None, *, rests: bool = False
) -> str:
    """Say when the next delivery comes and if it `rests`, or why none does."""
    if subscriber.state == Status.STOPPED and subscriber.kind != "private":
        return _("Next: none, because of /stop. /start turns the daily exercise back on.")
    if subscriber.state == Status.STOPPED:
        return _("Next: none, because you chose /stop. /start turns the daily exercise back on.")
    if subscriber.next_due_at is None:
        return _(
            "Next: none, because Telegram says I can't reach you. /start turns the daily exercise"
            " back on."
        )
    due = stamp(_, subscriber.next_due_at, subscriber.zone)
    following = _("Next: {when}.").format(when=due)
    if rests:
        following = _("Next: rest day, {when}.").format(when=due)
    if paused is None:
        return following
    return f"{_pause_line(_, subscriber, paused)}\n{following}"


def _pause_line(_: Translator, subscriber: Subscriber, until: date) -> str:
    """Say until when a pause lasts, or which day is left out if another comes before it."""
    first, following = subscriber.paused_from, subscriber.next_day
    if first and following and following < first:
        return _("No exercise on {day}. To undo this: /resume").format(day=escape(_.day(first)))
    return _("Paused until {day}. To start sooner: /resume").format(day=escape(_.day(until)))


def resume_button(_: Translator) -> InlineKeyboardButton:
    """Make the button that ends a pause."""
    return button(_("▶ Resume"), "resume")


def days_name(_: Translator, weekdays: frozenset[int]) -> str:
    """Name a set of weekdays, to stand first in a line or after a colon."""
    if weekdays == EVERY_DAY:
        # Translators: stands first in a line or after a colon
        return _("Every day")
    return _.list(_.weekday(day) for day in sorted(weekdays))


def _back(_: Translator) -> InlineKeyboardButton:
    return button(_("‹ Settings"), "settings")
