"""LeNet-5 on the digits as a learner would write it by hand: what the benchmarks compare with.

Two loops, plain PyTorch, no engine.  :func:`bare` is the same training as the
lesson's, written down in one place: the same network, layout, optimiser,
batches and metrics.  :func:`first_draft` is what one writes first: the default
layout, the activation before the pooling, plain Adam, the padding in the
convolution, and a batch converted in the most obvious way.

Both yield after every step, so that whoever drives them decides how long they run.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from dnnlab.data import mnist

BATCH = 64
LEARNING_RATE = 2e-3
CHECK_EVERY = 50
CHECKED = 1_000
MEAN, STD = 0.1307, 0.3081
ACTIVATIONS: dict[str, type[nn.Module]] = {"tanh": nn.Tanh, "ReLU": nn.ReLU}
POOLINGS: dict[str, type[nn.Module]] = {"average": nn.AvgPool2d, "max": nn.MaxPool2d}


def bare_network(activation: str, pooling: str) -> nn.Sequential:
    """LeNet-5 for padded pictures (B, 1, 32, 32), in the layout that is fast on a CPU."""
    act, pool = ACTIVATIONS[activation], POOLINGS[pooling]

    def halve() -> list[nn.Module]:
        return [pool(2), act()] if pooling == "max" else [act(), pool(2)]

    network = nn.Sequential(
        *[nn.Conv2d(1, 6, 5), *halve()],
        *[nn.Conv2d(6, 16, 5), *halve(), nn.Flatten()],
        *[nn.Linear(400, 120), act(), nn.Linear(120, 84), act(), nn.Linear(84, 10)],
    )
    return network.to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]


def bare_input(images: np.ndarray) -> Tensor:
    """(B, 28, 28) uint8 -> (B, 1, 32, 32): normalised, then framed with background."""
    pixels = torch.from_numpy(images.astype(np.float32)).unsqueeze(1)  # (B, 28, 28) -> (B, 1, 28, 28)
    return F.pad(pixels.sub_(255 * MEAN).mul_(1 / (255 * STD)), (2, 2, 2, 2), value=-MEAN / STD)


def bare(network: nn.Module, seed: int = 0) -> Iterator[dict[str, float]]:
    """Train for ever; yield the metrics of each step."""
    digits, held_out = mnist.training(), mnist.validation()
    checked = bare_input(held_out.images[:CHECKED])
    checked_labels = torch.from_numpy(held_out.labels[:CHECKED].astype(np.int64))
    optimizer = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE, fused=True)
    generator = torch.Generator().manual_seed(seed)
    step = 0
    while True:
        for chosen in torch.randperm(len(digits), generator=generator, dtype=torch.int32).split(BATCH):
            batch = chosen.numpy()
            images = bare_input(digits.images[batch])
            labels = torch.from_numpy(digits.labels[batch].astype(np.int64))
            network.train()
            logits = network(images)
            loss = F.cross_entropy(logits, labels)
            metrics = {"loss": loss.item(), "train_accuracy": (logits.argmax(1) == labels).sum().item() / len(labels)}
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            step += 1
            if step % CHECK_EVERY == 0:
                network.eval()
                with torch.inference_mode():
                    answers = network(checked)
                    metrics["validation_loss"] = F.cross_entropy(answers, checked_labels).item()
                    right = (answers.argmax(1) == checked_labels).sum().item()
                    metrics["validation_accuracy"] = right / CHECKED
            yield metrics


def first_draft(activation: str, pooling: str) -> Iterator[dict[str, float]]:
    """The same task as one writes it first; train for ever, yield the metrics of each step."""
    act, pool = ACTIVATIONS[activation], POOLINGS[pooling]
    network = nn.Sequential(
        nn.Conv2d(1, 6, kernel_size=5, padding=2), act(), pool(2),
        nn.Conv2d(6, 16, kernel_size=5), act(), pool(2),
        nn.Flatten(),
        nn.Linear(400, 120), act(),
        nn.Linear(120, 84), act(),
        nn.Linear(84, 10),
    )  # fmt: skip
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE)
    digits, held_out = mnist.training(), mnist.validation()

    def convert(images: np.ndarray) -> Tensor:
        pixels = torch.tensor(images / 255.0, dtype=torch.float32)
        return ((pixels - MEAN) / STD).unsqueeze(1)  # (B, 28, 28) -> (B, 1, 28, 28)

    step = 0
    while True:
        order = np.random.default_rng(step).permutation(len(digits))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            images = convert(digits.images[batch])
            labels = torch.tensor(digits.labels[batch], dtype=torch.long)
            network.train()
            optimizer.zero_grad()
            logits = network(images)
            loss = criterion(logits, labels)
            loss.backward()
            optimizer.step()
            metrics = {"loss": loss.item(), "train_accuracy": (logits.argmax(1) == labels).float().mean().item()}
            step += 1
            if step % CHECK_EVERY == 0:
                network.eval()
                with torch.no_grad():
                    answers = network(convert(held_out.images[:CHECKED]))
                    wanted = torch.tensor(held_out.labels[:CHECKED], dtype=torch.long)
                    metrics["validation_loss"] = criterion(answers, wanted).item()
                    metrics["validation_accuracy"] = (answers.argmax(1) == wanted).float().mean().item()
            yield metrics
