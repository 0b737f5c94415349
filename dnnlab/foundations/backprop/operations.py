r"""The operations of the microscope: value, local derivatives, and both as formulas.

A formula is a template: ``{a}``, ``{b}`` are the inputs, ``{u}`` is what comes out, ``{n}`` the constant of a power and
``{m}`` one less; ``{A}``, ``{B}``, ``{U}`` the same as a factor, in brackets when negative; ``{sum}`` all inputs.
The same template with symbols and with numbers in it is what the page shows.  At a kink the derivative is the one
that PyTorch takes: relu and abs have 0 at 0, max and min share equal inputs half and half.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dnnlab.plots.written import written

Args = Sequence[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What can be done with numbers."""

    sign: str
    """In its node of the diagram."""
    inputs: int
    """How many it takes; 0: two or more."""
    value: Callable[[Args, float], float]
    """From the inputs and the constant to what comes out."""
    slopes: Callable[[Args, float, float], tuple[float, ...]]
    """From the inputs, what came out and the constant to the derivative with respect to each input."""
    formula: str
    """What it computes, as a template in LaTeX."""
    rules: tuple[str, ...]
    """Its derivatives, as templates in LaTeX; one that stands for itself and is no sum of numbers says so in words."""
    in_words: bool = False
    """Whether the rules are cases in words, in which no numbers are put."""
    refuses: Callable[[Args, float], str] = lambda args, n: ""
    """Why it, or its derivative, has no value there; empty: it has one."""


def sigmoid(a: float) -> float:
    """1 / (1 + exp(-a)), without overflow on either side."""
    return 1 / (1 + math.exp(-a)) if a >= 0 else math.exp(a) / (1 + math.exp(a))


def softplus(a: float) -> float:
    """ln(1 + exp(a)), without overflow."""
    return max(a, 0.0) + math.log1p(math.exp(-abs(a)))


def sign(a: float) -> float:
    """-1, 0 or 1."""
    return float((a > 0) - (a < 0))


def _product(args: Args) -> tuple[float, ...]:
    """Of each factor: the product of the others."""
    return tuple(math.prod(other for j, other in enumerate(args) if j != i) for i in range(len(args)))


def _larger(args: Args, direction: int) -> tuple[float, ...]:
    """Who decides a maximum (direction 1) or a minimum (-1)."""
    ahead = sign(direction * (args[0] - args[1]))
    return (0.5 + 0.5 * ahead, 0.5 - 0.5 * ahead)


def _no_power(args: Args, n: float) -> str:
    a = args[0]
    if a == 0 and n < 0:
        return f"0 ** {written(n)} divides by zero"
    if a < 0 and n != int(n):
        return f"a negative number ({written(a)}) has no power {written(n)} among the real numbers"
    if a == 0 and 0 < n < 1:
        return f"the slope of ** {written(n)} is infinite at 0"
    return ""


def _power_slope(a: float, n: float) -> float:
    return n * math.pow(a, n - 1) if n else 0.0


def _no_general_power(args: Args, n: float) -> str:
    if args[0] <= 0:
        return f"a power with a variable in its exponent needs a positive base, and {written(args[0])} is none"
    return ""


def _no_root(args: Args, n: float) -> str:
    if args[0] < 0:
        return f"the square root of a negative number ({written(args[0])})"
    return "the slope of a square root is infinite at 0" if args[0] == 0 else ""


OPERATIONS: dict[str, Operation] = {
    "+": Operation(
        sign="+", inputs=0, value=lambda args, n: sum(args), slopes=lambda args, u, n: (1.0,) * len(args),
        formula="{sum}", rules=("1",),
    ),
    "-": Operation(
        sign="−", inputs=2, value=lambda args, n: args[0] - args[1], slopes=lambda args, u, n: (1.0, -1.0),
        formula="{a} - {B}", rules=("1", "-1"),
    ),
    "*": Operation(
        sign="×", inputs=2, value=lambda args, n: args[0] * args[1], slopes=lambda args, u, n: _product(args),
        formula=r"{a} \cdot {B}", rules=("{b}", "{a}"),
    ),
    "/": Operation(
        sign="÷", inputs=2, value=lambda args, n: args[0] / args[1],
        slopes=lambda args, u, n: (1 / args[1], -u / args[1]),
        formula=r"\frac{{{a}}}{{{b}}}", rules=(r"\frac{{1}}{{{b}}}", r"-\frac{{{u}}}{{{b}}}"),
        refuses=lambda args, n: "division by zero" if args[1] == 0 else "",
    ),
    "neg": Operation(
        sign="−( )", inputs=1, value=lambda args, n: -args[0], slopes=lambda args, u, n: (-1.0,),
        formula="-{A}", rules=("-1",),
    ),
    "power": Operation(
        sign="( )", inputs=1, value=lambda args, n: math.pow(args[0], n),
        slopes=lambda args, u, n: (_power_slope(args[0], n),),
        formula="{A}^{{{n}}}", rules=(r"{n} \cdot {A}^{{{m}}}",), refuses=_no_power,
    ),
    "**": Operation(
        sign="a^b", inputs=2, value=lambda args, n: math.pow(args[0], args[1]),
        slopes=lambda args, u, n: (args[1] * math.pow(args[0], args[1] - 1), u * math.log(args[0])),
        formula="{A}^{{{b}}}", rules=(r"{b} \cdot {A}^{{{b} - 1}}", r"{u} \cdot \ln({a})"), refuses=_no_general_power,
    ),
    "exp": Operation(
        sign="exp", inputs=1, value=lambda args, n: math.exp(args[0]), slopes=lambda args, u, n: (u,),
        formula=r"\exp({a})", rules=("{u}",),
    ),
    "log": Operation(
        sign="ln", inputs=1, value=lambda args, n: math.log(args[0]), slopes=lambda args, u, n: (1 / args[0],),
        formula=r"\ln({a})", rules=(r"\frac{{1}}{{{a}}}",),
        refuses=lambda args, n: "" if args[0] > 0 else f"the logarithm of a number that is not positive "
        f"({written(args[0])})",
    ),
    "sqrt": Operation(
        sign="√", inputs=1, value=lambda args, n: math.sqrt(args[0]), slopes=lambda args, u, n: (0.5 / u,),
        formula=r"\sqrt{{{a}}}", rules=(r"\frac{{1}}{{2 \cdot {u}}}",), refuses=_no_root,
    ),
    "sin": Operation(
        sign="sin", inputs=1, value=lambda args, n: math.sin(args[0]), slopes=lambda args, u, n: (math.cos(args[0]),),
        formula=r"\sin({a})", rules=(r"\cos({a})",),
    ),
    "cos": Operation(
        sign="cos", inputs=1, value=lambda args, n: math.cos(args[0]), slopes=lambda args, u, n: (-math.sin(args[0]),),
        formula=r"\cos({a})", rules=(r"-\sin({a})",),
    ),
    "tanh": Operation(
        sign="tanh", inputs=1, value=lambda args, n: math.tanh(args[0]), slopes=lambda args, u, n: (1 - u * u,),
        formula=r"\tanh({a})", rules=("1 - {U}^{{2}}",),
    ),
    "sigmoid": Operation(
        sign="σ", inputs=1, value=lambda args, n: sigmoid(args[0]),
        slopes=lambda args, u, n: (u * sigmoid(-args[0]),),
        formula=r"\sigma({a})", rules=(r"{u} \cdot (1 - {u})",),
    ),
    "softplus": Operation(
        sign="soft+", inputs=1, value=lambda args, n: softplus(args[0]),
        slopes=lambda args, u, n: (sigmoid(args[0]),),
        formula=r"\ln(1 + \exp({a}))", rules=(r"\sigma({a})",),
    ),
    "relu": Operation(
        sign="relu", inputs=1, value=lambda args, n: max(args[0], 0.0),
        slopes=lambda args, u, n: (1.0 if args[0] > 0 else 0.0,),
        formula=r"\mathrm{{relu}}({a})", rules=(r"1 \text{{ if }} {a} > 0, \text{{ else }} 0",), in_words=True,
    ),
    "abs": Operation(
        sign="| |", inputs=1, value=lambda args, n: abs(args[0]), slopes=lambda args, u, n: (sign(args[0]),),
        formula="|{a}|", rules=(r"\text{{the sign of }} {a}",), in_words=True,
    ),
    "max": Operation(
        sign="max", inputs=2, value=lambda args, n: max(args), slopes=lambda args, u, n: _larger(args, 1),
        formula=r"\max({a}, {b})", in_words=True,
        rules=(r"1 \text{{ if }} {a} > {b}, \text{{ else }} 0", r"1 \text{{ if }} {b} > {a}, \text{{ else }} 0"),
    ),
    "min": Operation(
        sign="min", inputs=2, value=lambda args, n: min(args), slopes=lambda args, u, n: _larger(args, -1),
        formula=r"\min({a}, {b})", in_words=True,
        rules=(r"1 \text{{ if }} {a} < {b}, \text{{ else }} 0", r"1 \text{{ if }} {b} < {a}, \text{{ else }} 0"),
    ),
}  # fmt: skip
"""Key -> operation; a function's key is its name."""
FUNCTIONS = tuple(name for name in OPERATIONS if name.isalpha() and name not in ("neg", "power"))
"""What can be called in an expression."""
