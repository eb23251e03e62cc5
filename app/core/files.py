"""Where bytes lie: a folder of this machine, or a bucket that speaks S3."""

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final, Protocol

from flask import Flask, current_app

EXTENSION: Final = "paigong-files"


class Files(Protocol):
    """Named bytes, written whole or not at all; a name looks like `a/7.jpg`."""

    def put(self, name: str, content: bytes) -> None:
        """Write the bytes, in place of what the name had."""
        ...

    def get(self, name: str) -> bytes | None:
        """Return the bytes, or None when nothing has the name."""
        ...

    def delete(self, name: str) -> None:
        """Remove the bytes, if there are any."""
        ...

    def names(self, folder: str) -> Iterator[str]:
        """Yield all names that begin with `folder/`."""
        ...


class LocalFiles:
    """A folder; a kill or a power cut leaves a file whole or absent."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, content: bytes) -> None:
        path = self._folder / name
        beside = path.with_name(f"{path.name}.{secrets.token_hex(8)}.part")
        try:
            with _made(beside) as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        _keep_entry(path.parent)

    def get(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def delete(self, name: str) -> None:
        path = self._folder / name
        path.unlink(missing_ok=True)
        # Folders are many, and one that is not empty stays.
        with suppress(OSError):
            path.parent.rmdir()

    def names(self, folder: str) -> Iterator[str]:
        for path in sorted((self._folder / folder).rglob("*")):
            if path.is_file():
                yield path.relative_to(self._folder).as_posix()


def _made(path: Path) -> IO[bytes]:
    """Open a new file; its folder may be removed by others just when it is made."""
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            return path.open("xb")


def _keep_entry(folder: Path) -> None:
    """Have the file's name survive a power cut too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class BucketFiles:
    """A bucket of S3 or of anything that speaks like it."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put(self, name: str, content: bytes) -> None:
        self._client.put_object(Bucket=self._bucket, Key=name, Body=content)

    def get(self, name: str) -> bytes | None:
        try:
            found = self._client.get_object(Bucket=self._bucket, Key=name)
        except self._client.exceptions.NoSuchKey:
            return None
        content: bytes = found["Body"].read()
        return content

    def delete(self, name: str) -> None:
        self._client.delete_object(Bucket=self._bucket, Key=name)

    def names(self, folder: str) -> Iterator[str]:
        pages = self._client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self._bucket, Prefix=f"{folder}/"):
            for item in page.get("Contents", ()):
                yield item["Key"]


def make_files(folder: Path, bucket: str | None, endpoint: str | None) -> Files:
    """Choose the bucket when one is named; its keys are boto3's own settings."""
    if bucket is None:
        return LocalFiles(folder)
    # Only who names a bucket has boto3 installed.
    import boto3  # noqa: PLC0415 - an optional extra

    return BucketFiles(boto3.client("s3", endpoint_url=endpoint), bucket)


def init_app(app: Flask, chosen: Files) -> None:
    app.extensions[EXTENSION] = chosen


def files() -> Files:
    """Return where this application keeps its bytes."""
    chosen: Files = current_app.extensions[EXTENSION]
    return chosen
