r"""The maths of backpropagation with the numbers of the moment."""

from __future__ import annotations

import numpy as np

from dnnlab.foundations.backprop.netsteps import NetMoment, step_equations
from dnnlab.foundations.backprop.passes import Moment
from dnnlab.foundations.backprop.twopass import Floats
from dnnlab.foundations.backprop.worked import Equation, equations, number, symbol
from dnnlab.ui.blocks import Caption, Latex

RULE = r"\frac{dL}{da} = \sum_{u \text{ uses } a} \frac{dL}{du} \cdot \frac{\partial u}{\partial a}"
KINKS = (
    "Where a function has a kink the derivative is the one that PyTorch takes: of relu and abs 0 at 0; max and min of "
    "two equal numbers give each half."
)


def of_a_graph(moment: Moment | None, index: int) -> list[str]:
    """The chain rule, and all equations of the node that is looked at."""
    blocks = [
        "**The chain rule over a graph.** $L$ is the result. A node $a$ gets a share from each node $u$ that uses it: "
        "what has arrived at $u$, times the local derivative of $u$ by $a$. The shares add up. A straight $d$ is the "
        "gradient, over all ways from $a$ to $L$; a round $\\partial$ is one step of a way.",
        Latex(RULE),
    ]
    if moment is None:
        return [*blocks, Caption("With these values there are no numbers to show."), Caption(KINKS)]
    name = symbol(moment.graph.nodes[index].symbol)
    blocks.append(f"**With the numbers of this step**, at ${name}$, written with three digits:")
    return [
        *blocks,
        *_shown(equations(moment, index)),
        f"**Why backward.** One pass of {moment.forward_steps} steps gives the derivatives by all "
        f"{len(moment.graph.variables)} variables. Forward, one pass is needed for each variable: a net has millions "
        "of them and one loss.",
        Caption(KINKS),
    ]


def of_the_net(moment: NetMoment) -> list[str]:
    """The lecture's equations, this step's numbers, and the gradients as matrices."""
    passes, K = moment.passes, moment.outputs
    blocks = [
        "**Forward.** $x$ goes in, $\\varphi$ and $\\psi$ are the activations, $y$ is wanted.",
        Latex(r"a^{(1)} = b^{(1)} + W^{(1)} x \qquad h = \varphi(a^{(1)}) \qquad a^{(2)} = b^{(2)} + W^{(2)} h"),
        Latex(r"f = \psi(a^{(2)}) \qquad R = \sum_k (y_k - f_k)^2"),
        "**Backward**, the backpropagation equations:",
        Latex(
            r"\delta_k = -2 (y_k - f_k)\, \psi'(a^{(2)}_k) \qquad "
            r"s_m = \varphi'(a^{(1)}_m) \sum_k W^{(2)}_{k,m}\, \delta_k"
        ),
        Latex(
            r"\frac{\partial R}{\partial W^{(2)}_{k,m}} = \delta_k\, h_m \quad (1) \qquad "
            r"\frac{\partial R}{\partial W^{(1)}_{m,l}} = s_m\, x_l \quad (2)"
        ),
    ]
    if found := step_equations(moment):
        blocks += ["**The numbers of this step**:", *_shown(found)]
    gradients = passes.gradients
    if moment.step == moment.last:
        blocks += [
            f"**All gradients**: column times row, {K} × {moment.hidden} and {moment.hidden} × 2 numbers.",
            Latex(
                r"\frac{\partial R}{\partial W^{(2)}} = \delta\, h^{\top} = "
                + _product(passes.delta, passes.h, gradients.W2)
            ),
            Latex(
                r"\frac{\partial R}{\partial W^{(1)}} = s\, x^{\top} = "
                + _product(passes.s, moment.net.x, gradients.W1)
            ),
        ]
    return blocks


def _shown(found: list[Equation]) -> list[str]:
    """Headings and formulas."""
    blocks: list[str] = []
    for each in found:
        if each.heading:
            blocks.append(f"{each.heading[0].upper()}{each.heading[1:]}:")
        blocks.append(Latex(each.folded))
    return blocks


def _product(column: Floats, row: Floats, matrix: Floats) -> str:
    return f"{_matrix(column[:, np.newaxis])} {_matrix(row[np.newaxis])} = {_matrix(matrix)}"


def _matrix(values: Floats) -> str:
    rows = r" \\ ".join(" & ".join(number(float(value)) for value in row) for row in values)
    return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"
