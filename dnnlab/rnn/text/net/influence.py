"""Which earlier characters mattered for each character of a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch

from dnnlab.rnn.text.net.calls import Asked
from dnnlab.rnn.text.net.inside import answering
from dnnlab.rnn.text.net.model import CharModel
from dnnlab.rnn.text.net.slices import AT_ONCE, BACKWARDS, work
from dnnlab.rnn.text.views import Influences

if TYPE_CHECKING:
    from dnnlab.rnn.text.net.experiment import TextTraining

LONGEST = 240
"""Characters of a text: each has a row as long as the text."""
ROWS = 16
"""Characters that are asked about side by side, at most."""


def influences(
    model: Asked, text: str, others: Sequence[str] = (), experiment: TextTraining | None = None
) -> Iterator[Influences]:
    """Gradient norms of the log of each character's probability, of one model after the other, in pieces.

    The gradient is taken with respect to the numbers that come in for each earlier character; reading begins at
    the text's first character, with a state of zeros.

    Args:
        model: see :mod:`dnnlab.rnn.text.net.calls`.
        text: at most 240 characters; those that a model does not know are left out.
        others: models that ship, asked after the first.

    Raises:
        ValueError: the text is too long, or there is no such model; a sentence.
    """
    if len(text) > LONGEST:
        raise ValueError(f"The text must have at most {LONGEST} characters, got {len(text):,}.")
    for number, each in enumerate((model, *others)):
        brain, net = answering(each, None if number else experiment)
        known = np.array([place for place, letter in enumerate(text) if letter in brain.vocabulary.characters], int)
        codes = torch.from_numpy(brain.codes(text))
        size = max(1, min(ROWS, int(AT_ONCE / (work(net) * (1 + BACKWARDS) * max(len(codes), 1)))))
        for start in range(1, len(codes), size):
            asked = range(start, min(start + size, len(codes)))
            norms, probabilities = _rows(net, codes[: asked.stop], asked)
            rows = np.full((len(asked), len(text)), np.nan, np.float32)
            for row, place in enumerate(asked):
                rows[row, known[:place]] = norms[row, :place]
            yield Influences(model=number, places=known[start : asked.stop], norms=rows, probabilities=probabilities)


def _rows(net: CharModel, codes: torch.Tensor, asked: range) -> tuple[np.ndarray, np.ndarray]:
    """One copy of the text for each place that is asked about: norms (places, earlier), and probabilities."""
    places, rows = torch.tensor(asked), torch.arange(len(asked))
    with torch.enable_grad():
        x = net.inputs(codes[:-1, None].expand(-1, len(asked))).detach().requires_grad_()  # (T, places, inputs)
        outputs, _ = net.stack(x)
        logs = net.output(outputs[places - 1, rows]).log_softmax(-1)[rows, codes[places]]
        (gradient,) = torch.autograd.grad(logs.sum(), x)  # each log depends on its own copy alone
    return gradient.norm(dim=-1).T.numpy(), logs.detach().exp().numpy()
