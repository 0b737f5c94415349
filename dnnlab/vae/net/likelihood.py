"""How likely a picture is, given what the decoder says of its pixels; all summed over the pixels, in nats."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from dnnlab.vae.net.gaussian import LOG_2PI


class Bernoulli(nn.Module):
    """Each pixel is a coin toss, black or white: the decoder puts out the logit of white.

    It gives a probability to pictures of 0 and 1 alone.  A grey pixel has none, so grey pictures are binarised first
    (:func:`binarised`).
    """

    def log_prob(self, raw: Tensor, x: Tensor) -> Tensor:
        """(..., C, H, W) logits, x of 0 and 1 -> (...)."""
        each = F.binary_cross_entropy_with_logits(raw, x.expand_as(raw), reduction="none")
        return -each.flatten(-3).sum(-1)

    def mean(self, raw: Tensor) -> Tensor:
        """The probability of white."""
        return torch.sigmoid(raw)

    @property
    def curve(self) -> nn.Module:
        """What the mean lays on the decoder's output, for the browser."""
        return nn.Sigmoid()


class Gaussian(nn.Module):
    """Each pixel is normal around what the decoder puts out, with one sigma for all of them, fixed or learnt.

    The log-density may be above 0: it is no probability but one per unit of grey.

    Args:
        sigma: of a pixel that goes from 0 to 1; where it is learnt, the first value.
        learnt: whether it is a weight (Rybkin et al., "Simple and effective VAE training with calibrated decoders",
            2021, equation 4: one sigma shared by all pixels).
    """

    SMALLEST = -4.6
    """Of ln sigma: 0.01, or flat pixels would drive it to 0, and the density to infinity."""

    def __init__(self, sigma: float, *, learnt: bool) -> None:
        super().__init__()
        self.log_sigma = nn.Parameter(torch.tensor(sigma).log(), requires_grad=learnt)

    @property
    def sigma(self) -> Tensor:
        """Of a pixel, ()."""
        return self.log_sigma.clamp(min=self.SMALLEST).exp()

    def log_prob(self, raw: Tensor, x: Tensor) -> Tensor:
        """(..., C, H, W) means, x -> (...)."""
        log_sigma = self.log_sigma.clamp(min=self.SMALLEST)
        each = -0.5 * (LOG_2PI + ((x - raw) * torch.exp(-log_sigma)).square()) - log_sigma
        return each.flatten(-3).sum(-1)

    def mean(self, raw: Tensor) -> Tensor:
        """As it is."""
        return raw

    @property
    def curve(self) -> nn.Module:
        """None."""
        return nn.Identity()


def binarised(x: Tensor, generator: torch.Generator) -> Tensor:
    """Each pixel white with its grey value as the probability: (B, C, H, W) in [0, 1] -> the same of 0 and 1.

    Source: Salakhutdinov and Murray, "On the quantitative analysis of deep belief networks", 2008; drawn afresh at
    each step as in Burda, Grosse, Salakhutdinov, "Importance weighted autoencoders", 2016.
    """
    return (torch.rand(x.shape, generator=generator) < x).float()
