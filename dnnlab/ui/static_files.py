"""What the browser loads once instead of with every refresh.

Streamlit serves the folder ``static/`` beside the app's main script at
``app/static/``.  Plotly comes out of the installed wheel, so page and Python
side always have the same version, and works offline.  The components' own
modules go to a folder named after their content: a browser's cache never holds
an old one, and a server that still runs an older version keeps its own.
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
_MODULES = (
    "colours.js", "stage.js", "figures.js", "tiles.js",
    "sliding.js", "sliding_bars.js", "sliding_boards.js", "sliding_colours.js", "sliding_contents.js",
    "sliding_fields.js", "sliding_hands.js", "sliding_kernels.js", "sliding_layout.js", "sliding_pictures.js",
    "sliding_sum.js", "sliding_sweep.js", "sliding_taps.js", "sliding_words.js",
)  # fmt: skip
"""What the components' loaders import, and what these import in turn."""


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
    for name in _MODULES:
        _put(_COMPONENTS / name, folder / modules_folder() / name)


@cache
def modules_folder() -> str:
    """The folder of the components' modules below ``static/``: ``modules-`` and a hash of what is in them."""
    digest = blake2b(digest_size=6)
    for name in _MODULES:
        digest.update((_COMPONENTS / name).read_bytes())
    return f"modules-{digest.hexdigest()}"


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
