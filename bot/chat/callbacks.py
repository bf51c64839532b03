"""What stands behind a button: at most 64 bytes, versioned, and never trusted when it returns."""

from dataclasses import dataclass

VERSION = "1"
LIMIT = 64  # bytes, set by Telegram


@dataclass(frozen=True)
class Callback:
    """A tapped button: a verb and what it is about."""

    verb: str
    args: tuple[str, ...] = ()


def pack(verb: str, *args: str) -> str:
    """Write a button's data; raise ValueError where it is too long or would not read back."""
    data = ":".join((VERSION, verb, *args))
    if len(data.encode()) > LIMIT or unpack(data) != Callback(verb, args):
        raise ValueError(f"button data does not fit: {data}")
    return data


def unpack(data: str) -> Callback | None:
    """Read a button's data; None where another version or a stranger wrote it."""
    version, *parts = data.split(":")
    if version != VERSION or not parts or not parts[0]:
        return None
    return Callback(parts[0], tuple(parts[1:]))
