"""The lesson on neurons without a browser: its curves, its formulas, its judges, its panels."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest

from dnnlab.foundations.activations import ACTIVATIONS, softmax
from dnnlab.foundations.losses import BINARY, CLASSES, REGRESSION
from dnnlab.foundations.neuron.curves import (
    STEP,
    TABLE,
    TABLE_STEP,
    activation_curves,
    activation_table,
    axis,
    binary_curves,
    boundary_curves,
    class_curves,
    class_surfaces,
    descend,
    regression_curves,
)
from dnnlab.foundations.neuron.examples import GATES, LINE, TWO_CLASSES, from_text, to_text
from dnnlab.foundations.neuron.knobs import (
    BITS,
    NAMES,
    SIDES,
    ActivationsConfig,
    BinaryConfig,
    ClassesConfig,
    NeuronConfig,
    RegressionConfig,
    SoftmaxConfig,
)
from dnnlab.live.config import InvalidConfig
from dnnlab.plots.palette import LIGHT
from dnnlab.ui.components.stage import payload
from dnnlab.ui.components.stage.kinds.simplex import lattice
from pages.foundations.neuron import (
    activations,
    binary,
    classes,
    loss_maths,
    loss_questions,
    maths,
    plane,
    questions,
    regression,
)
from pages.foundations.neuron import softmax as softmax_page
from pages.foundations.neuron.lesson import LESSON
from tests.unit.printed import assert_holds

PARTS: dict[str, tuple[Callable[[Any], Any], Any]] = {
    "neuron": (plane.panels, NeuronConfig()),
    "activations": (activations.panels, ActivationsConfig()),
    "softmax": (softmax_page.panels, SoftmaxConfig()),
    "binary": (binary.panels, BinaryConfig()),
    "classes": (classes.panels, ClassesConfig()),
    "regression": (regression.panels, RegressionConfig()),
}


# -- what is drawn -----------------------------------------------------------------------


@pytest.mark.parametrize("name", PARTS)
def test_a_part_is_small_and_the_same_twice(name: str) -> None:
    panels, config = PARTS[name]
    packed = payload.encode(panels(config), LIGHT)
    assert packed == payload.encode(panels(config), LIGHT)
    assert len(packed) < 300_000


def test_the_table_reaches_every_sum_of_the_sliders() -> None:
    ends = {name: knob.high for name, knob in NeuronConfig.knobs().items() if knob.kind is float}
    largest = NeuronConfig(w1=ends["w1"], w2=ends["w2"], b=ends["b"]).z(ends["x1"], ends["x2"])
    assert largest <= TABLE
    for each in ACTIVATIONS.values():
        table = activation_table(each, each.usual)
        assert len(table.values) == len(table.slopes) == round(2 * TABLE / TABLE_STEP) + 1
        assert table.values[round(TABLE / TABLE_STEP)] == each.value(np.zeros(1), each.usual)[0]


def test_between_two_entries_of_the_table_a_straight_line_will_do() -> None:
    z = np.random.default_rng(0).uniform(-TABLE, TABLE, 5000)
    for each in ACTIVATIONS.values():
        if not each.jumps:
            table = activation_table(each, each.usual)
            read = np.interp(z, axis(-TABLE, TABLE, TABLE_STEP), table.values)
            assert np.abs(read - each.value(z, each.usual)).max() < 1e-4


def test_the_slope_to_the_power_of_the_layers() -> None:
    one, six = (activation_curves(ActivationsConfig(layers=layers)) for layers in (1, 6))
    for name in ACTIVATIONS:
        np.testing.assert_allclose(six[name].slopes, one[name].slopes ** 6)
        np.testing.assert_array_equal(six[name].values, one[name].values)
    assert six["sigmoid"].slopes.max() == pytest.approx(0.25**6)


def test_a_boundarys_slope_is_that_of_its_mean_loss() -> None:
    for examples, unit in product(TWO_CLASSES, ("nats", BITS)):
        for name, each in boundary_curves(BinaryConfig(examples=examples, unit=unit)).items():
            slopes = np.gradient(each.values, STEP)
            if name == "0-1":
                assert not each.slopes.any()
                assert set(np.round(12 * each.values, 9)) <= set(range(13))
            elif name == "hinge":  # away from its bends
                smooth = np.abs(np.diff(each.slopes, prepend=each.slopes[:1], append=each.slopes[-1:])) < 1e-12
                inner = smooth[:-1] & smooth[1:]
                np.testing.assert_allclose(each.slopes[inner][1:-1], slopes[inner][1:-1], atol=1e-6)
            else:
                np.testing.assert_allclose(each.slopes[1:-1], slopes[1:-1], atol=0.01)


def test_the_mean_error_counts_the_mistakes_of_a_boundary() -> None:
    for examples, rows in TWO_CLASSES.items():
        error = boundary_curves(BinaryConfig(examples=examples))["0-1"].values
        for b in (-4.01, -0.31, 0.11, 2.77):
            wrong = sum((x > b) != above for x, above in rows)
            assert np.interp(b, axis(-6, 6), error) * 12 == pytest.approx(wrong)
    apart = boundary_curves(BinaryConfig(examples="apart"))["0-1"].values
    assert apart.min() == 0


def test_balls_go_downhill_and_that_of_the_error_stays() -> None:
    for examples in TWO_CLASSES:
        drawn = boundary_curves(BinaryConfig(examples=examples))
        for start in (-3.0, 2.0):
            assert descend(drawn["0-1"], start, 0.5, 120) == start
            for name in ("hinge", "squared hinge", "cross-entropy"):
                end = descend(drawn[name], start, 0.5, 120)
                values = drawn[name].values
                assert np.interp(end, axis(-6, 6), values) < values.min() + 0.05, (examples, name)


def test_curves_are_the_losses() -> None:
    y = axis(-3, 3)
    for name, each in binary_curves(BinaryConfig(label="-1")).items():
        np.testing.assert_array_equal(each.values, BINARY[name].value(y, -1))
    bits = binary_curves(BinaryConfig(unit=BITS))["cross-entropy"]
    assert np.interp(0, y, bits.values) == pytest.approx(1)
    wide = axis(-4, 4)
    scores = np.stack([wide, np.full_like(wide, 0.5), np.full_like(wide, -2)], -1)
    for name, each in class_curves(ClassesConfig(first=0.5, second=-2.0)).items():
        np.testing.assert_array_equal(each.values, CLASSES[name].value(scores, 0))
    huber = regression_curves(RegressionConfig(delta=2.0))["pseudo-Huber"]
    np.testing.assert_array_equal(huber.values, REGRESSION["pseudo-Huber"].value(axis(-5, 5), 0, 2.0))


def test_the_surfaces_are_of_scores_that_softmax_turns_back() -> None:
    shares = lattice(SIDES)
    np.testing.assert_allclose(softmax(np.log(shares)), shares, rtol=1e-12)
    found = class_surfaces(shares, 1)["cross-entropy"]
    np.testing.assert_allclose(found.values, -np.log(shares[:, 1]), rtol=1e-12, atol=1e-12)
    content = class_surfaces(shares, 0)["hinge"].values == 0
    margin = np.log(shares[:, 0]) - np.log(shares[:, 1:].max(-1))
    assert (content == (margin >= 1)).all()


# -- knobs -------------------------------------------------------------------------------


def test_points_in_a_link() -> None:
    np.testing.assert_array_equal(from_text(to_text(LINE)), LINE)
    for text, words in (
        ("1,2;3,4", "there must be 9 points"), ("a", "pairs of numbers"), (to_text(LINE * 10), "must be in"),
        (to_text(LINE).replace("5.7", "nan"), "y must be in"),
    ):  # fmt: skip
        with pytest.raises(InvalidConfig, match=words):
            RegressionConfig(points=text)


def test_a_prediction_leaves_something_to_every_class() -> None:
    for one, two in product((1, 30, SIDES - 2), repeat=2):
        shares = ClassesConfig(p1=one, p2=two).shares
        assert min(shares) >= 1 / SIDES - 1e-12
        assert sum(shares) == pytest.approx(1)


def test_gates_are_what_logic_says() -> None:
    for x1, x2 in product((False, True), repeat=2):
        at = (1.0 if x1 else -1.0, 1.0 if x2 else -1.0)
        for name, wanted in {"AND": x1 and x2, "OR": x1 or x2, "XOR": x1 != x2}.items():
            assert (*at, wanted) in GATES[name]


def test_one_neuron_does_and_and_or_and_no_setting_of_the_sliders_does_xor() -> None:
    w1, w2, b = np.meshgrid(*(np.arange(-3, 3.01, 0.25),) * 2, np.arange(-4, 4.01, 0.25))
    best = {
        name: int(sum(((w1 * x1 + w2 * x2 + b > 0) == wanted).astype(int) for x1, x2, wanted in rows).max())
        for name, rows in GATES.items()
    }
    assert best == {"AND": 4, "OR": 4, "XOR": 3}


# -- formulas ----------------------------------------------------------------------------


def test_the_weighted_sum_can_be_worked_out() -> None:
    random = np.random.default_rng(0)
    for _ in range(200):
        values = {name: round(float(random.uniform(-3, 3)), 1) for name in ("w1", "w2", "b", "x1", "x2")}
        config = NeuronConfig(**values)
        told = maths.weighted_sum(config)
        assert_holds(told.removeprefix("z = "))
        shown = float(told.rpartition("= ")[2])
        assert shown == pytest.approx(config.z(config.x1, config.x2), abs=1e-9), "no digit of it is missing"


def test_what_a_weight_gets_is_slope_times_input_and_can_be_worked_out() -> None:
    small = 1e-6
    for name, x1 in product(ACTIVATIONS, (-2.7, 0.3, 1.9)):
        config, each = NeuronConfig(activation=name, x1=x1), ACTIVATIONS[name]
        z = np.array([config.z(config.x1, config.x2)])
        slope = float(each.derivative(z, config.parameter)[0])
        first = maths.weight_slopes(config, slope)[0]
        assert_holds(first.rpartition("x_1 = ")[2])
        rises = each.value(z + small * x1, config.parameter) - each.value(z - small * x1, config.parameter)
        assert number(first.rpartition("= ")[2]) == pytest.approx(float(rises[0]) / (2 * small), rel=0.005, abs=1e-5)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_formula_names_output_and_slope_of_this_moment(name: str) -> None:
    config = NeuronConfig(activation=name, w1=-1.3, x1=0.7)
    told = " ".join(maths.of_neuron(config))
    z = config.z(config.x1, config.x2)
    for sign, f in (("", ACTIVATIONS[name].value), ("'", ACTIVATIONS[name].derivative)):
        found = re.search(rf"varphi{sign}\({re.escape(f'{z:.6g}')}\) = (\S+)", told)
        assert found is not None
        assert number(found[1]) == pytest.approx(float(f(np.array([z]), config.parameter)[0]), rel=0.005, abs=5e-5)


def number(latex: str) -> float:
    """A printed number."""
    return float(re.sub(r" \\cdot 10\^\{(-?\d+)\}", r"e\1", latex.replace("{,}", "")))


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
def test_a_softmax_can_be_worked_out(temperature: float) -> None:
    for logits in ((2.0, 1.0, -1.0), (0.0, 0.0, 0.0), (3.0, -4.0, 5.0)):
        config = SoftmaxConfig(y1=logits[0], y2=logits[1], y3=logits[2], temperature=temperature)
        for line, share in zip(maths.softmax_lines(config), softmax(logits, temperature), strict=True):
            assert_holds(re.sub(r"p_\w &= ", "", line))
            assert rf"= {maths.number(float(share))}" in line


@pytest.mark.parametrize("label", ["-1", "1"])
def test_losses_of_two_classes_can_be_worked_out(label: str) -> None:
    for y in (-2.84, -1.0, 0.5, 3.0):
        told = [
            str(block) for block in loss_maths.of_binary(BinaryConfig(label=label, y=y)) if r"\qquad \frac" in block
        ]
        shown = [block.partition(r" \qquad")[0] for block in told if block.startswith((r"\max", r"-\ln"))]
        assert len(shown) == 3
        for latex in shown:
            if "^2" not in latex:
                assert_holds(latex)
        for name, latex in zip(("hinge", "squared hinge", "cross-entropy"), shown, strict=True):
            value = float(BINARY[name].value(y, int(label)))
            assert latex.endswith(f"= {maths.number(value)}")


def test_the_scores_of_a_prediction_can_be_worked_out() -> None:
    for one, two in ((15, 30), (1, 58), (58, 1), (45, 8)):
        blocks = loss_maths.of_classes(ClassesConfig(p1=one, p2=two))
        told = next(each for each in blocks if r"\ln(" in each)
        assert_holds(re.sub(r"y_\w = ", "", told), results=3)


def test_the_maths_of_every_part_says_this_moments_numbers() -> None:
    assert "z = 1.5" in " ".join(maths.of_activations(ActivationsConfig(z=1.5)))
    told = " ".join(loss_maths.of_regression(RegressionConfig(residual=-2.0, delta=0.5)))
    assert r"(-2)^2 = 4 \qquad" in told
    assert r"\left(\frac{-2}{0.5}\right)^2} - 1\right) = 0.781" in told
    assert r"\eta = 0.2" in " ".join(loss_maths.of_classes(ClassesConfig(rate=0.2)))
    assert "1.44" in " ".join(loss_maths.of_binary(BinaryConfig(unit=BITS)))


# -- predictions -------------------------------------------------------------------------


def judged(asked: Any, key: str) -> str:
    """What comes true with the knobs as the question's button sets them."""
    (question,) = [each for each in asked.asked if each.key == key]
    (setup,) = question.setups
    outcome = question.judge(question.knobs_for(setup, asked.config()))
    assert outcome is not None
    return str(question.options[outcome.answer])


@pytest.mark.parametrize(
    ("asked", "key", "comes"),
    [
        ("ON_NEURON", "neuron-double", "It stays, and the output changes faster across it"),
        ("ON_NEURON", "neuron-gate", "OR"),
        ("ON_ACTIVATIONS", "activations-deep", "less than 0.1 %"),
        ("ON_ACTIVATIONS", "activations-below", "leaky ReLU"),
        ("ON_SOFTMAX", "softmax-shift", "It stays the same"),
        ("ON_SOFTMAX", "softmax-hot", "40 to 60 %"),
        ("ON_BINARY", "binary-pull", "squared hinge"),
        ("ON_BINARY", "binary-far", "squared hinge"),
        ("ON_CLASSES", "classes-content", "both hinges"),
        ("ON_CLASSES", "classes-wrong", "squared hinge"),
        ("ON_REGRESSION", "regression-outlier", "L1"),
        ("ON_REGRESSION", "regression-delta", "that of L2"),
    ],
)
def test_what_comes_true(asked: str, key: str, comes: str) -> None:
    where = questions if hasattr(questions, asked) else loss_questions
    assert judged(getattr(where, asked), key) == comes


def test_every_question_is_tried() -> None:
    names = {name.partition(":")[2] for name in LESSON.asks}
    assert names == {name for where in (questions, loss_questions) for name in vars(where) if name.startswith("ON_")}


def test_the_judges_figures_are_those_of_the_page() -> None:
    (far,) = [each for each in loss_questions.ON_BINARY.asked if each.key == "binary-far"]
    outcome = far.judge(BinaryConfig(examples="one far off", boundary=2.0))
    assert outcome is not None
    drawn = boundary_curves(BinaryConfig(examples="one far off"))
    end = descend(drawn["squared hinge"], 2.0, 0.5, loss_questions.STEPS)
    assert f"squared hinge at −{-end:.1f}" in outcome.seen
    assert NAMES == ("A", "B", "C")
