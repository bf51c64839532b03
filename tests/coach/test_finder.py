"""People write names in their own way: short, wrong, shouting; junk finds nothing."""

import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.folding import fold
from bot.coach.names import Found, Topic
from tests.library import finders

from .lives import LIBRARY

FINDER = finders(LIBRARY).of("en")


def named() -> list[tuple[str, Topic]]:
    """List each name that stands in the content, with what it is the name of."""
    found = []
    for slug, exercise in LIBRARY.exercises.items():
        words = exercise.words.to("en")
        names = (words.name, slug, *words.aliases)
        found += [(name, Topic("exercise", slug)) for name in names]
    for slug, sign in LIBRARY.signs.items():
        told = sign.words.to("en")
        found += [(name, Topic("sign", slug)) for name in (told.name, slug, *told.aliases)]
    return found


NAMED = named()
LONG = [(name, topic) for name, topic in NAMED if len(name) >= 8]


def slugs(topics: tuple[Topic, ...]) -> list[str]:
    return [topic.slug for topic in topics]


# --- whole names ----------------------------------------------------------------------------


def test_every_name_finds_exactly_its_own() -> None:
    for name, topic in NAMED:
        for written in (name, name.upper(), name.replace("-", " "), f"  {name}!!", f"“{name}”"):
            assert FINDER.find(written) == Found(meant=(topic,), is_whole=True), written


def test_a_name_finds_nothing_of_the_other_kind() -> None:
    for name, topic in NAMED:
        others = FINDER.find(name, "exercise" if topic.kind == "sign" else "sign")
        assert topic not in others.meant, name
        assert FINDER.find(name, topic.kind).meant == (topic,), name


def test_accents_dashes_and_plurals_are_forgiven() -> None:
    assert fold("  Ság-Üp’s! ") == "sag up s"
    assert slugs(FINDER.find("Bùlgarian–Split Squats").meant) == ["bulgarian-split-squat"]
    assert slugs(FINDER.find("stability ball passes").meant) == ["stability-ball-pass"]
    assert slugs(FINDER.find("ＫＥＴＴＬＥＢＥＬＬ").meant) == ["kettlebell-swing"]


@pytest.mark.parametrize(
    ("name", "slug", "version"),
    [
        ("half boat", "boat-pose", "easier"),
        ("Curl-up", "sit-up", "easier"),
        ("split squat on the floor", "bulgarian-split-squat", "easier"),
        ("pelvic tilt", "floor-bridge", "easier"),
        ("hip hinge", "kettlebell-swing", "easier"),
        ("deadlift", "kettlebell-swing", "deadlift"),
        ("Leg swing, side to side", "leg-swing", "easier"),
        ("leg swing at a wall", "leg-swing", "forward"),
    ],
)
def test_a_version_has_a_name_of_its_own(name: str, slug: str, version: str) -> None:
    assert FINDER.find(name) == Found(meant=(Topic("exercise", slug, version),), is_whole=True)


@pytest.mark.parametrize("text", ["how do I do the lunge?", "please explain the lunge", "LUNGE!"])
def test_a_name_is_found_inside_a_question(text: str) -> None:
    assert FINDER.understand(text) == Found(meant=(Topic("exercise", "lunge"),), is_whole=True)


# --- half names -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("half", "slug"),
    [
        ("kett", "kettlebell-swing"),
        ("frank", "frankenstein-walk"),
        ("bulg squ", "bulgarian-split-squat"),
        ("squat bulgarian", "bulgarian-split-squat"),
        ("ball", "stability-ball-pass"),
        ("navas", "boat-pose"),
        ("bridg", "floor-bridge"),
        ("constip", "digestive-trouble"),
        ("psoas", "lunge"),
        ("slouchi", "poor-posture"),
    ],
)
def test_half_a_name_is_enough_where_only_one_begins_so(half: str, slug: str) -> None:
    found = FINDER.find(half)

    assert slugs(found.meant) == [slug]
    assert not found.is_whole


@pytest.mark.parametrize("swing", ["swing", "Swings", "swing?"])
def test_swing_asks_which_of_two(swing: str) -> None:
    assert sorted(slugs(FINDER.find(swing).meant)) == ["kettlebell-swing", "leg-swing"]


def test_a_half_name_that_is_nearly_another_whole_one_asks_which() -> None:
    assert slugs(FINDER.find("leg sing").meant) == ["leg-lift", "leg-swing"]


# --- wrong names ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typo", "slug"),
    [
        ("kettelbell", "kettlebell-swing"),
        ("ketlebell swing", "kettlebell-swing"),
        ("kettle bell swings", "kettlebell-swing"),
        ("bulgarien split squat", "bulgarian-split-squat"),
        ("bulgarian spilt squat", "bulgarian-split-squat"),
        ("frankenstine walk", "frankenstein-walk"),
        ("frankinstein", "frankenstein-walk"),
        ("stabilty ball pass", "stability-ball-pass"),
        ("swis ball pass", "stability-ball-pass"),
        ("flor bridge", "floor-bridge"),
        ("glut bridge", "floor-bridge"),
        ("situpp", "sit-up"),
        ("set-up", "sit-up"),
        ("boat poes", "boat-pose"),
        ("navasna", "boat-pose"),
        ("leg lfit", "leg-lift"),
        ("leg riase", "leg-lift"),
        ("hip flexer stretch", "lunge"),
        ("lounge", "lunge"),
        ("constapation", "digestive-trouble"),
        ("bad postur", "poor-posture"),
        ("siatica", "lower-body-pain"),
    ],
)
def test_a_slip_of_the_finger_still_leads_there(typo: str, slug: str) -> None:
    found = FINDER.find(typo)

    assert slug in slugs(found.meant + found.near)


edits = st.sampled_from(["drop", "swap", "add", "change"])
letters = st.sampled_from(string.ascii_lowercase)


@given(st.sampled_from(LONG), edits, st.integers(0, 100), letters)
def test_one_slip_anywhere_in_a_long_name_is_forgiven(
    one: tuple[str, Topic], edit: str, place: int, letter: str
) -> None:
    name, topic = one
    at = place % len(name)
    head, char, tail = name[:at], name[at], name[at + 1 :]
    typo = {
        "drop": head + tail,
        "swap": head + tail[:1] + char + tail[1:],
        "add": head + letter + char + tail,
        "change": head + letter + tail,
    }[edit]

    found = FINDER.find(typo)

    assert topic in found.meant + found.near


OTHER_MOVES = ["crunch", "monster walk", "american swing", "push up", "pull-up"]
OTHER_MOVES += ["leg press", "leg curl", "bench press", "goblet squat"]
OTHER_WORDS = ["lunch", "settings", "stop", "help", "time"]


@pytest.mark.parametrize("name", OTHER_MOVES + OTHER_WORDS)
def test_another_move_or_word_is_never_taken_for_one_of_ours(name: str) -> None:
    assert FINDER.find(name).meant == ()


# --- junk -----------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["hi", "hello", "hey", "yes", "no", "ok", "thanks", "go", "?"])
def test_a_greeting_or_a_yes_or_no_is_no_name(word: str) -> None:
    found = FINDER.find(word)

    assert found.meant + found.near == ()


JUNK = ["", " ", "a", "---", "1234", "\x00", "<b>&amp;</b>", "%s %d {0}", "SELECT * FROM x"]
JUNK += ["😀", "🏋️\u200d♀️🏋️\u200d♀️", "مرحبا بك", "שלום", "\u202ekcab"]
JUNK += ["x" * 5000, "lunge " * 800, "ﷺ" * 60]


@pytest.mark.parametrize("junk", JUNK)
def test_junk_finds_nothing_and_quickly(junk: str) -> None:
    began = time.perf_counter()
    found = FINDER.find(junk)

    assert found.meant + found.near == ()
    assert time.perf_counter() - began < 1


@given(st.text(max_size=200))
def test_no_text_at_all_breaks_the_search(text: str) -> None:
    found = FINDER.find(text)

    assert len(found.near) <= 4
    assert len(set(found.meant)) == len(found.meant)


@pytest.mark.parametrize("text", ["one", "half", "the left one", "two"])
def test_a_word_that_is_only_part_of_names_finds_none(text: str) -> None:
    assert FINDER.understand(text) is None


# --- words around a name --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "slugs_named"),
    [
        ("show me the bridge one again", ["floor-bridge"]),
        ("how do you do the Frankenstein thing", ["frankenstein-walk"]),
        ("what's the difference between the lunge and the boat pose", ["lunge", "boat-pose"]),
    ],
)
def test_a_name_between_words_around_names_is_meant(text: str, slugs_named: list[str]) -> None:
    found = FINDER.understand(text)

    assert isinstance(found, Found)
    assert sorted(slugs(found.meant)) == sorted(slugs_named)
