"""Small pictures with all sorts of metadata, and things that are no pictures."""

import struct
import zipfile
import zlib
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

#: In every piece of metadata: it must never come out again.
CANARY = b"CANARY31.2304N121.4737E"
_TEXT = CANARY.decode()
GPS = 0x8825
PAGE = b"<html><script>alert('" + CANARY + b"')</script></html>"


def scene(width: int = 96, height: int = 64, mode: str = "RGB") -> Image.Image:
    """Draw something with edges, so that cutting it short shows."""
    noise = Image.effect_noise((width, height), 90)
    return Image.merge("RGB", (noise, noise.rotate(180), noise)).convert(mode)


def exif(orientation: int = 1) -> Image.Exif:
    found = Image.Exif()
    found[0x0112] = orientation
    found[0x010E] = _TEXT
    place = found.get_ifd(GPS)
    place[1], place[2] = "N", (31.0, 13.0, 49.4)
    place[3], place[4] = "E", (121.0, 28.0, 25.3)
    place[29] = _TEXT
    return found


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    stream = BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


@cache
def good() -> dict[str, bytes]:
    """Return pictures that must be taken, with metadata that must not be kept."""
    notes = PngInfo()
    notes.add_text("Comment", _TEXT)
    notes.add_itxt("XML:com.adobe.xmp", f"<x>{_TEXT}</x>", zip=True)
    facts: dict[str, Any] = {"exif": exif(6), "icc_profile": CANARY * 9}
    xmp = b"<x:xmpmeta>" + CANARY + b"</x:xmpmeta>"
    return {
        "jpeg": saved(scene(), "JPEG", comment=CANARY, xmp=xmp, **facts),
        "jpeg, progressive": saved(scene(), "JPEG", progressive=True, **facts),
        "jpeg, grey": saved(scene(mode="L"), "JPEG", comment=CANARY),
        "jpeg, four inks": saved(scene(mode="CMYK"), "JPEG", comment=CANARY),
        "png": saved(scene(), "PNG", pnginfo=notes, **facts),
        "png, see-through": saved(scene(mode="RGBA"), "PNG", pnginfo=notes),
        "png, palette": saved(scene(mode="P"), "PNG", transparency=3, pnginfo=notes),
        "png, one bit": saved(scene(mode="1"), "PNG", pnginfo=notes),
        "png, deep": saved(scene(mode="I;16"), "PNG", pnginfo=notes),
        "webp": saved(scene(), "WEBP", xmp=xmp, **facts),
        "webp, see-through": saved(scene(mode="RGBA"), "WEBP", lossless=True, xmp=xmp),
        "jpeg and a page": saved(scene(), "JPEG", comment=PAGE) + PAGE,
        "jpeg and an archive": saved(scene(), "JPEG") + archive(),
        "png and a page": saved(scene(), "PNG") + PAGE,
    }


@cache
def plain() -> dict[str, bytes]:
    """Return pictures that end with their pixels: cut short, they have fewer."""
    return {
        "jpeg": saved(scene(), "JPEG"),
        "jpeg, progressive": saved(scene(), "JPEG", progressive=True),
        "png": saved(scene(), "PNG"),
        "webp": saved(scene(), "WEBP"),
        "webp, lossless": saved(scene(), "WEBP", lossless=True),
    }


def archive() -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as into:
        into.writestr("index.html", PAGE)
    return stream.getvalue()


@cache
def bad() -> dict[str, bytes]:
    """Return what must be refused."""
    frames = [scene(), scene()]
    moving: dict[str, Any] = {"save_all": True, "append_images": frames}
    return {
        "nothing": b"",
        "one byte": b"\xff",
        "a sign alone": b"\x89PNG\r\n\x1a\n",
        "a page": PAGE,
        "a drawing": b'<svg xmlns="http://www.w3.org/2000/svg">' + PAGE + b"</svg>",
        "a document": b"%PDF-1.7\n" + CANARY,
        "an archive": archive(),
        "an archive with a picture": archive() + plain()["jpeg"],
        "a page with a picture": PAGE + plain()["png"],
        "gif": saved(scene(mode="P"), "GIF"),
        "bmp": saved(scene(), "BMP"),
        "tiff": saved(scene(), "TIFF"),
        "ico": saved(scene(64, 64), "ICO"),
        "jpeg 2000": saved(scene(), "JPEG2000"),
        "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        "png, moving": saved(scene(), "PNG", **moving),
        "webp, moving": saved(scene(), "WEBP", **moving),
        "png, vast": png_of(30_000, 30_000),
        "png, beyond all": png_of(2**31 - 1, 2**31 - 1),
        "png, a thread": png_of(60_000, 1),
        "png, over the cap": png_of(8_000, 5_001),
        "jpeg, vast": jpeg_sized(plain()["jpeg"], 65_500, 65_500),
        "jpeg, progressive and vast": jpeg_sized(
            plain()["jpeg, progressive"], 20_000, 2_501
        ),
        "webp, vast": webp_sized(16_383, 16_383),
        "jpeg, truncated": plain()["jpeg"][: len(plain()["jpeg"]) // 2],
        "png, truncated": plain()["png"][: len(plain()["png"]) // 2],
        "webp, truncated": plain()["webp"][: len(plain()["webp"]) // 2],
    }


def png_of(width: int, height: int) -> bytes:
    """Write a picture of that size in a few kilobytes: zeros pack well."""
    rows = zlib.compress(b"\0" * min(width * height, 9_000_000), 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*each) for each in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    length = struct.pack(">I", len(content))
    return length + name + content + struct.pack(">I", zlib.crc32(name + content))


def jpeg_sized(content: bytes, width: int, height: int) -> bytes:
    """Lie about the size in the frame's header."""
    at = next(i for i in map(content.find, (b"\xff\xc0", b"\xff\xc2")) if i > 0)
    size = struct.pack(">HH", height, width)
    return content[: at + 5] + size + content[at + 9 :]


def webp_sized(width: int, height: int) -> bytes:
    """Lie about the canvas in the extended header."""
    content = good()["webp"]
    at = content.index(b"VP8X") + 12
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return content[:at] + sides + content[at + 6 :]
