"""The panel of reconstructions: from the mean of a code, from a draw of it, or with the pixels drawn as well."""

from __future__ import annotations

import math

import numpy as np

from dnnlab.plots.sheets import Bytes
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.vae.model.views import VaeView
from pages.vae.model.sheets import sheet

FROM_MEAN, FROM_DRAW, FROM_PIXELS = "from μ", "from a draw of z", "pixels drawn, too"
SOURCES = (FROM_MEAN, FROM_DRAW, FROM_PIXELS)
"""What a reconstruction is: the decoder's picture of the mean; of one draw of z; a picture drawn from that one."""
SHOWN = 8
WHY = {
    FROM_MEAN: "The decoder shows the chance of light in each pixel: blurry where many digits fit the same code.",
    FROM_DRAW: "One draw of z is another guess of the code. The decoder still shows chances: as blurry as from μ.",
    FROM_PIXELS: "Each pixel drawn with its chance: nothing is blurry now. But the pixels are drawn one by one, so "
    "edges fray. The blur was the mean over all these pictures.",
}  # fmt: skip


def copies(view: VaeView, source: str) -> Panel:
    """Held-out pictures, and below them what comes back; with the errors and the blur of all three ways."""
    ways = {FROM_MEAN: view.from_mean}
    if view.draws:
        ways |= {FROM_DRAW: view.from_sample, FROM_PIXELS: pixels_drawn(view.from_sample, view.sigma)}
    source = source if source in ways else FROM_MEAN
    told = [", ".join([name, *measured(pixels, view.pictures)]) for name, pixels in ways.items()]
    figures = f" Squared error a picture, and grey pixels: {'; '.join(told)}."
    return TilesPanel(
        tiles=[
            ("picture", sheet(view.pictures[:SHOWN], columns=4)),
            (source.replace(" ", "\n", 1), sheet(ways[source], columns=4)),
        ],
        title=f"Held-out pictures, through {view.code_size} numbers", columns=5, leads=True, pair="copies",
        caption=WHY[source] + figures if view.draws else f"The network never trains on them.{figures}",
        alt=f"Held-out pictures and their reconstructions, {source}, at step {view.step}.",
    )  # fmt: skip


def pixels_drawn(chances: Bytes, sigma: float) -> Bytes:
    """A picture drawn from p(x|z): black or white with the decoder's chance, or normal around what it says.

    Args:
        chances: (n, H, W) or (n, H, W, 3): the decoder's mean pictures.
        sigma: of a Gaussian pixel; nan of a Bernoulli one.
    """
    random, means = np.random.default_rng(0), chances.astype(np.float64) / 255
    if math.isnan(sigma):
        return np.asarray(255 * (random.random(means.shape) < means), np.uint8)
    noisy = means + sigma * random.standard_normal(means.shape)
    return np.asarray(np.rint(255 * noisy.clip(0, 1)), np.uint8)


def measured(pixels: Bytes, pictures: Bytes) -> tuple[str, str]:
    """The squared error a picture, and the share of pixels between a tenth and nine tenths of full light, written."""
    values = pixels.astype(np.float64) / 255
    off = float(np.square(values - pictures / 255).sum() / max(len(pictures), 1))
    return written(off), written(float(((values > 0.1) & (values < 0.9)).mean()), percent=True)
