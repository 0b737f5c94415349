"""How a run is drawn: three samples on top, then the curves, and what it wrote before."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette
from dnnlab.plots.written import written
from dnnlab.rnn.text.figures import loss_row
from dnnlab.rnn.text.views import Counted, Sample, TextView
from dnnlab.ui.components.stage.kinds.text import TextPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.curves import curves_panel

SAMPLE, CURVES = 192, 180
"""Heights in pixels, so that samples and curves stand whole on the first screen of a laptop."""
NAMES = {0.5: "Careful: temperature 0.5", 0.8: "Temperature 0.8", 1.1: "Bold: temperature 1.1"}
SURPRISE = "Surprise at the next character, in nats (0: sure, and right)"
EARLIER = "What it wrote before"
COMING = "It writes its first sample a moment after the start."


@dataclass(frozen=True, slots=True)
class TextScene:
    """Panels of the text lesson."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """The loss in nats a character, and the best that counting does."""
        view: TextView | None = now.view
        return [
            curves_panel(
                now, pinned, (loss_row(view.counted if view else None),), palette, title=SURPRISE,
                caption=standing(view, now.status.rate) if view else "", height=CURVES,
            )
        ]  # fmt: skip

    def pictures(self, view: TextView, palette: Palette) -> Sequence[Panel]:
        """The three samples, which lead, and the beginnings of earlier ones."""
        samples = view.samples or tuple(Sample(temperature=each, text="", words=0, known=-1) for each in NAMES)
        return [
            *(
                TextPanel(
                    text=sample.text or COMING, font="prose", grows=False, title=NAMES[sample.temperature],
                    caption=words(sample), pair=NAMES[sample.temperature], columns=4, height=SAMPLE, leads=True,
                    alt=f"{NAMES[sample.temperature]}, written at step {max(view.sampled_at, 0):,}.",
                )
                for sample in samples
            ),
            TextPanel(
                text=story(view), font="prose", title=EARLIER, columns=5, height=CURVES,
                caption="Beginnings of samples at temperature 0.8. Words count from 3 letters on.",
                alt=f"{len(view.story)} earlier samples.",
            ),
        ]  # fmt: skip


def standing(view: TextView, rate: float) -> str:
    """The validation loss in bits and as a perplexity, the line to beat, and the pace."""
    told = []
    if math.isfinite(view.validation_loss):
        told.append(
            f"Validation, text it never trains on: {written(view.validation_loss)} nats = {written(view.bits)} bits a "
            f"character, perplexity {written(view.perplexity)}."
        )
    told.append(line_to_beat(view.counted))
    if rate:
        told.append(f"{written(rate * view.characters_a_step, digits=2)} characters/s.")
    return " ".join(told)


def line_to_beat(counted: Counted) -> str:
    """What the dashed line is, or how far its counting has come."""
    if counted.order < 0:
        return f"The line to beat, the best counting, is on its way ({written(counted.done, percent=True, digits=2)})."
    part = "" if counted.whole else f", on the first {counted.characters:,} characters"
    return f"Dashed: the best counting, by the last {counted.order} characters ({written(counted.nats)}{part})."


def words(sample: Sample) -> str:
    """How many of a sample's words of 3 letters and more stand in the text."""
    if not sample.words:
        return "No word of 3 letters." if sample.text else ""
    if sample.known < 0:
        return f"{sample.words} words of 3 letters and more."
    return f"{written(sample.share, percent=True, digits=2)} of {sample.words} words exist."


def story(view: TextView) -> str:
    """Earlier samples, the newest last."""
    told = [f"Step {step:,}: {' '.join(text.split())} …" for step, text in view.story]
    return "\n\n".join(told) or "Earlier samples will stand here."
