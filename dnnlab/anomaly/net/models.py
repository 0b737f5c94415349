"""Autoencoders over windows: dense, convolutional, recurrent.

Each reads a window of L moments of C channels as a row of d = L * C numbers (moment by moment, channels together),
squeezes it into a code of a few numbers, and rebuilds the row from these.  What is rare among the windows that it
was trained on has no place in the code, and comes back wrong.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn.utils import skip_init

SHORTEST = 8
"""Moments of a window from which on convolution and recurrence mean something; a shorter one gets the dense network."""
ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {"tanh": torch.tanh, "ReLU": torch.relu}
"""Of the dense network's hidden layers."""


class Autoencoder(nn.Module, ABC):
    """From (B, L * C) to a code (B, K) and back."""

    def __init__(self, length: int, channels: int, code: int) -> None:
        super().__init__()
        self.length, self.channels, self.code = length, channels, code

    @abstractmethod
    def encode(self, x: Tensor) -> Tensor:
        """(B, L * C) -> (B, K)."""

    @abstractmethod
    def decode(self, z: Tensor) -> Tensor:
        """(B, K) -> (B, L * C)."""

    def forward(self, x: Tensor) -> Tensor:
        """The windows as the code lets them come back, (B, L * C)."""
        return self.decode(self.encode(x))


class Dense(Autoencoder):
    """d - H - K - H - d, with tanh or ReLU on the hidden layers; code and output are linear.

    Without the hidden layers the best that it could learn is PCA with K components.
    """

    def __init__(self, length: int, channels: int, code: int, hidden: int = 32, activation: str = "tanh") -> None:
        super().__init__(length, channels, code)
        d = length * channels
        self.activation = ACTIVATIONS[activation]
        self.encoder1, self.encoder2 = skip_init(nn.Linear, d, hidden), skip_init(nn.Linear, hidden, code)
        self.decoder1, self.decoder2 = skip_init(nn.Linear, code, hidden), skip_init(nn.Linear, hidden, d)

    def encode(self, x: Tensor) -> Tensor:
        """(B, L * C) -> (B, K)."""
        code: Tensor = self.encoder2(self.activation(self.encoder1(x)))
        return code

    def decode(self, z: Tensor) -> Tensor:
        """(B, K) -> (B, L * C)."""
        rebuilt: Tensor = self.decoder2(self.activation(self.decoder1(z)))
        return rebuilt


class Convolutional(Autoencoder):
    """Two convolutions that halve the time, a dense code, and the same way back.

    The kernels look at 7 moments and are the same everywhere, so that a bump is known wherever it stands.
    """

    WIDTH = 7

    def __init__(self, length: int, channels: int, code: int, hidden: int = 16) -> None:
        super().__init__(length, channels, code)
        self.maps, self.quarter = hidden, math.ceil(length / 4)
        half = hidden // 2 or 1
        self.conv1 = skip_init(nn.Conv1d, channels, half, self.WIDTH, stride=2, padding=3)
        self.conv2 = skip_init(nn.Conv1d, half, hidden, self.WIDTH, stride=2, padding=3)
        self.to_code = skip_init(nn.Linear, hidden * self.quarter, code)
        self.from_code = skip_init(nn.Linear, code, hidden * self.quarter)
        self.deconv1 = skip_init(nn.ConvTranspose1d, hidden, half, 6, stride=2, padding=2)
        self.deconv2 = skip_init(nn.ConvTranspose1d, half, channels, 6, stride=2, padding=2)

    def encode(self, x: Tensor) -> Tensor:
        """(B, L * C) -> (B, K)."""
        maps = x.view(-1, self.length, self.channels).transpose(1, 2)  # (B, L * C) -> (B, C, L)
        maps = torch.relu(self.conv2(torch.relu(self.conv1(maps))))  # (B, H, L / 4)
        code: Tensor = self.to_code(maps.flatten(1))
        return code

    def decode(self, z: Tensor) -> Tensor:
        """(B, K) -> (B, L * C)."""
        maps = torch.relu(self.from_code(z)).view(-1, self.maps, self.quarter)  # (B, H * L / 4) -> (B, H, L / 4)
        signal: Tensor = self.deconv2(torch.relu(self.deconv1(maps)))[:, :, : self.length]  # (B, C, L): no padding
        return signal.transpose(1, 2).flatten(1)  # (B, C, L) -> (B, L * C)


class Recurrent(Autoencoder):
    """An LSTM reads the window, its last state is the code; another one, told the code at each step, writes it again.

    It reads :attr:`STRIDE` moments at a time: a step for each single one would take that many times as long.
    """

    STRIDE = 5

    def __init__(self, length: int, channels: int, code: int, hidden: int = 32) -> None:
        super().__init__(length, channels, code)
        self.steps = math.ceil(length / self.STRIDE)
        width = self.STRIDE * channels
        self.reader = nn.LSTM(width, hidden, batch_first=True, device="meta").to_empty(device="cpu")
        self.to_code = skip_init(nn.Linear, hidden, code)
        self.writer = nn.LSTM(code, hidden, batch_first=True, device="meta").to_empty(device="cpu")
        self.to_signal = skip_init(nn.Linear, hidden, width)

    def encode(self, x: Tensor) -> Tensor:
        """(B, L * C) -> (B, K)."""
        missing = self.steps * self.STRIDE * self.channels - x.shape[1]
        steps = nn.functional.pad(x, (0, missing)).view(len(x), self.steps, -1)  # (B, L * C) -> (B, S, 5 * C)
        read, _ = self.reader(steps)
        code: Tensor = self.to_code(read[:, -1])
        return code

    def decode(self, z: Tensor) -> Tensor:
        """(B, K) -> (B, L * C)."""
        written, _ = self.writer(z[:, None].expand(-1, self.steps, -1))  # (B, S, H)
        signal: Tensor = self.to_signal(written).flatten(1)  # (B, S, 5 * C) -> (B, S * 5 * C)
        return signal[:, : self.length * self.channels]


NETWORKS: dict[str, Callable[..., Autoencoder]] = {
    "dense": Dense, "convolutional": Convolutional, "LSTM": Recurrent,
}  # fmt: skip


def build(
    network: str,
    length: int,
    channels: int,
    code: int,
    hidden: int,
    generator: torch.Generator,
    activation: str = "tanh",
) -> Autoencoder:
    """A network with first weights from the generator, uniform in ±1/sqrt(inputs of a unit), as PyTorch draws them.

    Args:
        network: one of :data:`NETWORKS`; of a window below :data:`SHORTEST` moments always the dense one.
        hidden: units of the hidden layer; of the convolutional one maps.
        activation: of the dense one, a name of :data:`ACTIVATIONS`.
    """
    kind = network if length >= SHORTEST else "dense"
    more = {"activation": activation} if kind == "dense" else {}
    model = NETWORKS[kind](length, channels, code, hidden, **more)
    for layer in model.children():
        if isinstance(layer, nn.LSTM):
            bound = 1 / math.sqrt(layer.hidden_size)
        else:
            weight = layer.weight
            assert isinstance(weight, Tensor)
            bound = 1 / math.sqrt(weight[0].numel())
        for each in layer.parameters():
            nn.init.uniform_(each, -bound, bound, generator=generator)
    return model
