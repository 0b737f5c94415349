"""Build assets/cnn/shift: networks before moved and permuted digits, what was measured on them, and their card.

    OMP_NUM_THREADS=1 python -m tools.build_shift

All networks learn from the same digits, unmoved, in the same number of steps
with the same learning rates.  Widths, frame and schedule were chosen on the
validation digits; the test digits give the figures of the card, and nothing
was chosen by them.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from safetensors.torch import save_file
from torch import nn, optim

from dnnlab.cnn.lenet.net.convert import to_input
from dnnlab.cnn.shift.measures import FOLDER, PERMUTED, STAGES, ShiftMeasures, save
from dnnlab.cnn.shift.net.models import MODELS, answers, feature_distances, right_answers
from dnnlab.cnn.shift.pixels import FARTHEST, ROOM, canvas, ink_lost, permutation, permuted
from dnnlab.cnn.shift.views import NETS
from dnnlab.data import mnist

EPOCHS = 3
BATCH = 64
LEARNING_RATE = 2e-3
"""Of Adam, at the first step; it falls to 0 in a straight line."""

SEEDS = (0, 1, 2)
"""Runs behind each figure on permuted pixels; a seed draws first weights, order of the digits and permutation."""

DIGITS = 2_000
"""Test digits that are moved."""

DISTANCES = tuple(range(FARTHEST + 1))
"""Shifts in pixels."""

CARD = """# What pooling buys: shifted and permuted digits

Five networks, each trained on the 55,000 training digits of `assets/data/mnist` for {epochs} epochs ({steps:,} steps of
{batch}) with Adam; the learning rate falls in a straight line from {rate:g} to 0. No augmentation: none of them has
seen a digit that was moved on purpose. ReLU and max pooling throughout. Seed 0.

| file | network (`dnnlab/cnn/shift/net/models.py`, `dnnlab/cnn/lenet/net/model.py`) | parameters | validation | test |
|---|---|---|---|---|
{networks}

Accuracy in percent of the 5,000 validation and the 10,000 test digits. `mlp_permuted` and `lenet_permuted` learn and
are tested with all pictures' 784 pixels in one random order, `shift_pixels.permutation(0)`.

- **Data**: MNIST; see `assets/data/mnist/card.md` for source and licence. The weights are the project's own work.
- **How it was made**: `OMP_NUM_THREADS=1 python -m tools.build_shift`. Choices were made on the validation digits;
  the test digits were measured at the end.
- **Took**: {seconds:.0f} s of one core's time, of a shared machine, torch {torch}, one thread.

`measures.npz` holds the three tables below (`dnnlab/cnn/shift/measures.py`).

## Accuracy against shift

Percent of the first {digits:,} test digits, mean over left, right, up and down. MNIST's digits were drawn into 20 x 20
pixels, so up to {room} pixels most of them stay in the 32 x 32 of the picture; the last row is the ink that has left.

| pixels | {header} |
|---|{rule}
{shifted}

## One convolution, and pooling after it

The distance between f(x) and f(moved x) divided by the norm of f(x), both Euclidean: mean over the first {digits:,}
test digits, moved to the right, ink 0 to 1. f is the picture; four Sobel kernels (ink to the right, left, below, above)
with ReLU; the largest of each 2 x 2 of that; the largest of each map. The last row is exactly 0 for a digit that keeps
its ink; the first digits lose some at {leaving} pixels.

| pixels | {header} |
|---|{rule}
{features}

## Permuted pixels

Percent of the 10,000 test digits, for seeds {seeds}; a seed draws the first weights, the order of the digits and the
permutation, which is the same for all pictures.

| network | as they are | mean | permuted | mean |
|---|---|---|---|---|
{permutations}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A trained network and how well it reads."""

    file: str
    """Name of its weights: one of ``NETS``, and ``_permuted`` if it learnt so."""
    seed: int
    net: nn.Module
    validation: float
    test: float


def train(name: str, images: NDArray[np.uint8], seed: int) -> nn.Module:
    """Train one of ``NETS`` on the training digits' labels and these pictures of them."""
    # separate streams: all networks see the digits of a seed in the same order
    weights, orders = (torch.Generator().manual_seed(2 * seed + i) for i in (0, 1))
    net = MODELS[name](weights)
    labels = torch.from_numpy(mnist.training().labels.astype(np.int64))
    optimizer = optim.Adam(net.parameters(), lr=LEARNING_RATE, fused=True)
    order = torch.cat([torch.randperm(len(labels), generator=orders) for _ in range(EPOCHS)])
    for step, chosen in enumerate(order.split(BATCH)):
        for group in optimizer.param_groups:
            group["lr"] = LEARNING_RATE * (1 - step / steps())
        loss = F.cross_entropy(net(to_input(images[chosen.numpy()])), labels[chosen])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
    return net.eval()


def steps() -> int:
    """Optimiser steps of a run."""
    return math.ceil(EPOCHS * mnist.TRAINING / BATCH)


def accuracy(net: nn.Module, digits: mnist.Digits, order: NDArray[np.int64]) -> float:
    """The share of right answers, with the pixels in that order."""
    return float(np.mean(answers(net, to_input(permuted(digits.images, order))) == digits.labels))


def run(name: str, scrambled: bool, seed: int) -> Run:
    """Train and measure one network, on pixels as they are or permuted."""
    started = time.process_time()
    order = permutation(seed) if scrambled else np.arange(mnist.SIZE**2)
    net = train(name, permuted(mnist.training().images, order), seed)
    done = Run(
        file=f"{name}_permuted" if scrambled else name,
        seed=seed,
        net=net,
        validation=accuracy(net, mnist.validation(), order),
        test=accuracy(net, mnist.test(), order),
    )
    print(
        f"{done.file}, seed {seed}: validation {done.validation:.2%}, {time.process_time() - started:.0f} s", flush=True
    )
    return done


def write(run: Run) -> None:
    """Write a run's weights in the plain layout."""
    path = FOLDER / f"{run.file}.safetensors"
    save_file({name: each.contiguous() for name, each in run.net.state_dict().items()}, path)
    path.chmod(0o644)  # save_file lets only the owner read it


def measure(runs: list[Run]) -> ShiftMeasures:
    """Move the digits, and gather what all runs read."""
    nets = {run.file: run.net for run in runs if run.seed == SEEDS[0]}
    moved = mnist.Digits(mnist.test().images[:DIGITS], mnist.test().labels[:DIGITS])
    return ShiftMeasures(
        distances=np.array(DISTANCES),
        digits=DIGITS,
        right=np.stack([right_answers(nets[name], moved, DISTANCES) for name in NETS]),
        ink_lost=np.array([ink_lost(moved.images, distance) for distance in DISTANCES]),
        feature_distances=feature_distances(moved.images, DISTANCES),
        permuted_accuracy=np.array(
            [[[run.test for run in runs if run.file == name + way] for way in ("", "_permuted")] for name in PERMUTED]
        ),
    )


def card(runs: list[Run], table: ShiftMeasures, seconds: float) -> str:
    """The text beside the weights."""
    titles = {**NETS, **{f"{name}_permuted": f"{title}, permuted pixels" for name, title in PERMUTED.items()}}
    networks = [
        row(
            f"`{run.file}.safetensors`",
            titles[run.file],
            f"{sum(each.numel() for each in run.net.parameters()):,}",
            *percents([run.validation, run.test]),
        )
        for run in runs
        if run.seed == SEEDS[0]
    ]
    shifted = [row(title, *percents(shares, 1)) for title, shares in zip(NETS.values(), table.accuracy(), strict=True)]
    shifted.append(row("ink that has left", *percents(table.ink_lost)))
    features = [
        row(stage, *(f"{value:.3f}" for value in values))
        for stage, values in zip(STAGES, table.feature_distances, strict=True)
    ]
    permutations = [
        row(title, *(cell for way in ways for cell in (", ".join(percents(way)), *percents([way.mean()]))))
        for title, ways in zip(PERMUTED.values(), table.permuted_accuracy, strict=True)
    ]
    moved = mnist.test().images[:DIGITS]
    ink = moved.sum(dtype=np.int64)
    leaving = next(distance for distance in DISTANCES if canvas(moved, distance).sum(dtype=np.int64) < ink)
    return CARD.format(
        epochs=EPOCHS,
        steps=steps(),
        batch=BATCH,
        rate=LEARNING_RATE,
        networks="\n".join(networks),
        seconds=seconds,
        torch=torch.__version__,
        digits=DIGITS,
        room=ROOM,
        header=" | ".join(map(str, DISTANCES)),
        rule="---|" * len(DISTANCES),
        leaving=leaving,
        shifted="\n".join(shifted),
        features="\n".join(features),
        seeds=", ".join(map(str, SEEDS)),
        permutations="\n".join(permutations),
    )


def percents(shares: Iterable[float], digits: int = 2) -> list[str]:
    """Shares in percent, without the sign."""
    return [f"{100 * share:.{digits}f}" for share in shares]


def row(*cells: str) -> str:
    """A line of a table."""
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Train, measure, write."""
    torch.set_num_threads(1)  # the figures on the card are those of one thread
    FOLDER.mkdir(parents=True, exist_ok=True)
    runs = [run(name, scrambled, seed) for seed in SEEDS for name in PERMUTED for scrambled in (False, True)]
    runs.insert(2 * len(PERMUTED), run("lenet_global", False, SEEDS[0]))
    table = measure(runs)
    for each in runs:
        if each.seed == SEEDS[0]:
            write(each)
    save(table)
    text = card(runs, table, time.process_time())
    (FOLDER / "card.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
