"""Syntax trees are made by one thread at a time."""

from __future__ import annotations

import ast
import gc
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dnnlab.syntax import statements


@pytest.fixture
def hurried() -> Iterator[None]:
    """Threads take turns as often as they can, in the midst of a tree too: whenever memory is tidied up."""
    interval, threshold = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(1e-6)
    gc.set_threshold(20)
    gc.callbacks.append(_take_a_turn)
    yield
    gc.callbacks.remove(_take_a_turn)
    gc.set_threshold(*threshold)
    sys.setswitchinterval(interval)


def _take_a_turn(phase: str, info: dict[str, int]) -> None:
    for _ in range(3):
        pass


@pytest.mark.usefixtures("hurried")
def test_many_threads_may_ask_at_the_same_moment(root: Path) -> None:
    text = (root / "dnnlab" / "live" / "twins.py").read_text(encoding="utf-8")
    alone = [ast.dump(each) for each in ast.parse(text).body]
    with ThreadPoolExecutor(8) as pool:
        for made in pool.map(statements, [text] * 60):
            assert [type(each).__name__ for each in made] == [each.partition("(")[0] for each in alone]


def test_what_is_no_python_is_told() -> None:
    with pytest.raises(SyntaxError):
        statements("w1 *")


def test_the_app_makes_none_in_another_way(root: Path) -> None:
    files = [*(root / "dnnlab").rglob("*.py"), *(root / "pages").rglob("*.py")]
    assert [str(each.relative_to(root)) for each in files if "ast.parse(" in each.read_text(encoding="utf-8")] == [
        "dnnlab/syntax.py"
    ]
