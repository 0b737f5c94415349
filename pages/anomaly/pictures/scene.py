"""How a run is drawn: pictures as they come back and the scores on top, then curves, ROC and the verdict."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dnnlab.anomaly.figures import Ranked
from dnnlab.anomaly.knobs import AlarmConfig
from dnnlab.anomaly.pictures.figures import LOSS, ROLES, auc_row, sheets, short
from dnnlab.anomaly.pictures.views import CHECKED, Bytes, Floats, PictureView
from dnnlab.anomaly.pictures.words import CLASSIFIER, STANDARDISED
from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette
from dnnlab.plots.sheets import Tiles
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.curves import curves_panel
from dnnlab.ui.passing import PassedDigit
from pages.anomaly.judged import histogram_panel, judging_panels
from pages.anomaly.pictures.way import own_panel
from pages.anomaly.verdict import threshold_of

LEADING, BELOW = 172, 184
"""Heights in pixels, so that all stands on the first screen of a laptop."""


@dataclass(frozen=True, slots=True)
class PictureScene:
    """Panels of the pictures lesson."""

    alarm: AlarmConfig
    own: PassedDigit | None = None
    """The learner's picture, as the network of this moment rebuilds it."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """AUC and loss over the steps."""
        view: PictureView | None = now.view
        rows = (auc_row(view.yardsticks), LOSS) if view else (LOSS,)
        return [
            curves_panel(
                now, pinned, rows, palette, title="It learns to rebuild what is normal", height=BELOW, columns=5,
                caption=f"AUC on {CHECKED:,} test pictures; beside, at the end, on all. Dashed: without a network.",
            )
        ]  # fmt: skip

    def pictures(self, view: PictureView, palette: Palette) -> Sequence[Panel]:
        """The pictures and the histogram lead; ROC, verdict, precision-recall, and what is on the wrong side."""
        threshold = threshold_of(view, self.alarm)
        others = [
            Ranked(name=short(each.name), x=each.false_alarms, y=each.recall, area=each.auc, role=role)
            for each, role in zip(view.yardsticks, ROLES, strict=False)
        ]
        first = self._pictures(view, threshold) if self.own is None else own_panel(self.own, view, self.alarm)
        log = view.score != CLASSIFIER
        return [
            first,
            histogram_panel(
                view, threshold, self.alarm, palette, score=view.score if log else "log-odds", log=log, height=LEADING,
                things="pictures",
            ),
            *(
                judging_panels(view, view.auc, others, threshold, self.alarm, palette, height=BELOW)
                if view.labelled else ()
            ),
            *self._wrong(view, threshold),
        ]  # fmt: skip

    def _pictures(self, view: PictureView, threshold: float) -> Panel:
        limit = threshold if view.score not in (CLASSIFIER, STANDARDISED) else math.inf
        names = [view.names[kind] for kind in view.example_kinds]
        alarms = int((view.examples.scores > limit).sum())
        said = "" if math.isinf(limit) else f" Framed: an alarm, {alarms} of {len(names)}."
        return TilesPanel(
            tiles=sheets(view.examples, limit, len(names), hints=names),
            title=f"Normal is: {view.names[0]}. What comes back, and what does not",
            caption="The first three are normal. Orange: light that did not come back; blue: light that was not there."
            + said,
            columns=7, leads=True, pair="pictures",
            alt=f"Test pictures ({', '.join(names)}), what the network rebuilds, and the errors, at step {view.step}.",
        )  # fmt: skip

    def _wrong(self, view: PictureView, threshold: float) -> Sequence[Panel]:
        hard = view.hardest
        if not len(hard.normal) or not len(hard.anomalies):
            return ()
        missed, false = int((hard.anomaly_scores <= threshold).sum()), int((hard.normal_scores > threshold).sum())
        alarms = "1 false alarm" if false == 1 else f"{false} false alarms"
        return [
            TilesPanel(
                tiles=[
                    (f"{view.names[0]}: highest scores", _numbered(hard.normal, hard.normal_scores, threshold, True)),
                    ("anomalies: lowest scores", _numbered(hard.anomalies, hard.anomaly_scores, threshold, False)),
                ],
                title="On the wrong side", columns=7, pair="wrong",
                caption=f"Framed: wrong at this threshold, {alarms} and {missed} missed of those shown.",
                alt=f"The normal pictures with the highest scores, and the anomalies with the lowest; {alarms} and "
                f"{missed} missed among them.",
            )
        ]  # fmt: skip


def _numbered(pictures: Bytes, values: Floats, threshold: float, above: bool) -> Tiles:
    wrong = values > threshold if above else values <= threshold
    return Tiles(
        pixels=pictures, columns=len(pictures), labels=[written(float(each), digits=2) for each in values],
        marked=[place for place, each in enumerate(wrong) if each],
    )  # fmt: skip
