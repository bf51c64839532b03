"""Who is at the page: Telegram's word and our passes, forged in every way we can think of."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode

import pytest

from bot.miniapp.auth import FRESH, PASS_LASTS, AuthError, Passes, Visitor, visitor_of
from bot.sandbox.clock import SkippingClock
from bot.sandbox.people import add_person
from bot.sandbox.webapp import init_data
from bot.sandbox.world import World
from tests.miniapp.phone import Phone

TOKEN, OTHER = "42:a-token-of-our-own-bot-000", "43:a-token-of-another-bot-000"
ALICE = Visitor(5_000_001, "pt-br")


def word(token: str = TOKEN) -> tuple[str, datetime]:
    """Return what Telegram says as Alice opens a bot's page, and when it does."""
    world = World(token, "Bot", SkippingClock())
    alice = add_person(world, "Alice & <b>=%", "pt-br")
    said = init_data(world, alice), datetime.fromtimestamp(world.unix_time, UTC)
    world.close()
    return said


def changed(data: str, **fields: str) -> str:
    return urlencode(dict(parse_qsl(data)) | fields)


def test_telegrams_word_names_the_visitor() -> None:
    data, now = word()

    assert visitor_of(data, TOKEN, now) == ALICE


def test_the_documented_example_of_a_signature_still_holds() -> None:
    """Telegram's docs give no token; this is the one of docs.telegram-mini-apps.com."""
    token = "5768337691:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8"
    data = (
        "query_id=AAHdF6IQAAAAAN0XohDhrOrc&user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22"
        "Vladislav%22%2C%22last_name%22%3A%22Kibenko%22%2C%22username%22%3A%22vdkfrost%22%2C%22"
        "language_code%22%3A%22ru%22%2C%22is_premium%22%3Atrue%7D&auth_date=1662771648&hash="
        "c501b71e775f74ce10e377dea85a7ea24ecd640b223ea86dfe453e0eaed2e2b2"
    )

    found = visitor_of(data, token, datetime.fromtimestamp(1662771700, UTC))

    assert found == Visitor(279058397, "ru")


@pytest.mark.parametrize("field", ["user", "auth_date", "query_id"])
def test_a_changed_word_is_refused(field: str) -> None:
    data, now = word()

    with pytest.raises(AuthError):
        visitor_of(changed(data, **{field: '{"id": 1}'}), TOKEN, now)


def test_the_word_for_another_bot_is_refused() -> None:
    data, now = word(OTHER)

    with pytest.raises(AuthError):
        visitor_of(data, TOKEN, now)


@pytest.mark.parametrize("late", [FRESH + timedelta(seconds=1), -timedelta(minutes=6)])
def test_an_old_word_that_is_played_again_is_refused(late: timedelta) -> None:
    data, now = word()

    with pytest.raises(AuthError):
        visitor_of(data, TOKEN, now + late)


@pytest.mark.parametrize(
    "data", ["", "hash=", "hash=é&user={}", "user=1", "&&&", "a" * 10**6, "hash=%00&user=%ff"]
)
def test_nonsense_is_refused(data: str) -> None:
    with pytest.raises(AuthError):
        visitor_of(data, TOKEN, datetime.now(UTC))


def test_a_pass_names_whose_it_is_until_it_expires() -> None:
    now, passes = datetime.now(UTC), Passes(TOKEN)
    shown = passes.write(ALICE, now)

    assert passes.read(shown, now + PASS_LASTS - timedelta(seconds=1)) == ALICE
    with pytest.raises(AuthError):
        passes.read(shown, now + PASS_LASTS + timedelta(seconds=1))


@pytest.mark.parametrize("forge", ["other bot", "other person", "cut", "nonsense", "empty"])
def test_a_forged_pass_is_refused(forge: str) -> None:
    now, passes = datetime.now(UTC), Passes(TOKEN)
    mine, theirs = passes.write(ALICE, now), passes.write(Visitor(2, "en"), now)
    forged = {
        "other bot": Passes(OTHER).write(ALICE, now),
        "other person": f"{theirs.partition('.')[0]}.{mine.partition('.')[2]}",
        "cut": mine[:-3],
        "nonsense": "é.ü.%",
        "empty": "",
    }[forge]

    with pytest.raises(AuthError):
        passes.read(forged, now)


# --- over HTTP ------------------------------------------------------------------------------


async def test_a_stranger_to_us_gets_one_clear_sentence(phone: Phone) -> None:
    response = await phone.login("user=%7B%22id%22%3A1%7D&hash=00")

    assert response.status == 401
    assert "open it again from our chat" in (await response.json())["error"]


async def test_every_call_needs_a_pass(phone: Phone) -> None:
    phone.token = "forged"

    for path in ("session", "session/place", "settings", "done", "feeling"):
        assert (await phone.call(path, {})).status == 401, path
    assert (await phone.call("today")).status == 401


async def test_a_pass_opens_only_its_own_persons_things(phone: Phone) -> None:
    """A user id from the page counts for nothing."""
    bob = await phone.household.subscriber("Bob")
    await phone.ask(
        "settings", {"name": "time", "value": "06:15", "chat_id": bob.id, "id": bob.id}
    )

    person = await phone.household.services.subscriptions.require(bob.id)
    assert f"{person.time:%H:%M}" == "08:00"
