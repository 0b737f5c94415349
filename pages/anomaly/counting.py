"""Threshold, counts and AUC of a moment as formulas, the same in all lessons of this topic."""

from __future__ import annotations

import math

from dnnlab.anomaly import scores
from dnnlab.anomaly.knobs import AlarmConfig
from dnnlab.plots.written import in_latex, written
from dnnlab.ui.blocks import Latex
from pages.anomaly.verdict import NORMAL, Judged, threshold_of


def threshold_blocks(view: Judged, alarm: AlarmConfig) -> list[str]:
    """Which of the held-out scores is the threshold; nothing before the first check."""
    h = len(view.held_out)
    if not h:
        return []
    rate = alarm.accepted / 100
    k = math.floor(rate * (h + 1) + 1e-9)
    threshold = threshold_of(view, alarm)
    shown = rf"\theta = s_{{({k})}} = {in_latex(written(threshold))}" if k else r"\theta = \infty"
    return [
        f"**The threshold** of this moment, from {h} held-out scores, sorted from the largest: number "
        f"$k = \\lfloor {written(rate)} \\cdot ({h} + 1) \\rfloor = {k}$.",
        Latex(shown),
    ]


def counted(view: Judged, auc: float, alarm: AlarmConfig, thing: str) -> list[str]:
    """Recall, precision, F1 and AUC of labelled scores.

    Args:
        auc: as it was measured.
        thing: what was scored.
    """
    if not len(view.held_out):
        return []
    counts = scores.confusion(view.kinds != NORMAL, view.scores, threshold_of(view, alarm))
    found, missed, false, quiet = counts.found, counts.missed, counts.false_alarms, counts.quiet
    lines = [
        rf"\text{{recall}} &= \frac{{TP}}{{TP + FN}} = \frac{{{found}}}{{{found} + {missed}}} "
        rf"= {in_latex(written(counts.recall))}",
        rf"\text{{false alarms}} &= \frac{{FP}}{{FP + TN}} = \frac{{{false}}}{{{false} + {quiet}}} "
        rf"= {in_latex(written(counts.false_alarm_rate))}",
        rf"F_1 &= \frac{{2\,TP}}{{2\,TP + FP + FN}} = \frac{{2 \cdot {found}}}{{2 \cdot {found} + {false} + {missed}}} "
        rf"= {in_latex(written(counts.f1))}",
    ]
    if not math.isnan(counts.precision):
        lines.insert(
            1,
            rf"\text{{precision}} &= \frac{{TP}}{{TP + FP}} = \frac{{{found}}}{{{found} + {false}}} "
            rf"= {in_latex(written(counts.precision))}",
        )
    normal, anomalies = view.scores[view.kinds == NORMAL], view.scores[view.kinds != NORMAL]
    return [
        Latex(r"\begin{aligned} " + r" \\ ".join(lines) + r" \end{aligned}"),
        f"**The AUC** is the share of pairs, one anomaly and one normal {thing}, in which the anomaly scores higher: "
        f"of {len(anomalies):,} · {len(normal):,} pairs {written(auc, percent=True, digits=4)}. It needs no "
        "threshold, and it does not see how rare anomalies are: the precision does.",
    ]
