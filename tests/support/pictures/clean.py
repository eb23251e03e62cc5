"""Reads a JPEG as its format says, and finds all that is not pixels."""

from dataclasses import dataclass

from tests.support.pictures.corpus import CANARY

START, END = b"\xff\xd8", b"\xff\xd9"
#: Tables, a baseline frame, a scan; and the one header that only says "JFIF".
QUANTISERS, HUFFMAN, FRAME, SCAN, HEADER = 0xDB, 0xC4, 0xC0, 0xDA, 0xE0
PIXELS = {QUANTISERS, HUFFMAN, FRAME, SCAN}
JFIF = b"JFIF\0"
#: Version, unit, two densities, and a thumbnail of no size.
JFIF_LENGTH = 14


@dataclass(frozen=True)
class Read:
    width: int
    height: int
    faults: tuple[str, ...]


def read(content: bytes) -> Read:
    """Return the size, and whatever else than pixels there is."""
    faults = [] if content.startswith(START) else ["does not begin as a JPEG"]
    width = height = 0
    at = 2
    marker = 0
    while marker != SCAN:
        if content[at] != 0xFF:
            return Read(width, height, (*faults, f"no marker at {at}"))
        if CANARY in content[:at]:
            faults.append("metadata came through")
        marker = content[at + 1]
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        body = content[at + 4 : at + 2 + length]
        if marker == FRAME:
            height, width = (int.from_bytes(body[i : i + 2], "big") for i in (1, 3))
        faults += _faults(marker, body)
        at += 2 + length
    return Read(width, height, (*faults, *_faults_of_scan(content[at:])))


def _faults(marker: int, body: bytes) -> list[str]:
    if marker == HEADER and body.startswith(JFIF) and len(body) == JFIF_LENGTH:
        return []
    return [] if marker in PIXELS else [f"a segment {marker:#x}: {body[:20]!r}"]


def _faults_of_scan(scan: bytes) -> list[str]:
    """Find what is not pixels after the last header.

    What was written over the pixels of a JPEG is pixels by then: encoded as it was,
    it comes out again, and no reader takes it for anything else.
    """
    faults = []
    if not scan.endswith(END):
        faults.append("does not end as a JPEG")
    inner = scan[:-2].replace(b"\xff\x00", b"")
    if b"\xff" in inner:
        faults.append("another marker among the pixels")
    return faults
