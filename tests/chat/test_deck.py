"""The deck has every card, so that the tests that walk over it miss none."""

import re
from pathlib import Path

import bot.chat.cards

CARDS = Path(bot.chat.cards.__file__).parent
DECK = Path(__file__).parent / "deck"


def test_each_card_is_in_the_deck() -> None:
    dealt = "".join(path.read_text(encoding="utf-8") for path in sorted(DECK.glob("*.py")))
    missing = [
        f"{path.stem}.{name}"
        for path in sorted(CARDS.glob("*.py"))
        for name in re.findall(r"^def ([a-z]\w*_card)\(", path.read_text("utf-8"), re.MULTILINE)
        if not name.startswith("is_")
        if not re.search(rf"\b{path.stem}\.{name}\(|(?<!\.)\b{name}\(", dealt)
    ]

    assert missing == [], "add them to tests/chat/deck"
