import json
import os
from pathlib import Path
from typing import Any

import pytest

from app.web.shells import NotBuiltError, Shell, shell_of

MANIFEST: dict[str, Any] = {
    "_core.js": {"file": "assets/core-1.js", "css": ["assets/core-1.css"]},
    "_shell.js": {
        "file": "assets/shell-1.js",
        "css": ["assets/shell-1.css"],
        "imports": ["_core.js"],
    },
    "src/board/main.ts": {
        "file": "assets/board-1.js",
        "css": ["assets/board-1.css"],
        "imports": ["_shell.js", "_core.js"],
    },
}


@pytest.fixture
def static(tmp_path: Path) -> Path:
    build(tmp_path, MANIFEST)
    return tmp_path


def build(static: Path, manifest: dict[str, Any]) -> None:
    (static / "dist").mkdir(exist_ok=True)
    (static / "dist/manifest.json").write_text(json.dumps(manifest), "utf-8")


def test_a_shell_names_the_script_and_all_it_needs_deepest_first(static: Path) -> None:
    assert shell_of(static, "board") == Shell(
        script="dist/assets/board-1.js",
        styles=(
            "dist/assets/core-1.css",
            "dist/assets/shell-1.css",
            "dist/assets/board-1.css",
        ),
        modules=("dist/assets/core-1.js", "dist/assets/shell-1.js"),
    )


def test_a_new_build_is_seen_without_a_restart(static: Path) -> None:
    shell_of(static, "board")
    build(static, {"src/board/main.ts": {"file": "assets/board-2.js"}})
    os.utime(static / "dist/manifest.json", ns=(1, 1))

    assert shell_of(static, "board") == Shell("dist/assets/board-2.js", (), ())


def test_without_a_build_there_is_no_shell(tmp_path: Path) -> None:
    with pytest.raises(NotBuiltError):
        shell_of(tmp_path, "board")


def test_a_page_that_the_build_lacks_is_not_built(static: Path) -> None:
    with pytest.raises(NotBuiltError):
        shell_of(static, "phone")
