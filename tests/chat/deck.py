"""Every card that the bot can show, so that a test can walk over all of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time

from telegram import InlineKeyboardMarkup

from bot.chat.cards import Card, admin, guided, notes, pause, privacy, settings, sign, talk
from bot.chat.cards.exercise import board_card, list_card, more_card, own_card, practice_card
from bot.chat.handlers import menu
from bot.chat.words import Words
from bot.coach.finder import Topic
from bot.coach.guided import View, timeline_of
from bot.coach.library import Library
from bot.coach.places import Place
from bot.coach.routine import DAYS_A_WEEK, Practice, own_practice
from bot.coach.sheets import Equipment
from bot.sandbox.markup import parse_html
from bot.services.alarms import Alarm, Trouble
from bot.services.broadcasts import Draft, Phase, Report
from bot.services.guidance import Ending, Scene
from bot.services.people import ASKED, Delivery, Standing, State, Subscriber
from bot.services.statistics import Day, Figures
from bot.services.subscriptions import Status
from bot.services.weeks import Week

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
LISBON = Place("Lisbon", "Europe/Lisbon", "Portugal")
LOS_ANGELES = Place("Los Angeles", "America/Los_Angeles", "United States")

ALICE = Subscriber(
    id=1,
    chat_id=1001,
    state=Standing.ACTIVE,
    language="en",
    wall=time(7, 30),
    zone="America/New_York",
    zone_told=True,
    weekdays=frozenset(range(7)),
    equipment=frozenset({"ball"}),
    position=3,
    last_exercise="lunge",
    last_day=date(2026, 11, 22),
    shown_day=None,
    next_day=date(2026, 11, 24),
    next_due_at=datetime(2026, 11, 24, 12, 30, tzinfo=UTC),
    asked=None,
    created_at=NOW,
)
STOPPED = replace(ALICE, state=Standing.STOPPED, next_day=None, next_due_at=None)
PAUSED = replace(ALICE, paused_until=date(2026, 12, 1))
BLOCKED = replace(STOPPED, state=Standing.BLOCKED)

SENT = Delivery(
    id=1,
    subscriber_id=1,
    day=TODAY,
    due_at=datetime(2026, 11, 23, 12, 30, tzinfo=UTC),
    position=2,
    exercise="leg-swing",
    form=None,
    state=State.SENT,
    wake_at=None,
    worker=None,
    tries=1,
    repeated=False,
    sent_at=datetime(2026, 11, 23, 12, 31, tzinfo=UTC),
    message_id=7,
    reason=None,
)


def read(card: Card) -> str:
    """Read a card as a person does."""
    return parse_html(card.text)[0]


def labels(card: Card) -> list[str]:
    """Read the buttons of a card, row by row."""
    assert isinstance(card.markup, InlineKeyboardMarkup)
    return [one.text for row in card.markup.inline_keyboard for one in row]


def deck(_: Words, library: Library) -> Iterator[tuple[str, Card]]:
    """Yield each card with a name for it."""
    for part in (
        _exercises,
        _signs,
        _talk,
        _settings,
        _pauses,
        _statuses,
        _notes,
        _admin,
        _privacy,
    ):
        for name, card in part(_, library):
            yield f"{part.__name__.strip('_')}/{name}", card


def _exercises(_: Words, library: Library) -> Iterator[tuple[str, Card]]:
    for slug, exercise in library.exercises.items():
        for form in (None, *exercise.sheet.forms):
            yield f"{slug} {form}", own_card(_, library, own_practice(slug, form), TODAY)
            for week in range(len(library.routine.weeks) + 1):
                practice = Practice(week * DAYS_A_WEEK, slug, form)
                card = practice_card(_, library, practice, TODAY, late=True, done=bool(week % 2))
                yield f"{slug} {form}, week {week + 1}", card
        yield f"more {slug}", more_card(_, exercise)
        yield f"steps {slug}", board_card(_, exercise)
        yield from _guided(_, library, slug)
    yield "rest", practice_card(_, library, Practice(6, None), TODAY)
    yield "list", list_card(_, library)


def _guided(_: Words, library: Library, slug: str) -> Iterator[tuple[str, Card]]:
    practice = own_practice(slug)
    course = timeline_of(library, practice, "en")
    scene = Scene(1, 1, 1, "en", practice, TODAY, NOW, course, View(0, 10))
    for stage, one in enumerate(course[:-1]):
        moment = replace(scene, view=View(stage, one.seconds / 2), paused=bool(stage % 2))
        yield f"guided {slug}, stage {stage}", guided.guided_card(_, library, moment)
    for ending in Ending:
        over = replace(scene, view=View(len(course) - 1, 0), ending=ending)
        yield f"guided {slug}, {ending}", guided.guided_card(_, library, over)


def _signs(_: Words, library: Library) -> Iterator[tuple[str, Card]]:
    for slug, one in library.signs.items():
        yield slug, sign.sign_card(_, library, one)
    yield "list", sign.signs_card(_, library)
    for part in range(len(library.safety.to(_.language).sections)):
        yield f"safety {part}", sign.safety_card(_, library.safety.to(_.language), part)
    yield "anatomy", sign.page_card(_, library.anatomy.to(_.language))
    yield "hurts", sign.hurts_card(_)
    yield "the lunge hurts", sign.hurts_card(_, "lunge")


def _talk(_: Words, library: Library) -> Iterator[tuple[str, Card]]:
    topics = [Topic("exercise", slug) for slug in library.exercises]
    topics += [Topic("sign", slug) for slug in library.signs]
    yield "greeting", talk.greeting_card(_)
    yield "welcome back", talk.welcome_back_card(_)
    yield "help", talk.help_card(_, menu(_), library.safety.to(_.language).note)
    yield "stopped", talk.stopped_card(_)
    yield "not subscribed", talk.not_subscribed_card(_)
    yield "day off", talk.day_off_card(_)
    yield "which", talk.which_card(_, library, topics)
    yield "near", talk.unknown_name_card(_, library, topics)
    yield "unknown", talk.unknown_name_card(_, library, [])
    yield "lost", talk.lost_card(_)
    yield "unknown command", talk.unknown_command_card(_)
    yield "slow down", talk.slow_down_card(_)
    yield "private only", talk.private_only_card(_, "0_1")
    yield "stumbled", talk.stumbled_card(_)


def _settings(_: Words, _library: Library) -> Iterator[tuple[str, Card]]:
    yield "clock", settings.clock_card(_, [LISBON, LOS_ANGELES], NOW)
    yield "places", settings.places_card(_, [LISBON, LOS_ANGELES], NOW)
    yield "ask city", settings.ask_city_card(_)
    yield "unknown city", settings.unknown_city_card(_)
    yield "offset", settings.offset_card(_)
    yield "ask location", settings.ask_location_card(_)
    yield "located", settings.located_card(_, LISBON.zone)
    yield "hour", settings.hour_card(_, ALICE, NOW)
    yield "bad time", settings.bad_time_card(_)
    for person in (ALICE, STOPPED, BLOCKED):
        for weekdays in (frozenset(range(7)), frozenset({0}), frozenset({1, 3, 6})):
            bob = replace(person, weekdays=weekdays, equipment=frozenset[str]())
            yield f"settled {bob.state} {sorted(weekdays)}", settings.settled_card(_, bob)
            yield f"settings {bob.state} {sorted(weekdays)}", settings.settings_card(_, bob, NOW)
            yield f"days {bob.state} {sorted(weekdays)}", settings.days_card(_, bob)
    for one in Equipment:
        yield f"own {one}", settings.equipment_card(_, replace(ALICE, equipment=frozenset({one})))


def _pauses(_: Words, library: Library) -> Iterator[tuple[str, Card]]:
    until = PAUSED.paused_until
    assert until
    yield "ask", pause.pause_card(_, None)
    yield "ask again", pause.pause_card(_, until)
    yield "ask until", pause.ask_until_card(_)
    yield "bad day", pause.bad_day_card(_)
    yield "past", pause.past_card(_)
    yield "too long", pause.too_long_card(_)
    yield "paused", pause.paused_card(_, PAUSED, until)
    yield "resumed", pause.resumed_card(_, ALICE)
    yield "quiet", pause.resumed_card(_, STOPPED)
    yield "settings", settings.settings_card(_, PAUSED, NOW)
    yield "status", settings.status_card(_, library, Status(PAUSED, None, 3, until))


def _statuses(_: Words, library: Library) -> Iterator[tuple[str, Card]]:
    asked = replace(SENT, state=State.WAITING, reason=ASKED)
    yield "asked for later", settings.status_card(_, library, Status(ALICE, asked))
    for person in (ALICE, STOPPED, BLOCKED):
        yield (
            f"{person.state}, nothing yet",
            settings.status_card(_, library, Status(person, None)),
        )
        for state in State:
            for exercise in ("leg-swing", None):
                sent_at = SENT.sent_at if state == State.SENT else None
                latest = replace(SENT, state=state, exercise=exercise, sent_at=sent_at)
                card = settings.status_card(_, library, Status(person, latest))
                yield f"{person.state}, {state} {exercise}", card


def _notes(_: Words, _library: Library) -> Iterator[tuple[str, Card]]:
    yield "nudge", notes.nudge_card(_)
    yield "away", notes.away_card(_, "2026-11-23")
    yield "went back", notes.went_back_card(_)
    yield "goes on", notes.goes_on_card(_)
    for week in (Week(0, 0, 0), Week(0, 6, 0), Week(1, 1, 1), Week(5, 6, 2), Week(7, 7, 365)):
        yield f"{week}", notes.week_card(_, week)
    for nudge in (None, time(20), time(20, 30)):
        bob = replace(ALICE, nudge=nudge)
        yield f"nudge hours, {nudge}", notes.nudge_hours_card(_, bob)
        for comes in (True, False):
            yield f"nudge at {nudge}, {comes}", notes.nudged_card(_, bob, comes=comes)


def _admin(_: Words, _library: Library) -> Iterator[tuple[str, Card]]:
    yield "ask words", admin.ask_words_card(_)
    yield "discarded", admin.discarded_card(_)
    for people in (0, 1, 1_000_000):
        yield f"confirm {people}", admin.confirm_card(_, Draft(10**12, "Hello", people))
    for phase in (Phase.WRITING, Phase.LEAVING, Phase.FINISHED, Phase.STOPPED):
        for unknown in (0, 3):
            report = Report(10**12, 1, 2, phase, 1_000_000, 20, unknown, 1)
            yield f"progress {phase} {unknown}", admin.progress_card(_, report)
    for trouble in Trouble:
        yield f"alarm {trouble}", admin.alarm_card(_, Alarm(trouble, 1_234, 5_678))
    many = (1_000_000, 2_000_000)
    figures = Figures(10**7, many, many, (Day(TODAY, 10**7, 10**6, 10**5),))
    yield "stats", admin.stats_card(_, figures)


def _privacy(_: Words, _library: Library) -> Iterator[tuple[str, Card]]:
    yield "privacy", privacy.privacy_card(_, None)
    yield "data", privacy.data_caption(_)
    yield "nothing kept", privacy.nothing_kept_card(_)
    yield "delete", privacy.delete_card(_)
    yield "deleted", privacy.deleted_card(_)
    yield "kept", privacy.kept_card(_)
