"""The losses and their gradients against torch's cross-entropy, the formulas and closed forms."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from dnnlab.gan.line.knobs import MINIMAX, NON_SATURATING, LineConfig
from dnnlab.gan.line.net.experiment import LineGame
from dnnlab.gan.line.net.losses import GENERATOR, at_scores, discriminator_loss, minimax, non_saturating, steepness
from dnnlab.gan.line.net.model import with_slope

SCORES = torch.tensor([[-30.0], [-4.0], [-0.5], [0.0], [0.2], [3.0], [25.0]], dtype=torch.float64)
D = SCORES.sigmoid()
FORMULAS = {MINIMAX: -D, NON_SATURATING: -(1 - D)}


def test_the_losses_are_those_of_the_paper() -> None:
    real, fake = SCORES[:4], SCORES[3:]
    ones, zeros = torch.ones_like(real), torch.zeros_like(fake)
    wanted = F.binary_cross_entropy_with_logits(real, ones) + F.binary_cross_entropy_with_logits(fake, zeros)
    assert float(discriminator_loss(real, fake)) == pytest.approx(float(wanted))
    middle = SCORES[1:6]
    assert float(minimax(middle)) == pytest.approx(float(torch.log(1 - middle.sigmoid()).mean()))
    assert float(non_saturating(middle)) == pytest.approx(float(-torch.log(middle.sigmoid()).mean()))


@pytest.mark.parametrize("loss", GENERATOR)
def test_the_gradient_at_a_score_is_the_formula(loss: str) -> None:
    assert torch.allclose(at_scores(SCORES, loss), FORMULAS[loss], rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("loss", GENERATOR)
def test_the_gradient_at_a_score_is_a_finite_difference(loss: str) -> None:
    near, step = SCORES[1:6], 1e-5
    for row in range(len(near)):
        moved = torch.zeros_like(near)
        moved[row] = step
        slope = (GENERATOR[loss](near + moved) - GENERATOR[loss](near - moved)) / (2 * step)
        assert float(slope) * len(near) == pytest.approx(float(at_scores(near, loss)[row, 0]), rel=1e-5)


def test_where_d_is_sure_minimax_passes_nothing_on() -> None:
    sure = torch.full((3, 1), -20.0)
    assert at_scores(sure, MINIMAX).abs().max() < 1e-8
    assert at_scores(sure, NON_SATURATING).abs().min() > 0.999


def test_at_the_end_of_the_game_both_losses_push_alike() -> None:
    assert torch.equal(at_scores(torch.zeros(2, 1), MINIMAX), at_scores(torch.zeros(2, 1), NON_SATURATING))


def test_the_penalty_of_a_line_is_its_slope_squared() -> None:
    line = nn.Linear(1, 1)
    found = steepness(line, torch.randn(9, 1))
    assert float(found.detach()) == pytest.approx(float(line.weight.detach() ** 2))
    (gradient,) = torch.autograd.grad(found, line.weight)
    assert float(gradient) == pytest.approx(2 * float(line.weight.detach()))


@pytest.mark.parametrize("loss", GENERATOR)
def test_the_pictures_points_and_pushes_are_what_reaches_g(loss: str) -> None:
    game = LineGame(LineConfig(loss=loss))
    for _ in range(40):
        game.step()
    view = game.view()
    d = torch.from_numpy(view.fakes[0])
    assert torch.allclose(torch.from_numpy(view.fakes[1]), -d, atol=1e-5)
    assert torch.allclose(torch.from_numpy(view.fakes[2]), d - 1, atol=1e-5)
    at = torch.from_numpy(view.made).unsqueeze(1)
    scores, slopes = with_slope(game.discriminator, at)
    assert torch.allclose(torch.from_numpy(view.push), -(at_scores(scores, loss) * slopes)[:, 0], atol=1e-6)
