"""How large, how far, how many: the arithmetic of convolution and pooling, along one axis, in whole numbers.

Height and width never mix, so one axis tells everything: ask once for each.

Letters, as in the lecture: n pixels in, a kernel of f weights, stride s,
padding p, dilation d.  A dilated kernel leaves d - 1 pixels out between two
weights, so that it spans d (f - 1) + 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

Padding = int | tuple[int, int]
"""Pixels added to an axis: as many on both sides, or (before, after)."""

Pair = int | tuple[int, ...]
"""A value of a kernel in two dimensions: the same along both axes, or (height, width)."""


class Layer(NamedTuple):
    """A convolution or a pooling, along one axis."""

    f: int
    stride: int = 1
    dilation: int = 1
    padding: Padding = 0


class ReceptiveField(NamedTuple):
    """What one unit sees of the input, along one axis."""

    size: int
    """Input pixels from the first to the last that can change the unit."""
    jump: int
    """Input pixels between what two neighbouring units see."""


def pair(value: Pair | str) -> tuple[Any, ...]:
    """One value for each axis, (height, width)."""
    return value if isinstance(value, tuple) else (value, value)


def span(f: int, dilation: int = 1) -> int:
    """The pixels from the first to the last weight of a kernel: d (f - 1) + 1.

    Raises:
        ValueError: f or the dilation is below 1.
    """
    _at_least(1, kernel=f, dilation=dilation)
    return dilation * (f - 1) + 1


def output_size(n: int, f: int, *, stride: int = 1, padding: Padding = 0, dilation: int = 1) -> int:
    """In how many places a kernel fits: floor((n + p_before + p_after - d (f - 1) - 1) / s) + 1.

    Raises:
        ValueError: the kernel is larger than the padded input, or a value is out of range.
    """
    spanned, padded = span(f, dilation), n + sum(_both_sides(padding))
    _at_least(1, input=n, stride=stride)
    if spanned > padded:
        raise ValueError(
            f"The kernel spans {spanned} pixels, the padded input has only {padded}: "
            "take a smaller kernel, a smaller dilation or more padding."
        )
    return (padded - spanned) // stride + 1


def pooled_size(n: int, f: int, *, stride: int = 1, padding: int = 0, ceil: bool = False) -> int:
    """How many windows of a pooling fit along an axis: floor((n + 2p - f) / s) + 1, with ``ceil`` rounded up.

    Rounded up, the last window may reach beyond the padding.  It is dropped where
    it would begin behind the last pixel, in the padding at the end: PyTorch's rule.

    Raises:
        ValueError: the window is larger than the padded input, or a value is out of range.
    """
    down = output_size(n, f, stride=stride, padding=padding)
    up = down + ((n + 2 * padding - f) % stride > 0)
    return up if ceil and (up - 1) * stride < n + padding else down


def overhang(n: int, f: int, *, stride: int = 1, padding: int = 0, ceil: bool = False) -> int:
    """Places behind the padding that the last window of a pooling reaches; 0 where the size is rounded down.

    Raises:
        ValueError: as :func:`pooled_size`.
    """
    windows = pooled_size(n, f, stride=stride, padding=padding, ceil=ceil)
    return max(0, (windows - 1) * stride + f - n - 2 * padding)


def same_padding(n: int, f: int, *, stride: int = 1, dilation: int = 1) -> tuple[int, int]:
    """The (before, after) with which ceil(n / s) pixels come out: TensorFlow's "same".

    An odd total puts the extra pixel after: 32 pixels, f = 3 and s = 2 take
    (0, 1), which makes 16 exactly.  With p on both sides (32 - 3 + 2p) / 2 + 1 is
    never a whole number: p = 1 gives 16.5, which the floor makes 16 as well.

    Raises:
        ValueError: a value is below 1.
    """
    _at_least(1, input=n, stride=stride)
    out = -(-n // stride)  # n / s, rounded up
    total = max((out - 1) * stride + span(f, dilation) - n, 0)
    return total // 2, total - total // 2


def causal_padding(f: int, dilation: int = 1) -> tuple[int, int]:
    """The (before, after) with which a unit sees its own moment and the past, never the future: (d (f - 1), 0).

    Raises:
        ValueError: f or the dilation is below 1.
    """
    return span(f, dilation) - 1, 0


def margins(n: int, f: int, padding: Padding | str, *, stride: int = 1, dilation: int = 1) -> tuple[int, int]:
    """A padding as (before, after): numbers stay, ``"same"`` and ``"causal"`` follow their rule.

    Raises:
        ValueError: there is no such rule, or a value is out of range.
    """
    if padding == "same":
        return same_padding(n, f, stride=stride, dilation=dilation)
    if padding == "causal":
        return causal_padding(f, dilation)
    if isinstance(padding, str):
        raise ValueError(f"The padding is a number, 'same' or 'causal', got {padding!r}.")
    return _both_sides(padding)


def transposed_size(
    n: int, f: int, *, stride: int = 1, padding: Padding = 0, dilation: int = 1, output_padding: int = 0
) -> int:
    """How many pixels a transposed convolution makes of n: (n - 1) s + d (f - 1) + 1 - p_before - p_after.

    The formula of :func:`output_size` solved for the input.  Where the floor
    made several inputs one size, ``output_padding`` says how many pixels
    longer than the shortest of them the result shall be.

    Raises:
        ValueError: nothing is left, ``output_padding`` is neither below the stride
            nor below the dilation, or a value is out of range.
    """
    _at_least(1, input=n, stride=stride)
    _at_least(0, output_padding=output_padding)
    full = (n - 1) * stride + span(f, dilation)
    if output_padding >= max(stride, dilation):
        raise ValueError(
            f"An output padding of {output_padding} must be smaller than the stride ({stride}) or the dilation "
            f"({dilation})."
        )
    size = full - sum(_both_sides(padding)) + output_padding
    if size < 1:
        raise ValueError(
            f"The padding takes {sum(_both_sides(padding))} pixels away from {full + output_padding} and leaves none: "
            "take less padding."
        )
    return size


def receptive_field(layers: Sequence[Layer]) -> list[ReceptiveField]:
    """What a unit sees after each layer, the first layer first.

    A kernel adds f - 1 steps of d units of the layer below it, and these
    stand ``jump`` input pixels apart: size += d (f - 1) jump, jump *= s.

    Raises:
        ValueError: a value of a layer is below 1.
    """
    size = jump = 1  # an input pixel sees itself
    fields = []
    for f, stride, dilation, _ in layers:
        _at_least(1, stride=stride)
        size += (span(f, dilation) - 1) * jump
        jump *= stride
        fields.append(ReceptiveField(size, jump))
    return fields


def field_of(position: int, layers: Sequence[Layer]) -> tuple[int, int]:
    """The first and the last input pixel that unit ``position`` of the last layer sees.

    Positions count from 0.  Below 0, or at n and beyond, the unit sees padding.
    Near the border the two are bounds: what a layer in between pads sees nothing.

    Raises:
        ValueError: a value of a layer is out of range.
    """
    first = last = position
    for f, stride, dilation, padding in reversed(layers):
        _at_least(1, stride=stride)
        before, _ = _both_sides(padding)
        first = first * stride - before
        last = last * stride - before + span(f, dilation) - 1
    return first, last


def convolution_parameters(f_h: int, f_w: int, channels: int, filters: int, groups: int = 1, bias: bool = True) -> int:
    """One kernel a filter, the same at every place: (f_h f_w c / g + 1) k.

    Each of the g groups of filters reads channels of its own, c / g of them.

    Raises:
        ValueError: the groups do not divide channels and filters, or a value is below 1.
    """
    _at_least(1, kernel=min(f_h, f_w))
    return (f_h * f_w * channels_a_filter(channels, filters, groups) + bias) * filters


def channels_a_filter(channels: int, filters: int, groups: int = 1) -> int:
    """The channels that one filter reads: c / g, since filters and channels are dealt out to g groups.

    Raises:
        ValueError: the groups do not divide channels and filters, or a value is below 1.
    """
    _at_least(1, groups=groups, channels=channels, filters=filters)
    if channels % groups or filters % groups:
        raise ValueError(f"{channels} channels and {filters} filters cannot be dealt out to {groups} groups evenly.")
    return channels // groups


def locally_connected_parameters(
    out_h: int, out_w: int, f_h: int, f_w: int, channels: int, filters: int, bias: bool = True
) -> int:
    """The same windows, but weights and a bias of its own for each unit: (f_h f_w c + 1) out_h out_w k.

    Raises:
        ValueError: a value is below 1.
    """
    _at_least(1, output=min(out_h, out_w), kernel=min(f_h, f_w), channels=channels, filters=filters)
    return (f_h * f_w * channels + bias) * out_h * out_w * filters


def connections(n: int, f: int, *, stride: int = 1, padding: Padding = 0, dilation: int = 1) -> int:
    """How often, over all places of a kernel, one of its weights meets a pixel; the other times it meets padding.

    Raises:
        ValueError: as :func:`output_size`.
    """
    places = output_size(n, f, stride=stride, padding=padding, dilation=dilation)
    before, _ = _both_sides(padding)
    return sum(0 <= i * stride + a * dilation - before < n for i in range(places) for a in range(f))


def dense_parameters(inputs: int, outputs: int, bias: bool = True) -> int:
    """Each output is connected to each input: (inputs + 1) outputs.

    Raises:
        ValueError: a value is below 1.
    """
    _at_least(1, inputs=inputs, outputs=outputs)
    return (inputs + bias) * outputs


def _both_sides(padding: Padding) -> tuple[int, int]:
    """A padding as (before, after)."""
    before, after = (padding, padding) if isinstance(padding, int) else padding
    _at_least(0, padding=min(before, after))
    return before, after


def _at_least(low: int, **values: int) -> None:
    """One sentence about the first value that is too small."""
    for name, value in values.items():
        if value < low:
            raise ValueError(f"The {name.replace('_', ' ')} must be at least {low}, got {value}.")
