"""The stage's payload: panels in, bytes out, the same bytes for the same panels.

Layout: a little-endian u32 with the header's length, the header (JSON, UTF-8),
then the panels' blocks of bytes, one after the other; the header says how long
each is.  Arrays in a panel's spec travel as base64 (``{"dtype", "bdata", "shape"}``),
which Plotly reads natively; float64 becomes float32, which is more than a screen
can show.  Each panel carries a digest of all that it draws, so the browser
leaves alone what has not changed.
"""

from __future__ import annotations

import base64
import json
import math
import struct
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dnnlab.plots.palette import Palette
from dnnlab.ui.components.stage.panel import Panel, kinds

_KINDS = kinds()
_TYPED = {
    "int8": "i1", "uint8": "u1", "int16": "i2", "uint16": "u2", "int32": "i4", "uint32": "u4",
    "float32": "f4", "float64": "f8",
}  # fmt: skip
"""The dtypes of the arrays that Plotly reads, and their names there."""
_NAME = 16
"""Hex digits of a payload's name."""


def encode(panels: Sequence[Panel], palette: Palette, *, more_to_come: bool = False) -> bytes:
    """Pack panels for the browser.

    Deterministic: equal panels and palette give equal bytes, so an unchanged
    stage costs the connection only a hash.

    Args:
        panels: what to show.
        palette: the colours of the page's theme.
        more_to_come: whether others will soon stand below them, as before: the
            stage then keeps its height, so that what is below it on the page stays where it is.

    Raises:
        ValueError: a panel's ``columns`` is not in 1..12, or its kind cannot show it.
        TypeError: a panel is of no kind in the stage's folder.
    """
    colours = _json(palette.to_json())
    texts, digests, lengths, blocks = [], [], [], []
    for panel in panels:
        packed = panel.pack()
        own = [np.ascontiguousarray(block) for block in packed.blocks]
        text = _json({"kind": _kind(panel), **_words(panel), **packed.spec})
        digest = blake2b(text.encode() + colours.encode(), digest_size=8)
        for block in own:
            digest.update(block.data)
        texts.append(text)
        digests.append(digest.hexdigest())
        lengths.append([block.nbytes for block in own])
        blocks += own
    name = blake2b("".join([*digests, colours, str(more_to_come)]).encode(), digest_size=_NAME // 2).hexdigest()
    header = (
        f'{{"name":"{name}","palette":{colours},"more":{_json(more_to_come)},"digests":{_json(digests)},'
        f'"blocks":{_json(lengths)},"panels":[{",".join(texts)}]}}'
    )
    raw = header.encode()
    return b"".join([struct.pack("<I", len(raw)), raw, *(block.data for block in blocks)])


def name_of(payload: bytes) -> str:
    """What tells this payload from all others, at the beginning of its header; the browser's stage says it, too."""
    begin = len(b'....{"name":"')
    return payload[begin : begin + _NAME].decode()


def with_more(packed: bytes, **more: Any) -> bytes:
    """A payload whose header says more: what belongs to the stage on a page, not to the panels that pages share."""
    (length,) = struct.unpack_from("<I", packed)
    header = _json(more).removesuffix("}").encode() + b"," + packed[5 : 4 + length]  # without its opening brace
    return struct.pack("<I", len(header)) + header + packed[4 + length :]


def decode(payload: bytes) -> tuple[dict[str, Any], list[list[bytes]]]:
    """The header of a payload and each panel's blocks, as the browser reads them."""
    (length,) = struct.unpack_from("<I", payload)
    header = json.loads(payload[4 : 4 + length])
    at = 4 + length
    blocks: list[list[bytes]] = []
    for lengths in header["blocks"]:
        blocks.append([])
        for count in lengths:
            blocks[-1].append(payload[at : at + count])
            at += count
    return header, blocks


def _kind(panel: Panel) -> str:
    if panel.kind not in _KINDS:
        raise TypeError(f"{type(panel).__name__} stands in {panel.kind}, not in the folder of the stage's kinds")
    return panel.kind


def _words(panel: Panel) -> dict[str, Any]:
    """What every panel says beside what it shows, and how wide it is."""
    if not 1 <= panel.columns <= 12:
        raise ValueError(f"a panel's columns must be in [1, 12], got {panel.columns}")
    return {
        "title": panel.title,
        "caption": panel.caption,
        "alt": panel.alt or " ".join(filter(None, [panel.title, panel.caption])),
        "columns": panel.columns,
        "leads": panel.leads,
    }


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
    raise TypeError(f"a panel holds a {type(value).__name__}, which cannot be sent to the browser")


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
