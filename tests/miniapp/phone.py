"""A phone with the page open: what its scripts would ask, and when."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient

from bot.sandbox.webapp import Launch, address
from bot.sandbox.world import Chat
from tests.chat.town import Household

Json = dict[str, Any]


@dataclass
class Phone:
    """One person's phone."""

    household: Household
    client: TestClient[Any, Any]
    person: Chat
    token: str = ""
    welcome: Json = field(default_factory=dict)

    def init_data(self) -> str:
        """Return Telegram's word for who opens the page now."""
        launch = Launch(url="https://bot.example.org/app/")
        url = address(self.household.town.sandbox.world, self.person, launch)
        return parse_qs(urlsplit(url).fragment)["tgWebAppData"][0]

    async def login(self, init_data: str | None = None) -> ClientResponse:
        """Open the page."""
        word = self.init_data() if init_data is None else init_data
        response = await self.client.post("/app/api/login", json={"init_data": word})
        if response.status == 200:
            self.welcome = await response.json()
            self.token = self.welcome["pass"]
        return response

    async def call(self, path: str, body: Json | None = None) -> ClientResponse:
        """Make one call with this phone's pass."""
        headers = {"Authorization": f"Bearer {self.token}"}
        url = f"/app/api/{path}"
        if body is None:
            return await self.client.get(url, headers=headers)
        return await self.client.post(url, json=body, headers=headers)

    async def ask(self, path: str, body: Json | None = None) -> Json:
        """Make one call that is answered."""
        response = await self.call(path, body)
        assert response.status == 200, await response.text()
        answer: Json = await response.json()
        return answer

    async def begins(self, slug: str = "lunge") -> Json:
        """Tap Start."""
        return await self.ask("session", {"slug": slug, "version": ""})

    async def is_at(self, stage: int, gone: float = 0, **told: Any) -> Json:
        """Tell where the page is."""
        place = {"acts": 0, "stage": stage, "gone": gone, "paused": False, "act": False}
        return await self.ask("session/place", place | told)

    async def another(self) -> Self:
        """Return a second device of the same person."""
        other = replace(self, token="", welcome={})
        await other.login()
        return other

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        clock = self.household.town.sandbox.clock
        clock.skip_to(clock() + timedelta(seconds=seconds))
