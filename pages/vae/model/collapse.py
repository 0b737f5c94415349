"""Why numbers of the code collapse, in words, from the knobs and the KL of this moment."""

from __future__ import annotations

from dnnlab.plots.written import written
from dnnlab.vae.model.figures import COLLAPSED
from dnnlab.vae.model.knobs import MEAN, VaeConfig
from dnnlab.vae.model.views import VaeView

EARLY = 200
"""Steps before which nothing has been learnt yet."""


def collapse(view: VaeView, config: VaeConfig | None) -> str:
    """A sentence about the numbers whose KL is next to nothing; "" where there are none."""
    gone = int((view.kl < COLLAPSED).sum())
    if not gone:
        return "None has collapsed: each says something about the picture."
    if view.step < EARLY:
        return "Red ones say nothing yet: their q(z|x) is the prior, whatever the picture."
    what = "Red: below 0.05 nats, q(z|x) is the prior whatever the picture, and the decoder ignores that number. "
    if config is not None and config.reduction == MEAN:
        return what + (
            f"Why: the mean over {config.numbers:,} pixels makes the KL {config.numbers:,} times dearer: "
            f"this is β = {written(config.effective_beta)}. Take the sum."
        )
    if view.beta > 1.5:
        return (
            what + f"Why: a nat of KL costs {written(view.beta)} nats of reconstruction. Lower β, or allow free nats."
        )
    return what + (
        "Why: what it could still tell about a picture is worth less than its KL costs. Warm-up or free nats keep more "
        "numbers in use; the ELBO may not need them."
    )
