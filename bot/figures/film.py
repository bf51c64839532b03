"""The loop: frames at 25 a second as H.264 without sound, made to start at once."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import av
import numpy as np

from bot.figures import lens
from bot.figures.brush import Brush
from bot.figures.canvas import Pixels
from bot.figures.painting import Painting
from bot.figures.people import PAPER
from bot.figures.pose import FPS, Counted
from bot.figures.scene import Scene
from bot.figures.sign import ring

#: Tried one after the other until a film is small enough: 24 keeps soft shades clean, and the step
#: from the last frame to the first unseen.
QUALITIES, SMALL = ("24", "25.5", "27"), 248_000  # bytes
#: bt709 is what phones assume.
CODEC = {
    "preset": "slow",
    "tune": "animation",
    "profile": "high",
    "threads": "1",  # the figures share the processors among themselves
    "x264-params": "colorprim=bt709:transfer=bt709:colormatrix=bt709",
}


def frames(scene: Scene, step: int = 1) -> Iterator[Pixels]:
    """Yield the pictures of the loop, every frame or each so many; paint a still moment once."""
    motion, size = scene.motion, scene.figure.size
    camera = scene.camera(size)
    start = camera.offset
    painted: tuple[object, Pixels] | None = None
    for number in range(0, motion.frames, step):
        time = number * motion.seconds / motion.frames
        camera.offset = start
        scene.follow(camera, scene.walked(time))
        sight = scene.sight(time), scene.inset(time)
        if painted is None or painted[0] != sight:
            painting = Painting(*size, PAPER)
            scene.moment(painting, camera, time)
            _inset(Brush(painting, camera), scene, time)
            painted = sight, painting.pixels()
        counted = motion.ring(time)
        yield _with_ring(painted[1], counted) if counted else painted[1]


def _inset(brush: Brush, scene: Scene, time: float) -> None:
    shown = scene.inset(time)
    if scene.figure.inset and shown:
        with brush.canvas.layer(shown):
            lens.paint(brush, scene, scene.figure.inset, scene.motion.at(time))


def _with_ring(pixels: Pixels, counted: Counted) -> Pixels:
    painting = Painting.of(pixels)
    ring(painting, counted)
    return painting.pixels()


def save(scene: Scene, path: Path, small: int = SMALL) -> None:
    """Paint and encode the loop into a file that is at most so large, in bytes, if possible."""
    unfinished = path.with_suffix(".part.mp4")  # nobody ever meets half a film
    pictures = [_as_video(pixels) for pixels in frames(scene)]
    try:
        for quality in QUALITIES:
            _encode(pictures, unfinished, quality)
            if unfinished.stat().st_size <= small:
                break
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _as_video(pixels: Pixels) -> av.VideoFrame:
    picture = av.VideoFrame.from_ndarray(pixels, format="rgb24")
    return picture.reformat(format="yuv420p", dst_colorspace="ITU709")


def _encode(pictures: Sequence[av.VideoFrame], path: Path, quality: str) -> None:
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=FPS)
        stream.width, stream.height = pictures[0].width, pictures[0].height
        stream.pix_fmt = pictures[0].format.name
        stream.options = {**CODEC, "crf": quality}
        stream.codec_context.color_range = 1
        for number, picture in enumerate(pictures):
            picture.pts = number  # an encoder before may have changed it
            container.mux(stream.encode(picture))
        container.mux(stream.encode())


def decode(path: Path) -> list[Pixels]:
    """Read the frames of a finished loop back."""
    with av.open(str(path)) as container:
        every = container.decode(video=0)
        return [frame.to_ndarray(format="rgb24").astype(np.uint8) for frame in every]
