"""What the browser loads once instead of with every refresh.

Streamlit serves the folder ``static/`` beside the app's main script at
``app/static/``.  Plotly comes out of the installed wheel, so page and Python
side always have the same version, and works offline.  The components' own
modules (every ``.js`` below ``components`` but those that travel with messages)
go to a folder named after their content: a browser's cache never holds an old
one, and a server that still runs an older version keeps its own.
"""

from __future__ import annotations

import os
import tempfile
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

from dnnlab.paths import ROOT

STATIC = ROOT / "static"
"""Beside ``streamlit_app.py``; not in version control."""

_COMPONENTS = Path(__file__).parent / "components"
_TRAVELS = "component.js"
"""A component's own script goes with each of its messages; the modules beside it are what it imports."""


class CannotPublish(RuntimeError):
    """A file that the browser needs cannot be put in place; the message says which and why."""


def publish(folder: Path = STATIC) -> None:
    """Put Plotly and the components' modules into ``folder``; cheap when they are there.

    A file is written when it is missing or has another size than its source,
    under another name first and then renamed, so that nobody is served half a file.

    Raises:
        CannotPublish: a source is missing or the folder cannot be written.
    """
    _put(_plotly(), folder / "plotly.min.js")
    for module in _modules():
        _put(_COMPONENTS / module, folder / modules_folder() / module)


@cache
def modules_folder() -> str:
    """The folder of the components' modules below ``static/``: ``modules-`` and a hash of their names and texts."""
    digest = blake2b(digest_size=6)
    for module in _modules():
        digest.update(module.as_posix().encode() + b"\0" + (_COMPONENTS / module).read_bytes() + b"\0")
    return f"modules-{digest.hexdigest()}"


@cache
def _modules() -> tuple[Path, ...]:
    """The components' modules, seen from their common folder: they keep their places, so that imports hold."""
    found = (file.relative_to(_COMPONENTS) for file in _COMPONENTS.rglob("*.js"))
    return tuple(sorted(module for module in found if module.name != _TRAVELS))


@cache
def _plotly() -> Path:
    """plotly.min.js inside the installed wheel, found without importing plotly."""
    spec = find_spec("plotly")
    if spec is None or spec.origin is None:
        raise CannotPublish("plotly is not installed, so there is no plotly.min.js for the browser")
    return Path(spec.origin).parent / "package_data" / "plotly.min.js"


def _put(source: Path, target: Path) -> None:
    """Copy ``source`` to ``target`` in one visible step, unless it is there already."""
    try:
        size = source.stat().st_size
        if target.exists() and target.stat().st_size == size:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".publish-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(source.read_bytes())
            os.chmod(name, 0o644)
            os.replace(name, target)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise CannotPublish(f"cannot put {source.name} into {target.parent} for the browser: {error}") from error
