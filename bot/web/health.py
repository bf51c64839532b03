"""What a supervisor asks: is the process alive, is it ready."""

from collections.abc import Awaitable, Callable

from aiohttp import web


def application(ready: Callable[[], Awaitable[bool]]) -> web.Application:
    """Build the web application with `/healthz` and `/readyz`."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def readyz(_request: web.Request) -> web.Response:
        fine = await ready()
        return web.json_response({"ready": fine}, status=200 if fine else 503)

    app = web.Application()
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz)])
    return app
