"""The problem that "learn the kernel" poses, and how near an answer comes; numpy only.

The photo's grey values p are standardised, x = (p - mean) / deviation, and the
target picture is y = x * k + noise: every place the sum of its window times the
sought kernel.  The loss of a kernel w is the mean of (x * w - y)² over all
places where the larger of the two kernels fits into the photo.

It is the loss of a linear regression with one row a place: a quadratic bowl
with one lowest point.  Neighbouring pixels are nearly equal, so the bowl is a
long valley: steep for what all weights do together, flat for fine differences.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from dnnlab.cnn import kernels
from dnnlab.cnn.learn_kernel.knobs import OWN, SECRET, LearnKernelConfig, own_kernel
from dnnlab.cnn.learn_kernel.views import LearnKernelView
from dnnlab.data import photos
from dnnlab.plots.sheets import diverging

Floats = NDArray[np.float32]
A = TypeVar("A", bound=np.generic)

LONGEST = 128
"""Pixels of the photo's longer side."""

SECRET_PAIRS = 3
"""A secret kernel has at most so many ones, and as many minus ones."""

SPREAD = 0.5
"""Standard deviation of the weights of a random start."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A photo and its target picture; and the kernel behind it, which no optimiser sees."""

    grey: NDArray[np.uint8]
    """(H, W): the photo where it has a target."""
    photo: Floats
    """(H + k - 1, W + k - 1): standardised; what a kernel of k × k slides over."""
    sought: Floats
    """(s, s), s at least k."""
    target: Floats
    """(H, W)."""

    @property
    def size(self) -> int:
        """k, the width and height of the kernel to learn."""
        return len(self.photo) - len(self.target) + 1

    def output(self, kernel: Floats) -> Floats:
        """What a kernel makes of the photo: (k, k) -> (H, W)."""
        return correlate(self.photo, kernel)

    def loss(self, kernel: Floats) -> float:
        """The mean square of what is missing to the target."""
        return float(np.mean(np.square(self.output(kernel) - self.target)))

    def gradient(self, kernel: Floats) -> Floats:
        """Of the loss: each weight's is 2 · mean of (output - target) times the pixel that it was multiplied with."""
        error = self.output(kernel) - self.target  # (H, W)
        seen = np.lib.stride_tricks.sliding_window_view(self.photo, error.shape)  # (k, k, H, W)
        made: Floats = np.einsum("abij,ij->ab", seen, error) * np.float32(2 / error.size)
        return made

    def curvature(self) -> NDArray[np.float64]:
        """The loss's second derivatives, ascending eigenvalues: how steep the bowl is across and along its valley."""
        windows = np.lib.stride_tricks.sliding_window_view(self.photo, (self.size, self.size))
        rows = windows.reshape(-1, self.size**2).astype(np.float64)  # (H, W, k, k) -> (H W, k k)
        return np.asarray(np.linalg.eigvalsh(2 / len(rows) * rows.T @ rows), np.float64)

    def kernel_error(self, kernel: Floats) -> float:
        """The largest difference between a weight and the sought one; what a small kernel lacks counts as 0."""
        return float(np.abs(centred(kernel, len(self.sought)) - self.sought).max())


def problem(config: LearnKernelConfig) -> Problem:
    """The problem that these knobs pose."""
    grey = photos.as_array(photos.load(config.photo), longest=LONGEST, colour=False)
    photo = grey.astype(np.float32)
    photo = (photo - photo.mean()) / photo.std()
    wanted = sought_kernel(config)
    size = max(config.size, *wanted.shape)
    wanted = centred(wanted, size)
    clean = correlate(photo, wanted)
    chance = np.random.default_rng([config.seed, 1]).standard_normal(clean.shape, np.float32)
    target = clean + np.float32(config.noise) * clean.std() * chance
    half, spare = size // 2, (size - config.size) // 2
    return Problem(_inner(grey, half), _inner(photo, spare), wanted, target)


def sought_kernel(config: LearnKernelConfig) -> Floats:
    """The kernel behind the target picture, in its own size."""
    if config.target == OWN:
        return own_kernel(config.own_target)
    if config.target == SECRET:
        chance = np.random.default_rng([config.seed, 0])
        pairs = int(chance.integers(1, SECRET_PAIRS, endpoint=True))
        numbers = np.zeros(9, np.float32)
        numbers[:pairs], numbers[-pairs:] = 1, -1
        return chance.permutation(numbers).reshape(3, 3)
    return kernels.preset(config.target)


def start_kernel(config: LearnKernelConfig) -> Floats:
    """The kernel at step 0: (k, k)."""
    kernel = np.zeros((config.size, config.size), np.float32)
    if config.start == "random":
        return np.random.default_rng([config.seed, 2]).standard_normal(kernel.shape, np.float32) * np.float32(SPREAD)
    kernel[config.size // 2, config.size // 2] = config.start == "identity"
    return kernel


def look(posed: Problem, step: int, kernel: Floats) -> LearnKernelView:
    """A kernel on its way, with all that is to be drawn of it."""
    output = posed.output(kernel)
    limit = float(np.abs(posed.target).max())
    return LearnKernelView(
        step=step,
        kernel=kernel.copy(),
        gradient=posed.gradient(kernel),
        sought=posed.sought,
        photo=posed.grey,
        target=diverging(posed.target, limit),
        output=diverging(output, limit),
        error=diverging(output - posed.target, limit),
    )


def correlate(x: Floats, kernel: Floats) -> Floats:
    """Slide a kernel over a picture where it fits, without turning it round: (H, W), (h, w) -> (H-h+1, W-w+1)."""
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)
    made: Floats = np.einsum("ijab,ab->ij", windows, kernel)
    return made


def centred(kernel: Floats, size: int) -> Floats:
    """A kernel of odd sides in the middle of (size, size) zeros."""
    rows, columns = ((size - side) // 2 for side in kernel.shape)
    return np.pad(kernel, ((rows, rows), (columns, columns)))


def _inner(picture: NDArray[A], margin: int) -> NDArray[A]:
    """A picture without its outermost pixels."""
    return picture[margin : len(picture) - margin, margin : picture.shape[1] - margin]
