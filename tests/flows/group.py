"""Groups of a running sandbox, over HTTP: what their people do, and what they see."""

import asyncio
import time
from dataclasses import dataclass
from typing import Self

from tests.flows.town import PATIENCE, Body, Person, Said, Town

BOT = "psoas_sandbox_bot"


@dataclass
class Group:
    """A group with its admin; `seen` is the last message that was looked at."""

    town: Town
    id: int
    admin: Person
    seen: int = 0

    @classmethod
    async def found(cls, town: Town, admin: Person, **values: object) -> Self:
        """Found a group that one person runs, and let them add the bot."""
        about = {"title": "Us", "members": {admin.id: "administrator"}} | values
        group = cls(town, (await town.ask("groups", about))["id"], admin)
        town.farewells.append(group.leaves)
        await group.makes_the_bot("member")
        return group

    async def leaves(self) -> None:
        """Let the admin show the bot out."""
        await self.makes_the_bot("kicked")

    async def makes_the_bot(self, role: str) -> None:
        """Let the admin add the bot, or show it out."""
        await self._ask("bot", {"person": self.admin.id, "role": role})

    async def write(self, person: Person, text: str, topic: int | None = None) -> None:
        """Let somebody write."""
        await self._ask("messages", {"person": person.id, "text": text, "topic": topic})

    async def tap(self, person: Person, message: Said, wanted: str) -> str | None:
        """Let somebody press a button; return the toast, if there is one."""
        data = message.data(wanted)
        press = {"person": person.id, "message_id": message.id, "data": data}
        answer = await self._ask("taps", press)
        assert answer["answered"], f"nobody answered the button {data!r}"
        toast: str | None = answer["text"]
        return toast

    async def receives(self, count: int = 1) -> list[tuple[Said, int | None]]:
        """Wait for as many messages of the bot; return each with its topic."""
        until = time.monotonic() + PATIENCE
        news: list[Body] = []
        while time.monotonic() < until:
            found = (await self.town.ask(f"groups/{self.id}/messages"))["messages"]
            bots = [one for one in found if one["from"].get("username") == BOT]
            news = [one for one in bots if one["message_id"] > self.seen]
            if len(news) >= count:
                self.seen = news[-1]["message_id"]
                assert len(news) == count, f"too much came: {news}"
                return [(Said.read(one), one.get("message_thread_id")) for one in news]
            await asyncio.sleep(0.02)
        raise AssertionError(f"only {len(news)} messages came")

    async def shows(self, message: Said, label: str) -> None:
        """Wait until a message has a button with a label."""
        until = time.monotonic() + 2 * PATIENCE
        while time.monotonic() < until:
            found = (await self.town.ask(f"groups/{self.id}/messages"))["messages"]
            now = next(Said.read(one) for one in found if one["message_id"] == message.id)
            if label in now.buttons:
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"no button ever says {label}")

    async def loses_topic(self, topic: int) -> None:
        """Delete a topic."""
        await self.town.ask(f"groups/{self.id}/topics/{topic}", verb="DELETE")

    async def becomes_a_supergroup(self) -> "Group":
        """Return what it has become."""
        heir = await self._ask("migration", {"person": self.admin.id})
        group = Group(self.town, heir["id"], self.admin)
        self.town.farewells.append(group.leaves)
        return group

    async def _ask(self, path: str, body: object) -> Body:
        return await self.town.ask(f"groups/{self.id}/{path}", body)
