"""One picture of one exercise: the room, the person, the things, in painter's order."""

from collections.abc import Sequence

import numpy as np

from bot.figures import arrow as arrows
from bot.figures import ghost, hair, muscle, prop
from bot.figures.beside import ALONE, Beside
from bot.figures.body import Body
from bot.figures.brush import Brush
from bot.figures.camera import Camera, Chain
from bot.figures.canvas import Canvas
from bot.figures.front import between
from bot.figures.geometry import Array
from bot.figures.glimpse import glimpse
from bot.figures.head import Mood
from bot.figures.limbs import stand
from bot.figures.people import PEOPLE
from bot.figures.person import HEMS, PersonPainter
from bot.figures.pose import Motion, Numbers
from bot.figures.room import room, shadow
from bot.figures.schema import Arrow, Figure, Part
from bot.figures.skeleton import SIDES, Skeleton, trunk

SIDE_ORDER = ("arm_l", "leg_l", "pelvis", "shirt", "head", "leg_r", "arm_r")
FRONT_ORDER = ("pelvis", "leg_l", "leg_r", "shirt", "head", "arm_l", "arm_r")
YAWS = {"side": 20.0, "front": 90.0, "back": -90.0}
#: From behind, arms that reach forward lie behind the body.
BACK_ORDER = ("arm_l", "arm_r", "pelvis", "leg_r", "leg_l", "shirt", "head")
ORDERS = {"side": SIDE_ORDER, "front": FRONT_ORDER, "back": BACK_ORDER}
MARGIN = 0.06  # of the picture, on every side
BADGE_ROOM = 0.05  # of the height
BLINK = 0.16  # seconds
BETWEEN_BLINKS = 2.8  # seconds
HAIR_LAG = 0.12  # seconds
#: What lies below the shadow of the body.
FLOOR_THINGS = ("mat", "gap", "cushion")
STANDING_THINGS = (*FLOOR_THINGS, "bench")

Size = tuple[int, int]
#: A pose, and how far the camera has followed it.
Shown = tuple[Numbers, float]


class Scene:
    """Everything that is needed to paint any moment of one exercise."""

    def __init__(self, figure: Figure) -> None:
        self.figure, self.motion = figure, Motion(figure)
        self.look = PEOPLE[figure.person]
        self.front = figure.camera.view != "side"
        self.things = {thing.kind: thing for thing in figure.props}
        self.order = self._usual = figure.layers or ORDERS[figure.camera.view]
        self._bodies: dict[tuple[float, ...], Body] = {}
        self._frames: dict[bool, tuple[Array, Array]] = {}

    # the body at a moment

    def bones(self, pose: Numbers) -> Skeleton:
        """Put the person into a pose."""
        return self.body(pose).bones

    def body(self, pose: Numbers) -> Body:
        """Put flesh on the bones of a pose; each pose is worked out once."""
        numbers = tuple(pose.values())
        if numbers not in self._bodies:
            f = self.figure
            bones = stand(pose, self.look.girth, aim=f.aim, level_head=f.level_head)
            self._bodies[numbers] = Body(bones, self.look.girth, barefoot=f.barefoot)
        return self._bodies[numbers]

    def walked(self, time: float) -> float:
        """Return how far the camera has followed a figure that walks."""
        return self.figure.travel * time / self.motion.seconds

    # framing

    def camera(
        self, size: Size, shown: Sequence[Shown] | None = None, *, mat: bool = True
    ) -> Camera:
        """Choose the view so that every pose and every thing is in the picture."""
        (width, height), sheet = size, self.figure.camera
        camera = self.view()
        low, high = self.extent(camera, shown, mat=mat) if shown else self._whole(camera, mat)
        wide, tall = high - low
        camera.scale = min(
            width * (1 - 2 * MARGIN) / wide,
            height * (1 - 2 * MARGIN - BADGE_ROOM) / tall,
            sheet.max_scale * width / 720,
        )
        flat = wide * camera.scale > width * 0.8 and tall * camera.scale < height * 0.55
        middle = np.array([width / 2, height * (0.62 if flat else 0.52)])
        camera.offset = middle - camera.scale * (low + high) / 2
        return camera

    def view(self) -> Camera:
        """Look from where the figure says, from no distance yet."""
        sheet = self.figure.camera
        return Camera(YAWS[sheet.view] if sheet.yaw is None else sheet.yaw, sheet.pitch)

    def follow(self, camera: Camera, way: float) -> None:
        """Move the view forward with the figure."""
        camera.offset = camera.offset - camera.flat @ np.array([way, 0.0, 0.0])

    def extent(
        self, camera: Camera, shown: Sequence[Shown], *, mat: bool = True
    ) -> tuple[Array, Array]:
        """Return the corners of the box around all poses and things, in pixels."""
        things = [thing for thing in self.figure.props if mat or thing.kind != "mat"]
        points = [camera.point(prop.corners(thing)) for thing in things]
        for pose, way in shown:
            shift = camera.flat @ np.array([way, 0.0, 0.0])
            outline = self._outline(self.body(pose))
            points.append(camera.box(sum(outline[1:], outline[0])) - shift)
        every = np.concatenate(points)
        return every.min(axis=0), every.max(axis=0)

    def _whole(self, camera: Camera, mat: bool) -> tuple[Array, Array]:  # noqa: FBT001
        """Return the extent of the whole film, which is worked out once for the scene's view."""
        if mat not in self._frames:
            self._frames[mat] = self.extent(camera, self._everything(), mat=mat)
        return self._frames[mat]

    def _everything(self) -> list[Shown]:
        """Return every second frame of the film, and the keys that stand on the board only."""
        m = self.motion
        times = [i * m.seconds / m.frames for i in range(0, m.frames, 2)]
        film: list[Shown] = [(m.at(t), self.walked(t)) for t in times]
        shown = {p.key for p in self.figure.storyboard} - {step.key for step in self.figure.loop}
        return film + [(m.key(name), 0.0) for name in sorted(shown)]

    def _outline(self, body: Body) -> list[Chain]:
        """Return every part that must be in the picture."""
        chains = list(body.solids().values())
        if self.look.hair_style == "ponytail":
            chains.append(hair.ponytail(body.bones, np.zeros(3)))
        return chains + self._moving(body.bones)

    def _moving(self, bones: Skeleton) -> list[Chain]:
        solids = [prop.solid(thing, bones) for thing in self.figure.props]
        return [chain for chain in solids if chain is not None]

    # painting

    def moment(self, canvas: Canvas, camera: Camera, time: float) -> None:
        """Paint one moment of the loop."""
        pose, blink, sway = self.sight(time)
        self.order = self.motion.layers(time) or self._usual
        mood = Mood(blink, pose["effort"], np.array(sway))
        self._paint(Brush(canvas, camera), pose, mood)

    def sight(self, time: float) -> tuple[Numbers, float, tuple[float, ...]]:
        """Return what decides how a moment looks: the pose, the eyes and the sway of the hair."""
        sway = np.round(self._sway(time), 4) + 0.0
        return self.motion.at(time), self._blink(time), tuple(sway.tolist())

    def inset(self, time: float) -> float:
        """Return how far the inset of the film is shown at a time, from 0 to 1."""
        inset = self.figure.inset
        if inset is None:
            return 0.0
        return self.motion.within(time, inset.keys) if inset.keys else 1.0

    def key(self, canvas: Canvas, camera: Camera, name: str, beside: Beside = ALONE) -> None:
        """Paint a key pose, eyes open and hair at rest, over faint copies of some others.

        Arrows lie over everything, or under the part that they name.
        """
        self.pose(canvas, camera, self.motion.key(name), beside)

    def pose(self, canvas: Canvas, camera: Camera, pose: Numbers, beside: Beside = ALONE) -> None:
        """Paint any pose as a key pose is painted."""
        brush = Brush(canvas, camera)
        self._paint(brush, pose, Mood(effort=pose["effort"]), beside)
        for arrow in beside.arrows:
            if arrow.under not in self.order:
                self.arrow(brush, arrow, self.bones(pose))

    def _paint(self, brush: Brush, pose: Numbers, mood: Mood, beside: Beside = ALONE) -> None:
        body, canvas = self.body(pose), brush.canvas
        corners = [prop.corners(thing) for thing in self.figure.props]
        room(brush, self.figure.travel, np.concatenate([np.zeros((1, 3)), *corners]))
        for kind in FLOOR_THINGS:
            self._draw_thing(brush, kind, body)
        with canvas.part("shadow"):
            mat = prop.outline(brush, self.things["mat"]) if "mat" in self.things else None
            hips = [body.hip(side) for side in SIDES]
            shadow(brush, [*body.solids().values(), *hips, *self._moving(body.bones)], mat)
        for kind in self.things:
            if kind not in FLOOR_THINGS and kind not in self.order:
                self._draw_thing(brush, kind, body)
        gap = between(brush, body) if self.front and beside.ghost_parts else ()
        for key in beside.ghosts:
            with canvas.clip(gap, outside=True):
                self._ghost(brush, body, self.body(self.motion.key(key)), beside)
        self._person(brush, body, mood, beside.arrows)

    def _person(self, brush: Brush, body: Body, mood: Mood, under: Sequence[Arrow]) -> None:
        """Paint the person, and the things that stand in the painter's order among the parts."""
        person = PersonPainter(brush, body, self.look, front=self.front, order=self.order)
        cloth: dict[str, list[Array]] = {}
        for part in self.order:
            for arrow in under:
                if arrow.under == part:
                    self.arrow(brush, arrow, body.bones)
            if part in self.things:
                self._draw_thing(brush, part, body)
                continue
            with brush.canvas.part(part):
                cloth[part] = person.draw(part, mood)
            self._draw_muscles(brush, part, person, cloth)

    def _ghost(self, brush: Brush, body: Body, other: Body, beside: Beside) -> None:
        """Paint another pose, or parts of it, as far as it is worth seeing beside the body."""
        parts, shown = beside.parts(self.order), None
        if not beside.close:
            before, now = ghost.stencil(brush), ghost.stencil(brush)
            self._pale(before, other, parts)
            self._pale(now, body, self.order)
            shown = glimpse(before.canvas.covered(), now.canvas.covered())
        for pale in ghost.ghostly(brush, shown):
            self._pale(pale, other, parts)

    def _pale(self, brush: Brush, body: Body, parts: Sequence[str]) -> None:
        """Paint parts of a body without muscles and what stands still."""
        person = PersonPainter(brush, body, self.look, front=self.front, order=self.order)
        for part in parts:
            if part not in self.things:
                person.draw(part, Mood())
            elif part not in STANDING_THINGS:
                self._draw_thing(brush, part, body)

    def _draw_thing(self, brush: Brush, kind: str, body: Body) -> None:
        for thing in self.figure.props:
            if thing.kind == kind:
                with brush.canvas.part(kind):
                    prop.draw(brush, thing, body.bones, front=self.front)

    def _draw_muscles(
        self, brush: Brush, part: str, person: PersonPainter, cloth: dict[str, list[Array]]
    ) -> None:
        """Draw the muscles whose turn it is after the part just drawn, inside the body there."""
        for name, layer in self.figure.work.items():
            if self._shown_over(name, layer) == part:
                inside = [s for p in (layer, "pelvis", "shirt") for s in cloth.get(p, ())]
                cover = muscle.Cover(inside, person.over(layer), HEMS[self.look.hem])
                muscle.draw(brush, person.bones, name, cover)

    def _shown_over(self, name: str, layer: Part) -> str:
        """Return the part after which a muscle is drawn: the shirt would cut what lies near."""
        over: set[str] = {layer, "shirt"}
        if name.startswith("psoas"):
            over.add(f"leg_{name[-1]}")  # it ends on its own thigh
        elif layer != "leg_r" and not (layer == "leg_l" and self.front):
            return layer
        return max(over & set(self.order), key=list[str](self.order).index)

    # arrows

    def arrow(self, brush: Brush, sheet: Arrow, bones: Skeleton) -> None:
        """Draw one arrow of a panel."""
        path: Array | None
        if sheet.at:
            path = arrows.straight(brush, sheet, bones)
        elif sheet.turn:
            path = arrows.turned(brush, sheet, bones)
        else:
            path = arrows.tracked(brush, sheet, self._track(sheet))
        if path is not None:
            there_and_back = arrows.measure if sheet.at else arrows.swing
            (there_and_back if sheet.both else arrows.draw)(brush.canvas, path)
            if sheet.number:
                arrows.number(brush.canvas, path, sheet.number)

    def _track(self, sheet: Arrow) -> Array:
        """Follow a joint or a thing through key poses."""
        thing = next((thing for thing in self.figure.props if thing.kind == sheet.track), None)
        points = []
        for pose in self.motion.between(sheet.keys):
            bones = self.bones(pose)
            spot = prop.place(thing, bones) if thing else None
            points.append(bones.at[sheet.track or ""] if spot is None else spot)
        return np.array(points)

    # small life

    def _blink(self, time: float) -> float:
        span = self.motion.seconds / max(1, round(self.motion.seconds / BETWEEN_BLINKS))
        return max(0.0, 1.0 - abs((time % span) - span * 0.35) / BLINK)

    def _sway(self, time: float) -> Array:
        """Return how fast the head just moved; hair follows a little later."""
        if self.look.hair_style != "ponytail":
            return np.zeros(3)
        now, then = (
            trunk(self.motion.at(t), level_head=self.figure.level_head).at["head"]
            for t in (time, time - HAIR_LAG)
        )
        return np.asarray((now - then) / HAIR_LAG)
