"""What every experiment that trains by steps does alike: saving, going on, taking home.

The lesson writes its model, its loss and its ``step`` in plain PyTorch; here is
nothing of these.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator, Mapping
from copy import deepcopy
from dataclasses import fields, is_dataclass, replace
from typing import Any, ClassVar, Generic

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from dnnlab.live.experiment import C, Experiment, V
from dnnlab.nn.modules import evaluating


class Training(Experiment[C, V], Generic[C, V]):
    """An experiment whose state is a handful of attributes, named in :attr:`parts`.

    A lesson makes its parts in ``__init__`` and counts :attr:`steps_taken` in
    ``step``; this class then knows how to save them and go on from there bit for
    bit, which weights a learner takes home, and how large the last gradient was.
    """

    parts: ClassVar[tuple[str, ...]]
    """Names of the attributes that the next step or the next view depends on, and that the config does not say.

    Each is a module, an optimiser, :class:`~dnnlab.nn.randomness.Streams`,
    :class:`~dnnlab.nn.randomness.Batches` (what has a ``state_dict``), a tensor,
    an array, a dataclass of these, or plain data.  ``steps_taken`` is always one.
    """

    def __init__(self, config: C) -> None:
        super().__init__(config)
        self.steps_taken = 0

    def apply_knobs(self) -> None:
        """Hand the live knobs to the parts that keep a copy (a learning rate); others are read where they count."""

    def tune(self, config: C) -> None:
        """The live knobs hold from the next step on."""
        super().tune(config)
        self.apply_knobs()

    def check_due(self, every: int) -> bool:
        """Whether to look at validation data after the step just taken: at the first, each so many, and the last.

        What a check finds goes into that step's metrics; the engine tells it until the next one. What of it is
        drawn (answers, say) is an attribute of the lesson's, and one of :attr:`parts`.
        """
        return self.steps_taken % every == 0 or self.steps_taken in (1, self.total_steps)

    def state_dict(self) -> dict[str, Any]:
        """The parts, by their names."""
        return {name: _saved(getattr(self, name)) for name in (*self.parts, "steps_taken")}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on where ``state`` stands, and leave it alone; the live knobs stay as this run's config says."""
        for name in (*self.parts, "steps_taken"):
            part = getattr(self, name)
            if hasattr(part, "load_state_dict"):
                part.load_state_dict(deepcopy(state[name]))  # an optimiser would share its tensors
            elif isinstance(part, Tensor) and part.requires_grad:
                with torch.no_grad():
                    part.copy_(state[name])  # its optimiser goes on with this very tensor
            else:
                setattr(self, name, _restored(part, state[name]))
        self.apply_knobs()

    def weights(self) -> dict[str, Tensor]:
        """Copies of what is learnt, as a model's own ``load_state_dict`` takes them.

        A tensor that is learnt has its part's name; with several models the part's name
        goes before those of its tensors, ``generator.output.weight``.
        """
        models = [name for name in self.parts if isinstance(getattr(self, name), nn.Module)]
        found = dict(self._learnt())
        for name in models:
            prefix = f"{name}." if len(models) > 1 else ""
            found |= {prefix + key: each for key, each in getattr(self, name).state_dict().items()}
        return {name: each.detach().clone(memory_format=torch.contiguous_format) for name, each in found.items()}

    def gradient_norm(self) -> float | None:
        """The Euclidean norm of the last gradient over all that is learnt; None before the first step."""
        models = [part for name in self.parts if isinstance(part := getattr(self, name), nn.Module)]
        learnt = [*(each for model in models for each in model.parameters()), *dict(self._learnt()).values()]
        gradients = [each.grad.flatten() for each in learnt if each.grad is not None]
        return float(torch.linalg.vector_norm(torch.cat(gradients))) if gradients else None

    def _learnt(self) -> Iterator[tuple[str, Tensor]]:
        """The parts that are themselves a tensor with a gradient."""
        for name in self.parts:
            part = getattr(self, name)
            if isinstance(part, Tensor) and part.requires_grad:
                yield name, part


def finite(metrics: Mapping[str, float]) -> bool:
    """Whether all of them are numbers; where they are not, ``step`` returns them before it touches the weights."""
    return all(math.isfinite(value) for value in metrics.values())


def in_pieces(
    model: nn.Module,
    images: NDArray[Any],
    read: Callable[[NDArray[Any]], Tensor],
    *,
    size: int = 500,
    known: Mapping[str, float] | None = None,
) -> Generator[dict[str, float], None, Tensor]:
    """What a model makes of a large set, some at a time, for :meth:`~dnnlab.live.experiment.Experiment.final`.

    ``errors = yield from in_pieces(self.model, mnist.test().images, self.errors)``: the engine serves other runs
    between two pieces, and in each the model has no dropout and no gradients.

    Args:
        images: all examples, the first axis counts them.
        read: from some of them to one row each.
        size: of a piece: it takes at most 50 ms.
        known: final metrics that are known already; told meanwhile.

    Returns:
        The rows of all examples.
    """
    rows: list[Tensor] = []
    for start in range(0, len(images), size):
        with evaluating(model):
            rows.append(read(images[start : start + size]))
        yield dict(known or {})
    return torch.cat(rows)


def _saved(part: Any) -> Any:
    """A part as tensors and plain data, for a checkpoint."""
    if hasattr(part, "state_dict"):
        return part.state_dict()
    if isinstance(part, Tensor):
        return part.detach()
    if isinstance(part, np.ndarray):
        return torch.tensor(part)
    if is_dataclass(part) and not isinstance(part, type):
        return {each.name: _saved(getattr(part, each.name)) for each in fields(part)}
    return part


def _restored(part: Any, saved: Any) -> Any:
    """What :func:`_saved` made, in the form that the part has now; shares no memory with it."""
    if isinstance(part, Tensor):
        return saved.clone()  # keeps the layout in memory, on which the last bits of a sum depend
    if isinstance(part, np.ndarray):
        return saved.numpy().copy()
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{name: _restored(getattr(part, name), each) for name, each in saved.items()})
    return deepcopy(saved)
