"""What the browser moves by itself: sliders, plots, triangles, points; what they pack, and what is heard of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from dnnlab.live.config import NEVER, Config, knob
from dnnlab.plots.palette import LIGHT
from dnnlab.ui.components.stage import payload
from dnnlab.ui.components.stage.dials import Dial, dial
from dnnlab.ui.components.stage.kinds.lines import LinesPanel
from dnnlab.ui.components.stage.kinds.neuron import NUMBERS, NeuronPanel
from dnnlab.ui.components.stage.kinds.plots import Curve, Plot, PlotsPanel, spans
from dnnlab.ui.components.stage.kinds.simplex import SimplexPanel, Surface, lattice
from dnnlab.ui.components.stage.kinds.softmax import SoftmaxPanel
from dnnlab.ui.dials import read_dials


def _word(text: str) -> str:
    if not text.isalpha():
        raise ValueError("letters only")
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved(Config):
    """Knobs of all kinds that a stage may move."""

    x: float = knob(0.0, low=-1, high=1, increment=0.1, when=NEVER, help="a number")
    heat: float = knob(1.0, low=0.1, high=10, scale="log", help="on a log scale")
    word: str = knob("a", read=_word, when=NEVER, help="a text")


def dials(*names: str, low: float = -1.0) -> list[Dial]:
    return [Dial(name=name, label=name, help="", low=low, high=1, step=0.1) for name in names]


def test_a_slider_has_the_knobs_range_and_grid() -> None:
    assert dial(Moved, "x") == Dial(name="x", label="X", help="a number", low=-1, high=1, step=0.1)
    for name in ("heat", "word"):
        with pytest.raises(ValueError, match=f"{name} is not a number on a linear scale"):
            dial(Moved, name)


def test_what_the_browser_tells_is_brought_to_the_grid() -> None:
    assert read_dials(Moved, "x=0.3000001&word=b", ("x", "word")) == {"x": 0.3, "word": "b"}
    assert read_dials(Moved, "x=7", ("x",)) == {"x": 1.0}
    assert read_dials(Moved, "", ("x",)) == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("heat=2", "'heat', which is not on its stage"),
        ("x=left", "moved something to what it cannot be"),
        ("x=", "moved something to what it cannot be"),
        ("word=1", "letters only"),
    ],
)
def test_what_is_none_of_its_numbers_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_dials(Moved, text, ("x", "word"))


def neuron(**more: Any) -> NeuronPanel:
    given = {
        "state": dict.fromkeys(NUMBERS, 0.0), "dials": dials(*NUMBERS), "side": 3, "name": "f", "start": 0, "step": 1,
        "values": np.zeros(5), "slopes": np.ones(5),
    }  # fmt: skip
    return NeuronPanel(title="neuron", **{**given, **more})


def test_a_neuron_packs_two_tables() -> None:
    _, ((values, slopes),) = payload.decode(payload.encode([neuron()], LIGHT))
    assert np.frombuffer(values, "<f4").tolist() == [0] * 5
    assert np.frombuffer(slopes, "<f4").tolist() == [1] * 5


@pytest.mark.parametrize(
    "more", [{"state": {"w1": 0.0}}, {"dials": dials("w1")}, {"slopes": np.ones(4)}], ids=["state", "dials", "tables"]
)
def test_what_is_no_neuron_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"a neuron has the numbers|equally long"):
        neuron(**more).pack()


def plots(*curves: Curve, **more: Any) -> PlotsPanel:
    plot = Plot(title="plot", curves=curves, low=0, high=1)
    return PlotsPanel(
        **{"title": "", "start": 0, "step": 1, "axis": "x", "at": 0, "dial": "x", "plots": [plot], **more}
    )


def test_a_curves_gradient_travels_behind_it() -> None:
    made = plots(
        Curve(name="one", values=[1, 2], colour=0, gradient=[3, 4]), Curve(name="two", values=[5, 6], colour=1)
    )
    _, (blocks,) = payload.decode(payload.encode([made], LIGHT))
    assert [np.frombuffer(block, "<f4").tolist() for block in blocks] == [[1, 2], [3, 4], [5, 6]]
    spec = made.pack().spec
    assert [curve["rolls"] for curve in spec["plots"][0]["curves"]] == [True, False]
    assert spec["count"] == 2


def test_curves_over_one_axis_are_equally_long_and_not_too_many() -> None:
    with pytest.raises(ValueError, match="a value at each place of one axis"):
        plots(Curve(name="", values=[1, 2], colour=0), Curve(name="", values=[1], colour=0)).pack()
    with pytest.raises(ValueError, match="60,000 numbers in all, got 60,001"):
        plots(Curve(name="", values=np.zeros(60_001), colour=0)).pack()
    with pytest.raises(ValueError, match="the pointer must stand somewhere"):
        plots(Curve(name="", values=[1], colour=0), at=np.nan).pack()


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        ([False] * 4, []),
        ([True] * 4, [(-1, 0.5)]),
        ([True, False, True, True], [(-1, -1), (0, 0.5)]),
        ([False, True, False, False], [(-0.5, -0.5)]),
    ],
)
def test_spans(inside: list[bool], found: list[tuple[float, float]]) -> None:
    assert spans(-1, 0.5, np.array(inside)) == found


def test_the_lattice_has_no_share_of_0() -> None:
    for sides in (3, 4, 60):
        shares = lattice(sides)
        assert len(shares) == (sides - 1) * (sides - 2) // 2
        assert shares.min() == pytest.approx(1 / sides)
        np.testing.assert_allclose(shares.sum(-1), 1)


def test_the_browser_finds_a_place_of_the_lattice_by_its_shares() -> None:
    """The formula of simplex.js: where the place with first shares i and j stands."""
    sides = 9
    for at, share in enumerate(np.round(lattice(sides) * sides).astype(int)):
        i, j, _ = share
        assert (i - 1) * (2 * sides - 2 - i) // 2 + j - 1 == at


def test_a_surface_has_a_value_at_each_place() -> None:
    def made(count: int) -> SimplexPanel:
        surface = Surface(name="loss", values=np.zeros(count), gradients=np.zeros((count, 3)))
        return SimplexPanel(
            title="", sides=4, surfaces=[surface], names="ABC", target=0, at={"p": 1, "q": 1}, rate=1, full=1, band=1
        )

    assert len(made(3).pack().blocks) == 2
    with pytest.raises(ValueError, match=r"loss needs values \(3,\)"):
        made(4).pack()


def test_a_softmax_has_three_logits_and_a_temperature() -> None:
    def made(*names: str, low: float = 0.1) -> SoftmaxPanel:
        given = dials(*names, low=low)
        return SoftmaxPanel(title="", state=dict.fromkeys(names, 1.0), dials=given, names="ABC")

    assert list(made("a", "b", "c", "T").pack().spec["state"]) == ["a", "b", "c", "T"]
    with pytest.raises(ValueError, match="three logits and a temperature"):
        made("a", "b", "T").pack()
    with pytest.raises(ValueError, match="must be above 0, got one from 0"):
        made("a", "b", "c", "T", low=0).pack()


def test_lines_are_fitted_to_a_few_points() -> None:
    def made(points: Any, delta: float = 1.0) -> LinesPanel:
        return LinesPanel(
            title="", points=points, dial="p", delta=delta, x=(0, 1), y=(0, 1), step=0.1, colours=(0, 1, 2)
        )

    assert made([[0, 1], [1, 0]]).pack().spec["points"] == [[0, 1], [1, 0]]
    for points in ([[0, 1]], np.zeros((17, 2)), np.zeros((3, 3))):
        with pytest.raises(ValueError, match=r"lines are fitted to \(N, 2\) points"):
            made(points).pack()
    with pytest.raises(ValueError, match="delta must be above 0"):
        made([[0, 1], [1, 0]], delta=0).pack()
