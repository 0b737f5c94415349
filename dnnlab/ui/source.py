"""The code tab: the source that runs, read from its file, never imported."""

from __future__ import annotations

import ast
from functools import cache

import streamlit as st

from dnnlab.paths import ROOT
from dnnlab.syntax import statements


class Source:
    """Classes and functions of a module.

    Args:
        module: path from the repository's root, ``dnnlab/cnn/lenet/net/model.py``.
        names: ``Class``, ``function`` or ``Class.method``, in the order to show.
    """

    def __init__(self, module: str, *names: str) -> None:
        self.module = module
        self.names = names


def show_source(source: Source) -> None:
    """Show definitions as they stand in their file."""
    st.caption(f"`{source.module}`")
    text = "\n\n\n".join(excerpt(source.module, name) for name in source.names)
    st.code(text, language="python", line_numbers=False)


@cache
def excerpt(module: str, name: str) -> str:
    """The source of one definition, decorators and comments included.

    Raises:
        LookupError: the module has no such definition.
    """
    text = (ROOT / module).read_text(encoding="utf-8")
    body = statements(text)
    found: ast.ClassDef | ast.FunctionDef | None = None
    for part in name.split("."):
        named = (node for node in body if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == part)
        found = next(named, None)
        if found is None:
            raise LookupError(f"{module} defines no {name}")
        body = found.body
    if found is None:
        raise LookupError(f"{module} defines no {name}")
    first = min([found.lineno, *(decorator.lineno for decorator in found.decorator_list)])
    lines = text.splitlines()[first - 1 : found.end_lineno]
    indent = len(lines[0]) - len(lines[0].lstrip())
    return "\n".join(line[indent:] for line in lines)
