"""A link to a trainer's programme opens only as this bot made it."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.services.people import programme_links as links

KEY = links.key_of("1:secret")
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
# Twelve items, the most there are, make 34 letters.
codes = st.text(LETTERS, min_size=2, max_size=34)


@given(codes)
def test_a_link_opens_with_its_key_and_fits_telegram(code: str) -> None:
    payload = links.seal(code, KEY)

    assert links.unseal(payload, KEY) == code
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
    assert links.unseal(payload, links.key_of("1:other")) is None


@given(codes, st.data())
def test_any_letter_changed_is_noticed(code: str, data: st.DataObject) -> None:
    payload = links.seal(code, KEY)
    at = data.draw(st.integers(0, len(payload) - 1))
    letter = data.draw(st.sampled_from(LETTERS).filter(lambda one: one != payload[at]))

    assert links.unseal(payload[:at] + letter + payload[at + 1 :], KEY) is None


@given(codes, st.data())
def test_any_cut_is_noticed(code: str, data: st.DataObject) -> None:
    payload = links.seal(code, KEY)
    start = data.draw(st.integers(0, len(payload) - 1))
    end = data.draw(st.integers(start, len(payload)))

    if payload[start:end] != payload:
        assert links.unseal(payload[start:end], KEY) is None
    assert links.unseal(payload + "A", KEY) is None


@given(st.text(max_size=64) | st.text(LETTERS, max_size=64))
def test_no_text_made_by_somebody_else_opens(text: str) -> None:
    assert links.unseal(text, KEY) is None


def test_the_key_is_not_the_token() -> None:
    assert b"secret" not in KEY
    assert "secret" not in links.seal("AA", KEY)
