"""Questions about convolution that are answered at once."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from dnnlab.cnn.convolution.views import Matrices
from dnnlab.cnn.net.convolution import (
    LocallyConnected2d,
    as_matrix,
    convolution_as_dense,
    convolve2d,
    dense_as_convolution,
    pad2d,
    transposed2d,
)

Pair = tuple[int, int]
Floats = NDArray[np.float32]


@torch.inference_mode()
def convolve(
    inputs: NDArray[np.uint8] | Floats,
    weight: Floats,
    bias: Floats,
    stride: Pair,
    padding: tuple[int, int, int, int],
    padding_mode: str,
    dilation: Pair,
    groups: int,
    relu: bool,
) -> Floats:
    """Slide the filters over one picture: (C, H, W) -> (O, H', W').

    Args:
        inputs: (C, H, W).
        weight: (O, C/groups, kH, kW); ``bias`` (O,).
        padding: top, bottom, left, right.
        relu: whether negative sums become 0.

    Raises:
        ValueError: they do not go together.
    """
    x = pad2d(torch.from_numpy(inputs.astype(np.float32))[None], padding, padding_mode)  # (C, H, W) -> (1, C, H, W)
    y = convolve2d(x, torch.from_numpy(weight), torch.from_numpy(bias), stride=stride, dilation=dilation, groups=groups)
    return _numbers(y[0].relu() if relu else y[0])


@torch.inference_mode()
def transpose(
    inputs: NDArray[np.uint8] | Floats,
    weight: Floats,
    bias: Floats,
    stride: Pair,
    padding: Pair,
    dilation: Pair,
    relu: bool,
) -> Floats:
    """The transposed convolution of one picture: (C, H, W) -> (O, H', W'); ``weight`` is (C, O, kH, kW)."""
    x = torch.from_numpy(inputs.astype(np.float32))[None]  # (C, H, W) -> (1, C, H, W)
    y = transposed2d(
        x, torch.from_numpy(weight), torch.from_numpy(bias), stride=stride, padding=padding, dilation=dilation
    )
    return _numbers(y[0].relu() if relu else y[0])


@torch.inference_mode()
def matrices(grid: Floats, weight: Floats, stride: int, padding: int, seed: int = 0) -> Matrices:
    """One small convolution as a matrix, beside a locally connected and a dense layer of the same sizes.

    Also a dense layer turned into a convolution and back, and how far the three answers are apart.

    Args:
        grid: (1, H, W), small.
        weight: (1, 1, kH, kW).
        seed: of the weights that are drawn.
    """
    generator = torch.Generator().manual_seed(seed)
    kernel = torch.from_numpy(weight)
    shared = as_matrix(kernel, grid.shape, stride=stride, padding=padding)  # (H' W', H W)
    local = LocallyConnected2d(
        grid.shape, 1, kernel.shape[2:], stride=stride, padding=padding, bias=False, generator=generator
    )
    basis = torch.eye(grid.size).view(grid.size, *grid.shape)  # (H W, 1, H, W): one pixel each
    unshared = local(basis).flatten(1).T  # (H W, 1, H', W') -> (H' W', H W)
    dense = torch.rand(shared.shape, generator=generator) * 2 - 1
    x = torch.from_numpy(grid)[None]  # (1, H, W) -> (1, 1, H, W)
    difference = (shared @ x.flatten() - convolve2d(x, kernel, stride=stride, padding=padding).flatten()).abs().max()
    linear = nn.Linear(16 * 5 * 5, 120)
    for values in linear.parameters():
        values.copy_((torch.rand(values.shape, generator=generator) * 2 - 1) / 20)  # torch's own start: 1 / sqrt(400)
    maps = torch.rand(1, 16, 5, 5, generator=generator)
    convolution = dense_as_convolution(linear, 16, 5, 5)
    back = convolution_as_dense(convolution, 5, 5)
    answers = [linear(maps.flatten(1)), convolution(maps).flatten(1), back(maps.flatten(1))]  # (1, 120) each
    return Matrices(
        shared=_numbers(shared), unshared=_numbers(unshared), dense=_numbers(dense),
        difference=float(difference),
        there_and_back=max(float((answers[0] - other).abs().max()) for other in answers[1:]),
        answers=_numbers(torch.cat(answers)[:, :6]),
    )  # fmt: skip


def _numbers(values: torch.Tensor) -> Floats:
    found: Floats = values.numpy().astype(np.float32)
    return found
