"""The learner's digit on its way through the network: the picture, its code, the copy."""

from __future__ import annotations

from dnnlab.autoencoders.basic.views import AutoencoderView, Passed
from dnnlab.plots.sheets import Station, Tiles, diverging
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.kinds.flow import FlowPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.passing import PassedDigit


def way(own: PassedDigit, view: AutoencoderView) -> Panel:
    """The learner's digit, its code, its copy."""
    passed: Passed = own.answer
    code = passed.code
    told = ", ".join(written(float(each), digits=2) for each in code[:3]) + (" …" if len(code) > 3 else "")
    columns = max(1, round(len(code) ** 0.5 / 2))
    rows_ = -(-len(code) // columns)
    laid = diverging([*code, *[0.0] * (columns * rows_ - len(code))]).reshape(1, rows_, columns)
    who = "the recorded network, as it ended" if own.shipped else f"your run at step {view.step:,}"
    return FlowPanel(
        stations=[
            Station(name="yours", tiles=Tiles(pixels=own.pixels[None], columns=1), height=0.6),
            Station(name="code", tiles=Tiles(pixels=laid, paint="diverging", columns=1), height=0.6),
            Station(name="copy", tiles=Tiles(pixels=passed.output[None], columns=1), height=0.6),
        ],
        title=f"Your digit becomes {told}", pair="copies", columns=5, leads=True,
        caption=f"Read by {who}. Squared error {written(passed.error)}. Its code is marked on the map.",
        alt=f"Your digit, its code {told}, and its copy, squared error {written(passed.error)}.",
    )  # fmt: skip
