"""The unfolded net learns: each step() sends 32 sequences through the copies, and the gradient back, copy by copy."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from dnnlab.nn.optimizers import OPTIMIZERS, retune
from dnnlab.nn.randomness import Streams
from dnnlab.nn.training import Training, finite
from dnnlab.rnn.net.cells import Cell
from dnnlab.rnn.text.net.model import CELLS
from dnnlab.rnn.unfolded.knobs import FIRST, LAST, UnfoldedConfig
from dnnlab.rnn.unfolded.net.bptt import Shares, back, unfold
from dnnlab.rnn.unfolded.views import UnfoldedView

BATCH = 32


class Reader(nn.Module):
    """A cell that reads numbers, and a line that says one number of its last output: y = v · h + c."""

    def __init__(self, cell: Cell) -> None:
        super().__init__()
        self.cell = cell
        self.v = nn.Parameter(torch.zeros(cell.hidden))
        self.c = nn.Parameter(torch.zeros(()))

    def say(self, h: Tensor) -> Tensor:
        """h (N, hidden) -> (N,)."""
        return h @ self.v + self.c

    def forward(self, x: Tensor) -> Tensor:
        """x (T, N, 1) -> (N,): the whole net, as PyTorch's autograd sees it."""
        state = self.cell.zeros(x)
        for moment in x:
            state = self.cell(moment, state).state
        return self.say(state[0])


def wanted(x: Tensor, task: str) -> Tensor:
    """What the net shall say: x (T, N, 1) -> (N,)."""
    return x[0, :, 0] if task == FIRST else x[-1, :, 0] if task == LAST else x[..., 0].sum(0)


class Unfolded(Training[UnfoldedConfig, UnfoldedView]):
    """A run.

    Its gradient is made of the copies' shares (:func:`~dnnlab.rnn.unfolded.net.bptt.back`); the optimiser
    is Adam, and gets their sum.

    Metric ``loss``: half the mean square of output minus target, over the 32 fresh sequences of the step.
    """

    parts = ("model", "optimizer", "streams")

    def __init__(self, config: UnfoldedConfig) -> None:
        super().__init__(config)
        self.streams = Streams(config.seed, "network", "sequences", "example")
        self.model = Reader(CELLS[config.cell](1, config.hidden))
        self.model.cell.draw(self.streams["network"])
        with torch.no_grad():
            self.model.v.copy_(torch.empty(config.hidden).uniform_(0.5, 1.0, generator=self.streams["network"]))
        self.optimizer = OPTIMIZERS["Adam"](self.model.parameters(), lr=config.learning_rate)
        self.example = self._sequences(1, "example")  # (T, 1, 1)

    @property
    def total_steps(self) -> int:
        """As many as the knob says."""
        return self.config.run_length

    def step(self) -> dict[str, float]:
        """There and back, and one step of Adam."""
        x = self._sequences(BATCH, "sequences")  # (T, N, 1)
        loss, _ = self._there_and_back(x)
        metrics = {"loss": loss}
        if not finite(metrics):
            return metrics
        self.optimizer.step()
        self.steps_taken += 1
        return metrics

    def view(self) -> UnfoldedView:
        """The example's way there and back, and what autograd says of it."""
        before = [each.grad for each in self.model.parameters()]
        _, shares = self._there_and_back(self.example)
        states = unfold(self.model.cell, self.example)
        with torch.no_grad():
            output = self.model.say(states[-1][0])
        for parameter, gradient in zip(self.model.parameters(), before, strict=True):
            parameter.grad = gradient
        memory = shares.states[1][:, 0] if len(shares.states) > 1 else torch.zeros(0, self.config.hidden)
        return UnfoldedView(
            step=self.steps_taken, kind=self.config.cell, reached=min(self.config.truncation, self.config.length),
            inputs=self.example[:, 0, 0].numpy().copy(),
            target=float(wanted(self.example, self.config.task)), output=float(output),
            states=torch.stack([state[0][0] for state in states]).numpy(),  # (1, hidden) each -> (T + 1, hidden)
            gradients=shares.states[0][:, 0].numpy().copy(), memory_gradients=memory.numpy().copy(),
            shares=torch.cat([shares.weights[name].flatten(1) for name in self._weights()], 1).numpy(),
            autograd=torch.cat([each.flatten() for each in self._autograd(self.example)]).numpy(),
        )  # fmt: skip

    def apply_knobs(self) -> None:
        """The learning rate; the others are read where they count."""
        retune(self.optimizer, lr=self.config.learning_rate)

    def _there_and_back(self, x: Tensor) -> tuple[float, Shares]:
        """The loss; the gradient is then where the optimiser looks for it."""
        states = unfold(self.model.cell, x)
        h = states[-1][0].detach().requires_grad_()
        loss = 0.5 * (self.model.say(h) - wanted(x, self.config.task)).square().mean()
        at_h, self.model.v.grad, self.model.c.grad = torch.autograd.grad(loss, (h, self.model.v, self.model.c))
        gradient = (at_h, *(torch.zeros_like(part) for part in states[-1][1:]))
        shares = back(self.model.cell, x, states, gradient, self.config.truncation)
        for name, weight in self.model.cell.named_parameters():
            weight.grad = shares.weights[name].sum(0)  # (T, *shape) -> its own shape
        return loss.item(), shares

    def _weights(self) -> dict[str, nn.Parameter]:
        """The cell's, in the order of :attr:`UnfoldedView.names`: for the input, for the outputs, biases, peepholes."""
        found = dict(self.model.cell.named_parameters())
        return {name: found[name] for name in ("w_x", "w_h", "b", "p") if name in found}

    def _autograd(self, x: Tensor) -> tuple[Tensor, ...]:
        """The weights' gradients by autograd through all copies at once; the state before the reach counts as given."""
        cut = max(0, len(x) - self.config.truncation)
        state = unfold(self.model.cell, x)[cut]
        for moment in x[cut:]:
            state = self.model.cell(moment, state).state
        loss = 0.5 * (self.model.say(state[0]) - wanted(x, self.config.task)).square().mean()
        return torch.autograd.grad(loss, list(self._weights().values()), materialize_grads=True)

    def _sequences(self, count: int, stream: str) -> Tensor:
        """Random numbers in [-1, 1]: (T, count, 1)."""
        return torch.empty(self.config.length, count, 1).uniform_(-1, 1, generator=self.streams[stream])
