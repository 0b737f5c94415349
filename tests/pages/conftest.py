"""One real trainer for all page tests, and a fresh learner for each."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest

from dnnlab.live.pool import Pool
from dnnlab.ui import lab
from tests.live.helpers import until
from tests.patience import PATIENCE


@pytest.fixture(scope="session")
def _pool() -> Iterator[Pool]:
    pool = Pool("tests.pages.catalogue:BOTH", workers=1)
    until(lambda: pool.ready, "the trainer is ready")
    yield pool
    pool.close()


@pytest.fixture
def owner() -> str:
    """The token of a browser tab."""
    return secrets.token_hex(16)


@pytest.fixture
def pool(_pool: Pool, owner: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pool]:
    """The pool behind every page; this test's runs end with it.

    The first question to a trainer loads weights, and may take long where tests share the machine: pages wait for it.
    """
    monkeypatch.setattr(lab, "pool", lambda: _pool)
    monkeypatch.setattr("dnnlab.ui.asking.PATIENCE", PATIENCE)
    yield _pool
    for run in _pool.runs(owner):
        run.stop()
