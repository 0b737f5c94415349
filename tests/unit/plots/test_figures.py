"""A figure is sent as it was written; Plotly makes and checks its own objects only for who asks for them."""

from __future__ import annotations

import json

import numpy as np
import plotly.graph_objects as go
import pytest

from dnnlab.plots.figures import Written, figure, plain
from dnnlab.plots.palette import LIGHT
from dnnlab.ui.components.stage.kinds.figure import FigurePanel

TRACE = {"type": "scatter", "x": [1, 2], "y": [0.5, 0.25], "line": {"width": 2}}
LONG = {"type": "heatmap", "z": np.arange(64.0).reshape(8, 8)}


def drawn(*traces: dict[str, object]) -> go.Figure:
    return figure([*traces], LIGHT, xaxis={"title": {"text": "step"}}, yaxis={}, height=200)


def as_json(spec: object) -> str:
    return json.dumps(spec, default=np.ndarray.tolist, sort_keys=True)


def test_the_stage_sends_what_plotlys_own_objects_say_and_makes_none_of_them() -> None:
    made, sent = drawn(TRACE, LONG), drawn(TRACE, LONG)
    assert made.layout.xaxis.title.text == "step"  # now they are there
    of_made, of_sent = (FigurePanel(figure=each, title="Loss").pack().spec for each in (made, sent))
    assert "written" in vars(sent) and "written" not in vars(made)
    assert as_json(of_made) == as_json(of_sent)
    assert json.loads(go.Figure(sent).to_json()) == json.loads(made.to_json())


def test_what_plotly_does_not_know_is_refused_when_it_is_asked() -> None:
    with pytest.raises(ValueError, match="colour"):
        _ = drawn({**TRACE, "colour": "red"}).data
    with pytest.raises(AttributeError):
        _ = drawn(TRACE).no_such_thing  # type: ignore[attr-defined]


def test_a_figure_that_was_changed_is_sent_as_it_is_now() -> None:
    changed = drawn(TRACE)
    changed.update_layout(height=300)
    changed.add_trace(TRACE)
    assert plain(changed)["layout"]["height"] == 300
    assert len(plain(changed)["data"]) == 2


def test_plotly_can_copy_it() -> None:
    one = drawn(TRACE)
    for other in (type(one)(one.to_dict()), Written(one), go.Figure(one)):
        assert other.to_dict() == one.to_dict()
