"""Gradients of the memory lesson: how large they are at each step of a sequence, and how they are clipped."""

from __future__ import annotations

import math
from collections.abc import Iterable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from dnnlab.rnn.memory.knobs import NORM, OFF


def look_back(model: nn.Module, inputs: Tensor, symbols: Tensor) -> tuple[Tensor, Tensor]:
    """How much the loss feels the input of each step, and what the network answers.

    Args:
        model: (T + 1, N, 9) -> scores (N, 8).
        inputs: (T + 1, N, 9).
        symbols: (N,): the right answers.

    Returns:
        (T + 1,): the Euclidean norm of dL/dx_t, L being the cross-entropy of one sequence, mean over the N;
        (N, 8): the probabilities.
    """
    inputs = inputs.detach().requires_grad_()
    scores = model(inputs)
    loss = F.cross_entropy(scores, symbols, reduction="sum")  # of each sequence, only its own inputs know
    (gradient,) = torch.autograd.grad(loss, inputs, materialize_grads=True)
    return norms(gradient), scores.detach().softmax(1)


def norms(gradient: Tensor) -> Tensor:
    """(T + 1, N, 9) -> (T + 1,): norms over the numbers of an input, mean over the sequences; in double precision."""
    found: Tensor = torch.linalg.vector_norm(gradient.double(), dim=2).mean(1)
    return found


def clip(parameters: Iterable[nn.Parameter], how: str, most: float) -> float:
    """Shorten the gradients in place; returns their Euclidean norm before, over all parameters together.

    Args:
        parameters: those that are learnt.
        how: "norm": all of it times most / norm where the norm is larger (Pascanu et al. 2013, algorithm 1);
            "value": each number to [-most, most]; "off".
        most: the threshold.
    """
    found = [each.grad for each in parameters if each.grad is not None]
    squares = sum(float(each.double().square().sum()) for each in found)  # of a float32 of 1e20, too
    norm = math.sqrt(squares)
    if how == OFF or not math.isfinite(norm):
        return norm
    for each in found:
        if how == NORM:
            each.mul_(min(1.0, most / norm) if norm else 1.0)
        else:
            each.clamp_(-most, most)
    return norm


def spectral_radius(matrix: Tensor) -> float:
    """The largest absolute eigenvalue; nan for a matrix with numbers that are not finite."""
    if not torch.isfinite(matrix).all():
        return math.nan
    return float(torch.linalg.eigvals(matrix.detach().double()).abs().max())
