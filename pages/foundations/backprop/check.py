"""Every number of the page beside what PyTorch's autograd computes of the same expression."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import streamlit as st

from dnnlab.foundations.backprop.views import Floats
from dnnlab.plots.written import written

TOLERANCE = 1e-9
"""Of the larger of 1 and the gradient: rounding stays far below it in double precision."""


@dataclass(frozen=True, slots=True)
class Row:
    """A number of which there are two."""

    name: str
    what: str
    value: str
    here: float
    """The gradient by this page's own backward pass."""
    torch: float
    """By autograd; nan where it has none."""

    @property
    def gap(self) -> float:
        """How far they are apart."""
        return abs(self.here - self.torch)


def compared(rows: Sequence[Row], values: tuple[Floats, Floats] | None = None) -> str:
    """The largest differences in words; of the values only where there are two of each."""
    judged = [row for row in rows if not np.isnan(row.torch)]
    told = [f"{len(judged)} gradients {_size(max((row.gap for row in judged), default=0.0))}"]
    if values is not None:
        told.append(f"{len(values[0])} values {_size(float(np.abs(values[0] - values[1]).max(initial=0.0)))}")
    return f"PyTorch’s autograd has differentiated the same expression. Largest difference over {', over '.join(told)}."


def _size(difference: float) -> str:
    return written(difference, digits=1)


def agree(rows: Sequence[Row]) -> bool:
    """Whether all gradients are equal but for rounding."""
    return all(np.isnan(row.torch) or row.gap <= TOLERANCE * max(1.0, abs(row.torch)) for row in rows)


def show_check(rows: Sequence[Row], values: tuple[Floats, Floats] | None = None) -> None:
    """The sentence, and all numbers in a table to unfold.

    Args:
        rows: gradient by gradient.
        values: those of the nodes by this page and by PyTorch.
    """
    told = compared(rows, values)
    if agree(rows):
        st.caption(f":material/verified: {told}")
    else:
        st.warning(f"{told} That is more than rounding: please report this expression.", icon=":material/warning:")
    with st.expander("Every gradient beside autograd’s"):
        st.html(table(rows))


def table(rows: Sequence[Row]) -> str:
    """All of them as HTML."""
    cells = "".join(
        f"<tr><td>{escape(row.name)}</td><td>{escape(row.what)}</td><td>{escape(row.value)}</td>"
        f"<td>{written(row.here, digits=6)}</td>"
        f"<td>{'none asked for' if np.isnan(row.torch) else written(row.torch, digits=6)}</td>"
        f"<td>{'' if np.isnan(row.torch) else written(row.gap, digits=1)}</td></tr>"
        for row in rows
    )
    heads = ("node", "stands for", "value", "gradient, this page", "gradient, autograd", "difference")
    head = "".join(f"<th>{each}</th>" for each in heads)
    return f"<div class='dl-scroll'><table class='dl-table'><tr>{head}</tr>{cells}</table></div>"
