"""How much a picture tells of its code, at least: the variational bound of InfoGAN, in nats.

The mutual information I(c; x) = H(c) - H(c|x) is what is known of the code c once the picture x = G(z, c) is seen.
H(c|x) needs the true p(c|x), which nobody has.  Any other distribution Q(c|x) in its place gives a lower bound::

    L_I = E[ln Q(c|x)] + H(c)  <=  I(c; x)

and the better Q is, the closer they are; what is between them is E[KL(p(c|x) || Q(c|x))] (Barber and Agakov, 2003).
Q says ten logits for c1, and for c2 and c3 the mean of a normal distribution with the fixed deviation 0.5.  For c1 the
bound is at most H(c1) = ln 10.

Trained is L_1 + 0.25 (L_2 + L_3), the bounds of c1, c2 and c3: see :attr:`Bound.total`.

Source: X. Chen et al., "InfoGAN: interpretable representation learning by information maximizing generative
adversarial nets", NeurIPS 2016, equations 4 and 5.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import torch.nn.functional as F
from torch import Tensor

from dnnlab.gan.info.codes import CATEGORICAL_ENTROPY, CONTINUOUS_ENTROPY, CONTINUOUS_WEIGHT, SPREAD


class Bound(NamedTuple):
    """L_I in nats, mean over a batch."""

    categorical: Tensor
    """Of c1, a scalar; at most ln 10."""
    continuous: Tensor
    """Of c2 and of c3, (2,); at most :data:`~dnnlab.gan.info.codes.SHARPEST` with this deviation of Q."""

    @property
    def total(self) -> Tensor:
        """What is trained: a nat of c2 or c3 counts a quarter of one of c1, so that c1 is served first.

        The bound of the whole code is their plain sum, as the parts are independent and Q says each by itself.  This
        is a weighted sum of bounds, as if λ were a quarter for c2 and c3.
        """
        return self.categorical + CONTINUOUS_WEIGHT * self.continuous.sum()


def bound(logits: Tensor, means: Tensor, categories: Tensor, continuous: Tensor) -> Bound:
    """L_I of what Q says.

    Args:
        logits, means: what Q says of c1, (B, 10), and of c2 and c3, (B, 2).
        categories, continuous: the codes that G read, (B,) and (B, 2).
    """
    log_q1 = -F.cross_entropy(logits, categories)  # mean of ln Q(c1|x)
    off = ((continuous - means) / SPREAD).square()  # (B, 2)
    log_q = -0.5 * (off + math.log(2.0 * math.pi * SPREAD**2)).mean(0)  # (2,): mean of ln N(c; mean, 0.5)
    return Bound(categorical=CATEGORICAL_ENTROPY + log_q1, continuous=CONTINUOUS_ENTROPY + log_q)


def scaled(features: Tensor, weight: float) -> Tensor:
    """The same numbers, through which only ``weight`` times the gradient goes back.

    So one backward pass gives all three what they minimise: behind this Q the gradient of -L, before it G, and the
    layers that D shares with Q, that of -λ L, where L is :attr:`Bound.total`.
    """
    return weight * features + (1.0 - weight) * features.detach()
