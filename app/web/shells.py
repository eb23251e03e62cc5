"""What a page must load, as the build's manifest names it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

DIST: Final = "dist"
MANIFEST: Final = "manifest.json"


class NotBuiltError(Exception):
    """The front end was never built, or without this page."""


@dataclass(frozen=True, slots=True)
class Shell:
    """A page's script, the styles it needs, and the modules it will import."""

    script: str
    styles: tuple[str, ...]
    modules: tuple[str, ...]


def shell_of(static: Path, page: str) -> Shell:
    """Find a page in the manifest; paths are below `static`."""
    manifest = _read(static / DIST / MANIFEST)
    entry = manifest.get(f"src/{page}/main.ts")
    if entry is None:
        raise NotBuiltError
    chunks = _needed(manifest, entry)
    styles = dict.fromkeys(css for chunk in chunks for css in chunk.get("css", ()))
    return Shell(
        script=f"{DIST}/{entry['file']}",
        styles=tuple(f"{DIST}/{path}" for path in styles),
        modules=tuple(f"{DIST}/{chunk['file']}" for chunk in chunks[:-1]),
    )


def _needed(manifest: dict[str, Any], entry: dict[str, Any]) -> list[dict[str, Any]]:
    """List what the entry imports, deepest first, and the entry itself at the end."""
    found: dict[str, dict[str, Any]] = {}

    def visit(chunk: dict[str, Any]) -> None:
        for name in chunk.get("imports", ()):
            if name not in found:
                visit(manifest[name])
                found[name] = manifest[name]

    visit(entry)
    return [*found.values(), entry]


_kept: dict[Path, tuple[int, dict[str, Any]]] = {}


def _read(path: Path) -> dict[str, Any]:
    """Read the manifest once per build, so that a new build needs no restart."""
    try:
        built_at = path.stat().st_mtime_ns
    except OSError:
        raise NotBuiltError from None
    if _kept.get(path, (None,))[0] != built_at:
        _kept[path] = (built_at, json.loads(path.read_text("utf-8")))
    return _kept[path][1]
