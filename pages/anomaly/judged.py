"""Panels that judge scores, the same in all lessons of this topic: histogram, ROC, confusion, precision and recall."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from dnnlab.anomaly import figures, scores
from dnnlab.anomaly.figures import Limit, Ranked
from dnnlab.anomaly.knobs import AlarmConfig
from dnnlab.plots.palette import Palette
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.panel import Panel
from pages.anomaly.verdict import NORMAL, Judged, peeked, rates, verdict

COLOURS = "Blue: normal; red: anomalies. "
"""What a histogram of both sorts is to be read by."""


def histogram_panel(
    view: Judged, threshold: float, alarm: AlarmConfig, palette: Palette, *, score: str, log: bool, height: int,
    things: str,
) -> Panel:  # fmt: skip
    """The scores of both sorts, with the threshold, and with the peeked one; it leads."""
    anomaly = view.kinds != NORMAL if len(view.kinds) else np.zeros(len(view.scores), bool)
    limits = [Limit(value=threshold, name="threshold")]
    if alarm.peek and view.labelled:
        limits.append(Limit(value=peeked(view, alarm), name="peeked", dash="dot"))
    return FigurePanel(
        figure=figures.histogram(
            view.scores[~anomaly], view.scores[anomaly], limits, palette, height=height, log=log,
            title=f"score ({score})",
        ),
        title="Scores: where does normal end?", columns=5,
        caption=f"{COLOURS if anomaly.any() else ''}{rates(view, threshold, alarm, things)}",
        height=height, leads=True, pair="histogram",
        alt=f"Histogram of {len(view.scores):,} scores. {rates(view, threshold, alarm, things)}",
    )  # fmt: skip


def judging_panels(
    view: Judged, auc: float, others: Sequence[Ranked], threshold: float, alarm: AlarmConfig, palette: Palette,
    *, height: int, more: str = "",
) -> Sequence[Panel]:  # fmt: skip
    """ROC beside those of the others, what the threshold does, precision and recall; of labelled scores.

    Args:
        auc: the network's, as it was measured.
        others: ROC curves of detectors without a network.
        more: what else is to be said beside them.
    """
    truth = view.kinds != NORMAL
    counts = scores.confusion(truth, view.scores, threshold)
    curve = scores.roc(truth, view.scores).thinned()
    precise = scores.precision_recall(truth, view.scores).thinned()
    network = Ranked(name="network", x=curve.x, y=curve.y, area=auc, leads=True)
    words = verdict(counts, alarm)
    average = scores.average_precision(truth, view.scores)
    return [
        FigurePanel(
            figure=figures.curves(
                [network, *others], palette, height=height, x="false alarms", y="found",
                at=(counts.false_alarm_rate, counts.recall),
            ),
            title="ROC: every threshold at once", columns=4, height=height, pair="roc",
            caption=f"The number is the area (AUC). Circle: the threshold.{more}",
            alt=f"ROC curves: network {written(auc, digits=4)}, "
            + ", ".join(f"{each.name} {written(each.area, digits=4)}" for each in others),
        ),
        FigurePanel(
            figure=figures.confusion_cells(counts, palette, height=height), columns=3, height=height, pair="verdict",
            title=f"{written(counts.recall, percent=True)} found", caption=words, alt=words,
        ),
        FigurePanel(
            figure=figures.curves(
                [Ranked(name="network", x=precise.x, y=precise.y, area=average, leads=True)], palette, height=height,
                x="recall", y="precision", at=None if math.isnan(counts.precision) else
                (counts.recall, counts.precision), guess=float(truth.mean()),
            ),
            title="Precision and recall", columns=5, height=height, pair="precision",
            caption="Of the alarms, how many are right; of the anomalies, how many are found. Dotted: guessing. "
            "The number is the average precision.",
            alt=f"Precision-recall curve, average precision {written(average)}.",
        ),
    ]  # fmt: skip
