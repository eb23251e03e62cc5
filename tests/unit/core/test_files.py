"""Bytes are kept under names: in a folder and in a bucket alike."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

from app.core.files import BucketFiles, Files, LocalFiles, make_files
from tests.support.bucket import Bucket


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: a test's output is its own."""


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Return the address of a service that speaks as much S3 as is needed."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    server: WSGIServer = make_server("127.0.0.1", 0, Bucket(), handler_class=_Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=["folder", "bucket"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    if request.param == "folder":
        return make_files(tmp_path, None, None)
    return make_files(tmp_path, "pictures", request.getfixturevalue("bucket"))


def test_what_was_put_is_there_until_it_is_deleted(kept: Files) -> None:
    kept.put("a/1.jpg", b"one")
    assert kept.get("a/1.jpg") == b"one"
    kept.put("a/1.jpg", b"two")
    assert kept.get("a/1.jpg") == b"two"
    kept.delete("a/1.jpg")
    assert kept.get("a/1.jpg") is None
    kept.delete("a/1.jpg")


def test_the_names_of_a_folder_are_told(kept: Files) -> None:
    assert list(kept.names("a")) == []
    for name in ("a/2/0", "a/10/0", "b/1"):
        kept.put(name, b"x")
    assert set(kept.names("a")) == {"a/2/0", "a/10/0"}


def test_a_bucket_is_used_when_one_is_named(bucket: str, tmp_path: Path) -> None:
    assert isinstance(make_files(tmp_path, "pictures", bucket), BucketFiles)
    assert isinstance(make_files(tmp_path, None, None), LocalFiles)


def test_a_write_that_fails_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = LocalFiles(tmp_path)
    kept.put("a/1.jpg", b"one")
    monkeypatch.setattr("os.fsync", _fail)
    with pytest.raises(OSError, match="full"):
        kept.put("a/1.jpg", b"two")
    assert kept.get("a/1.jpg") == b"one"
    assert list(kept.names("a")) == ["a/1.jpg"]


def _fail(_: int) -> None:
    raise OSError("full")


def test_writers_of_one_name_do_not_mix(tmp_path: Path) -> None:
    kept = LocalFiles(tmp_path)
    contents = [bytes([number]) * 200_000 for number in range(8)]

    def put(content: bytes) -> Callable[[], None]:
        return lambda: kept.put("a/1.jpg", content)

    threads = [threading.Thread(target=put(content)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kept.get("a/1.jpg") in contents
