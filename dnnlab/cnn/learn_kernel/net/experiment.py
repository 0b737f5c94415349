"""Gradient descent finds the kernel behind a picture: one step() looks at every pixel once."""

from __future__ import annotations

import math
from collections.abc import Callable
from copy import deepcopy
from functools import partial
from typing import Any

import torch
import torch._dynamo  # the first optimiser imports it: a second that belongs here, not into a run
from torch import Tensor, optim

from dnnlab.cnn.learn_kernel.knobs import LearnKernelConfig
from dnnlab.cnn.learn_kernel.problem import look, problem, start_kernel
from dnnlab.cnn.learn_kernel.views import LearnKernelView
from dnnlab.cnn.net.convolution import convolve2d
from dnnlab.live.experiment import Experiment

OPTIMIZERS: dict[str, Callable[..., optim.Optimizer]] = {
    "SGD": partial(optim.SGD, fused=True),
    "momentum": partial(optim.SGD, momentum=0.9, fused=True),
    "Adam": partial(optim.Adam, fused=True),
}


class LearnKernel(Experiment[LearnKernelConfig, LearnKernelView]):
    """A run: one kernel, and the picture that it shall make of a photo.

    The gradient is that of the whole photo (full batch), so a run has no
    randomness after its start.

    Metrics, both of the kernel before the step: ``loss``, the mean square of
    output minus target; and ``kernel_error``, the largest difference between a
    weight and the sought one, which the optimiser never sees.
    """

    def __init__(self, config: LearnKernelConfig) -> None:
        super().__init__(config)
        self.problem = problem(config)
        self.photo = torch.from_numpy(self.problem.photo)[None, None]  # (H + k - 1, W + k - 1) -> (1, 1, ...)
        self.target = torch.from_numpy(self.problem.target)[None, None]  # (H, W) -> (1, 1, H, W)
        self.kernel = torch.from_numpy(start_kernel(config))[None, None].requires_grad_()  # (k, k) -> (1, 1, k, k)
        self.optimizer = OPTIMIZERS[config.optimizer]([self.kernel], lr=config.learning_rate)
        self.steps_taken = 0

    @property
    def total_steps(self) -> int:
        """As many as the knob says."""
        return self.config.run_length

    def step(self) -> dict[str, float]:
        """Take one step against the gradient."""
        output = convolve2d(self.photo, self.kernel)  # (1, 1, H, W)
        loss = (output - self.target).square().mean()
        metrics = {"loss": loss.item(), "kernel_error": self.problem.kernel_error(self._weights())}
        if not math.isfinite(metrics["loss"]):
            return metrics
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        self.steps_taken += 1
        return metrics

    def view(self) -> LearnKernelView:
        """The kernel, its gradient, and the pictures."""
        return look(self.problem, self.steps_taken, self._weights())

    def tune(self, config: LearnKernelConfig) -> None:
        """Apply the learning rate and the number of steps from the next step on."""
        super().tune(config)
        self._apply_live_knobs()

    def state_dict(self) -> dict[str, Any]:
        """Everything that the next step depends on and that the config does not say."""
        return {
            "kernel": self.kernel.detach(),
            "optimizer": self.optimizer.state_dict(),
            "steps_taken": self.steps_taken,
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on where ``state`` stands; the live knobs stay as this run's config says."""
        with torch.no_grad():
            self.kernel.copy_(state["kernel"])
        self.optimizer.load_state_dict(deepcopy(state["optimizer"]))  # it would share the tensors
        self.steps_taken = state["steps_taken"]
        self._apply_live_knobs()

    def weights(self) -> dict[str, Tensor]:
        """The kernel, (1, 1, k, k), as ``torch.nn.functional.conv2d`` takes it."""
        return {"kernel": self.kernel.detach().clone()}

    def gradient_norm(self) -> float | None:
        """The Euclidean norm of the last gradient; None before the first step."""
        return None if self.kernel.grad is None else float(torch.linalg.vector_norm(self.kernel.grad))

    def _weights(self) -> Any:
        """The kernel as numpy, (k, k), sharing its memory."""
        return self.kernel.detach().numpy()[0, 0]

    def _apply_live_knobs(self) -> None:
        for group in self.optimizer.param_groups:
            group["lr"] = self.config.learning_rate
