"""The files the bot has uploaded, kept until the sandbox stops."""

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.sandbox.refusals import bad_request

PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
USUAL_TYPE = {
    "photo": "image/jpeg",
    "animation": "video/mp4",
    "video": "video/mp4",
    "document": "application/octet-stream",
}


@dataclass(frozen=True)
class Upload:
    """A file as it stands in a request."""

    name: str
    data: bytes

    def __str__(self) -> str:
        return f"{self.name} ({len(self.data):,} bytes)"


@dataclass(frozen=True)
class StoredFile:
    """A file Telegram keeps for the bot."""

    file_id: str
    kind: str
    name: str
    size: int
    path: Path
    picture_size: tuple[int, int]

    @property
    def about(self) -> dict[str, Any]:
        """The fields that every kind of file shares."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.file_id[-16:],
            "file_size": self.size,
        }

    @property
    def mime_type(self) -> str:
        """The MIME type."""
        return mimetypes.guess_type(self.name)[0] or USUAL_TYPE[self.kind]


class Files:
    """Uploads by their file_id, on disk so that a browser can ask for ranges of them."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="psoas-sandbox-")
        self._stored: dict[str, StoredFile] = {}

    def keep(self, source: str | Upload, kind: str) -> StoredFile:
        """Store an upload, or find what a file_id stands for."""
        if isinstance(source, Upload):
            return self._store(source, kind)
        stored = self._stored.get(source)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if stored.kind != kind:
            raise bad_request(f"can't use file of type {stored.kind} as {kind}")
        return stored

    def find(self, file_id: str) -> StoredFile:
        """Return a stored file for a download."""
        if file_id not in self._stored:
            raise bad_request("invalid file_id")
        return self._stored[file_id]

    def close(self) -> None:
        """Delete every stored file."""
        self._folder.cleanup()

    def _store(self, upload: Upload, kind: str) -> StoredFile:
        if not upload.data:
            raise bad_request("file must be non-empty")
        file_id = f"{kind[:2]}AC{hashlib.sha256(kind.encode() + upload.data).hexdigest()}"
        path = Path(self._folder.name, file_id + Path(upload.name).suffix)
        path.write_bytes(upload.data)
        size = _picture_size(upload.data)
        stored = StoredFile(file_id, kind, upload.name, len(upload.data), path, size)
        return self._stored.setdefault(file_id, stored)


def _picture_size(data: bytes) -> tuple[int, int]:
    """Read a PNG's width and height; for other formats the page finds out by itself."""
    if data.startswith(PNG_MAGIC):
        return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    return 800, 600
