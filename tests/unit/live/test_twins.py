"""What makes a twin of a run."""

from __future__ import annotations

from typing import Any

import pytest

from dnnlab.live.config import InvalidConfig
from dnnlab.live.twins import is_twin_of, twin_config
from tests.live.toy_knobs import ToyConfig


def test_a_twin_has_the_same_knobs_but_for_the_change() -> None:
    assert twin_config(ToyConfig(seed=3), {"learning_rate": 0.2}) == ToyConfig(seed=3, learning_rate=0.2)
    assert is_twin_of(ToyConfig(), {"learning_rate": 0.2, "size": 4})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"learning_rate": 0.05}, "A twin needs another value: learning rate is 0.05 already."),
        ({"learning_rate": 0.2, "size": 8}, "A twin needs another value: size is 8 already."),
        ({}, "A twin needs another value: no knob is named."),
        ({"size": 0}, "size must be in [1, 1000000], got 0"),
        ({"beta": 4.0}, "there is no knob beta; the knobs are learning_rate, end, at, seconds, size, seed"),
    ],
)
def test_what_makes_none_is_refused_with_a_sentence(change: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidConfig) as refused:
        twin_config(ToyConfig(), change)
    assert str(refused.value) == said
    assert not is_twin_of(ToyConfig(), change)
