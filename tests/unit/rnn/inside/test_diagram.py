"""The diagrams of all cells, and what the stage is sent of them."""

from __future__ import annotations

import pytest

from dnnlab.plots.diagrams import Diagram, Node, Reading, Wire
from dnnlab.rnn.inside.diagram import cell_diagram, plan_of
from dnnlab.rnn.inside.knobs import InsideConfig
from dnnlab.rnn.inside.net.experiment import Inside
from dnnlab.rnn.inside.stages import quantities, stages
from dnnlab.rnn.kinds import KINDS, WITH_MEMORY
from dnnlab.rnn.unfolded.diagram import unfolded_diagram
from dnnlab.rnn.unfolded.knobs import UnfoldedConfig
from dnnlab.rnn.unfolded.net.experiment import Unfolded
from dnnlab.ui.components.stage.kinds.diagram import DiagramPanel


@pytest.mark.parametrize("kind", KINDS)
def test_a_cell_has_all_it_computes_and_lights_up_in_its_order(kind: str) -> None:
    run = Inside(InsideConfig(cell=kind, hidden=2))
    before = {"h-", "C-"} if kind in WITH_MEMORY else {"h-"}
    assert set(plan_of(kind).places) == {"x", *before, *quantities(kind)}
    assert all(node.state == "off" for node in cell_diagram(run.view(), "h").nodes)
    for place, stage in enumerate(stages(kind)):
        run.step()
        nodes = {node.name: node for node in cell_diagram(run.view(), "h").nodes}
        assert nodes[stage].state == "now"
        assert [nodes[name].state for name in stages(kind)[:place]] == ["on"] * place
        assert {nodes[name].state for name in stages(kind)[place + 1 :]} <= {"off"}
    assert nodes["h"].picked


@pytest.mark.parametrize("kind", KINDS)
def test_a_wire_ends_where_something_is_computed_from_it(kind: str) -> None:
    plan = plan_of(kind)
    lit = {name: name for name in plan.places} | {name: lit for name, (_, _, lit) in plan.operations.items()}
    for line in plan.lines:
        assert line.lit == lit[line.to], f"{line.of} → {line.to}"
        if line.of in quantities(kind):
            order = quantities(kind)
            assert order.index(line.of) < order.index(line.lit), "it would come too late"


def test_gates_are_marked_and_held_ones_named() -> None:
    run = Inside(InsideConfig(sequence="0.1 1", by_gate=False))
    run.step()
    nodes = {node.name: node for node in cell_diagram(run.view(), "").nodes}
    assert nodes["f"].readings[0].text == "o 1"
    assert nodes["i"].readings[0].text == "– 0.00"
    run.apply({"force": "i", "unit": 1, "to": 1.0})
    run.step()
    nodes = {node.name: node for node in cell_diagram(run.view(), "").nodes}
    assert (nodes["i"].label, nodes["i"].readings[0].text) == ("i held", "o 1")


@pytest.mark.parametrize("reach", [1, 3, 8])
def test_the_unfolded_net_shows_where_the_gradient_was_cut_off(reach: int) -> None:
    diagram = unfolded_diagram(Unfolded(UnfoldedConfig(truncation=reach)).view())
    off = {node.name for node in diagram.nodes if node.state == "off"}
    assert off == {f"d{t}" for t in range(1, 7 - min(reach, 6))}
    assert len(diagram.nodes) == 3 * 6 + 3


def test_a_diagram_that_cannot_be_drawn_is_refused() -> None:
    node = Node(name="a", at=(0, 0), label="a")
    for nodes, wires, said in (
        ([node, node], [], "one name"),
        ([node], [Wire(of="a", to="b")], "'b'"),
        ([node], [Wire(of="a", to="a", via=[(2, 0)])], "outside"),
    ):
        with pytest.raises(ValueError, match=said):
            Diagram(nodes=nodes, wires=wires, size=(1, 1))


def test_what_the_browser_is_sent() -> None:
    nodes = [
        Node(name="a", at=(0, 0), label="a", readings=[Reading(text="9", level=9.0)]),
        Node(name="+", at=(1, 0), label="+", state="off"),
    ]
    wires = [Wire(of="a", to="+", level=float("nan")), Wire(of="a", to="+", level=-0.25)]
    panel = DiagramPanel(title="", diagram=Diagram(nodes=nodes, wires=wires, size=(1, 0)), clickable=True)
    spec = panel.pack().spec
    assert panel.kind == "diagram"
    assert [each["clickable"] for each in spec["nodes"]] == [True, False], "only what holds numbers"
    assert spec["nodes"][0]["readings"] == [["9", 1.0]]
    assert [each["level"] for each in spec["wires"]] == [None, -0.25]
