r"""The equation of each quantity of a cell, with the numbers of a moment in it: in LaTeX, and as plain text.

One unit at a time: ``f = \sigma(-20 \cdot 0.1 + 0 \cdot 0 + 10) = \sigma(8) = 1``.
"""

from __future__ import annotations

import re

import numpy as np

from dnnlab.plots.written import in_latex, written
from dnnlab.rnn.inside.stages import SIGMOIDS, gates, mark, quantities
from dnnlab.rnn.inside.views import InsideView
from dnnlab.rnn.kinds import GATE_NAMES, KINDS

SYMBOLS = {
    "RNN": {"h": r"h = \tanh(w_x\, x + w_h\, h_- + b)"},
    "LSTM without forget gate": {"C": r"C = C_- + i * g", "h": r"h = o * \tanh(C)"},
    "LSTM": {"C": r"C = f * C_- + i * g", "h": r"h = o * \tanh(C)"},
    "LSTM with peepholes": {
        "i": r"i = \sigma(w_x\, x + w_h\, h_- + p * C_- + b)",
        "f": r"f = \sigma(w_x\, x + w_h\, h_- + p * C_- + b)",
        "o": r"o = \sigma(w_x\, x + w_h\, h_- + p * C + b)",
        "C": r"C = f * C_- + i * g",
        "h": r"h = o * \tanh(C)",
    },
    "GRU": {"n": r"n = \tanh(w_x\, x + w_h (r * h_-) + b)", "h": r"h = (1 - z) * h_- + z * n"},
    "GRU, reset after": {"n": r"n = \tanh(w_x\, x + r * (w_h\, h_-) + b)", "h": r"h = (1 - z) * h_- + z * n"},
    "MGU": {"n": r"n = \tanh(w_x\, x + w_h (f * h_-) + b)", "h": r"h = (1 - f) * h_- + f * n"},
}
"""Equations as the lectures write them; those of the other quantities are alike (:func:`symbols`)."""


def symbols(kind: str, name: str) -> str:
    """The equation of a quantity in symbols: a minus below stands for the moment before, * for a product by unit."""
    function = r"\sigma" if name in SIGMOIDS else r"\tanh"
    return SYMBOLS[kind].get(name, rf"{name} = {function}(w_x\, x + w_h\, h_- + b)")


def worked(view: InsideView, name: str, unit: int) -> str:
    """A quantity of the present moment with its numbers, for one unit (from 0)."""
    value = _number(float(view.value(name)[unit]))
    match name:
        case "C":
            return f"C = {_memory(view, unit)} = {value}"
        case "h" if "C" in quantities(view.kind):
            o, C = float(view.value("o")[unit]), float(view.value("C")[unit])
            return rf"h = {_number(o)} \cdot \tanh({_number(C)}) = {value}"
        case "h" if view.kind != "RNN":
            gate = "f" if view.kind == "MGU" else "z"
            share, n, h = (float(each[unit]) for each in (view.value(gate), view.value("n"), _before(view)))
            return rf"h = (1 - {_number(share)}) \cdot {_factor(h)} + {_number(share)} \cdot {_factor(n)} = {value}"
    if name in gates(view.kind) and np.isfinite(view.then.forced[KINDS[view.kind].index(name), unit]):
        return rf"{name} = {value} \text{{ (held by hand)}}"
    function = r"\sigma" if name in SIGMOIDS else r"\tanh"
    terms, total = _terms(view, name, unit)
    return rf"{name} = {function}({_sum(terms)}) = {function}({_number(total)}) = {value}"


def lines(view: InsideView, unit: int) -> str:
    """All that this moment has computed so far, for one unit, as plain text; the newest at the end."""
    when = f"moment {view.moment + 1} reads {view.tokens[view.moment]}"
    told = [when if view.stage else "Press Step: the first input comes."]
    for name in quantities(view.kind):
        if view.lit(name) == "off":
            continue
        gate = name in gates(view.kind)
        shown = f"  {mark(float(view.value(name)[unit]))}" if gate else ""
        told += [f"{name}, {GATE_NAMES[name]}{shown}", *_folded(plain(worked(view, name, unit)))]
    return "\n".join(told)


def plain(latex: str) -> str:
    """A formula of :func:`worked` without LaTeX's commands."""
    text = re.sub(r" \\cdot 10\^\{(-?\d+)\}", r"e\1", latex)
    for code, sign in ((r"\cdot", "·"), (r"\sigma", "σ"), (r"\tanh", "tanh"), ("{,}", ","), ("-", "−")):
        text = text.replace(code, sign)
    return re.sub(r"\\text\{([^}]*)\}", r"\1", text).replace(" · ", "·")


def _folded(text: str) -> list[str]:
    """Each side of an equation on a line of its own."""
    first, *others = text.split(" = ")
    return [f"  {first} = {others[0]}", *(f"  {' ' * len(first)} = {each}" for each in others[1:])]


def _before(view: InsideView) -> np.ndarray:
    return view.value("h", view.moment - 1)


def _memory(view: InsideView, unit: int) -> str:
    """What stays, and what is written."""
    old = float(view.value("C", view.moment - 1)[unit])
    i, g = (float(view.value(name)[unit]) for name in ("i", "g"))
    if "f" not in quantities(view.kind):
        return rf"{_number(old)} + {_number(i)} \cdot {_factor(g)}"
    return rf"{_number(float(view.value('f')[unit]))} \cdot {_factor(old)} + {_number(i)} \cdot {_factor(g)}"


def _terms(view: InsideView, name: str, unit: int) -> tuple[list[str], float]:
    """What a gate or candidate sums up, and the sum: inputs that are 0 in a one-hot letter are left out."""
    used, row = view.then, KINDS[view.kind].index(name) * view.hidden + unit
    x, h = view.inputs[view.moment], _before(view)
    read = range(len(x)) if len(x) == 1 else np.flatnonzero(x).tolist()
    terms = [rf"{_number(float(used.w_x[row, i]))} \cdot {_factor(float(x[i]))}" for i in read]
    total = float(used.w_x[row] @ x + used.b[row])
    reset = {"GRU": "r", "GRU, reset after": "r", "MGU": "f"}.get(view.kind) if name == "n" else None
    if reset is None:
        inner = [rf"{_number(float(w))} \cdot {_factor(float(each))}" for w, each in zip(used.w_h[row], h, strict=True)]
        terms, total = terms + inner, total + float(used.w_h[row] @ h)
    elif view.kind == "GRU, reset after":
        r = float(view.value("r")[unit])
        inner = [rf"{_number(float(w))} \cdot {_factor(float(each))}" for w, each in zip(used.w_h[row], h, strict=True)]
        terms, total = [*terms, rf"{_number(r)} \cdot ({_sum(inner)})"], total + r * float(used.w_h[row] @ h)
    else:
        gate = view.value(reset)
        terms += [
            rf"{_number(float(w))} \cdot {_number(float(r))} \cdot {_factor(float(each))}"
            for w, r, each in zip(used.w_h[row], gate, h, strict=True)
        ]
        total += float(used.w_h[row] @ (gate * h))
    if len(used.p) and name in ("i", "f", "o"):
        p = float(used.p[("i", "f", "o").index(name), unit])
        C = float(view.value("C", view.moment if name == "o" else view.moment - 1)[unit])
        terms, total = [*terms, rf"{_number(p)} \cdot {_factor(C)}"], total + p * C
    return [*terms, _number(float(used.b[row]))], total


def _sum(terms: list[str]) -> str:
    """Terms with their signs between them."""
    text = " + ".join(terms)
    return text.replace("+ -", "- ")


def _number(value: float) -> str:
    return in_latex(written(value))


def _factor(value: float) -> str:
    """A number behind a product's dot."""
    text = _number(value)
    return f"({text})" if text.startswith("-") else text
