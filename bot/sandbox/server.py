"""The sandbox as one object: start it, and a bot can be run against it."""

import ipaddress
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from bot.sandbox import people
from bot.sandbox.api import BotApi
from bot.sandbox.clock import SkippingClock
from bot.sandbox.control import Control, NextDelivery, explain
from bot.sandbox.control_groups import GroupControl
from bot.sandbox.faults import Faults
from bot.sandbox.world import World

TOKEN = "1000000042:SANDBOX-a-token-for-your-machine-00"  # noqa: S105 - opens nothing but this
UPLOAD_LIMIT = 50 * 2**20  # bytes, as Telegram's
PAGE = Path(__file__).parent / "page"
PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data:; frame-ancestors 'none';"
    " frame-src http://127.0.0.1:* http://localhost:* https:"
)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Sandbox:
    """A Telegram on this machine: the Bot API, and a chat page to use it as a person."""

    def __init__(
        self,
        *,
        next_delivery: NextDelivery | None = None,
        token: str = TOKEN,
        bot_name: str = "Psoas Bot",
    ) -> None:
        self.token = token
        self.clock = SkippingClock()
        self.world = World(token, bot_name, self.clock)
        self.faults = Faults()
        self._control = Control(self.world, self.clock, self.faults)
        self._control.next_delivery = next_delivery
        self._runner: web.AppRunner | None = None
        people.add_person(self.world, "Alex", "en")

    @property
    def next_delivery(self) -> NextDelivery | None:
        """A function that returns when the next delivery to anybody is due."""
        return self._control.next_delivery

    @next_delivery.setter
    def next_delivery(self, value: NextDelivery | None) -> None:
        self._control.next_delivery = value

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen, on this machine only, and return the address; port 0 takes any free one."""
        if not _is_loopback(host):
            raise ValueError(f"The sandbox listens on this machine only, not on {host}.")
        app = web.Application(client_max_size=UPLOAD_LIMIT, middlewares=[_guard, explain])
        app.add_routes(BotApi(self.world, self.faults).routes())
        app.add_routes(self._control.routes())
        app.add_routes(GroupControl(self.world).routes())
        app.add_routes([web.get("/", _page), web.static("/page", PAGE)])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError:
            await self._runner.cleanup()
            raise
        bound = self._runner.addresses[0]
        shown = f"[{bound[0]}]" if ":" in bound[0] else bound[0]
        return f"http://{shown}:{bound[1]}"

    async def stop(self) -> None:
        """Close every open request and drop all state."""
        self.world.close()
        if self._runner:
            await self._runner.cleanup()


async def _page(_: web.Request) -> web.StreamResponse:
    policy = {"Content-Security-Policy": PAGE_POLICY}
    return web.FileResponse(PAGE / "index.html", headers=policy)


@web.middleware
async def _guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Reject requests from other sites and other host names (CSRF and DNS rebinding)."""
    origin = request.headers.get("Origin")
    own = origin is None or urlsplit(origin).netloc == request.host
    # An image or a link on another site sends no Origin; only opening the page itself is fine.
    foreign = request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}
    foreign = (foreign or _is_unmarked(request)) and request.path != "/"
    if not own or foreign or not _is_loopback(urlsplit(f"//{request.host}").hostname or ""):
        return web.json_response({"error": "Only this machine may ask."}, status=403)
    response = await handler(request)
    if not response.prepared:
        response.headers.setdefault("Cache-Control", "no-cache")
    return response


def _is_unmarked(request: web.Request) -> bool:
    """Return whether an old browser asks without a header that tells on whose behalf."""
    told = {"Origin", "Sec-Fetch-Site"} & set(request.headers)
    from_page = urlsplit(request.headers.get("Referer", "")).netloc == request.host
    is_browser = request.headers.get("User-Agent", "").startswith("Mozilla/")
    return is_browser and not told and not from_page


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
