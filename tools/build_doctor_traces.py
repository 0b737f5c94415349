"""Runs whose diagnosis is known by how they were made, kept as curves: what the doctor is tested on.

    python -m tools.build_doctor_traces

The thresholds of :mod:`dnnlab.doctor.supervised` were set while looking at the runs ``for setting``.  Those ``for
judging`` were written down by what their knobs ought to cause, and made and looked at once, when the thresholds stood;
what is true of them was not changed afterwards.  Writes assets/doctor/supervised/traces.npz.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before torch is imported

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dnnlab.catalogue import CATALOGUE
from dnnlab.doctor.diagnosis import Trace
from dnnlab.doctor.supervised import ended, of_knobs
from dnnlab.foundations.playground.knobs import PlaygroundConfig
from dnnlab.live.history import History
from dnnlab.live.run import Run
from dnnlab.live.wire import State
from dnnlab.paths import ASSETS

FILE = ASSETS / "doctor" / "supervised" / "traces.npz"
POINTS = 150
"""Kept of each curve."""
STEPS = 6_000
SETTING, JUDGING = "for setting", "for judging"
HIGH, NAN, DEAD, FLAT = "learning rate too high", "nan", "dead ReLUs", "saturation"
OVER, UNDER, SAME, WELL = "overfitting", "underfitting", "all the same", "healthy"
EXPLODING = "exploding"
Knobs = Mapping[str, bool | int | float | str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A run, and what is going on in it."""

    true: str
    knobs: Knobs
    steps: int = STEPS


CASES: Mapping[str, Sequence[Case]] = {
    SETTING: (
        Case(true=HIGH, knobs={"optimizer": "SGD", "learning_rate": 10.0}),
        Case(true=HIGH, knobs={"learning_rate": 1.0}),
        Case(true=NAN, knobs={"output": "linear", "loss": "cross-entropy"}),
        Case(true=NAN, knobs={"data": "hills", "optimizer": "momentum", "learning_rate": 2.0, "hidden": "8 ReLU"}),
        Case(true=DEAD, knobs={"activation": "ReLU", "learning_rate": 0.5, "hidden": "16, 16"}),
        Case(true=DEAD, knobs={"data": "circle", "activation": "ReLU", "optimizer": "momentum", "learning_rate": 0.5}),
        Case(true=FLAT, knobs={"start": "large normal", "hidden": "16, 16, 16", "optimizer": "SGD"}),
        Case(true=OVER, knobs={"data": "Gaussians", "points": 80, "noise": 0.8, "hidden": "32, 32"}),
        Case(true=OVER, knobs={"data": "moons", "points": 100, "noise": 0.5, "hidden": "32, 32, 32"}),
        Case(true=UNDER, knobs={"data": "circle", "activation": "linear"}),
        Case(true=UNDER, knobs={"hidden": "2"}),
        Case(true=SAME, knobs={"start": "zeros"}),
        Case(true=SAME, knobs={
            "start": "small normal", "activation": "sigmoid", "hidden": "8, 8, 8, 8", "optimizer": "SGD",
            "data": "moons",
        }),
        Case(true=WELL, knobs={"data": "circle"}),
        Case(true=WELL, knobs={"data": "hills", "hidden": "16, 16"}),
        Case(true=HIGH, knobs={"data": "moons", "optimizer": "momentum", "learning_rate": 5.0}),
        Case(true=HIGH, knobs={"data": "pinwheel", "optimizer": "RMSProp", "learning_rate": 0.5, "hidden": "16, 16"}),
        Case(true=NAN, knobs={"data": "4 clouds", "output": "tanh", "loss": "cross-entropy"}),
        Case(true=NAN, knobs={
            "data": "ripples", "optimizer": "SGD", "learning_rate": 5.0, "hidden": "16 ReLU, 16 ReLU",
        }),
        Case(true=DEAD, knobs={"data": "xor", "activation": "ReLU", "learning_rate": 1.0, "hidden": "12, 12"}),
        Case(true=DEAD, knobs={"data": "rings", "activation": "ReLU", "optimizer": "RMSProp", "learning_rate": 0.2}),
        Case(true=WELL, knobs={  # its last layer alone is enough
            "data": "pinwheel", "start": "large normal", "activation": "sigmoid", "hidden": "32, 32, 32",
            "optimizer": "SGD", "learning_rate": 0.01,
        }),
        Case(true=OVER, knobs={"data": "checkerboard", "points": 100, "noise": 0.1, "hidden": "32, 32"}),
        Case(true=OVER, knobs={"data": "5 clouds", "points": 120, "noise": 0.6, "hidden": "32, 32"}),
        Case(true=UNDER, knobs={"data": "xor", "hidden": "1"}),
        Case(true=UNDER, knobs={"data": "rings", "activation": "linear", "hidden": "16, 16"}),
        Case(true=UNDER, knobs={"data": "checkerboard", "start": "zeros", "activation": "sigmoid"}),  # units alike
        Case(true=WELL, knobs={"data": "moons", "l2": 0.1, "hidden": "8, 8, 8", "optimizer": "SGD"}),
        Case(true=WELL, knobs={"data": "moons", "noise": 0.1}),
        Case(true=WELL, knobs={"data": "4 clouds", "optimizer": "SGD", "learning_rate": 0.1}),
    ),
    JUDGING: (
        Case(true=HIGH, knobs={"data": "circle", "learning_rate": 2.0}),
        Case(true=HIGH, knobs={"data": "3 arms", "optimizer": "momentum", "learning_rate": 2.0}),
        Case(true=NAN, knobs={
            "data": "plane", "optimizer": "Nesterov", "learning_rate": 2.0, "hidden": "8 leaky ReLU",
        }),
        Case(true=NAN, knobs={"data": "5 clouds", "output": "linear", "loss": "cross-entropy"}),
        Case(true=DEAD, knobs={
            "data": "moons", "activation": "ReLU", "optimizer": "SGD", "learning_rate": 5.0, "hidden": "8, 8, 8",
        }),
        Case(true=DEAD, knobs={"data": "pinwheel", "activation": "ReLU", "learning_rate": 0.5, "hidden": "24, 24"}),
        Case(true=FLAT, knobs={
            "data": "rings", "start": "large normal", "hidden": "12, 12, 12", "optimizer": "SGD",
            "learning_rate": 1e-3,
        }),
        Case(true=OVER, knobs={"data": "xor", "points": 60, "noise": 0.5, "hidden": "32, 32"}),
        Case(true=OVER, knobs={"data": "circle", "points": 80, "noise": 0.5, "hidden": "24 ReLU, 24 ReLU"}),
        Case(true=UNDER, knobs={"inputs": "x", "hidden": "8"}),
        Case(true=UNDER, knobs={"data": "checkerboard", "hidden": "2"}),
        Case(true=SAME, knobs={"data": "circle", "start": "zeros", "hidden": "16"}),
        Case(true=SAME, knobs={
            "data": "rings", "start": "small normal", "activation": "sigmoid", "hidden": "6, 6, 6, 6, 6",
            "optimizer": "SGD",
        }),
        Case(true=WELL, knobs={"data": "xor"}),
        Case(true=WELL, knobs={"data": "3 arms", "hidden": "16, 16"}),
    ),
}  # fmt: skip


def trace_of(case: Case) -> Trace:
    """The curves of a case, thinned; with the loss that ended it, if it diverged."""
    run = Run(CATALOGUE, "playground", PlaygroundConfig(**dict(case.knobs)), None, time.monotonic)  # type: ignore[arg-type]
    run.open()
    run.play()
    history = History(POINTS)
    while run.state is State.PLAYING and run.step < case.steps:
        step = run.step
        run.advance()
        if run.step > step:
            history.add(run.step, run.metrics)
    return ended(history.curves(), run.step, bool(run.message))


def main() -> None:
    """Make all, keep them, and say what the doctor finds."""
    arrays: dict[str, np.ndarray] = {}
    about: list[dict[str, Any]] = []
    for group, cases in CASES.items():
        right = 0
        for case in cases:
            trace = trace_of(case)
            found = [each.name for each in of_knobs(trace, PlaygroundConfig(**dict(case.knobs)).values())]  # type: ignore[arg-type]
            right += bool(found) and matches(found[0], case.true)
            print(f"{group}: {case.true}: {', '.join(found) or 'nothing'}   {dict(case.knobs)}")
            for name, (steps, values) in trace.items():
                arrays[f"{len(about)}/{name}"] = np.stack(
                    [steps.astype(np.float32), values.clip(-1e30, 1e30).astype(np.float32)]
                )
            about.append({"group": group, "true": case.true, "knobs": dict(case.knobs)})
        print(f"{group}: {right} of {len(cases)} right")
    FILE.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(FILE, about=np.array(json.dumps(about)), allow_pickle=False, **arrays)


def matches(found: str, true: str) -> bool:
    """Whether a finding is the truth; a run that ends in nan may be said to explode before."""
    return found == true or (true == NAN and found == EXPLODING)


if __name__ == "__main__":
    main()
