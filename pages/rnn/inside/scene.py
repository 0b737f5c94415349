"""How a cell is drawn at a moment: its diagram, the numbers of one unit, the whole sequence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette
from dnnlab.rnn.inside.diagram import cell_diagram
from dnnlab.rnn.inside.figures import through_time
from dnnlab.rnn.inside.stages import gates, stages
from dnnlab.rnn.inside.views import InsideView
from dnnlab.rnn.inside.worked import lines
from dnnlab.rnn.kinds import GATE_NAMES
from dnnlab.ui.components.stage.kinds.diagram import DiagramPanel
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.text import TextPanel
from dnnlab.ui.components.stage.panel import Panel

DIAGRAM, NUMBERS, TIME = "Inside the cell", "The numbers", "Through time"
SERIES = 178
"""Height of the figure, so that it stands whole on the first screen of a laptop."""
LINES = {1: 228, 2: 279, 3: 330}
"""Height of the text beside the diagram, by units."""


@dataclass(frozen=True, slots=True)
class InsideScene:
    """Panels of "step through"."""

    picked: str = "h"
    """The quantity that the learner clicked."""
    unit: int = 0
    """The unit whose numbers are shown."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """None: the sequence itself is the axis (:meth:`pictures`)."""
        return []

    def pictures(self, view: InsideView, palette: Palette) -> Sequence[Panel]:
        """The diagram and the equations, which lead; the sequence from its first moment to its last."""
        unit = min(self.unit, view.hidden - 1)
        whose = f" of unit {unit + 1}" if view.hidden > 1 else ""
        return [
            DiagramPanel(
                diagram=cell_diagram(view, self.picked), title=f"{DIAGRAM}, {when(view)}", pair=DIAGRAM, columns=7,
                clickable=True, leads=True,
                caption="Blue frame: just computed. A gate o is open, – closed (below 0.5). Click a box to pick it.",
                alt=told(view),
            ),
            TextPanel(
                text=lines(view, unit), title=f"{NUMBERS}{whose}", pair=NUMBERS, columns=5, height=LINES[view.hidden],
                leads=True, alt=f"The equations of this moment with their numbers{whose}: {lines(view, unit)}",
            ),
            FigurePanel(
                figure=through_time(view, unit, palette, height=SERIES), height=SERIES, title=f"{TIME}{whose}",
                pair=TIME, columns=12, caption=legend(view), alt=f"{TIME}{whose}: {told(view)}",
            ),
        ]  # fmt: skip


def when(view: InsideView) -> str:
    """Where in the sequence it stands."""
    return f"moment {view.moment + 1} of {len(view.tokens)}: it reads {view.tokens[view.moment]}"


def legend(view: InsideView) -> str:
    """How to read the curves."""
    curves = "The output h and the memory C" if "C" in stages(view.kind) else "The output h"
    rows = ", below it how wide each gate is open" if gates(view.kind) else ""
    before = " Dotted: had you changed nothing." if view.edited else ""
    return f"{curves}{rows}. Dashed and veiled: what will come, with the weights of now.{before}"


def told(view: InsideView) -> str:
    """The moment in words."""
    known = [
        f"{GATE_NAMES.get(name, 'input')} {', '.join(f'{each:.3g}' for each in view.value(name).tolist())}"
        for name in stages(view.kind)[1:]
        if view.lit(name) != "off"
    ]
    return f"{view.kind}, {when(view)}. {'; '.join(known) or 'Nothing is computed yet'}."
