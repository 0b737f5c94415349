"""Questions about a photo that are answered at once, by the shipped networks."""

from __future__ import annotations

import time

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from dnnlab.photo.facts import CLASSES, class_names, known
from dnnlab.photo.net.explain import grad_cam, input_gradient
from dnnlab.photo.net.models import shipped
from dnnlab.photo.preprocess import Prepared, prepare
from dnnlab.photo.views import BEST, GRAD_CAM, INPUT_GRADIENT, METHODS, Classification, Explanation, Maps
from dnnlab.plots.sheets import diverging, grey


@torch.inference_mode()
def classify(pixels: NDArray[np.uint8], net: str, wrong: bool = False) -> Classification:
    """Say what a photo shows.

    Args:
        pixels: (H, W, 3) uint8, red, green, blue; up to about 1,000 pixels a side, larger ones cost time only.
        net: a name in :data:`dnnlab.photo.facts.NETS`.
        wrong: on purpose with the numbers of the other network's preprocessing.

    Raises:
        ValueError: the pixels have another shape or type, or there is no such network.
    """
    return classified(prepared(pixels, net, wrong).array, net)[0]


@torch.inference_mode()
def classified(array: NDArray[np.float32], net: str) -> tuple[Classification, NDArray[np.float32]]:
    """What a network says to numbers, and its probabilities of all classes: (3, S, S) -> ..., (1000,)."""
    x = torch.from_numpy(array)[None]  # (3, S, S) -> (1, 3, S, S)
    model = shipped(net)
    started = time.thread_time()  # of the clock on the wall others have their turns, too
    logits = model(x)[0]  # (1000,)
    milliseconds = 1000 * (time.thread_time() - started)
    probabilities = logits.softmax(dim=0)
    best, classes = probabilities.topk(BEST)
    found = Classification(
        net=net,
        classes=classes.numpy(),
        names=tuple(class_names()[index] for index in classes.tolist()),
        probabilities=best.numpy(),
        milliseconds=milliseconds,
        parameters=known(net).parameters,
    )
    return found, probabilities.numpy()


def explain(
    pixels: NDArray[np.uint8],
    net: str,
    method: str = GRAD_CAM,
    layer: str = "",
    class_index: int | None = None,
    wrong: bool = False,
) -> Explanation:
    """Say where in a photo a network finds a class.

    Args:
        pixels: (H, W, 3) uint8, red, green, blue; up to about 1,000 pixels a side, larger ones cost time only.
        net: a name in :data:`dnnlab.photo.facts.NETS`.
        method: one of :data:`dnnlab.photo.views.METHODS`.
        layer: whose maps Grad-CAM asks; default: the last ones.
        class_index: default: the class that the network finds most likely.
        wrong: on purpose with the numbers of the other network's preprocessing.

    Raises:
        ValueError: one of these does not exist, or the layer has no maps.
    """
    facts = known(net)
    layer = "" if method == INPUT_GRADIENT else layer or facts.last_maps
    if method not in METHODS:
        raise ValueError(f"There is no method {method!r}: the methods are {', '.join(METHODS)}.")
    if layer:
        facts.layer_with_maps(layer)
    if class_index is not None:
        check_class(class_index)
    photo = prepared(pixels, net, wrong)
    x = torch.from_numpy(photo.array)[None]  # (1, 3, S, S)
    model = shipped(net)
    with torch.no_grad():
        probabilities = model(x)[0].softmax(dim=0)  # (1000,)
    target = int(probabilities.argmax()) if class_index is None else class_index
    heat = grad_cam(model, x, layer, target) if layer else input_gradient(model, x, target)
    strongest = float(heat.max())
    return Explanation(
        method=method,
        layer=layer,
        class_index=target,
        class_name=class_names()[target],
        probability=float(probabilities[target]),
        cut=photo.cut,
        heat=(heat / strongest if strongest > 0 else heat).numpy(),
        strongest=strongest,
    )


@torch.inference_mode()
def maps(
    pixels: NDArray[np.uint8], net: str, layer: str, count: int = 64, wrong: bool = False, own_scale: bool = False
) -> Maps:
    """Show what a layer makes of a photo.

    Args:
        pixels: (H, W, 3) uint8, red, green, blue; up to about 1,000 pixels a side, larger ones cost time only.
        net: a name in :data:`dnnlab.photo.facts.NETS`.
        layer: one of its layers that has maps.
        count: the strongest so many, fewer if the layer has fewer.
        wrong: on purpose with the numbers of the other network's preprocessing.
        own_scale: draw each map on a scale of its own; default: all on one.

    Raises:
        ValueError: one of these does not exist, the layer has no maps, or ``count`` is below 1.
    """
    facts = known(net).layer_with_maps(layer)
    if count < 1:
        raise ValueError(f"The number of maps must be at least 1, got {count}.")
    x = torch.from_numpy(prepared(pixels, net, wrong).array)[None]  # (1, 3, S, S)
    found = shipped(net).features(x, layer)[0]  # (C, h, w)
    strengths, units = found.abs().mean(dim=(1, 2)).sort(descending=True, stable=True)  # (C,)
    strengths, units = strengths[:count], units[:count]
    limit = float(found.abs().max())
    drawn = found[units].numpy()  # (n, h, w)
    if own_scale:
        peaks = np.abs(drawn).max(axis=(1, 2), keepdims=True)  # (n, 1, 1)
        drawn = np.divide(limit * drawn, peaks, out=np.zeros_like(drawn), where=peaks > 0)
    return Maps(
        layer=layer,
        units=units.numpy(),
        pixels=diverging(drawn, limit) if facts.signed else grey(drawn, 0.0, limit),
        strengths=strengths.numpy(),
        limit=limit,
        signed=facts.signed,
        total=len(found),
    )


def prepared(pixels: NDArray[np.uint8], net: str, wrong: bool = False) -> Prepared:
    """A learner's photo as a network reads it.

    Raises:
        ValueError: the pixels have another shape or type than (H, W, 3) uint8, or there is no such network.
    """
    if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.size == 0:
        raise ValueError(f"The photo must be uint8 of shape (H, W, 3), got {pixels.dtype} of shape {pixels.shape}.")
    return prepare(Image.fromarray(pixels), net, wrong=wrong)


def check_class(class_index: int) -> None:
    """Whether there is such a class; ValueError if not."""
    if not 0 <= class_index < CLASSES:
        raise ValueError(f"The classes are 0 to {CLASSES - 1}, got {class_index}.")
