"""The two passes of the lecture's net one unit at a time: its diagram and its equations at each step."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from dnnlab.foundations.backprop.knobs import IDENTITY, INPUTS, RELU, SIGMOID, TANH
from dnnlab.foundations.backprop.twopass import Net, TwoPass
from dnnlab.foundations.backprop.worked import Equation, factor, number
from dnnlab.plots.diagrams import Diagram, Node, Reading, State, Wire
from dnnlab.plots.written import written

FUNCTION = {SIGMOID: r"\sigma", TANH: r"\tanh", RELU: r"\mathrm{relu}", IDENTITY: ""}
SLOPE = {SIGMOID: r"{h} \cdot (1 - {h})", TANH: "1 - {H}^{{2}}", RELU: "", IDENTITY: ""}
"""The derivative of an activation by what it gives, as a template; empty: it is 0 or 1."""


@dataclass(frozen=True)
class NetMoment:
    """Where the two passes stand.

    Forward a step computes one unit: the hidden ones, the outputs, then the loss.  Backward a step computes one
    delta, from the first output on, then one s, from the first hidden unit on, with the gradients that follow.
    """

    net: Net
    step: int

    @cached_property
    def passes(self) -> TwoPass:
        """Both passes, complete."""
        return self.net.passes

    @property
    def hidden(self) -> int:
        """Units of the hidden layer."""
        return len(self.net.weights.b1)

    @property
    def outputs(self) -> int:
        """Units of the output layer."""
        return len(self.net.weights.b2)

    @property
    def last(self) -> int:
        """The step at which all is done."""
        return 2 * (self.hidden + self.outputs) + 1

    @property
    def forward_steps(self) -> int:
        """Those of the forward pass."""
        return self.hidden + self.outputs + 1

    @property
    def backwards(self) -> bool:
        """Whether the backward pass has begun."""
        return self.step > self.forward_steps

    @property
    def now(self) -> tuple[str, int] | None:
        """Whose turn it is: ("h", m), ("f", k), ("R", 0), ("delta", k) or ("s", m), from 0; None before the first."""
        order = [("h", m) for m in range(self.hidden)] + [("f", k) for k in range(self.outputs)] + [("R", 0)]
        order += [("delta", k) for k in range(self.outputs)] + [("s", m) for m in range(self.hidden)]
        return order[self.step - 1] if self.step else None

    def has(self, what: str, which: int = 0) -> bool:
        """Whether a quantity is computed."""
        before = {"h": 0, "f": self.hidden, "R": self.hidden + self.outputs, "delta": self.forward_steps}
        return self.step > before.get(what, self.forward_steps + self.outputs) + which


def net_diagram(moment: NetMoment) -> Diagram:
    """Inputs, hidden units, outputs, and the loss with what is wanted.

    A wire shows its weight on the way forward; once the gradient has come back over it, the gradient of that weight,
    and it points back.
    """
    net, passes = moment.net, moment.passes
    H, K = moment.hidden, moment.outputs
    rows = max(H, K + 1, INPUTS)
    nodes, wires = [], []
    for i in range(INPUTS):
        nodes.append(
            _node(f"x{i + 1}", (0, _row(i, INPUTS, rows)), f"x{i + 1}", [float(net.x[i])], "on", told="an input")
        )
    strongest = max(float(abs(passes.s).max()), float(abs(passes.delta).max())) or 1.0
    for m in range(H):
        shown = [float(passes.a1[m]), float(passes.h[m])]
        gradient = float(passes.s[m]) if moment.has("s", m) else None
        nodes.append(
            _node(f"h{m + 1}", (1, _row(m, H, rows)), f"h{m + 1}", shown, _lit(moment, ("h", "s"), m), gradient, "s",
                  strongest, f"hidden unit {m + 1}: its sum a, its output h, and s")
        )  # fmt: skip
    for k in range(K):
        shown = [float(passes.a2[k]), float(passes.f[k])]
        gradient = float(passes.delta[k]) if moment.has("delta", k) else None
        nodes.append(
            _node(f"f{k + 1}", (2, _row(k, K + 1, rows)), f"f{k + 1}", shown, _lit(moment, ("f", "delta"), k), gradient,
                  "δ", strongest, f"output {k + 1}: its sum a, its output f, and δ")
        )  # fmt: skip
    nodes.append(
        Node(name="y", at=(2, _row(K, K + 1, rows)), label="wanted",
             readings=_padded([f"y{k + 1} {written(float(net.y[k]))}" for k in range(K)]), told="what is wanted")
    )  # fmt: skip
    loss_row = _row(0, 1, rows)
    loss = _node("R", (3, loss_row), "loss R", [passes.R], _lit(moment, ("R", "R"), 0), told="the quadratic loss")
    nodes.append(loss)
    for m in range(H):
        wires += [
            _wire(moment, f"x{i + 1}", f"h{m + 1}", ("h", "s"), m, float(net.weights.W1[m, i]),
                  float(passes.gradients.W1[m, i]))
            for i in range(INPUTS)
        ]  # fmt: skip
    for k in range(K):
        wires += [
            _wire(moment, f"h{m + 1}", f"f{k + 1}", ("f", "delta"), k, float(net.weights.W2[k, m]),
                  float(passes.gradients.W2[k, m]))
            for m in range(H)
        ]  # fmt: skip
        wires.append(Wire(of=f"f{k + 1}", to="R", state="on" if moment.has("R") else "off"))
    wires.append(Wire(of="y", to="R", state="on" if moment.has("R") else "off", dashed=True))
    return Diagram(nodes=nodes, wires=wires, size=(3, rows - 1))


def _row(index: int, count: int, rows: int) -> float:
    """So many nodes in the middle of so many rows."""
    return (rows - count) / 2 + index


def _padded(texts: list[str]) -> list[Reading]:
    return [Reading(text=text) for text in [*texts, "", ""][:3]]


def _lit(moment: NetMoment, whats: tuple[str, str], which: int) -> State:
    if moment.now in [(what, which) for what in whats]:
        return "now"
    return "on" if moment.has(whats[0], which) else "off"


def _node(
    name: str, at: tuple[float, float], label: str, shown: list[float], state: State, gradient: float | None = None,
    mark: str = "", strongest: float = 1.0, told: str = "",
) -> Node:  # fmt: skip
    marks = ("a ", label[0] + " ") if len(shown) == 2 else ("",)
    readings = _padded([each + written(value) for each, value in zip(marks, shown, strict=True)])
    if gradient is not None:
        readings[2] = Reading(text=f"{mark} {written(gradient)}", level=gradient / strongest)
    return Node(name=name, at=at, label=label, readings=readings, state=state, told=told)


def _wire(
    moment: NetMoment, of: str, to: str, whats: tuple[str, str], which: int, weight: float, gradient: float
) -> Wire:  # fmt: skip
    weights, gradients = moment.net.weights, moment.passes.gradients
    if moment.has(whats[1], which):
        strongest = max(float(abs(gradients.W1).max()), float(abs(gradients.W2).max())) or 1.0
        return Wire(of=to, to=of, level=gradient / strongest)
    strongest = max(float(abs(weights.W1).max()), float(abs(weights.W2).max())) or 1.0
    lit = moment.has(whats[0], which)
    return Wire(of=of, to=to, state="on" if lit else "off", level=weight / strongest if lit else math.nan)


def step_equations(moment: NetMoment) -> list[Equation]:
    """What this very step computes, with the numbers; before the first step nothing."""
    if moment.now is None:
        return []
    what, which = moment.now
    match what:
        case "h":
            return _unit(moment, which, 1)
        case "f":
            return _unit(moment, which, 2)
        case "R":
            return [_loss(moment)]
        case "delta":
            return _delta(moment, which)
    return _s(moment, which)


def _unit(moment: NetMoment, which: int, layer: int) -> list[Equation]:
    """The sum and the output of a unit."""
    net, passes = moment.net, moment.passes
    hidden = layer == 1
    W, b = (net.weights.W1, net.weights.b1) if hidden else (net.weights.W2, net.weights.b2)
    inputs = net.x if hidden else passes.h
    a, out = (passes.a1, passes.h) if hidden else (passes.a2, passes.f)
    letter, before = ("h", "x") if hidden else ("f", "h")
    u = which + 1
    terms = [number(float(b[which]))]
    terms += [rf"{number(float(w))} \cdot {factor(number(float(x)))}" for w, x in zip(W[which], inputs, strict=True)]
    symbols = [rf"b^{{({layer})}}_{{{u}}}"]
    symbols += [rf"W^{{({layer})}}_{{{u}{j + 1}}} \cdot {before}_{{{j + 1}}}" for j in range(len(inputs))]
    sum_, value = rf"a^{{({layer})}}_{{{u}}}", number(float(a[which]))
    function = FUNCTION[moment.net.config.phi if hidden else moment.net.config.psi]
    applied = f"{function}({sum_})" if function else sum_
    with_numbers = [f"{function}({value})"] if function else []
    return [
        Equation("the sum", (sum_, " + ".join(symbols), " + ".join(terms).replace("+ -", "- "), value)),
        Equation("the output", (f"{letter}_{{{u}}}", applied, *with_numbers, number(float(out[which])))),
    ]


def _loss(moment: NetMoment) -> Equation:
    net, passes = moment.net, moment.passes
    symbols = " + ".join(f"(y_{{{k + 1}}} - f_{{{k + 1}}})^{{2}}" for k in range(moment.outputs))
    pairs = zip(net.y.tolist(), passes.f.tolist(), strict=True)
    numbers = " + ".join(f"({number(y)} - {factor(number(f))})^{{2}}" for y, f in pairs)
    return Equation("the loss", ("R", symbols, numbers, number(passes.R)))


def slope_in_numbers(activation: str, out: float, slope: float) -> str:
    """The derivative of an activation, worked out from what it gave."""
    template = SLOPE[activation]
    if not template:
        return number(slope)
    text = number(out)
    return template.format(h=text, H=factor(text))


def _delta(moment: NetMoment, k: int) -> list[Equation]:
    net, passes, u = moment.net, moment.passes, k + 1
    psi = net.config.psi
    y, f, delta = float(net.y[k]), float(passes.f[k]), float(passes.delta[k])
    error = rf"-2 \cdot ({number(y)} - {factor(number(f))})"
    symbols = rf"-2 \cdot (y_{{{u}}} - f_{{{u}}})"
    found = []
    if psi != IDENTITY:
        slope = f * (1 - f)
        found.append(
            Equation("the slope of ψ", (rf"\psi'(a^{{(2)}}_{{{u}}})", slope_in_numbers(psi, f, slope), number(slope)))
        )
        error += rf" \cdot {number(slope)}"
        symbols += rf" \cdot \psi'(a^{{(2)}}_{{{u}}})"
    found.append(Equation("the output’s δ", (rf"\delta_{{{u}}}", symbols, error, number(delta))))
    for m, h in enumerate(passes.h.tolist()):
        left = rf"\frac{{\partial R}}{{\partial W^{{(2)}}_{{{u}{m + 1}}}}}"
        product = rf"{number(delta)} \cdot {factor(number(h))}"
        value = number(float(passes.gradients.W2[k, m]))
        sides = (left, rf"\delta_{{{u}}} \cdot h_{{{m + 1}}}", product, value)
        found.append(Equation("" if m else "the gradients, equation (1)", sides))
    found.append(
        Equation("", (rf"\frac{{\partial R}}{{\partial b^{{(2)}}_{{{u}}}}}", rf"\delta_{{{u}}}", number(delta)))
    )
    return found


def _s(moment: NetMoment, m: int) -> list[Equation]:
    net, passes, u = moment.net, moment.passes, m + 1
    s, phi = float(passes.s[m]), net.config.phi
    back = float(net.weights.W2[:, m] @ passes.delta)
    slope = {SIGMOID: passes.h * (1 - passes.h), TANH: 1 - passes.h**2, RELU: (passes.a1 > 0) * 1.0}[phi]
    slope_m = float(slope[m])
    terms = " + ".join(rf"W^{{(2)}}_{{{k + 1}{u}}} \cdot \delta_{{{k + 1}}}" for k in range(moment.outputs))
    values = " + ".join(
        rf"{number(float(w))} \cdot {factor(number(float(delta)))}"
        for w, delta in zip(net.weights.W2[:, m], passes.delta, strict=True)
    ).replace("+ -", "- ")
    worked = slope_in_numbers(phi, float(passes.h[m]), slope_m)
    sides = (rf"\varphi'(a^{{(1)}}_{{{u}}})", worked, number(slope_m))
    found = [
        Equation("what comes back from the outputs", ("c", terms, values, number(back))),
        Equation("the slope of φ", sides if worked != sides[-1] else sides[::2]),
        Equation("the unit’s s", (rf"s_{{{u}}}", rf"\varphi'(a^{{(1)}}_{{{u}}}) \cdot c",
                       rf"{number(slope_m)} \cdot {factor(number(back))}", number(s))),
    ]  # fmt: skip
    for i, x in enumerate(net.x.tolist()):
        left = rf"\frac{{\partial R}}{{\partial W^{{(1)}}_{{{u}{i + 1}}}}}"
        product = rf"{number(s)} \cdot {factor(number(x))}"
        value = number(float(passes.gradients.W1[m, i]))
        sides_ = (left, rf"s_{{{u}}} \cdot x_{{{i + 1}}}", product, value)
        found.append(Equation("" if i else "the gradients, equation (2)", sides_))
    found.append(Equation("", (rf"\frac{{\partial R}}{{\partial b^{{(1)}}_{{{u}}}}}", rf"s_{{{u}}}", number(s))))
    return found
