"""From scores to a character: temperature, top-k, top-p, and the draw itself; no torch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Probabilities = NDArray[np.float64]


def softmax(scores: NDArray[np.floating]) -> Probabilities:
    """Probabilities along the last axis, in double precision."""
    shifted = np.asarray(scores, np.float64)
    shifted = np.exp(shifted - shifted.max(-1, keepdims=True))
    result: Probabilities = shifted / shifted.sum(-1, keepdims=True)
    return result


def with_temperature(scores: NDArray[np.floating], temperature: float) -> Probabilities:
    """softmax(scores / T): below 1 the likely gets likelier, above 1 all get alike.

    Raises:
        ValueError: the temperature is not above 0.
    """
    if not temperature > 0:
        raise ValueError(f"The temperature must be above 0, got {temperature}.")
    return softmax(np.asarray(scores, np.float64) / temperature)


def keep_top_k(probabilities: Probabilities, k: int) -> Probabilities:
    """Only the k likeliest of each row, scaled to sum to 1; of equals the first; 0: all."""
    if k < 0:
        raise ValueError(f"top-k must be 0 or more, got {k}.")
    if k == 0 or k >= probabilities.shape[-1]:
        return probabilities
    order = np.argsort(-probabilities, axis=-1, kind="stable")[..., :k]
    kept = np.zeros_like(probabilities)
    np.put_along_axis(kept, order, np.take_along_axis(probabilities, order, -1), -1)
    result: Probabilities = kept / kept.sum(-1, keepdims=True)
    return result


def keep_top_p(probabilities: Probabilities, p: float) -> Probabilities:
    """Only the likeliest that together reach p, at least one, scaled to sum to 1 (Holtzman et al. 2020); 1: all."""
    if not 0 < p <= 1:
        raise ValueError(f"top-p must be above 0 and at most 1, got {p}.")
    if p == 1:
        return probabilities
    order = np.argsort(-probabilities, axis=-1, kind="stable")
    ranked = np.take_along_axis(probabilities, order, -1)
    before = np.cumsum(ranked, -1) - ranked
    kept = np.zeros_like(probabilities)
    np.put_along_axis(kept, order, np.where(before < p, ranked, 0.0), -1)
    result: Probabilities = kept / kept.sum(-1, keepdims=True)
    return result


def filtered(
    scores: NDArray[np.floating], temperature: float = 1.0, top_k: int = 0, top_p: float = 1.0
) -> Probabilities:
    """What is drawn from: temperature first, then the k likeliest, then the likeliest that reach p.

    The same as the three functions above one after the other, with one sort for both filters.
    """
    probabilities = with_temperature(scores, temperature)
    if top_k == 0 and top_p == 1:
        return probabilities
    if top_k < 0 or not 0 < top_p <= 1:
        return keep_top_p(keep_top_k(probabilities, top_k), top_p)  # says what is wrong
    order = np.argsort(-probabilities, axis=-1, kind="stable")
    ranked = np.take_along_axis(probabilities, order, -1)
    if top_k:
        ranked[..., top_k:] = 0.0
    sums = ranked.cumsum(-1)
    ranked[sums - ranked >= top_p * sums[..., -1:]] = 0.0
    kept = np.empty_like(probabilities)
    np.put_along_axis(kept, order, ranked / ranked.sum(-1, keepdims=True), -1)
    return kept


def surprise(scores: NDArray[np.floating], codes: NDArray[np.integer]) -> NDArray[np.float64]:
    """-log of the probability that each row of scores gives to its code, in nats: (N, symbols), (N,) -> (N,)."""
    shifted = np.asarray(scores, np.float64)
    shifted = shifted - shifted.max(-1, keepdims=True)
    nats: NDArray[np.float64] = np.log(np.exp(shifted).sum(-1)) - shifted[np.arange(len(codes)), codes]
    return nats


def draw(probabilities: Probabilities, chance: NDArray[np.float64]) -> NDArray[np.int64]:
    """One of each row, (N, symbols) -> (N,): the first at which the running sum passes the row's chance in [0, 1).

    What has probability 0 is never drawn.
    """
    sums = np.cumsum(probabilities, -1)
    places = (sums <= np.asarray(chance)[:, None] * sums[:, -1:]).sum(-1)
    drawn: NDArray[np.int64] = np.minimum(places, probabilities.shape[-1] - 1)
    return drawn
