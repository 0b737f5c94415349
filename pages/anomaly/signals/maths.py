"""The maths of the signals lesson, with the numbers of the moment filled in."""

from __future__ import annotations

import numpy as np

from dnnlab.anomaly.knobs import AlarmConfig
from dnnlab.anomaly.signals.knobs import SignalConfig
from dnnlab.anomaly.signals.measures import auc_table, goal_told, measures
from dnnlab.anomaly.signals.views import Scored, SignalView
from dnnlab.anomaly.signals.words import CLASSIFIER
from dnnlab.anomaly.tables import contamination_table, rates_table
from dnnlab.live.wire import Snapshot
from dnnlab.plots.written import in_latex, written
from dnnlab.ui.blocks import Caption, Latex, parameter_table, units
from pages.anomaly.counting import counted, threshold_blocks

CHANNEL = (
    "**The error vector.** A window $x$ of $d$ numbers, less the mean window and divided by its channel's standard "
    "deviation, goes through the code $z$ and comes back as $\\hat x$. The error is a vector, one number for each "
    "moment and channel."
)


def maths(config: SignalConfig, alarm: AlarmConfig, now: Snapshot) -> list[str]:
    """How a window becomes a score, a threshold a rate, and scores an AUC."""
    blocks = [
        CHANNEL,
        Latex(r"z = f(x), \qquad \hat x = g(z), \qquad e = x - \hat x"),
        Latex(
            r"\mathrm{MSE} = \frac1d \sum_{i=1}^{d} e_i^2, \qquad \mathrm{MAE} = \frac1d \sum_{i=1}^{d} |e_i|, \qquad "
            r"\text{or } e \text{ itself, into a classifier}"
        ),
    ]
    view = now.view
    if isinstance(view, SignalView):
        blocks += _of_the_moment(view, alarm)
        d = view.examples.windows.shape[1] * len(view.channels)
        if view.network == "dense":
            blocks += [f"**The network**, {d} numbers in and out.", parameter_table(_layers(d, now, view))]
    return [
        *blocks,
        *_measured(),
        "**PCA** is the same with straight lines: the code holds the components along which normal windows vary most. "
        "**z-scores** rebuild every window as the mean one. Both are fitted on the same windows, without a single "
        "step.",
        Caption(
            "The threshold is the k-th largest of the held-out scores, k = ⌊rate · (h + 1)⌋: a further normal one is "
            "above it with a probability of at most the rate, if it is of the same kind as those. Observed rates "
            "differ from that by chance, the more the fewer are held out."
        ),
    ]


def _measured() -> list[str]:
    """All detectors on all sets, which ship with the lesson."""
    return [
        "**All detectors on all sets**, fitted on all windows to learn from, judged on all of the test; the mean of 5 "
        "seeds, the lowest and the highest. Where a line without a network does as well, take that one.",
        auc_table(),
        goal_told(),
        "**How were the settings of the dense network chosen?** On a third of the 292 normal beats and the 208 "
        "labelled anomalies of the 500, fitted on the other normal ones; what was best there was then fitted on all "
        "292 and judged on the 4,500. To choose by the test, and to report the same test, would flatter.",
        "**Contamination** of the heartbeats to learn from:",
        contamination_table(measures()),
        "**Do the thresholds keep their promise?** False alarms on normal test windows, each seed with another third "
        "held out. They are off where the test differs from what was learnt: record 100 changes over its half hour.",
        rates_table(measures()),
    ]


def _layers(d: int, now: Snapshot, view: SignalView) -> dict[str, tuple[str, int]]:
    hidden = now.status.config.hidden if isinstance(now.status.config, SignalConfig) else 32
    return {
        "hidden": units(hidden, d), "code": units(view.code, hidden), "hidden again": units(hidden, view.code),
        "output": units(d, hidden),
    }  # fmt: skip


def _of_the_moment(view: SignalView, alarm: AlarmConfig) -> list[str]:
    """The threshold and the counts, in figures."""
    blocks = threshold_blocks(view, alarm)
    if not view.labelled or not blocks:
        return blocks
    blocks += counted(view, view.auc, alarm, "window")
    if view.score == CLASSIFIER:
        blocks.append(
            "**The classifier**: log-odds $w \\cdot \\ln(1 + |e|) + b$, fitted on the held-out windows and on labelled "
            "anomalies that are not in the test. It finds what it was shown; a fault of a new kind it may not know."
        )
    return blocks


OF_WATCHING = [
    "**Shape.** Each beat is a window from a quarter of a second before its R to 0.45 of one after it, less its "
    "own mean; its score is the mean squared error of what comes back. The next beat is not in the window, so "
    "it says nothing about the time. Beats that come early differ a little in their P wave: with 8 components PCA has "
    "an AUC of 0.947 by shape alone, with 2, as here, 0.786.",
    "**Interval.** The time since the beat before, compared with the median of the eight intervals before that one:",
    Latex(
        r"r_i = \left| \ln \frac{t_i - t_{i-1}}{\mathrm{median}(t_{i-1} - t_{i-2}, \ldots, t_{i-8} - t_{i-9})} \right|"
    ),
    "**Level.** Both are divided by their thresholds, so that 1 is an alarm; of both the larger one counts. A moving "
    "average goes over the last beats before that, since a monitor does not know what comes.",
    "**Delay.** From the beginning of a fault, as the labels have it, to the moment at which the window of the beat "
    "that raised the alarm is over. A beat whose window ends up to two and a half seconds after the fault still counts "
    "for it: a missing beat is only known when the next one comes.",
]

OF_TABLES = [
    "**Windows.** A series of $n$ rows is cut into windows of $L$ rows, each $s$ rows after the one before:",
    Latex(r"\text{windows} = \left\lfloor \frac{n - L}{s} \right\rfloor + 1, \qquad x \in \mathbb{R}^{L \cdot C}"),
    "Where $s < L$ they overlap, and each row is looked at several times. With $C$ signals a window is a vector of "
    "$L \\cdot C$ numbers, row after row. Where each row is one example, $L = 1$.",
    "**Labels.** A window is an anomaly where any of its rows is. They only judge: nothing is trained on them.",
    "**Holes** are filled on a straight line between the values beside them. **Scale**: of each signal its mean is "
    "taken away, then it is divided by its standard deviation, both of what the network learns from.",
]


def of_drawing(scored: Scored | None) -> list[str]:
    """From ink to a score, with the numbers of this beat."""
    blocks = [
        "**From ink to numbers.** In each column of the pad the middle of the ink counts; 140 places are read off it, "
        "as many as a beat of the set has. Then it is brought to mean 0 and standard deviation 1, as those were:",
        Latex(r"x_i = \frac{u_i - \bar u}{\sigma_u}, \qquad i = 1, \ldots, 140"),
        "**The score** is the mean squared error of what comes back, each error in standard deviations of the beats "
        "that were learnt from:",
        Latex(r"s = \frac{1}{140} \sum_{i=1}^{140} e_i^2, \qquad e = \frac{x - \hat x}{\sigma}"),
    ]
    if scored is not None:
        squares, sizes = scored.errors[0].astype(float) ** 2, np.abs(scored.errors[0].astype(float))
        value = float(scored.scores[0])
        absolute = abs(sizes.mean() - value) < abs(squares.mean() - value)  # the learner's own run may score so
        told = sizes if absolute else squares
        blocks += [
            "Of this beat, with absolute errors, as your run scores:" if absolute else "Of this beat:",
            Latex(
                rf"s = \frac{{{in_latex(written(float(told.sum()), digits=5))}}}{{140}} = {in_latex(written(value))}"
            ),
        ]
    return [
        *blocks,
        "**The threshold** is a score that 5 % of held-out normal beats may exceed. They are of one heart: it says "
        "nothing about yours.",
    ]
