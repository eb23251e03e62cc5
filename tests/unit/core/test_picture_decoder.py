"""The decoder's own steps, called in this process: it starts no other here."""

import resource
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from app.core import picture_decoder as decoder
from tests.support.pictures import clean, corpus


def run(tmp_path: Path, content: bytes) -> dict[str, object]:
    source, target, small = (tmp_path / name for name in ("in", "out", "small"))
    source.write_bytes(content)
    return decoder.main([str(source), str(target), str(small)])


@pytest.fixture(autouse=True)
def limits(monkeypatch: pytest.MonkeyPatch) -> dict[int, int]:
    """Note the limits instead of setting them: they would last as long as the run."""
    found: dict[int, int] = {}
    monkeypatch.setattr(
        resource, "setrlimit", lambda n, each: found.update({n: each[0]})
    )
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)
    return found


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data", "ignore:Truncated File Read")
@pytest.mark.parametrize("name", corpus.good())
def test_it_writes_pixels_and_says_how_many(tmp_path: Path, name: str) -> None:
    told = run(tmp_path, corpus.good()[name])
    read = clean.read((tmp_path / "out").read_bytes())
    assert (told["width"], told["height"]) == (read.width, read.height)
    assert clean.read((tmp_path / "small").read_bytes()).faults == read.faults == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("a page", "not_a_picture"),
        ("gif", "not_a_picture"),
        ("png, moving", "moving_picture"),
        ("png, a thread", "too_many_pixels"),
        ("webp, vast", "too_many_pixels"),
        ("jpeg, truncated", "unreadable"),
    ],
)
def test_it_says_why_it_does_not(tmp_path: Path, name: str, code: str) -> None:
    assert run(tmp_path, corpus.bad()[name])["refused"] == code


def test_it_limits_itself_first(tmp_path: Path, limits: dict[int, int]) -> None:
    run(tmp_path, b"")
    assert limits == {
        resource.RLIMIT_AS: decoder.MEMORY,
        resource.RLIMIT_CPU: decoder.CPU_SECONDS,
        resource.RLIMIT_FSIZE: decoder.MOST_WRITTEN,
        resource.RLIMIT_CORE: 0,
    }


def test_a_picture_that_does_not_fit_is_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise MemoryError

    monkeypatch.setitem(decoder.READERS, "jpeg", fail)
    assert run(tmp_path, corpus.plain()["jpeg"])["refused"] == "too_many_pixels"


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_more_pixels_than_are_kept_are_fewer_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(decoder, "KEPT_PIXELS", 10_000)
    wide = Image.new("RGB", (401, 299), "blue")
    wide.paste("red", (0, 0, 200, 299))
    told = run(tmp_path, corpus.saved(wide, kind))
    assert (told["width"], told["height"]) == (101, 75)
    with Image.open(BytesIO((tmp_path / "out").read_bytes())) as kept:
        left, right = (kept.getpixel((x, 70)) for x in (10, 95))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert left[0] > 200 > left[2]
    assert right[2] > 200 > right[0]


@pytest.mark.parametrize("orientation", range(1, 10))
def test_every_way_to_hold_a_camera_is_put_upright(
    tmp_path: Path, orientation: int
) -> None:
    content = corpus.saved(corpus.scene(), "JPEG", exif=corpus.exif(orientation))
    told = run(tmp_path, content)
    is_turned = orientation in range(5, 9)
    assert (told["width"], told["height"]) == ((64, 96) if is_turned else (96, 64))


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data", "ignore:Truncated File Read")
def test_metadata_that_cannot_be_read_turn_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = corpus.saved(corpus.scene(), "JPEG", exif=b"Exif\0\0II*\0nonsense")
    assert run(tmp_path, content)["width"] == 96

    def fail(_: object) -> Image.Exif:
        raise ValueError

    monkeypatch.setattr(Image.Image, "getexif", fail)
    assert run(tmp_path, corpus.good()["png"])["width"] == 96


def test_the_peak_is_told_also_where_there_is_no_proc(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert decoder.peak_kilobytes() > 0
    monkeypatch.setattr(Path, "exists", lambda _: False)
    assert decoder.peak_kilobytes() > 0
