"""How a run is drawn: windows as they come back and the scores on top, then curves, ROC and the verdict."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dnnlab.anomaly.figures import Ranked
from dnnlab.anomaly.knobs import AlarmConfig
from dnnlab.anomaly.signals.figures import LOSS, auc_row, windows
from dnnlab.anomaly.signals.views import SignalView
from dnnlab.anomaly.signals.words import CLASSIFIER
from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.curves import curves_panel
from pages.anomaly.judged import histogram_panel, judging_panels
from pages.anomaly.verdict import threshold_of

LEADING, BELOW = 172, 184
"""Heights in pixels, so that all stands on the first screen of a laptop."""
ROLES = (1, 6)
"""The classes' colours for the baselines."""


@dataclass(frozen=True, slots=True)
class SignalScene:
    """Panels of the signals lesson."""

    alarm: AlarmConfig
    goal: str = ""
    """What is known of this network on these data, beside the ROC curve."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """AUC and loss over the steps."""
        view: SignalView | None = now.view
        rows = (
            (auc_row(view.baselines), LOSS)
            if view and any(math.isfinite(each.auc) for each in view.baselines)
            else (LOSS,)
        )
        return [
            curves_panel(
                now, pinned, rows, palette, title="It learns to rebuild what is normal", height=BELOW, columns=5,
                caption="Dashed: detectors without a network." if len(rows) > 1 else "What does not come back.",
            )
        ]  # fmt: skip

    def pictures(self, view: SignalView, palette: Palette) -> Sequence[Panel]:
        """The windows and the histogram lead; ROC, verdict and precision-recall."""
        threshold = threshold_of(view, self.alarm)
        return [
            self._windows(view, threshold, palette),
            histogram_panel(
                view, threshold, self.alarm, palette, score="log-odds" if view.score == CLASSIFIER else view.score,
                log=view.score != CLASSIFIER, height=LEADING, things="windows",
            ),
            *(self._judged(view, threshold, palette) if view.labelled else ()),
        ]  # fmt: skip

    def _windows(self, view: SignalView, threshold: float, palette: Palette) -> Panel:
        single = view.examples.windows.shape[1] == 1
        limit = threshold if view.score != CLASSIFIER else math.inf
        return FigurePanel(
            figure=windows(
                view.examples, view.names, view.channels, limit, palette, height=LEADING, known=bool(len(view.kinds)),
            ),
            title="Which column made the score" if single else "What comes back, and what does not",
            caption="Each bar is a column's error; kind and score above."
            if single
            else "Grey went in, blue came out, red between is the error. Red words: an alarm.",
            columns=7, height=LEADING, leads=True, pair="windows",
            alt=f"{len(view.examples.rows)} test windows and what the network rebuilds of them, at step {view.step}.",
        )  # fmt: skip

    def _judged(self, view: SignalView, threshold: float, palette: Palette) -> Sequence[Panel]:
        others = [
            Ranked(name=each.name, x=each.false_alarms, y=each.recall, area=each.auc, role=role)
            for each, role in zip(view.baselines, ROLES, strict=False)
        ]
        return judging_panels(view, view.auc, others, threshold, self.alarm, palette, height=BELOW, more=self.goal)
