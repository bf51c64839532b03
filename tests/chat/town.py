"""A sandbox with a bot in it, and people who use the bot."""

import asyncio
from dataclasses import dataclass, field
from datetime import time
from typing import Any, Self

from telegram.ext import Application, ExtBot

from bot.chat.group_pace import GroupPace
from bot.chat.guide import Guide
from bot.chat.messenger import Messenger
from bot.chat.post import Post
from bot.chat.router import build
from bot.chat.transport import AiohttpRequest
from bot.chat.turn import House
from bot.coach.library import Library
from bot.coach.programme import key_of
from bot.coach.routine import Practice
from bot.sandbox import Sandbox, people
from bot.sandbox.faults import Fault
from bot.sandbox.world import Body, Chat, text_content
from bot.services.answers import Answers
from bot.services.archive import Archive
from bot.services.broadcasts import Broadcasts
from bot.services.delivery import Deliveries
from bot.services.groups import Groups
from bot.services.guidance import Guidance
from bot.services.media import Shelf
from bot.services.moves import Moves
from bot.services.parcels import Parcel
from bot.services.practice import Practices
from bot.services.programmes import Programmes
from bot.services.progress import Progress
from bot.services.statistics import Statistics
from bot.services.subscriptions import Subscriptions
from bot.store.database import Database
from tests.chat.deck import NOW, TODAY


def bot_of(url: str, token: str) -> ExtBot[None]:
    """Build a bot as bot/app.py does."""
    return ExtBot(
        token,
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(connections=1),
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


@dataclass
class Outbox:
    """A messenger in a town, and what it told the services."""

    town: Town
    messenger: Messenger
    gone: list[int] = field(default_factory=list)
    moved: list[tuple[int, int]] = field(default_factory=list)
    topics_gone: list[int] = field(default_factory=list)

    @classmethod
    def open(cls, town: Town, database: Database, library: Library) -> Self:
        """Let a messenger work whose services only take notes."""

        async def on_gone(chat_id: int) -> None:
            outbox.gone.append(chat_id)

        async def on_moved(chat_id: int, new_chat_id: int) -> None:
            outbox.moved.append((chat_id, new_chat_id))

        post = Post(town.bot, Shelf(database, town.bot.id))

        async def on_topic_gone(chat_id: int) -> None:
            outbox.topics_gone.append(chat_id)

        messenger = Messenger(
            post, library, on_gone=on_gone, on_moved=on_moved, on_topic_gone=on_topic_gone
        )
        outbox = cls(town, messenger)
        return outbox

    def parcel(self, chat: Chat, **values: Any) -> Parcel:
        """Return a delivery for a chat, on time and loud where nothing else is said."""
        blank: dict[str, Any] = {"delivery_id": 1, "subscriber_id": 1, "chat_id": chat.id}
        blank |= {"practice": Practice(0, "lunge"), "day": TODAY, "due_at": NOW}
        blank |= {"language": "en", "late": False, "silent": False}
        return Parcel(**(blank | values))


def texts(chat: Chat) -> list[str]:
    """Read what a chat shows: texts, and the words under pictures."""
    posts = chat.posts.values()
    return [str(post.body.get("text") or post.body.get("caption") or "") for post in posts]


@dataclass
class Household:
    """The whole bot at work in a town, one update at a time."""

    town: Town
    house: House
    application: Application[Any, Any, Any, Any, Any, Any]

    @classmethod
    async def settled(cls, town: Town, database: Database, library: Library, *admins: int) -> Self:
        """Join everything that answers, as bot/app.py does."""
        subscriptions = Subscriptions(database, time(8))

        groups = Groups(database)
        messenger = Messenger(
            Post(town.bot, Shelf(database, town.bot.id)),
            library,
            on_gone=lambda chat_id: subscriptions.block(chat_id, town.sandbox.clock()),
            on_moved=subscriptions.migrate,
            on_topic_gone=groups.leave_topic,
        )
        practices, deliveries = Practices(database, library), Deliveries(database, library)
        clock = town.sandbox.clock
        sessions = Guidance(database, library, practices)
        house = House(
            broadcasts=Broadcasts(database),
            admins=frozenset(admins),
            library=library,
            subscriptions=subscriptions,
            practices=practices,
            groups=groups,
            progress=Progress(database, library),
            programmes=Programmes(subscriptions, library, key_of(town.bot.token)),
            deliveries=deliveries,
            messenger=messenger,
            clock=clock,
            answers=Answers(database),
            moves=Moves(database, library),
            archive=Archive(database),
            guide=Guide(sessions, messenger, library, clock, apart=0),
            group_pace=GroupPace(between_edits=0.05),
            statistics=Statistics(database),
        )
        application = build(town.bot, house)
        await application.initialize()
        return cls(town, house, application)

    async def subscriber(self, name: str, **values: Any) -> Chat:
        """Let somebody in who subscribed before, on London time."""
        person, now = self.town.person(name), self.town.sandbox.clock()
        await self.house.subscriptions.start(person.id, "en", "Europe/London", now)
        await self.house.subscriptions.change(person.id, now, zone_told=True, **values)
        return person

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
