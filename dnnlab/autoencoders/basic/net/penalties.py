"""What an autoencoder pays beside its loss: L1 on the code, and the size of the encoder's Jacobian."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor, nn

MOST_PRODUCTS = 30_000_000
"""Multiplications of a batch's Jacobians: where they would be more, fewer pictures of the batch count."""


def l1(codes: Tensor) -> Tensor:
    """The sum of a code's absolute values, mean over the batch: (B, k) -> ()."""
    return codes.abs().sum(1).mean()


def jacobians(encoder: nn.Sequential, x: Tensor) -> Tensor:
    """The derivatives of each code by each pixel, exactly: (B, ...) -> (B, k, pixels).

    A dense encoder's Jacobian is the product of its layers': ``D_L W_L ... D_1 W_1``, where D holds the slopes of
    the layer's curve at its outputs. It is multiplied from the code's side, which is the narrow one. Gradients flow
    through it.

    Raises:
        TypeError: the encoder has another layer than dense ones and the four curves.

    Source: Rifai et al., "Contractive auto-encoders", 2011, equation 8, for any number of layers.
    """
    found: Tensor | None = None
    for weight, slopes in reversed(list(_slopes(encoder, x))):  # (out, in), (B, out)
        own = slopes.unsqueeze(2) * weight if found is None else None  # (B, out, in)
        if found is not None:
            rows = (found * slopes.unsqueeze(1)).flatten(0, 1)  # (B, k, out) -> (B k, out): one product of matrices
            own = (rows @ weight).reshape(len(x), -1, weight.shape[1])
        found = own
    assert found is not None
    return found


def contraction(encoder: nn.Sequential, x: Tensor) -> Tensor:
    """The squared Frobenius norm of the Jacobian, mean over as many of the batch as :data:`MOST_PRODUCTS` allow."""
    dense = [module for module in encoder if isinstance(module, nn.Linear)]
    code = dense[-1].out_features
    products = code * sum(layer.in_features * (layer.out_features if layer is not dense[-1] else 1) for layer in dense)
    count = max(1, min(len(x), MOST_PRODUCTS // products))
    return jacobians(encoder, x[:count]).square().sum((1, 2)).mean()


def sensitivity(encoder: nn.Sequential, x: Tensor) -> Tensor:
    """How much the code moves with each pixel: the root of the sum of squared derivatives, (B, C, H, W)."""
    with torch.inference_mode():
        return jacobians(encoder, x).square().sum(1).sqrt().reshape(x.shape)


def _slopes(encoder: nn.Sequential, x: Tensor) -> Iterator[tuple[Tensor, Tensor]]:
    """Each dense layer's weights, and the slopes of its curve at what it puts out."""
    modules = [module for module in encoder if not isinstance(module, nn.Flatten)]
    x = x.flatten(1)
    for layer, curve in zip(modules[::2], modules[1::2], strict=True):
        if not isinstance(layer, nn.Linear):
            raise TypeError(f"the Jacobian of {type(layer).__name__} is not worked out here")
        x = curve(layer(x))
        yield layer.weight, _slope(curve, x)


def _slope(curve: nn.Module, y: Tensor) -> Tensor:
    """A curve's derivative, told from its value."""
    match curve:
        case nn.Identity():
            return torch.ones_like(y)
        case nn.ReLU():
            return (y > 0).to(y.dtype)
        case nn.Tanh():
            return 1 - y.square()
        case nn.Sigmoid():
            return y * (1 - y)
    raise TypeError(f"the slope of {type(curve).__name__} is not known here")
