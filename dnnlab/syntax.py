"""Python's syntax trees, made by one thread at a time.

CPython 3.11 counts the depth of a tree that it makes in one place for all threads, and raises SystemError ("AST
constructor recursion depth mismatch", gh-106905) where two make one at the same moment: thirty learners who opened a
lesson together met it in its code tab.
"""

from __future__ import annotations

import ast
from threading import Lock

_alone = Lock()


def statements(text: str) -> list[ast.stmt]:
    """The statements of a piece of Python.

    Raises:
        SyntaxError: it is none.
    """
    with _alone:
        return ast.parse(text).body
