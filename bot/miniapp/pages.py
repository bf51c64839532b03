"""The page itself: a few files, read once, sent small, and kept by the browser."""

import gzip
import hashlib
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

PAGE = Path(__file__).parent / "page"
FOREVER = "public, max-age=31536000, immutable"
TELEGRAM = "https://web.telegram.org https://*.telegram.org"
HERE = "http://127.0.0.1:* http://localhost:*"


@dataclass(frozen=True)
class _File:
    content: bytes
    packed: bytes
    kind: str


class Pages:
    """Serves the page; its scripts and styles have addresses that change with their content."""

    def __init__(self, root: str) -> None:
        files = {path.name: path for path in sorted(PAGE.iterdir()) if path.is_file()}
        contents = {name: path.read_bytes() for name, path in files.items()}
        digest = hashlib.sha256(b"".join(contents.values())).hexdigest()[:12]
        self._version = digest
        html = contents.pop("index.html").replace(b"{version}", digest.encode())
        self._index = _file("index.html", html)
        self._files = {name: _file(name, content) for name, content in contents.items()}
        is_here = urlsplit(root).scheme == "http"  # only a sandbox's is: see settings
        self._policy = policy(f"{TELEGRAM} {HERE}" if is_here else TELEGRAM)

    async def index(self, request: web.Request) -> web.Response:
        """Answer with the page; its browser asks each time whether it has changed."""
        tag = f'"{self._version}"'
        headers = {
            "Content-Security-Policy": self._policy,
            "Cache-Control": "no-cache",
            "ETag": tag,
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers=headers)
        return _answer(request, self._index, headers)

    async def file(self, request: web.Request) -> web.Response:
        """Answer with a script or a style."""
        found = self._files.get(request.match_info["name"])
        if found is None or request.match_info["version"] != self._version:
            raise web.HTTPNotFound
        headers = {"Cache-Control": FOREVER, "X-Content-Type-Options": "nosniff"}
        return _answer(request, found, headers)


def policy(ancestors: str) -> str:
    """Return what the page may load, and who may frame it: nothing of anybody else's."""
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "media-src": "'self'",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": ancestors,
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _file(name: str, content: bytes) -> _File:
    kind = "text/javascript" if name.endswith(".js") else guess_type(name)[0] or "text/plain"
    return _File(content, gzip.compress(content, 9, mtime=0), kind)


def _answer(request: web.Request, file: _File, headers: dict[str, str]) -> web.Response:
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    more = {"Vary": "Accept-Encoding"} | ({"Content-Encoding": "gzip"} if is_packed else {})
    body = file.packed if is_packed else file.content
    return web.Response(body=body, content_type=file.kind, charset="utf-8", headers=headers | more)
