"""Each optimiser by its name against PyTorch's plain one, also when its knobs are moved on the way."""

import pytest
import torch
from torch import optim

from dnnlab.nn.optimizers import OPTIMIZERS, differentiate, retune

PLAIN = {"fused": False, "foreach": False}
OWN = {
    "SGD": lambda parameters, **knobs: optim.SGD(parameters, **knobs, **PLAIN),
    "momentum": lambda parameters, **knobs: optim.SGD(parameters, momentum=0.9, **knobs, **PLAIN),
    "Nesterov": lambda parameters, **knobs: optim.SGD(parameters, momentum=0.9, nesterov=True, **knobs, **PLAIN),
    "Adagrad": lambda parameters, **knobs: optim.Adagrad(parameters, **knobs, **PLAIN),
    "RMSProp": lambda parameters, **knobs: optim.RMSprop(parameters, alpha=0.9, foreach=False, **knobs),
    "Adam": lambda parameters, **knobs: optim.Adam(parameters, **knobs, **PLAIN),
}


def parameters() -> list[torch.nn.Parameter]:
    generator = torch.Generator().manual_seed(2)
    return [torch.nn.Parameter(torch.randn(shape, generator=generator)) for shape in ((3, 4), (5,))]


def descend(optimizer: optim.Optimizer, learnt: list[torch.nn.Parameter], steps: int) -> None:
    """On a bowl that is 100 times as steep in one direction as in another."""
    for _ in range(steps):
        optimizer.zero_grad()
        sum((each.square() * torch.linspace(0.05, 5, each.shape[-1])).sum() for each in learnt).backward()
        optimizer.step()


def test_there_is_one_for_each_name():
    assert OPTIMIZERS.keys() == OWN.keys()


@pytest.mark.parametrize("decay", [0.0, 0.05])
@pytest.mark.parametrize("name", OWN)
def test_it_takes_the_steps_of_pytorchs_own_and_takes_new_knobs_at_once(name, decay):
    ours, theirs = parameters(), parameters()
    by_name = OPTIMIZERS[name](ours, lr=0.02, weight_decay=decay)
    own = OWN[name](theirs, lr=0.02, weight_decay=decay)
    descend(by_name, ours, 20)
    descend(own, theirs, 20)
    torch.testing.assert_close(ours, theirs)
    memory = {key for state in by_name.state.values() for key in state}
    retune(by_name, lr=0.005, weight_decay=0.01)
    for group in own.param_groups:
        group["lr"], group["weight_decay"] = 0.005, 0.01
    descend(by_name, ours, 20)
    descend(own, theirs, 20)
    torch.testing.assert_close(ours, theirs)
    assert {key for state in by_name.state.values() for key in state} == memory
    assert not torch.allclose(ours[0], parameters()[0])


def test_every_group_is_retuned_and_what_no_rule_has_is_refused():
    first, second = parameters()
    optimizer = OPTIMIZERS["SGD"]([{"params": [first]}, {"params": [second]}], lr=0.1)
    retune(optimizer, lr=0.2)
    assert [group["lr"] for group in optimizer.param_groups] == [0.2, 0.2]
    with pytest.raises(KeyError, match="SGD has no option betas"):
        retune(optimizer, betas=0.5)


def test_gradients_of_some_of_a_graphs_parameters_are_those_of_backward_and_replace_what_was_there():
    learnt, fixed = parameters()
    loss = (learnt.sum() * fixed).square().sum()
    loss.backward(retain_graph=True)
    by_backward = learnt.grad.clone()
    fixed.grad = None
    (gradient,) = differentiate(loss, OPTIMIZERS["SGD"]([learnt], lr=0.1))
    assert gradient is learnt.grad
    assert torch.equal(gradient, by_backward)
    assert fixed.grad is None


def test_a_loss_that_does_not_depend_on_a_parameter_is_refused():
    learnt, other = parameters()
    with pytest.raises(RuntimeError):
        differentiate(learnt.sum(), OPTIMIZERS["SGD"]([learnt, other], lr=0.1))
