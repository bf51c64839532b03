"""One picture of one exercise: the room, the person, the things, in painter's order."""

import numpy as np

from bot.figures import arrow as arrows
from bot.figures import muscle, prop
from bot.figures.body import Body
from bot.figures.brush import Brush
from bot.figures.camera import Camera, Chain, grow
from bot.figures.canvas import Canvas
from bot.figures.geometry import Array, ring
from bot.figures.head import Mood, ponytail
from bot.figures.limbs import stand
from bot.figures.people import FLOOR, FLOOR_MARK, HALO, PAPER, PEOPLE, SHADOW
from bot.figures.person import PersonPainter
from bot.figures.pose import Motion, Numbers
from bot.figures.schema import Arrow, Figure
from bot.figures.skeleton import Skeleton, trunk

SIDE_ORDER = ("arm_l", "leg_l", "pelvis", "shirt", "head", "leg_r", "arm_r")
FRONT_ORDER = ("pelvis", "leg_l", "leg_r", "shirt", "head", "arm_l", "arm_r")
HORIZON = -0.62  # how far behind the figure the floor ends
BLINK = 0.16  # seconds
BETWEEN_BLINKS = 2.8
MARGIN = 0.06
HAIR_LAG = 0.12  # seconds


class Scene:
    """Everything that is needed to paint any moment of one exercise."""

    def __init__(self, figure: Figure) -> None:
        self.figure, self.motion = figure, Motion(figure)
        self.look = PEOPLE[figure.person]
        self.front = figure.camera.view == "front"

    # the body at a moment

    def bones(self, pose: Numbers) -> Skeleton:
        """Put the person into a pose."""
        f = self.figure
        return stand(pose, self.look.girth, aim=f.aim, level_head=f.level_head)

    def body(self, pose: Numbers) -> Body:
        """Put flesh on the bones of a pose."""
        return Body(self.bones(pose), self.look.girth, barefoot=self.figure.barefoot)

    def walked(self, time: float) -> float:
        """Say how far the camera has followed a figure that walks."""
        return self.figure.travel * time / self.motion.seconds

    # framing

    def camera(
        self, width: int, height: int, poses: list[tuple[Numbers, float]] | None = None,
        *, mat: bool = True,
    ) -> Camera:
        """Choose the view so that every pose and every thing is in the picture."""
        sheet = self.figure.camera
        camera = Camera(sheet.yaw if sheet.yaw is not None else 90.0 if self.front else 20.0, sheet.pitch)  # fmt: skip
        low, high = self.extent(camera, poses or self._all_poses(), mat=mat)
        wide, tall = high - low
        camera.scale = min(width * (1 - 2 * MARGIN) / wide, height * (1 - 2 * MARGIN - 0.05) / tall,
                           sheet.max_scale * width / 720)  # fmt: skip
        middle = camera.scale * (low + high) / 2
        flat = wide * camera.scale > width * 0.8 and tall * camera.scale < height * 0.55
        camera.offset = np.array([width / 2, height * (0.62 if flat else 0.52)]) - middle
        return camera

    def follow(self, camera: Camera, way: float) -> None:
        """Move the view forward with the figure."""
        camera.offset = camera.offset - camera.flat @ np.array([way, 0.0, 0.0])

    def _all_poses(self) -> list[tuple[Numbers, float]]:
        m = self.motion
        times = [i * m.seconds / m.frames for i in range(0, m.frames, 2)]
        film = [(m.at(t), self.walked(t)) for t in times]
        shown = {panel.key for panel in self.figure.storyboard}
        shown -= {step.key for step in self.figure.loop}
        return film + [(m.key(name), 0.0) for name in shown]

    def extent(
        self, camera: Camera, poses: list[tuple[Numbers, float]], *, mat: bool = True
    ) -> tuple[Array, Array]:
        """Give the corners of the box around all poses and things, in pixels."""
        things = [p for p in self.figure.props if mat or p.kind != "mat"]
        points = [camera.point(prop.corners(p)) for p in things]
        for pose, way in poses:
            shift = camera.flat @ np.array([way, 0.0, 0.0])
            for chain in self.outline(self.body(pose)):
                points.append(camera.supports(chain)[0].reshape(-1, 2) - shift)
        every = np.concatenate(points)
        return every.min(axis=0), every.max(axis=0)

    def outline(self, body: Body) -> list[Chain]:
        """Give every part that must be in the picture."""
        chains = list(body.solids().values())
        if self.look.hair_style == "ponytail":
            chains.append(ponytail(body.bones, np.zeros(3)))
        return chains + self._moving(body.bones)

    def _moving(self, bones: Skeleton) -> list[Chain]:
        solids = [prop.solid(p, bones) for p in self.figure.props]
        return [chain for chain in solids if chain is not None]

    # painting

    def moment(self, width: int, height: int, camera: Camera, time: float) -> Canvas:
        """Paint one moment of the loop."""
        pose = self.motion.at(time)
        mood = Mood(self._blink(time), pose["effort"])
        return self._paint(width, height, camera, pose, mood, self._sway(time))

    def key(self, width: int, height: int, camera: Camera, name: str) -> Canvas:
        """Paint a key pose, eyes open and hair at rest."""
        pose = self.motion.key(name)
        return self._paint(width, height, camera, pose, Mood(0.0, pose["effort"]), np.zeros(3))

    def _paint(
        self, width: int, height: int, camera: Camera, pose: Numbers, mood: Mood, sway: Array
    ) -> Canvas:
        canvas = Canvas(width, height, PAPER)
        brush = Brush(canvas, camera)
        self._room(brush)
        body = self.body(pose)
        things = {p.kind: p for p in self.figure.props}
        order = self.figure.layers or (FRONT_ORDER if self.front else SIDE_ORDER)
        if "mat" in things:
            prop.draw(brush, things["mat"], body.bones, front=self.front)
        self._shadow(brush, body)
        for kind in [kind for kind in things if kind != "mat" and kind not in order]:
            prop.draw(brush, things[kind], body.bones, front=self.front)
        person = PersonPainter(brush, body, self.look, front=self.front)
        cloth: dict[str, list[Array]] = {}
        for part in order:
            if part in things:
                prop.draw(brush, things[part], body.bones, front=self.front)
            else:
                cloth[part] = person.draw(part, mood, sway)
            for name, layer in self.figure.work.items():
                if part == self._over(layer, name, order):
                    over = [s for p in (layer, "pelvis", "shirt") for s in cloth.get(p, ())]
                    muscle.draw(canvas, camera, body.bones, name, cloth=over, line=brush.line)
        return canvas

    def _over(self, layer: str, muscle_name: str, order: tuple[str, ...]) -> str:
        """Say after which part a muscle is drawn; from the front the shirt would hide the psoas."""
        if self.front and muscle_name.startswith("psoas"):
            return max(layer, "shirt", key=order.index)
        return layer

    def _room(self, brush: Brush) -> None:
        canvas, camera = brush.canvas, brush.camera
        w, h = canvas.width, canvas.height
        depth = camera.rotation[2] * [1.0, 0.0, 1.0]
        edge = float(camera.point(depth / np.linalg.norm(depth) * HORIZON)[1])
        halo = ring((w / 2, min(edge - h * 0.10, h * 0.52)), min(w * 0.46, h * 0.44))
        canvas.fill([halo], HALO)
        canvas.fill([np.array([(0, edge), (w, edge), (w, h), (0, h)])], FLOOR)
        if self.figure.travel:
            self._marks(brush, edge)

    def _marks(self, brush: Brush, edge: float) -> None:
        """Draw boards on the floor; they stay in the room while the camera follows the figure."""
        camera, canvas, spacing = brush.camera, brush.canvas, self.figure.travel / 3
        w, h = canvas.width, canvas.height
        left, right = (
            round((x - camera.offset[0]) / camera.flat[0, 0] / spacing) for x in (0, w)
        )
        floor = np.array([(0, edge), (w, edge), (w, h), (0, h)], dtype=float)
        with canvas.clip([floor]):
            for i in range(left - 9, right + 10):
                ends = camera.point([(i * spacing, 0, -2.5), (i * spacing, 0, 2.5)])
                canvas.line(ends, FLOOR_MARK, brush.line * 1.5)
        canvas.line(floor[:2], FLOOR_MARK, brush.line * 1.2)

    def _shadow(self, brush: Brush, body: Body) -> None:
        """Flatten everything to the floor: faint for the whole body, dark where it touches."""
        chains = [*body.solids().values(), *self._moving(body.bones)]
        for reach, opacity, blur in ((1.7, 0.13, 0.030), (0.22, 0.26, 0.014)):
            flats = [flat for chain in chains if (flat := _flatten(chain, reach)) is not None]
            if flats:
                shape = np.concatenate([brush.camera.shape(flat) for flat in flats])
                each = 1 - (1 - opacity) ** (1 / 4)
                for step in (1.0, 0.4, -0.2, -0.8):
                    soft = grow(shape, step * blur * brush.camera.scale)
                    brush.canvas.fill(soft, SHADOW, each)

    def arrow(self, brush: Brush, sheet: Arrow, bones: Skeleton, way: float) -> None:
        """Draw one arrow of a panel."""
        if sheet.at:
            arrows.draw(brush, arrows.straight(brush, sheet, bones))
        elif sheet.turn:
            arrows.draw(brush, arrows.turned(brush, sheet, bones))
        else:
            path = arrows.tracked(brush, sheet, self._track(sheet, way))
            if path is not None:
                arrows.draw(brush, path)

    def _track(self, sheet: Arrow, way: float) -> Array:
        """Follow a joint or a thing between two steps of the loop."""
        m = self.motion
        start, end = (
            m.step_times[i % len(m.step_times)] + m.seconds * (i // len(m.step_times))
            for i in sheet.steps
        )
        points = []
        for t in np.linspace(start, end, 48):
            bones = self.bones(m.at(float(t)))
            thing = next((p for p in self.figure.props if p.kind == sheet.track), None)
            spot = prop.place(thing, bones) if thing else None
            points.append(bones.at[sheet.track or ""] if spot is None else spot)
        return np.array(points) - np.array([way, 0.0, 0.0])

    # small life

    def _blink(self, time: float) -> float:
        count = max(1, round(self.motion.seconds / BETWEEN_BLINKS))
        span = self.motion.seconds / count
        away = abs((time % span) - span * 0.35)
        return max(0.0, 1.0 - away / BLINK)

    def _sway(self, time: float) -> Array:
        if self.look.hair_style != "ponytail":
            return np.zeros(3)
        now, then = (
            trunk(self.motion.at(t), level_head=self.figure.level_head).at["head"]
            for t in (time, time - HAIR_LAG)
        )
        return np.asarray((now - then) / HAIR_LAG)


def _flatten(chain: Chain, reach: float) -> Chain | None:
    """Lay a chain's parts below a height flat on the floor, smaller the higher they are."""
    height = chain.centres[:, 1]
    near = np.flatnonzero(height <= reach)
    if len(near) == 0:
        return None
    part = chain[slice(int(near[0]), int(near[-1]) + 1)]
    high = part.centres[:, 1].clip(0)
    shrink = (1 - (0.25 if reach > 1 else 0.5) * high / reach).clip(0.05)
    centres = np.stack([part.centres[:, 0] + 0.02 * high, 0 * high, part.centres[:, 2]], axis=1)
    axes = part.axes * shrink[:, None, None]
    axes[:, 1, :] = 0.0
    return Chain(centres, axes)
