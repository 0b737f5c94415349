"""What the sliding window is sent: the picture in one message, everything else in another.

Both are packed the same: a little-endian u32 with the header's length, the
header (JSON, UTF-8), then numbers in reading order.  Equal settings give equal
bytes, so that Streamlit sees what has not changed.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from dnnlab.plots.palette import Palette
from dnnlab.plots.sheets import diverging, grey

Floats = NDArray[np.float32]
Kind = Literal["convolution", "transposed", "max", "average"]
PaddingMode = Literal["zeros", "reflect", "replicate", "circular"]

MAX_SIDE = 256
"""Pixels of the longer side of the input."""
MAX_EDIT_SIDE = 10
"""Cells of the longer side of an input that can be edited."""
MAX_VALUE = 1000.0
"""The largest number, up or down, that a learner may write into a cell."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sliding:
    """What slides over what, and what came out.

    Letters: C input channels of H x W, O output maps of H' x W'; pairs are (height, width).
    """

    kind: Kind
    inputs: Floats
    """(C, H, W): the numbers that the learner sees, 0 to 255 for a photo."""
    outputs: Floats
    """(O, H', W'), as computed by the model: what is drawn.  The browser computes single pixels itself."""
    weight: Floats | None = None
    """(O, C/groups, kH, kW), transposed (C, O/groups, kH, kW); None for pooling."""
    bias: Floats | None = None
    """(O,)"""
    size: tuple[int, int]
    stride: tuple[int, int] = (1, 1)
    dilation: tuple[int, int] = (1, 1)
    padding: tuple[int, int, int, int] = (0, 0, 0, 0)
    """Top, bottom, left, right; a transposed convolution cuts these off the output."""
    counted: tuple[int, int, int, int] | None = None
    """Of an average: how much of the padding counts in its divisor, on the same sides; None: all of it."""
    padding_mode: PaddingMode = "zeros"
    """What stands in the padding.  Max pooling pads with nothing: those cells never win."""
    groups: int = 1
    relu: bool = False
    """Whether ``outputs`` went through a ReLU."""
    input_paint: Literal["grey", "rgb", "diverging"] = "grey"
    output_paint: Literal["grey", "diverging"] = "diverging"
    input_scale: float | None = None
    """The value of full colour, for rgb and grey white; None: the largest absolute value."""
    output_scale: float | None = None
    title: str = ""
    """Bold, above: what to see."""
    caption: str = ""
    """One muted line below: how to read it."""
    alt: str = ""
    """The same in words for those who cannot see it; title and caption when empty."""
    channel_names: Sequence[str] = ()
    """Of the input; R, G, B for a colour picture."""
    map_names: Sequence[str] = ()
    """Of the outputs."""
    edit_kernel: bool = False
    edit_input: bool = False
    """For grids of numbers of at most 10 x 10."""

    def __post_init__(self) -> None:
        if self.inputs.ndim != 3 or self.outputs.ndim != 3:
            raise ValueError(f"input and output are (channels, height, width), got {self._shapes()}")
        if max(self.inputs.shape[1:]) > MAX_SIDE:
            raise ValueError(f"the longer side of the input is at most {MAX_SIDE} pixels, got {self._shapes()}")
        self._check_weight()
        for name, values in (("inputs", self.inputs), ("outputs", self.outputs)):
            if not np.isfinite(values).all():
                raise ValueError(f"the {name} are not all finite")
        for axis in (0, 1):
            self._check_axis(axis)
        if self.counted and not all(0 <= some <= all_ for some, all_ in zip(self.counted, self.padding, strict=True)):
            raise ValueError(f"of a padding of {self.padding} at most all of it can count, got {self.counted}")
        if self.input_paint == "rgb" and (len(self.inputs) != 3 or self.edit_input):
            raise ValueError("a colour picture has three channels and cannot be edited")
        if self.edit_input and max(self.inputs.shape[1:]) > MAX_EDIT_SIDE:
            raise ValueError(f"an input to edit is at most {MAX_EDIT_SIDE} x {MAX_EDIT_SIDE}, got {self._shapes()}")
        if self.edit_kernel and self.weight is None:
            raise ValueError("there is no kernel to edit")
        for what, names, count in (
            ("channels", self.channel_names, len(self.inputs)),
            ("maps", self.map_names, len(self.outputs)),
        ):
            if names and len(names) != count:
                raise ValueError(f"{len(names)} names for {count} {what}")

    @property
    def pools(self) -> bool:
        """Whether it has no weights, and each channel goes its own way."""
        return self.kind in ("max", "average")

    def _check_weight(self) -> None:
        """Weight and bias have the shapes that kind, groups and size ask for."""
        channels, maps = len(self.inputs), len(self.outputs)
        if self.pools:
            if self.weight is not None or self.bias is not None or channels != maps:
                raise ValueError(f"pooling has no weight and as many maps as channels, got {self._shapes()}")
            return
        if self.groups < 1 or channels % self.groups or maps % self.groups:
            raise ValueError(f"{self.groups} groups do not divide {channels} channels and {maps} maps")
        first, second = (channels, maps) if self.kind == "transposed" else (maps, channels)
        wanted = (first, second // self.groups, *self.size)
        if self.weight is None or self.weight.shape != wanted:
            raise ValueError(f"the weight must be {wanted}, got {None if self.weight is None else self.weight.shape}")
        if self.bias is not None and self.bias.shape != (maps,):
            raise ValueError(f"the bias must be ({maps},), got {self.bias.shape}")
        if not all(np.isfinite(values).all() for values in (self.weight, self.bias) if values is not None):
            raise ValueError("weight and bias are not all finite")

    def _check_axis(self, axis: int) -> None:
        """What comes out along height (0) or width (1) is as long as these settings make it."""
        length, out = self.inputs.shape[axis + 1], self.outputs.shape[axis + 1]
        before, after = self.padding[2 * axis : 2 * axis + 2]
        stride, dilation = self.stride[axis], self.dilation[axis]
        span = dilation * (self.size[axis] - 1) + 1
        if min(stride, dilation, span) < 1 or min(before, after) < 0:
            raise ValueError("size, stride and dilation are at least 1, the padding at least 0")
        most = {"reflect": length - 1, "circular": length}.get(self.padding_mode, math.inf)
        if max(before, after) > most:
            raise ValueError(f"{self.padding_mode} padding of {length} values is at most {most:.0f}")
        if self.kind == "transposed":
            low = (length - 1) * stride + span - before - after
            fits = low <= out < low + max(stride, dilation)  # PyTorch's output_padding makes it longer
        else:
            low = (length + before + after - span) // stride + 1
            fits = out == low
        if low < 1 or not fits:
            raise ValueError(f"a {'width' if axis else 'height'} of {low} comes out, the outputs have {out}")

    def _shapes(self) -> str:
        return f"{self.inputs.shape} -> {self.outputs.shape}"


def encode_picture(inputs: Floats) -> tuple[bytes, str]:
    """Pack the input, and name it by its content; one byte a value where all are whole numbers in 0..255."""
    whole = inputs.min(initial=0) >= 0 and inputs.max(initial=0) <= 255 and bool((inputs == np.rint(inputs)).all())
    values = np.ascontiguousarray(inputs, np.uint8 if whole else "<f4")
    kind = "uint8" if whole else "float32"
    digest = blake2b(f"{kind} {values.shape}".encode(), digest_size=12)
    digest.update(values.data)
    name = digest.hexdigest()
    return _packed({"digest": name, "type": kind, "shape": values.shape}, values.data), name


def encode(
    sliding: Sliding, digest: str, palette: Palette, *, answered: int = 0, still: Mapping[str, Any] | None = None
) -> bytes:
    """Pack everything but the picture: after the header weight and bias (float32), then the outputs as bytes.

    ``digest`` names the picture, ``answered`` the newest of the browser's edits that are in these numbers;
    ``still`` is shown until they are drawn.
    """
    weight = np.zeros((0, 0, *sliding.size), np.float32) if sliding.weight is None else sliding.weight
    bias = np.zeros(0, np.float32) if sliding.bias is None else sliding.bias
    scale = _scale(sliding.outputs, sliding.output_scale)
    pixels = grey(sliding.outputs, 0, scale) if sliding.output_paint == "grey" else diverging(sliding.outputs, scale)
    header = {
        "digest": digest,
        "answered": answered,
        "kind": sliding.kind,
        "input": sliding.inputs.shape,
        "output": sliding.outputs.shape,
        "weight": weight.shape,
        "bias": bias.size,
        "size": sliding.size,
        "stride": sliding.stride,
        "dilation": sliding.dilation,
        "padding": sliding.padding,
        "counted": sliding.padding if sliding.counted is None else sliding.counted,
        "mode": sliding.padding_mode,
        "groups": len(sliding.inputs) if sliding.pools else sliding.groups,
        "relu": sliding.relu,
        "paint": {"input": sliding.input_paint, "output": sliding.output_paint},
        "scale": {"input": _scale(sliding.inputs, sliding.input_scale), "output": scale},
        "edit": {"kernel": sliding.edit_kernel, "input": sliding.edit_input, "limit": MAX_VALUE},
        "title": sliding.title,
        "caption": sliding.caption,
        "alt": sliding.alt or " ".join(filter(None, [sliding.title, sliding.caption])),
        "channels": list(sliding.channel_names) or (["R", "G", "B"] if sliding.input_paint == "rgb" else []),
        "maps": list(sliding.map_names),
        "palette": palette.to_json(),
        **({"still": still} if still else {}),
    }
    floats = [np.ascontiguousarray(values, "<f4").data for values in (weight, bias)]
    return _packed(header, *floats, np.ascontiguousarray(pixels).data)


def _scale(values: Floats, given: float | None) -> float:
    """The value of full colour."""
    top = float(np.abs(values).max(initial=0.0)) if given is None else float(given)
    return top if top > 0 else 1.0


def _packed(header: Mapping[str, Any], *parts: memoryview) -> bytes:
    raw = json.dumps(header, separators=(",", ":"), allow_nan=False).encode()
    return b"".join([struct.pack("<I", len(raw)), raw, *parts])
