"""A page names its sources."""

import pytest

from tests.chat.town import Household, texts


@pytest.mark.parametrize(
    ("data", "opening"),
    [
        ("1:sources:exercise:lunge", "Sources: Lunge stretch\n"),
        ("1:sources:sign:uneven-legs", "Sources: Uneven legs\n"),
        ("1:sources:page:about", "Sources: The psoas (SO-as)\n"),
    ],
)
async def test_a_page_names_its_sources_with_links(
    household: Household, data: str, opening: str
) -> None:
    alice = await household.subscriber("Alice")
    await household.tapped(alice, data)

    assert texts(alice)[-1].startswith(opening)
    links = [
        one["url"]
        for one in alice.posts[max(alice.posts)].body["entities"]
        if one["type"] == "text_link"
    ]
    assert links
    assert all(link.startswith("https://") for link in links)


@pytest.mark.parametrize(
    "data", ["1:sources:sign:nobody", "1:sources:exercise:1", "1:sources:x:y"]
)
async def test_a_forged_button_for_sources_gets_a_kind_answer(
    household: Household, data: str
) -> None:
    alice = await household.subscriber("Alice")
    before = len(texts(alice))

    assert (await household.tapped(alice, data))["answered"]
    assert len(texts(alice)) == before + 1
