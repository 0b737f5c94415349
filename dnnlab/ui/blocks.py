"""What a page says, as data: a lesson's maths is a function that gives a sequence of these, and needs no Streamlit.

A plain text is a paragraph of Markdown; formulas and small print say so.
"""

from __future__ import annotations


class Latex(str):
    """A formula on a line of its own."""

    __slots__ = ()


class Caption(str):
    """Small print."""

    __slots__ = ()
