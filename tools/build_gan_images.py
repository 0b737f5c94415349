"""Build assets/gan/images: the judge of clothes, the players that ship, and what judges say of real pictures.

    OMP_NUM_THREADS=1 python -m tools.build_gan_images clothes    # a LeNet-5 on Fashion-MNIST, a minute
    OMP_NUM_THREADS=1 python -m tools.build_gan_images digits     # the default run and its recording, two minutes
    OMP_NUM_THREADS=1 python -m tools.build_gan_images told       # the same, told the class
    OMP_NUM_THREADS=1 python -m tools.build_gan_images dcgan      # a DCGAN, some ten minutes
    OMP_NUM_THREADS=1 python -m tools.build_gan_images measure    # ceilings, floors, distances; no training

Minutes are of processor time.  Each training keeps a checkpoint beside its file and goes on from there when it is
started again; its scores over the steps and the seconds that it took are noted in ``training.json``.
"""

from __future__ import annotations

import argparse
import importlib
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from dnnlab.catalogue import CATALOGUE
from dnnlab.cnn.lenet.net.convert import to_input
from dnnlab.cnn.lenet.net.model import LeNet5
from dnnlab.data import fashion
from dnnlab.gan.images.knobs import ImagesConfig
from dnnlab.gan.images.net.calls import nearest
from dnnlab.gan.images.net.experiment import ImagesTraining
from dnnlab.gan.images.shipped import FOLDER, SHIPPED
from dnnlab.gan.material import AVATARS, FASHION, MNIST, material
from dnnlab.gan.net.judge import Score
from dnnlab.gan.net.reading import CLOTHES, PIECE, compared, judged, reader
from dnnlab.gan.standards import STANDARDS
from dnnlab.live.recorded import place
from dnnlab.live.registry import Registry
from dnnlab.nn.optimizers import OPTIMIZERS, retune
from dnnlab.nn.randomness import Batches, Streams
from dnnlab.plots.sheets import Bytes
from tools.gans import note_in, save, to_the_end
from tools.record import record, save_small

TRAINING = FOLDER / "training.json"
"""Name of players -> seconds and scores over the steps."""
EPOCHS, BATCH, RATE = 15, 64, 1e-3
"""Of the judge of clothes; Adam, the rate falls tenfold after two thirds."""
FRAMES = 40
"""Views of the recording."""


def clothes() -> None:
    """Train a LeNet-5 with its defaults, as the judge of digits is one; note its accuracy."""
    data, streams = fashion.training(), Streams(0, "network", "order")
    model, began = LeNet5(generator=streams["network"]), time.thread_time()
    optimizer = OPTIMIZERS["Adam"](model.parameters(), lr=RATE)
    batches = Batches(len(data), BATCH, streams["order"])
    steps = batches.steps(EPOCHS)
    for step in range(steps):
        if step == 2 * steps // 3:
            retune(optimizer, lr=RATE / 10)
        chosen = batches.next()
        labels = torch.from_numpy(data.labels[chosen].astype(np.int64))
        loss = F.cross_entropy(model(to_input(data.images[chosen])), labels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
    save(CLOTHES, model.state_dict())
    note("clothes", seconds=round(time.thread_time() - began), steps=steps, accuracy=accuracy())


def accuracy() -> float:
    """The share of the 10,000 test pictures that the shipped judge of clothes names rightly."""
    held_out = fashion.test()
    shown = [reader(FASHION).read(held_out.images[at : at + 500])[1] for at in range(0, len(held_out), 500)]
    right = torch.cat(shown).int().argmax(1).numpy() == held_out.labels
    return round(float(right.mean()), 4)


class Timed(ImagesTraining):
    """The lesson's run, which notes when it was judged, in seconds of processor time, and how."""

    made: Timed
    """The newest one."""

    def __init__(self, config: ImagesConfig) -> None:
        super().__init__(config)
        self.scores: list[list[float]] = []
        self.began = time.thread_time()
        Timed.made = self

    def noted(self, score: Score) -> dict[str, float]:
        """With the seconds so far."""
        told = super().noted(score)
        spent = round(time.thread_time() - self.began, 1)
        self.scores.append([self.steps_taken, spent, *(round(told[key], 4) for key in SCORED)])
        print(*self.scores[-1], flush=True)
        return told


def digits() -> None:
    """The lesson's default run, recorded; at its end its players."""
    entry = replace(CATALOGUE.entry("gan_images"), experiment="tools.build_gan_images:Timed")
    made = record(Registry(experiments={"gan_images": entry}), "gan_images", ImagesConfig(), frames=FRAMES,
                  spacing="quadratic")  # fmt: skip
    run = importlib.import_module("tools.build_gan_images").Timed.made  # not this module, which is the script
    kept = run.weights()
    save(FOLDER / SHIPPED["digits"].file, {key: kept[key] for key in kept if not key.startswith("generator.")})
    note("digits", seconds=run.scores[-1][1], steps=run.steps_taken, scores=run.scores, torch=torch.__version__)
    save_small(made, place(CATALOGUE.entry("gan_images")))


def train(name: str) -> None:
    """A run of the lesson to its end; its players in half precision."""
    each = SHIPPED[name]
    run = ImagesTraining(each.config)
    scores = to_the_end(run, FOLDER / f"{name}.checkpoint", SCORED)
    kept = run.weights()
    save(FOLDER / each.file, {key: kept[key] for key in kept if each.whole or not key.startswith("generator.")})
    note(name, seconds=scores[-1][1], steps=run.steps_taken, scores=scores, torch=torch.__version__)


SCORED = ("precision", "coverage", "rarest_class")


def measure() -> None:
    """What each judge says of real pictures (its ceiling) and of what is none (its floors)."""
    found = {data: standard(data) for data in (MNIST, FASHION, AVATARS)}
    STANDARDS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def standard(data: str) -> dict[str, Any]:
    """Of one set: scores, the classes' shares among the held-out pictures, distances to the nearest training one."""
    images, count = material(data).test, compared(data)
    scores = {name: score_of(data, pictures) for name, pictures in probes(data)}
    shares = reader(data).read(images[:count])[1].double().mean(0) if data == AVATARS else None
    labels = material(data).test_labels[:count]
    real = shares.tolist() if shares is not None else [float((labels == at).mean()) for at in range(10)]
    (*_, close) = nearest(data, images[-50:])
    assert close is not None
    return {
        "samples": count,
        "scores": {
            name: {"precision": each.precision, "coverage": each.coverage, "rarest": each.rarest}
            for name, each in scores.items()
        },
        "shares": [round(each, 4) for each in real],
        "nearest": [round(float(each), 2) for each in np.quantile(close.distances[:, 0], (0.1, 0.5, 0.9))],
    }


def probes(data: str) -> Iterator[tuple[str, Bytes]]:
    """What a judge must tell apart, as many as it compares: name -> pictures."""
    images, count, chance = material(data).test, compared(data), np.random.default_rng(0)
    if (
        data == AVATARS
    ):  # there are 1,000 held-out faces, with which generated ones are compared: others are learnt from
        images = np.concatenate([images, material(data).images])
    real, others = images[count : 2 * count], images[2 * count : 3 * count]
    yield "real", real
    yield "mean of two", ((real.astype(np.uint16) + others) // 2).astype(np.uint8)
    yield "noise", chance.integers(0, 256, real.shape, dtype=np.uint8)
    yield "black", np.zeros_like(real)


def score_of(data: str, pictures: Bytes) -> Score:
    """A judge's score of given pictures."""
    pieces = (pictures[at : at + PIECE] for at in range(0, len(pictures), PIECE))
    (*_, found) = judged(data, pieces)
    assert found is not None
    return found.score


def note(name: str, **facts: Any) -> None:
    """In :data:`TRAINING`."""
    note_in(TRAINING, name, **facts)


def main() -> None:
    """Read the command line, and do that."""
    parser = argparse.ArgumentParser(description="Train and measure what ships with the lesson on GANs of pictures.")
    parser.add_argument("what", choices=("clothes", *SHIPPED, "measure"))
    what = parser.parse_args().what
    torch.set_num_threads(1)
    FOLDER.mkdir(parents=True, exist_ok=True)
    if what == "clothes":
        clothes()
    elif what == "digits":
        digits()
    elif what == "measure":
        measure()
    else:
        train(what)


if __name__ == "__main__":
    main()
