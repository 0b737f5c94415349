"""Panels of two runs stand side by side by what they show, not by their place."""

from __future__ import annotations

import pytest

from dnnlab.ui.compare import HALF, side_by_side
from dnnlab.ui.components.stage.kinds.text import TextPanel
from dnnlab.ui.components.stage.panel import Panel


def panels(*titles: str, text: str = "", columns: int = 4) -> list[Panel]:
    """Panels of these titles; after a ``#`` stands what pairs them."""
    split = [title.partition("#") for title in titles]
    return [TextPanel(title=title, pair=pair, text=text, columns=columns) for title, _, pair in split]


@pytest.mark.parametrize(
    ("pinned", "now", "shown"),
    [
        (["a", "b"], ["a", "b"], ["a · pinned run 3", "a · this run", "b · pinned run 3", "b · this run"]),
        (["b", "a"], ["a", "b"], ["a · pinned run 3", "a · this run", "b · pinned run 3", "b · this run"]),
        (["a", "b"], ["b"], ["b · pinned run 3", "b · this run", "a · pinned run 3 only"]),
        (["b"], ["a", "b", "c"], ["b · pinned run 3", "b · this run", "a · this run only", "c · this run only"]),
        (["a"], ["b"], ["a · pinned run 3 only", "b · this run only"]),
        (["step 4#kernel"], ["step 9#kernel"], ["step 4 · pinned run 3", "step 9 · this run"]),
        (["", ""], ["", "", ""], ["pinned run 3", "this run"] * 2 + ["this run only"]),
        ([], ["a"], ["a · this run only"]),
    ],
)
def test_pairs_stand_side_by_side_and_the_others_below(pinned: list[str], now: list[str], shown: list[str]) -> None:
    beside = side_by_side(panels(*pinned, text="pinned"), panels(*now, text="now"), ("pinned run 3", "this run"))
    assert [panel.title for panel in beside] == shown
    assert [panel.text for panel in beside if isinstance(panel, TextPanel)] == [
        "pinned" if "pinned run" in title else "now" for title in shown
    ]
    assert {panel.columns for panel in beside} == {HALF}
