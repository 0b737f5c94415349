"""An expression is read, never evaluated; what is none gets a sentence that says where."""

from __future__ import annotations

import ast
import random
import re
import string
from pathlib import Path

import pytest

from dnnlab.foundations.backprop import parsing, variables
from dnnlab.foundations.backprop.operations import FUNCTIONS
from dnnlab.foundations.backprop.parsing import (
    DEEPEST,
    LONGEST,
    MOST_NODES,
    MOST_VARIABLES,
    BadExpression,
    read_expression,
)
from dnnlab.foundations.backprop.passes import Undefined, both_passes
from dnnlab.foundations.backprop.variables import read_variables, values_for, write_variables


@pytest.mark.parametrize(("text", "says", "at"), [
    ("", "Type an expression", 1),
    ("   ", "Type an expression", 1),
    ("w*x + ", "ends too early", 6),
    ("(w*x", "never closed", 1),
    ("  2*(w*x", "never closed", 5),
    ("w*x)", "never opened", 4),
    ("2x", "operation is missing", 2),
    ("w*2(x)", "operation is missing", 4),
    ("(w)(x)", "operation is missing", 4),
    ("w x", "missing or too much", 3),
    ("x^2", r"for a power write \*\*", 2),
    ("w × x", r"for a product write \*", 3),
    ("w - x − y", "for a minus write -", 7),
    ("2exp(x)", "operation is missing", 2),
    ("1E3x", "operation is missing", 4),
    ("x // 2", "for a quotient write /", 3),
    ("f(x)", "no function f; there are exp, log", 1),
    ("1 + exec(x)", "no function exec", 5),
    ("sin + x", "sin is a function", 1),
    ("exp(x, y)", "exp takes one number", 1),
    ("max(x)", "max takes 2 numbers", 1),
    ("exp(a=x)", "exp takes one number", 1),
    ("exp()", "exp takes one number", 1),
    ("x.real", "Nothing here has parts", 1),
    ("w*x.__class__", "Nothing here has parts", 3),
    ("x.exp(2*y)", "by their names can be called", 1),
    ("exp(x)(y)", "operation is missing", 7),
    ("__import__('os')", "has no meaning here", 12),
    ("__name__*x", "A name has a letter first", 1),
    ("_w*x", "A name has a letter first", 1),
    ("weightone*x", "A name has a letter first", 1),
    ("True*x", "This is no number", 1),
    ("None*x", "This is no number", 1),
    ("x if w else y", "Only numbers, variables", 1),
    ("x and y", "Only numbers, variables", 1),
    ("not x", "Only numbers, variables", 1),
    ("(x, y)", "Only numbers, variables", 1),
    ("w % x", "has no meaning here", 3),
    ("lambda", "ends too early", 6),
    ("[x]", "has no meaning here", 1),
    ("x = y == 2", "a name for a result is given by one =", 7),
    ("w < x", "has no meaning here", 3),
    ("import os", "no expression", 1),
    ("x*y; del x", "no expression", 6),
    ("a = b = x*y", "no expression", 1),
    ("a, b = x*y", "Left of = stands one name", 1),
    ("2*x = y", "Left of = stands one name", 1),
    ("a = x*y; a = x; a*a", "a is given twice", 10),
    ("b = a*x; a = 2*b", "a is a variable before it is given a value", 10),
    ("a = w*x; 2*x", "a is worked out and then not used", 5),
    ("exp = x*y", "exp is a function", 1),
    ("x", "nothing to compute", 1),
    ("a = x", "nothing to compute", 5),
    ("2*3", "nothing to differentiate by", 1),
    ("1e999*x", "too large", 1),
    ("x**1e9", "This number is too large", 4),
    ("x**(1e6/1e-6)", "exponent is too large", 5),
    ("x\n*y", "has no meaning here", 2),
    ("x\x00*y", "has no meaning here", 2),
    ("x*" * (LONGEST // 2) + "x", "characters long", LONGEST + 1),
    ("tanh(" * (DEEPEST + 1) + "x" + ")" * (DEEPEST + 1), "Too deep", 1),
    ("-" * 60 + "x", "Too deep", 60 - DEEPEST),
    (" + ".join(f"x**{k % 9 + 2}" for k in range(MOST_NODES)), "Too large", 335),
    (" + ".join(f"x{k}" for k in range(MOST_VARIABLES + 1)), "Too many variables", 87),
    ("(" * 195 + "x*y" + ")" * 195, "", 0),
])  # fmt: skip
def test_what_is_no_expression_gets_a_sentence_with_the_place(text: str, says: str, at: int) -> None:
    if not says:
        assert read_expression(text).result.operation == "*"
        return
    with pytest.raises(BadExpression, match=says) as caught:
        read_expression(text)
    said = str(caught.value)
    assert said.endswith(f"(at character {at})."), said
    assert said.count("\n") == 0
    assert len(said) < 200


def test_whatever_is_typed_is_a_graph_or_a_sentence() -> None:
    chance = random.Random(1)
    pieces = [*string.printable, *FUNCTIONS, "x", "w", "1.5", "**", "(", ")", "=", ";", "lambda ", "if ", "é", "∂"]
    read = 0
    said: list[str] = []
    for _ in range(6_000):
        text = "".join(chance.choice(pieces) for _ in range(chance.randrange(1, 9)))
        try:
            graph = read_expression(text)
            read += 1
            both_passes(graph, values_for(graph.variables, ""))
        except (BadExpression, Undefined) as error:
            said.append(str(error))
    assert read > 50
    assert all(re.search(r"\(at character \d+\)\.$", each) for each in said)


def test_nothing_that_is_typed_can_be_evaluated() -> None:
    """No eval, exec, compile or getattr by a typed name stands in the code that reads."""
    for module in (parsing, variables):
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        called = {
            node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not called & {"eval", "exec", "compile", "__import__", "globals", "vars"}


def test_only_the_listed_functions_can_be_called() -> None:
    for name in FUNCTIONS:
        args = "x, y" if name in ("max", "min") else "x"
        assert read_expression(f"{name}({args})").result.operation == name
    for name in ("neg", "power", "open", "print", "abs2", "Exp", "ln", "relu6"):
        with pytest.raises(BadExpression, match=f"no function {name}"):
            read_expression(f"{name}(x)")


def test_a_sum_is_one_node_and_a_constant_exponent_belongs_to_its_power() -> None:
    graph = read_expression("a + b + (c + d) - x**3 + y**(-1/2)")
    assert [node.operation for node in graph.nodes if node.operation] == ["+", "power", "-", "power", "+"]
    assert [len(node.inputs) for node in graph.nodes if node.operation == "+"] == [4, 2]
    assert [node.number for node in graph.nodes if node.operation == "power"] == [3.0, -0.5]
    assert read_expression("x**y").result.operation == "**"


def test_a_name_for_a_result_is_one_node_however_often_it_is_used() -> None:
    graph = read_expression("h = w*x; h*h + h")
    index = next(i for i, node in enumerate(graph.nodes) if node.symbol == "h")
    assert len(graph.users(index)) == 3
    assert graph.result.symbol == "L"
    assert read_expression("f = w*x").result.symbol == "f"
    assert read_expression("L*u1 + x*y").result.symbol == "Loss"
    assert len({node.symbol for node in read_expression("u1*x + v*y").nodes}) == 7


@pytest.mark.parametrize(("text", "values", "says"), [
    ("x/y", {"x": 1.0, "y": 0.0}, "x/y cannot be worked out: division by zero (at character 1)"),
    ("2 + x/(y - y)", {"x": 1.0, "y": 3.0}, "division by zero (at character 5)"),
    ("log(x)", {"x": -2.0}, "the logarithm of a number that is not positive (−2)"),
    ("log(x)", {"x": 0.0}, "the logarithm of a number that is not positive (0)"),
    ("sqrt(x)", {"x": -1.0}, "the square root of a negative number"),
    ("sqrt(x)", {"x": 0.0}, "infinite at 0"),
    ("x**0.5", {"x": -1.0}, "no power 0.5"),
    ("x**0.5", {"x": 0.0}, "infinite at 0"),
    ("x**-1", {"x": 0.0}, "divides by zero"),
    ("x**y", {"x": -1.0, "y": 2.0}, "needs a positive base"),
    ("exp(x)", {"x": 1000.0}, "too large for a number"),
    ("exp(exp(x)) - exp(exp(x))", {"x": 7.0}, "too large for a number"),
    ("exp(x)*exp(y)*exp(z)", {"x": 700.0, "y": 5.0, "z": 5.0}, "too large"),
    ("1/(x**90)", {"x": 0.0001}, "division by zero"),
])  # fmt: skip
def test_values_without_a_result_get_a_sentence_with_the_place(text: str, values: dict[str, float], says: str) -> None:
    with pytest.raises(Undefined) as caught:
        both_passes(read_expression(text), values)
    assert says in str(caught.value)
    assert str(caught.value).endswith(").")


def test_values_travel_as_a_text() -> None:
    values = {"w1": 2.0, "x": -0.125, "b_2": 1e-5}
    assert read_variables(write_variables(values)) == values
    assert values_for(["x", "w1"], "w1=3, zz=9") == {"x": 0.5, "w1": 3.0}
    for text, says in (("w", "is a number"), ("w=two", "is a number"), ("=2", "no name"), ("w=nan", "must be in"),
                       ("w=1001", "must be in"), ("a-b=2", "no name"), ("w=1," * 65, "at most 64")):  # fmt: skip
        with pytest.raises(ValueError, match=says):
            read_variables(text)
