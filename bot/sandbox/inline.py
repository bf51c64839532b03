"""Inline mode: what a person types after the bot's name, and what the bot offers."""

import asyncio
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from bot.sandbox import groups
from bot.sandbox.forms import Form, InlineMarkup, Nested, message_caption, message_text
from bot.sandbox.people import ANSWER_WAIT
from bot.sandbox.refusals import Refusal, bad_request
from bot.sandbox.registry import takes
from bot.sandbox.sending import buttons_content
from bot.sandbox.world import QUERY_LIFE, Body, Chat, Post, Query, World

SENT = ("text", "entities", "animation", "caption", "caption_entities", "reply_markup")
"""What of a result ends up in the message."""


class TextContent(Form):
    """The message that an inline result turns into."""

    message_text: str
    parse_mode: str | None = None


class Result(Form):
    """Fields of every inline result."""

    id: str = Field(min_length=1, max_length=64)
    title: str = Field(min_length=1)
    description: str | None = None
    reply_markup: InlineMarkup | None = None


class Article(Result):
    """An inline result that is an article."""

    type: Literal["article"]
    input_message_content: TextContent

    def content(self, _world: World) -> Body:
        """Return the message that is sent when this result is chosen."""
        words = self.input_message_content
        return message_text(words.message_text, words.parse_mode, None)


class CachedFilm(Result):
    """An inline result that is an animation already uploaded."""

    type: Literal["mpeg4_gif"]
    mpeg4_file_id: str
    caption: str | None = None
    parse_mode: str | None = None

    def content(self, world: World) -> Body:
        """Return the message that is sent when this result is chosen."""
        stored = world.files.keep(self.mpeg4_file_id, "animation")
        width, height = stored.picture_size
        film = stored.about | {"width": width, "height": height, "duration": 0}
        return {"animation": film} | message_caption(self.caption, self.parse_mode, None)


class ResultsButton(Form):
    """A button above the results."""

    text: str = Field(min_length=1)
    start_parameter: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")


RESULTS: TypeAdapter[list[Article | CachedFilm]] = TypeAdapter(
    list[Annotated[Article | CachedFilm, Field(discriminator="type")]]
)


class InlineAnswer(Form):
    """The parameters of an answer."""

    inline_query_id: str
    results: Annotated[list[dict[str, Any]], Nested] = Field(max_length=50)
    cache_time: int | None = None
    is_personal: bool = False
    next_offset: str | None = None
    button: Annotated[ResultsButton, Nested] | None = None


@takes(InlineAnswer)
async def answer_inline_query(world: World, form: InlineAnswer) -> bool:
    """Answer an inline query, once and before it expires."""
    results = RESULTS.validate_python(form.results)
    if len({one.id for one in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    offered = [
        {"id": one.id, "title": one.title, "description": one.description}
        | {"reply_markup": buttons_content(one.reply_markup)}
        | one.content(world)
        for one in results
    ]
    query = world.queries.pop(form.inline_query_id, None)
    if query is None or world.clock() - query.asked > QUERY_LIFE or query.answer.done():
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    button = form.button and form.button.model_dump()
    query.answer.set_result({"results": offered, "button": button})
    return True


async def ask(world: World, person: Chat, text: str) -> Body:
    """Send an inline query and return the bot's results."""
    query_id = str(10**15 + next(world.numbers))
    answer: asyncio.Future[Body] = asyncio.get_running_loop().create_future()
    world.queries[query_id] = Query(world.clock(), answer)
    about = {"id": query_id, "from": person.user, "query": text, "offset": ""}
    world.updates.push("inline_query", about)
    done, _ = await asyncio.wait({answer}, timeout=ANSWER_WAIT)
    if not done:
        return {"answered": False}
    world.offered[person.id] = {one["id"]: one for one in answer.result()["results"]}
    return {"answered": True} | answer.result()


def choose(world: World, person: Chat, result_id: str, chat: Chat, topic: int | None) -> Post:
    """Send an offered result to a chat, in the person's name."""
    result = world.offered.get(person.id, {}).get(result_id)
    if result is None:
        raise Refusal(404, "The bot has not offered this.")
    if chat.id != person.id and chat.members.get(person.id) not in groups.IS_IN:
        raise Refusal(409, "This person may not write so there.")
    shown = {key: value for key, value in result.items() if key in SENT and value is not None}
    content = groups.in_topic(shown | {"via_bot": world.bot}, topic)
    post = world.add_post(chat, person.user, content)
    if chat.id == person.id or chat.members[world.bot["id"]] in groups.IS_IN:
        world.updates.push("message", post.body)
    return post
