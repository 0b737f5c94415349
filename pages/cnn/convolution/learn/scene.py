"""How a run of "learn the kernel" is drawn: progress, the two kernels, four pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dnnlab.cnn.learn_kernel.figures import FOUND, ROWS, kernels_figure
from dnnlab.cnn.learn_kernel.views import LearnKernelView
from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette, rgb
from dnnlab.plots.sheets import ZERO, Bytes, Tiles
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.curves import HEIGHT, curves_panel

SIGNED = "Orange: above 0, blue: below 0; no colour: the weighted sum is 0."
GREY = "Mid-grey is the photo's mean."


@dataclass(frozen=True, slots=True)
class LearnScene:
    """Panels of a run; a kernel whose numbers would give the answer away shows question marks."""

    learnt: bool = True
    sought: bool = True

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """The loss, and what it is made for: the distance to the sought kernel."""
        return [
            curves_panel(
                now, pinned, ROWS, palette, title="The loss, and the largest miss of a weight", columns=8,
                caption="Both on log scales. The loss is the mean square of output minus target, all that gradient "
                "descent is told. The miss is the largest difference between a weight and the sought one. "
                f"Below the dotted line, {FOUND:g}, the kernel counts as found.",
            )
        ]  # fmt: skip

    def pictures(self, view: LearnKernelView, palette: Palette) -> Sequence[Panel]:
        """The kernels with their numbers; photo, target, output, error."""
        learnt, sought = (
            "; ".join(" ".join(map(written, row)) for row in kernel.tolist()) if shown else "hidden"
            for kernel, shown in ((view.kernel, self.learnt), (view.sought, self.sought))
        )
        missing = " Empty cells: the learnt kernel is smaller than the sought one, and has no weight there."
        return [
            FigurePanel(
                figure=kernels_figure(view, palette, height=HEIGHT, learnt=self.learnt, sought=self.sought),
                title="Learnt and sought kernel", columns=4, height=HEIGHT,
                caption="Orange adds, blue subtracts. Gradient descent is shown the target picture, not these numbers."
                + ("" if self.learnt else " They are shown when you have guessed or pressed Play.")
                + (missing if len(view.kernel) < len(view.sought) else ""),
                alt=f"At step {view.step} the learnt kernel is {learnt}. The sought kernel is {sought}.",
            ),
            TilesPanel(
                tiles=Tiles(pixels=view.photo[None], columns=1), title="The photo", columns=3, leads=True,
                alt="The photo, grey.",
                caption="Its grey values are standardised: mean 0, deviation 1.",
            ),
            _picture(
                view.target, view.signed, "The target",
                f"What the sought kernel makes of it. {_key(view)}", "the sought kernel's output",
            ),
            _picture(
                view.output, view.signed, "The output",
                "What the learnt kernel makes of it.", f"the learnt kernel's output at step {view.step}",
            ),
            _picture(
                view.error, True, "The error",
                "Output minus target, on the target's scale.", f"output minus target at step {view.step}",
            ),
        ]  # fmt: skip


def tried(view: LearnKernelView, palette: Palette) -> Panel:
    """What is wanted, and beside it what a kernel makes of the photo."""
    return _two(
        (_painted(view.target, view.signed, palette), _painted(view.output, view.signed, palette)),
        ("the target", "your output"), caption="On one scale, the target’s.",
        alt="The target picture, and what your kernel makes of the photo.",
    )  # fmt: skip


def _two(pictures: tuple[Bytes, Bytes], labels: tuple[str, str], *, caption: str, alt: str) -> Panel:
    """Two pictures (H, W, 3) side by side at any width."""
    tiles = Tiles(pixels=np.stack(pictures), paint="rgb", columns=2, labels=labels)
    return TilesPanel(tiles=tiles, title="", columns=12, caption=caption, alt=alt)


def _grey(values: Bytes) -> Bytes:
    return np.repeat(values[..., None], 3, axis=-1)  # (H, W) -> (H, W, 3)


def _painted(values: Bytes, signed: bool, palette: Palette) -> Bytes:
    """As the stage paints it, in orange and blue where a difference is measured: (H, W) -> (H, W, 3)."""
    return _in_colours(values, palette) if signed else _grey(values)


def _in_colours(values: Bytes, palette: Palette) -> Bytes:
    """Signed bytes in the palette's colours, as the browser paints a diverging sheet: (H, W) -> (H, W, 3)."""
    low, zero, high = (
        np.array(rgb(colour), np.float32) for colour in (palette.negative, palette.zero, palette.positive)
    )
    share = ((values.astype(np.float32) - ZERO) / 127)[..., None]  # (H, W, 1), in [-1, 1]
    mixed = zero + np.where(share > 0, high - zero, low - zero) * np.abs(share)
    return np.asarray(np.rint(mixed).clip(0, 255), np.uint8)


def _key(view: LearnKernelView) -> str:
    """How to read the target's tones."""
    return SIGNED if view.signed else GREY


def _picture(pixels: Bytes, signed: bool, title: str, caption: str, alt: str) -> TilesPanel:
    """One picture of places, in orange and blue where a difference is measured, else grey."""
    tiles = Tiles(pixels=pixels[None], paint="diverging" if signed else "grey", columns=1)
    return TilesPanel(tiles=tiles, title=title, caption=caption, columns=3, leads=True, alt=f"{title}: {alt}.")
