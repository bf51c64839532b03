"""A sandbox with a bot in it, and people who use the bot."""

import asyncio
from dataclasses import dataclass, field, fields
from datetime import time
from typing import Any, Self, Unpack, cast

from telegram.ext import Application, ExtBot

from bot.botapi.messenger import Messenger
from bot.botapi.sender import Sender
from bot.botapi.transport import HttpRequest
from bot.botapi.updates import ALLOWED_UPDATES
from bot.chat.carriers import ExerciseCarrier
from bot.chat.group_pace import GroupPace
from bot.chat.lost_chats import LostChats
from bot.chat.old_cards import OldCards
from bot.chat.router import build
from bot.chat.services import Services
from bot.chat.session_display import SessionDisplay
from bot.coach.library import Library
from bot.coach.trainee import Practice
from bot.sandbox import Sandbox, people
from bot.sandbox.faults import Fault
from bot.sandbox.world import Body, Chat, text_content
from bot.services.delivery.content import DailyExercise
from bot.services.delivery.deliveries import Deliveries
from bot.services.delivery.file_ids import FileIds
from bot.services.delivery.pace import SharedPace
from bot.services.delivery.parcels import Parcel
from bot.services.operators.archive import Archive
from bot.services.operators.broadcasts import Broadcasts
from bot.services.operators.statistics import Statistics
from bot.services.people.answers import Answers
from bot.services.people.group_dones import GroupDones
from bot.services.people.moves import Moves
from bot.services.people.page_sessions import PageSessions
from bot.services.people.practice import Practices
from bot.services.people.preferences import Preferences
from bot.services.people.programme_links import key_of
from bot.services.people.programmes import Programmes
from bot.services.people.progress import Progress
from bot.services.people.sessions import Sessions
from bot.services.people.subscriptions import Subscriptions
from bot.settings import CHECKOUT_CONTENT
from bot.store.database import Database
from bot.store.deliveries import DeliveryKind
from bot.store.subscribers import Change, PersonSettings
from tests.chat.deck import NOW, TODAY
from tests.library import finders

TAUGHT = len(list((CHECKOUT_CONTENT / "exercises").glob("*/exercise.yaml")))
ALL_EXERCISES = f"All {TAUGHT} exercises"
"""How the list of all exercises begins."""


def bot_of(url: str, token: str) -> ExtBot[None]:
    """Build a bot as bot/wiring.py does."""
    return ExtBot(
        token,
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=HttpRequest(),
        get_updates_request=HttpRequest(connections=1),
    )


@dataclass
class Town:
    """A running sandbox and a bot that talks to it."""

    sandbox: Sandbox
    url: str
    bot: ExtBot[None]

    def person(self, name: str, language: str = "en") -> Chat:
        """Let somebody in who has opened the chat with the bot."""
        return people.add_person(self.sandbox.world, name, language, standing="member")

    def fault(self, **fault: Any) -> None:
        """Arrange trouble for the next call that matches."""
        self.sandbox.faults.add(Fault(**fault))

    def refuse(
        self, status: int, description: str, method: str = "sendMessage", **parameters: int
    ) -> None:
        """Let the next call of a method be refused in Telegram's words."""
        self.fault(
            method=method, status=status, description=description, parameters=parameters or None
        )

    def calls(self, method: str) -> list[dict[str, Any]]:
        """Return the parameters of each call of a method."""
        made = self.sandbox.world.calls
        return [call.params for call in made if call.method.lower() == method.lower()]


def sender_of(town: Town, database: Database) -> Sender:
    """Return what sends as a town's bot, which keeps pauses from now on."""
    request, bot = town.bot.request, town.bot
    assert isinstance(request, HttpRequest)
    request.gate = pace = SharedPace(database, bot.id, 25)
    return Sender(bot, FileIds(database, bot.id), pace)


@dataclass
class Outbox:
    """A messenger and a carrier in a town, and what they reported."""

    town: Town
    messenger: Messenger
    carrier: ExerciseCarrier
    gone: list[int] = field(default_factory=list)
    moved: list[tuple[int, int]] = field(default_factory=list)
    topics_gone: list[int] = field(default_factory=list)

    @classmethod
    def open(cls, town: Town, database: Database, library: Library) -> Self:
        """Let a messenger work whose services only take notes."""

        async def on_gone(_messenger: Messenger, chat_id: int) -> None:
            outbox.gone.append(chat_id)

        async def on_moved(chat_id: int, new_chat_id: int) -> None:
            outbox.moved.append((chat_id, new_chat_id))

        sender = sender_of(town, database)

        async def on_topic_gone(chat_id: int) -> None:
            outbox.topics_gone.append(chat_id)

        messenger = Messenger(sender, on_gone=on_gone, on_moved=on_moved)
        outbox = cls(town, messenger, ExerciseCarrier(messenger, library, on_topic_gone))
        return outbox


def parcel(chat: Chat, **values: Any) -> Parcel:
    """Return an exercise for a chat, on time and loud where nothing else is said."""
    blank: dict[str, Any] = {"language": "en", "practice": Practice(0, "lunge"), "day": TODAY}
    given = {one.name: values.pop(one.name) for one in fields(DailyExercise) if one.name in values}
    address = 1, 1, chat.id, DeliveryKind.EXERCISE, NOW
    return Parcel(*address, DailyExercise(**(blank | given)), **values)


def texts(chat: Chat) -> list[str]:
    """Read what a chat shows: texts, and the words under pictures."""
    posts = chat.posts.values()
    return [str(post.body.get("text") or post.body.get("caption") or "") for post in posts]


@dataclass
class Household:
    """The whole bot at work in a town, one update at a time."""

    town: Town
    services: Services
    application: Application[Any, Any, Any, Any, Any, Any]

    @property
    def carrier(self) -> ExerciseCarrier:
        """Return the carrier of exercises, as bot/outgoing.py builds it."""
        services = self.services
        leave_topic = services.subscriptions.leave_topic
        return ExerciseCarrier(services.messenger, services.library, leave_topic)

    @classmethod
    async def settled(
        cls, town: Town, database: Database, library: Library, *operators: int
    ) -> Self:
        """Join everything that answers, as bot/wiring.py does."""
        subscriptions = Subscriptions(database, time(8))
        messenger = Messenger(
            sender_of(town, database),
            on_gone=LostChats(subscriptions, library.languages, town.sandbox.clock).block,
            on_moved=subscriptions.migrate,
        )
        practices, deliveries = Practices(database, library), Deliveries(database, library)
        clock = town.sandbox.clock
        sessions = Sessions(database, library, practices)
        services = Services(
            broadcasts=Broadcasts(database),
            operators=frozenset(operators),
            library=library,
            finders=finders(library),
            subscriptions=subscriptions,
            preferences=Preferences(database),
            practices=practices,
            group_dones=GroupDones(database),
            progress=Progress(database, library),
            programmes=Programmes(database, library, key_of(town.bot.token)),
            deliveries=deliveries,
            messenger=messenger,
            clock=clock,
            answers=Answers(database, library),
            moves=Moves(database, library),
            archive=Archive(database),
            sessions=sessions,
            session_display=SessionDisplay(sessions, messenger, library, clock, apart=0),
            page_sessions=PageSessions(database, practices, sessions),
            group_pace=GroupPace(between_edits=0.05),
            statistics=Statistics(database),
        )
        application = build(town.bot, services)
        town.sandbox.world.updates.want(ALLOWED_UPDATES)
        await application.initialize()
        return cls(town, services, application)

    async def subscriber(self, name: str, **values: Unpack[Change]) -> Chat:
        """Let somebody in who subscribed before, on London time."""
        person, now = self.town.person(name), self.town.sandbox.clock()
        await self.services.subscriptions.start(person.id, "en", "Europe/London", now)
        settings = cast(PersonSettings, {"zone_told": True, **values})  # a test may begin anywhere
        await self.services.preferences.change(person.id, now, **settings)
        return person

    async def delivers(self) -> None:
        """Let everybody who is due have their exercise."""
        deliveries, now = self.services.deliveries, self.town.sandbox.clock()
        old_cards = OldCards(self.services.messenger)
        for parcel in await deliveries.depart(await deliveries.claim(now, 9), now):
            outcome = await self.carrier.deliver(parcel)
            await deliveries.settle([(parcel, outcome)], now)
            old_cards.settled([(parcel, outcome)], now)
        await old_cards.idle()

    async def answers(self) -> None:
        """Let the bot take what has happened."""
        offset = None
        while updates := await self.town.bot.get_updates(offset=offset, timeout=0):
            for one in updates:
                await self.application.process_update(one)
                offset = one.update_id + 1

    async def told(self, person: Chat, content: Body) -> list[str]:
        """Let a person send any message; return what the bot says."""
        people.say(self.town.sandbox.world, person, content)
        said = len(person.posts)
        await self.answers()
        return texts(person)[said:]

    async def hears(self, person: Chat, text: str) -> list[str]:
        """Let a person write; return what the bot says."""
        return await self.told(person, text_content(text))

    async def tapped(self, person: Chat, data: str, on: Body | None = None) -> Body:
        """Let a person tap any button, even one that nobody made; return the answer to the tap."""
        world = self.town.sandbox.world
        shown = (post.body for post in person.posts.values() if data in str(post.body))
        card = on or next(shown, None)
        if card is None:
            card = world.add_post(person, world.bot, {"text": "An old card"}).body
        tap = asyncio.create_task(people.tap(world, person, card["message_id"], data))
        await asyncio.sleep(0)
        await self.answers()
        return await tap
