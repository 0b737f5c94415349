"""The maths of the cell lesson, with the numbers of the moment filled in."""

from __future__ import annotations

import numpy as np

from dnnlab.live.wire import Snapshot
from dnnlab.plots.written import in_latex, written
from dnnlab.rnn.inside.count_knobs import CountConfig
from dnnlab.rnn.inside.knobs import InsideConfig
from dnnlab.rnn.inside.stages import quantities
from dnnlab.rnn.inside.views import InsideView
from dnnlab.rnn.inside.worked import symbols, worked
from dnnlab.rnn.kinds import KINDS, parameter_count
from dnnlab.rnn.unfolded.knobs import UnfoldedConfig
from dnnlab.rnn.unfolded.views import UnfoldedView
from dnnlab.ui.blocks import Caption, Latex
from dnnlab.ui.rules import update_rule


def of_a_moment(config: InsideConfig, now: Snapshot, unit: int) -> list[str]:
    """The equations of the cell, and below each its numbers in the moment on the stage."""
    view = now.view
    kind = view.kind if isinstance(view, InsideView) else config.cell
    blocks: list[str] = [
        "**The equations**, in the order in which they are computed: $x$ is the input of the moment, $h_-$ the output "
        "and $C_-$ the memory of the moment before. $\\sigma(a) = 1 / (1 + e^{-a})$ lies between 0 and 1, $*$ "
        "multiplies unit by unit. A gate is such a $\\sigma$, and always stands in a product."
    ]
    for name in quantities(kind):
        blocks.append(Latex(symbols(kind, name)))
        if isinstance(view, InsideView) and view.lit(name) != "off":
            blocks.append(Latex(worked(view, name, min(unit, view.hidden - 1))))
    blocks.append(
        Caption(
            "Each number is rounded to three digits; a sum of rounded numbers can differ in the last one. A gate that "
            "is held by hand has lost its weights: what its equation says is a number."
        )
    )
    if "C" in quantities(kind):
        blocks.append(
            "**Why a memory.** $C$ is not squeezed: what stays is multiplied by $f$ alone. With $f = 1$ and $i = 0$ it "
            "is the same after any number of moments. An RNN passes its state through weights and $\\tanh$ each time."
        )
    return blocks


def of_the_way_back(config: UnfoldedConfig, now: Snapshot) -> list[str]:
    """The chain rule over the copies, and one weight's shares."""
    blocks: list[str] = [
        "**Unfolded**, the loss is a function of $W$ once a copy. Its gradient is a sum with a share for each of the "
        "$T$ copies; a share needs only the gradient with respect to what that copy put out:",
        Latex(
            r"\frac{\partial L}{\partial W} = \sum_{t=1}^{T} \left(\frac{\partial h_t}{\partial W}\right)^{\!\top} "
            r"\frac{\partial L}{\partial h_t}, \qquad \frac{\partial L}{\partial h_{t-1}} = "
            r"\left(\frac{\partial h_t}{\partial h_{t-1}}\right)^{\!\top} \frac{\partial L}{\partial h_t}"
        ),
        "The second formula is applied once a copy: factors below 1 let the gradient fade on its way back, factors "
        "above 1 let it grow. A cell with a memory $C$ hands back a second gradient, with respect to $C$, whose factor "
        "is $f$ but for the gates.",
    ]
    view = now.view
    if isinstance(view, UnfoldedView):
        place = int(np.abs(np.nan_to_num(view.shares)).sum(0).argmax())
        name = view.names[place]
        blocks += [
            f"**The weight {name}** of the stage’s net at step {view.step:,}: the shares of copies 1 to "
            f"{len(view.inputs)}, and their sum.",
            Latex(shares_of(view, place)),
        ]
        if view.kind == "RNN":
            blocks += [
                "**The last copy’s share of h1 ← h1** in an RNN: the slope of $\\tanh$ at its "
                "output, the gradient that comes in, and the output that the weight was multiplied by.",
                Latex(last_share(view)),
            ]
    return [
        *blocks,
        "**Truncation** stops the second formula after some copies: their shares are exact, the others are left out. "
        "It saves time and memory in long texts; what only earlier copies saw can then not be learnt from.",
        update_rule("Adam", config.learning_rate),
    ]


def shares_of(view: UnfoldedView, place: int) -> str:
    """One weight's shares, and their sum (LaTeX)."""
    values = view.shares[:, place]
    terms = " + ".join(_number(float(each)) for each in values).replace("+ -", "- ")
    return f"{terms} = {_number(float(values.sum(dtype=np.float64)))}"


def last_share(view: UnfoldedView) -> str:
    """In an RNN: (1 - h²) · dL/dh · the output before (LaTeX)."""
    h, before, gradient = view.states[-1, 0], view.states[-2, 0], view.gradients[-1, 0]
    squared, share = float(h) ** 2, float(view.shares[-1, view.names.index("h1 ← h1")])
    return (
        rf"(1 - {_number(squared)}) \cdot {_factor(float(gradient))} \cdot {_factor(float(before))} = {_number(share)}"
    )


def of_counting(config: CountConfig) -> list[str]:
    """How many weights there are, and why."""
    d, n = config.inputs, config.hidden
    return [
        "**Each gate and each candidate** is a dense layer: $n$ units, each with a weight for every input, one for "
        "every output of the moment before, and a bias. With $k$ of them, $d$ inputs and $n$ units:",
        Latex(r"k \cdot n \cdot (d + n + 1)"),
        "All moments use the same weights, so the length of a sequence does not stand in it.",
        *(Latex(counted(kind, d, n)) for kind in ("RNN", "MGU", "GRU", "LSTM")),
        f"From an RNN to an LSTM the number is {len(KINDS['LSTM'])} times as large. Peepholes add three weights a "
        "unit, since each unit of a gate sees its own memory only.",
    ]


def counted(kind: str, inputs: int, hidden: int) -> str:
    """The sum of one kind with its numbers (LaTeX)."""
    total = f"{parameter_count(kind, inputs, hidden):,}".replace(",", "{,}")
    return rf"\text{{{kind}: }} {len(KINDS[kind])} \cdot {hidden} \cdot ({inputs} + {hidden} + 1) = {total}"


def _number(value: float) -> str:
    return in_latex(written(value))


def _factor(value: float) -> str:
    text = _number(value)
    return f"({text})" if text.startswith("-") else text
