"""Run by itself: opens one picture that nobody vouches for, and keeps its pixels.

`python picture_decoder.py SOURCE TARGET SMALL` writes two JPEG files and says in one
line of JSON what it found. What goes wrong while it reads takes down this process
alone, which has little memory, little time, and nothing of the house's in it.
"""

import json
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

from PIL import Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

MEGABYTE: Final = 1024 * 1024
#: Of address space, so that what is really used stays below it.
MEMORY: Final = 290 * MEGABYTE
CPU_SECONDS: Final = 20
MOST_WRITTEN: Final = 64 * MEGABYTE
MOST_SIDE: Final = 20_000
#: Only a JPEG is decoded at a fraction of its size; a WebP is in memory four times.
MOST_PIXELS: Final = {"jpeg": 50_000_000, "png": 40_000_000, "webp": 12_600_000}
#: What is kept: more shows nothing more of a unit, a plate or a pipe.
KEPT_PIXELS: Final = 16_000_000
SMALL_SIDE: Final = 320
BAND: Final = 64
#: Each kind has one reader; no other of the library's ever runs.
READERS: Final[dict[str, Any]] = {
    "jpeg": JpegImagePlugin.JpegImageFile,
    "png": PngImagePlugin.PngImageFile,
    "webp": WebPImagePlugin.WebPImageFile,
}
ORIENTATION: Final = 0x0112
UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class RefusedError(Exception):
    """The picture is not taken; the message is the reason's code."""


def limit() -> None:
    """Cap this process before it reads a byte of what was sent."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, MOST_WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    # Pillow refuses above twice this before it allocates.
    Image.MAX_IMAGE_PIXELS = max(MOST_PIXELS.values()) // 2


def reencode(source: Path, target: Path, small: Path) -> dict[str, int]:
    """Write the picture upright and plain, and a small one; return its size."""
    with source.open("rb") as stream:
        kept = _upright(stream)
    kept.save(target, "JPEG", quality=85)
    width, height = kept.size
    kept.thumbnail((SMALL_SIDE, SMALL_SIDE))
    kept.save(small, "JPEG", quality=75)
    return {"width": width, "height": height}


def kind_of(head: bytes) -> str:
    """Tell the format by its first bytes, whatever the sender called it."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    raise RefusedError("not_a_picture")


def _upright(stream: IO[bytes]) -> Image.Image:
    kind = kind_of(stream.read(16))
    stream.seek(0)
    opened = READERS[kind](stream)
    width, height = opened.size
    if max(width, height) > MOST_SIDE or width * height > MOST_PIXELS[kind]:
        raise RefusedError("too_many_pixels")
    if getattr(opened, "n_frames", 1) != 1:
        raise RefusedError("moving_picture")
    turn = _turn_of(opened)
    if kind == "jpeg":
        part = _part(width, height)
        opened.draft(None, (width // part, height // part))
    opened.load()
    plain = _plain(opened)
    return plain.transpose(turn) if turn is not None else plain


def _turn_of(opened: Image.Image) -> Image.Transpose | None:
    """Read how the camera was held; what cannot be read turns nothing."""
    with suppress(Exception):
        return UPRIGHT.get(opened.getexif().get(ORIENTATION, 1))
    return None


def _part(width: int, height: int) -> int:
    """Choose the divisor of both sides that leaves no more than is kept."""
    return next(n for n in (1, 2, 4, 8) if width * height <= KEPT_PIXELS * n * n)


def _plain(opened: Image.Image) -> Image.Image:
    """Copy the pixels alone, on white, band by band, so that memory is held once."""
    width, height = opened.size
    part = _part(width, height)
    size = (-(-width // part), -(-height // part))
    plain = Image.new("RGB", size, "white")
    for top in range(0, height, BAND * part):
        below = min(height, top + BAND * part)
        band = opened.crop((0, top, width, below))
        plain.paste(_on_white(band).reduce(part), (0, top // part))
    return plain


def _on_white(band: Image.Image) -> Image.Image:
    if not band.has_transparency_data:
        return band.convert("RGB")
    seen = band.convert("RGBA")
    ground = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(ground, seen).convert("RGB")


def peak_kilobytes() -> int:
    """Return the most memory this process held at once.

    Linux counts into rusage what the parent held before this program began.
    """
    status = Path("/proc/self/status")
    if status.exists():
        found = status.read_text().partition("VmHWM:")[2].split()
        return int(found[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(arguments: list[str]) -> dict[str, Any]:
    limit()
    source, target, small = map(Path, arguments)
    try:
        told: dict[str, Any] = dict(reencode(source, target, small))
    except RefusedError as error:
        told = {"refused": str(error)}
    except (MemoryError, Image.DecompressionBombError):
        told = {"refused": "too_many_pixels"}
    except Exception as error:  # noqa: BLE001 - a decoder fails in any way it likes
        told = {"refused": "unreadable", "because": type(error).__name__}
    return {**told, "peak_kilobytes": peak_kilobytes()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1:])))
