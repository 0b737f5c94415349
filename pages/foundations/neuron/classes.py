"""Part five: losses of three classes over the triangle of predictions, and against the right class's score."""

from __future__ import annotations

from collections.abc import Sequence

from streamlit.delta_generator import DeltaGenerator

from dnnlab.foundations.neuron.curves import STEP, class_curves, class_surfaces
from dnnlab.foundations.neuron.knobs import NAMES, SIDES, ClassesConfig
from dnnlab.plots.written import written
from dnnlab.ui.blocks import Caption
from dnnlab.ui.components.stage.kinds.plots import Curve, Plot, PlotsPanel
from dnnlab.ui.components.stage.kinds.simplex import SimplexPanel, Surface, lattice
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.source import Source
from pages.foundations.neuron import loss_maths as maths
from pages.foundations.neuron.binary import COLOURS
from pages.foundations.neuron.lesson import LESSON
from pages.foundations.neuron.loss_questions import ON_CLASSES
from pages.foundations.neuron.showing import show_part

PAGE = f"{LESSON.slug}/classes"
FULL, BAND = 6.0, 0.5
"""The loss with the full colour, and from one shade to the next."""
CODE = (
    "As the lecture writes them. PyTorch's MultiMarginLoss is the hinge loss, divided by the number of classes.",
    Source(
        "dnnlab/foundations/losses.py",
        "multi_hinge",
        "multi_hinge_gradient",
        "multi_squared_hinge",
        "multi_squared_hinge_gradient",
    ),
    Source(
        "dnnlab/foundations/losses.py",
        "multi_cross_entropy",
        "multi_cross_entropy_of_scores",
        "multi_cross_entropy_of_scores_gradient",
    ),
)


def show(*places: DeltaGenerator) -> None:
    """Three triangles, then curves."""
    show_part(
        places, ON_CLASSES, page=PAGE, prefix="many_", dials=("p1", "p2", "y"), panels=panels, facts=facts,  # type: ignore[arg-type]
        maths=maths.of_classes, code=CODE,
    )  # fmt: skip


def panels(config: ClassesConfig) -> Sequence[Panel]:
    """The triangles, and losses against the right score."""
    return [triangles(config), curves(config)]


def triangles(config: ClassesConfig) -> Panel:
    """The losses over all predictions."""
    found = class_surfaces(lattice(SIDES), config.t)
    shares = ", ".join(f"{name} {written(share)}" for name, share in zip(NAMES, config.shares, strict=True))
    one, two = config.place
    return SimplexPanel(
        sides=SIDES, names=NAMES, target=config.t, at={"p1": one, "p2": two}, rate=config.rate, full=FULL, band=BAND,
        surfaces=[Surface(name=name, values=each.values, gradients=each.slopes) for name, each in found.items()],
        columns=12, title="Drag the prediction through the triangle: what does each loss say, and where does it push?",
        caption="A place is a prediction softmax(y); nearer to a corner, more for that class. The arrow is one step of "
        "gradient descent on the scores. Where a triangle has no colour the loss is 0, and there is no arrow.",
        alt=f"Three losses over the triangle of predictions; the prediction is {shares}.",
    )  # fmt: skip


def curves(config: ClassesConfig) -> Panel:
    """Value and gradient against the right class's score."""
    drawn = class_curves(config)
    place = round((config.y + 4) / STEP)
    return PlotsPanel(
        start=-4, step=STEP, axis="y", at=config.y, dial="y", narrow=300, height=180, columns=12,
        plots=(
            Plot(title="Loss", low=-0.5, high=12, curves=tuple(
                Curve(name=name, values=each.values, colour=COLOURS[name]) for name, each in drawn.items())),
            Plot(title="Gradient", low=-12, high=1, curves=tuple(
                Curve(name=name, values=each.slopes, colour=COLOURS[name], jumps=name == "hinge")
                for name, each in drawn.items())),
        ),
        title="Against the score of the right class",
        caption=f"The two wrong classes stay at {written(config.first)} and {written(config.second)}. A hinge loss "
        "bends where the right score is 1 above one of them.",
        alt=f"At y = {written(config.y)}: "
        + ", ".join(f"{name} {written(float(each.values[place]))}" for name, each in drawn.items()) + ".",
    )  # fmt: skip


def facts(config: ClassesConfig) -> Sequence[str]:
    """What to look for."""
    return [
        Caption(
            "The lines from the middle part the three answers. Beyond them the answer is right; the losses still "
            "push, the hinges up to a margin of 1, the cross-entropy for ever."
        )
    ]
