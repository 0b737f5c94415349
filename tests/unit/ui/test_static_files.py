"""What the browser loads once: all of it is in place, and nothing is written twice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dnnlab.ui import static_files

COMPONENTS = Path(static_files.__file__).parent / "components"


def test_publish_puts_plotly_and_the_modules_in_place(tmp_path: Path) -> None:
    static_files.publish(tmp_path)
    folder = tmp_path / static_files.modules_folder()
    modules = {file: file.read_text(encoding="utf-8") for file in folder.rglob("*.*")}
    assert "plotly.js v" in (tmp_path / "plotly.min.js").read_text(encoding="utf-8")[:200]
    assert {file.relative_to(folder) for file in modules} == {
        file.relative_to(COMPONENTS) for file in COMPONENTS.rglob("*.js") if file.name != "component.js"
    }
    imported = {
        (file.parent / name).resolve()
        for file, text in modules.items()
        for name in re.findall(r'from "(\.[\w./]+)"', text)
    }
    assert {folder / "shared" / "colours.js", folder / "sliding" / "taps.js"} <= imported
    assert imported <= modules.keys()
    assert not list(tmp_path.glob("**/.publish-*"))


def test_publish_writes_only_what_is_missing_or_differs(tmp_path: Path) -> None:
    static_files.publish(tmp_path)
    plotly, tiles = (
        tmp_path / "plotly.min.js",
        tmp_path / static_files.modules_folder() / "stage" / "kinds" / "tiles.js",
    )
    kept = plotly.stat()
    tiles.write_text("half a fi", encoding="utf-8")
    static_files.publish(tmp_path)
    assert (plotly.stat().st_ino, plotly.stat().st_mtime_ns) == (kept.st_ino, kept.st_mtime_ns)
    assert "Sheet" in tiles.read_text(encoding="utf-8")


def test_publish_says_what_is_in_the_way(tmp_path: Path) -> None:
    blocked = tmp_path / "static"
    blocked.write_text("a file, not a folder", encoding="utf-8")
    with pytest.raises(static_files.CannotPublish, match=r"cannot put plotly\.min\.js"):
        static_files.publish(blocked)
