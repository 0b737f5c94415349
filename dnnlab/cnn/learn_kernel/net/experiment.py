"""Gradient descent finds the kernel behind a picture: one step() looks at every pixel once."""

from __future__ import annotations

from typing import Any

import torch

from dnnlab.cnn.learn_kernel.knobs import LearnKernelConfig
from dnnlab.cnn.learn_kernel.problem import look, problem, start_kernel
from dnnlab.cnn.learn_kernel.views import LearnKernelView
from dnnlab.cnn.net.convolution import convolve2d
from dnnlab.nn.optimizers import OPTIMIZERS, retune
from dnnlab.nn.training import Training, finite


class LearnKernel(Training[LearnKernelConfig, LearnKernelView]):
    """A run: one kernel, and the picture that it shall make of a photo.

    The gradient is that of the whole photo (full batch), so a run has no
    randomness after its start.

    Metrics, both of the kernel before the step: ``loss``, the mean square of
    output minus target; and ``kernel_error``, the largest difference between a
    weight and the sought one, which the optimiser never sees.
    """

    parts = ("kernel", "optimizer")

    def __init__(self, config: LearnKernelConfig) -> None:
        super().__init__(config)
        self.problem = problem(config)
        self.photo = torch.from_numpy(self.problem.photo)[None, None]  # (H + k - 1, W + k - 1) -> (1, 1, ...)
        self.target = torch.from_numpy(self.problem.target)[None, None]  # (H, W) -> (1, 1, H, W)
        self.kernel = torch.from_numpy(start_kernel(config))[None, None].requires_grad_()  # (k, k) -> (1, 1, k, k)
        self.optimizer = OPTIMIZERS[config.optimizer]([self.kernel], lr=config.learning_rate)

    @property
    def total_steps(self) -> int:
        """As many as the knob says."""
        return self.config.run_length

    def step(self) -> dict[str, float]:
        """Take one step against the gradient."""
        output = convolve2d(self.photo, self.kernel)  # (1, 1, H, W)
        loss = (output - self.target).square().mean()
        metrics = {"loss": loss.item(), "kernel_error": self.problem.kernel_error(self._weights())}
        if not finite(metrics):
            return metrics
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        self.steps_taken += 1
        return metrics

    def view(self) -> LearnKernelView:
        """The kernel, its gradient, and the pictures."""
        return look(self.problem, self.steps_taken, self._weights())

    def apply_knobs(self) -> None:
        """The learning rate; the number of steps is read when it is asked for."""
        retune(self.optimizer, lr=self.config.learning_rate)

    def _weights(self) -> Any:
        """The kernel as numpy, (k, k), sharing its memory."""
        return self.kernel.detach().numpy()[0, 0]
