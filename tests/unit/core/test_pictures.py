"""What others took is refused with a reason, or comes out as pixels alone."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from app.core import picture_decoder, pictures
from app.core.pictures import REASONS, Picture, PictureRefusedError, reencode
from tests.support.pictures import clean, corpus, spoiling
from tests.support.telling import Tell

MOST_KILOBYTES = 300_000
CI = 300
SOAK = int(os.environ.get("PAIGONG_PICTURE_MUTATIONS", "10000"))


def faults_of(made: Picture) -> list[str]:
    """Say what is wrong with a picture that was taken."""
    whole, small = clean.read(made.content), clean.read(made.small)
    faults = [*whole.faults, *small.faults]
    if (whole.width, whole.height) != (made.width, made.height):
        faults.append("another size than told")
    if whole.width * whole.height > picture_decoder.KEPT_PIXELS:
        faults.append("more pixels than are kept")
    if max(small.width, small.height) > picture_decoder.SMALL_SIDE:
        faults.append("the small one is large")
    if made.peak_kilobytes > MOST_KILOBYTES:
        faults.append(f"opening it took {made.peak_kilobytes} kB")
    return faults


def outcome(content: bytes) -> Picture | str:
    try:
        return reencode(content)
    except PictureRefusedError as error:
        return error.code


@pytest.mark.parametrize("name", corpus.good())
def test_a_picture_is_kept_without_its_metadata(name: str) -> None:
    made = reencode(corpus.good()[name])
    assert faults_of(made) == []
    assert corpus.CANARY not in made.content + made.small


@pytest.mark.parametrize("name", corpus.bad())
def test_what_is_no_single_picture_of_a_sensible_size_is_refused(name: str) -> None:
    assert outcome(corpus.bad()[name]) in REASONS


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("gif", "not_a_picture"),
        ("a page with a picture", "not_a_picture"),
        ("png, moving", "moving_picture"),
        ("webp, moving", "moving_picture"),
        ("png, over the cap", "too_many_pixels"),
        ("png, a thread", "too_many_pixels"),
        ("jpeg, vast", "too_many_pixels"),
        ("jpeg, truncated", "unreadable"),
    ],
)
def test_the_reason_says_what_to_do(name: str, code: str) -> None:
    with pytest.raises(PictureRefusedError, match=REASONS[code]):
        reencode(corpus.bad()[name])


def test_a_picture_stands_upright_as_its_camera_was_held() -> None:
    left_red = Image.new("RGB", (60, 40), "blue")
    left_red.paste("red", (0, 0, 30, 40))
    made = reencode(corpus.saved(left_red, "JPEG", exif=corpus.exif(6)))
    assert (made.width, made.height) == (40, 60)
    with Image.open(BytesIO(made.content)) as kept:
        red, _, blue = kept.convert("RGB").getpixel((20, 5))  # type: ignore[misc] # three bands
    assert red > 200 > blue


def test_what_cannot_be_seen_through_is_white() -> None:
    clear = Image.new("RGBA", (20, 20), (255, 0, 0, 0))
    with Image.open(BytesIO(reencode(corpus.saved(clear, "PNG")).content)) as kept:
        assert kept.getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("kind", "size"),
    [("JPEG", (8000, 6250)), ("PNG", (8000, 5000)), ("WEBP", (4096, 3072))],
)
def test_the_largest_pictures_are_opened_within_the_memory(
    kind: str, size: tuple[int, int]
) -> None:
    made = reencode(corpus.saved(Image.new("RGB", size, "red"), kind))
    assert faults_of(made) == []
    assert made.width * made.height <= picture_decoder.KEPT_PIXELS


def test_a_decoder_that_dies_refuses_the_picture(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dying = tmp_path / "dying.py"
    dying.write_text("import os\nos.abort()\n", encoding="utf-8")
    monkeypatch.setattr(pictures, "DECODER", dying)
    assert outcome(corpus.plain()["jpeg"]) == "unreadable"


def test_the_decoder_is_told_nothing_of_ours(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    telling = tmp_path / "telling.py"
    telling.write_text(
        "import json, os\nassert 'DATABASE_URL' not in os.environ\n"
        "print(json.dumps({'refused': 'not_a_picture'}))\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    monkeypatch.setattr(pictures, "DECODER", telling)
    assert outcome(corpus.plain()["jpeg"]) == "not_a_picture"


def bombard(numbers: Iterable[int], make: Callable[[int], bytes]) -> dict[int, object]:
    """Return what came of each number; two at once, each in its own process."""
    wanted = list(numbers)
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda number: outcome(make(number)), wanted)
        return dict(zip(wanted, found, strict=True))


def hold(mutations: int) -> str:
    """Assert that all spoiled pictures are refused, or clean; those cut, refused."""
    cuts = mutations // 5
    kept = bombard(range(cuts, mutations), spoiling.spoiled)
    faults = {
        number: faults_of(made)
        for number, made in kept.items()
        if isinstance(made, Picture) and faults_of(made)
    }
    short = bombard(range(cuts), spoiling.cut)
    whole = {number for number, made in short.items() if isinstance(made, Picture)}
    assert (faults, whole) == ({}, set())
    taken = [made for made in kept.values() if isinstance(made, Picture)]
    peak = max(made.peak_kilobytes for made in taken)
    # Neither may the test hold by refusing or by taking everything.
    assert mutations // 10 < len(taken) < mutations * 9 // 10
    return (
        f"{mutations} spoiled pictures: {len(taken)} taken, none with anything but "
        f"pixels, at most {peak} kB of memory"
    )


def test_spoiled_pictures_are_refused_or_clean() -> None:
    hold(CI)


@pytest.mark.soak
def test_thousands_of_spoiled_pictures_are_refused_or_clean(tell: Tell) -> None:
    tell(hold(SOAK))
