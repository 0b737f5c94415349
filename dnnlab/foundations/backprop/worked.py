r"""A node's part in both passes as equations with the numbers of the moment, in LaTeX and as plain text.

``\frac{dL}{du_{3}} = \frac{dL}{du_{4}} \cdot \frac{\partial u_{4}}{\partial u_{3}} = -0.755 \cdot 0.235 = -0.178``:
d for the gradient, over all ways, and a round one for the local derivative.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dnnlab.foundations.backprop.graph import Node
from dnnlab.foundations.backprop.operations import OPERATIONS
from dnnlab.foundations.backprop.passes import Moment, Share
from dnnlab.plots.written import in_latex, written

LOCAL = "local derivative"
LONG = 56
"""Characters of a formula that fit on a line below the stage of a laptop, or nearly so."""


@dataclass(frozen=True, slots=True)
class Equation:
    """One line of the working: what it is, and the sides, which are all equal."""

    heading: str
    """In words; empty: it belongs to the one before."""
    sides: tuple[str, ...]
    """In LaTeX."""

    @property
    def latex(self) -> str:
        """The whole line."""
        return " = ".join(self.sides)

    @property
    def folded(self) -> str:
        """The same, with a line for each side where it is long."""
        first, *others = self.sides
        if len(plain(self.latex)) <= LONG or len(others) < 2:
            return self.latex
        rows = r" \\[.4em] &= ".join(others)
        return rf"\begin{{aligned}} {first} &= {rows} \end{{aligned}}"


def equations(moment: Moment, index: int) -> list[Equation]:
    """All that is known of a node: its value, its local derivatives, what arrived at it and what it hands on."""
    node = moment.graph.nodes[index]
    if node.kind == "number" or not moment.known(index):
        return []
    found = [_value(moment, index)]
    if node.kind == "operation":
        found += _locals(moment, index)
    if moment.gradient(index) is not None:
        found.append(_arrived(moment, index))
    if node.kind == "operation" and moment.handed(index):
        found += _handed(moment, index)
    return found


def _value(moment: Moment, index: int) -> Equation:
    node, value = moment.graph.nodes[index], number(moment.passes.values[index])
    if node.kind != "operation":
        return Equation("value", (symbol(node.symbol), value))
    template = OPERATIONS[node.operation].formula
    return Equation(
        "value", (symbol(node.symbol), _filled(moment, index, template), _filled(moment, index, template, True), value)
    )


def _locals(moment: Moment, index: int) -> list[Equation]:
    """The derivative with respect to each input; a number that stands in the text has none."""
    node = moment.graph.nodes[index]
    found: list[Equation] = []
    operation = OPERATIONS[node.operation]
    for slot, of in enumerate(node.inputs):
        if moment.graph.nodes[of].kind == "number":
            continue
        rule = rule_of(node, slot)
        sides = [partial(node.symbol, moment.graph.nodes[of].symbol), _filled(moment, index, rule)]
        if not operation.in_words:
            sides.append(_filled(moment, index, rule, True))
        sides.append(number(moment.passes.slopes[index][slot]))
        which = f"{LOCAL}, by input {slot + 1}" if node.inputs.count(of) > 1 else "" if found else LOCAL
        found.append(Equation(which, _unrepeated(sides)))
    return found


def _arrived(moment: Moment, index: int) -> Equation:
    """The sum of what its users handed back."""
    graph = moment.graph
    left = total_of(graph.result.symbol, graph.nodes[index].symbol)
    total = number(moment.gradient(index) or 0.0)
    if index == len(graph.nodes) - 1:
        return Equation("the backward pass begins", (left, total))
    shares = moment.shares(index)
    heading = "arrived" if len(shares) == 1 else "arrived: shares add up"
    if moment.waits(index):
        heading = "arrived so far"
    paths = " + ".join(_path(moment, index, each) for each in shares)
    products = _summed([_numbers_of(moment, each) for each in shares])
    values = _summed([number(share.value) for share in shares])
    return Equation(heading, _unrepeated([left, paths, products, values, total]))


def _path(moment: Moment, index: int, share: Share) -> str:
    graph = moment.graph
    user, of = graph.nodes[share.user].symbol, graph.nodes[index].symbol
    return rf"{total_of(graph.result.symbol, user)} \cdot {partial(user, of)}"


def _numbers_of(moment: Moment, share: Share) -> str:
    slope = moment.passes.slopes[share.user][share.slot]
    return rf"{number(moment.passes.gradients[share.user])} \cdot {factor(number(slope))}"


def _handed(moment: Moment, index: int) -> list[Equation]:
    """The chain rule to each input, with the numbers."""
    graph = moment.graph
    found: list[Equation] = []
    node, arrived = graph.nodes[index], moment.passes.gradients[index]
    for slot, of in enumerate(node.inputs):
        if graph.nodes[of].kind == "number":
            continue
        slope = moment.passes.slopes[index][slot]
        several = len(graph.users(of)) > 1
        chain = rf"{total_of(graph.result.symbol, node.symbol)} \cdot {partial(node.symbol, graph.nodes[of].symbol)}"
        left = (chain,) if several else (total_of(graph.result.symbol, graph.nodes[of].symbol), chain)
        sides = (*left, rf"{number(arrived)} \cdot {factor(number(slope))}", number(arrived * slope))
        heading = "" if found else "chain rule: handed back"
        found.append(Equation(f"chain rule: a share of {plain(symbol(graph.nodes[of].symbol))}" if several else heading,
                              sides))  # fmt: skip
    return found


def rule_of(node: Node, slot: int) -> str:
    """The template of the derivative with respect to one input."""
    if node.operation == "power" and node.number in (1.0, 2.0):
        return "1" if node.number == 1 else r"2 \cdot {A}"
    rules = OPERATIONS[node.operation].rules
    return rules[0] if OPERATIONS[node.operation].inputs == 0 else rules[slot]


def _filled(moment: Moment, index: int, template: str, numbers: bool = False) -> str:
    """A template with the symbols of a node and its inputs, or with their numbers."""
    graph, node = moment.graph, moment.graph.nodes[index]
    if numbers:
        texts = [number(moment.passes.values[i]) for i in node.inputs]
        out = number(moment.passes.values[index])
    else:
        texts = [symbol(graph.nodes[i].symbol) for i in node.inputs]
        out = symbol(node.symbol)
    second = texts[1] if len(texts) > 1 else ""
    return template.format(
        a=texts[0], A=factor(texts[0]), b=second, B=factor(second), u=out, U=factor(out), sum=_summed(texts),
        n=number(node.number), m=number(node.number - 1),
    )  # fmt: skip


def symbol(name: str) -> str:
    """A name in LaTeX: w1 with its number below, a longer one upright."""
    if re.fullmatch(r"-?[\d.]+(e[+-]?\d+)?", name):
        return number(float(name))
    letters, digits = re.fullmatch(r"(.*?)_?(\d*)", name).groups()  # type: ignore[union-attr]
    shown = letters.replace("_", r"\_")
    shown = shown if len(letters) == 1 else rf"\mathrm{{{shown}}}"
    return shown + (f"_{{{digits}}}" if digits else "")


def total_of(of: str, by: str) -> str:
    """The gradient: the derivative of the result by a node, over all ways from one to the other."""
    return rf"\frac{{d{symbol(of)}}}{{d{symbol(by)}}}"


def partial(of: str, by: str) -> str:
    """A local derivative: of a node by one of its inputs, the others held."""
    return rf"\frac{{\partial {symbol(of)}}}{{\partial {symbol(by)}}}"


def number(value: float) -> str:
    """A number in LaTeX."""
    return in_latex(written(value + 0.0))


def factor(text: str) -> str:
    """What stands behind a product's dot or below a power: in brackets when it has a sign, or is a product itself."""
    return f"({text})" if text.startswith("-") or r" \cdot " in text else text


def _summed(texts: Sequence[str]) -> str:
    return " + ".join(texts).replace("+ -", "- ")


def _unrepeated(sides: Sequence[str]) -> tuple[str, ...]:
    """Without a side that says the same as the one before."""
    return tuple(side for i, side in enumerate(sides) if i == 0 or side != sides[i - 1])


def plain(latex: str) -> str:
    """A formula without LaTeX's commands."""
    text = re.sub(r" \\cdot 10\^\{(-?\d+)\}", r"e\1", latex)
    text = re.sub(r"\\(?:mathrm|text)\{([^{}]*)\}", r"\1", text)
    text = re.sub(r"\^\{\((\d)\)\}_\{(\d+)\}", _placed, text)
    text = re.sub(r"_\{(\d+)\}", r"\1", text)
    for code, sign in ((r"\partial ", "∂"), (r"\sigma", "σ"), (r"\delta", "δ"), (r"\varphi", "φ"),
                       (r"\psi", "ψ"), (r"\exp", "exp"), (r"\ln", "ln"), (r"\tanh", "tanh"),
                       (r"\sin", "sin"), (r"\cos", "cos"), (r"\max", "max"), (r"\min", "min"), ("{,}", ","),
                       (r"\_", "_")):  # fmt: skip
        text = text.replace(code, sign)
    text = re.sub(r"\\sqrt\{([^{}]*)\}", r"√(\1)", text)
    text = re.sub(r"\^\{2\}", "²", text)
    text = re.sub(r"\^\{3\}", "³", text)
    text = re.sub(r"\^\{([^{}]* [^{}]*)\}", r"^(\1)", text)
    text = re.sub(r"\^\{([^{}]*)\}", r"^\1", text)
    while found := re.search(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", text):
        top, bottom = (f"({each})" if " " in each else each for each in found.groups())
        text = f"{text[: found.start()]}{top}/{bottom}{text[found.end() :]}"
    return text.replace(r"\cdot", "·").replace(" · ", "·").replace("-", "−").replace("·∂", " · ∂")


def _placed(found: re.Match[str]) -> str:
    return found[1].translate(UPPER) + found[2].translate(LOWER)


UPPER, LOWER = str.maketrans("12", "¹²"), str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
"""Layer and place of a weight in plain text: W¹₁₂."""


def lines(found: Sequence[Equation], wide: int = 34) -> str:
    """Equations as plain text under their headings; a line takes as many sides and terms as ``wide`` holds."""
    told: list[str] = []
    for each in found:
        if each.heading:
            told.append(each.heading)
        first, *others = [plain(side) for side in each.sides]
        line = f"  {first}"
        for place, side in enumerate(others):
            if place and len(line) + 3 + len(side) > wide:
                told.append(line)
                line = f"  {' ' * len(first)}"
            line += " ="
            for term in re.split(r" (?=[+−] )", side):
                if len(line) + 1 + len(term) > wide and not line.endswith("="):
                    told.append(line)
                    line = f"  {' ' * len(first)}  "
                line += f" {term}"
        told.append(line)
    return "\n".join(told)
