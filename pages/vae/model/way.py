"""The learner's digit on its way through the network: the picture, its distribution of codes, reconstructions."""

from __future__ import annotations

from dnnlab.plots.sheets import Station, Tiles
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.kinds.flow import FlowPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.passing import PassedDigit
from dnnlab.vae.model.views import Passed, VaeView


def way(own: PassedDigit, view: VaeView) -> Panel:
    """What it becomes: as it is seen, decoded from its mean, decoded from four draws."""
    passed: Passed = own.answer
    numbers = [_number(mean, spread) for mean, spread in zip(passed.mean[:2], passed.deviation[:2], strict=True)]
    told = ", ".join(numbers) + (" …" if len(passed.mean) > 2 else "")
    who = "the recorded network, as it ended" if own.shipped else f"your run at step {view.step:,}"
    nats = f"ELBO about {written(passed.reconstruction - passed.kl)} nats: {written(passed.reconstruction)} of "
    nats += f"reconstruction, less {written(passed.kl)} of KL."
    return FlowPanel(
        stations=[
            Station(name="yours, as\nit is seen", tiles=Tiles(pixels=passed.seen[None], columns=1), height=0.6),
            Station(name="from μ", tiles=Tiles(pixels=passed.output[None], columns=1), height=0.6),
            Station(name="four draws of z", tiles=Tiles(pixels=passed.sampled[:4], columns=2), height=1.0),
        ],
        title=f"Your digit becomes {told}", pair="copies", columns=5, leads=True,
        caption=f"Read by {who}. {nats if view.draws else ''} Its ellipse is on the map.",
        alt=f"Your digit, {told}, and its reconstructions.",
    )  # fmt: skip


def _number(mean: float, deviation: float) -> str:
    return f"{written(float(mean), digits=2)} ± {written(float(deviation), digits=2)}"
