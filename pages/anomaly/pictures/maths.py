"""The maths of the pictures lesson, with the numbers of the moment filled in."""

from __future__ import annotations

from dnnlab.anomaly.knobs import AlarmConfig
from dnnlab.anomaly.pictures.knobs import PictureConfig
from dnnlab.anomaly.pictures.material import PIXELS
from dnnlab.anomaly.pictures.measures import auc_table, damage_table, measures
from dnnlab.anomaly.pictures.views import PictureView
from dnnlab.anomaly.pictures.words import CLASSIFIER
from dnnlab.anomaly.tables import rates_table
from dnnlab.live.wire import Snapshot
from dnnlab.ui.blocks import Caption, Latex, parameter_table, units
from pages.anomaly.counting import counted, threshold_blocks

ERROR = (
    f"**The error vector.** A picture $x$ of $d$ = {PIXELS} pixels, less the mean picture and divided by the standard "
    "deviation $\\sigma$ that all pixels share, goes through the code $z$ and comes back as $\\hat x$. The heat-map is "
    "the error, pixel by pixel: $\\sigma e$."
)
PLANE_MATHS = [
    "**Everywhere.** The same detector with two columns instead of 784: a point $x$ of the plane goes through one "
    "number and comes back as $\\hat x$. The colour is its score at each place.",
    Latex(r"s(x) = \tfrac12 \lVert x - g(f(x)) \rVert^2, \qquad f: \mathbb{R}^2 \to \mathbb{R}, \quad "
          r"g: \mathbb{R} \to \mathbb{R}^2"),
    "**Why there are holes.** All that the decoder can write, $\\{g(z)\\}$, is a curve. Nothing in the loss says where "
    "it must end: with ReLU, $g$ is a straight line for all large $|z|$. Where the encoder reads a point of that line "
    "as its own $z$, it comes back unharmed, however far it is from any data.",
    Latex(r"x = g(z) \text{ and } f(g(z)) = z \;\Rightarrow\; s(x) = 0"),
    "With two numbers in the code, $g(f(x)) = x$ is possible on the whole plane: the error says nothing any more. The "
    "distance to the nearest normal points has no holes: it grows wherever one goes.",
]  # fmt: skip


def maths(config: PictureConfig, alarm: AlarmConfig, now: Snapshot) -> list[str]:
    """How a picture becomes a score, a threshold a rate, and scores an AUC."""
    blocks = [
        ERROR,
        Latex(r"z = f(x), \qquad \hat x = g(z), \qquad e = x - \hat x"),
        Latex(
            r"\mathrm{MSE} = \frac1d \sum_{i=1}^{d} e_i^2, \qquad \mathrm{MAE} = \frac1d \sum_{i=1}^{d} |e_i|, \qquad "
            r"\text{standardised} = \frac1d \sum_{i=1}^{d} \frac{e_i^2}{v_i}"
        ),
        "with $v_i$ the mean square of $e_i$ on held-out normal pictures, and 0.09 more. Or $e$ itself goes into a "
        "classifier.",
    ]
    view = now.view
    if isinstance(view, PictureView):
        blocks += threshold_blocks(view, alarm)
        if view.labelled:
            blocks += counted(view, view.auc, alarm, "picture")
        if view.score == CLASSIFIER:
            blocks.append(
                "**The classifier**: log-odds $w \\cdot \\ln(1 + |e|) + b$, fitted on held-out normal pictures and on "
                "labelled anomalies that are not in the test. It finds what it was shown; what is new it may not know."
            )
        hidden = now.status.config.hidden if isinstance(now.status.config, PictureConfig) else config.hidden
        layers = {
            "hidden": units(hidden, PIXELS), "code": units(view.code, hidden),
            "hidden again": units(hidden, view.code), "output": units(PIXELS, hidden),
        }  # fmt: skip
        blocks += [f"**The network**, {PIXELS} numbers in and out.", parameter_table(layers)]
    return [
        *blocks,
        "**All detectors**, fitted on all pictures of the normal kind to learn from (at most 6,000), judged on the "
        "whole test; the mean of 5 seeds, the lowest and the highest; bold: the best. Where a line without a network "
        "does as well, take that one.",
        auc_table(),
        "**Do the thresholds keep their promise?** False alarms on normal test pictures, each seed with another fifth "
        "held out.",
        rates_table(measures()),
        Caption(
            "The threshold is the k-th largest of the held-out scores, k = ⌊rate · (h + 1)⌋: a further normal one is "
            "above it with a probability of at most the rate, if it is of the same kind as those."
        ),
    ]


def of_damage() -> list[str]:
    """What damage is, and what detectors make of it."""
    return [
        ERROR,
        Latex(r"s(x) = \frac1d \sum_{i=1}^{d} e_i^2"),
        "**Damage.** Noise: a Gaussian number on each pixel, what leaves the range is clipped. Occlusion: a black "
        "square. Scratches: bright lines. Rotation: about the middle. All of them hit the picture after it was taken, "
        "none of them was shown to the network.",
        "**Against damage**, whole eights against eights with damage of 50 %:",
        damage_table(),
    ]
