"""The stage's payload: panels in, bytes out, the same bytes for the same panels.

Layout: a little-endian u32 with the header's length, the header (JSON, UTF-8),
then the tiles' pixels, one byte a value.  Arrays in a figure travel as base64
(``{"dtype", "bdata", "shape"}``), which Plotly reads natively; float64 becomes
float32, which is more than a screen can show.  Each panel carries a digest of
all that it draws, so the browser leaves alone what has not changed.
"""

from __future__ import annotations

import base64
import json
import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dnnlab.plots.palette import Palette
from dnnlab.plots.sheets import Tiles

MAX_PIXEL_ROWS = 16_000
"""Pixel rows of all tiles of a sheet together: they are painted as one tall picture."""

_LONG = 32
"""Lists of numbers from this length on travel as arrays."""

_TYPED = {
    "int8": "i1", "uint8": "u1", "int16": "i2", "uint16": "u2", "int32": "i4", "uint32": "u4",
    "float32": "f4", "float64": "f8",
}  # fmt: skip
"""The dtypes of the arrays that Plotly reads, and their names there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePanel:
    """A Plotly figure on the stage.

    Colours of text, grid and hover come from the palette wherever the figure
    does not set its own.  Zoom is kept as long as ``figure.layout.uirevision``
    stays the same (a constant unless the figure sets it).
    """

    figure: go.Figure
    title: str
    """Bold, above: what to see."""
    caption: str = ""
    """One muted line below: how to read it."""
    alt: str = ""
    """The same in words for those who cannot see it; title and caption when empty."""
    columns: int = 6
    """Twelfths of the stage's width; below 640 px all of it."""
    height: int = 260
    """Of the plot, in CSS pixels."""
    clickable: bool = False
    """Whether a click on a point or cell comes back to the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TilesPanel:
    """Tiles on the stage: one sheet, or named rows of them (one row a layer)."""

    tiles: Tiles | Sequence[tuple[str, Tiles]]
    title: str
    caption: str = ""
    alt: str = ""
    columns: int = 6

    @property
    def rows(self) -> tuple[tuple[str, Tiles], ...]:
        """The rows with their names; one nameless row for a single sheet."""
        return (("", self.tiles),) if isinstance(self.tiles, Tiles) else tuple(self.tiles)


Panel = FigurePanel | TilesPanel


def encode(panels: Sequence[Panel], palette: Palette) -> bytes:
    """Pack panels for the browser.

    Deterministic: equal panels and palette give equal bytes, so an unchanged
    stage costs the connection only a hash.

    Raises:
        ValueError: a panel's ``columns`` is not in 1..12, or a sheet is too tall.
    """
    pixels: list[NDArray[np.uint8]] = []
    texts = [_panel(panel, pixels) for panel in panels]
    colours = _json(palette.to_json())
    style = _json(template(palette))
    digests = []
    first = 0
    for panel, text in zip(panels, texts, strict=True):
        count = len(panel.rows) if isinstance(panel, TilesPanel) else 0
        digest = blake2b(text.encode() + colours.encode(), digest_size=8)
        for row in pixels[first : first + count]:
            digest.update(row.data)
        digests.append(digest.hexdigest())
        first += count
    header = f'{{"palette":{colours},"template":{style},"digests":{_json(digests)},"panels":[{",".join(texts)}]}}'
    raw = header.encode()
    return b"".join([struct.pack("<I", len(raw)), raw, *(row.data for row in pixels)])


def decode(payload: bytes) -> tuple[dict[str, Any], bytes]:
    """The header and the pixels of a payload, as the browser reads them."""
    (length,) = struct.unpack_from("<I", payload)
    return json.loads(payload[4 : 4 + length]), payload[4 + length :]


def template(palette: Palette) -> dict[str, Any]:
    """The Plotly template of a palette: calm axes, no mode bar, room only where needed."""
    axis = {
        "gridcolor": palette.grid,
        "zerolinecolor": palette.grid,
        "linecolor": palette.grid,
        "tickfont": {"color": palette.muted, "size": 12},
        "title": {"font": {"color": palette.muted, "size": 12}, "standoff": 12},
        "ticks": "",
        "ticklabelstandoff": 4,
        "automargin": True,
    }
    hover = {"bgcolor": palette.surface, "bordercolor": palette.grid, "font": {"color": palette.text}}
    layout = {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": palette.text, "size": 13},
        "colorway": [palette.train, palette.validation, *palette.classes],
        "margin": {"l": 0, "r": 8, "t": 8, "b": 4},
        "xaxis": {**axis, "showgrid": False, "zeroline": False},
        "yaxis": axis,
        "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "bgcolor": "rgba(0,0,0,0)"},
        "hoverlabel": hover,
        "coloraxis": {"colorbar": {"outlinewidth": 0, "tickfont": {"color": palette.muted}}},
    }
    return {"layout": layout}


def _panel(panel: Panel, pixels: list[NDArray[np.uint8]]) -> str:
    """The JSON of one panel; a sheet's pixels are appended to ``pixels``, one array a row."""
    if not 1 <= panel.columns <= 12:
        raise ValueError(f"a panel's columns must be in [1, 12], got {panel.columns}")
    words = {
        "title": panel.title,
        "caption": panel.caption,
        "alt": panel.alt or " ".join(filter(None, [panel.title, panel.caption])),
        "columns": panel.columns,
    }
    if isinstance(panel, FigurePanel):
        figure = _figure(panel.figure)
        return _json(
            {"kind": "figure", **words, "height": panel.height, "clickable": panel.clickable, "figure": figure}
        )
    offset = sum(row.nbytes for row in pixels)
    rows = []
    for name, tiles in panel.rows:
        rows.append({"name": name, "offset": offset, **_row(tiles)})
        pixels.append(np.ascontiguousarray(tiles.pixels))
        offset += tiles.pixels.nbytes
    return _json({"kind": "tiles", **words, "rows": rows})


def _row(tiles: Tiles) -> dict[str, Any]:
    """What the browser must know of a sheet beside its pixels."""
    count, height, width = tiles.pixels.shape[:3]
    if count * height > MAX_PIXEL_ROWS:
        raise ValueError(f"{count} tiles of {height} rows are more than {MAX_PIXEL_ROWS} pixel rows; show fewer")
    return {
        "paint": tiles.paint,
        "count": count,
        "height": height,
        "width": width,
        "columns": tiles.columns,
        "scale": tiles.scale,
        "labels": list(tiles.labels),
        "marked": [int(index) for index in tiles.marked],
        "clickable": tiles.clickable,
    }


def _figure(figure: go.Figure) -> dict[str, Any]:
    """Traces and layout without Plotly's own template (7 kB that the palette's replaces)."""
    traces = [{name: _compact(value) for name, value in trace.to_plotly_json().items()} for trace in figure.data]
    layout = {name: value for name, value in figure.layout.to_plotly_json().items() if name != "template"}
    return {"data": traces, "layout": layout}


def _compact(value: Any) -> Any:
    """A long list of numbers as an array; everything else as it is."""
    if isinstance(value, list | tuple) and len(value) >= _LONG and isinstance(value[0], int | float):
        array = np.asarray(value)
        return array if array.ndim == 1 and array.dtype.kind in "iuf" else value
    return value


def _json(value: Any) -> str:
    """Compact JSON; numbers that JSON does not know (nan, infinity) become null."""
    try:
        return json.dumps(value, separators=(",", ":"), default=_plain, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(value), separators=(",", ":"), allow_nan=False)


def _plain(value: Any) -> Any:
    """What json asks about: numpy arrays and scalars, dates."""
    if isinstance(value, np.ndarray):
        return _typed(value)
    if isinstance(value, np.generic):
        return value.item()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    raise TypeError(f"a figure holds a {type(value).__name__}, which cannot be sent to the browser")


def _typed(array: NDArray[Any]) -> Any:
    """An array in the form that Plotly decodes, or a list where it has none (text, dates, bools)."""
    if array.dtype.kind == "f":
        array = array.astype(np.float32, copy=False)
    elif array.dtype.kind in "iu" and array.dtype.itemsize == 8:
        fits = array.size == 0 or (array.min() >= -(2**31) and array.max() < 2**31)
        array = array.astype(np.int32 if fits else np.float64)
    name = _TYPED.get(array.dtype.name)
    if name is None:
        return array.astype(str).tolist() if array.dtype.kind == "M" else array.tolist()
    packed = base64.b64encode(np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"), copy=False).data)
    typed = {"dtype": name, "bdata": packed.decode("ascii")}
    return typed if array.ndim == 1 else {**typed, "shape": ",".join(map(str, array.shape))}


def _finite(value: Any) -> Any:
    """A copy of a JSON tree in which nan and infinity are null."""
    if isinstance(value, Mapping):
        return {name: _finite(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, str | int | bool | None):
        return value
    return _finite(_plain(value))
