"""Every setting, read once from the environment or `.env`, and frozen."""

import logging
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from dotenv.parser import parse_stream
from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, DotEnvSettingsSource, SettingsConfigDict
from rapidfuzz import fuzz, process

from bot.coach.schedule import parse_wall
from bot.errors import OperatorError

TELEGRAM = "https://api.telegram.org"
FREE_LIMIT = 30  # messages a second, Telegram's
ENV_FILE = Path(".env")
OFF = "off"
"""The MINIAPP_URL that keeps even the sandbox without a full-screen page."""

ALIKE = 75
"""How similar two names must be, of 100, for one to be taken for a misspelling of the other."""
OWN_CONTENT = Path(__file__).parent / "content"
CHECKOUT_CONTENT = Path(__file__).parent.parent / "content"


# What it says about a line, not_understood() says in our own words.
logging.getLogger("dotenv.main").setLevel(logging.ERROR)


class SettingsError(OperatorError):
    """A setting is wrong; the text is one sentence that says which and what to write."""


class Settings(BaseSettings):
    """The settings; each is read from the variable named like its field in upper case."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE, env_file_encoding="utf-8", frozen=True, extra="ignore"
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
    miniapp_url: str | None = None
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
        """Strip a value, and treat `NAME=` as if the line were missing."""
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

    @field_validator("miniapp_url")
    @classmethod
    def _public_or_off(cls, value: str | None) -> str | None:
        return value if value == OFF else cls._public(value)

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
    def _one_database(self) -> Self:
        # The default itself may stand in a copy of .env.example.
        default = type(self).model_fields["database_url"].default
        if self.database_url_file and self.database_url != default:
            raise ValueError("set DATABASE_URL or DATABASE_URL_FILE, not both")
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

    @model_validator(mode="after")
    def _serves_its_page(self) -> Self:
        if self.app_root and not self.listen:
            raise ValueError("MINIAPP_URL needs LISTEN, where your proxy finds the page")
        return self

    @property
    def operators(self) -> frozenset[int]:
        """The Telegram ids of those who may use the operators' commands."""
        return frozenset(int(part) for part in self.admin_ids.split(",") if part)

    @property
    def app_root(self) -> str | None:
        """The address that the full-screen page is below, if there is one."""
        return None if self.miniapp_url == OFF else self.miniapp_url

    @property
    def content(self) -> Path:
        """The content folder: CONTENT_DIR, or the one in the wheel or the checkout."""
        if self.content_dir is not None:
            return self.content_dir
        return OWN_CONTENT if OWN_CONTENT.is_dir() else CHECKOUT_CONTENT

    @property
    def address(self) -> tuple[str, int] | None:
        """Host and port to listen on, if any."""
        if self.listen is None:
            return None
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]") or "127.0.0.1", int(port)

    @property
    def database(self) -> str:
        """The address of the database, from DATABASE_URL or DATABASE_URL_FILE."""
        if self.database_url_file is not None:
            return _secret("DATABASE_URL_FILE", self.database_url_file)
        return self.database_url

    def token(self) -> str | None:
        """Return the token from BOT_TOKEN or BOT_TOKEN_FILE, or None for the sandbox."""
        token = self.bot_token.get_secret_value() if self.bot_token else None
        if self.bot_token_file is not None:
            token = _secret("BOT_TOKEN_FILE", self.bot_token_file)
        if token is not None and not _is_token(token):
            raise SettingsError(
                "BOT_TOKEN does not look like a token; @BotFather gives one like 123456:ABC-DEF…"
            )
        return token


def load() -> Settings:
    """Read the settings; raise SettingsError about the first that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        message = first["msg"].removeprefix("Value error, ")
        name = "".join(f"{part}: " for part in first["loc"][:1]).upper()
        raise SettingsError(f"{name}{message}.") from None
    except UnicodeDecodeError as error:
        raise SettingsError(f".env cannot be read: {error}.") from None


def not_understood() -> Iterator[int]:
    """Yield the number of each line in .env that is neither NAME=value nor a comment."""
    if not ENV_FILE.is_file():
        return
    with ENV_FILE.open(encoding="utf-8", errors="replace") as file:
        for binding in parse_stream(file):
            if binding.error:
                written = binding.original.string
                blank = written[: len(written) - len(written.lstrip())]
                yield binding.original.line + blank.count("\n")


def misspelt() -> Iterator[str]:
    """Yield a warning for each name in .env that is no setting but looks like one."""
    known = [name.upper() for name in Settings.model_fields]
    for name in DotEnvSettingsSource(Settings).env_vars:
        written = name.upper()
        if written not in known and (
            found := process.extractOne(written, known, scorer=fuzz.ratio, score_cutoff=ALIKE)
        ):
            yield f"ignoring {written} in .env, which is not a setting; did you mean {found[0]}?"


def _secret(name: str, path: Path) -> str:
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name} cannot be read: {error}.") from None
    if not secret:
        raise SettingsError(f"{name} cannot be read: {path} is empty.")
    return secret


def bot_id_of(token: str) -> int:
    """Return the bot's Telegram id, with which its token begins."""
    return int(token.partition(":")[0])


def _is_token(text: str) -> bool:
    number, _, secret = text.partition(":")
    return number.isdecimal() and len(secret) >= 20 and not any(c.isspace() for c in secret)


def _is_public(text: str) -> bool:
    """Return whether Telegram accepts an address; without TLS, only this machine's, for tests."""
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
