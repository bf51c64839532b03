"""/time, /timezone, /days, /settings, /status, and their buttons."""

import asyncio
from datetime import time

from bot.chat.cards import Card
from bot.chat.cards import settings as cards
from bot.chat.cards.status import status_card
from bot.chat.request import Request
from bot.coach import likely_places, places
from bot.coach.sheets import Equipment
from bot.store.subscribers import Question, Subscriber


async def settings(request: Request) -> None:
    """Show every setting."""
    await request.show(
        cards.settings_card(request.translator, await request.person(), request.now)
    )


async def status(request: Request) -> None:
    """Say what came last and what comes next."""
    found = await request.services.subscriptions.status(request.chat_id, request.now)
    await request.reply(status_card(request.translator, request.services.library, found))


async def time_of_day(request: Request) -> None:
    """Set the time; without a text, or with a part of the day alone, ask for it."""
    wall = request.finder.times.read(request.text)
    part = request.finder.times.part_in(request.text)
    if not request.text or (part and wall is None):
        person = await request.person()
        await request.services.subscriptions.ask(request.chat_id, Question.TIME, request.now)
        await request.show(cards.time_card(request.translator, person, request.now, part))
        return
    if wall is None:
        await request.reply(
            cards.bad_time_card(request.translator, in_group=not request.is_private)
        )
        return
    # Somebody who writes 21:15 wants it then, even if today's came with /start and isn't done yet.
    await _set_time(request, wall, today_too=True)


async def _set_time(request: Request, wall: time, *, today_too: bool = False) -> None:
    person = await request.services.preferences.change(
        request.chat_id, request.now, today_too=today_too, time=wall, asked=None
    )
    await _confirm(request, person)


async def _confirm(request: Request, person: Subscriber, *, to_days: bool = False) -> None:
    """Confirm when exercises come; of who hasn't told their time zone, ask for it again."""
    await request.show(cards.schedule_card(request.translator, person, to_days=to_days))
    if request.is_private and person.next_due_at and not person.zone_told:
        await ask_for_zone(request)


async def ask_for_zone(request: Request) -> None:
    """Offer likely time zones in a message of its own."""
    await request.reply(_zone_card(request))


def _zone_card(request: Request) -> Card:
    likely = likely_places.likely(request.locale_hint, request.now)
    return cards.zone_card(
        request.translator, likely, request.now, in_group=not request.is_private
    )


async def time_zone(request: Request) -> None:
    """Set the time zone by a city or its name; without a text, offer likely ones."""
    if not request.text:
        await request.person()
        await request.show(_zone_card(request))
        return
    if places.is_offset(request.text):
        await request.services.subscriptions.ask(request.chat_id, Question.CITY, request.now)
        await request.reply(cards.offset_card(request.translator, in_group=not request.is_private))
        return
    # The first search reads 30,000 cities: too long for the event loop.
    await set_city(request, await asyncio.to_thread(places.find, request.text, limit=4))


async def set_city(request: Request, found: list[places.Place]) -> None:
    """Set the time zone that all found cities share; else ask which one it is, or for another."""
    if not found:
        await request.services.subscriptions.ask(request.chat_id, Question.CITY, request.now)
        await request.reply(
            cards.unknown_city_card(request.translator, in_group=not request.is_private)
        )
    elif len({place.zone for place in found}) == 1:
        await _set_zone(request, found[0].zone)
    else:
        await request.services.subscriptions.ask(request.chat_id, Question.CITY, request.now)
        await request.reply(cards.places_card(request.translator, found, request.now))


async def _set_zone(request: Request, zone: str) -> None:
    """Set the time zone; the first time, ask for the time next."""
    before = await request.person()
    person = await request.services.preferences.change(
        request.chat_id, request.now, zone=zone, zone_told=True, asked=None
    )
    if before.zone_told:
        await request.show(cards.schedule_card(request.translator, person))
    else:
        await request.services.subscriptions.ask(request.chat_id, Question.TIME, request.now)
        await request.show(cards.time_card(request.translator, person, request.now))


async def location(request: Request, latitude: float, longitude: float) -> None:
    """Set the time zone by a shared location; only the zone is kept."""
    zone = await asyncio.to_thread(places.at, latitude, longitude)
    if zone is None:
        await request.reply(cards.unknown_city_card(request.translator))
        return
    await request.reply(cards.located_card(request.translator, zone))
    await _set_zone(request, zone)


async def days(request: Request) -> None:
    """Show the weekdays as switches; set those that a text names first."""
    person = await request.person()
    named = request.finder.days.weekdays(request.text, person.weekdays)
    if named:
        person = await request.services.preferences.change(
            request.chat_id, request.now, weekdays=named
        )
    await request.show(cards.days_card(request.translator, person, is_told=bool(named)))


async def days_at(request: Request, wall: time) -> bool:
    """Set a time, and the weekdays that a text names with it; return whether it names any."""
    person = await request.person()
    named = request.finder.days.weekdays(request.text, person.weekdays)
    if not named:
        return False
    person = await request.services.preferences.change(
        request.chat_id, request.now, today_too=True, time=wall, weekdays=named, asked=None
    )
    await _confirm(request, person, to_days=True)
    return True


async def equipment(request: Request) -> None:
    """Show the equipment as switches."""
    await request.show(cards.equipment_card(request.translator, await request.person()))


async def tap_settings(request: Request) -> None:
    """Go to the settings in place."""
    await request.toast()
    await settings(request)


async def tap_time_of_day(request: Request) -> None:
    """Ask for the time in place."""
    await request.toast()
    await time_of_day(request)


async def tap_time(request: Request, wall: time) -> None:
    """Set the time that was tapped."""
    await request.toast()
    await _set_time(request, wall)


async def tap_time_zone(request: Request) -> None:
    """Offer likely time zones in place."""
    await request.toast()
    await time_zone(request)


async def tap_zone(request: Request, zone: str) -> None:
    """Set the time zone that was tapped."""
    await request.toast()
    await _set_zone(request, zone)


async def tap_city(request: Request) -> None:
    """Ask for a city by name."""
    await request.toast()
    await request.services.subscriptions.ask(request.chat_id, Question.CITY, request.now)
    await request.reply(cards.ask_city_card(request.translator))


async def tap_location(request: Request) -> None:
    """Ask for a location."""
    await request.toast()
    await request.services.subscriptions.ask(request.chat_id, Question.CITY, request.now)
    await request.reply(cards.ask_location_card(request.translator))


async def tap_days(request: Request) -> None:
    """Go to the weekdays in place."""
    await request.toast()
    await days(request)


async def tap_day(request: Request, weekday: int, state: str) -> None:
    """Switch a weekday on or off; Monday is 0."""
    before = (await request.person()).weekdays
    person = await request.services.preferences.set_weekday(
        request.chat_id, weekday, request.now, on=state == "on"
    )
    _ = request.translator
    stays = _("Keep at least one day. To stop completely, tap /stop.")
    is_last = state == "off" and before == person.weekdays == {weekday}
    await request.toast(stays if is_last else None)
    await request.show(cards.days_card(request.translator, person))


async def tap_equipment(request: Request) -> None:
    """Go to the equipment in place."""
    await request.toast()
    await equipment(request)


async def tap_own(request: Request, piece: Equipment, state: str) -> None:
    """Switch a piece of equipment on or off."""
    person = await request.services.preferences.set_equipment(
        request.chat_id, piece, request.now, on=state == "on"
    )
    await request.toast()
    await request.show(cards.equipment_card(request.translator, person))
