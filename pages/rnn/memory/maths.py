"""The maths of the memory lesson, with the numbers of the moment filled in."""

from __future__ import annotations

import math

from dnnlab.live.wire import Snapshot
from dnnlab.plots.written import in_latex, written
from dnnlab.rnn.kinds import KINDS
from dnnlab.rnn.memory.knobs import GRU, LSTM, MGU, NO_FORGET, NORM, OFF, RNN, SYMBOLS, WINDOW, CopyConfig
from dnnlab.ui.blocks import Caption, Latex, parameter_table, units
from dnnlab.ui.rules import update_rule
from pages.rnn.memory.scene import sees


def maths(config: CopyConfig, now: Snapshot) -> list[str]:
    """Why a gradient fades, what gates do about it, and clipping; with the knobs' numbers and the run's."""
    blocks = [
        f"**The task.** $x_0$ is one of {SYMBOLS} symbols, $x_1, \\dots, x_T$ are blanks; after $x_T$ the network must "
        f"say $x_0$. Who guesses is right once in {SYMBOLS} times, {written(1 / SYMBOLS, percent=True)}, and has the "
        f"loss $\\ln {SYMBOLS} = {written(math.log(SYMBOLS))}$.",
        *_way_back(config),
    ]
    latest = now.status.latest
    if "gradient_norm" in latest and isinstance(now.status.config, CopyConfig):
        blocks += [
            Caption(f"The numbers of step {now.status.step:,}. Pause and they stand still."),
            *_clipping(now.status.config, latest["gradient_norm"]),
        ]
    return [
        *blocks,
        f"**The step**: {config.optimizer}; $g$ is the gradient after clipping. Adam divides by the gradient's usual "
        "size, so a small gradient alone does not stop it. It is stopped where the gradient falls far below the "
        "$10^{-8}$ that it adds to what it divides by.",
        update_rule(config.optimizer, config.learning_rate),
        f"**Parameters.** With {config.hidden} units: {all_counts(config)}. The recurrent networks have as many "
        "for any T; the window needs more for each step it sees.",
        parameter_table(parameter_counts(config)),
        "**The table** beside the gradient: each cell is five runs with this page's first knobs, but for what its row "
        "names. A run ends after 1,000 steps, or once it has been solved for 100; then 256 sequences are read. "
        "Without noise only eight sequences differ, so an accuracy "
        "comes in eighths. All five are drawn, none was chosen.",
    ]


def _way_back(config: CopyConfig) -> list[str]:
    """From the answer back to the symbol, for this network."""
    steps = config.blanks
    if config.net == RNN:
        bound = config.radius**steps
        return [
            "**The way back of an RNN.** Each step backwards multiplies by the same matrix, and by the slope of tanh, "
            "which is at most 1:",
            Latex(
                r"\frac{\partial L}{\partial x_0} = W_x^\top D_0 \Big(\prod_{t=1}^{T} W_h^\top D_t\Big) "
                r"\frac{\partial L}{\partial h_T}, \qquad D_t = \mathrm{diag}(1 - h_t^2)"
            ),
            f"At the start $W_h$ is an orthogonal matrix times {config.radius:g}, its spectral radius: it changes "
            f"each vector's length by exactly this factor. So over {steps} steps a gradient is multiplied by at most",
            Latex(rf"{config.radius:g}^{{{steps}}} = {_number(bound)}"),
            "To hold a symbol against noise the state must be drawn back to it, which means factors below 1: what "
            "makes a memory firm makes its gradient fade (Bengio, Simard and Frasconi 1994).",
        ]
    if config.net in (LSTM, NO_FORGET):
        kept = 1.0 if config.net == NO_FORGET else 1 / (1 + math.exp(-config.keep))
        gate = "No gate forgets: the factor is 1" if config.net == NO_FORGET else "The factor is the forget gate"
        bias = "" if config.net == NO_FORGET else rf"\sigma({config.keep})^{{{steps}}} = "
        return [
            r"**The way back of an LSTM.** The memory $C_t = f_t * C_{t-1} + i_t * g_t$ has a way of its own, with no "
            "matrix on it:",
            Latex(
                r"\frac{\partial C_T}{\partial C_0} = \prod_{t=1}^{T} \mathrm{diag}(f_t) + "
                r"\text{(ways through the gates)}"
            ),
            f"{gate}. Right at the start about this share is left after {steps} blanks:",
            Latex(rf"{bias}{_power(kept, steps)} = {_number(_rounded(kept) ** steps)}"),
        ]
    if config.net in (GRU, MGU):
        new = "z" if config.net == GRU else "f"
        kept = 1 / (1 + math.exp(-config.keep))
        return [
            f"**The way back of a {config.net}.** What stays of the state has a way with no matrix on it:",
            Latex(
                rf"h_t = (1 - {new}_t) * h_{{t-1}} + {new}_t * n_t \quad\Rightarrow\quad "
                rf"\frac{{\partial h_T}}{{\partial h_0}} = \prod_{{t=1}}^{{T}} \mathrm{{diag}}(1 - {new}_t) + \dots"
            ),
            f"With the bias at $-{config.keep}$ about this share is left after {steps} blanks, right at the start:",
            Latex(rf"{_power(kept, steps)} = {_number(_rounded(kept) ** steps)}"),
        ]
    return [
        "**A window** has no state. The answer depends on the last d inputs and on nothing else:",
        Latex(
            r"\hat y = \mathrm{softmax}\big(V \tanh(W\,[x_{T-d+1}, \dots, x_T] + b) + c\big) \quad\Rightarrow\quad "
            r"\frac{\partial L}{\partial x_t} = 0 \ \text{ for } t \le T - d"
        ),
        f"{sees(config)} It can be solved for T below d, and for no other T, however long it is trained.",
    ]


def _clipping(config: CopyConfig, norm: float) -> list[str]:
    """What became of the last gradient."""
    most = config.clip_at
    if not math.isfinite(norm):
        return ["The last gradient was not finite."]
    shown = in_latex(written(norm))
    if config.clipping == OFF:
        return ["**Clipping** is off: the step follows the gradient, however long it is.", Latex(rf"\|g\| = {shown}")]
    if config.clipping == NORM:
        factor = min(1.0, most / float(f"{norm:.3g}")) if norm else 1.0
        return [
            "**Clipping by norm** keeps the direction:",
            Latex(
                rf"g \leftarrow g \cdot \min\Big(1, \frac{{c}}{{\|g\|}}\Big), \qquad \|g\| = {shown},\quad c = {most:g}"
                rf",\quad \text{{factor }} {in_latex(written(factor))}"
            ),
        ]
    return [
        "**Clipping by value** cuts each number off for itself, which turns the gradient:",
        Latex(rf"g_j \leftarrow \max(-c, \min(c, g_j)), \qquad c = {most:g},\quad \|g\| = {shown} \text{{ before}}"),
    ]


def parameter_counts(config: CopyConfig) -> dict[str, tuple[str, int]]:
    """Layer -> (the sum in words, the count of weights and biases)."""
    hidden, inputs = config.hidden, SYMBOLS + 1
    output = {"Output": units(SYMBOLS, hidden)}
    if config.net == WINDOW:
        return {"Hidden": units(hidden, config.width, inputs), **output}
    gates = len(KINDS[config.net])
    return {
        config.net: (f"{gates} · {hidden} · ({inputs} + {hidden} + 1)", gates * hidden * (inputs + hidden + 1))
    } | output


def all_counts(config: CopyConfig) -> str:
    """How many numbers each network learns."""
    counts = {
        net: sum(count for _, count in parameter_counts(config.replace(net=net)).values())
        for net in (RNN, MGU, GRU, NO_FORGET, LSTM, WINDOW)
    }
    return ", ".join(
        f"{f'a window of {config.width}' if net == WINDOW else net} {count:,}" for net, count in counts.items()
    )


def _rounded(share: float) -> float:
    """As it is printed."""
    return float(f"{share:.4f}")


def _power(share: float, steps: int) -> str:
    """share^steps, printed."""
    return rf"{_rounded(share):g}^{{{steps}}}"


def _number(value: float) -> str:
    return in_latex(written(value))
