"""The key to `figures check` and to a figure file: every column, field and channel in words."""

from collections.abc import Iterator

Rows = list[tuple[str, str]]

#: The columns of `check`, by measure.
COLUMNS = {
    "miss": "reach", "slide": "slide", "drag": "drag", "sunk": "sunk", "knee bend": "knee",
    "speed": "m/s", "unbalanced": "tilt", "jolt": "jolt", "stall": "stall", "pop": "pop",
    "flash": "flash", "seam": "seam",
}  # fmt: skip
_COLUMNS: Rows = [
    ("reach", "mm by which a pinned hand or foot misses its place; at most 5"),
    ("slide", "mm that a pinned foot moves in a frame; at most 1"),
    ("drag", "mm that a foot is dragged over the floor in a loop; at most 20"),
    ("sunk", "mm of the body below the floor; at most 12"),
    ("knee", "degrees that a knee is bent; at most 150"),
    ("m/s", "speed of the fastest joint; at most 6"),
    ("tilt", "mm of the weight outside the feet in a hold; at most 60"),
    ("jolt", "mm a frame by which the speed of a joint changes at once"),
    ("stall", "percent of its speed that a movement loses halfway; at most 75"),
    ("pop", "pixels by which the speed of an outline changes at once"),
    ("flash", "255ths by which a colour changes in a frame"),
    ("seam", "the step from the last frame to the first, by the largest other step; at most 1.05"),
]
_FILE: Rows = [
    ("like", "another version beside this one, from which all is taken that is not written here"),
    ("person", "who does it: mara, kofi or elsa"),
    ("cover", "the key pose that stands for the exercise in the gallery"),
    ("camera", "view: side, front or back; yaw and pitch in degrees; max_scale in pixels a metre"),
    ("size", "width and height of the film; even, 400 to 720"),
    ("panel, columns", "width and height of a panel of the board; panels in a row"),
    ("barefoot, level_head", "no shoes; neck and head measured in the room"),
    ("aim", "what x, y, z of a hand start from: room, shoulders, chest or head"),
    ("centred, balanced", "each panel centres its figure; the weight must stay over the feet"),
    ("travel", "metres that one loop walks"),
    ("props", "mat, kettlebell, ball, pillow, bench, chair, cushion and gap (what is"
              " free below a body), with x, z, height; a chair or a cushion may turn"),
    (
        "layers",
        "the parts from back to front, where another order than the usual one is needed; a hand is"
        " drawn with its arm unless it stands there: then only its palm is",
    ),
    ("work", "which muscles are drawn, and over which part"),
    ("base", "channels that every key pose starts from"),
    ("keys", "poses with an id; like: another key pose to start from; pose: its channels"),
    ("loop", "stops of the film: key, hold, move (seconds); stop: false flows through;"
             " phase: up or down and ring: true must take the time that the dose teaches;"
             " count: true counts the seconds of a slow move; layers: the parts from back to"
             " front until the next stop"),
    ("inset", "a lens in the film, where what moves is small; with keys, only in these and"
              " between two of them"),
    ("storyboard", "one panel for each step of the words: key, ghosts (poses before), ghost_parts"
                   " (only these of their parts; shirt brings the arms along), ring, count, flip"
                   " (the other side, mirrored), switch (only its sign), arrows, lens, camera,"
                   " layers, props"),
    ("arrows", "track a joint through keys, or at a joint toward an angle, or turn about a joint;"
               " off, trim, shift, length, radius, sweep; both: a distance, or there and back;"
               " number: which comes first; under: the part that hides it"),
    ("lens", "a round inset at a joint: shift, width in metres, middle and radius as shares of"
             " the panel, camera, ghosts, ghost_parts, layers, props, arrows; key: another pose"
             " than the panel's"),
]  # fmt: skip
_BODY: Rows = [
    ("x, y, z", "hip centre: metres forward, up and to the figure's right"),
    ("pitch, roll, turn", "the pelvis leans forward, leans right, turns right"),
    ("anchor_neck", "1: x, y, z and pitch are those of the neck, for a body on its shoulders"),
    ("lumbar, thorax", "the lower and the upper back round forward"),
    ("side, twist", "the back leans right, turns right"),
    ("neck, head, head_turn", "bend forward, bend forward, turn right"),
    ("neck_level, head_level", "the same, measured in the room where level_head is true"),
    ("effort", "the face: 0 at ease, 1 working hard"),
    ("shade", "1: the left leg lies in the shade; for a body seen from the front that turns"),
    ("ball, pillow, kettlebell", "hands: 1 held by the hands; floor: 1 on the floor"),
    ("work", "a muscle works (above 0 to 1) or is stretched (below 0 to -1)"),
]
_LEG: Rows = [
    ("legs, leg_r, leg_l", "both legs, the right one, the left one"),
    ("ik", "1: the foot is pinned at x, y, z; 0: the joints are turned"),
    ("x, y, z", "where the sole is pinned in the room"),
    ("foot, yaw", "toes up, toes out"),
    ("pivot", "1: the ball of the foot stays and the heel rises"),
    ("knee_out", "the knee points outward"),
    ("flex, abd, rot", "the thigh goes forward, goes outward, turns"),
    ("knee, ankle, toes", "the knee bends; toes toward the shin; toes bend up"),
]
_ARM: Rows = [
    ("arms, arm_r, arm_l", "both arms, the right one, the left one"),
    ("ik", "1: the wrist is at a target; 0: the joints are turned"),
    ("x, y, z", "the target, from what aim says; z is outward at chest and head"),
    ("ang, reach, out", "a target about the shoulders: 0 down and 90 forward; metres away; apart"),
    ("pole_f, pole_u, pole_o", "where the elbow points: forward, up, outward of the chest"),
    ("palm_f, palm_u, palm_o", "where the palm lies in the room: forward, up, outward; 0: free"),
    ("to_toe", "1: the hand goes to the toes of the other foot"),
    ("flex, abd, rot, elbow", "the arm goes forward, goes outward, turns; the elbow bends"),
    ("wrist, palm, roll", "the hand bends toward the thumb, toward the palm; the thumb turns out"),
    ("curl, spread", "1: a fist; 1: the fingers fan out"),
]


def chapters() -> Iterator[tuple[str, Rows]]:
    """Yield each table's title and rows."""
    yield "The columns of `figures check`", _COLUMNS
    yield "The fields of figures/<version>.yaml", _FILE
    yield "Channels of the body", _BODY
    yield "Channels of a leg", _LEG
    yield "Channels of an arm", _ARM
