"""Build assets/cnn/lenet: the shipped weights with their card.

    OMP_NUM_THREADS=1 python -m tools.build_lenet

They are trained by the lesson's own experiment.  The schedule was chosen on
the validation digits; the test digits are measured at the end, and nothing is
chosen by them.
"""

from __future__ import annotations

import shlex
import time
from collections.abc import Mapping

import torch
from safetensors.torch import save_file

from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.cnn.lenet.net.calls import WEIGHTS
from dnnlab.cnn.lenet.net.experiment import LeNetTraining

CONFIG = LeNetConfig(augmentation="shift and rotate", epochs=30)
LEARNING_RATES = {12_000: 0.001, 17_000: 0.0005, 21_000: 0.0002, 24_000: 0.00005}
"""After so many steps: the learning rate from there on."""

CARD = """# LeNet-5, trained on MNIST

`lenet5.safetensors`: the weights of `dnnlab.cnn.lenet.net.model.LeNet5()`: tanh, average pooling, 6 filters,
61,706 parameters.

- Test accuracy: {test:.2f} % of the 10,000 test digits ({wrong} wrong), after the last step; nothing was chosen by it.
- Validation accuracy: {validation:.2f} % of the 5,000 validation digits, on which the schedule was chosen.
- Data: `assets/data/mnist`: 55,000 training digits; input (x / 255 - 0.1307) / 0.3081, padded with background to
  32 x 32.
- Made by `python -m tools.build_lenet`, which is the same as

      {command}

- Steps: {steps:,} of {batch} digits; the learning rate falls in stages. Seed: {seed}.
- Took: {seconds:.0f} s on one core of a shared machine, torch {torch}, one thread.

`recording.npz`: a recorded run with the default knobs of the digit lesson, 60 views and all metrics, made by
`python -m tools.record lenet --frames 60 --spacing quadratic`.
"""


def run(experiment: LeNetTraining, learning_rates: Mapping[int, float]) -> dict[str, float]:
    """Train to the end with the learning rate falling in stages; return the final metrics."""
    while experiment.steps_taken < experiment.total_steps:
        if experiment.steps_taken in learning_rates:
            experiment.tune(experiment.config.replace(learning_rate=learning_rates[experiment.steps_taken]))
        metrics = experiment.step()
        if experiment.steps_taken % 1_000 == 0:
            accuracy = metrics["validation_accuracy"]
            print(f"step {experiment.steps_taken:,}: validation accuracy {accuracy:.1%}", flush=True)
    return list(experiment.final())[-1]


def command() -> str:
    """The command line that repeats the training of the shipped weights."""
    knobs = [f"--{name.replace('_', '-')} {shlex.quote(text)}" for name, text in CONFIG.to_text().items()]
    tunes = [f"--tune {step}:learning_rate={rate:g}" for step, rate in LEARNING_RATES.items()]
    return " ".join(["python -m dnnlab train lenet", *knobs, *tunes, "--weights lenet5.safetensors"])


def main() -> None:
    """Train the shipped weights; write them and their card."""
    torch.set_num_threads(1)  # the figures on the card, and the speed, are those of one thread
    WEIGHTS.parent.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    experiment = LeNetTraining(CONFIG)
    final = run(experiment, LEARNING_RATES)
    save_file(experiment.weights(), WEIGHTS)
    WEIGHTS.chmod(0o644)  # save_file lets only the owner read it
    card = CARD.format(
        test=100 * final["test_accuracy"],
        wrong=round(10_000 * (1 - final["test_accuracy"])),
        validation=100 * final["validation_accuracy"],
        command=command(),
        steps=experiment.steps_taken,
        batch=CONFIG.batch_size,
        seed=CONFIG.seed,
        seconds=time.perf_counter() - started,
        torch=torch.__version__,
    )
    WEIGHTS.with_name("card.md").write_text(card, encoding="utf-8")


if __name__ == "__main__":
    main()
