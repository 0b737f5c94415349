"""What a learner typed, or named a file, shows as it is where Markdown is read."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from dnnlab.ui.blocks import as_text

SAYS = ("error", "warning", "info", "success", "toast")


@pytest.mark.parametrize(
    ("typed", "escaped"),
    [
        ("w1*x1 + b_2", r"w1\*x1 + b\_2"),
        ("# cat.jpg", r"\# cat.jpg"),
        ("12. cat.jpg", r"12\. cat.jpg"),
        ("- cat.jpg", r"\- cat.jpg"),
        (":red[cat]", "\\:\u200bred\\[cat\\]"),
        ("One thing: a cat.", "One thing: a cat."),
        ("$a$ <b> &lt; a|b", r"\$a\$ \<b\> \&lt; a\|b"),
    ],
)
def test_what_markdown_reads_is_escaped(typed: str, escaped: str) -> None:
    assert as_text(typed) == escaped


def raw_words(tree: ast.AST) -> list[int]:
    """Lines where words of an exception become Markdown as they are."""
    return [
        call.lineno
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in SAYS and call.args
        if (isinstance(first := call.args[0], ast.Call) and isinstance(first.func, ast.Name) and first.func.id == "str")
        or (isinstance(first, ast.JoinedStr)
        and any(
            isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name) and part.value.id in CAUGHT
            for part in first.values
        ))
    ]  # fmt: skip


CAUGHT = ("error", "refusal", "trouble")
"""How exceptions are named here."""


def test_the_words_of_an_error_are_text_on_every_page(root: Path) -> None:
    files = [*(root / "dnnlab" / "ui").rglob("*.py"), *(root / "pages").rglob("*.py")]
    assert len(files) > 100
    found = {path: lines for path in files if (lines := raw_words(ast.parse(path.read_text())))}
    assert not found
    assert raw_words(ast.parse('st.error(str(error))\nst.warning(f"No: {error}.")')) == [1, 2]
