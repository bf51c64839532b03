"""What a supervisor asks: is the process alive, is it ready, and if not, what is missing."""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

Check = Callable[[], Awaitable[str]]
"""Says what is wrong, or nothing."""


def routes(checks: Mapping[str, Check]) -> list[web.RouteDef]:
    """Return `/healthz` and `/readyz`."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def readyz(_request: web.Request) -> web.Response:
        wrong = {name: await check() for name, check in checks.items()}
        ready = not any(wrong.values())
        told = {name: what or "ok" for name, what in wrong.items()}
        return web.json_response({"ready": ready, **told}, status=200 if ready else 503)

    return [web.get("/healthz", healthz), web.get("/readyz", readyz)]
