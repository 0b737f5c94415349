"""What every test shares: one thread a process, so that a run is the same run on every machine; and ``--topic``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

os.environ["OMP_NUM_THREADS"] = "1"  # before anything imports torch

HERE = Path(__file__).resolve().parent
RULES = HERE / "unit" / "test_architecture.py"
"""What holds for all files is asked with every topic."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--topic cnn``, ``--topic cnn/pooling``: what whoever writes a lesson wants to know."""
    parser.addoption(
        "--topic",
        help="a topic's or a lesson's folder: its own tests, what the tests of all lessons, experiments and calls "
        "say about it, and the rules of the house",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not about the topic."""
    topic: str | None = config.getoption("--topic")
    if topic is None:
        return
    if not (HERE.parent / "dnnlab" / topic).is_dir() and not (HERE.parent / "pages" / topic).is_dir():
        raise pytest.UsageError(f"--topic {topic}: there is no folder dnnlab/{topic} or pages/{topic}")
    kept = [item for item in items if item.path == RULES or any(within(each, topic) for each in folders(item))]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def within(folder: str, topic: str) -> bool:
    """Whether a folder is the topic's or lies in it."""
    return f"{folder}/".startswith(f"{topic.strip('/')}/")


def folders(item: pytest.Item) -> list[str]:
    """``topic/lesson`` of all that a test is about: where it stands, and what it is asked about."""
    _, *own = item.path.parent.relative_to(HERE).parts or ("",)
    callspec = getattr(item, "callspec", None)
    asked = [folder_of(value) for value in callspec.params.values()] if callspec else []
    return ["/".join(own), *filter(None, asked)]


def folder_of(value: Any) -> str | None:
    """The folder of a lesson, or of what stands under that name in a table; None for anything else."""
    from dnnlab.catalogue import CATALOGUE
    from pages.lessons import LESSONS

    if isinstance(value, str) and value in LESSONS:
        value = LESSONS[value]
    if (folder := getattr(value, "folder", None)) is not None:
        return str(folder)
    if not isinstance(value, str):
        return None
    entry = CATALOGUE.experiments.get(value)
    module, _, _ = (entry.config if entry else CATALOGUE.calls.get(value, "")).partition(":")
    return "/".join(module.split(".")[1:]) or None


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return HERE.parent
