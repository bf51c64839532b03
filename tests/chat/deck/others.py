"""Cards for trainers, groups and operators."""

from collections.abc import Iterator
from dataclasses import replace

from bot.chat.cards import (
    Card,
    group,
    operators,
    programme,
    settings,
)
from bot.chat.commands import group_menu
from bot.chat.words import Translator
from bot.coach.library import Library
from bot.coach.programme import DecodedProgramme, usual_item, write
from bot.coach.trainee import Item, Practice, Programme, Side
from bot.services.operators.alarms import Alarm, Trouble
from bot.services.operators.broadcasts import Draft, Phase, Report
from bot.services.operators.statistics import Day, Figures
from bot.services.people.programme_links import seal
from bot.store.subscribers import ChatKind
from tests.chat.deck.people import (
    ALICE,
    LINK_KEY,
    LISBON,
    LOS_ANGELES,
    NOW,
    TODAY,
)


def programmes_cards(_: Translator, library: Library) -> Iterator[tuple[str, Card]]:
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
        yield f"offer {name}", programme.offer_card(_, library, DecodedProgramme(made, 2), payload)
        url = f"https://t.me/{'b' * 27}_bot?start={payload}"
        yield f"link {name}", programme.link_card(_, library, made, url, b"png")
    yield "empty", programme.builder_card(_, library, programme.EMPTY, programme.PICK) or Card("")
    yield "has it", programme.has_it_card(_)
    yield "broken", programme.broken_link_card(_)
    yield "nothing left", programme.empty_link_card(_)
    yield "accepted", programme.accepted_card(_, ALICE)
    yield "kept", programme.kept_card(_)
    yield "in the settings", settings.settings_card(_, ALICE._replace(programme="AQ"), NOW)


def groups_cards(_: Translator, library: Library) -> Iterator[tuple[str, Card]]:
    """Yield what groups read, without the buttons that only groups have, and what is private."""
    for count in (0, 3):
        for exercise in ("lunge", None):
            post = group.day_card(_, library, Practice(0, exercise), TODAY, late=True, count=count)
            yield f"post {exercise} {count}", replace(post, markup=None)
    channel = ALICE._replace(kind=ChatKind.CHANNEL)
    for name, card in (
        ("welcome", group.welcome_card(_)),
        ("safety", group.safety_card(_, "0_1", library.safety.to(_.language))),
        ("help", group.help_card(_, "0_1", group_menu(_), group_menu(_, is_admin=True))),
        ("not subscribed", group.not_subscribed_card(_)),
        ("admins only", group.admins_only_card(_, "0_1")),
        ("pointer", group.pointer_card(_, "0_1")),
    ):
        yield name, replace(card, markup=None)
    yield "topic gone", group.topic_gone_card(_, "0_1")
    for title in (None, "<7>"):
        yield f"paused {title}", group.blocked_card(_, title, "group")
    yield "hour", settings.time_card(_, channel, NOW)
    yield "clock", settings.zone_card(_, [LISBON, LOS_ANGELES], NOW, in_group=True)
    yield "channel", group.channel_card(_, "<8>", -1001)
    yield "channel joined", group.channel_joined_card(_, channel)


def operator_cards(_: Translator, _library: Library) -> Iterator[tuple[str, Card]]:
    yield "ask words", operators.ask_words_card(_, 10**12)
    yield "discarded", operators.discarded_card(_)
    for people in (0, 1, 1_000_000):
        yield f"confirm {people}", operators.confirm_card(_, Draft(10**12, "Hello", people))
    for phase in (Phase.WRITING, Phase.LEAVING, Phase.FINISHED, Phase.STOPPED):
        for unknown in (0, 3):
            report = Report(10**12, 1, 2, phase, 1_000_000, 20, unknown, 1)
            yield f"progress {phase} {unknown}", operators.progress_card(_, report)
    for trouble in Trouble:
        yield f"alarm {trouble}", operators.alarm_card(_, Alarm(trouble, 1_234, 5_678))
    many = (1_000_000, 2_000_000)
    figures = Figures(10**7, 10**5, many, many, (Day(TODAY, 10**7, 10**6, 10**5),))
    yield "stats", operators.stats_card(_, figures, b"png")
