"""The control API under /sandbox/groups: what people do in groups and channels."""

from aiohttp import web
from pydantic import Field

from bot.sandbox import groups, people
from bot.sandbox.forms import Form
from bot.sandbox.refusals import Refusal
from bot.sandbox.world import Chat, Kind, Role, World, text_content, view


class NewGroup(Form):
    title: str = Field(min_length=1, max_length=128)
    kind: Kind = "supergroup"
    members: dict[int, Role] = Field(default_factory=dict)
    topics: set[int] = Field(default_factory=set)


class GroupSaying(Form):
    person: int
    text: str = Field(min_length=1, max_length=4096)
    topic: int | None = None
    anonymous: bool = False


class GroupTap(Form):
    person: int
    message_id: int
    data: str


class BotRole(Form):
    person: int
    role: Role


class Migration(Form):
    person: int


class GroupControl:
    """The control API for groups and channels."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        group = r"/sandbox/groups/{id:-\d+}"
        return [
            web.post("/sandbox/groups", self._add),
            web.get(f"{group}/messages", self._messages),
            web.post(f"{group}/messages", self._say),
            web.post(f"{group}/taps", self._tap),
            web.post(f"{group}/bot", self._stand),
            web.post(f"{group}/migration", self._migrate),
            web.delete(group + r"/topics/{topic:\d+}", self._delete_topic),
        ]

    async def _add(self, request: web.Request) -> web.Response:
        form = NewGroup.model_validate(await request.json())
        group = groups.add_group(self._world, form.title, form.kind, form.members, form.topics)
        return web.json_response({"id": group.id}, status=201)

    async def _messages(self, request: web.Request) -> web.Response:
        posts = self._group(request).posts.values()
        return web.json_response({"messages": [view(post) for post in posts]})

    async def _say(self, request: web.Request) -> web.Response:
        form = GroupSaying.model_validate(await request.json())
        group, person = self._group(request), self._chat(form.person)
        post = groups.say(
            self._world,
            group,
            person,
            groups.in_topic(text_content(form.text), form.topic),
            is_anonymous=form.anonymous,
        )
        return web.json_response(view(post), status=201)

    async def _tap(self, request: web.Request) -> web.Response:
        form = GroupTap.model_validate(await request.json())
        person, group = self._chat(form.person), self._group(request)
        return web.json_response(
            await people.tap(self._world, person, form.message_id, form.data, group)
        )

    async def _stand(self, request: web.Request) -> web.Response:
        form = BotRole.model_validate(await request.json())
        groups.stand(self._world, self._group(request), self._chat(form.person), form.role)
        return web.json_response({})

    async def _migrate(self, request: web.Request) -> web.Response:
        form = Migration.model_validate(await request.json())
        heir = groups.migrate(self._world, self._group(request), self._chat(form.person))
        return web.json_response({"id": heir.id})

    async def _delete_topic(self, request: web.Request) -> web.Response:
        self._group(request).topics.discard(int(request.match_info["topic"]))
        return web.json_response({})

    def _group(self, request: web.Request) -> Chat:
        return self._chat(int(request.match_info["id"]))

    def _chat(self, number: int) -> Chat:
        chat = self._world.chats.get(number)
        if chat is None:
            raise Refusal(404, "There is no such chat.")
        return chat
