"""Updates as no friend would send them: Bot API shapes with wild values, and broken JSON."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random
from typing import Any

Body = dict[str, Any]

WILD: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, 2**63, -(2**63), 10**30, "", " ", "\x00", "ﷺ" * 300),
    *("<b>", "</b>", "&amp;&lt;", "<tg-time unix='x'>", "{0}", "%s", "\u202eabc", "😀" * 200),
    *([], {}, [[[[]]]], {"id": {"id": {}}}, "/start", "../../etc/passwd", "1:today"),
)
"""Values of the wrong kind, size or intent."""

TEXTS: tuple[str, ...] = (
    *("hello", "/start", "/start x", "/start ex_lunge", "/start sign_x", "/stop", "/today"),
    *("/exercise", "/exercise <b>lunge", "/exercise kettlebell", "/exercise 🦵", "/signs 1"),
    *("/time 07:30", "/time 99:99", "/time <i>", "/timezone", "/timezone Lisbon", "/days"),
    *("/timezone Mars", "/timezone '; DROP TABLE subscribers;--", "/settings", "/status"),
    *("/nosuch", "/start@psoas_sandbox_bot", "/help@somebody_else", "chest pain", "12", "7.30"),
    *("<script>alert(1)</script>", "&", "&lt;b&gt;", "\u202e\u0000", "a" * 5000, "ㅤ", "\n\n"),
    *("/mydata", "/privacy", "/delete", "/pause", "/progress", "/nudge 20:00", "/programme"),
    *("/broadcast hello", "/stats", "Split", "lunge", "swing", "-5", "²", "٠٧:٣٠"),
)

CHATS = ("private", "private", "private", "group", "supergroup", "channel", "nonsense")


class Stranger:
    """Somebody who makes updates out of chance alone, so that each can be made again."""

    def __init__(self, chance: Random, chats: Sequence[int], taps: Sequence[str]) -> None:
        self._chance = chance
        self._chats = chats
        self._taps = taps
        self._kinds: tuple[Callable[[], Body], ...] = (
            *(self._message, self._message, self._tap, self._tap),
            *(self._edited, self._channel, self._membership, self._inline, self._nothing),
            self._reaction,
        )

    def update(self, number: int) -> Body:
        """Make an update of a shape that Telegram sends, with what a stranger can put in it."""
        return {"update_id": number} | self._chance.choice(self._kinds)()

    def broken_update(self, number: int) -> Body:
        """Make an update that is broken in up to five places."""
        made = self.update(number)
        for _ in range(self._chance.choice((0, 1, 2, 5))):
            self._break(made)
        return made | {"update_id": number}

    def _break(self, body: Any) -> None:
        """Change one place anywhere inside: drop it, or put something wild there."""
        places = list(_places(body))
        if not places:
            return
        parent, key = self._chance.choice(places)
        if self._chance.random() < 0.3:
            del parent[key]
        else:
            parent[key] = deepcopy(self._chance.choice(WILD))

    def _user(self) -> Body:
        code = self._chance.choice(("en", "pt-br", "xx", "../..", "", "<b>", "EN-US-x" * 9))
        number = self._chance.choice(self._chats)
        return {"id": number, "is_bot": False, "first_name": "<b>M", "language_code": code}

    def _chat(self) -> Body:
        kind = self._chance.choice(CHATS)
        number = self._chance.choice(self._chats)
        return {"id": number if kind == "private" else -number, "type": kind, "title": "<i>"}

    def _said(self) -> Body:
        text = self._chance.choice(TEXTS)
        command = [{"type": "bot_command", "offset": 0, "length": len(text.split(" ")[0])}]
        return {
            "message_id": self._chance.randrange(1, 10_000),
            "date": self._chance.choice((0, 1_800_000_000, 1_800_000_000)),
            "chat": self._chat(),
            "from": self._user(),
            **self._content(text),
            "entities": command if text.startswith("/") else [],
        }

    def _content(self, text: str) -> Body:
        sticker: Body = {"file_id": "x", "file_unique_id": "y", "type": "regular"}
        sticker |= {"width": 1, "height": 1, "is_animated": False, "is_video": False}
        location = {"latitude": self._chance.uniform(-90, 90), "longitude": 179.5}
        others: tuple[Body, ...] = (
            {"location": location},
            {"sticker": sticker},
            {"photo": []},
            {"contact": {"phone_number": "1", "first_name": "<b>"}},
            {"migrate_to_chat_id": -self._chance.choice(self._chats)},
            {"new_chat_title": "<b>"},
        )
        return {"text": text} if self._chance.random() < 0.8 else self._chance.choice(others)

    def _message(self) -> Body:
        return {"message": self._said()}

    def _edited(self) -> Body:
        return {"edited_message": self._said()}

    def _channel(self) -> Body:
        return {"channel_post": self._said()}

    def _tap(self) -> Body:
        data = self._chance.choice(self._taps)
        if self._chance.random() < 0.3:
            cut = self._chance.randrange(len(data) + 1)
            data = data[:cut] + self._chance.choice((":", "x", "<", "é", "9" * 60, ":-1", ":0"))
        query = {"id": str(self._chance.random()), "from": self._user(), "chat_instance": "1"}
        return {"callback_query": query | {"data": data, "message": self._said()}}

    def _membership(self) -> Body:
        member = {"user": self._user(), "status": self._chance.choice(("member", "left", "x"))}
        change = {"chat": self._chat(), "from": self._user(), "date": 1_800_000_000}
        return {"my_chat_member": change | {"old_chat_member": member, "new_chat_member": member}}

    def _reaction(self) -> Body:
        emoji = {"type": "emoji", "emoji": self._chance.choice(("❤", "👎", "", "<b>", "1:today"))}
        kinds: tuple[list[Body], ...] = ([], [emoji], [{"type": "paid"}], [{"type": "x"}, emoji])
        old, new = self._chance.choice(kinds), self._chance.choice(kinds)
        change = {"chat": self._chat(), "user": self._user(), "date": 1_800_000_000}
        change |= {"message_id": self._chance.randrange(1, 50)}
        return {"message_reaction": change | {"old_reaction": old, "new_reaction": new}}

    def _inline(self) -> Body:
        text = self._chance.choice(TEXTS)[:256]
        return {"inline_query": {"id": "1", "from": self._user(), "query": text, "offset": "<"}}

    def _nothing(self) -> Body:
        """Make an update of a kind that nobody has heard of yet."""
        return {self._chance.choice(("novelty", "<b>")): {"id": "1"}}


def _places(body: Any) -> Any:
    """Yield every place inside a body, as its parent and its key there."""
    for key, value in body.items() if isinstance(body, dict) else enumerate(body):
        yield body, key
        if isinstance(value, dict | list):
            yield from _places(value)
