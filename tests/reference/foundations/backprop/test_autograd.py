"""The microscope's two passes, its text, and the lecture's equations, against PyTorch and against each other."""

from __future__ import annotations

import math
import random
from itertools import product

import numpy as np
import pytest
import torch

from dnnlab.foundations.backprop.examples import EXAMPLES
from dnnlab.foundations.backprop.knobs import IDENTITY, RELU, SIGMOID, TANH, NetConfig
from dnnlab.foundations.backprop.net.calls import FORWARD, autograd
from dnnlab.foundations.backprop.operations import FUNCTIONS, OPERATIONS
from dnnlab.foundations.backprop.parsing import BadExpression, read_expression
from dnnlab.foundations.backprop.passes import Moment, Undefined, both_passes
from dnnlab.foundations.backprop.twopass import START, as_expression, by_name, net_with, variables_of
from dnnlab.foundations.backprop.variables import values_for

NAMES = ("w", "x", "y", "b1")


def generated(chance: random.Random, depth: int = 4) -> str:
    """An expression by chance, of all operations, with variables that are used several times."""
    if depth == 0 or chance.random() < 0.1:
        return chance.choice([*NAMES, f"{chance.uniform(0.1, 3):.2f}"])
    inner = [f"({generated(chance, depth - 1)})" for _ in range(2)]
    match chance.randrange(4):
        case 0:
            return f"{inner[0]}{chance.choice('+-*/')}{inner[1]}"
        case 1:
            return f"{inner[0]}**{chance.choice(('2', '3', '-1', '0.5', '(1/2)', inner[1]))}"
        case 2:
            name = chance.choice(FUNCTIONS)
            args = inner[: OPERATIONS[name].inputs]
            return f"{name}({', '.join(args)})"
    return f"{inner[0]} + {inner[1]} + {generated(chance, 1)}" if chance.random() < 0.5 else f"-{inner[0]}"


def expressions(count: int) -> list[tuple[str, dict[str, float]]]:
    """So many that have a value and a gradient, with values of their variables."""
    chance, found = random.Random(0), []
    while len(found) < count:
        text = generated(chance)
        values = {name: round(chance.uniform(-2, 3), 2) for name in NAMES}
        try:
            graph = read_expression(text)
            passes = both_passes(graph, values)
        except (BadExpression, Undefined):
            continue
        if max(map(abs, (*passes.values, *passes.gradients))) < 1e6:
            found.append((text, values))
    return found


GENERATED = expressions(200)


def close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


def test_200_generated_expressions_have_the_values_and_gradients_of_autograd_at_every_node() -> None:
    used: set[str] = set()
    shared = 0
    for text, values in GENERATED:
        graph = read_expression(text)
        passes, judge = both_passes(graph, values), autograd(text, values)
        assert len(judge.values) == len(graph.nodes)
        for index, node in enumerate(graph.nodes):
            assert close(passes.values[index], judge.values[index]), (text, values, node)
            if not math.isnan(judge.gradients[index]):
                assert close(passes.gradients[index], judge.gradients[index]), (text, values, node)
            used.add(node.operation)
            shared += len(graph.users(index)) > 1
        assert not any(math.isnan(judge.gradients[index]) for index in graph.variables.values())
    assert used >= {*OPERATIONS}, "every operation was among them"
    assert shared > 100, "and nodes that are used more than once"


def test_the_graph_computes_what_the_text_says() -> None:
    functions = {"sigmoid": lambda a: 1 / (1 + np.exp(-a)), "softplus": lambda a: np.log1p(np.exp(a)),
                 "relu": lambda a: max(a, 0.0), "abs": abs, "max": max, "min": min,
                 **{name: getattr(np, name) for name in ("exp", "log", "sqrt", "sin", "cos", "tanh")}}  # fmt: skip
    assert set(functions) == set(FUNCTIONS)
    for text, values in GENERATED:
        wanted = eval(text, {"__builtins__": {}, **functions, **{k: np.float64(v) for k, v in values.items()}})
        assert close(both_passes(read_expression(text), values).values[-1], float(wanted)), text


def test_after_the_last_step_what_has_arrived_is_the_gradient_and_never_before_all_shares_are_there() -> None:
    for text, values in GENERATED[:60]:
        graph = read_expression(text)
        passes = both_passes(graph, values)
        last = Moment(graph, passes, 2 * len(graph.operations) + 1)
        assert last.last == last.step
        for index, node in enumerate(graph.nodes):
            if node.kind == "number":
                continue
            assert close(last.gradient(index) or 0.0, passes.gradients[index])
            assert not last.waits(index)
        for step in range(last.last + 1):
            moment = Moment(graph, passes, step)
            for index in graph.operations:
                if moment.handed(index):
                    assert not moment.waits(index), "a node hands back only what is complete"
                if moment.known(index):
                    assert all(moment.known(i) for i in graph.nodes[index].inputs)
                else:
                    assert moment.gradient(index) is None


@pytest.mark.parametrize("name", [*FORWARD, "+", "power"])
def test_each_local_derivative_is_a_finite_difference(name: str) -> None:
    operation, h = OPERATIONS[name], 1e-6
    args, n = [0.7, 1.3], 3.0
    if operation.inputs == 1:
        args = args[:1]
    value = operation.value(args, n)
    for slot, slope in enumerate(operation.slopes(args, value, n)):
        up, down = ([a + sign * h * (i == slot) for i, a in enumerate(args)] for sign in (1, -1))
        assert math.isclose(slope, (operation.value(up, n) - operation.value(down, n)) / (2 * h), abs_tol=1e-8)


@pytest.mark.parametrize("text", ["relu(x)", "abs(x)", "max(x, y)", "min(x, y)", "x*x", "x**2 + x**3", "x**1", "x**0"])
def test_at_a_kink_and_at_zero_the_derivative_is_pytorchs(text: str) -> None:
    values = {"x": 0.0, "y": 0.0}
    graph = read_expression(text)
    judge = autograd(text, values)
    assert list(both_passes(graph, values).gradients) == judge.gradients.tolist()


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_agree_with_autograd(name: str) -> None:
    example = EXAMPLES[name]
    graph = read_expression(example.expression)
    values = values_for(graph.variables, example.variables)
    passes, judge = both_passes(graph, values), autograd(example.expression, values)
    known = ~np.isnan(judge.gradients)
    np.testing.assert_allclose(np.array(passes.gradients)[known], judge.gradients[known], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(("phi", "psi", "outputs"), [*product((SIGMOID, TANH, RELU), (IDENTITY, SIGMOID), (1, 2))])
def test_the_lectures_equations_give_autograds_gradients(phi: str, psi: str, outputs: int) -> None:
    chance = np.random.default_rng(0)
    for hidden in (1, 2, 4):
        config = NetConfig(hidden=hidden, outputs=outputs, phi=phi, psi=psi)
        known = {name: float(chance.normal()) for name in START}
        passes = net_with(config, known).passes
        text = as_expression(config)
        graph, judge = read_expression(text, drawn=False), autograd(text, known)
        assert math.isclose(passes.R, judge.values[-1], rel_tol=1e-12)
        mine = by_name(passes)
        assert set(mine) == {name for name in graph.variables if name[0] not in "xy"}
        for name, value in mine.items():
            assert math.isclose(value, judge.gradients[graph.variables[name]], rel_tol=1e-10, abs_tol=1e-14), name


def test_delta_and_s_are_the_gradients_before_the_activations_of_a_torch_module() -> None:
    config = NetConfig(hidden=3, outputs=2, phi=TANH, psi=SIGMOID)
    net = net_with(config, START)
    first, second = torch.nn.Linear(2, 3).double(), torch.nn.Linear(3, 2).double()
    with torch.no_grad():
        for layer, weight, bias in ((first, net.weights.W1, net.weights.b1), (second, net.weights.W2, net.weights.b2)):
            layer.weight.copy_(torch.from_numpy(weight))
            layer.bias.copy_(torch.from_numpy(bias))
    a1 = first(torch.from_numpy(net.x))
    a2 = second(torch.tanh(a1))
    a1.retain_grad()
    a2.retain_grad()
    torch.nn.functional.mse_loss(torch.sigmoid(a2), torch.from_numpy(net.y), reduction="sum").backward()
    assert a1.grad is not None
    assert a2.grad is not None
    np.testing.assert_allclose(net.passes.delta, a2.grad.numpy(), rtol=1e-12)
    np.testing.assert_allclose(net.passes.s, a1.grad.numpy(), rtol=1e-12)
    np.testing.assert_allclose(net.passes.gradients.W1, first.weight.grad.numpy(), rtol=1e-12)  # type: ignore[union-attr]


def test_the_nets_variables_are_those_of_its_knobs() -> None:
    config = NetConfig(hidden=1, outputs=1, variables="w11=2,zz=1")
    assert variables_of(config) == {name: {**START, "w11": 2.0}[name] for name in variables_of(config)}
    assert set(variables_of(config)) == {"x1", "x2", "y1", "w11", "w12", "b1", "v11", "c1"}
    with pytest.raises(ValueError, match="x has no value"):
        autograd("x*y", {"y": 1.0})
