"""The maths of the text lesson, with the sizes and figures of this run at this moment."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dnnlab.live.wire import Snapshot
from dnnlab.plots.written import in_latex, written
from dnnlab.rnn.kinds import KINDS, parameter_count
from dnnlab.rnn.text.knobs import EMBEDDING, TextConfig
from dnnlab.rnn.text.views import TextView
from dnnlab.ui.blocks import Latex, parameter_table, units
from pages.rnn.text.parts import COPIED, INFLUENCE, SCORE, XRAY


def _gate(name: str, function: str = r"\sigma", index: str = "", seen: str = "h_{t-1}", more: str = "") -> str:
    index = index or name
    return rf"{name}_t &= {function}(W_{{{index}x}}\,x_t + W_{{{index}h}}\,{seen} {more}+ b_{{{index}}})"


_CANDIDATE = _gate(r"\tilde{C}", r"\tanh", "C")
_OUTPUT = r"h_t &= o_t * \tanh(C_t)"
_ADDED = r"C_t &= C_{t-1} + i_t * \tilde{C}_t"
_KEPT = r"C_t &= f_t * C_{t-1} + i_t * \tilde{C}_t"
_NEW = r"h_t &= (1 - z_t) * h_{t-1} + z_t * \tilde{h}_t"
_PEEP = {gate: rf"+ p_{gate} * C_{{{when}}} " for gate, when in (("f", "t-1"), ("i", "t-1"), ("o", "t"))}
EQUATIONS = {
    "RNN": (_gate("h", r"\tanh"),),
    "LSTM without forget gate": (_gate("i"), _CANDIDATE, _ADDED, _gate("o"), _OUTPUT),
    "LSTM": (_gate("f"), _gate("i"), _CANDIDATE, _KEPT, _gate("o"), _OUTPUT),
    "LSTM with peepholes": (
        _gate("f", more=_PEEP["f"]), _gate("i", more=_PEEP["i"]), _CANDIDATE, _KEPT, _gate("o", more=_PEEP["o"]),
        _OUTPUT,
    ),
    "GRU": (_gate("r"), _gate("z"), _gate(r"\tilde{h}", r"\tanh", "h", r"(r_t * h_{t-1})"), _NEW),
    "GRU, reset after": (
        _gate("r"), _gate("z"),
        r"\tilde{h}_t &= \tanh(W_{hx}\,x_t + r_t * (W_{hh}\,h_{t-1}) + b_h)", _NEW,
    ),
    "MGU": (
        _gate("f"), _gate(r"\tilde{h}", r"\tanh", "h", r"(f_t * h_{t-1})"),
        r"h_t &= (1 - f_t) * h_{t-1} + f_t * \tilde{h}_t",
    ),
}  # fmt: skip
"""By the names of :data:`~dnnlab.rnn.kinds.KINDS`, one line each, as lecture 001 writes them."""

OF_WRITING = (
    "**Temperature** $T$ divides the scores $z$ before softmax: near 0 only the likeliest is left, at 1 the model is "
    "as it has learnt, above 1 all characters get alike.",
    Latex(r"p(k) = \frac{e^{z_k / T}}{\sum_j e^{z_j / T}}"),
    "**Top-k** keeps the $k$ likeliest characters, **top-p** the smallest set of the likeliest whose probabilities "
    "reach $p$; what is kept is scaled to sum to 1. Both cut off the long tail, of which one draw spoils a word.",
    "**Greedy** takes the likeliest character each time. **Beam search** keeps the likeliest texts $x$ so far, by",
    Latex(r"\ln P(x_1 \dots x_n) = \sum_{t=1}^{n} \ln p(x_t \mid x_1 \dots x_{t-1})"),
    "and finds likelier texts than greedy does. Likelier is not better: both run into loops, for what people write is "
    "rarely the likeliest (Holtzman et al. 2020).",
)


OF_LOOKING = {
    COPIED: (
        "Searched for is the longest run of characters that stands in the sample $s$ and in the training text $x$:",
        Latex(r"\max\{\, n : s_{i+1} \dots s_{i+n} = x_{j+1} \dots x_{j+n} \text{ for some } i, j \,\}"),
        "Common phrases stand in any two texts of one author, so the same is measured on a page that was held out.",
    ),
    SCORE: (
        "A character's surprise is minus the log of the probability that the model gave it; the mean over a text is "
        "the cross-entropy, and its exponential the perplexity.",
        Latex(r"-\ln p(x_t \mid x_1 \dots x_{t-1})"),
        "Characters that a model has never met have no probability: they are left out of all means.",
    ),
    XRAY: (
        "The colour is one number of the state, character by character. A unit's score for a feature $y$ (1 where it "
        "holds, else 0) is their correlation on text that was held out:",
        Latex(r"r = \frac{\sum_t (h_t - \bar h)(y_t - \bar y)}"
              r"{\sqrt{\sum_t (h_t - \bar h)^2 \; \sum_t (y_t - \bar y)^2}}"),
    ),
    INFLUENCE: (
        "How much the log of one character's probability changes with the input of an earlier character $s$, as the "
        "Euclidean norm of the gradient:",
        Latex(r"\Big\| \frac{\partial \ln p(x_t \mid x_1 \dots x_{t-1})}{\partial x_s} \Big\|"),
        "In an RNN each step multiplies by the same matrix and by tanh', so it fades; an LSTM's memory passes it on "
        "by its forget gate alone.",
    ),
}  # fmt: skip
"""Of the parts that look into a model."""


def maths(config: TextConfig, now: Snapshot) -> Sequence[str]:
    """The cell, its numbers, the scores, the loss of this moment, and how the text is read."""
    view: TextView | None = now.view
    equations = Latex(r"\begin{aligned}" + r" \\ ".join(EQUATIONS[config.cell]) + r"\end{aligned}")
    if view is None:  # its trainer has yet to read the text
        return [f"**The cell** ({config.cell}).", equations, "Its numbers stand here once the run has begun."]
    symbols, hidden = view.symbols, config.hidden
    inputs = config.embedding if config.inputs == EMBEDDING else symbols
    comes_in = (
        f"its embedding, {inputs} numbers that are learnt" if config.inputs == EMBEDDING
        else f"one-hot: a 1 among {symbols} places"
    )  # fmt: skip
    gates = len(KINDS[config.cell])
    return [
        f"**The cell** ({config.cell}). At each character $t$ it reads $x_t$ ({comes_in}) and what it was left with, "
        f"and puts out $h_t$, {hidden} numbers. $\\sigma$ squeezes to (0, 1), $*$ multiplies unit by unit.",
        equations,
        f"**Its numbers.** {gates} {'rows' if gates > 1 else 'row'} of weights, one for each line with a $W$, each for "
        f"{inputs} inputs and {hidden} units of before, and a bias:",
        parameter_table(counts(config, symbols)),
        "The lectures' example, an LSTM of 128 units that reads 65 characters one-hot: "
        f"4 · 128 · (65 + 128 + 1) = {parameter_count('LSTM', 65, 128):,}.",
        f"**What comes next.** One score for each of {symbols} characters, and softmax makes them probabilities; "
        "temperature $T$ divides the scores when it writes, never when it learns:",
        Latex(r"z_t = W\,h_t + b \qquad p_t(k) = \frac{e^{z_{t,k} / T}}{\sum_j e^{z_{t,j} / T}}"),
        "**The loss** is how surprised it is, on average, by the character that does come, in nats:",
        Latex(r"L = -\frac{1}{n} \sum_{t=1}^{n} \ln p_t(x_{t+1})"),
        *_of_now(view),
        f"**Truncated backpropagation.** A step reads {view.characters_a_step:,} characters: the next {config.length} "
        f"at each of {view.characters_a_step // max(config.length, 1)} places of the text. The state is carried on to "
        f"the next step, the gradient is not: it runs back through {config.length} characters at most.",
    ]  # fmt: skip


def counts(config: TextConfig, symbols: int) -> dict[str, tuple[str, int]]:
    """Layer -> (the sum in words, the numbers that are learnt)."""
    hidden, gates = config.hidden, len(KINDS[config.cell])
    embedded = config.inputs == EMBEDDING
    below = config.embedding if embedded else symbols
    found = {"embedding": (f"{symbols} · {below}", symbols * below)} if embedded else {}
    for layer in range(1, config.layers + 1):
        peepholes = f" + 3 · {hidden}" if config.cell == "LSTM with peepholes" else ""
        told = f"{gates} · {hidden} · ({below} + {hidden} + 1){peepholes}"
        found[f"cell {layer}"] = told, parameter_count(config.cell, below, hidden)
        below = hidden
    found["scores"] = units(symbols, hidden)
    return found


def _of_now(view: TextView) -> list[str]:
    """The validation loss of this moment in its three forms."""
    guess = math.log(view.symbols)
    begin = f"Guessing blindly among {view.symbols} characters costs $\\ln {view.symbols} = {guess:.3f}$ nats. "
    if not math.isfinite(view.validation_loss):
        return [begin + "This run has not been measured yet."]
    loss, bits = view.validation_loss, view.bits
    perplexity = in_latex(written(view.perplexity))
    return [
        f"{begin}At step {view.step:,} the held-out text costs {loss:.3f} nats a character, which is",
        Latex(
            rf"\frac{{{loss:.3f}}}{{\ln 2}} = {bits:.3f}\ \text{{bits}} \qquad "
            rf"\text{{perplexity}} = e^{{{loss:.3f}}} = {perplexity}"
        ),
        f"It hesitates as if between {written(view.perplexity, digits=2)} equally likely characters.",
    ]
