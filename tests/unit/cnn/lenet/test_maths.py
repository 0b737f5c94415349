"""The formulas on the screen say what torch computes: every number in them is checked against it."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.cnn.lenet.net.convert import to_input
from dnnlab.cnn.lenet.net.experiment import LeNetTraining
from dnnlab.cnn.lenet.net.model import LeNet5
from dnnlab.data import mnist
from dnnlab.live.wire import Snapshot, Status
from dnnlab.nn.optimizers import OPTIMIZERS
from dnnlab.ui.blocks import Caption, Latex, parameter_table
from dnnlab.ui.rules import update_rule
from pages.cnn.lenet import maths

ROUNDED = 1.1e-3
"""Three decimals are printed, of what goes in and of what comes out."""
NUMBER = r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?"


@pytest.fixture(scope="module", params=[("tanh", "average"), ("ReLU", "max"), ("sigmoid", "average")], ids="-".join)
def trained(request: pytest.FixtureRequest) -> LeNetTraining:
    """A run of three steps."""
    activation, pooling = request.param
    run = LeNetTraining(LeNetConfig(activation=activation, pooling=pooling, training_share=1))
    for _ in range(3):
        run.step()
    return run


def followed(run: LeNetTraining) -> torch.Tensor:
    """The digit on the stage as the network's input, (1, 1, 32, 32)."""
    index = run.view().digit
    return to_input(mnist.validation().images[index : index + 1])


@pytest.mark.parametrize("filters", [2, 3, 6, 7, 16])
def test_parameter_counts_are_the_models(filters: int) -> None:
    counts = maths.parameter_counts(LeNetConfig(filters=filters))
    model = LeNet5(filters=filters)
    layers = [model.conv1, model.conv2, model.dense1, model.dense2, model.output]
    real = [sum(each.numel() for each in layer.parameters()) for layer in layers]
    assert [count for _, count in counts.values()] == real
    for told, count in counts.values():
        assert eval(told.replace("·", "*")) == count
    assert f"**{sum(real):,}**" in parameter_table(counts)


@pytest.mark.parametrize("filters", [2, 6, 16])
def test_sizes_are_the_models(filters: int) -> None:
    trace = LeNet5(filters=filters).trace(torch.zeros(1, 1, 32, 32))
    told = maths.sizes(LeNetConfig(filters=filters))
    for layer in (trace.conv1, trace.pool1, trace.conv2, trace.pool2):
        assert r"\times ".join(map(str, layer.shape[1:])) in told
    assert rf"= {trace.pool2.numel()}\ " in told


def test_the_worked_pixel_of_c1_is_the_convolutions(trained: LeNetTraining) -> None:
    told = maths.convolution(trained.view(), trained.config)
    products = [float(each.replace(" ", "")) for each in re.findall(r"[+-] \d+\.\d+", told)]
    total, result = (float(each) for each in re.findall(rf"\(({NUMBER})\) = ({NUMBER})$", told)[0])
    row, column = maths.ROW, maths.COLUMN
    with torch.no_grad():
        before = F.conv2d(followed(trained), trained.model.conv1.weight, trained.model.conv1.bias)
    assert len(products) == 25 + 1
    assert sum(products) == pytest.approx(float(before[0, 0, row, column]), abs=26 * 0.005 + ROUNDED)
    assert total == pytest.approx(float(before[0, 0, row, column]), abs=ROUNDED)
    assert result == pytest.approx(float(trained.model.activation(before)[0, 0, row, column]), abs=ROUNDED)


def test_the_worked_pixel_of_s2_is_the_poolings(trained: LeNetTraining) -> None:
    told = maths.pooling(trained.view(), trained.config)
    *_, result = re.findall(NUMBER, told)
    with torch.no_grad():
        trace = trained.model.trace(followed(trained))
    pooled = trace.pool1[0, 0, maths.ROW // 2, maths.COLUMN // 2]
    assert float(result) == pytest.approx(float(pooled), abs=ROUNDED)
    left = told.partition(" = ")[0]
    four = [float(each.replace(" ", "")) for each in re.findall(r"(?:- )?\d+\.\d+", left)]
    assert len(four) == 4
    own = max(four) if trained.config.pooling == "max" else sum(four) / 4
    assert own == pytest.approx(float(result), abs=ROUNDED)


def test_softmax_and_loss_are_torchs(trained: LeNetTraining) -> None:
    view = trained.view()
    told = maths.softmax(view)
    probability, loss = (float(each) for each in re.findall(r"= (\d+\.\d+)", told))
    with torch.no_grad():
        logits = trained.model.trace(followed(trained)).logits
    assert probability == pytest.approx(float(logits.softmax(1)[0, view.label]), abs=ROUNDED)
    assert loss == pytest.approx(float(F.cross_entropy(logits, torch.tensor([view.label]))), abs=ROUNDED)


def test_softmax_of_a_run_that_exploded_is_still_short_and_finite(trained: LeNetTraining) -> None:
    view = trained.view()
    for scale in (100.0, 60_000.0):
        view.maps.logits[:] = np.linspace(-scale, scale, 10)
        told = maths.softmax(view)
        assert not re.search("nan|inf", told)
        assert len(told) < 250


@pytest.mark.parametrize("decay", [0.0, 0.0005])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_update_rules_are_those_of_torchs_optimizers(name: str, decay: float) -> None:
    config = LeNetConfig(optimizer=name, learning_rate=0.02, weight_decay=decay)
    weight = torch.nn.Parameter(torch.tensor([0.5, -0.25, 2.0], dtype=torch.float64))
    optimizer = OPTIMIZERS[name]([weight], lr=config.learning_rate, weight_decay=decay)
    rule = Rule(update_rule(name, config.learning_rate, decay), weight.detach().numpy())
    for t in range(1, 5):
        gradient = np.array([0.3, -1.0, 0.05]) * t
        rule.apply(gradient, t)
        weight.grad = torch.from_numpy(gradient.copy())
        optimizer.step()
        assert rule.values["w"] == pytest.approx(weight.detach().numpy(), rel=1e-9)


@pytest.mark.parametrize("rate", [1e-05, 5e-05, 0.002, 1.0])
def test_a_small_rate_is_written_as_a_power_of_ten(rate: float) -> None:
    for name in OPTIMIZERS:
        rule = update_rule(name, rate)
        assert not re.search(r"\de-", rule)  # LaTeX would show a subtraction
        assert rate in [float(number) for number in re.findall(NUMBER, python(rule))]


class Rule:
    """An update rule, worked out as its LaTeX stands."""

    def __init__(self, latex: str, w: np.ndarray) -> None:
        self.assignments = [python(each).split("=") for each in latex.split(r"\qquad")]
        self.values = {"w": w.copy(), "v": np.zeros_like(w), "s": np.zeros_like(w), "m": np.zeros_like(w)}

    def apply(self, gradient: np.ndarray, t: int) -> None:
        """One step."""
        self.values["g"] = gradient
        for name, expression in self.assignments:
            self.values[name.strip()] = eval(expression, {"sqrt": np.sqrt, "t": t}, self.values)


def python(latex: str) -> str:
    r"""``w \leftarrow w - 0.1\,\frac{g}{2}`` as ``w = w - 0.1*((g)/(2))``."""
    text = re.sub(rf"({NUMBER}) \\cdot 10\^\{{(-?\d+)\}}", lambda m: repr(float(f"{m[1]}e{m[2]}")), latex)
    text = re.sub(r"10\^\{(-?\d+)\}", lambda m: repr(float(f"1e{m[1]}")), text)
    text = re.sub(r"\\sqrt\{([^{}]*)\}", r"sqrt(\1)", text)
    text = re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))", text)
    return text.replace(r"\leftarrow", "=").replace(r"\,", "*").replace("^", "**").strip()


def test_the_translation_itself() -> None:
    latex = r"w \leftarrow w - 2 \cdot 10^{-5}\,\frac{g}{\sqrt{s} + 10^{-8}}"
    assert python(latex) == "w = w - 2e-05*((g)/(sqrt(s) + 1e-08))"
    assert math.isclose(eval(python(r"0.9\,2^2")), 3.6)


def test_the_tab_works_out_the_run_that_is_shown_and_the_sizes_of_the_next(trained: LeNetTraining) -> None:
    status = Status(config=trained.config, step=3)
    wider = trained.config.replace(filters=7)
    blocks = maths.maths(wider, Snapshot(status=status, view=trained.view()))
    assert maths.sizes(wider) in blocks
    assert maths.convolution(trained.view(), trained.config) in blocks
    assert [block for block in blocks if isinstance(block, Caption) and "step 3," in block]
    before = maths.maths(wider, Snapshot(status=status))
    assert [block for block in before if isinstance(block, Latex)] == [
        maths.sizes(wider),
        update_rule("Adam", wider.learning_rate),
    ]
    assert not [block for block in before if isinstance(block, Caption)]
