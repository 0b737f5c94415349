"""The training base: whatever a lesson names as its parts is saved, goes on bit for bit, and can be taken home."""

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import nn

from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.cnn.lenet.net.experiment import LeNetTraining
from dnnlab.live.config import Config, knob
from dnnlab.live.fingerprints import fingerprint
from dnnlab.nn.modules import Dropout
from dnnlab.nn.optimizers import OPTIMIZERS, retune
from dnnlab.nn.randomness import Batches, Streams
from dnnlab.nn.training import Training, finite, in_pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class PairConfig(Config):
    """Two networks against each other."""

    optimizer: str = knob("Adam", options=tuple(OPTIMIZERS), help="the rule")
    learning_rate: float = knob(0.01, low=1e-4, high=1.0, scale="log", live=True, help="the size of a step")
    seed: int = knob(0, low=0, high=99, help="where it begins")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen last."""

    places: NDArray[np.int32]
    score: float


class Pair(Training[PairConfig, Seen]):
    """One network makes numbers, one judges them; a tensor is learnt beside, another is only kept."""

    parts = ("maker", "judge", "scale", "rules", "rule_of_scale", "streams", "batches", "mean", "seen", "log")

    def __init__(self, config: PairConfig) -> None:
        super().__init__(config)
        self.streams = Streams(config.seed, "weights", "order", "masks")
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(config.seed)
            self.maker = nn.Sequential(nn.Linear(3, 5), Dropout(0.4, self.streams["masks"]), nn.BatchNorm1d(5))
            self.judge = nn.Linear(5, 1)
        self.scale = torch.ones(1, requires_grad=True)
        both = [*self.maker.parameters(), *self.judge.parameters()]
        self.rules = OPTIMIZERS[config.optimizer](both, lr=config.learning_rate)
        self.rule_of_scale = OPTIMIZERS["SGD"]([self.scale], lr=0.1)
        self.examples = torch.randn(30, 3, generator=torch.Generator().manual_seed(1))
        self.batches = Batches(30, 8, self.streams["order"])
        self.mean = torch.zeros(5, 1).t()  # a layout that is not the plain one
        self.seen = Seen(places=np.zeros(0, np.int32), score=0.0)
        self.log: list[float] = []

    def step(self) -> dict[str, float]:
        chosen = self.batches.next()
        made = self.maker(self.examples[chosen])
        loss = (self.judge(made) * self.scale - 1).square().mean()
        for rule in (self.rules, self.rule_of_scale):
            rule.zero_grad()
        loss.backward()
        for rule in (self.rules, self.rule_of_scale):
            rule.step()
        self.mean = 0.9 * self.mean + 0.1 * made.detach().mean(0)
        self.seen = Seen(places=chosen.copy(), score=loss.item())
        self.log.append(loss.item())
        self.steps_taken += 1
        return {"loss": loss.item()}

    def view(self) -> Seen:
        return self.seen

    def apply_knobs(self) -> None:
        retune(self.rules, lr=self.config.learning_rate)


def after(steps: int, **knobs: Any) -> Pair:
    run = Pair(PairConfig(**knobs))
    for _ in range(steps):
        run.step()
    return run


def stored(state: dict[str, Any]) -> bytes:
    file = io.BytesIO()
    torch.save(state, file)
    return file.getvalue()


def loaded(content: bytes) -> dict[str, Any]:
    return torch.load(io.BytesIO(content), weights_only=True)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_it_goes_on_bit_for_bit_and_leaves_the_state_alone(optimizer):
    run = after(9, optimizer=optimizer)
    state = loaded(stored(run.state_dict()))
    before = fingerprint(state)
    fresh = after(4, optimizer=optimizer)
    fresh.load_state_dict(state)
    assert fingerprint(fresh.state_dict()) == before
    assert [run.step() for _ in range(12)] == [fresh.step() for _ in range(12)]
    assert fingerprint(fresh.state_dict()) == fingerprint(run.state_dict())
    assert fingerprint(state) == before
    assert fresh.steps_taken == 21
    assert isinstance(fresh.seen, Seen)
    assert fresh.seen.places.tolist() == run.seen.places.tolist()


def test_a_state_holds_all_that_the_next_step_depends_on():
    """Each part that is left out makes another run."""
    content = stored(after(9).state_dict())
    expected = after(21).log
    for missing in ("maker", "judge", "scale", "rules", "streams", "batches"):
        fresh = after(4)
        now = fresh.state_dict()[missing]
        fresh.load_state_dict(loaded(content) | {missing: loaded(stored({"": now}))[""]})
        for _ in range(12):
            fresh.step()
        assert fresh.log != expected, missing


def test_a_kept_tensor_keeps_its_layout():
    run = after(3)
    run.mean = torch.arange(6.0).reshape(2, 3).t()
    fresh = after(0)
    fresh.load_state_dict(loaded(stored(run.state_dict())))
    assert fresh.mean.stride() == (1, 3)


def test_live_knobs_hold_from_the_next_step_on_and_stay_when_a_state_is_loaded():
    run = after(2)
    run.tune(run.config.replace(learning_rate=0.5))
    assert [group["lr"] for group in run.rules.param_groups] == [0.5]
    run.load_state_dict(after(3).state_dict())
    assert [group["lr"] for group in run.rules.param_groups] == [0.5]


def test_weights_are_copies_of_what_is_learnt_under_the_parts_names():
    run = after(1)
    weights = run.weights()
    assert {"scale", "maker.0.weight", "maker.2.running_mean", "judge.bias"} < weights.keys()
    assert len(weights) == 1 + 7 + 2
    kept = weights["judge.weight"].clone()
    run.step()
    assert torch.equal(weights["judge.weight"], kept)
    assert not any(each.requires_grad for each in weights.values())


def test_a_single_models_weights_have_its_own_names():
    run = LeNetTraining(LeNetConfig(training_share=1))
    assert run.weights().keys() == run.model.state_dict().keys()
    run.model.load_state_dict(run.weights())


def test_the_gradient_norm_is_over_everything_that_is_learnt():
    run = after(0)
    assert run.gradient_norm() is None
    run.step()
    learnt = [*run.maker.parameters(), *run.judge.parameters(), run.scale]
    assert run.gradient_norm() == pytest.approx(sum(float(each.grad.square().sum()) for each in learnt) ** 0.5)


def test_a_checkpoint_of_lenet_holds_its_weights_its_optimiser_and_little_else():
    run = LeNetTraining(LeNetConfig())
    run.step()
    numbers = 3 * sum(each.numel() for each in run.model.parameters())  # weights, and Adam's two means
    assert len(stored(run.state_dict())) < 4 * numbers + 50_000


def test_a_check_is_due_at_the_first_step_each_so_many_and_the_last():
    run = LeNetTraining(LeNetConfig(training_share=1, epochs=1))
    last = run.total_steps
    due = []
    for step in range(1, last + 1):
        run.steps_taken = step
        due += [step] * run.check_due(4)
    assert due == sorted({1, *range(4, last + 1, 4), last})


def test_of_metrics_all_must_be_numbers():
    assert finite({"loss": 1.0, "error": 0.0})
    assert finite({})
    assert not finite({"loss": 1.0, "error": float("nan")})
    assert not finite({"loss": float("inf"), "error": 1.0})


def test_a_set_is_measured_in_pieces_with_what_is_known_told_meanwhile():
    model = nn.Sequential(nn.Linear(3, 2), Dropout(0.5, torch.Generator().manual_seed(0)))
    examples = np.random.default_rng(0).standard_normal((7, 3), np.float32)
    sizes = []

    def read(some: NDArray[np.float32]) -> torch.Tensor:
        sizes.append(len(some))
        assert not torch.is_grad_enabled()
        made: torch.Tensor = model(torch.from_numpy(some))
        return made

    pieces = in_pieces(model, examples, read, size=3, known={"validation_error": 0.5})
    told = []
    while True:
        try:
            told.append(next(pieces))
        except StopIteration as end:
            rows = end.value
            break
        assert model.training, "between two pieces it is as it was"
        assert torch.is_grad_enabled()
    assert (sizes, told) == ([3, 3, 1], [{"validation_error": 0.5}] * 3)
    alike = [model[0](some) for some in torch.from_numpy(examples).split(3)]  # all at once may differ in the last bit
    assert torch.equal(rows, torch.cat(alike))
