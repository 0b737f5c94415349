"""Does the way to the network cost a drawing anything?  MNIST's own test digits, straight and prepared.

    python -m tools.measure_drawings

LeNet-5 with its shipped weights reads each digit twice: as it is, and after
:func:`dnnlab.data.digits.prepare_digit`, through which goes whatever a learner
draws.  The preparation centres and sizes as MNIST was made, so nothing should change.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dnnlab.cnn.lenet.net.calls import read
from dnnlab.data import mnist
from dnnlab.data.digits import prepare_digit

AT_ONCE = 500


class Figures(NamedTuple):
    """What came out."""

    digits: int
    straight: float
    """Share of the digits that are read rightly as they are."""
    prepared: float
    """And after the preparation."""
    changed: int
    """Digits of which a pixel became another."""
    misread: int
    """Digits that were read rightly and are not any more."""
    least_ink: float
    """Of one digit's ink, the least share that comes out; 1: all of it."""


def compared(count: int) -> Figures:
    """Read the first ``count`` test digits both ways."""
    digits, labels = mnist.test().images[:count], mnist.test().labels[:count]
    made = np.stack([prepare_digit(digit).pixels for digit in digits])
    straight, prepared = (_answers(each) == labels for each in (digits, made))
    ink = made.sum(axis=(1, 2)) / digits.sum(axis=(1, 2))
    changed = int((made != digits).any(axis=(1, 2)).sum())
    misread = int((straight & ~prepared).sum())
    return Figures(count, float(straight.mean()), float(prepared.mean()), changed, misread, float(ink.min()))


def _answers(digits: NDArray[np.uint8]) -> NDArray[np.int64]:
    """What the network reads, (n,)."""
    pieces = [digits[at : at + AT_ONCE] for at in range(0, len(digits), AT_ONCE)]
    return np.concatenate([read(piece).probabilities.argmax(axis=1) for piece in pieces])


def main() -> None:
    """All 10,000."""
    figures = compared(len(mnist.test().labels))
    print(f"{figures.digits:,} test digits, read by LeNet-5 with the shipped weights")
    print(f"straight:  {100 * figures.straight:.2f} % right")
    print(f"prepared:  {100 * figures.prepared:.2f} % right; {figures.misread} misread that were read rightly")
    print(f"{figures.changed} changed; the least share of a digit's ink that came out: {figures.least_ink:.4f}")


if __name__ == "__main__":
    main()
