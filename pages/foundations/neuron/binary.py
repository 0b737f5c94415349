"""Part four: losses of two classes, and why nobody minimises the error itself."""

from __future__ import annotations

from collections.abc import Sequence

from streamlit.delta_generator import DeltaGenerator

from dnnlab.foundations.losses import BINARY
from dnnlab.foundations.neuron.curves import STEP, Drawn, binary_curves, boundary_curves
from dnnlab.foundations.neuron.examples import TWO_CLASSES
from dnnlab.foundations.neuron.knobs import BinaryConfig
from dnnlab.plots.written import written
from dnnlab.ui.blocks import Caption
from dnnlab.ui.components.stage.kinds.plots import TEXT, Curve, Plot, PlotsPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.source import Source
from pages.foundations.neuron import loss_maths as maths
from pages.foundations.neuron.lesson import LESSON
from pages.foundations.neuron.loss_questions import ON_BINARY, STEPS
from pages.foundations.neuron.showing import show_part

PAGE = f"{LESSON.slug}/binary"
COLOURS = {"0-1": TEXT, "hinge": 0, "squared hinge": 1, "cross-entropy": 2}
CODE = (
    "Value and gradient of each; the cross-entropy of a score is that of the sigmoid's probability.",
    Source(
        "dnnlab/foundations/losses.py", "zero_one", "hinge", "hinge_gradient", "squared_hinge", "squared_hinge_gradient"
    ),
    Source(
        "dnnlab/foundations/losses.py",
        "cross_entropy",
        "cross_entropy_gradient",
        "cross_entropy_of_score",
        "cross_entropy_of_score_gradient",
    ),
    "The mean loss over the examples, and its slope:",
    Source("dnnlab/foundations/neuron/curves.py", "boundary_curves"),
)


def show(*places: DeltaGenerator) -> None:
    """Losses against a score, and over a boundary."""
    show_part(
        places, ON_BINARY, page=PAGE, prefix="two_", dials=("y", "boundary"), panels=panels, facts=facts,  # type: ignore[arg-type]
        maths=maths.of_binary, code=CODE,
    )  # fmt: skip


def panels(config: BinaryConfig) -> Sequence[Panel]:
    """Losses against the score, then why not the error itself."""
    return [losses(config), descent(config)]


def losses(config: BinaryConfig) -> Panel:
    """Value and gradient against the prediction."""
    drawn = binary_curves(config)
    place = round((config.y + 3) / STEP)
    return PlotsPanel(
        start=-3, step=STEP, axis="y", at=config.y, dial="y", narrow=300, height=166, columns=12,
        plots=(
            Plot(title="Loss", low=-0.3, high=6, curves=curves(drawn, "values")),
            Plot(title="Gradient", low=-6, high=6, curves=curves(drawn, "slopes")),
        ),
        title=f"What a score y costs when the right label is {written(config.t)}, and how hard it is pulled",
        caption="Drag the line: right of 0 the neuron says 1, left of it −1. The gradient is the loss's slope against "
        "the score.",
        alt=f"At y = {written(config.y)}: "
        + ", ".join(f"{name} {written(float(each.values[place]))}" for name, each in drawn.items()) + ".",
    )  # fmt: skip


def descent(config: BinaryConfig) -> Panel:
    """The mean loss of twelve examples over the boundary, with balls."""
    drawn = boundary_curves(config)
    place = round((config.boundary + 6) / STEP)
    return PlotsPanel(
        start=-6, step=STEP, axis="b", at=config.boundary, dial="boundary", narrow=300, height=168, columns=12,
        rate=config.rate, steps=STEPS,
        plots=(
            Plot(
                title="Mean loss", low=-0.15, high=5, curves=curves(drawn, "values", roll=True),
                points=TWO_CLASSES[config.examples],
            ),
        ),
        title="Why not minimise the error itself? Let the balls roll",
        caption="Below, twelve examples: the neuron says “orange” right of the boundary b; a red ring is a mistake. "
        "Their share, the 0-1 loss, is a staircase: its slope is 0, so its ball stays where it is.",
        alt=f"The mean loss against the boundary. At b = {written(config.boundary)}: "
        + ", ".join(f"{name} {written(float(each.values[place]))}" for name, each in drawn.items()) + ".",
    )  # fmt: skip


def curves(drawn: dict[str, Drawn], what: str, *, roll: bool = False) -> tuple[Curve, ...]:
    """All losses, each in its colour."""
    return tuple(
        Curve(
            name=name, values=getattr(each, what), colour=COLOURS[name], gradient=each.slopes if roll else None,
            jumps=name == "0-1" or (name == "hinge" and what == "slopes"),
        )
        for name, each in drawn.items()
    )  # fmt: skip


def facts(config: BinaryConfig) -> Sequence[str]:
    """What each loss is like."""
    return [Caption("  \n".join(f"**{name}** (t is {loss.labels}): {loss.remark}" for name, loss in BINARY.items()))]
