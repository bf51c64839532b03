"""Groups and channels: who is in them, what is said there, and what happens to them."""

from itertools import count

from bot.sandbox.profile import group_commands
from bot.sandbox.refusals import Refusal, bad_request
from bot.sandbox.world import Body, Chat, Kind, Post, Role, World, view

ANONYMOUS: Body = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
ANONYMOUS |= {"username": "GroupAnonymousBot"}
FIRST_ID: dict[Kind, int] = {"group": -5_000_001, "supergroup": -1_001_000_000_001}
IS_IN = ("creator", "administrator", "member", "restricted")

_MANAGES = (
    *("can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_change_info"),
    *("can_restrict_members", "can_promote_members", "can_invite_users"),
    *("can_post_stories", "can_edit_stories", "can_delete_stories"),
)
_MUTED = (
    *("can_send_messages", "can_send_polls", "can_send_other_messages", "can_send_audios"),
    *("can_send_documents", "can_send_photos", "can_send_videos", "can_send_video_notes"),
    *("can_send_voice_notes", "can_add_web_page_previews", "can_change_info", "can_edit_tag"),
    *("can_invite_users", "can_pin_messages", "can_manage_topics", "can_react_to_messages"),
)
RIGHTS: dict[Role, Body] = {
    "creator": {"is_anonymous": False},
    "administrator": dict.fromkeys(_MANAGES, True)
    | {"can_be_edited": False, "is_anonymous": False}
    | {"can_post_messages": True, "can_edit_messages": True},
    "member": {},
    "restricted": dict.fromkeys(_MUTED, False) | {"is_member": True, "until_date": 0},
    "left": {},
    "kicked": {"until_date": 0},
}


def add_group(
    world: World, title: str, kind: Kind, members: dict[int, Role], topics: set[int]
) -> Chat:
    """Create a group or channel without the bot in it."""
    numbers = count(FIRST_ID.get(kind, FIRST_ID["supergroup"]), -1)
    about: Body = {"id": next(n for n in numbers if n not in world.chats), "type": kind}
    about |= {"title": title} | ({"is_forum": True} if topics else {})
    world.chats[about["id"]] = group = Chat(about, members=dict(members), topics=set(topics))
    group.members[world.bot["id"]] = "left"
    world.tell("people", {})
    return group


def describe(world: World, group: Chat) -> Body:
    """Return a group as the page shows it."""
    people = {number: role for number, role in group.members.items() if number != world.bot["id"]}
    last = next(reversed(group.posts.values()), None)
    return {
        "id": group.id,
        "title": group.about["title"],
        "type": group.about["type"],
        "topics": sorted(group.topics),
        "members": people,
        "bot": group.members[world.bot["id"]],
        "commands": group_commands(world, is_admin=False),
        "admin_commands": group_commands(world, is_admin=True),
        "last": view(last) if last else None,
    }


def member(world: World, group: Chat, user_id: int) -> Body:
    """Describe what a user is in a group."""
    person = world.chats.get(user_id)
    if user_id != world.bot["id"] and (person is None or person.about["type"] != "private"):
        raise bad_request("PARTICIPANT_ID_INVALID")
    role = group.members.get(user_id, "left")
    return {"status": role, "user": person.user if person else world.bot} | RIGHTS[role]


def in_topic(content: Body, topic: int | None) -> Body:
    """Return the content of a message, in a topic if one is named."""
    if topic is None:
        return content
    return content | {"message_thread_id": topic, "is_topic_message": True}


def say(
    world: World,
    group: Chat,
    person: Chat,
    content: Body,
    *,
    is_anonymous: bool = False,
) -> Post:
    """Post in a group or channel; the bot gets an update if privacy mode lets it see the post."""
    role = group.members.get(person.id, "left")
    in_channel = group.about["type"] == "channel"
    if role not in (("creator", "administrator") if in_channel or is_anonymous else IS_IN):
        raise Refusal(409, "This person may not write so there.")
    if is_anonymous:
        content = content | {"sender_chat": group.about}
    post = world.add_post(group, ANONYMOUS if is_anonymous else person.user, content)
    # As in Telegram's privacy mode, which is how a bot begins.
    heard = group.members[world.bot["id"]] == "administrator" or "/" in str(content.get("text"))
    if heard and group.members[world.bot["id"]] in IS_IN:
        world.updates.push("channel_post" if in_channel else "message", post.body)
    return post


def stand(world: World, group: Chat, by: Chat, role: Role) -> None:
    """Let an admin add the bot, change its rights, or remove it."""
    before = member(world, group, world.bot["id"])
    group.members[world.bot["id"]] = role
    after = member(world, group, world.bot["id"])
    world.tell("people", {})
    heading = {"chat": group.about, "from": by.user, "date": world.unix_time}
    world.updates.push(
        "my_chat_member", heading | {"old_chat_member": before, "new_chat_member": after}
    )


def migrate(world: World, group: Chat, by: Chat) -> Chat:
    """Turn a group into a supergroup with a new id."""
    heir = add_group(world, group.about["title"], "supergroup", group.members, set())
    heir.members, group.moved_to = group.members, heir.id
    joined = {"status": "member", "user": world.bot}
    for chat, content in (
        (group, {"migrate_to_chat_id": heir.id}),
        (heir, {"migrate_from_chat_id": group.id}),
    ):
        world.updates.push("message", world.add_post(chat, by.user, content).body)
    world.updates.push(
        "my_chat_member",
        {"chat": heir.about, "from": by.user, "date": world.unix_time}
        | {"old_chat_member": joined | {"status": "left"}, "new_chat_member": joined},
    )
    return heir
