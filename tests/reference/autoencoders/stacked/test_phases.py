"""Each phase trains its layers and freezes the others; one entry of the shipped curve comes out again."""

import numpy as np
import pytest
import torch

from dnnlab.autoencoders.stacked.curve import curve
from dnnlab.autoencoders.stacked.knobs import LABELS, SCRATCH, STACKED, StackedConfig
from dnnlab.autoencoders.stacked.net.experiment import StackedTraining
from dnnlab.autoencoders.stacked.net.model import Stacked
from dnnlab.autoencoders.stacked.phases import LAYERS, phase_at, phases

SHORT = StackedConfig(phase_steps=100, batch_size=32)


@pytest.mark.parametrize("start", [STACKED, SCRATCH])
def test_each_phase_trains_its_layers_and_no_other(start):
    run = StackedTraining(SHORT.replace(start=start))
    for phase in phases(run.config):
        for _ in range(3):  # right after momenta of the phase before, which must not move a frozen layer
            run.steps_taken = max(run.steps_taken, phase.start)
            run.step()
        moved = dict(zip(LAYERS, run.view().moved, strict=True))
        assert {name for name, share in moved.items() if share > 0} == set(phase.trains), phase.name


def test_the_phases_follow_each_other_and_end_with_all_encoders_and_the_dense_layer():
    planned = phases(SHORT)
    assert [each.start for each in planned] == [0, 100, 200, 300, 400, 500]
    assert [each.supervised for each in planned] == [False] * 4 + [True] * 2
    assert planned[-1].trains == phases(SHORT.replace(start=SCRATCH))[0].trains
    assert phase_at(SHORT, 99).name == "layer 1"
    assert phase_at(SHORT, 100).name == "layer 2"
    assert phase_at(SHORT, 600) == planned[-1]


def test_the_loss_of_one_autoencoder_gives_no_gradient_to_what_lies_below():
    model = Stacked("tanh", torch.Generator().manual_seed(0))
    x = torch.rand(4, 784, generator=torch.Generator().manual_seed(1))
    model.autoencoder_loss(x, 2, torch.ones(4, 256)).backward()
    with_gradient = {name for name in LAYERS if model.layer(name).weight.grad is not None}
    assert with_gradient == {"encoder 2", "decoder 2"}


def test_the_unrolled_stack_is_all_encoders_then_all_decoders():
    model = Stacked("ReLU", torch.Generator().manual_seed(0))
    x = torch.rand(4, 784, generator=torch.Generator().manual_seed(1))
    code = x
    for name in LAYERS[:3]:
        code = torch.relu(model.layer(name)(code))
    for name in ("decoder 3", "decoder 2"):
        code = torch.relu(model.layer(name)(code))
    assert torch.allclose(model.through(x), torch.sigmoid(model.layer("decoder 1")(code)))


def test_one_entry_of_the_curve_comes_out_again():
    run = StackedTraining(StackedConfig(start=SCRATCH))
    while run.steps_taken < run.total_steps:
        run.step()
    assert list(run.final())[-1]["test_accuracy"] == pytest.approx(curve()[SCRATCH][LABELS[0]][0], abs=0.01)


def test_the_curve_has_all_five_seeds():
    for start in (STACKED, SCRATCH):
        assert [len(curve()[start][each]) for each in LABELS] == [5, 5, 5]
        means = [np.mean(curve()[start][each]) for each in LABELS]
        assert means == sorted(means)
