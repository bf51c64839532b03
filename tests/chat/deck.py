"""Every card that the bot can show, so that a test can walk over all of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from telegram import InlineKeyboardMarkup

from bot.chat.cards import (
    Card,
    admin,
    answers,
    fit,
    group,
    guided,
    notes,
    pause,
    privacy,
    programme,
    progress,
    settings,
    sign,
    talk,
)
from bot.chat.cards.exercise import board_card, list_card, more_card, own_card, practice_card
from bot.chat.handlers import menu
from bot.chat.words import Words
from bot.coach.finder import Topic
from bot.coach.guided import View, timeline_of
from bot.coach.later import Wait
from bot.coach.library import Library
from bot.coach.places import Place
from bot.coach.programme import Found, key_of, seal, usual_item, write
from bot.coach.progress import History, month
from bot.coach.routine import (
    DAYS_A_WEEK,
    Item,
    LeftOut,
    Practice,
    Programme,
    Reason,
    Side,
    Tuning,
    hurts,
    own_practice,
)
from bot.coach.sheets import Avoided, Equipment, Flag
from bot.sandbox.markup import parse_html
from bot.sandbox.server import TOKEN
from bot.services.alarms import Alarm, Trouble
from bot.services.answers import Tuned
from bot.services.broadcasts import Draft, Phase, Report
from bot.services.guidance import Ending, Scene
from bot.services.people import ASKED, Delivery, Standing, State, Subscriber
from bot.services.practice import Answer, Told
from bot.services.statistics import Day, Figures
from bot.services.subscriptions import Status
from bot.services.weeks import Week

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
LINK_KEY = key_of(TOKEN)
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


TOLD = (
    Told(),
    Told(done=True, answers=frozenset({Answer.HARD})),
    Told(done=True, asks=True),
    Told(later=time(19), instead_of="boat-pose"),
    Told(is_todays=False, answers=frozenset({Answer.SWAP})),
    Told(answers=frozenset({Answer.HURTS})),
    Told(answers=frozenset({Answer.EASY}), is_todays=False),
)
LEFT_OUT = (
    LeftOut("boat-pose", Reason.FLAG, flag=Flag.HERNIA),
    LeftOut("lunge", Reason.POSITION, avoided=Avoided.KNEELING),
    LeftOut("kettlebell-swing", Reason.EQUIPMENT),
    LeftOut("sit-up", Reason.NEVER),
    LeftOut("leg-lift", Reason.RESTING, until=TODAY),
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
    parts = (
        *(_exercises, _signs, _talk, _settings, _fits, _answers, _pauses, _statuses),
        *(_progress, _programmes, _notes, _admin, _privacy, _groups),
    )
    for part in parts:
        for name, card in part(_, library):
            yield f"{part.__name__.strip('_')}/{name}", card


def _exercises(_: Words, library: Library) -> Iterator[tuple[str, Card]]:
    for slug, exercise in library.exercises.items():
        for form in (None, *exercise.sheet.forms):
            yield f"{slug} {form}", own_card(_, library, own_practice(slug, form), TODAY)
            for week in range(len(library.routine.weeks) + 1):
                practice = Practice(week * DAYS_A_WEEK, slug, form)
                card = practice_card(
                    _, library, practice, TODAY, late=True, told=TOLD[week % len(TOLD)]
                )
                yield f"{slug} {form}, week {week + 1}", card
            suits = exercise.sheet.form(form).suits
            fitted = replace(own_practice(slug, form), adapt=tuple(sorted(suits)))
            yield f"{slug} {form}, {fitted.adapt}", practice_card(_, library, fitted, TODAY)
        for banned in (True, False):
            ban = fit.ban_button(_, slug, is_banned=banned)
            yield f"more {slug}, {banned}", more_card(_, exercise, (), [ban])
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
    lunge = library.exercises["lunge"].words.to(_.language).name
    for slug, one in library.signs.items():
        yield slug, sign.sign_card(_, library, one)
    yield "list", sign.signs_card(_, library)
    for part in range(len(library.safety.to(_.language).sections)):
        yield f"safety {part}", sign.safety_card(_, library.safety.to(_.language), part)
    yield "anatomy", sign.page_card(_, library.anatomy.to(_.language))
    yield "hurts", answers.hurts_card(_)
    yield "it does not hurt", answers.unhurt_card(_)
    yield "which hurts", answers.which_hurts_card(_, lunge, ("lunge", "20261123"))
    yield "the lunge hurts", answers.hurts_card(_, "lunge")


def _talk(_: Words, library: Library) -> Iterator[tuple[str, Card]]:
    topics = [Topic("exercise", slug) for slug in library.exercises]
    topics += [Topic("sign", slug) for slug in library.signs]
    yield "greeting", talk.greeting_card(_)
    yield "welcome back", talk.welcome_back_card(_)
    yield "help", talk.help_card(_, [menu(_)], library.safety.to(_.language).note)
    yield "stopped", talk.stopped_card(_)
    yield "not subscribed", talk.not_subscribed_card(_)
    yield "day off", talk.day_off_card(_)
    yield "which", talk.which_card(_, library, topics)
    yield "near", talk.unknown_name_card(_, library, topics)
    yield "unknown", talk.unknown_name_card(_, library, [])
    yield "lost", talk.lost_card(_)
    yield "hello", talk.hello_card(_)
    yield "you're welcome", talk.welcome_card(_)
    yield "not now", talk.not_now_card(_)
    yield "only the walk", talk.only_the_walk_card(_)
    yield "written done twice", talk.counted_card(_)
    yield "written done too early", talk.not_yet_card(_)
    yield "a stranger's done", talk.uncounted_card(_)
    yield "done on a rest day", talk.rested_card(_)
    yield "unknown command", talk.unknown_command_card(_)
    yield "slow down", talk.slow_down_card(_)
    yield "newcomer", talk.newcomer_card(_)
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


def _fits(_: Words, library: Library) -> Iterator[tuple[str, Card]]:
    everything = replace(ALICE, flags=frozenset(Flag), avoided=frozenset(Avoided))
    nothing = tuple(LeftOut(slug, Reason.NEVER) for slug in library.exercises)
    for person in (ALICE, everything):
        for left_out in ((), LEFT_OUT, nothing):
            yield (
                f"{len(person.flags)} {len(left_out)}",
                fit.fit_card(_, library, person, left_out),
            )
        yield f"positions {len(person.avoided)}", fit.positions_card(_, person)
        yield f"health {len(person.flags)}", fit.health_card(_, person)
    yield "wanted", fit.wanted_card(_, library, {"sit-up"})


def _answers(_: Words, library: Library) -> Iterator[tuple[str, Card]]:
    for waits in (tuple(Wait), (Wait.SHORT,)):
        markup = answers.wait_buttons(_, "bulgarian-split-squat", TODAY, waits)
        yield f"later {len(waits)}", Card("…", markup)
    rests = Tuned(TODAY, Tuning(), hurts(Tuning(), TODAY))
    for number, told in enumerate(TOLD):
        yield f"told {number}", own_card(_, library, own_practice("lunge"), TODAY, told)
    yield "it rests", answers.hurts_card(_, "lunge", rests)


def _pauses(_: Words, library: Library) -> Iterator[tuple[str, Card]]:
    until = PAUSED.paused_until
    assert until
    yield "ask", pause.pause_card(_, None)
    yield "ask again", pause.pause_card(_, until)
    yield "ask until", pause.ask_until_card(_)
    yield "bad day", pause.bad_day_card(_)
    yield "past", pause.past_card(_)
    yield "too long", pause.too_long_card(_)
    yield "paused", pause.paused_card(_, PAUSED)
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


def _groups(_: Words, library: Library) -> Iterator[tuple[str, Card]]:
    """Yield what groups read, without the buttons that only groups have, and what is private."""
    for count in (0, 3):
        for exercise in ("lunge", None):
            post = group.day_card(_, library, Practice(0, exercise), TODAY, late=True, count=count)
            yield f"post {exercise} {count}", replace(post, markup=None)
    channel = replace(ALICE, kind="channel")
    for name, card in (
        ("welcome", group.welcome_card(_)),
        ("unsubscribed", group.unsubscribed_card(_)),
        ("admins only", group.admins_only_card(_, "0_1")),
        ("pointer", group.pointer_card(_, "0_1")),
    ):
        yield name, replace(card, markup=None)
    yield "topic gone", group.topic_gone_card(_, "0_1")
    for title in (None, "<7>"):
        yield f"paused {title}", group.paused_card(_, title, "group")
    yield "hour", settings.hour_card(_, channel, NOW)
    yield "clock", settings.clock_card(_, [LISBON, LOS_ANGELES], NOW, in_group=True)
    yield "channel", group.channel_card(_, "<8>", -1001)
    yield "channel joined", group.channel_joined_card(_, channel)


def _progress(_: Words, library: Library) -> Iterator[tuple[str, Card]]:
    began = date(2026, 8, 1)
    past = [began + timedelta(days=ago) for ago in range((TODAY - began).days)]
    slugs = [slug for slug in library.exercises if slug != "boat-pose"]
    # Every other day is the longest to say in words.
    done = {day: slugs[place % len(slugs)] for place, day in enumerate(past[::2])}
    asked = frozenset(past[::3])
    pauses = [(date(2026, 9, 3), date(2026, 9, 9))]
    for name, history in (
        ("nothing yet", History({}, frozenset(), (), TODAY)),
        ("a lot", History(done, asked, pauses, began)),
    ):
        for wanted in (TODAY, date(2026, 9, 1), began):
            found = month(history, wanted, TODAY, library.exercises)
            yield f"{name}, {wanted}", progress.progress_card(_, library, found, b"png")


def _notes(_: Words, _library: Library) -> Iterator[tuple[str, Card]]:
    yield "nudge", notes.nudge_card(_)
    yield "away", notes.away_card(_, "2026-11-23")
    yield "away from a list", notes.away_card(_, "2026-11-23", has_weeks=False)
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
    yield "stats", admin.stats_card(_, figures, b"png")


def _privacy(_: Words, _library: Library) -> Iterator[tuple[str, Card]]:
    yield "privacy", privacy.privacy_card(_, None)
    yield "data", privacy.data_caption(_)
    yield "nothing kept", privacy.nothing_kept_card(_)
    yield "delete", privacy.delete_card(_)
    yield "deleted", privacy.deleted_card(_)
    yield "kept", privacy.kept_card(_)


def _programmes(_: Words, library: Library) -> Iterator[tuple[str, Card]]:
    every = Programme(
        tuple(usual_item(library, slug) for slug in library.exercises), frozenset(range(7))
    )
    left = Programme((Item("lunge", "harder", 3, Side.LEFT),), frozenset({0, 2}))
    unfinished = Programme(left.items, frozenset())
    for name, made in (("all", every), ("left", left), ("no days", unfinished)):
        screens = [programme.PICK, programme.SETS, programme.DAYS]
        for screen in (*screens, *map(str, range(len(made.items)))):
            card = programme.builder_card(_, library, made, screen)
            assert card is not None
            yield f"{name}, {screen}", card
        if not made.weekdays:
            continue
        yield f"own {name}", programme.own_list_card(_, library, made)
        payload = seal(write(library, made), LINK_KEY)
        yield f"offer {name}", programme.offer_card(_, library, Found(made, 2), payload)
        url = f"https://t.me/{'b' * 27}_bot?start={payload}"
        yield f"link {name}", programme.link_card(_, library, made, url, b"png")
    yield "empty", programme.builder_card(_, library, programme.EMPTY, programme.PICK) or Card("")
    yield "has it", programme.has_it_card(_)
    yield "broken", programme.broken_link_card(_)
    yield "nothing left", programme.empty_link_card(_)
    yield "accepted", programme.accepted_card(_, ALICE)
    yield "kept", programme.kept_card(_)
    yield "in the settings", settings.settings_card(_, replace(ALICE, programme="AQ"), NOW)
