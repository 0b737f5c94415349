"""The playground's network by hand: forward, backward and step in numpy, for one net or for many at once.

For networks this small the time goes into the calls, not into the sums: autograd and ``torch.optim`` take about ten
times as long.  What is computed is what :func:`dnnlab.foundations.playground.net.model.plain_step` says in plain
PyTorch; the tests hold the two together over all activations, outputs, losses, optimizers and penalties.

All weights stand in one vector ``theta``, in the order of ``Network.parameters()``.  With ``nets`` it has a row
for each net, and every array below has that axis in front: the products are then batched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from dnnlab.foundations.playground.net.slopes import ACTIVATIONS, loss_and_slope, outcome

Floats = NDArray[np.float64]
EPSILON, MOMENTUM = 1e-5, 0.1
"""Of batch normalisation, as in ``torch.nn.BatchNorm1d``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a network is, beside its weights."""

    sizes: tuple[int, ...]
    """Inputs, units of each hidden layer, outputs."""
    activations: tuple[str, ...]
    """Of each hidden layer."""
    batch_norm: bool
    output: str
    loss: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Windows into the vectors of all weights and all gradients."""

    weight: Floats
    """(..., out, in)."""
    bias: Floats
    """(..., 1, out)."""
    scale: Floats | None
    """(..., 1, out): gamma of batch normalisation."""
    shift: Floats | None
    """(..., 1, out): beta."""


class FastNet:
    """A network, or ``nets`` of one shape.

    Args:
        shape: layers, activations, output, loss.
        nets: 0 for one net without an axis of its own.
    """

    def __init__(self, shape: Shape, nets: int = 0) -> None:
        self.shape = shape
        self.lead = (nets,) if nets else ()
        self.theta, self.layers = self._vector()
        self.gradient, self.slopes = self._vector()
        self.is_weight = self._mask()
        hidden = shape.sizes[1:-1] if shape.batch_norm else ()
        self.means = [np.zeros((*self.lead, 1, units)) for units in hidden]
        self.variances = [np.ones((*self.lead, 1, units)) for units in hidden]

    def _vector(self) -> tuple[Floats, list[Layer]]:
        """A vector for all weights, and the windows of the layers into it."""
        sizes, count, places = self.shape.sizes, 0, []
        for number, (of, to) in enumerate(pairwise(sizes)):
            norm = self.shape.batch_norm and number < len(sizes) - 2
            ends = np.cumsum([count, of * to, to, *([to, to] if norm else [])]).tolist()
            places.append((of, to, ends))
            count = ends[-1]
        vector = np.zeros((*self.lead, count))
        layers = []
        for of, to, ends in places:
            parts = [vector[..., low:high] for low, high in pairwise(ends)]
            rows = [each[..., None, :] for each in parts[1:]]  # (..., out) -> (..., 1, out), still a window
            layers.append(
                Layer(
                    weight=parts[0].reshape(*self.lead, to, of),  # (..., out * in) -> (..., out, in), still a window
                    bias=rows[0], scale=rows[1] if len(rows) > 1 else None, shift=rows[2] if len(rows) > 1 else None,
                )
            )  # fmt: skip
        return vector, layers

    def _mask(self) -> Floats:
        """1 for each weight, 0 for what no penalty counts: biases, and scale and shift."""
        flags, layers = self._vector()
        for each in layers:
            each.weight[...] = 1
        first: Floats = flags[0] if self.lead else flags
        return first

    # -- what comes out -----------------------------------------------------------------------

    def read(self, x: Floats) -> tuple[list[Floats], list[Floats], Floats]:
        """Without dropout, with the means and variances that training has seen.

        Args:
            x: (..., B, inputs).

        Returns:
            The hidden layers' values and slopes, (..., B, units) each, and the output's sums, (..., B, K).
        """
        values, slopes = [], []
        for number, name in enumerate(self.shape.activations):
            layer = self.layers[number]
            z = x @ layer.weight.swapaxes(-1, -2) + layer.bias
            if layer.scale is not None and layer.shift is not None:
                z = (z - self.means[number]) / np.sqrt(self.variances[number] + EPSILON) * layer.scale + layer.shift
            x, slope = ACTIVATIONS[name](z)
            values.append(x)
            slopes.append(slope)
        last = self.layers[-1]
        return values, slopes, x @ last.weight.swapaxes(-1, -2) + last.bias

    def outcome(self, z: Floats) -> Floats:
        """What the output makes of its sums."""
        return outcome(z, self.shape.output)

    def losses(self, z: Floats, target: Floats) -> Floats:
        """The loss of each point, (..., B)."""
        return loss_and_slope(z, target, self.shape.output, self.shape.loss)[0]

    # -- one step -----------------------------------------------------------------------------

    def backward(self, x: Floats, target: Floats, masks: Sequence[Floats | None]) -> Floats:
        """The mean loss of a mini-batch of each net, (...); its gradient lies in :attr:`gradient` then.

        Args:
            x: (..., B, inputs).
            target: (..., B, K).
            masks: dropout: what the inputs and each hidden layer are multiplied by, (..., B, units); None: nothing.
        """
        if masks[0] is not None:
            x = x * masks[0]
        ins, slopes, norms = [x], [], []
        for number, name in enumerate(self.shape.activations):
            layer = self.layers[number]
            z = np.matmul(x, layer.weight.swapaxes(-1, -2))
            z += layer.bias
            if layer.scale is not None:
                z, kept = self._normalise(z, number)
                norms.append(kept)
            x, slope = ACTIVATIONS[name](z)
            if (mask := masks[number + 1]) is not None:
                x = x * mask
                slope = slope * mask
            ins.append(x)
            slopes.append(slope)
        last = self.layers[-1]
        z = np.matmul(x, last.weight.swapaxes(-1, -2))
        z += last.bias
        each, delta = loss_and_slope(z, target, self.shape.output, self.shape.loss)
        count = each.shape[-1]
        delta = delta / count
        for number in range(len(self.layers) - 1, -1, -1):
            into = self.slopes[number]
            if number < len(slopes) and into.scale is not None:
                delta = self._through_norm(delta, number, norms[number])
            np.matmul(delta.swapaxes(-1, -2), ins[number], out=into.weight)
            np.add.reduce(delta, axis=-2, out=into.bias, keepdims=True)
            if number:
                delta = np.matmul(delta, self.layers[number].weight)
                delta *= slopes[number - 1]
        total: Floats = np.add.reduce(each, axis=-1) / count
        return total

    def _normalise(self, z: Floats, number: int) -> tuple[Floats, tuple[Floats, Floats]]:
        """Batch normalisation in training; keeps what the way back needs."""
        layer, count = self.layers[number], z.shape[-2]
        assert layer.scale is not None and layer.shift is not None
        mean, variance = z.mean(-2, keepdims=True), z.var(-2, keepdims=True)
        self.means[number] += MOMENTUM * (mean - self.means[number])
        unbiased = variance * (count / max(count - 1, 1))
        self.variances[number] += MOMENTUM * (unbiased - self.variances[number])
        root = np.sqrt(variance + EPSILON)
        normal = (z - mean) / root
        return normal * layer.scale + layer.shift, (normal, root)

    def _through_norm(self, delta: Floats, number: int, kept: tuple[Floats, Floats]) -> Floats:
        """The gradient before batch normalisation, from that behind it; sets those of scale and shift."""
        (normal, root), layer, into = kept, self.layers[number], self.slopes[number]
        assert layer.scale is not None and into.scale is not None and into.shift is not None
        into.scale[...] = (delta * normal).sum(-2, keepdims=True)
        into.shift[...] = delta.sum(-2, keepdims=True)
        of_normal = delta * layer.scale
        along = (of_normal * normal).mean(-2, keepdims=True)
        before: Floats = (of_normal - of_normal.mean(-2, keepdims=True) - normal * along) / root
        return before

    def penalise(self, l1: float, l2: float) -> None:
        """Add the gradients of λ1 sum |w| and of λ2/2 sum w², biases left out."""
        if l2:
            self.gradient += l2 * (self.theta * self.is_weight)
        if l1:
            self.gradient += l1 * (np.sign(self.theta) * self.is_weight)

    def cut_back(self, longest: float) -> None:
        """Max-norm: no unit's incoming weights, as a vector, are longer than this; 0 leaves them alone."""
        if longest:
            for layer in self.layers:
                norm = np.sqrt(np.square(layer.weight).sum(-1, keepdims=True))  # (..., out, 1)
                layer.weight[...] *= np.minimum(1.0, longest / np.maximum(norm, 1e-12))

    # -- keeping ------------------------------------------------------------------------------

    def state_dict(self) -> dict[str, Any]:
        """Weights, the last gradient, and the means and variances of batch normalisation."""
        rows = {"theta": self.theta, "gradient": self.gradient}
        for name, kept in (("mean", self.means), ("variance", self.variances)):
            rows |= {f"{name}{number}": each for number, each in enumerate(kept)}
        return {name: torch.from_numpy(each) for name, each in rows.items()}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Go on from there."""
        self.theta[...] = state["theta"].numpy()
        self.gradient[...] = state["gradient"].numpy()
        for number in range(len(self.means)):
            self.means[number][...] = state[f"mean{number}"].numpy()
            self.variances[number][...] = state[f"variance{number}"].numpy()


class FastOptimizer:
    """The six rules of :data:`dnnlab.nn.optimizers.OPTIMIZERS` on a vector of all weights, as PyTorch computes them.

    Args:
        name: of the rule.
        like: the vector.
    """

    def __init__(self, name: str, like: Floats) -> None:
        self.name = name
        self.steps = 0
        self.first, self.second = np.zeros_like(like), np.zeros_like(like)

    def step(self, theta: Floats, gradient: Floats, rate: float) -> None:
        """Move ``theta`` in place."""
        self.steps += 1
        first, second = self.first, self.second
        match self.name:
            case "SGD":
                theta -= rate * gradient
            case "momentum":
                first *= 0.9
                first += gradient
                theta -= rate * first
            case "Nesterov":
                first *= 0.9
                first += gradient
                theta -= rate * (gradient + 0.9 * first)
            case "Adagrad":
                second += gradient * gradient
                theta -= rate * gradient / (np.sqrt(second) + 1e-10)
            case "RMSProp":
                second *= 0.9
                second += 0.1 * (gradient * gradient)
                theta -= rate * gradient / (np.sqrt(second) + 1e-8)
            case "Adam":
                first += 0.1 * (gradient - first)
                second *= 0.999
                second += 0.001 * (gradient * gradient)
                below = np.sqrt(second)
                below /= (1 - 0.999**self.steps) ** 0.5
                below += 1e-8
                np.divide(first, below, out=below)
                below *= rate / (1 - 0.9**self.steps)
                theta -= below
            case _:
                raise ValueError(f"there is no optimizer {self.name}")

    def state_dict(self) -> dict[str, Any]:
        """Momenta and the count of steps."""
        return {"steps": self.steps, "first": torch.from_numpy(self.first), "second": torch.from_numpy(self.second)}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Go on from there."""
        self.steps = state["steps"]
        self.first[...] = state["first"].numpy()
        self.second[...] = state["second"].numpy()
