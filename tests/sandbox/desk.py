"""A running sandbox, and the two ways to talk to it: as the bot, and as the people."""

from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession

from bot.sandbox import Sandbox

Body = dict[str, Any]


@dataclass
class Desk:
    """A sandbox that a test drives."""

    sandbox: Sandbox
    url: str
    http: ClientSession
    alice: int

    async def call(self, method: str, **params: object) -> tuple[int, Body]:
        """Call the Bot API as a bot would, in JSON."""
        address = f"{self.url}/bot{self.sandbox.token}/{method}"
        async with self.http.post(address, json=params) as answer:
            return answer.status, await answer.json()

    async def succeed(self, method: str, **params: object) -> Any:
        """Call the Bot API and return the result."""
        status, body = await self.call(method, **params)
        assert status == 200, body
        return body["result"]

    async def refuse(self, method: str, **params: object) -> str:
        """Call the Bot API and return why it says no."""
        status, body = await self.call(method, **params)
        assert not body["ok"]
        assert body["error_code"] == status
        return str(body["description"])

    async def ask(self, path: str, body: object = None, verb: str = "", **headers: str) -> Body:
        """Use the control API and return its answer, with the HTTP status in it."""
        verb = verb or ("GET" if body is None else "POST")
        async with self.http.request(
            verb, f"{self.url}/sandbox/{path}", json=body, headers=headers
        ) as answer:
            return {"status": answer.status, **await answer.json()}

    async def say(self, text: str) -> Body:
        """Write to the bot as Alice."""
        return await self.ask(f"people/{self.alice}/messages", {"text": text})

    async def updates(self, **params: object) -> list[Body]:
        """Fetch what has happened, as the bot."""
        return list(await self.succeed("getUpdates", **params))
