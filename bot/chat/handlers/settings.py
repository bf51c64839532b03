"""/time, /timezone, /days, /settings, /status, and their buttons."""

import asyncio
from datetime import time

from bot.chat.cards import settings as cards
from bot.chat.handlers.old import too_old
from bot.chat.turn import Turn
from bot.coach import places
from bot.coach.schedule import parse_wall
from bot.coach.sheets import Equipment


async def settings(turn: Turn) -> None:
    """Show every setting."""
    await turn.show(cards.settings_card(turn.words, await turn.person(), turn.now))


async def status(turn: Turn) -> None:
    """Say what came last and what comes next."""
    found = await turn.house.subscriptions.status(turn.chat_id, turn.now)
    await turn.reply(cards.status_card(turn.words, turn.house.library, found))


async def hour(turn: Turn) -> None:
    """Set the hour; with nothing said, ask for it."""
    if not turn.text:
        person = await turn.person()
        await turn.house.subscriptions.ask(turn.chat_id, "hour")
        await turn.show(cards.hour_card(turn.words, person, turn.now))
        return
    wall = parse_wall(turn.text)
    if wall is None:
        await turn.reply(cards.bad_time_card(turn.words))
        return
    # Who writes 21:15 wants it then, even if /start has shown today's.
    await _set_hour(turn, wall, today_too=True)


async def _set_hour(turn: Turn, wall: time, *, today_too: bool = False) -> None:
    person = await turn.house.subscriptions.change(
        turn.chat_id, turn.now, today_too=today_too, wall=wall, asked=None
    )
    await turn.show(cards.settled_card(turn.words, person))


async def clock(turn: Turn) -> None:
    """Set the clock by a city or zone; with nothing said, offer likely ones."""
    if not turn.text:
        await turn.person()
        likely = places.likely(turn.language, turn.now)
        card = cards.clock_card(turn.words, likely, turn.now, in_group=not turn.is_private)
        await turn.show(card)
        return
    if places.is_offset(turn.text):
        await turn.house.subscriptions.ask(turn.chat_id, "city")
        await turn.reply(cards.offset_card(turn.words))
        return
    # The first search of a process reads 30,000 cities: not on the event loop.
    await _set_city(turn, await asyncio.to_thread(places.find, turn.text, limit=4))


async def _set_city(turn: Turn, found: list[places.Place]) -> None:
    if not found:
        await turn.house.subscriptions.ask(turn.chat_id, "city")
        await turn.reply(cards.unknown_city_card(turn.words))
    elif len(found) == 1:
        await _set_zone(turn, found[0].zone)
    else:
        await turn.house.subscriptions.ask(turn.chat_id, "city")
        await turn.reply(cards.places_card(turn.words, found, turn.now))


async def _set_zone(turn: Turn, zone: str) -> None:
    """Set the zone; the first time, go on to the hour."""
    before = await turn.person()
    person = await turn.house.subscriptions.change(
        turn.chat_id, turn.now, zone=zone, zone_told=True, asked=None
    )
    if before.zone_told:
        await turn.show(cards.settled_card(turn.words, person))
    else:
        await turn.house.subscriptions.ask(turn.chat_id, "hour")
        await turn.show(cards.hour_card(turn.words, person, turn.now))


async def location(turn: Turn, latitude: float, longitude: float) -> None:
    """Set the clock by a shared location, of which only the zone is kept."""
    zone = await asyncio.to_thread(places.at, latitude, longitude)
    if zone is None:
        await turn.reply(cards.unknown_city_card(turn.words))
        return
    await turn.reply(cards.located_card(turn.words, zone))
    await _set_zone(turn, zone)


async def days(turn: Turn) -> None:
    """Show the weekdays as switches."""
    await turn.show(cards.days_card(turn.words, await turn.person()))


async def equipment(turn: Turn) -> None:
    """Show the equipment as switches."""
    await turn.show(cards.equipment_card(turn.words, await turn.person()))


async def tap_settings(turn: Turn) -> None:
    """Go to the settings in place."""
    await turn.toast()
    await settings(turn)


async def tap_hour(turn: Turn) -> None:
    """Ask for the hour in place."""
    await turn.toast()
    await hour(turn)


async def tap_wall(turn: Turn, digits: str) -> None:
    """Set the hour that was tapped."""
    wall = parse_wall(digits)
    if wall is None:
        await too_old(turn)
        return
    await turn.toast()
    await _set_hour(turn, wall)


async def tap_clock(turn: Turn) -> None:
    """Offer likely clocks in place."""
    await turn.toast()
    await clock(turn)


async def tap_zone(turn: Turn, zone: str) -> None:
    """Set the clock that was tapped."""
    if not places.is_zone(zone):
        await too_old(turn)
        return
    await turn.toast()
    await _set_zone(turn, zone)


async def tap_city(turn: Turn) -> None:
    """Ask for a city by name."""
    await turn.toast()
    await turn.house.subscriptions.ask(turn.chat_id, "city")
    await turn.reply(cards.ask_city_card(turn.words))


async def tap_location(turn: Turn) -> None:
    """Ask for a location."""
    await turn.toast()
    await turn.house.subscriptions.ask(turn.chat_id, "city")
    await turn.reply(cards.ask_location_card(turn.words))


async def tap_days(turn: Turn) -> None:
    """Go to the weekdays in place."""
    await turn.toast()
    await days(turn)


async def tap_day(turn: Turn, number: str) -> None:
    """Switch a weekday."""
    if number not in "0123456" or len(number) != 1:
        await too_old(turn)
        return
    before = (await turn.person()).weekdays
    person = await turn.house.subscriptions.toggle_day(turn.chat_id, int(number), turn.now)
    _ = turn.words
    stays = _("One day has to stay. To end it all, say /stop.")
    await turn.toast(stays if person.weekdays == before else None)
    await turn.show(cards.days_card(turn.words, person))


async def tap_equipment(turn: Turn) -> None:
    """Go to the equipment in place."""
    await turn.toast()
    await equipment(turn)


async def tap_own(turn: Turn, name: str) -> None:
    """Switch a piece of equipment."""
    if name not in set(Equipment):
        await too_old(turn)
        return
    person = await turn.house.subscriptions.toggle_equipment(
        turn.chat_id, Equipment(name), turn.now
    )
    await turn.toast()
    await turn.show(cards.equipment_card(turn.words, person))
