"""A group or channel in a town, with people in it."""

import asyncio
from dataclasses import dataclass
from typing import Any, Self

from bot.sandbox import groups, people
from bot.sandbox.world import Body, Chat, Kind, Post, Role, text_content
from bot.services.delivery.parcels import Parcel
from bot.store.subscribers import Subscriber
from tests.chat.town import Household, parcel

BOT = "psoas_sandbox_bot"
TOPIC = 77
ADMINS_ONLY = "Only admins can change that here. For exercises of your own, message me privately."


@dataclass
class Square:
    """A place where Ann is an admin and Bob is not."""

    household: Household
    chat: Chat
    ann: Chat
    bob: Chat

    @classmethod
    def open(cls, household: Household, kind: Kind = "supergroup", *topics: int) -> Self:
        """Found a place in which the bot is a member; a channel makes it an admin."""
        ann, bob = household.town.person("Ann"), household.town.person("Bob")
        world = household.town.sandbox.world
        members: dict[int, Role] = {ann.id: "administrator", bob.id: "member"}
        chat = groups.add_group(world, "Us & them", kind, members, set(topics))
        chat.members[world.bot["id"]] = "administrator" if kind == "channel" else "member"
        return cls(household, chat, ann, bob)

    async def hears(
        self, person: Chat, text: str, topic: int | None = None, *, is_anonymous: bool = False
    ) -> list[str]:
        """Let somebody write; return what the bot says."""
        content = groups.in_topic(text_content(text), topic)
        world = self.household.town.sandbox.world
        groups.say(world, self.chat, person, content, is_anonymous=is_anonymous)
        return await self._news(self.household.answers())

    async def role(self, role: Role) -> list[str]:
        """Let Ann change what the bot may do; return what the bot says there."""
        groups.stand(self.household.town.sandbox.world, self.chat, self.ann, role)
        return await self._news(self.household.answers())

    async def taps(self, person: Chat, data: str, on: Body) -> Any:
        """Let somebody press a button; return the toast."""
        world = self.household.town.sandbox.world
        tap = asyncio.create_task(people.tap(world, person, on["message_id"], data, self.chat))
        await asyncio.sleep(0)
        await self.household.answers()
        answer = await tap
        assert answer["answered"]
        return answer["text"]

    async def subscribed(self, topic: int | None = None) -> Body:
        """Let Ann subscribe the place; return the day's post."""
        await self.hears(self.ann, f"/start@{BOT}", topic)
        return next(post.body for post in self.posts() if ":count:" in str(post.body))

    async def stored(self) -> Subscriber:
        """Return the subscription of the place."""
        found = await self.household.services.subscriptions.find(self.chat.id)
        assert found
        return found

    async def parcel(self, count: int = 0) -> Parcel:
        """Return a delivery for the place, where so many have done it already."""
        group = await self.stored()
        return parcel(self.chat, chat_kind=group.kind, topic_id=group.topic_id, count=count)

    def posts(self) -> list[Post]:
        """Return what the bot has said."""
        bot = self.household.town.sandbox.world.bot
        return [one for one in self.chat.posts.values() if one.body.get("from", bot) == bot]

    async def _news(self, answering: Any) -> list[str]:
        before = len(self.posts())
        await answering
        news = [post.body for post in self.posts()[before:]]
        return [str(body.get("text") or body.get("caption") or "") for body in news]


def button(post: Body, verb: str) -> Body:
    """Return a button of a post by what it does."""
    rows = post["reply_markup"]["inline_keyboard"]
    return next(one for row in rows for one in row if f":{verb}:" in one.get("callback_data", ""))
