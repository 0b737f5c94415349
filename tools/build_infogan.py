"""Build assets/gan/info: an InfoGAN and a plain GAN of digits that differ in λ alone, and what the judge says of both.

    OMP_NUM_THREADS=1 python -m tools.build_infogan info       # and its recording
    OMP_NUM_THREADS=1 python -m tools.build_infogan plain
    OMP_NUM_THREADS=1 python -m tools.build_infogan measure    # no training

Minutes are of processor time, and stand in ``training.json`` with the scores over the steps.
"""

from __future__ import annotations

import argparse
import importlib
import json
import time
from dataclasses import replace

import torch

from dnnlab.catalogue import CATALOGUE
from dnnlab.gan.info.knobs import InfoConfig
from dnnlab.gan.info.matching import purity
from dnnlab.gan.info.net.experiment import InfoTraining
from dnnlab.gan.info.net.looking import Found
from dnnlab.gan.info.shipped import FOLDER, INFO, MEASURED, SHIPPED
from dnnlab.live.recorded import place
from dnnlab.live.registry import Registry
from tools.gans import note_in, save, to_the_end
from tools.record import record, save_small

TRAINING = FOLDER / "training.json"
"""Name of a generator -> seconds and scores over the steps."""
SCORED = ("matching", "precision", "coverage")
FRAMES = 24
"""Views of the recording."""


class Timed(InfoTraining):
    """The lesson's run, which notes when it was judged, in seconds of processor time, and how."""

    made: Timed
    """The newest one."""

    def __init__(self, config: InfoConfig) -> None:
        super().__init__(config)
        self.marks: list[list[float]] = []
        self.began = time.thread_time()
        Timed.made = self

    def noted(self, found: Found) -> dict[str, float]:
        """With the seconds so far."""
        told = super().noted(found)
        spent = round(time.thread_time() - self.began, 1)
        self.marks.append([self.steps_taken, spent, *(round(told[key], 4) for key in SCORED)])
        print(*self.marks[-1], flush=True)
        return told


def train_info() -> None:
    """The InfoGAN that ships, recorded on its way; a run goes on from it, so all its networks are kept."""
    entry = replace(CATALOGUE.entry("infogan"), experiment="tools.build_infogan:Timed")
    each = SHIPPED[INFO]
    made = record(Registry(experiments={"infogan": entry}), "infogan", each.config, frames=FRAMES, spacing="quadratic")
    run = importlib.import_module("tools.build_infogan").Timed.made  # not this module, which is the script
    save(FOLDER / each.file, run.weights())
    note_in(TRAINING, INFO, seconds=run.marks[-1][1], steps=run.steps_taken, scores=run.marks, torch=torch.__version__)
    save_small(made, place(CATALOGUE.entry("infogan")))


def train(name: str) -> None:
    """A run to its end; of its networks the average of G alone."""
    each = SHIPPED[name]
    run = InfoTraining(each.config)
    scores = to_the_end(run, FOLDER / f"{name}.checkpoint", SCORED)
    save(FOLDER / each.file, {key: kept for key, kept in run.weights().items() if key.startswith("averaged.")})
    note_in(TRAINING, name, seconds=scores[-1][1], steps=run.steps_taken, scores=scores, torch=torch.__version__)


def measure() -> None:
    """What the judge finds of 2,000 fresh pictures by each generator that ships: none by which a step was chosen."""
    from dnnlab.gan.info.net.calls import shipped
    from dnnlab.gan.info.net.looking import FRESH, looked_at

    told = {}
    for name in SHIPPED:
        (*_, found) = looked_at(shipped(name), FRESH)
        assert found is not None
        told[name] = {
            "matching": found.matching.share, "purity": purity(found.table), "table": found.table.tolist(),
            "precision": found.score.precision, "coverage": found.score.coverage,
            "correlations": [[round(float(each), 4) for each in row] for row in found.correlations],
        }  # fmt: skip
        print(name, {key: each for key, each in told[name].items() if key != "table"})
    MEASURED.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Read the command line, and do that."""
    parser = argparse.ArgumentParser(description="Train and measure what ships with the lesson on InfoGAN.")
    parser.add_argument("what", choices=(*SHIPPED, "measure"))
    what = parser.parse_args().what
    torch.set_num_threads(1)
    FOLDER.mkdir(parents=True, exist_ok=True)
    if what == "measure":
        measure()
    elif what == INFO:
        train_info()
    else:
        train(what)


if __name__ == "__main__":
    main()
