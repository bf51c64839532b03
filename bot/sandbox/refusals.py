"""The errors that the Bot API answers with."""

from typing import Any

from pydantic import ValidationError


class Refusal(Exception):  # noqa: N818 - an answer of the API, not a fault of ours
    """A call that Telegram refuses, with status and description."""

    def __init__(
        self, status: int, description: str, parameters: dict[str, Any] | None = None
    ) -> None:
        super().__init__(description)
        self.status = status
        self.body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
        if parameters:
            self.body["parameters"] = parameters


def bad_request(reason: str) -> Refusal:
    """Return a refusal with status 400."""
    return Refusal(400, f"Bad Request: {reason}")


def misread(error: ValidationError) -> Refusal:
    """Refuse a call whose parameters are not the ones the method takes."""
    first = error.errors()[0]
    name = ".".join(map(str, first["loc"]))
    match first["type"]:
        case "extra_forbidden":
            return bad_request(f"unknown parameter {name}")
        case "missing":
            return bad_request(f"parameter {name} is required")
        case "value_error":
            return bad_request(str(first["ctx"]["error"]))
    return bad_request(f"can't parse {name}: {first['msg']}")
