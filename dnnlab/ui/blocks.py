"""What a page says, as data: a lesson's maths is a function that gives a sequence of these, and needs no Streamlit.

A plain text is a paragraph of Markdown; formulas and small print say so.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping


class Latex(str):
    """A formula on a line of its own."""

    __slots__ = ()


class Caption(str):
    """Small print."""

    __slots__ = ()


_ANYWHERE = re.compile(r"([\\`*_$~\[\]<>|&#])")
_COLON = re.compile(r":(?=\S)")  # Streamlit reads names between colons in what Markdown has left, escaped or not
_AT_THE_START = re.compile(r"^(\s*\d*)([-+.)=])", re.MULTILINE)


def as_text(words: str) -> str:
    """Words in which a learner's own stand, for a place that reads Markdown: they show as they were typed.

    w1*x1 + w2*x2 has nothing in italics, "# my_cat.jpg" is no heading, and ":red[x]" has no colour.
    """
    escaped = _COLON.sub("\\\\:\u200b", _ANYWHERE.sub(r"\\\1", words))
    return _AT_THE_START.sub(r"\1\\\2", escaped)


def units(count: int, *inputs: int) -> tuple[str, int]:
    """The weights and biases of so many units, or filters, of a layer: the product in words, and what it is.

    ``units(84, 120)`` is a dense layer, ``("84 · (120 + 1)", 10164)``; ``units(6, 5, 5, 1)`` are six filters
    of 5 × 5 on one channel.
    """
    return f"{count} · ({' · '.join(map(str, inputs))} + 1)", count * (math.prod(inputs) + 1)


def parameter_table(counts: Mapping[str, tuple[str, int]]) -> str:
    """Layers with their numbers of parameters, and the sum, as a Markdown table.

    Args:
        counts: layer -> how it comes about in words, and the number (:func:`units`).
    """
    rows = [f"| {layer} | {told} | {count:,} |" for layer, (told, count) in counts.items()]
    total = sum(count for _, count in counts.values())
    return "\n".join(["| layer | weights and biases | |", "|---|---|--:|", *rows, f"| all | | **{total:,}** |"])
