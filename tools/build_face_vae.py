"""Train the shipped networks of the lesson "Latent arithmetic", and measure them: assets/vae/arithmetic.

    OMP_NUM_THREADS=1 python -m tools.build_face_vae judge     # judge.safetensors
    OMP_NUM_THREADS=1 python -m tools.build_face_vae vae       # vae.safetensors, a checkpoint of it every minute
    OMP_NUM_THREADS=1 python -m tools.build_face_vae vae --further --seed 3 --steps 4000  # from there on
    OMP_NUM_THREADS=1 python -m tools.build_face_vae measure   # scores.json and card.md, from the held-out faces

`--more FOLDER` also trains on the faces that `python -m tools.build_faces --more COUNT --to FOLDER` has drawn.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch import Tensor

from dnnlab.data import faces
from dnnlab.nn.modules import evaluating
from dnnlab.nn.randomness import Batches, Streams
from dnnlab.vae.arithmetic import vectors
from dnnlab.vae.arithmetic.gallery import COLUMNS, NAMES, gallery, known
from dnnlab.vae.arithmetic.net import reading, shipped
from dnnlab.vae.arithmetic.net.judge import Judge
from dnnlab.vae.arithmetic.net.model import FaceVAE, loss
from dnnlab.vae.arithmetic.net.reading import as_floats, classes_of
from dnnlab.vae.arithmetic.net.shipped import CHANNELS, CODE, FOLDER, JUDGE, VAE
from dnnlab.vae.arithmetic.scores import CODES, FILE
from tools.archive import save

BATCH = 32
JUDGE_STEPS, VAE_STEPS = 800, 3_000
RATE = 2e-3
BETA = 1.0
DRAWN = 100
"""Test faces on which each dimension of the code is moved."""
OFTEN = 60.0
"""Seconds between two checkpoints."""
SECONDS = FOLDER / "seconds.json"
"""Processor time that each training took."""

CARD = """# Faces: a variational autoencoder, and a judge

`vae.safetensors` ({megabytes:.1f} MB): a convolutional VAE of illustrated faces, 64 x 64, code of {code} numbers,
channels {channels}. `judge.safetensors` ({kilobytes:.0f} kB): a small convolutional network that reads the six labels
off a face. `codes.npz`: the codes with which the page
opens. `scores.json`: what both reach on the 500 test faces; `seconds.json`: the processor time of each training.

- **Trained on** the 5,000 training faces of `assets/data/faces/` (its card has source and licence); the judge on half
  of its batches as they are, on the other half blurred by 3 x 3 pixels, so that it reads soft pictures too.
- **How it was made**: `OMP_NUM_THREADS=1 python -m tools.build_face_vae judge`, then `... vae`, then `... measure`.
  Adam, batches of {batch}, {judge_steps:,} and {vae_steps:,} steps; the VAE minimises the negative ELBO, beta 1, of
  Gaussian pixels with a standard deviation of 0.1. Then it trained further at half the rate, with
  `... vae --further --seed 2503 --steps 2500`, stopped after {further[0]:,} steps, and
  `... vae --further --seed 3 --steps {further[1]}`. torch {torch}, one thread: {judge} s, and on a busy machine
  {vae} s of processor time.
- **Squared error** of a pixel and colour (0 to 1) of the test faces' plain reconstructions: {error:.5f}.
- `recording.npz`: the smaller network of 32 x 32 pixels that trains on the page, made by
  `python -m tools.record face-vae --frames 20 --spacing quadratic`.

Vectors come from the codes of all 5,000 training faces. "Difference of means": the average with an attribute minus that
without. "Means, same colours": the same among the faces of each hair and skin colour; a test face gets that of its own.
"Least squares over all labels": what an attribute changes with all other labels held fixed. Each is added once to every
test face that lacks its attribute by label. "Comes": the judge reads it off the result; floor: off
the plain reconstruction; ceiling: off plain reconstructions of test faces that have it. "Kept": the judge reads what it
read off the plain reconstruction.

| found by | vector | faces | floor | comes | ceiling | {heads} |
|---|---|---|---|---|---{line}|
{rows}

What the judge reads rightly, by label:

| label | test faces | their plain reconstructions |
|---|---|---|
{read}
"""


def rate(step: int, steps: int) -> float:
    """A warm-up of 100 steps, then half a cosine down to 1 % of the rate."""
    return RATE * min(1.0, step / 100) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * step / steps)))


def train_judge() -> Judge:
    """Half of the batches are blurred by 3 x 3 pixels: it is to read soft pictures too."""
    images, classes = faces.training().images, classes_of(faces.training())
    streams = Streams(1, "network", "order")
    judge = Judge(streams["network"])
    optimizer = torch.optim.Adam(judge.parameters(), lr=RATE)
    batches = Batches(len(images), BATCH, streams["order"])
    for step in range(JUDGE_STEPS):
        optimizer.param_groups[0]["lr"] = rate(step, JUDGE_STEPS)
        chosen = batches.next()
        x = as_floats(images[chosen])
        if step % 2:
            x = torch.nn.functional.avg_pool2d(x, 3, stride=1, padding=1, count_include_pad=False)
        error = judge.loss(x, torch.from_numpy(classes[chosen]))
        optimizer.zero_grad()
        error.backward()
        optimizer.step()
        if step % 200 == 0:
            print("judge", step, error.item(), flush=True)
    judge.eval()
    return judge


def right(judge: Judge, x: Tensor, classes: NDArray[np.int64]) -> list[float]:
    """The share that it reads rightly, of each attribute."""
    with torch.inference_mode():
        return [round(float(v), 4) for v in (judge.read(x).numpy() == classes).mean(0)]


def train_vae(more: Path | None, steps: int, *, further: bool, seed: int) -> FaceVAE:
    """Minimise the negative ELBO; every minute a checkpoint, and the squared error of a validation pixel.

    Args:
        more: a folder with faces beside the 5,000 that ship.
        steps: of Adam.
        further: from the weights that ship, with half the rate; else from fresh ones.
        seed: of first weights, order and codes.
    """
    images = faces.training().images
    if more is not None:
        with np.load(more / faces.FILE.name, allow_pickle=False) as arrays:
            images = np.concatenate([arrays["images"], images])
    x_held = as_floats(faces.validation().images)
    streams = Streams(seed, "network", "order", "codes")
    model = FaceVAE(faces.SIZE, CHANNELS, CODE, streams["network"])
    if further:
        model.load_state_dict(load_file(VAE))
    model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)
    batches = Batches(len(images), BATCH, streams["order"])
    last = time.monotonic()
    for step in range(1, steps + 1):
        optimizer.param_groups[0]["lr"] = rate(step, steps) * (0.5 if further else 1.0)
        x = as_floats(images[batches.next()]).contiguous(memory_format=torch.channels_last)
        total, error, kl = loss(model, x, BETA, streams["codes"])
        optimizer.zero_grad()
        total.backward()
        optimizer.step()
        if time.monotonic() - last > OFTEN or step == steps:
            last = time.monotonic()
            with evaluating(model):
                decoded = model(x_held)
            squared = float((decoded - x_held).square().mean())
            save_vae(model)
            print(
                step, f"{time.thread_time():.0f} s, error {error.item():.1f}, KL {kl.item():.1f}, validation MSE",
                f"{squared:.5f}", flush=True,
            )  # fmt: skip
    return model.eval()


def save_vae(model: FaceVAE) -> None:
    """In the usual order of numbers, whatever order it trained in."""
    save_file({name: each.contiguous() for name, each in model.state_dict().items()}, VAE)


def write_codes() -> None:
    """The codes with which the page opens."""
    found = reading.codes(shipped.vae(), gallery().images, known())
    save(asdict(found), CODES)


def measure() -> dict[str, Any]:
    """Scores of the vectors on the test faces, and what each dimension changes."""
    model, judge, held = shipped.vae(), shipped.judge(), faces.test()
    found = reading.codes(model, held.images, known())
    plain = reading.plainly(model, judge, held)
    by_kind: dict[str, dict[str, dict[str, Any]]] = {kind: {} for kind in vectors.KINDS}
    for kind, of_kind in by_kind.items():
        for at, name in enumerate(NAMES):
            added = vectors.vectors_for(found, kind, at, held.labels)
            of_kind[name] = asdict(reading.score(model, judge, added, held, name, plain))
    dimensions = []
    for number in np.argsort(-found.kl, kind="stable").tolist():
        ends = []
        for value in (-2.0, 2.0):
            moved = found.gallery[:DRAWN].copy()
            moved[:, number] = value
            ends.append(reading.decoded(model, judge, moved).classes)
        changes = _rounded((ends[0] != ends[1]).mean(0))
        dimensions.append({"number": number, "kl": round(float(found.kl[number]), 4), "changes": changes})
    x, classes = as_floats(held.images), classes_of(held)
    with evaluating(model):
        error = np.mean([float((model(part) - part).square().mean()) for part in x.split(100)])
    return {
        "judge": right(judge, x, classes),
        "plain": _rounded((reading.decoded(model, judge, found.gallery).classes == classes).mean(0)),
        "error": round(float(error), 6),
        "vectors": {
            kind: {
                name: {key: _rounded(value) if key == "kept" else round(value, 4) for key, value in each.items()}
                for name, each in of_kind.items()
            }
            for kind, of_kind in by_kind.items()
        },
        "dimensions": dimensions,
    }


def card(scores: dict[str, Any]) -> str:
    """What ships, how it was made, and what it reaches."""
    rows = []
    for kind, of_kind in scores["vectors"].items():
        for name, each in of_kind.items():
            kept = [
                "-" if column == NAMES[name] else f"{share:.1%}"
                for column, share in zip(COLUMNS, each["kept"], strict=True)
            ]
            shares = [f"{each[key]:.1%}" for key in ("floor", "wanted", "ceiling")]
            rows.append("| " + " | ".join([kind, NAMES[name], str(each["faces"]), *shares, *kept]) + " |")
    read = [
        f"| {name} | {judge:.1%} | {plain:.1%} |"
        for name, judge, plain in zip(COLUMNS, scores["judge"], scores["plain"], strict=True)
    ]
    return CARD.format(
        heads=" | ".join(f"{name} kept" for name in COLUMNS), line="|---" * len(COLUMNS), rows="\n".join(rows),
        read="\n".join(read), error=scores["error"], torch=torch.__version__, code=CODE,
        channels="-".join(map(str, CHANNELS)), batch=BATCH, judge_steps=JUDGE_STEPS, vae_steps=VAE_STEPS,
        megabytes=VAE.stat().st_size / 2**20, kilobytes=JUDGE.stat().st_size / 2**10,
        **json.loads(SECONDS.read_text(encoding="utf-8")),
    )  # fmt: skip


def _rounded(values: Any) -> list[float]:
    return [round(float(each), 4) for each in values]


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Train and measure the networks of the lesson on latent arithmetic.")
    parser.add_argument("what", choices=("judge", "vae", "measure"))
    parser.add_argument("--more", type=Path, help="a folder with more faces to train the VAE on")
    parser.add_argument("--steps", type=int, default=VAE_STEPS, help="of the VAE's training")
    parser.add_argument("--seed", type=int, default=2, help="of the VAE's training")
    parser.add_argument("--further", action="store_true", help="train the VAE that ships further, at half the rate")
    asked = parser.parse_args()
    torch.set_num_threads(1)
    FOLDER.mkdir(parents=True, exist_ok=True)
    if asked.what == "measure":
        write_codes()
        scores = measure()
        FILE.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
        (FOLDER / "card.md").write_text(card(scores), encoding="utf-8")
        return
    began = time.thread_time()
    if asked.what == "judge":
        save_file(train_judge().state_dict(), JUDGE)
    else:
        save_vae(train_vae(asked.more, asked.steps, further=asked.further, seed=asked.seed))
    spent = json.loads(SECONDS.read_text(encoding="utf-8")) if SECONDS.exists() else {}
    SECONDS.write_text(json.dumps({**spent, asked.what: round(time.thread_time() - began)}) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
