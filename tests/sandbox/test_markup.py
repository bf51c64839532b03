from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.markup import ParseError, detect, parse_html, trim, utf16_length

words = st.text(st.characters(exclude_categories=["Cs"]))


@given(words, words, words)
def test_escaped_text_comes_back_with_offsets_in_utf16(before: str, bold: str, after: str) -> None:
    text, entities = parse_html(f"{escape(before)}<b>{escape(bold)}</b>{escape(after)}")

    assert text == before + bold + after
    if bold:
        [entity] = entities
        raw = text.encode("utf-16-le")[entity["offset"] * 2 :][: entity["length"] * 2]
        assert raw.decode("utf-16-le") == bold


@given(words)
def test_trimming_keeps_an_entity_on_its_words(text: str) -> None:
    whole = [{"type": "bold", "offset": 0, "length": utf16_length(text)}]

    trimmed, entities = trim(text, whole)

    assert trimmed == text.strip()
    assert [e["length"] for e in entities] == ([utf16_length(trimmed)] if trimmed else [])


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("<strong>x</strong>", "bold"),
        ("<EM>x</EM>", "italic"),
        ("<ins>x</ins>", "underline"),
        ("<strike>x</strike>", "strikethrough"),
        ("<code>x</code>", "code"),
        ("<pre>x</pre>", "pre"),
        ("<blockquote>x</blockquote>", "blockquote"),
        ("<blockquote expandable>x</blockquote>", "expandable_blockquote"),
        ("<tg-spoiler>x</tg-spoiler>", "spoiler"),
        ('<span class="tg-spoiler">x</span>', "spoiler"),
        ('<tg-emoji emoji-id="53">x</tg-emoji>', "custom_emoji"),
    ],
)
def test_each_tag_becomes_its_entity(source: str, kind: str) -> None:
    text, [entity] = parse_html(source)

    assert text == "x"
    assert entity["type"] == kind


def test_a_link_keeps_its_unescaped_address() -> None:
    _, [entity] = parse_html('<a href="https://example.org/?a=1&amp;b=2">x</a>')

    assert entity["url"] == "https://example.org/?a=1&b=2"


@pytest.mark.parametrize("pattern", ["", "r", "t", "wd", "DT", "wDT"])
def test_an_instant_becomes_a_date_time(pattern: str) -> None:
    text, [entity] = parse_html(f'<tg-time unix="1795381017" format="{pattern}">soon</tg-time>')

    assert text == "soon"
    assert entity["type"] == "date_time"
    assert entity["unix_time"] == 1795381017
    assert entity.get("date_time_format", "") == pattern


def test_parents_come_before_children() -> None:
    _, entities = parse_html("<b>a<i>b</i></b><u>c</u>")

    assert [e["type"] for e in entities] == ["bold", "italic", "underline"]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("ä <br/>", 'Unsupported start tag "br/" at byte offset 3'),
        ("a < b", "start tag"),
        ("1 <b", "Unclosed start tag at byte offset 2"),
        ("<b>x", "Can't find end tag corresponding to start tag b"),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("a&nbsp;b", 'Unsupported character reference "&nbsp;" at byte offset 1'),
        ("&#xD800;", "invalid Unicode"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler"'),
        ('<tg-emoji emoji-id="x">x</tg-emoji>', "Invalid custom emoji identifier"),
        ('<tg-time unix="1" format="tt">x</tg-time>', "Invalid date-time format specified"),
        ('<tg-time format="t">x</tg-time>', "Invalid unix time"),
    ],
)
def test_what_is_not_telegram_html_is_refused(source: str, reason: str) -> None:
    with pytest.raises(ParseError) as refusal:
        parse_html(source)

    assert reason in str(refusal.value)


def test_a_lone_ampersand_and_numbers_of_characters_are_text() -> None:
    assert parse_html("Q&A &#38; &#x26; &lt;") == ("Q&A & & <", [])


def test_commands_and_addresses_are_found_but_not_inside_code() -> None:
    text = "😀 /today and https://example.org/a, not 1/2 or /code"
    code = {"type": "code", "offset": utf16_length(text) - 5, "length": 5}

    found = detect(text, [code])

    assert [(e["type"], e["offset"], e["length"]) for e in found] == [
        ("bot_command", 3, 6),
        ("url", 14, 21),
        ("code", code["offset"], 5),
    ]
