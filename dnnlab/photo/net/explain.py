"""Why this class? Three ways to ask a network about one photo, and one to ask about a unit.

All four ask the same of a network: its layers by name (:class:`dnnlab.photo.net.models.PhotoNet`).

Letters: C channels, H height, W width; H' and W' those of a layer's maps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from dnnlab.photo.covering import Corner
from dnnlab.photo.net.models import PhotoNet


def grad_cam(net: PhotoNet, x: Tensor, layer: str, class_index: int) -> Tensor:
    """Where in a layer's maps the evidence for a class lies: (1, 3, H, W) -> (H', W'), nowhere negative.

        weight_k = mean over i, j of  d logit / d A_k[i, j]
        L[i, j]  = ReLU( sum over k of  weight_k A_k[i, j] )

    for the maps A_1 ... A_C of the layer.  A map counts as much as the logit
    would rise if the whole map rose; what speaks against the class is cut off.
    Any layer that has maps will do (not "logits"); the last ones know most about classes.

    Source: Selvaraju et al., "Grad-CAM: visual explanations from deep networks
    via gradient-based localization", 2017, equations 1 and 2.
    """
    with torch.no_grad():
        maps = net.features(x, layer)  # (1, C, H', W')
    maps.requires_grad_()
    logit = net.after(maps, layer)[0, class_index]
    (gradient,) = torch.autograd.grad(logit, maps)
    weights = gradient.mean(dim=(2, 3), keepdim=True)  # (1, C, 1, 1)
    return (weights * maps.detach()).sum(dim=1)[0].relu()


def input_gradient(net: PhotoNet, x: Tensor, class_index: int) -> Tensor:
    """Which pixels the logit would feel most: (1, 3, H, W) -> (H, W).

        M[i, j] = max over the colours c of  | d logit / d x[c, i, j] |

    Source: Simonyan, Vedaldi, Zisserman, "Deep inside convolutional networks:
    visualising image classification models and saliency maps", 2013, section 3.
    """
    x = x.detach().clone().requires_grad_()
    logit = net(x)[0, class_index]
    (gradient,) = torch.autograd.grad(logit, x)
    return gradient.abs().amax(dim=1)[0]


def cover(x: Tensor, corners: Sequence[Corner], size: int, baseline: float | Tensor = 0.0) -> Tensor:
    """The picture once for each patch, with that patch covered: (1, 3, H, W) -> (n, 3, H, W).

    Args:
        baseline: what covers it, in the network's own numbers; or one number a colour, (3, 1, 1); or a whole
            picture that shows through where the patch is, (3, H, W).
    """
    over = torch.as_tensor(baseline, dtype=x.dtype).expand(x.shape[1:])  # (3, H, W)
    covered = x.repeat(len(corners), 1, 1, 1)
    for picture, (top, left) in zip(covered, corners, strict=True):
        rows, columns = slice(top, top + size), slice(left, left + size)
        picture[:, rows, columns] = over[:, rows, columns]
    return covered


def occlusion_scores(
    net: PhotoNet,
    x: Tensor,
    class_index: int,
    corners: Sequence[Corner],
    size: int,
    baseline: float | Tensor = 0.0,
    at_once: int = 1,
) -> Iterator[Tensor]:
    """The class's probability while a patch covers part of the picture; low where the patch hides what matters.

    A generator: each piece answers for the next ``at_once`` corners, so that an
    experiment can take one piece a step; a few corners alone may be asked too.

    Source: Zeiler and Fergus, "Visualizing and understanding convolutional
    networks", 2014, section 4.2.
    """
    for first in range(0, len(corners), at_once):
        with torch.inference_mode():
            logits = net(cover(x, corners[first : first + at_once], size, baseline))  # (at_once, 1000)
            scores = logits.softmax(dim=1)[:, class_index]
        yield scores


def occlusion_map(scores: Tensor, corners: Sequence[Corner], size: int, height: int, width: int) -> Tensor:
    """For each pixel the mean score of the patches that covered it: (n,) -> (H, W); nan where none did."""
    total, count = torch.zeros(height, width), torch.zeros(height, width)
    for score, (top, left) in zip(scores, corners, strict=True):
        total[top : top + size, left : left + size] += score
        count[top : top + size, left : left + size] += 1
    return total / count


class Ascent(NamedTuple):
    """How a picture is changed so that a unit likes it more; numbers in the network's own units."""

    rate: float
    """How far a pixel moves in one step, as the root of the mean square."""
    decay: float = 0.0
    """The share of the way back to ``origin`` that each step goes (L2 decay): what does nothing fades."""
    blur: float = 0.0
    """The deviation of a Gaussian in pixels that smooths the gradient: no noise from pixel to pixel."""
    jitter: int = 0
    """The picture is shifted by up to so many pixels, there and back: no pattern hangs on one place."""
    origin: Tensor = torch.tensor(0.0)
    """What the picture decays to: all grey, or a picture, (1, 3, H, W)."""
    low: Tensor = torch.tensor(-torch.inf)
    """The number of black, (3, 1, 1), one a colour: a picture has nothing darker."""
    high: Tensor = torch.tensor(torch.inf)
    """That of white."""


def excite(
    net: PhotoNet, x: Tensor, layer: str, unit: int, ascent: Ascent, generator: torch.Generator
) -> tuple[Tensor, float]:
    """One step of gradient ascent on the picture: (1, 3, H, W) -> the next one, and how much the unit liked this one.

        g = blur( d a / d x ),   x <- x + decay (origin - x) + rate g / sqrt(mean of g²)

    with a the :func:`liking` of the unit; then x is cut off at low and high.
    The network stays as it is.

    Sources: Simonyan et al., 2013, section 2 (decay); Mordvintsev et al.,
    "Inceptionism", 2015 (jitter); Olah et al., "Feature visualization", 2017
    (why a smoothed gradient: it lets fine noise grow more slowly than shapes).
    """
    reach = ascent.jitter
    down, right = torch.randint(-reach, reach + 1, (2,), generator=generator).tolist()
    shifted = x.detach().roll((down, right), dims=(2, 3)).requires_grad_()
    liked = liking(net, shifted, layer, unit)
    (gradient,) = torch.autograd.grad(liked, shifted)
    with torch.no_grad():
        gradient = blurred(gradient, ascent.blur).roll((-down, -right), dims=(2, 3))
        gradient = gradient / gradient.square().mean().sqrt().clamp_min(1e-12)
        x = x + ascent.decay * (ascent.origin - x) + ascent.rate * gradient
        return x.clamp(ascent.low, ascent.high), liked.item()


def liking(net: PhotoNet, x: Tensor, layer: str, unit: int) -> Tensor:
    """How much a unit likes a picture: (1, 3, H, W) -> (), the mean of its map, or that logit.

    In a picture without their pattern many units are 0 everywhere, and nothing says
    which way to go.  So a ReLU at the layer's end leaks here: what is below 0 counts a tenth.
    """
    return net.leaking(x, layer)[0, unit].mean()


def blurred(x: Tensor, deviation: float) -> Tensor:
    """A Gaussian blur, along the rows and then along the columns; the edge goes on outside: (B, C, H, W) -> same."""
    if deviation <= 0:
        return x
    reach = max(1, round(3 * deviation))
    places = torch.arange(-reach, reach + 1, dtype=x.dtype)
    bell = torch.exp(-((places / deviation) ** 2) / 2)
    kernel = (bell / bell.sum()).repeat(x.shape[1], 1, 1, 1)  # (C, 1, 1, 2 reach + 1): each colour by itself
    for weights in (kernel, kernel.transpose(2, 3)):
        across, down = weights.shape[3] // 2, weights.shape[2] // 2
        x = F.conv2d(F.pad(x, (across, across, down, down), mode="replicate"), weights, groups=x.shape[1])
    return x
