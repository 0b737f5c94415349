"""One pool with one real trainer for all tests that do not kill it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dnnlab.live.pool import Pool
from dnnlab.live.upkeep import FORGET_AFTER
from tests.live.helpers import ShiftedClock, until
from tests.live.toy_knobs import NAME


@pytest.fixture(scope="session")
def _clock() -> ShiftedClock:
    return ShiftedClock()


@pytest.fixture(scope="session")
def _pool(_clock: ShiftedClock) -> Iterator[Pool]:
    pool = Pool(NAME, workers=1, clock=_clock, housekeeping=False)
    until(lambda: pool.ready, "the trainer is ready")
    yield pool
    pool.close()


@pytest.fixture
def clock(_clock: ShiftedClock) -> ShiftedClock:
    """The pool's clock: real seconds, and those that the test adds."""
    return _clock


@pytest.fixture
def pool(_pool: Pool, _clock: ShiftedClock) -> Iterator[Pool]:
    """A pool with a trainer in good health and no runs."""
    _clock.advance(60.0)  # earlier deaths of the trainer no longer count
    yield _pool
    _clock.advance(FORGET_AFTER + 1)  # nobody looks at this test's runs any more
    _pool.tick()
