"""An autoencoder in plain PyTorch: an encoder, a decoder, and what an output and a loss are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils import skip_init

from dnnlab.autoencoders.basic.knobs import CROSS_ENTROPY, DENSE, SIGMOID, AutoencoderConfig
from dnnlab.nn.modules import Tied, glorot
from dnnlab.plots.sheets import Bytes

Shape = tuple[int, int, int]
ACTIVATIONS: dict[str, type[nn.Module]] = {
    "ReLU": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid, "linear": nn.Identity,
}  # fmt: skip


class Autoencoder(nn.Module):
    """x -> code -> what the output's curve is still to be laid on (its logits, where that is a sigmoid).

    Args:
        config: which layers.
        shape: channels, height, width of a picture; sides of convolutions are multiples of 4.
        generator: draws the first weights.
    """

    def __init__(self, config: AutoencoderConfig, shape: Shape, generator: torch.Generator) -> None:
        super().__init__()
        self.shape = shape
        make = _dense if config.kind == DENSE else _convolutional
        self.encoder, self.decoder = make(config, shape)
        self.output = nn.Sigmoid() if config.output == SIGMOID else nn.Identity()
        glorot(self, generator)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """(B, C, H, W) -> codes (B, k) and what the output's curve is laid on (B, C, H, W)."""
        code = self.encoder(x)
        return code, self.decoder(code)

    def encode(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, k)."""
        code: Tensor = self.encoder(x)
        return code

    def decode(self, code: Tensor) -> Tensor:
        """(B, k) -> pictures (B, C, H, W)."""
        pictures: Tensor = self.output(self.decoder(code))
        return pictures.reshape(-1, *self.shape)

    @property
    def products(self) -> int:
        """What encoding a picture costs, in multiplications of dense layers; a convolution's count four times."""
        _, height, width = self.shape
        found = 0
        for layer in self.encoder:
            if isinstance(layer, nn.Conv2d):
                height, width = height // 2, width // 2
                found += 4 * layer.weight.numel() * height * width
            elif isinstance(layer, nn.Linear):
                found += layer.weight.numel()
        return found

    @property
    def drawing(self) -> nn.Sequential:
        """All that turns a code into a picture, for the browser."""
        return nn.Sequential(self.decoder, self.output)


def _dense(config: AutoencoderConfig, shape: Shape) -> tuple[nn.Sequential, nn.Sequential]:
    pixels, act = int(np.prod(shape)), ACTIVATIONS[config.activation]
    encoder, linear = _layers((pixels, *config.encoder_widths, config.code_size), act)
    encoder.append(ACTIVATIONS[config.code_activation]())
    if config.tied:
        back: list[nn.Module] = []
        for layer in reversed(linear):
            back += [*([act()] if back else []), Tied(layer)]
    else:
        back, _ = _layers((config.code_size, *config.decoder_widths, pixels), act)
    return nn.Sequential(nn.Flatten(), *encoder), nn.Sequential(*back, nn.Unflatten(1, shape))


def _layers(sizes: Sequence[int], act: type[nn.Module]) -> tuple[list[nn.Module], list[nn.Linear]]:
    """Dense layers with a curve between two, and the dense ones alone."""
    dense = [skip_init(nn.Linear, a, b) for a, b in pairwise(sizes)]
    modules: list[nn.Module] = []
    for layer in dense:
        modules += [*([act()] if modules else []), layer]
    return modules, dense


def _convolutional(config: AutoencoderConfig, shape: Shape) -> tuple[nn.Sequential, nn.Sequential]:
    """Two convolutions of 4x4 with stride 2, a dense layer to the code; and the way back."""
    colours, height, width = shape
    first, act = config.channels, ACTIVATIONS[config.activation]
    small = (2 * first, height // 4, width // 4)
    numbers = int(np.prod(small))
    step = {"kernel_size": 4, "stride": 2, "padding": 1}
    encoder = nn.Sequential(
        skip_init(nn.Conv2d, colours, first, **step), act(),
        skip_init(nn.Conv2d, first, 2 * first, **step), act(),
        nn.Flatten(), skip_init(nn.Linear, numbers, config.code_size), ACTIVATIONS[config.code_activation](),
    )  # fmt: skip
    decoder = nn.Sequential(
        skip_init(nn.Linear, config.code_size, numbers), act(), nn.Unflatten(1, small),
        skip_init(nn.ConvTranspose2d, 2 * first, first, **step), act(),
        skip_init(nn.ConvTranspose2d, first, colours, **step),
    )  # fmt: skip
    return encoder, decoder


def losses(model: Autoencoder, raw: Tensor, x: Tensor, loss: str) -> Tensor:
    """How far each output is from its picture, summed over the pixels: (B,).

    Args:
        raw: (B, C, H, W) what the output's curve is laid on.
        x: (B, C, H, W) in [0, 1].
        loss: ``cross-entropy`` in nats, of a sigmoid; or ``squared error``.
    """
    if loss == CROSS_ENTROPY:
        each = F.binary_cross_entropy_with_logits(raw, x, reduction="none")
    else:
        each = (model.output(raw) - x).square()
    return each.flatten(1).sum(1)


def as_batch(images: Bytes) -> Tensor:
    """(B, H, W) or (B, H, W, 3) bytes -> (B, C, H, W) in [0, 1], sharing no memory."""
    pixels = torch.from_numpy(images.astype(np.float32)).mul_(1 / 255)
    return pixels.unsqueeze(1) if pixels.ndim == 3 else pixels.movedim(-1, 1).contiguous()


def as_bytes(pictures: Tensor) -> Bytes:
    """(B, C, H, W) -> (B, H, W) or (B, H, W, 3): what lies outside [0, 1] is cut off, and nan is black."""
    pixels = (pictures.detach().nan_to_num(0.0, 1.0, 0.0).clamp(0, 1) * 255).round().to(torch.uint8)
    found: Bytes = (pixels[:, 0] if pixels.shape[1] == 1 else pixels.movedim(1, -1)).contiguous().numpy()
    return found
