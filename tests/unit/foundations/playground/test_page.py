"""The page of the playground: what the hand changes, formulas as printed, panels of any run, tables."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from dnnlab.data.cells import TableError, read_table
from dnnlab.foundations.playground.given import Chosen, points_of, suggested
from dnnlab.foundations.playground.knobs import LOSSES, OUTPUTS, PlaygroundConfig
from dnnlab.foundations.playground.layers import FEATURES, Hidden, read_features, read_hidden, write_hidden
from dnnlab.foundations.playground.net.experiment import PlaygroundTraining
from dnnlab.foundations.playground.net.rivals import compare
from dnnlab.foundations.playground.rivals import RivalsConfig, plane
from dnnlab.foundations.seeds.knobs import SeedsConfig
from dnnlab.foundations.seeds.net.experiment import SeedsTraining
from dnnlab.live.config import InvalidConfig
from dnnlab.live.wire import Snapshot, State, Status
from dnnlab.plots.palette import DARK, LIGHT
from dnnlab.ui.components.stage import payload
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from pages.foundations.playground.hands import changed
from pages.foundations.playground.maths import maths
from pages.foundations.playground.scene import PlaygroundScene, idle_units
from pages.foundations.playground.seeds_scene import SeedsScene, told
from tests.unit.printed import assert_holds

PLAIN = PlaygroundConfig()


def trained(steps: int = 3, **knobs: Any) -> PlaygroundTraining:
    run = PlaygroundTraining(PlaygroundConfig(**knobs))
    for _ in range(steps):
        run.step()
    return run


def shown(run: PlaygroundTraining) -> Snapshot:
    view = run.view()
    return Snapshot(status=Status(config=run.config, state=State.PAUSED, step=view.step), view=view)


# -- layers and inputs -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "layers"),
    [
        ("", ()), ("8, 8", (Hidden(8, ""), Hidden(8, ""))),
        ("4 relu ,12 Leaky ReLU", (Hidden(4, "ReLU"), Hidden(12, "leaky ReLU"))),
        ("32,32,32,32,32,1", (*[Hidden(32, "")] * 5, Hidden(1, ""))),
    ],
)  # fmt: skip
def test_layers_are_read_and_written(text: str, layers: tuple[Hidden, ...]) -> None:
    assert read_hidden(text) == layers
    assert read_hidden(write_hidden(layers)) == layers


@pytest.mark.parametrize("text", ["0", "33", "a", "8,,8", "1,1,1,1,1,1,1", "8 swish", "-3", "8; 8", "8.5"])
def test_layers_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(InvalidConfig, match="hidden:"):
        PlaygroundConfig(hidden=text)


def test_inputs_are_read_in_their_order() -> None:
    assert read_features(" XY, x2,x ") == ("x", "x²", "xy")
    assert read_features(", ".join(FEATURES)) == tuple(FEATURES)
    for text in ("", "z", "x; y"):
        with pytest.raises(InvalidConfig, match="inputs:"):
            PlaygroundConfig(inputs=text)


def test_what_the_hand_asks_of_the_network() -> None:
    assert changed(PLAIN, {"layers": 1}).hidden == "8, 8, 8"
    assert changed(PLAIN, {"layers": -1}).hidden == "8"
    assert changed(PlaygroundConfig(hidden=""), {"layers": -1}).hidden == ""
    assert changed(PlaygroundConfig(hidden=""), {"layers": 1}).hidden == "4"
    assert changed(PlaygroundConfig(hidden="3 ReLU, 2"), {"units": [0, 1]}).hidden == "4 ReLU, 2"
    assert changed(PlaygroundConfig(hidden="1"), {"units": [0, -1]}).hidden == "1"
    assert changed(PLAIN, {"input": "xy"}).inputs == "x, y, xy"
    assert changed(PLAIN, {"input": "x"}).inputs == "y"
    assert changed(PLAIN, {"activation": [1, "ReLU"]}).hidden == "8, 8 ReLU"
    assert changed(PlaygroundConfig(hidden="8 ReLU"), {"activation": [0, "tanh"]}).hidden == "8"
    with pytest.raises(InvalidConfig):
        changed(PlaygroundConfig(inputs="x"), {"input": "x"})
    for op in (
        {"input": "q"},
        {"units": [5, 1]},
        {"units": ["a", 1]},
        {"activation": [0, "swish"]},
        {"units": [0, 100]},
    ):
        with pytest.raises(ValueError, match="There is no"):
            changed(PLAIN, op)


# -- what stands on the page ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "knobs",
    [
        {}, {"data": "pinwheel", "hidden": ""}, {"data": "ripples", "activation": "ReLU"}, {"data": "own points"},
        {"hidden": "32, 32, 32, 32, 32, 32", "data": "5 clouds", "points": 1000}, {"hidden": "1 sigmoid"},
        {"inputs": "x, x2, sin 2y"},
    ],
)  # fmt: skip
def test_every_run_can_be_drawn(knobs: dict[str, Any]) -> None:
    run = trained(**knobs)
    panels = PlaygroundScene().pictures(run.view(), DARK)
    assert len(payload.encode(panels, DARK)) < 400_000
    for each in panels:
        if isinstance(each, FigurePanel):
            go.Figure(each.figure.to_dict())  # validates what the page builds unvalidated


def test_a_run_that_overflowed_can_be_drawn() -> None:
    for value in (np.nan, 1e300, np.inf):
        run = trained(data="3 arms")
        run.net.theta[:] = value
        payload.encode(PlaygroundScene().pictures(run.view(), LIGHT), LIGHT)


def test_idle_units_are_told_by_layer() -> None:
    run = trained(1, hidden="4 ReLU, 3 tanh")
    run.apply({"weight": [0, 1, -1], "to": -100})
    view = run.view()
    assert f"layer 1: {view.dead[0]} dead" in idle_units(view)


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("loss", LOSSES)
def test_the_maths_follow_output_and_loss(loss: str, output: str) -> None:
    run = PlaygroundTraining(PlaygroundConfig(output=output, loss=loss, data="3 arms"))
    text = "\n".join(maths(run.config, shown(run)))
    assert f"The output is {run.task.shape.output}, the loss {run.task.shape.loss}" in text


@pytest.mark.parametrize("inputs", ["x, y", "y", ", ".join(FEATURES)])
def test_the_sum_follows_from_what_is_printed(inputs: str) -> None:
    for seed in range(20):
        run = PlaygroundTraining(PlaygroundConfig(inputs=inputs, seed=seed, start="large normal"))
        (sums,) = [each for each in maths(run.config, shown(run)) if "z &=" in each]
        row = sums.split("&=", 2)[2].removesuffix(r"\end{aligned}").replace(r"\\ &\quad", "")
        assert_holds(row)


def test_the_maths_name_what_regularises() -> None:
    config = PlaygroundConfig(l1=0.01, l2=0.002, max_norm=1.5, dropout=0.2, input_dropout=0.1)
    text = "\n".join(maths(config, Snapshot(status=Status(config=config))))
    assert r"0.01\,\mathrm{sign}(w) + 0.002\,w" in text and r"\frac{1.5}" in text and "20\N{NO-BREAK SPACE}%" in text


# -- sixteen seeds, and others -----------------------------------------------------------------


@pytest.mark.parametrize("data", ["spiral", "pinwheel", "hills"])
def test_sixteen_seeds_can_be_drawn(data: str) -> None:
    run = SeedsTraining(SeedsConfig(data=data))
    payload.encode(SeedsScene().pictures(run.view(), DARK), DARK)
    for _ in range(3):
        run.step()
    assert told(run.view()).startswith("From ")
    payload.encode(SeedsScene().pictures(run.view(), DARK), DARK)


@pytest.mark.parametrize("data", ["spiral", "pinwheel", "hills"])
def test_others_on_the_points_of_a_run(data: str) -> None:
    run = trained(200, data=data)
    run.apply({"add": [0.0, 0.0], "label": 1 if data != "hills" else 0.5})
    view = compare(PLAIN, None, RivalsConfig(), experiment=run)
    assert view.tried[0].name == "your network" and len(view.tried) == 4
    assert len(view.places) == 501 and view.step == 200
    assert view.tried[0].training == pytest.approx(run._check()["training_error"])
    tree = view.tried[1]
    assert tree.training < 0.3
    go.Figure(plane(view, tree, LIGHT, height=200).to_dict())


def test_a_deep_tree_and_one_neighbour_know_their_points_by_heart() -> None:
    view = compare(PlaygroundConfig(noise=0.4), None, RivalsConfig(depth=20, neighbours=1))
    tree, _, near = view.tried
    assert tree.training == near.training == 0 and tree.validation > 0.1 and near.validation > 0.1


def test_others_need_points_of_two_classes() -> None:
    with pytest.raises(ValueError, match="too few points"):
        compare(PlaygroundConfig(data="own points"), None, RivalsConfig())


# -- tables -------------------------------------------------------------------------------------


def table(rows: str) -> Any:
    return read_table(rows.encode())


def test_a_table_becomes_points_that_fill_the_plane() -> None:
    lines = ["height,width,kind", *(f"{i},{(7 * i) % 20},{'abc'[i % 3]}" for i in range(30))]
    read = table("\n".join(lines))
    made = points_of(read, suggested(read))
    assert suggested(read) == Chosen(x="height", y="width", label="kind", value=False)
    assert made["classes"] == ["a", "b", "c"] and made["labels"][:4].tolist() == [0, 1, 2, 0]
    assert made["places"].min(0).tolist() == pytest.approx([-2.7, -2.7])
    assert made["places"].max(0).tolist() == pytest.approx([2.7, 2.7])


def test_a_column_of_many_numbers_is_a_value() -> None:
    read = table("\n".join(["a,b,price", *(f"{i},{(3 * i) % 11},{i * 1.5}" for i in range(30))]))
    made = points_of(read, suggested(read))
    assert made["value"] and made["labels"].min() == -1 and made["labels"].max() == 1


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (["a,b", *(f"{i},{i}" for i in range(20))], "Two columns of numbers"),
        (["a,b,c", *(f"{i},{i % 4},{'xy'[i % 2]}" for i in range(8))], "at least 10"),
    ],
)
def test_a_table_that_cannot_be_points_is_refused(rows: list[str], says: str) -> None:
    read = table("\n".join(rows))
    with pytest.raises(TableError, match=says):
        points_of(read, suggested(read))
    with pytest.raises(TableError, match="three different"):
        points_of(read, Chosen(x="a", y="a", label="b", value=False))
