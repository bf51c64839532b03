"""Every setting, read once from the environment or `.env`, and frozen."""

from datetime import time
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.coach.schedule import parse_wall

TELEGRAM = "https://api.telegram.org"
FREE_LIMIT = 30  # messages a second, Telegram's
OWN_CONTENT = Path(__file__).parent / "content"
CHECKOUT_CONTENT = Path(__file__).parent.parent / "content"


class SettingsError(Exception):
    """A setting is wrong; the text is one sentence that says which and what to write."""


class Settings(BaseSettings):
    """The environment variables, each in upper case under its field's name."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", frozen=True, extra="ignore"
    )

    bot_token: SecretStr | None = None
    bot_token_file: Path | None = None
    bot_api_url: str = TELEGRAM
    database_url: str = "sqlite:///psoas-bot.db"
    database_url_file: Path | None = None
    content_dir: Path | None = None
    listen: str | None = None
    default_time: time = time(8)
    contact: str | None = None
    send_rate: Annotated[float, Field(gt=0, le=1000)] = 25
    admin_ids: str = ""
    paid_broadcast: Annotated[int, Field(ge=0)] = 0
    updates: Literal["polling", "webhook", "off"] = "polling"
    webhook_url: str | None = None
    delivery: Literal["on", "off"] = "on"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["auto", "console", "json"] = "auto"

    @field_validator("log_level", "log_format", "updates", "delivery", mode="before")
    @classmethod
    def _any_case(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("default_time", mode="before")
    @classmethod
    def _wall_time(cls, value: object) -> object:
        if isinstance(value, str):
            wall = parse_wall(value)
            if wall is None:
                raise ValueError("write a time such as 08:00")
            return wall
        return value

    # The last of these validators is the first to run.
    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_absent(cls, value: object, info: ValidationInfo) -> object:
        """Take the space around a value away, and `NAME=` as if the line were not there."""
        if isinstance(value, str) and info.field_name is not None:
            return value.strip() or cls.model_fields[info.field_name].default
        return value

    @field_validator("bot_api_url")
    @classmethod
    def _root(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("write an address such as https://api.telegram.org")
        return value.rstrip("/")

    @field_validator("webhook_url")
    @classmethod
    def _public(cls, value: str | None) -> str | None:
        if value is not None and not _is_public(value):
            raise ValueError("write an https address such as https://bot.example.org")
        return value and value.rstrip("/")

    @field_validator("listen")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None and not _is_address(value):
            raise ValueError("write host and port such as 127.0.0.1:8080")
        return value

    @field_validator("admin_ids")
    @classmethod
    def _numbers(cls, value: str) -> str:
        if not all(part.strip().isdecimal() for part in value.split(",") if value):
            raise ValueError("write numeric Telegram ids, with commas between them")
        return value

    @model_validator(mode="after")
    def _one_token(self) -> Self:
        if self.bot_token and self.bot_token_file:
            raise ValueError("set BOT_TOKEN or BOT_TOKEN_FILE, not both")
        return self

    @model_validator(mode="after")
    def _pays_for_its_rate(self) -> Self:
        if self.send_rate > FREE_LIMIT and not self.paid_broadcast:
            raise ValueError(
                "SEND_RATE above 30 needs PAID_BROADCAST, the Stars that a day may cost"
            )
        return self

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if self.updates == "webhook" and not (self.webhook_url and self.listen):
            raise ValueError(
                "UPDATES=webhook needs WEBHOOK_URL, where Telegram finds this bot, and LISTEN,"
                " where your proxy does"
            )
        return self

    @property
    def admins(self) -> frozenset[int]:
        """Who may see and use the operators' commands."""
        return frozenset(int(part) for part in self.admin_ids.split(",") if part)

    @property
    def content(self) -> Path:
        """The folder of exercises: the operator's, the wheel's, or the checkout's."""
        if self.content_dir is not None:
            return self.content_dir
        return OWN_CONTENT if OWN_CONTENT.is_dir() else CHECKOUT_CONTENT

    @property
    def address(self) -> tuple[str, int] | None:
        """Host and port to listen on."""
        if self.listen is None:
            return None
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]") or "127.0.0.1", int(port)

    @property
    def database(self) -> str:
        """The address of the database, from either place."""
        if self.database_url_file is not None:
            return _secret("DATABASE_URL_FILE", self.database_url_file)
        return self.database_url

    def token(self) -> str | None:
        """Return the token from either place, or None for the sandbox."""
        token = self.bot_token.get_secret_value() if self.bot_token else None
        if self.bot_token_file is not None:
            token = _secret("BOT_TOKEN_FILE", self.bot_token_file)
        if token is not None and not _is_token(token):
            raise SettingsError(
                "BOT_TOKEN does not look like a token; @BotFather gives one like 123456:ABC-DEF…"
            )
        return token


def load() -> Settings:
    """Read the settings; raise SettingsError with one sentence about the first that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        message = first["msg"].removeprefix("Value error, ")
        name = "".join(f"{part}: " for part in first["loc"][:1]).upper()
        raise SettingsError(f"{name}{message}.") from None
    except UnicodeDecodeError as error:
        raise SettingsError(f".env cannot be read: {error}.") from None


def _secret(name: str, path: Path) -> str:
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name} cannot be read: {error}.") from None
    if not secret:
        raise SettingsError(f"{name} cannot be read: {path} is empty.")
    return secret


def _is_token(text: str) -> bool:
    number, _, secret = text.partition(":")
    return number.isdecimal() and len(secret) >= 20 and not any(c.isspace() for c in secret)


def _is_public(text: str) -> bool:
    """Say whether Telegram takes an address; without TLS only on this machine, for tests."""
    try:
        parts = urlsplit(text)
        here = parts.hostname in ("127.0.0.1", "localhost")
    except ValueError:
        return False
    is_plain = not (parts.query or parts.fragment or any(c.isspace() for c in text))
    return bool(parts.hostname) and is_plain and parts.scheme in ("https", *["http"] * here)


def _is_address(text: str) -> bool:
    _host, colon, port = text.rpartition(":")
    return bool(colon) and port.isdecimal() and int(port) < 65536
