"""Small experiments and calls for the engine's tests; see toy_knobs.TOYS."""

from __future__ import annotations

import itertools
import math
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from dnnlab.live.experiment import Experiment
from tests.live.toy_knobs import IN_A_LONG_STEP, ToyConfig, ToyView

BATCH = 4


class Regression(Experiment[ToyConfig, ToyView]):
    """Learns w in y = x·w from noisy examples, by SGD with momentum."""

    def __init__(self, config: ToyConfig) -> None:
        super().__init__(config)
        self.generator = torch.Generator().manual_seed(config.seed)
        self.truth = torch.linspace(-1, 1, config.size)
        self.w = torch.randn(config.size, generator=self.generator).requires_grad_()
        self.optimizer = torch.optim.SGD([self.w], lr=config.learning_rate / config.size, momentum=0.9)
        self.taken = 0

    @property
    def total_steps(self) -> int | None:
        return self.config.end or None

    def step(self) -> dict[str, float]:
        x = torch.randn(BATCH, self.config.size, generator=self.generator)
        noise = 0.1 * torch.randn(BATCH, generator=self.generator)
        loss = (x @ self.w - (x @ self.truth + noise)).square().mean()
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        self.taken += 1
        return {"loss": loss.item()}

    def view(self) -> ToyView:
        return ToyView(step=self.taken, weights=self.w.detach()[:8].numpy().copy())

    def final(self) -> Iterator[dict[str, float]]:
        yield {}
        yield {"distance": float((self.w.detach() - self.truth).norm())}

    def tune(self, config: ToyConfig) -> None:
        super().tune(config)
        self.optimizer.param_groups[0]["lr"] = config.learning_rate / config.size

    def state_dict(self) -> dict[str, Any]:
        return {
            "w": self.w.detach(),
            "optimizer": self.optimizer.state_dict(),
            "generator": self.generator.get_state(),
            "taken": self.taken,
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        with torch.no_grad():
            self.w.copy_(state["w"])
        self.optimizer.load_state_dict(deepcopy(state["optimizer"]))
        self.generator.set_state(state["generator"])
        self.taken = state["taken"]

    def weights(self) -> dict[str, Any]:
        return {"w": self.w}

    def gradient_norm(self) -> float | None:
        return None if self.w.grad is None else float(self.w.grad.norm())


class Given(Regression):
    """It learns the weights that it was given, or the usual ones."""

    def __init__(self, config: ToyConfig, given: NDArray[np.float32] | None = None) -> None:
        super().__init__(config if given is None else config.replace(size=len(given)))
        self.truth = self.truth if given is None else torch.from_numpy(given)


class Unhurried(Regression):
    """Each of its steps is to be looked at."""

    @property
    def breath(self) -> float:
        return 1.0


class ByHand(Regression):
    """Its learner may set a weight, shake all of them, or tell it to break."""

    def apply(self, event: Any) -> None:
        match event:
            case {"set": int(index), "to": float(value)}:
                if not 0 <= index < len(self.w):
                    raise ValueError(f"There is no weight {index}.")
                with torch.no_grad():
                    self.w[index] = value
            case {"shake": float(by)}:
                with torch.no_grad():
                    self.w += by * self.config.learning_rate * torch.randn(len(self.w), generator=self.generator)
            case "break":
                raise KeyError("hand")
            case _:
                super().apply(event)


class Sliced(Regression):
    """A step of it comes in as many slices as ``at`` says: the batch is drawn in the first, and may be dropped."""

    def __init__(self, config: ToyConfig) -> None:
        super().__init__(config)
        self.ready = 0

    def slices(self) -> Iterator[None]:
        self.ready = 0
        while self.ready < self.config.at:
            self.ready += 1
            yield

    def step(self) -> dict[str, float]:
        if self.ready not in (0, self.config.at):
            raise RuntimeError("a step was taken before its slices were done")
        self.ready = 0
        return super().step()


class Many(Regression):
    """It knows 16 metrics: one at every step, one at every 50th, the others from the third step on."""

    def step(self) -> dict[str, float]:
        loss = super().step()["loss"]
        metrics = {"loss": loss}
        if self.taken % 50 == 0:
            metrics["rare"] = loss / 3
        if self.taken > 2:
            metrics |= {f"share_{number}": loss / number for number in range(1, 15)}
        return metrics


class Diverging(Regression):
    """Its loss leaves the numbers after ``at`` steps."""

    def step(self) -> dict[str, float]:
        return {"loss": math.nan} if self.taken == self.config.at else super().step()


class Raising(Regression):
    """It has a bug that shows after ``at`` steps."""

    def step(self) -> dict[str, float]:
        if self.taken == self.config.at:
            raise ValueError("the toy is broken\nand says so at length")
        return super().step()


class Unbuildable(Regression):
    """It cannot even begin."""

    def __init__(self, config: ToyConfig) -> None:
        raise FileNotFoundError("the toy's data are missing")


class Unviewable(Regression):
    """It learns, but it cannot be drawn."""

    def view(self) -> ToyView:
        raise IndexError("nothing to draw")


class Untunable(Regression):
    """It learns, but its knobs are stuck."""

    def tune(self, config: ToyConfig) -> None:
        raise RuntimeError("the knob is stuck")


class Long(Regression):
    """Its step after ``at`` takes ``seconds``, busy all the while; a file in the temporary folder tells of it."""

    def step(self) -> dict[str, float]:
        if self.taken == self.config.at:
            Path(tempfile.gettempdir(), IN_A_LONG_STEP).touch()
            end = time.monotonic() + self.config.seconds
            while time.monotonic() < end:
                pass
        return super().step()


class Killer(Regression):
    """It takes its process down after ``at`` steps; with ``at`` 0 never."""

    def step(self) -> dict[str, float]:
        if self.config.at and self.taken == self.config.at:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().step()


def add(a: Any, b: Any) -> Any:
    """The sum."""
    return a + b


def loaded(module: str, attempt: int) -> bool:
    """Whether the trainer has loaded a module; each attempt is a question of its own."""
    return module in sys.modules


def tally(file: str, mark: str) -> int:
    """Leave a mark in a file; how many marks there are now."""
    with open(file, "a") as marks:
        marks.write(mark)
    return len(Path(file).read_text())


def weights(experiment: Regression) -> NDArray[np.float32]:
    """The run's weights as they are now."""
    return experiment.w.detach().numpy().copy()


def refuse(what: str) -> None:
    """Raise."""
    raise ValueError(f"{what} is no number")


def unsendable() -> Any:
    """Something that cannot cross to another process."""
    return lambda: None


def busy(began: str, told: str) -> str:
    """Work until a file appears."""
    Path(began).touch()
    while not Path(told).exists():
        os.sched_yield()
    return "told"


def kill(file: str) -> None:
    """Leave a mark, and take the process down."""
    tally(file, "x")
    os.kill(os.getpid(), signal.SIGKILL)


def spell(word: str, told: str = "") -> Iterator[Any]:
    """One letter a piece; at a dash empty pieces until a file appears, at "!" an error, at "?" what cannot cross."""
    for letter in word:
        while letter == "-" and not Path(told).exists():
            time.sleep(0.01)
            yield ""
        if letter == "!":
            raise ValueError(f"{word} has no end")
        yield unsendable() if letter == "?" else letter


def spell_twice(word: str, file: str) -> Iterator[str]:
    """One letter a piece, but the process goes down the first time after the last of them."""
    yield from word
    if tally(file, "x") == 1:
        os.kill(os.getpid(), signal.SIGKILL)


def count(file: str) -> Iterator[int]:
    """Count for ever; leave a mark when that is ended."""
    try:
        for number in itertools.count():
            time.sleep(0.002)
            yield number
    finally:
        tally(file, "x")


def watch(experiment: Regression) -> Iterator[NDArray[np.float32]]:
    """The run's weights as they are at each piece, in a mode that no training survives."""
    with torch.no_grad():
        while True:
            assert not torch.is_grad_enabled()
            time.sleep(0.002)
            yield weights(experiment)
