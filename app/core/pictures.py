"""Pictures that others took: opened in a process of its own, kept as pixels alone."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

#: Started by its file's name: importing our packages would cost it memory and time.
DECODER: Final = Path(__file__).with_name("picture_decoder.py")
#: It has twenty of the processor's; a busy machine may take longer to give them.
SECONDS: Final = 120
UNREADABLE: Final = "unreadable"
NOT_THE_ANNOUNCED: Final = "not_the_announced"

#: Why a picture is not taken, and what to do.
REASONS: Final = {
    "not_a_picture": "This is no JPEG, PNG or WebP picture. Take it again.",
    "too_many_pixels": "The picture is too large to open. Take it at a lower size.",
    "moving_picture": "The picture moves. Take a single one.",
    UNREADABLE: "The picture cannot be opened. Take it again.",
    NOT_THE_ANNOUNCED: "What came is not what was announced. Take it again.",
}


class PictureRefusedError(Exception):
    """The picture is not taken; `code` is one of REASONS."""

    def __init__(self, code: str) -> None:
        super().__init__(REASONS[code])
        self.code = code


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG without metadata, upright, and a small one; sizes are in pixels."""

    content: bytes
    small: bytes
    width: int
    height: int
    #: The most memory that opening it took, in kilobytes.
    peak_kilobytes: int


def reencode(content: bytes) -> Picture:
    """Return the picture anew, as nothing but its pixels.

    Raises
    ------
    PictureRefusedError
        It is none, or none that can be opened with little memory and time.
    """
    with tempfile.TemporaryDirectory(prefix="paigong-") as folder:
        source, target, small = (Path(folder, name) for name in ("in", "out", "small"))
        source.write_bytes(content)
        told = _run([str(source), str(target), str(small)])
        code = told.get("refused")
        if code is not None:
            raise PictureRefusedError(code)
        return Picture(
            content=target.read_bytes(),
            small=small.read_bytes(),
            width=told["width"],
            height=told["height"],
            peak_kilobytes=told["peak_kilobytes"],
        )


def _run(arguments: list[str]) -> dict[str, Any]:
    """Start the decoder; whatever kills it, the picture was the cause."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(DECODER), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # No addresses and no passwords of ours.
            env={},
            timeout=SECONDS,
            check=True,
        )
        told: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        return {"refused": UNREADABLE}
    return told
