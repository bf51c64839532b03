"""Cards about settings, what fits, pauses and the status."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.chat.cards import (
    Card,
    fit,
    language,
    pause,
    settings,
    status,
)
from bot.chat.cards.card import with_rows
from bot.chat.words import Translator
from bot.coach.languages import Languages
from bot.coach.library import Library
from bot.coach.sheets import Avoided, Equipment, Flag
from bot.coach.suitability import LeftOut, Reason
from bot.services.people.subscriptions import Overview
from bot.store.deliveries import POSTPONED, State
from tests.chat.deck.people import (
    ALICE,
    BLOCKED,
    LEFT_OUT,
    LISBON,
    LOS_ANGELES,
    NOW,
    PAUSED,
    SENT,
    STOPPED,
)


def settings_cards(_: Translator, _library: Library) -> Iterator[tuple[str, Card]]:
    yield "clock", settings.zone_card(_, [LISBON, LOS_ANGELES], NOW)
    yield "places", settings.places_card(_, [LISBON, LOS_ANGELES], NOW)
    yield "ask city", settings.ask_city_card(_)
    for where, in_group in (("", False), (" in a group", True)):
        yield f"unknown city{where}", settings.unknown_city_card(_, in_group=in_group)
        yield f"offset{where}", settings.offset_card(_, in_group=in_group)
        yield f"bad time{where}", settings.bad_time_card(_, in_group=in_group)
    yield "ask location", settings.ask_location_card(_)
    yield "located", settings.located_card(_, LISBON.zone)
    yield "hour", settings.time_card(_, ALICE, NOW)
    for is_chosen, in_group in ((False, False), (True, False), (True, True)):
        card = language.language_card(_, Languages(), is_chosen=is_chosen, in_group=in_group)
        yield f"language {is_chosen} {in_group}", card
    for person in (ALICE, STOPPED, BLOCKED):
        for weekdays in (frozenset(range(7)), frozenset({0}), frozenset({1, 3, 6})):
            bob = person._replace(weekdays=weekdays, equipment=frozenset[str]())
            yield f"settled {bob.state} {sorted(weekdays)}", settings.schedule_card(_, bob)
            yield f"settings {bob.state} {sorted(weekdays)}", settings.settings_card(_, bob, NOW)
            yield f"days {bob.state} {sorted(weekdays)}", settings.days_card(_, bob)
            yield f"days told {sorted(weekdays)}", settings.days_card(_, bob, is_told=True)
    for one in Equipment:
        yield f"own {one}", settings.equipment_card(_, ALICE._replace(equipment=frozenset({one})))


def fits_cards(_: Translator, library: Library) -> Iterator[tuple[str, Card]]:
    everything = ALICE._replace(flags=frozenset(Flag), avoided=frozenset(Avoided))
    nothing = tuple(LeftOut(slug, Reason.NEVER) for slug in library.exercises)
    for person in (ALICE, everything):
        for left_out in ((), LEFT_OUT, nothing):
            yield (
                f"{len(person.flags)} {len(left_out)}",
                fit.fit_card(_, library, person, left_out),
            )
        yield f"positions {len(person.avoided)}", fit.avoided_card(_, person)
        yield f"health {len(person.flags)}", fit.health_card(_, person)
    for flag in Flag:
        yield f"noted {flag}", fit.noted_card(_, flag)
    noted = fit.noted_card(_, Flag.GROIN)
    for place in (None, *library.phrases.to("en").flags):
        yield f"to note {place}", with_rows(noted, fit.noting_rows(_, place))
    for flag in Flag:
        yield f"left out for {flag}", fit.unsuited_card(_, "sit-up", flag)
    yield "told", fit.told_card(_, Flag)
    yield "wanted", fit.wanted_card(_, library, {"sit-up"})


def pauses_cards(_: Translator, library: Library) -> Iterator[tuple[str, Card]]:
    until = PAUSED.paused_until
    assert until
    yield "ask", pause.pause_card(_, None)
    yield "ask again", pause.pause_card(_, until)
    yield "ask until", pause.ask_until_card(_)
    yield "bad day", pause.bad_day_card(_)
    yield "past", pause.past_card(_)
    yield "far", pause.far_day_card(_, date(2027, 11, 20))
    yield "too long", pause.too_long_card(_)
    yield "paused", pause.pause_set_card(_, PAUSED)
    yield "skipped", pause.skipped_card(_, PAUSED)
    yield "skipped", pause.skipped_card(_, STOPPED)
    for is_today in (True, False):
        free = pause.no_exercise_card(_, PAUSED, until, is_today=is_today, rests=True)
        yield f"no exercise {is_today}", free
    yield "paused until a rest day", pause.pause_set_card(_, PAUSED, rests=True)
    yield "resumed before a rest day", pause.resumed_card(_, ALICE, was_paused=True, rests=True)
    for was_paused in (True, False):
        yield f"resumed {was_paused}", pause.resumed_card(_, ALICE, was_paused=was_paused)
    yield "resumed after a stop", pause.resumed_card(_, STOPPED, was_paused=False)
    yield "settings", settings.settings_card(_, PAUSED, NOW)
    skipping = PAUSED._replace(paused_from=date(2026, 11, 30))
    yield "settings", settings.settings_card(_, skipping, NOW)
    yield "status", status.status_card(_, library, Overview(PAUSED, None, 3, until))


def statuses_cards(_: Translator, library: Library) -> Iterator[tuple[str, Card]]:
    asked = replace(SENT, state=State.WAITING, reason=POSTPONED)
    yield "asked for later", status.status_card(_, library, Overview(ALICE, asked))
    for person in (ALICE, STOPPED, BLOCKED):
        yield (
            f"{person.state}, nothing yet",
            status.status_card(_, library, Overview(person, None)),
        )
        for state in State:
            for exercise in ("leg-swing", None):
                sent_at = SENT.sent_at if state == State.SENT else None
                latest = replace(SENT, state=state, exercise=exercise, sent_at=sent_at)
                card = status.status_card(_, library, Overview(person, latest))
                yield f"{person.state}, {state} {exercise}", card
