"""The code tab shows definitions as they stand in their file."""

from __future__ import annotations

import ast

import pytest

from dnnlab.paths import ROOT
from dnnlab.ui.source import excerpt


def shown() -> list[tuple[str, str]]:
    """(module, name) of every definition that a page shows."""
    found = []
    for file in sorted((ROOT / "pages").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Source":
                module, *names = (ast.literal_eval(each) for each in node.args)
                found += [(module, name) for name in names]
    return found


def test_the_pages_show_code() -> None:
    assert shown()


@pytest.mark.parametrize(("module", "name"), shown())
def test_what_a_page_shows_exists_and_is_python(module: str, name: str) -> None:
    text = excerpt(module, name)
    (defined,) = ast.parse(text).body
    assert isinstance(defined, ast.FunctionDef | ast.ClassDef)
    assert defined.name == name.rpartition(".")[2]


def test_decorators_and_comments_belong_to_it_and_the_indent_does_not() -> None:
    text = excerpt("dnnlab/cnn/lenet/net/experiment.py", "LeNetTraining.total_steps")
    assert text.startswith("@property\ndef total_steps(self) -> int:\n    ")
    assert "# the fast layout" in excerpt("dnnlab/cnn/lenet/net/model.py", "LeNet5")


@pytest.mark.parametrize("name", ["Nothing", "LeNet5.nothing", ""])
def test_what_is_not_there_is_named(name: str) -> None:
    with pytest.raises(LookupError, match="defines no"):
        excerpt("dnnlab/cnn/lenet/net/model.py", name)
