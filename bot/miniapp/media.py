"""The pictures and films of the exercises, by the hash of what is in them: they never change."""

from collections.abc import Iterator

from aiohttp import web

from bot.coach.drawings import Picture
from bot.coach.library import Library

FOREVER = "public, max-age=31536000, immutable"
KEPT_DIGITS = 20
PREFIX = "/app/media/"


def address(picture: Picture | None) -> str | None:
    """Return the address of a picture on our own server."""
    return f"{PREFIX}{_name(picture)}" if picture else None


class Media:
    """Serves the pictures of a library, and nothing else; with ranges, as films need them."""

    def __init__(self, library: Library) -> None:
        self._pictures = {_name(one): one for one in _all(library)}

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer with one picture."""
        picture = self._pictures.get(request.match_info["name"])
        if picture is None:
            raise web.HTTPNotFound
        return web.FileResponse(picture.path, headers={"Cache-Control": FOREVER})


def _name(picture: Picture) -> str:
    return picture.digest[:KEPT_DIGITS] + picture.path.suffix


def _all(library: Library) -> Iterator[Picture]:
    for exercise in library.exercises.values():
        for shown in exercise.pictures.values():
            yield from (one for one in (shown.film, shown.board, *shown.panels) if one)
