"""No page and no knob promises a time that nobody has measured on this machine."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TIME = re.compile(
    r"[\d}] (?:s|ms|sec|min|h|seconds?|minutes?|hours?)\b|\b(?:few|some|couple of|several) (?:seconds|minutes|hours)\b"
)
MEASURED = ("milliseconds", "seconds_left", "status.rate")
"""What a trainer has measured: times may be told that come from these."""


def texts(file: Path) -> Iterator[tuple[int, str]]:
    """(line, text) of what a file can show: its strings, f-strings with their expressions, no docstrings."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    silent: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            silent.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            silent.update(id(part) for part in ast.walk(node) if part is not node)
    for node in ast.walk(tree):
        if id(node) in silent:
            continue
        if isinstance(node, ast.JoinedStr):
            parts = (
                str(part.value) if isinstance(part, ast.Constant) else f"{{{ast.unparse(part.value)}}}"
                for part in node.values
            )
            yield node.lineno, "".join(parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def promises(file: Path) -> Iterator[tuple[int, str]]:
    """(line, text) of times that come from no measurement."""
    for line, text in texts(file):
        if "\\" in text:  # a formula: its s is a symbol
            continue
        for found in TIME.finditer(text):
            said = text[: found.end()]
            source = re.search(r"\{([^{}]*)\} \w+$", said)
            if not (source and any(name in source[1] for name in MEASURED)):
                yield line, said[-60:]


def test_times_on_pages_and_in_the_help_of_knobs_are_measured(root: Path) -> None:
    files = [*root.glob("pages/**/*.py"), *root.glob("dnnlab/**/knobs.py")]
    assert len(files) > 40
    made_up = [f"{file.relative_to(root)}:{line}: …{said}" for file in files for line, said in promises(file)]
    assert not made_up, made_up


@pytest.mark.parametrize(
    ("code", "made_up"),
    [
        ('say(f"{n} steps, about {n / 20:.0f} s.")', 1),
        ('help = "200 steps, about 10 s."', 1),
        ('"This takes a few seconds."\nsay("It takes a few minutes.")', 1),  # the first is a docstring
        ('say(f"took {found.milliseconds:.0f} ms")', 0),
        ('say(f"a grid of {n}s, a stride of s, 3 sides")', 0),
    ],
)
def test_what_counts_as_a_promise(tmp_path: Path, code: str, made_up: int) -> None:
    file = tmp_path / "page.py"
    file.write_text(code)
    assert len(list(promises(file))) == made_up
