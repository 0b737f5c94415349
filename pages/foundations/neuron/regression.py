"""Part six: losses of a number, and the line that each fits when a point is dragged away."""

from __future__ import annotations

from collections.abc import Sequence

from streamlit.delta_generator import DeltaGenerator

from dnnlab.foundations.neuron.curves import STEP, regression_curves
from dnnlab.foundations.neuron.examples import LINE, LINE_STEP, LINE_X, LINE_Y
from dnnlab.foundations.neuron.fitting import l1_line, l2_line, pseudo_huber_line
from dnnlab.foundations.neuron.knobs import RegressionConfig
from dnnlab.plots.written import written
from dnnlab.ui.blocks import Caption
from dnnlab.ui.components.stage.kinds.lines import LinesPanel
from dnnlab.ui.components.stage.kinds.plots import Curve, Plot, PlotsPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.source import Source
from pages.foundations.neuron import loss_maths as maths
from pages.foundations.neuron.lesson import LESSON
from pages.foundations.neuron.loss_questions import ON_REGRESSION
from pages.foundations.neuron.showing import show_part

PAGE = f"{LESSON.slug}/regression"
COLOURS = {"L2": 0, "L1": 1, "pseudo-Huber": 2}
CODE = (
    Source(
        "dnnlab/foundations/losses.py",
        "l2",
        "l2_gradient",
        "l1",
        "l1_gradient",
        "pseudo_huber",
        "pseudo_huber_gradient",
    ),
    "The lines; the browser does the same at every move of the pointer.",
    Source("dnnlab/foundations/neuron/fitting.py", "l2_line", "l1_line", "pseudo_huber_line", "_weighted"),
)


def show(*places: DeltaGenerator) -> None:
    """The points with their lines, then curves."""
    show_part(
        places, ON_REGRESSION, page=PAGE, prefix="num_", dials=("residual", "points"), panels=panels, facts=facts,  # type: ignore[arg-type]
        maths=maths.of_regression, code=CODE,
    )  # fmt: skip


def panels(config: RegressionConfig) -> Sequence[Panel]:
    """Lines, and losses against the residual."""
    return [lines(config), curves(config)]


def lines(config: RegressionConfig) -> Panel:
    """The points to drag."""
    points = config.placed()
    fits = {
        "L2": l2_line(points), "L1": l1_line(points), "pseudo-Huber": pseudo_huber_line(points, config.delta),
    }  # fmt: skip
    slopes = ", ".join(f"{name} has slope {written(slope)}" for name, (slope, _) in fits.items())
    return LinesPanel(
        points=points, before=LINE, dial="points", delta=config.delta, x=LINE_X, y=LINE_Y, step=LINE_STEP,
        colours=(COLOURS["L2"], COLOURS["L1"], COLOURS["pseudo-Huber"]), height=300, columns=7,
        title="Drag a point far off: whose line follows it?",
        caption="Three straight lines, each with the least sum of its loss. L2: least squares. The points began near "
        "y = x/2 + 1.",
        alt=f"Nine points and three lines: {slopes}.",
    )  # fmt: skip


def curves(config: RegressionConfig) -> Panel:
    """Value and gradient against prediction less target."""
    drawn = regression_curves(config)
    place = round((config.residual + 5) / STEP)
    made = [
        tuple(
            Curve(name=name, values=getattr(each, what), colour=COLOURS[name], jumps=name == "L1" and what == "slopes")
            for name, each in drawn.items()
        )
        for what in ("values", "slopes")
    ]
    return PlotsPanel(
        start=-5, step=STEP, axis="y − t", at=config.residual, dial="residual", narrow=260, height=128, columns=5,
        plots=(
            Plot(title="Loss", low=-0.5, high=10, curves=made[0]),
            Plot(title="Gradient", low=-5.5, high=5.5, curves=made[1]),
        ),
        title="What a distance costs, and how hard it pulls",
        caption="Against prediction less target. L2 pulls twice the distance, L1 always 1, pseudo-Huber at most δ.",
        alt=f"At {written(config.residual)}: "
        + ", ".join(f"{name} {written(float(each.values[place]))}" for name, each in drawn.items()) + ".",
    )  # fmt: skip


def facts(config: RegressionConfig) -> Sequence[str]:
    """What to try."""
    return [
        Caption(
            "Pull the last point further down. Then make δ small: the pseudo-Huber line comes to the L1 line; make it "
            "large, and it comes to the L2 line."
        )
    ]
