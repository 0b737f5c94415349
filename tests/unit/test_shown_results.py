"""In every lesson: whoever works a formula out from its printed numbers gets the result that is shown."""

from __future__ import annotations

import math
import re
from itertools import product

import numpy as np
import pytest
import torch

from dnnlab.cnn import geometry, kernels
from dnnlab.cnn.convolution.knobs import LAYERS, NUMBERS, ConvolutionConfig
from dnnlab.cnn.convolution.setup import prepare
from dnnlab.cnn.geometry import Layer
from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.cnn.lenet.net.calls import read
from dnnlab.cnn.lenet.net.experiment import LeNetTraining
from dnnlab.cnn.pooling.knobs import AVERAGE, GLOBAL, MAX, PoolingConfig
from dnnlab.cnn.pooling.net.calls import pool
from dnnlab.data import mnist
from dnnlab.photo.views import Classification
from dnnlab.plots.written import in_latex, written
from dnnlab.rnn.inside.count_knobs import CountConfig
from dnnlab.rnn.inside.knobs import InsideConfig
from dnnlab.rnn.inside.net.experiment import Inside
from dnnlab.rnn.inside.stages import quantities
from dnnlab.rnn.inside.worked import plain, worked
from dnnlab.rnn.kinds import KINDS
from dnnlab.rnn.unfolded.knobs import UnfoldedConfig
from dnnlab.rnn.unfolded.net.experiment import Unfolded
from dnnlab.ui.recording import recorded
from pages.cnn.convolution.stack import worked as stacked
from pages.cnn.lenet import maths as lenet
from pages.cnn.pooling import facts
from pages.cnn.pooling import maths as pooling
from pages.cnn.pooling.pictures import Picture
from pages.cnn.pooling.window import geometry as window
from pages.photo.classify.maths import compared
from pages.rnn.inside import maths as inside
from pages.rnn.inside.count import sum_in_words
from tests.unit.printed import FUNCTIONS, Printed, assert_holds, sides, translated


@pytest.mark.parametrize("latex", [
    r"\mathrm{ReLU}(3.128) = 3.127", r"\tfrac14\,(1.000 - 2.000 + 0.500 + 0.500) = 0.002",
    r"\max(1.000,\ 2.000) = 2.001", r"p = \frac{e^{1.0000}}{10.000} = 0.2720",
    r"\lfloor \frac{7 + 2\cdot 0 - 3}{2} \rfloor + 1 = 4", r"-\ln(0.50) = 0.80",
])  # fmt: skip
def test_a_formula_that_does_not_hold_is_seen(latex: str) -> None:
    with pytest.raises(AssertionError, match="no one number"):
        assert_holds(latex)


def test_symbols_are_left_out_and_numbers_are_read() -> None:
    assert sides(r"w' = \frac{w}{2} = \frac{5}{2} = 2.5")[0] == [Printed(2.5, 2.5), Printed(2.45, 2.55)]
    assert translated(r"2.5 \cdot 10^{-3}") == "Printed(0.00245, 0.00255)"
    assert "tanh" in FUNCTIONS


# -- digits ------------------------------------------------------------------------------


@pytest.mark.parametrize("pooled", ["average", "max"])
@pytest.mark.parametrize("activation", lenet.ACTIVATIONS)
def test_digits_with_random_weights(activation: str, pooled: str) -> None:
    config = LeNetConfig(activation=activation, pooling=pooled)
    run = LeNetTraining(config)
    for seed in range(20):
        generator = torch.Generator().manual_seed(seed)
        scale = 0.1 + 2 * torch.rand(1, generator=generator).item()
        with torch.no_grad():
            for values in run.model.parameters():
                values.copy_(torch.randn(values.shape, generator=generator) * scale / math.sqrt(values[0].numel()))
        view = run.view()
        assert_holds(lenet.convolution(view, config), results=2)
        assert_holds(lenet.pooling(view, config))
        told = lenet.softmax(view)
        assert_holds(told)
        probability, loss = re.search(r"= ([^=]*) \\qquad .* = (\S*)$", told).groups()
        assert_holds(rf"-\ln({probability}) = {loss}")
        value = float(re.search(r"= (\S+)$", lenet.convolution(view, config))[1])
        assert value == pytest.approx(float(view.maps.conv1[0, lenet.ROW, lenet.COLUMN]), abs=0.00051)


def test_digits_in_every_frame_of_the_recording() -> None:
    shipped = recorded("lenet")
    for _, view in zip(shipped.steps, shipped.views, strict=True):
        assert_holds(lenet.convolution(view, shipped.config), results=2)
        assert_holds(lenet.pooling(view, shipped.config))
        assert_holds(lenet.softmax(view))
        value = float(re.search(r"= (\S+)$", lenet.convolution(view, shipped.config))[1])
        assert value == pytest.approx(float(view.maps.conv1[0, lenet.ROW, lenet.COLUMN]), abs=0.00051)


@pytest.mark.parametrize("logits", [(-9.0, -7.0), (-2.0, 0.5), (30.0, 50.0), (-400.0, 400.0)])
def test_a_probability_can_be_worked_out_whatever_the_size_of_the_logits(logits: tuple[float, float]) -> None:
    view = LeNetTraining(LeNetConfig()).view()
    for seed in range(20):
        view.maps.logits[:] = np.random.default_rng(seed).uniform(*logits, 10)
        told = lenet.softmax(view)
        assert_holds(told)
        for value in sides(told)[0]:
            assert value.high - value.low < 1e-3, f"too few digits to work it out from: {told}"


@pytest.mark.parametrize("filters", [2, 6, 16])
def test_the_digits_sizes(filters: int) -> None:
    told = lenet.sizes(LeNetConfig(filters=filters))
    assert_holds(re.sub(r"(C|S)\d:&|&& *\\Rightarrow", r"\\qquad ", told), results=5)


# -- pooling -----------------------------------------------------------------------------


def grids() -> dict[str, np.ndarray]:
    random = np.random.default_rng(0)
    written = kernels.from_text(kernels.to_text(random.uniform(-1000, 1000, (5, 5))))
    return {
        "written": written[np.newaxis],
        "tiny": random.normal(0, 1e-5, (1, 4, 4)).astype(np.float32),
        "photo": random.integers(0, 256, (1, 9, 7)).astype(np.float32),
        "maps": read(mnist.validation().images[:1]).maps.conv1,
    }


@pytest.mark.parametrize("name", ["written", "tiny", "photo", "maps"])
def test_the_first_window_of_a_pooling(name: str) -> None:
    values = grids()[name]
    picture = Picture(values=values, words="it", paint="diverging", names=("it",))
    for mode, size, padding in product((MAX, AVERAGE, GLOBAL), (1, 2, 3, 4), (0, 1)):
        if mode != GLOBAL and padding > size // 2:
            continue
        config = PoolingConfig(mode=mode, size=size, padding=padding, source="cat")
        pooled = {each: pool(values, *window(config, picture), each) for each in (MAX, AVERAGE)}
        told = pooling.worked(config, values, pooled)
        if r"\dots" not in told:  # of a large window only some numbers are written
            assert_holds(told, significant=facts.DIGITS, results=2 if mode == GLOBAL else 1)
        assert_holds(
            re.sub(r"\\begin\{aligned\}|\\end\{aligned\}", "", facts.sizes(config, values.shape[1:])), results=0
        )


def test_the_sizes_and_the_parameters_of_a_pooling() -> None:
    for size, stride, length in product((1, 2, 3, 4), ("same as f", "1", "2", "3"), (7, 10, 28)):
        config = PoolingConfig(size=size, stride=stride, source="cat")
        assert_holds(facts.sizes(config, (length, length + 3)), results=2)
    assert_holds(pooling.saved((6, 28, 28), (6, 14, 14)), results=2)


# -- convolution -------------------------------------------------------------------------


@pytest.mark.parametrize("layer", LAYERS)
def test_the_size_of_a_convolution(layer: str) -> None:
    fits = 0
    for f, stride, padding, dilation in product((1, 3, 5), (1, 2, 3), ("0", "1", "same"), (1, 2)):
        try:
            config = ConvolutionConfig(
                layer=layer, source=NUMBERS, kernel="identity", kernel_size=f, stride=stride, padding=padding,
                dilation=dilation,
            )  # fmt: skip
            setup = prepare(config, None)
        except ValueError:
            continue
        fits += 1
        assert_holds(setup.size_formula())
    assert fits > 10


def test_what_a_stack_sees() -> None:
    random = np.random.default_rng(0)
    for _ in range(50):
        layers = [tuple(map(int, random.integers(1, (8, 5, 4)))) for _ in range(random.integers(1, 6))]
        seen = geometry.receptive_field([Layer(f, stride, dilation) for f, stride, dilation in layers])
        for told in stacked(layers, seen):
            assert_holds(told)


# -- photo -------------------------------------------------------------------------------


def test_how_much_likelier_one_class_is() -> None:
    random = np.random.default_rng(0)
    for _ in range(200):
        second = 10.0 ** random.uniform(-20, math.log10(0.5))
        found = Classification(
            net="", classes=np.arange(5), names=tuple("abcde"), milliseconds=1.0, parameters=1,
            probabilities=np.array([1 - second, second, 0, 0, 0], np.float32),
        )  # fmt: skip
        told = compared("it", found)
        ratio, result = re.search(r"\$\\ln \((.*)\) = (\S+)\$", told).groups()
        assert f"${ratio}$ times" in told
        value = float(re.sub(r" \\cdot 10\^\{(\d+)\}", r"e\1", ratio.replace("{,}", "")))
        assert in_latex(written(math.log(value))) == result


# -- inside a cell -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_equation_of_a_cell(kind: str) -> None:
    for sequence, weights, hidden in product(
        ("0.1 1 0.2 -0.9 0 0.3", "abcacb", "2 -1.5 0.004"), InsideConfig.knobs()["origin"].options, (1, 3)
    ):
        run = Inside(InsideConfig(cell=kind, sequence=sequence, origin=weights, hidden=hidden, by_gate=False))
        if kind == "LSTM with peepholes":
            for gate in ("i", "f", "o"):
                run.apply({"weight": "p", "gate": gate, "unit": 1, "to": -1.25})
        while run.steps_taken < run.total_steps:
            run.step()
            view = run.view()
            for name, unit in product(quantities(kind), range(hidden)):
                told = worked(view, name, unit)
                assert_holds(told, significant=3, results=1 if "C =" in told or name == "h" else 2)
                assert "\\" not in plain(told)
                result = float(plain(told).rpartition("= ")[2].replace("−", "-"))
                assert result == pytest.approx(float(view.value(name)[unit]), rel=6e-3, abs=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_the_shares_of_a_weight(kind: str) -> None:
    for seed, reach in product(range(3), (2, 8)):
        run = Unfolded(UnfoldedConfig(cell=kind, seed=seed, truncation=reach))
        for _ in range(5):
            run.step()
            view = run.view()
            for place in range(len(view.names)):
                assert_holds(inside.shares_of(view, place), significant=3)
            if kind == "RNN":
                assert_holds(inside.last_share(view), significant=3)


def test_how_many_weights_a_cell_has() -> None:
    for kind, inputs, hidden in product(KINDS, (1, 65), (1, 128)):
        if kind != "LSTM with peepholes":
            assert_holds(inside.counted(kind, inputs, hidden))
        words = sum_in_words(kind, CountConfig(inputs=inputs, hidden=hidden)).replace("·", "*")
        assert eval(words) == inside.parameter_count(kind, inputs, hidden)
