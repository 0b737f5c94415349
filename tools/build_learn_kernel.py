"""Build assets/cnn/learn_kernel: the recorded run of the page's arrival, and its card.

OMP_NUM_THREADS=1 python -m tools.build_learn_kernel
"""

from __future__ import annotations

import time

import numpy as np
import torch

from dnnlab.cnn.learn_kernel import recording as learn_replay
from dnnlab.cnn.learn_kernel.knobs import LearnKernelConfig
from dnnlab.cnn.learn_kernel.net.experiment import LearnKernel

FRAMES = 60
"""Frames of the recorded run."""

CARD = """# Learn the kernel: a recorded run

`replay.npz`: a run of `learn-kernel` with its default knobs: {optimizer} with learning rate {rate:g} looks for
{target} on the photo of the {photo}, seed {seed}.

- {frames} kernels between step 0 and step {steps:,}, and two metrics at every step. The pictures are not stored: the
  page works them out from kernel and photo (`assets/data/photos`).
- At the end the largest difference between a weight and the sought one is {error:.1g}; it fell below 0.05 for good at
  step {found:,}. The loss is {loss:.1g}.
- Made by `python -m tools.build_learn_kernel`; the same run without the pictures is
  `python -m dnnlab train learn-kernel`.
- Took: {seconds:.1f} s on one core of a shared machine, torch {torch}, one thread.
"""


def main() -> None:
    """Record the run; write it and its card."""
    torch.set_num_threads(1)  # the speed on the card is that of one thread
    experiment = LearnKernel(LearnKernelConfig())
    total = experiment.total_steps
    wanted = {round(total * (i / (FRAMES - 1)) ** 1.5) for i in range(FRAMES)}  # closer together at the start
    views = [experiment.view()]
    records: dict[str, list[float]] = {}
    seconds = 0.0
    while experiment.steps_taken < total:
        began = time.perf_counter()
        metrics = experiment.step()
        seconds += time.perf_counter() - began
        for name, value in metrics.items():
            records.setdefault(name, []).append(value)
        if experiment.steps_taken in wanted:
            views.append(experiment.view())
    every = np.arange(1, total + 1)
    history = {name: (every, np.array(values)) for name, values in records.items()}
    learn_replay.FILE.parent.mkdir(parents=True, exist_ok=True)
    config, errors = experiment.config, history["kernel_error"][1]
    learn_replay.save(learn_replay.Replay(config=config, views=views, history=history))
    card = CARD.format(
        optimizer=config.optimizer,
        rate=config.learning_rate,
        target=config.target,
        photo=config.photo,
        seed=config.seed,
        frames=len(views),
        steps=total,
        error=experiment.problem.kernel_error(views[-1].kernel),
        found=int(every[errors >= 0.05][-1]),
        loss=experiment.problem.loss(views[-1].kernel),
        seconds=seconds,
        torch=torch.__version__,
    )
    learn_replay.FILE.with_name("card.md").write_text(card, encoding="utf-8")
    print(f"recorded {len(views)} frames, {learn_replay.FILE.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
