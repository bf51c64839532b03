"""A group with one post a day, and cards that travel: inline mode and links."""

from tests.flows.group import BOT, Group
from tests.flows.town import Person, Town

TOPIC = 77
ADMINS_ONLY = "Only admins"


async def test_a_group_gets_a_post_in_its_topic_and_counts_who_did_it(
    town: Town, alice: Person, bob: Person
) -> None:
    members = {alice.id: "administrator", bob.id: "member"}
    group = await Group.found(town, alice, members=members, topics=[TOPIC])
    ((welcome, _),) = await group.receives()
    refusal = await group.tap(bob, welcome, "Subscribe this group")
    await group.write(alice, f"/start@{BOT}", TOPIC)
    (_, first), (clock, second) = await group.receives(2)

    assert (refusal or "").startswith(ADMINS_ONLY)
    assert (first, second) == (TOPIC, TOPIC)

    await group.tap(alice, clock, "zone")
    await town.skip()
    ((post, topic),) = await group.receives()
    for person in (alice, bob):
        assert await group.tap(person, post, "count") == "Well done! Counted."

    assert topic == TOPIC
    await group.shows(post, "✓ Done · 2")

    await group.loses_topic(TOPIC)
    await town.skip()
    (_post, main), (note, beside) = await group.receives(2)

    assert (main, beside) == (None, None)
    assert note.text.startswith("The topic I posted in is closed")

    await town.skip()
    ((_, after),) = await group.receives()
    assert after is None


async def test_a_group_that_becomes_a_supergroup_goes_on(town: Town, alice: Person) -> None:
    await alice.ask("/help")  # or the bot may not write to her
    group = await Group.found(town, alice, kind="group")
    await group.write(alice, f"/start@{BOT}")
    await group.receives(3)
    heir = await group.becomes_a_supergroup()

    await town.skip()

    ((post, _),) = await heir.receives()
    assert post.picture == "animation"

    await heir.leaves()
    note = await alice.receives()
    assert note.text.startswith("I've paused, because I can't post in Us any more.")


async def test_a_card_is_shared_in_any_chat_and_leads_back(
    town: Town, alice: Person, bob: Person
) -> None:
    await alice.begins()
    await alice.ask("/exercise kettlebell")
    answer = await town.ask(f"people/{alice.id}/inline", {"query": "kettlebell"})
    (shared,) = answer["results"]
    url = shared["reply_markup"]["inline_keyboard"][0][0]["url"]
    payload = url.removeprefix(f"https://t.me/{BOT}?start=")
    card, offer = await bob.say(f"/start {payload}")

    assert shared["caption"].startswith("Kettlebell swing")
    assert card.title == "Kettlebell swing"
    assert offer.does == ["begin"]
    *_, question = (await bob.tap(offer, "begin"), *(await bob.news()))
    assert question.does[0] == "screened"
