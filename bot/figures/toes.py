"""Bare feet: an arch, a big toe and four that shrink, and the lines between them."""

import numpy as np

from bot.figures.brush import Brush
from bot.figures.camera import Chain, ellipsoid, join
from bot.figures.geometry import Array
from bot.figures.parting import parting, stroke
from bot.figures.skeleton import BONES, SIDES, Skeleton

Discs = list[tuple[float, float, float, float, float]]

#: Tendon, heel, arch and ball: forward, up, half length, height and width, in metres.
BARE: Discs = [
    (-.012, .088, .029, .016, .028), (-.030, .038, .036, .036, .031),
    (.0, .052, .036, .047, .034), (.030, .054, .030, .037, .033),
    (.058, .045, .028, .030, .036), (.088, .035, .026, .029, .041),
    (.112, .026, .026, .0235, .043), (.126, .022, .020, .020, .042),
]  # fmt: skip
#: From the big toe on: outwards, forward at root and tip, radius at the tip.
TOES = (
    (-.028, .132, .184, .0140), (-.004, .132, .186, .0096), (.0125, .128, .178, .0090),
    (.0265, .118, .168, .0086), (.0380, .105, .155, .0083),
)  # fmt: skip
THIN = 0.88  # of a toe's radius at its root
#: How wide the lines between toes are, in outlines, and where they begin, as a share of a toe.
LINE, BEGIN = 0.65, 0.3
HINGE = BONES["ball"] - 0.02  # where the toes bend


def along(bones: Skeleton, side: str, discs: Discs) -> Chain:
    """Lay discs (forward, up, half length, height, width) along a foot bent at the ball."""
    chain = []
    for forward, up, *half in discs:
        point = _spot(bones, side, 0.0, forward, up)
        frame = bones.frames[f"{'ankle' if forward < HINGE else 'ball'}_{side}"]
        chain.append(ellipsoid(point, frame, (half[0], half[1], half[2])))
    return join(*chain)


def bare(bones: Skeleton, side: str) -> Chain:
    """Give a bare foot; the chain goes from each toe's tip to the next one's root."""
    radii = np.array([toe[3] for toe in TOES])[:, None] * [THIN, 1]
    centres = _axes(bones, side).reshape(-1, 3)
    toes = Chain(centres, np.eye(3)[None] * radii.reshape(-1, 1, 1))
    return along(bones, side, BARE) + toes


def gaps(brush: Brush, bones: Skeleton, side: str) -> list[Array]:
    """Give the lines between neighbouring toes, which end in nothing."""
    share = np.linspace(BEGIN, 1.0, 7)
    axes = _axes(bones, side)
    points = axes[:, :1] + (axes[:, 1:] - axes[:, :1]) * share[:, None]
    radii = np.array([toe[3] for toe in TOES])[:, None] * np.interp(share, (0, 1), (THIN, 1))
    lines, shown = parting(brush.camera, points, radii)
    width = shown * (share - BEGIN) / (1 - BEGIN) * brush.line * LINE
    return list(stroke(lines, width))


def _axes(bones: Skeleton, side: str) -> Array:
    """Give the toes' roots and tips: (5, 2, 3)."""
    return np.array([
        [_spot(bones, side, across, root, radius + 0.006),
         _spot(bones, side, across, tip, radius + 0.001)]
        for across, root, tip, radius in TOES
    ])  # fmt: skip


def _spot(bones: Skeleton, side: str, across: float, forward: float, up: float) -> Array:
    f, toes = bones.frames[f"ankle_{side}"], bones.frames[f"ball_{side}"]
    own = f if forward < HINGE else toes
    along_sole = f[:, 0] * min(forward, HINGE) + toes[:, 0] * max(forward - HINGE, 0.0)
    out = own[:, 2] * SIDES[side] * across
    return np.asarray(bones.at[f"sole_{side}"] + along_sole + own[:, 1] * up + out)
