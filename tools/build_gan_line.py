"""Build assets/gan/line/end.csv: which settings bring the game in one dimension to its end, and the card.

    OMP_NUM_THREADS=1 python -m tools.build_gan_line

Runs of 3,000 steps with the lesson's own first knobs, but for those in ``dnnlab/gan/line/table.py``; what the file has
already is not run again, so the tool may be stopped and started.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before torch is imported: the same numbers as in a trainer, bit for bit

import csv
import time

import numpy as np
import torch

from dnnlab.gan.line import measures
from dnnlab.gan.line.knobs import LineConfig
from dnnlab.gan.line.net.experiment import LineGame
from dnnlab.gan.line.table import (
    COLUMNS,
    FILE,
    FOLDER,
    HALF_END,
    JS_END,
    SEEDS,
    SETTINGS,
    STEPS,
    WINDOW,
    Ended,
    Table,
    config_of,
    read,
)

SPENT = "seconds"
"""A further column of the file: processor time of a run."""
CARD = """# One dimension: which settings bring the game to its end

`end.csv`: {runs} runs of {steps:,} steps, one a line: which setting, which seed, and two means over the last {window}
steps, each of which was measured: `divergence`, the Jensen-Shannon divergence of data and fakes in nats, and
`from_half`, the largest |D - 1/2| where p + q exceeds 5 % of its maximum; and the processor time in seconds. The game
counts as at its end where the first is below {js:g} and the second below {half:g}. Both are taken over bins of 0.05
(`dnnlab/gan/line/measures.py`), with the generator's density pushed forward through the map, not sampled.

The lesson's first knobs: data and noise normal, non-saturating loss, k = {k}, Adam with beta1 {beta:g}, rates
{rate_d:g} of D and {rate_g:g} of G, batches of {batch}, {hidden} tanh units in each of two layers, no penalty. They
were chosen with about 30 runs of seeds 0 to 2, before this table; all five seeds of every setting are shown.

- **Data**: normal with mean 1 and deviation 0.8, and the others of `dnnlab/gan/line/shapes.py`. The project's own work.
- **How it was made**: `OMP_NUM_THREADS=1 python -m tools.build_gan_line`.
- **Took**: {minutes:.0f} minutes of processor time, on a shared machine, torch {torch}, one thread.
- `recording.npz`: a recorded run with the first knobs, `{record}`

## JS in nats | largest |D - 1/2|, seeds {seeds}

{table}
"""
RECORD = "python -m tools.record gan_1d --frames 60 --spacing quadratic"


def run(setting: str, seed: int) -> Ended:
    """Play one game to the end; what its last steps were on average."""
    game = LineGame(config_of(setting, seed))
    found = []
    while game.steps_taken < STEPS:
        before = game.steps_taken
        game.step()
        if game.steps_taken == before:
            raise RuntimeError(f"{setting}, seed {seed} has diverged at step {before}")
        if game.steps_taken > STEPS - WINDOW:
            scores, q = game.measured()
            p = game.of_data
            found.append((measures.jensen_shannon(p, q), measures.from_half(scores, p, q)))
    divergence, from_half = np.mean(found, 0).tolist()
    return Ended(divergence=divergence, from_half=from_half)


def card(table: Table, seconds: float) -> str:
    """The text beside the file."""
    lines = ["| setting | at its end | JS | largest distance of D from 1/2 |", "|---|---|---|---|"]
    for setting in SETTINGS:
        rows = [table[setting, seed] for seed in SEEDS]
        js = ", ".join(f"{each.divergence:.4f}" for each in rows)
        half = ", ".join(f"{each.from_half:.3f}" for each in rows)
        lines.append(f"| {setting} | {sum(each.over for each in rows)} of {len(rows)} | {js} | {half} |")
    first = LineConfig()
    return CARD.format(
        runs=len(table), steps=STEPS, window=WINDOW, js=JS_END, half=HALF_END, minutes=seconds / 60,
        torch=torch.__version__, seeds=", ".join(map(str, SEEDS)), table="\n".join(lines), record=RECORD,
        k=first.discriminator_steps, beta=first.momentum, rate_d=first.discriminator_rate, batch=first.batch_size,
        rate_g=first.generator_rate, hidden=first.hidden,
    )  # fmt: skip


def main() -> None:
    """Run what is missing, then write the card."""
    torch.set_num_threads(1)
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not FILE.exists():
        FILE.write_text(",".join((*COLUMNS, SPENT)) + "\n", encoding="utf-8")
    with FILE.open(encoding="utf-8", newline="") as file:
        done = read(file)
    for setting in SETTINGS:
        for seed in SEEDS:
            if (setting, seed) in done:
                continue
            begun = time.process_time()
            ended = run(setting, seed)
            spent = time.process_time() - begun
            row = (setting, seed, repr(ended.divergence), repr(ended.from_half), f"{spent:.1f}")
            with FILE.open("a", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerow(row)
            print(setting, seed, f"JS {ended.divergence:.4f}, |D - 1/2| {ended.from_half:.3f}", flush=True)
    with FILE.open(encoding="utf-8", newline="") as file:
        seconds = sum(float(row[SPENT]) for row in csv.DictReader(file))
    with FILE.open(encoding="utf-8", newline="") as file:
        (FOLDER / "card.md").write_text(card(read(file), seconds), encoding="utf-8")


if __name__ == "__main__":
    main()
