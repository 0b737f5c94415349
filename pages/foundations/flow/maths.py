"""The maths of the flow of gradients, with the numbers of this network filled in."""

from __future__ import annotations

import math

import numpy as np

from dnnlab.foundations.flow.figures import a_layer, ratio
from dnnlab.foundations.flow.knobs import BATCH_NORM, LAYER_NORM, FlowConfig
from dnnlab.foundations.flow.measures import LAYERS, PRETRAINED, STEPS, depth_table, measures, pretrained, seeds
from dnnlab.foundations.flow.views import FlowView
from dnnlab.live.wire import Snapshot
from dnnlab.plots.written import in_latex, written
from dnnlab.ui.blocks import Caption, Latex

SHOWN = 5
"""Slopes that are multiplied before the reader's eyes."""
CHAIN = Latex(
    r"\frac{\partial L}{\partial h_{l-1}} = W_l^\top \left(\varphi'(z_l) \odot \frac{\partial L}{\partial h_l}\right)"
    r" \qquad \frac{\partial L}{\partial W_l} = \left(\varphi'(z_l) \odot \frac{\partial L}{\partial h_l}\right)"
    r" h_{l-1}^\top"
)
RESIDUAL = Latex(
    r"h_l = h_{l-1} + \varphi(W_l h_{l-1} + b_l) \qquad \frac{\partial L}{\partial h_{l-1}} = "
    r"\frac{\partial L}{\partial h_l} + W_l^\top \left(\varphi'(z_l) \odot \frac{\partial L}{\partial h_l}\right)"
)
NORMALISED = Latex(r"z \leftarrow \gamma\,\frac{z - \mu}{\sqrt{\sigma^2 + 10^{-5}}} + \beta")


def maths(config: FlowConfig, now: Snapshot) -> list[str]:
    """The chain of factors, this network's slopes, what each remedy changes in it."""
    blocks: list[str] = [
        "**Back through a layer.** Layer $l$ gives $h_l = \\varphi(z_l)$ with $z_l = W_l h_{l-1} + b_l$. On its way "
        "back "
        "the gradient is multiplied by the slopes and by the weights of each layer:",
        CHAIN,
    ]
    if isinstance(now.view, FlowView):
        blocks += factors(now.view)
    blocks += [
        "**First weights.** With $n$ inputs a sum has $n$ times the variance of one product. Xavier (Glorot and "
        "Bengio, "
        "2010) draws weights of variance $2/(n_{in} + n_{out})$, so that with a slope of 1 signals and gradients keep "
        "their size; ReLU halves them, so He and others (2015) take twice as much.",
        Latex(
            rf"\text{{Xavier: }} \frac{{2}}{{{config.width} + {config.width}}} = "
            rf"{in_latex(written(1 / config.width))} \qquad \text{{He: }} \frac{{2}}{{{config.width}}} = "
            rf"{in_latex(written(2 / config.width))}"
        ),
        "**Residual shortcuts** (He and others, 2016). The sum has a slope of 1 towards what came in, whatever the "
        "layer "
        "does, so the gradient cannot vanish on that way. With "
        f"{config.depth} layers that add up, the signal may grow instead.",
        RESIDUAL,
        "**Layer-wise pre-training** (Hinton and others, 2006; Bengio and others, 2007). Hidden layer $l$ and a "
        "decoder "
        "$D_l$, which is thrown away, learn alone to give back what the layer gets; then the next one does, and at "
        "last "
        "the whole network with labels. No gradient has to come through more than two layers before.",
        Latex(r"\min_{W_l, b_l, D_l}\ \lVert D_l(h_l) - h_{l-1} \rVert^2"),
        f"**Normalisation.** {_norm(config)}",
        NORMALISED,
        f"**Clipping**, now {'at ' + written(config.clip) if config.clip else 'off'}. Where the whole gradient $g$ is "
        "longer than $c$ it is shortened to $c$; its direction stays (Pascanu and others, 2013).",
        Latex(r"g \leftarrow g \cdot \min\left(1, \frac{c}{\lVert g \rVert}\right)"),
        *clipping(config, now),
        *measured(),
    ]
    return blocks


def measured() -> list[str]:
    """At which depth networks stop learning, and what pre-training brings, which ship with the lesson."""
    return [
        f"**At which depth do they stop learning?** Digits read after {STEPS} steps of SGD with a learning rate of "
        f"0.1, 32 units a layer: {_over(seeds())}. A guess reads 10 %; a "
        "network that reads fewer than 20 % has not begun to learn. Sigmoid and tanh begin with Xavier's weights, "
        "ReLU with He's.",
        depth_table(measures()["depths"]),
        f"**Does layer-wise pre-training help?** After the same {STEPS} steps with labels, {LAYERS} layers of sigmoids "
        f"read {pretrained(0)} without it, and {pretrained(PRETRAINED)} where each layer had {PRETRAINED} steps of it.",
    ]


def _over(seeds: int) -> str:
    return "one seed" if seeds == 1 else f"the median of {seeds} seeds, the lowest and the highest"


def factors(view: FlowView) -> list[str]:
    """The slopes of this network, the first of them multiplied, and the factor that they and the weights make."""
    slopes = [float(written(float(each)).replace("−", "-").replace(",", "")) for each in view.now.slopes]
    if not np.isfinite(slopes).all():
        return ["Its numbers have overflowed: there is nothing to multiply."]
    shown = slopes[::-1][:SHOWN]
    product, chain = math.prod(shown), r" \cdot ".join(_number(each) for each in shown)
    whole = math.prod(float(each) for each in view.now.slopes)
    said = [
        f"**This network's slopes.** The mean of $\\varphi'(z_l)$ over units and digits, at step {view.step:,}. Of the "
        f"last {len(shown)} layers, from the output on:",
        Latex(f"{chain} = {_number(product, 4)}"),
        f"Of all {view.depth} layers the product is {_told(whole)}"
        + (
            f", where the sigmoid's largest slope, ¼, would give {_told(0.25**view.depth)} at best."
            if view.activation == "sigmoid"
            else "."
        ),
    ]
    share, each = ratio(view), a_layer(view)
    if math.isfinite(each):
        said.append(
            f"The weights do their part. From the last hidden layer's output to the first one's, over {view.depth - 1} "
            f"layer{'s' if view.depth > 2 else ''}, the gradient's norm changes by a factor of {_told(share)}: "
            f"{_told(each)} a layer, in the geometric mean{', the shortcuts included' if view.shortcuts else ''}."
        )
    return [*said, Caption("Pause and the numbers stand still. The product is worked out from the digits shown.")]


def clipping(config: FlowConfig, now: Snapshot) -> list[str]:
    """The last step's clipping, in numbers."""
    view = now.view
    if not isinstance(view, FlowView) or not config.clip or not view.clipped < 1 or not math.isfinite(view.norm):
        return []
    norm = float(written(view.norm).replace(",", ""))
    return [
        f"In step {view.step:,} the gradient's norm was {written(norm)}, and all of it was multiplied by",
        Latex(rf"\frac{{{config.clip:g}}}{{{_number(norm)}}} = {_number(config.clip / norm)}"),
    ]


def _norm(config: FlowConfig) -> str:
    how = {
        BATCH_NORM: "Here of each unit over the mini-batch (Ioffe and Szegedy, 2015).",
        LAYER_NORM: "Here of each example over the layer's units (Ba and others, 2016).",
    }
    return "Each sum gets mean 0 and variance 1, so that units stay off the flat ends. " + how.get(
        config.norm, "It is off: choose batch or layer."
    )


def _number(value: float, digits: int = 3) -> str:
    return in_latex(written(value, digits=digits))


def _told(value: float) -> str:
    return f"${in_latex(written(value))}$"
