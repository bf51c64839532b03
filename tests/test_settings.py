"""Settings: what operators write, and the one sentence they read when it is wrong."""

from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.settings import CHECKOUT_CONTENT, Settings, SettingsError, load

HOOK = "https://bot.example.org"
TOKEN = "1234567890:AAE-x_yZ0123456789abcdefghijklmnop"
Write = Callable[..., Settings]


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def write(monkeypatch: pytest.MonkeyPatch) -> Write:
    """Load settings from an environment with these variables."""

    def loaded(**variables: str) -> Settings:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return load()

    return loaded


# --- what is right --------------------------------------------------------------------------


def test_with_nothing_set_everything_has_a_default() -> None:
    settings = load()

    assert settings.token() is None
    assert settings.database == "sqlite:///psoas-bot.db"
    assert settings.default_time == time(8)
    assert settings.address is None
    assert settings.content == CHECKOUT_CONTENT
    assert settings.content.is_dir()


@pytest.mark.parametrize("empty", ["", " ", "\t"])
def test_empty_means_absent(write: Write, empty: str) -> None:
    for name in Settings.model_fields:
        assert write(**{name.upper(): empty}) == load(), name


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        load().listen = "x:1"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("written", "admins"), [("7", {7}), ("7,8", {7, 8}), (" 7 , 8 ", {7, 8}), ("", set())]
)
def test_operators_are_numbers_with_commas(write: Write, written: str, admins: set[int]) -> None:
    assert write(ADMIN_IDS=written).operators == admins


@pytest.mark.parametrize("written", ["@olga", "7 8", "7,,8", "-7", "7.5"])
def test_a_name_is_no_operators_number(write: Write, written: str) -> None:
    with pytest.raises(SettingsError, match="numeric Telegram ids"):
        write(ADMIN_IDS=written)


@pytest.mark.parametrize(
    ("written", "wall"),
    [("08:00", time(8)), ("7.30 pm", time(19, 30)), ("noon", time(12)), ("0:05", time(0, 5))],
)
def test_a_time_is_read_as_people_write_it(write: Write, written: str, wall: time) -> None:
    assert write(DEFAULT_TIME=written).default_time == wall


@pytest.mark.parametrize(
    ("listen", "address"),
    [
        ("127.0.0.1:8080", ("127.0.0.1", 8080)),
        (":8080", ("127.0.0.1", 8080)),
        ("[::1]:80", ("::1", 80)),
        ("0.0.0.0:0", ("0.0.0.0", 0)),  # noqa: S104
    ],
)
def test_an_address_is_host_and_port(write: Write, listen: str, address: tuple[str, int]) -> None:
    assert write(LISTEN=listen).address == address


def test_letters_may_be_large_or_small(write: Write) -> None:
    settings = write(LOG_LEVEL="DEBUG", LOG_FORMAT="Json", UPDATES="Off", DELIVERY="ON")

    assert (settings.log_level, settings.log_format) == ("debug", "json")
    assert (settings.updates, settings.delivery) == ("off", "on")


def test_the_last_slash_of_an_address_does_not_matter(write: Write) -> None:
    assert write(BOT_API_URL="http://localhost:8081/").bot_api_url == "http://localhost:8081"


def test_what_is_not_ours_is_left_alone(write: Write) -> None:
    assert write(HOME="/nowhere", BOT_NAME="Alice") == load()


def test_the_env_file_is_read_and_the_environment_wins(write: Write) -> None:
    Path(".env").write_text(
        f"# mine\nBOT_TOKEN={TOKEN}\nSEND_RATE=7\nLOG_LEVEL=error\nLISTEN=\nOTHER=1\n",
        encoding="utf-8",
    )
    settings = write(SEND_RATE="9")

    assert settings.token() == TOKEN
    assert (settings.send_rate, settings.log_level, settings.listen) == (9, "error", None)


# --- the token ------------------------------------------------------------------------------


def test_the_token_may_stand_in_a_file(write: Write) -> None:
    Path("token").write_text(f"{TOKEN}\n", encoding="utf-8")

    assert write(BOT_TOKEN_FILE="token").token() == TOKEN


def test_the_database_may_stand_in_a_file(write: Write) -> None:
    Path("url").write_text("postgresql://alice:secret@db/psoas\n", encoding="utf-8")

    assert write(DATABASE_URL_FILE="url").database == "postgresql://alice:secret@db/psoas"


def test_a_token_shows_itself_nowhere(write: Write) -> None:
    settings = write(BOT_TOKEN=TOKEN)

    assert TOKEN not in repr(settings) + str(settings) + settings.model_dump_json()


@pytest.mark.parametrize(
    "token",
    ["abc", "987654", "987654:short", f"x{TOKEN}", f"{TOKEN} x", TOKEN.replace(":", ";"), "1:2:3"],
)
def test_what_is_no_token_is_refused_and_not_repeated(write: Write, token: str) -> None:
    settings = write(BOT_TOKEN=token)
    with pytest.raises(SettingsError) as caught:
        settings.token()

    assert str(caught.value).startswith("BOT_TOKEN does not look like a token; ")
    assert token not in str(caught.value)


def test_a_space_around_a_token_does_no_harm(write: Write) -> None:
    assert write(BOT_TOKEN=f" {TOKEN}\n").token() == TOKEN


@pytest.mark.parametrize("name", ["BOT_TOKEN_FILE", "DATABASE_URL_FILE"])
@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b""])
def test_a_file_that_cannot_be_read_is_named(
    write: Write, name: str, content: bytes | None
) -> None:
    if content is not None:
        Path("secret").write_bytes(content)
    settings = write(**{name: "secret"})
    with pytest.raises(SettingsError) as caught:
        assert settings.token() if name == "BOT_TOKEN_FILE" else settings.database

    assert str(caught.value).startswith(f"{name} ")
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (HOOK, HOOK),
        (f"{HOOK}/", HOOK),
        (f"{HOOK}:8443/psoas/", f"{HOOK}:8443/psoas"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost:8080", "http://localhost:8080"),
    ],
)
def test_a_webhook_has_an_address_that_telegram_takes(
    write: Write, written: str, read: str
) -> None:
    settings = write(UPDATES="Webhook", WEBHOOK_URL=written, LISTEN=":8080")

    assert (settings.updates, settings.webhook_url) == ("webhook", read)


# --- what is wrong --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"BOT_API_URL": "api.telegram.org"}, "BOT_API_URL: write an address such as"),
        ({"BOT_API_URL": "ftp://x"}, "BOT_API_URL: write an address such as"),
        ({"LISTEN": "8080"}, "LISTEN: write host and port such as 127.0.0.1:8080."),
        ({"LISTEN": "localhost:http"}, "LISTEN: write host and port"),
        ({"LISTEN": "localhost:65536"}, "LISTEN: write host and port"),
        ({"LISTEN": "localhost:-1"}, "LISTEN: write host and port"),
        ({"DEFAULT_TIME": "25:00"}, "DEFAULT_TIME: write a time such as 08:00."),
        ({"DEFAULT_TIME": "soon"}, "DEFAULT_TIME: write a time such as 08:00."),
        ({"SEND_RATE": "fast"}, "SEND_RATE: Input should be a valid number"),
        ({"SEND_RATE": "0"}, "SEND_RATE: Input should be greater than 0."),
        ({"SEND_RATE": "-5"}, "SEND_RATE: Input should be greater than 0."),
        ({"SEND_RATE": "nan"}, "SEND_RATE: "),
        ({"SEND_RATE": "inf"}, "SEND_RATE: "),
        ({"SEND_RATE": "2000"}, "SEND_RATE: Input should be less than or equal to 1000."),
        ({"SEND_RATE": "31"}, "SEND_RATE above 30 needs PAID_BROADCAST"),
        ({"PAID_BROADCAST": "-1"}, "PAID_BROADCAST: "),
        ({"PAID_BROADCAST": "yes"}, "PAID_BROADCAST: "),
        ({"UPDATES": "push"}, "UPDATES: Input should be 'polling', 'webhook' or 'off'."),
        ({"UPDATES": "webhook"}, "UPDATES=webhook needs WEBHOOK_URL"),
        ({"UPDATES": "webhook", "WEBHOOK_URL": HOOK}, "UPDATES=webhook needs WEBHOOK_URL"),
        ({"UPDATES": "webhook", "LISTEN": ":80"}, "UPDATES=webhook needs WEBHOOK_URL"),
        ({"WEBHOOK_URL": "http://bot.example.org"}, "WEBHOOK_URL: write an https address"),
        ({"WEBHOOK_URL": "bot.example.org"}, "WEBHOOK_URL: write an https address"),
        ({"WEBHOOK_URL": "https://x/?a=1"}, "WEBHOOK_URL: write an https address"),
        ({"WEBHOOK_URL": "https://[x"}, "WEBHOOK_URL: write an https address"),
        ({"WEBHOOK_URL": "http://localhost.example.org"}, "WEBHOOK_URL: write an https"),
        ({"DELIVERY": "maybe"}, "DELIVERY: Input should be 'on' or 'off'."),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL: Input should be 'debug', 'info',"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT: Input should be 'auto', 'console' or 'json'."),
        ({"BOT_TOKEN": TOKEN, "BOT_TOKEN_FILE": "x"}, "set BOT_TOKEN or BOT_TOKEN_FILE, not"),
        ({"DATABASE_URL": "sqlite:///a.db", "DATABASE_URL_FILE": "x"}, "set DATABASE_URL or"),
    ],
    ids=str,
)
def test_a_wrong_value_is_one_sentence_that_names_the_variable(
    write: Write, variables: dict[str, str], sentence: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        write(**variables)

    assert str(caught.value).startswith(sentence)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)
    assert TOKEN not in str(caught.value)


def test_an_env_file_in_another_encoding_is_named() -> None:
    Path(".env").write_bytes("DEFAULT_TIME=8 Uhr früh".encode("latin-1"))
    with pytest.raises(SettingsError, match=r"^\.env cannot be read"):
        load()


names = st.sampled_from([name.upper() for name in Settings.model_fields])


@hypothesis_settings(deadline=None)
@given(names, st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_no_value_at_all_brings_another_error(name: str, value: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(name, value)
        try:
            settings = load()
            assert settings.address is None or settings.listen
            settings.token()
        except SettingsError as error:
            told = str(error)
        else:
            told = name
    assert name.removesuffix("_FILE") in told
