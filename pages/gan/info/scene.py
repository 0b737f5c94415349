"""How a run is drawn: the ten categories and the table of codes on top, then curves, c2, c3, correlations, judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dnnlab.gan.figures import judge_bars, player_rows
from dnnlab.gan.info.figures import INFORMATION, correlation_bars, judge_rows, table_figure
from dnnlab.gan.info.matching import matched, shared
from dnnlab.gan.info.shipped import PLAIN, measured
from dnnlab.gan.info.views import InfoView
from dnnlab.gan.material import MNIST
from dnnlab.gan.standards import standards
from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette
from dnnlab.plots.sheets import Bytes, Tiles
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.curves import curves_panel

CURVES, TABLE, BARS, JUDGE = 210, 236, 200, 210
"""Heights in pixels, so that the categories and their table stand on the first screen of a laptop."""
SCATTERED = 0.25
"""A code whose most frequent digit is rarer than this keeps to none."""
TRAINED = range(2, 7)
"""The columns of c2 and c3 within the trained range."""
STOPS = ("−2", "−1.5", "−1", "−0.5", "0", "0.5", "1", "1.5", "2")


@dataclass(frozen=True, slots=True)
class InfoScene:
    """Panels of the first part."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """The bound, the judge, both losses."""
        return [
            curves_panel(
                now, pinned, INFORMATION, palette, height=CURVES, columns=6, title="What Q reads off pictures",
                caption="A lower bound of the mutual information in nats. At ln 10 nothing of c1 is lost.",
            ),
            curves_panel(
                now, pinned, judge_rows(standards()[MNIST]["scores"]["real"]), palette, height=CURVES, columns=6,
                title="What the judge says", caption="Matching: the picture shows its code’s digit. 10 % is chance.",
            ),
            curves_panel(
                now, pinned, player_rows(), palette, height=CURVES, columns=6, title="What D says, and the losses",
                caption="A loss here is how far ahead the other player is.",
            ),
        ]  # fmt: skip

    def pictures(self, view: InfoView, palette: Palette) -> Sequence[Panel]:
        """Categories and table lead."""
        return [
            by_category(view.by_c1, "A column is a category c1, a row a piece of noise", columns=7, leads=True),
            table_panel(view.table, palette, columns=5, leads=True, when=view.judged_at),
            _judge(view, palette), turned(view.by_c2, 2), turned(view.by_c3, 3), _related(view, palette),
        ]  # fmt: skip


def by_category(pictures: Bytes, title: str, *, columns: int, leads: bool = False) -> Panel:
    """(rows, 10, H, W): a category a column."""
    return TilesPanel(
        tiles=Tiles(pixels=_flat(pictures), columns=10), title=title, columns=columns, leads=leads, pair="categories",
        caption="Columns 0 to 9. c2 and c3 are 0. Nobody told G which category means which digit.",
        alt=f"{len(pictures)} rows of generated pictures by the ten categories.",
    )  # fmt: skip


def turned(pictures: Bytes, number: int, who: str = "") -> Panel:
    """(rows, 9, H, W): c2 or c3 from -2 to 2."""
    rows = []
    for place, row in enumerate(pictures):
        tiles = Tiles(pixels=np.ascontiguousarray(row), columns=len(STOPS), marked=list(TRAINED))
        rows.append((f"row {place + 1}", replace(tiles, labels=STOPS) if place == len(pictures) - 1 else tiles))
    return TilesPanel(
        tiles=rows, title=f"{who}c{number} from −2 to 2", columns=6, pair=f"c{number}",
        caption="Framed: the range of training, −1 to 1. Outside, G has never been. Everything else of a row is fixed.",
        alt=f"{len(pictures)} rows of pictures with c{number} from -2 to 2.",
    )  # fmt: skip


def table_panel(table: np.ndarray, palette: Palette, *, columns: int, leads: bool = False, when: int = 0) -> Panel:
    """The confusion of codes and digits, as it is."""
    known = bool(table.sum())
    share = written(matched(table).share, percent=True, digits=2)
    title = f"Codes and digits: {share} match" if known else "Codes and digits: not judged yet"
    return FigurePanel(
        figure=table_figure(table, palette, height=TABLE), height=TABLE, columns=columns, leads=leads, over_steps=False,
        title=title, pair="table", caption=told(table) if known else "LeNet looks first after 100 steps.",
        alt=f"{title}. {told(table) if known else ''}",
    )  # fmt: skip


def told(table: np.ndarray) -> str:
    """What the table says in words, shared codes among it."""
    both = [f"c1 = {code}: {' and '.join(map(str, digits))}" for code, digits in shared(table)]
    words = "Framed: the best one-to-one matching, in %. "
    most = table.max(1) / np.maximum(table.sum(1), 1)
    if (most < SCATTERED).all():
        return words + "No code keeps to a digit."
    both += [f"c1 = {code}: many digits" for code in np.flatnonzero(most < SCATTERED)]
    if not both:
        return words + "No two digits share a code."
    return words + f"Digits that share a code: {'; '.join(both[:2])}{', and others' if len(both) > 2 else ''}."


def _related(view: InfoView, palette: Palette) -> Panel:
    plain = measured()[PLAIN]["correlations"]
    strongest = _strongest(view.correlations)
    return FigurePanel(
        figure=correlation_bars({"this run": view.correlations, "plain GAN": plain}, palette, height=BARS), height=BARS,
        columns=12, title=strongest, pair="correlations", over_steps=False,
        caption="Correlation with slant, width and ink among pictures of one category. Grey: the plain GAN that ships.",
        alt=f"{strongest}.",
    )  # fmt: skip


def _strongest(found: np.ndarray) -> str:
    """For each of c2 and c3 what it moves most."""
    if not np.isfinite(found).all():
        return "What c2 and c3 move: not measured yet"
    most = [(int(np.abs(row).argmax()), row) for row in found]
    names = ("slant", "width", "ink")
    return "; ".join(
        f"c{number} moves {names[at]} most, {written(float(row[at]), digits=2)}"
        for number, (at, row) in zip((2, 3), most, strict=True)
    )


def _judge(view: InfoView, palette: Palette) -> Panel:
    known = standards()[MNIST]
    when = f"step {view.judged_at:,}" if view.judged_at >= 0 else "not asked yet"
    return FigurePanel(
        figure=judge_bars((view.precision, view.coverage), known["scores"], palette, height=JUDGE), height=JUDGE,
        columns=6, title=f"The judge: {when}", pair="judge", over_steps=False,
        caption=f"{known['samples']:,} pictures. Precision: they look real. Coverage: none is missing.",
        alt=f"Precision {written(view.precision, percent=True)}, coverage {written(view.coverage, percent=True)}.",
    )  # fmt: skip


def _flat(pictures: Bytes) -> Bytes:
    return np.ascontiguousarray(pictures.reshape(-1, *pictures.shape[2:]))  # (rows, columns, H, W) -> (n, H, W)
