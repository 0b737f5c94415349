"""Build assets/rnn/memory/accuracy.csv: how often each network says the first symbol again, and the card.

    OMP_NUM_THREADS=1 python -m tools.build_copy_task

Short runs with the lesson's own first knobs, but for those in ``dnnlab/rnn/memory/table.py``; what the file has
already is not run again, so the tool may be stopped and started.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before torch is imported: the same numbers as in a trainer, bit for bit

import csv
import time
from itertools import product

import torch

from dnnlab.rnn.memory.knobs import CopyConfig
from dnnlab.rnn.memory.net.experiment import CHECK_EVERY, CopyTask
from dnnlab.rnn.memory.table import (
    BLANKS,
    COLUMNS,
    FILE,
    FOLDER,
    SEEDS,
    SETTINGS,
    SOLVED,
    Entry,
    Table,
    config_of,
    read,
)

ENDED, SPENT = "steps", "seconds"
"""Further columns of the file: steps and processor time of a run."""
IN_A_ROW = 10
"""Checks that find a run solved, after which it ends early."""

CARD = """# Memory: accuracy against the number of blanks

`accuracy.csv`: {runs} runs, one a line: which network, how many blanks, which seed; `accuracy` of 256 sequences
at the end, `solved_at` the first step at which a check found at least {solved:.0%} right (0: none did), the steps taken
and the processor time in seconds. A run ends after {steps:,} steps, or once {row} checks in a row, one each {every}
steps, found it solved. Without noise only eight sequences differ, so accuracies come in eighths; who
guesses is right in 12.5 %. All knobs but those named are the lesson's first ones:
{knobs}.

- **Data**: made by `dnnlab/rnn/memory/net/model.py`, `sequences`; no other data. The project's own work.
- **How it was made**: `OMP_NUM_THREADS=1 python -m tools.build_copy_task`. Nothing was chosen by it: the knobs were
  set before, with a few runs of seeds 0 to 2.
- **Took**: {minutes:.0f} minutes of one core's time, of a shared machine, torch {torch}, one thread.
- `recording.npz`: `{record}`

## Accuracy in percent, seeds {seeds}

{tables}
"""
RECORD = "python -m tools.record copy-task --frames 60 --spacing quadratic"


def run(setting: str, blanks: int, seed: int) -> tuple[Entry, int]:
    """Train one network to the end; what came out, and after how many steps."""
    experiment = CopyTask(config_of(setting, blanks, seed))
    solved_at = in_a_row = 0
    while experiment.steps_taken < experiment.total_steps and in_a_row < IN_A_ROW:
        before = experiment.steps_taken
        metrics = experiment.step()
        if experiment.steps_taken == before:
            raise RuntimeError(f"{setting}, {blanks} blanks, seed {seed} has diverged at step {before}")
        if "accuracy" in metrics:
            in_a_row = in_a_row + 1 if metrics["accuracy"] >= SOLVED else 0
            solved_at = solved_at or in_a_row * experiment.steps_taken
    *_, final = experiment.final()
    return Entry(accuracy=final["accuracy"], solved_at=solved_at), experiment.steps_taken


def card(table: Table, seconds: float) -> str:
    """The text beside the file."""
    lines = ["| network | " + " | ".join(f"T = {blanks}" for blanks in BLANKS) + " |", "|---" * (len(BLANKS) + 1) + "|"]
    for setting in SETTINGS:
        cells = [", ".join(f"{100 * table[setting, blanks, seed].accuracy:.0f}" for seed in SEEDS) for blanks in BLANKS]
        lines.append(f"| {setting} | " + " | ".join(cells) + " |")
    first = CopyConfig()
    return CARD.format(
        runs=len(table), steps=first.length, solved=SOLVED, minutes=seconds / 60, torch=torch.__version__,
        seeds=", ".join(map(str, SEEDS)), tables="\n".join(lines), record=RECORD, row=IN_A_ROW, every=CHECK_EVERY,
        knobs=f"{first.hidden} units, {first.optimizer} at {first.learning_rate:g}, clipped at norm {first.clip_at:g}, "
        f"radius {first.radius:g}, forget bias {first.keep}, noise {first.noise:g}",
    )  # fmt: skip


def main() -> None:
    """Run what is missing, then write the card."""
    torch.set_num_threads(1)
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not FILE.exists():
        FILE.write_text(",".join((*COLUMNS, ENDED, SPENT)) + "\n", encoding="utf-8")
    done = read(FILE.read_text(encoding="utf-8").splitlines())
    for blanks, seed, setting in product(BLANKS, SEEDS, SETTINGS):
        if (setting, blanks, seed) in done:
            continue
        started = time.thread_time()
        entry, steps = run(setting, blanks, seed)
        spent = time.thread_time() - started
        with FILE.open("a", encoding="utf-8", newline="") as file:
            row = (setting, blanks, seed, entry.accuracy, entry.solved_at, steps, f"{spent:.1f}")
            csv.writer(file, lineterminator="\n").writerow(row)
        print(*row, flush=True)
    lines = FILE.read_text(encoding="utf-8").splitlines()
    text = card(read(lines), sum(float(row[SPENT]) for row in csv.DictReader(lines)))
    (FOLDER / "card.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
