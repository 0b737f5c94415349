"""A run equals the loop that a learner would write with PyTorch's own parts."""

import pytest
import torch
from torch import nn

from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.cnn.lenet.net.experiment import LeNetTraining
from dnnlab.data import mnist

PLAIN = {"fused": False, "foreach": False}
OPTIMIZERS = {
    "SGD": lambda parameters: torch.optim.SGD(parameters, lr=0.01, weight_decay=0.001, **PLAIN),
    "momentum": lambda parameters: torch.optim.SGD(parameters, lr=0.01, momentum=0.9, weight_decay=0.001, **PLAIN),
    "Nesterov": lambda parameters: torch.optim.SGD(
        parameters, lr=0.01, momentum=0.9, nesterov=True, weight_decay=0.001, **PLAIN
    ),
    "Adagrad": lambda parameters: torch.optim.Adagrad(parameters, lr=0.01, weight_decay=0.001, **PLAIN),
    "RMSProp": lambda parameters: torch.optim.RMSprop(
        parameters, lr=0.01, alpha=0.9, weight_decay=0.001, foreach=False
    ),
    "Adam": lambda parameters: torch.optim.Adam(parameters, lr=0.01, weight_decay=0.001, **PLAIN),
}


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_losses_equal_those_of_the_plain_loop(optimizer):
    # SGD and kin: long enough to see momentum; the others amplify rounding where gradients are near 0
    config = LeNetConfig(optimizer=optimizer, learning_rate=0.01, weight_decay=0.001, batch_size=32)
    run, order = LeNetTraining(config), LeNetTraining(config).batches
    model = nn.Sequential(
        *(nn.Conv2d(1, 6, 5), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2)),
        *(nn.Flatten(), nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10)),
    )
    model.load_state_dict(dict(zip(model.state_dict(), run.model.state_dict().values(), strict=True)))
    rule = OPTIMIZERS[optimizer](model.parameters())
    digits = mnist.training()
    for step in range(12):
        chosen = order.next()
        pixels = torch.from_numpy(digits.images[chosen] / 255).float().unsqueeze(1)
        x = nn.functional.pad(pixels, (2, 2, 2, 2))
        loss = nn.functional.cross_entropy(model((x - 0.1307) / 0.3081), torch.from_numpy(digits.labels[chosen]).long())
        rule.zero_grad()
        loss.backward()
        rule.step()
        assert run.step()["loss"] == pytest.approx(loss.item(), rel=1e-3), f"step {step + 1}"
