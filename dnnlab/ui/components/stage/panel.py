"""What stands on the stage: the words that every panel has, and the kinds of panels that there are.

A kind is two files of one name in ``kinds/``.  The Python one declares its panel,
a :class:`Panel` that packs itself; the JavaScript one shows what was packed
(``view.js`` says what it must export).  Nobody lists them: the stage asks the folder.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dnnlab.plots.sheets import Bytes

_KINDS = Path(__file__).parent / "kinds"
_PACKAGE = "dnnlab.ui.components.stage.kinds."


class IncompleteKind(RuntimeError):
    """A kind of panel is missing one of its two files; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A panel as it travels."""

    spec: Mapping[str, Any]
    """What the browser must know, as dicts, lists, texts and numbers; nan becomes null.
    Arrays among them take the form that Plotly reads: ``{"dtype", "bdata" in base64, "shape"}``."""
    blocks: Sequence[Bytes] = ()
    """Bytes that travel as they are, in reading order: one Uint8Array each in the browser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel(ABC):
    """A part of the stage with a title of its own."""

    title: str
    """Bold, above: what to see."""
    caption: str = ""
    """One muted line below: how to read it."""
    alt: str = ""
    """The same in words for those who cannot see it; title and caption when empty."""
    columns: int = 6
    """Twelfths of the stage's width; below 640 px all of it."""
    pair: str = ""
    """What it shows in any run, where the title says more (a step, a verdict): panels of two runs
    that have it in common stand side by side.  The title when empty."""
    leads: bool = False
    """Stands above the curves: the picture that carries the lesson, at the top of the first screen."""

    @abstractmethod
    def pack(self) -> Packed:
        """What this kind's script needs to show it, beside the words; equal panels pack to equal bytes.

        Raises:
            ValueError: it cannot be shown.
        """

    @property
    def kind(self) -> str:
        """The name of its kind's two files."""
        return type(self).__module__.removeprefix(_PACKAGE)


def kinds(folder: Path = _KINDS) -> frozenset[str]:
    """The names of all kinds of panels.

    Raises:
        IncompleteKind: a Python file has no script beside it, or a script no Python file.
    """
    python, scripts = ({file.stem for file in folder.glob(f"*.{ending}")} for ending in ("py", "js"))
    python -= {"__init__"}
    for name in sorted(python ^ scripts):
        there, missing = ("py", "js") if name in python else ("js", "py")
        raise IncompleteKind(f"the stage's panels of kind {name} have a {name}.{there} and no {name}.{missing}")
    return frozenset(python)
