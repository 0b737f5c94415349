r"""Formulas as they stand on the page: the sides of every equation agree, as far as their printed digits go.

A printed 3.128 stands for all numbers that are written so, [3.1275, 3.1285]; what is worked out from such
numbers is an interval too.  Two sides agree where their intervals have more than an end in common: a learner who
works the formula out with a calculator then gets the result that is shown, up to its last digit.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

NUMBER = r"\d+(?:\.\d+)?"
TOUCH = 1e-6
"""Of the narrower one: intervals that share no more than that touch at their ends."""


@dataclass(frozen=True)
class Printed:
    """All numbers that a text may stand for."""

    low: float
    high: float

    @staticmethod
    def of(value: Any) -> Printed:
        return value if isinstance(value, Printed) else Printed(value, value)

    def __add__(self, other: Any) -> Printed:
        other = Printed.of(other)
        return Printed(self.low + other.low, self.high + other.high)

    def __neg__(self) -> Printed:
        return Printed(-self.high, -self.low)

    def __pos__(self) -> Printed:
        return self

    def __sub__(self, other: Any) -> Printed:
        return self + -Printed.of(other)

    def __mul__(self, other: Any) -> Printed:
        other = Printed.of(other)
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Printed(min(ends), max(ends))

    def __truediv__(self, other: Any) -> Printed:
        other = Printed.of(other)
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError(f"what is divided by is printed as {other}, which may be 0")
        ends = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Printed(min(ends), max(ends))

    def through(self, function: Callable[[float], float]) -> Printed:
        """What a function that never decreases makes of it."""
        return Printed(function(self.low), function(self.high))

    def agrees(self, other: Printed) -> bool:
        """Whether both may stand for one number."""
        shared = min(self.high, other.high) - max(self.low, other.low)
        narrower = min(self.high - self.low, other.high - other.low)
        return shared > TOUCH * narrower if narrower else shared >= 0

    def __str__(self) -> str:
        return f"[{self.low:.10g}, {self.high:.10g}]"


def increasing(function: Callable[[float], float]) -> Callable[[Printed], Printed]:
    return lambda value: Printed.of(value).through(function)


FUNCTIONS: dict[str, Any] = {
    "tanh": increasing(math.tanh),
    "relu": increasing(lambda x: max(0.0, x)),
    "sigmoid": increasing(lambda x: 1 / (1 + math.exp(-x)) if x > -700 else 0.0),
    "exp": increasing(lambda x: math.exp(x) if x < 700 else math.inf),
    "ln": increasing(lambda x: math.log(x) if x > 0 else -math.inf),
    "floor": increasing(math.floor),
    "sqrt": increasing(lambda x: math.sqrt(max(0.0, x))),
    "power": lambda base, exponent: Printed.of(base).through(lambda x: x ** round(exponent.low)),
    "largest": lambda *all: Printed(*(max(getattr(Printed.of(each), end) for each in all) for end in ("low", "high"))),
    "inf": math.inf,
}


def sides(latex: str, significant: int = 0) -> list[list[Printed]]:
    """What the sides of each equation stand for, those that hold numbers alone.

    Args:
        significant: whole numbers are exact, or with this given rounded to so many digits, like all others.
    """
    found = []
    for equation in re.split(r"\\qquad|\\\\(?![^{]*\\end\{matrix\})", latex.replace("{,}", "")):
        values = []
        for side in equation.replace("&", "").split("="):
            code = translated(side, significant)
            if not set(re.findall(r"(?<![\d.])\b[A-Za-z_]\w*", code)) - {"Printed", *FUNCTIONS} and re.search(
                r"\d|inf", code
            ):
                values.append(Printed.of(eval(code, {"Printed": Printed, **FUNCTIONS})))
        found.append(values)
    return found


def translated(latex: str, significant: int = 0) -> str:
    r"""``\tfrac14\,(1.5 - 2)`` as ``(Printed(1, 1)/Printed(4, 4))*(Printed(1.45, 1.55)-Printed(2, 2))``."""
    text = re.sub(r"\\text\{[^}]*\}(?: *:)?|\\(?:begin|end)\{[^}]*\}", "", latex.replace(r"\\", " "))
    text = re.sub(r"\\(Bigg?|left|right)(?![a-zA-Z])", "", text)
    text = re.sub(rf"({NUMBER}) \\cdot 10\^\{{(-?\d+)\}}", r"\1e\2", text)
    text = re.sub(r"(?<![\d.])10\^\{(-?\d+)\}", r"1e\1", text)
    text = re.sub(rf"({NUMBER})\^\{{(\d+)\}}", r"power(\1, \2)", text)
    text = re.sub(r"\\sqrt\{([^{}]*)\}", r"sqrt(\1)", text)
    for name, code in (
        (r"\\tanh", "tanh"), (r"\\mathrm\{ReLU\}", "relu"), (r"\\sigma", "sigmoid"), (r"\\max", "largest"),
        (r"\\ln", "ln"), (r"\\infty", "inf"), (r"\\lfloor", "floor("), (r"\\rfloor", ")"),
        (r"\\times|\\cdot", "*"), (r"\\tfrac14\\,", "(1/4)*"), (r",\\,|,\\ ", ","), (r"\\,(?=\()", "*"),
        (r"\\[,; ]", " "),
    ):  # fmt: skip
        text = re.sub(name, code, text)
    text = re.sub(r"e\^\{([^{}]*)\}", r"exp(\1)", text)
    text = re.sub(r"\\t?frac\{([^{}]*)\}\{([^{}]*)\}(?=\()", r"((\1)/(\2))*", text)
    text = re.sub(r"\\t?frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))", text)
    text = re.sub(r"(?<=\d)(?=\()", "*", text)
    return re.sub(rf"{NUMBER}(?:e-?\d+)?", lambda found: rounded(found[0], significant), text).strip()


def rounded(text: str, significant: int) -> str:
    """A printed number as the interval of all that are printed so."""
    value, (digits, _, power) = float(text), text.partition("e")
    half = 0.5 * 10.0 ** (int(power or 0) - len(digits.partition(".")[2])) if "." in digits or power else 0.0
    if significant and value:
        half = 0.5 * 10.0 ** (math.floor(math.log10(value)) + 1 - significant)
    return f"Printed({value - half!r}, {value + half!r})"


def assert_holds(latex: str, *, significant: int = 0, results: int = 1) -> None:
    """Every equation with a shown result holds; there are at least ``results`` of them."""
    assert not re.search(r"\de[-+]\d", latex), f"LaTeX would show a sum: {latex}"
    shown = 0
    for values in sides(latex, significant):
        for left, right in pairwise(values):
            shown += 1
            assert left.agrees(right), f"{left} and {right} are no one number: {latex}"
    assert shown >= results, f"{shown} results are shown: {latex}"
