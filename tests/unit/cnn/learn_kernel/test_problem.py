"""Learn the kernel: it is found, the gradient is the right one, and what is drawn is what happened."""

from __future__ import annotations

import io
import itertools
import math
import pickle
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
import torch

from dnnlab.catalogue import CATALOGUE
from dnnlab.cnn import kernels
from dnnlab.cnn.learn_kernel.figures import FOUND, ROWS, kernels_figure, number
from dnnlab.cnn.learn_kernel.guess import score_guess
from dnnlab.cnn.learn_kernel.knobs import OWN, SECRET, LearnKernelConfig
from dnnlab.cnn.learn_kernel.net.experiment import LearnKernel
from dnnlab.cnn.learn_kernel.problem import SPREAD, centred, correlate, look, problem, sought_kernel, start_kernel
from dnnlab.live.config import InvalidConfig
from dnnlab.live.recorded import load, place
from dnnlab.nn.optimizers import OPTIMIZERS
from dnnlab.plots.curves import curves
from dnnlab.plots.palette import DARK, LIGHT

RECORDING = place(CATALOGUE.entry("learn-kernel"))
NAMED = LearnKernelConfig(target="left sobel")
OFFERED = LearnKernelConfig.knobs()["optimizer"].options
SOBEL = kernels.PRESETS["left sobel"]
WIDE = "0,0,1,0,0;0,1,2,1,0;1,2,4,2,1;0,1,2,1,0;0,0,1,0,0"


def after(steps: int, **knobs: Any) -> LearnKernel:
    run = LearnKernel(NAMED.replace(**knobs))
    for _ in range(steps):
        run.step()
    return run


def to_the_end(**knobs: Any) -> LearnKernel:
    config = NAMED.replace(**knobs)
    return after(config.run_length, **knobs)


def learnt(run: LearnKernel) -> np.ndarray[Any, Any]:
    return run.weights()["kernel"].numpy()[0, 0]


# The knobs


def test_its_knobs_offer_the_optimizers() -> None:
    assert set(OFFERED) <= set(OPTIMIZERS)
    assert LearnKernelConfig.knobs()["size"].grid() == (3, 5, 7)


@pytest.mark.parametrize("knob", ["learning_rate", "run_length", "noise"])
def test_defaults_stand_on_the_sliders_grid(knob: str) -> None:
    each = LearnKernelConfig.knobs()[knob]
    assert each.default in each.grid()


@pytest.mark.parametrize(
    ("knobs", "sentence"),
    [
        ({"size": 4}, "size must be odd"),
        ({"own_target": "1,2;3,4"}, "own_target: It needs odd numbers of rows and columns"),
        ({"own_target": "1,30,1"}, r"own_target: Its numbers must be in \[-20, 20\]"),
        ({"own_target": "1,x,1"}, "own_target: A kernel is made of numbers"),
    ],
)
def test_what_cannot_be_learnt_is_refused_in_one_sentence(knobs: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidConfig, match=sentence):
        LearnKernelConfig(**knobs)


# The problem


@pytest.mark.parametrize(
    "knobs",
    [
        {},
        {"size": 7},
        {"photo": "brick wall", "target": "gaussian blur", "size": 5},
        {"target": OWN, "own_target": WIDE},
        {"target": OWN, "own_target": "1,0,-1"},
        {"target": SECRET, "noise": 0.5, "seed": 3},
    ],
    ids=str,
)
def test_the_gradient_is_torchs_and_that_of_finite_differences(knobs: dict[str, Any]) -> None:
    run = after(3, **knobs)
    posed, kernel = run.problem, learnt(run)
    shown = run.view().gradient
    x, target = (torch.from_numpy(each.astype(np.float64))[None, None] for each in (posed.photo, posed.target))
    weight = torch.from_numpy(kernel.astype(np.float64))[None, None].requires_grad_()
    loss = (torch.nn.functional.conv2d(x, weight) - target).square().mean()
    loss.backward()
    expected = weight.grad.numpy()[0, 0]
    assert np.allclose(shown, expected, rtol=1e-4, atol=1e-5 * np.abs(expected).max())
    assert posed.loss(kernel) == pytest.approx(loss.item(), rel=1e-5)
    run.step()
    assert np.allclose(run.kernel.grad.numpy()[0, 0], expected, rtol=1e-4, atol=1e-5 * np.abs(expected).max())
    for row, column in itertools.product((0, posed.size // 2), repeat=2):  # quadratic: a central difference is exact
        up, down = kernel.copy(), kernel.copy()
        up[row, column] += 0.5
        down[row, column] -= 0.5
        assert posed.loss(up) - posed.loss(down) == pytest.approx(expected[row, column], rel=1e-3, abs=1e-3)


def test_the_photo_is_standardised_and_the_target_is_what_torch_makes_of_it() -> None:
    posed = problem(NAMED)
    assert posed.photo.mean() == pytest.approx(0, abs=1e-5)
    assert posed.photo.std() == pytest.approx(1, abs=1e-5)
    assert posed.photo.shape == (85, 128)
    made = torch.nn.functional.conv2d(torch.from_numpy(posed.photo)[None, None], torch.from_numpy(SOBEL)[None, None])
    assert np.allclose(posed.target, made[0, 0].numpy(), atol=1e-5)


@pytest.mark.parametrize(("size", "sought", "places"), [(3, 3, (83, 126)), (5, 5, (81, 124)), (7, 7, (79, 122))])
def test_a_larger_kernel_looks_for_zeros_around_the_target(size: int, sought: int, places: tuple[int, int]) -> None:
    posed = problem(NAMED.replace(size=size))
    assert posed.size == size
    assert posed.sought.shape == (sought, sought)
    assert posed.target.shape == posed.grey.shape == places
    assert np.array_equal(posed.sought, centred(SOBEL, size))
    assert posed.loss(posed.sought) == 0
    assert posed.kernel_error(posed.sought) == 0


def test_a_smaller_kernel_looks_at_the_same_places_and_cannot_have_it_all() -> None:
    posed = problem(LearnKernelConfig(target=OWN, own_target=WIDE))
    assert posed.size == 3
    assert posed.sought.shape == (5, 5)
    assert posed.target.shape == (81, 124)
    middle = posed.sought[1:4, 1:4]
    assert posed.kernel_error(middle) == 1  # the outermost numbers
    outside = posed.sought.copy()
    outside[1:4, 1:4] = 0
    whole = problem(NAMED).photo
    assert np.allclose(posed.output(middle) - posed.target, -correlate(whole, outside), atol=1e-4)


def test_noise_is_as_strong_as_it_says_and_the_same_for_every_size() -> None:
    clean = problem(NAMED).target
    noisy = problem(NAMED.replace(noise=0.5)).target
    assert (noisy - clean).std() == pytest.approx(0.5 * clean.std(), rel=0.03)
    assert np.array_equal(noisy, problem(NAMED.replace(noise=0.5, start="zeros")).target)
    assert not np.array_equal(noisy, problem(NAMED.replace(noise=0.5, seed=1)).target)


def test_a_secret_kernel_depends_on_the_seed_alone_and_is_never_empty() -> None:
    drawn = [sought_kernel(LearnKernelConfig(target=SECRET, seed=seed)) for seed in range(200)]
    assert all(set(kernel.ravel()) == {-1, 0, 1} and kernel.sum() == 0 for kernel in drawn)
    assert {int(np.abs(kernel).sum()) for kernel in drawn} == {2, 4, 6}
    assert len({kernel.tobytes() for kernel in drawn}) > 120
    assert np.array_equal(drawn[7], sought_kernel(LearnKernelConfig(target=SECRET, seed=7, photo="rocket", size=7)))


def test_the_bowl_is_a_long_valley_and_says_how_large_a_step_may_be() -> None:
    steepness = problem(NAMED).curvature()
    assert 300 < steepness[-1] / steepness[0] < 700
    bound = 2 / steepness[-1]  # gradient descent on a quadratic diverges beyond it
    below, beyond = (
        after(300, optimizer="SGD", learning_rate=float(rate * bound)).step()["loss"] for rate in (0.97, 1.03)
    )
    assert below < 1 < beyond


# The run


@pytest.mark.parametrize("seed", range(3))
def test_with_the_other_knobs_at_their_defaults_it_finds_sobel(seed: int) -> None:
    run = to_the_end(seed=seed)
    assert np.abs(learnt(run) - SOBEL).max() < 0.01
    assert run.problem.loss(learnt(run)) < 1e-5


def test_on_the_way_the_picture_is_right_before_the_kernel_is() -> None:
    run = after(1_000, optimizer="SGD")
    metrics = run.step()
    assert metrics["loss"] < 0.02 * run.problem.target.var()
    assert metrics["kernel_error"] > 0.1


@pytest.mark.parametrize(
    "knobs",
    [
        {"optimizer": "momentum", "run_length": 1_000},
        {"optimizer": "SGD", "learning_rate": 0.1, "start": "identity", "run_length": 1_000},
        {"learning_rate": 0.02, "size": 5, "run_length": 1_000},
    ],
    ids=str,
)
def test_it_finds_sobel_in_other_ways(knobs: dict[str, Any]) -> None:
    run = to_the_end(**knobs)
    assert run.problem.kernel_error(learnt(run)) < FOUND


def test_too_small_a_kernel_finds_the_best_there_is() -> None:
    run = to_the_end(target=OWN, own_target="0,0,0,0,0;0,1,0,0,0;1,1,0,-1,-1;0,0,0,-1,0;0,0,0,0,0", learning_rate=0.02)
    posed = run.problem
    rows = np.lib.stride_tricks.sliding_window_view(posed.photo, (3, 3)).reshape(-1, 9).astype(np.float64)
    best = np.linalg.lstsq(rows, posed.target.ravel().astype(np.float64), rcond=None)[0].reshape(3, 3)
    assert np.allclose(learnt(run), best, atol=0.02)
    assert posed.loss(learnt(run)) > 0.01 * posed.target.var()


def test_what_it_learns_from_noise_is_the_regressions_answer() -> None:
    run = to_the_end(noise=0.5, optimizer="momentum", learning_rate=0.02, run_length=2_000)
    posed = run.problem
    rows = np.lib.stride_tricks.sliding_window_view(posed.photo, (3, 3)).reshape(-1, 9).astype(np.float64)
    best = np.linalg.lstsq(rows, posed.target.ravel().astype(np.float64), rcond=None)[0].reshape(3, 3)
    assert np.allclose(learnt(run), best, atol=1e-3)
    assert np.abs(best - SOBEL).max() < 0.25


@pytest.mark.parametrize(("start", "centre", "total"), [("zeros", 0, 0), ("identity", 1, 1)], ids=["zeros", "identity"])
def test_it_starts_where_the_knob_says(start: str, centre: float, total: float) -> None:
    kernel = learnt(after(0, start=start, size=5))
    assert (kernel[2, 2], np.abs(kernel).sum()) == (centre, total)


def test_a_random_start_depends_on_the_seed_and_is_as_wide_as_the_help_says() -> None:
    drawn = [start_kernel(LearnKernelConfig(seed=seed, size=7)) for seed in range(40)]
    assert np.std(drawn) == pytest.approx(SPREAD, rel=0.05)
    assert "deviation 0.5" in LearnKernelConfig.knobs()["start"].help
    assert len({kernel.tobytes() for kernel in drawn}) == 40
    assert np.array_equal(learnt(after(0, seed=3, size=7)), drawn[3])


@pytest.mark.parametrize("optimizer", OFFERED)
def test_a_saved_run_goes_on_bit_for_bit(optimizer: str) -> None:
    knobs = {"optimizer": optimizer, "size": 5, "noise": 0.3}
    straight = LearnKernel(NAMED.replace(**knobs))
    expected = [straight.step() for _ in range(60)]
    first = LearnKernel(NAMED.replace(**knobs))
    metrics = [first.step() for _ in range(23)]
    file = io.BytesIO()
    torch.save(first.state_dict(), file)
    file.seek(0)
    state = torch.load(file, weights_only=True)
    first.step()
    second = LearnKernel(NAMED.replace(**knobs))
    second.load_state_dict(state)
    assert second.steps_taken == 23
    assert metrics + [second.step() for _ in range(37)] == expected
    assert torch.equal(second.kernel, straight.kernel)
    assert not torch.equal(state["kernel"], second.kernel), "the state that it came from is left alone"


def test_a_live_learning_rate_holds_from_the_next_step_on_and_after_loading() -> None:
    run = after(2, optimizer="SGD")
    run.tune(run.config.replace(learning_rate=0.05, run_length=100))
    assert run.total_steps == 100
    before = run.kernel.detach().clone()
    run.step()
    torch.testing.assert_close(run.kernel.detach(), before - 0.05 * run.kernel.grad)
    run.load_state_dict(after(2, optimizer="SGD").state_dict())
    assert [group["lr"] for group in run.optimizer.param_groups] == [0.05]


def test_a_loss_that_is_not_finite_leaves_the_kernel_alone() -> None:
    run = LearnKernel(LearnKernelConfig(optimizer="SGD", learning_rate=1.0))
    for _ in range(200):
        metrics = run.step()
        if not math.isfinite(metrics["loss"]):
            break
    taken, before = run.steps_taken, run.kernel.detach().clone()
    assert not math.isfinite(run.step()["loss"])
    assert run.steps_taken == taken < 200
    assert torch.equal(run.kernel.detach(), before)
    assert run.gradient_norm() is not None
    view = run.view()
    for figure in (
        kernels_figure(view, LIGHT),
        curves({"loss": (np.arange(1, 4), np.array([1, 1e30, np.inf]))}, ROWS, LIGHT, height=368),
    ):
        go.Figure(figure.to_dict())


# What is drawn


@pytest.mark.parametrize("knobs", [{}, {"size": 7, "photo": "astronaut"}, {"target": OWN, "own_target": WIDE}], ids=str)
def test_a_view_is_small_and_plain(knobs: dict[str, Any]) -> None:
    run = after(2, **knobs)
    view = run.view()
    packed = pickle.dumps(view)
    assert len(packed) < 100_000
    assert b"torch" not in packed
    assert view.step == 2
    assert np.array_equal(view.kernel, learnt(run))
    assert view.photo.shape == view.target.shape == view.output.shape == view.error.shape
    assert max(view.photo.shape) <= 128
    assert {each.dtype for each in (view.photo, view.target, view.output, view.error)} == {np.dtype(np.uint8)}


def test_pictures_share_the_targets_scale() -> None:
    posed = problem(NAMED)
    view = look(posed, 0, SOBEL)
    assert np.array_equal(view.output, view.target)
    assert (view.error == 128).all()
    assert {1, 255} & set(np.unique(view.target).tolist())
    empty = look(posed, 0, np.zeros((3, 3), np.float32))
    assert (empty.output == 128).all()
    assert np.array_equal(empty.error, 256 - view.target.astype(int))


@pytest.mark.parametrize(("target", "signed"), [("left sobel", True), ("gaussian blur", False), ("sharpen", False)])
def test_only_differences_are_drawn_with_signs(target: str, signed: bool) -> None:
    assert after(0, target=target).view().signed is signed


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("learnt", "sought"), [(True, True), (True, False), (False, False)])
def test_the_kernels_stand_side_by_side_with_their_numbers(palette: Any, learnt: bool, sought: bool) -> None:
    view = look(problem(LearnKernelConfig(target=OWN, own_target=WIDE)), 7, np.array([[0.5, -1.25, 0]] * 3, np.float32))
    figure = go.Figure(kernels_figure(view, palette, learnt=learnt, sought=sought).to_dict())  # validated
    left, right = figure.data
    assert list(left.text[1]) == (["", "0.5", "−1.25", "0", ""] if learnt else ["?"] * 5)
    assert list(right.text[2]) == (["1", "2", "4", "2", "1"] if sought else ["?"] * 5)
    assert learnt or not np.any(left.z), "no number behind a question mark"
    assert sought or not np.any(right.z)
    assert left.zmin == -left.zmax
    assert not sought or left.zmax == right.zmax == 4
    assert "step 7" in figure.layout.annotations[0].text


@pytest.mark.parametrize(
    ("value", "text"),
    [(-0.001, "0"), (0.0, "0"), (2.0, "2"), (-1.5, "−1.5"), (0.064, "0.06"), (10.0, "10"), (1234.5, "1.2e+03")],
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert number(value) == text


def test_progress_draws_both_curves_and_the_pinned_run_behind() -> None:
    steps = np.arange(1, 5_001)
    history = {"loss": (steps, 10.0 ** -(steps / 300)), "kernel_error": (steps, 2.0 / steps)}
    figure = go.Figure(curves(history, ROWS, LIGHT, height=368, pinned=history, end=5_000).to_dict())
    assert figure.data[0].line.dash == figure.data[2].line.dash == "dash"
    assert [trace.yaxis for trace in figure.data] == ["y", "y", "y2", "y2"]
    assert -15 < figure.layout.yaxis.range[0] < -14, "nothing at all has no place on a log axis"
    assert (figure.layout.shapes[0].y0, figure.layout.shapes[0].yref) == (FOUND, "y2")
    assert tuple(figure.layout.xaxis.range) == (0, 5_000)


def test_a_curve_is_drawn_where_its_label_says() -> None:
    steps = np.arange(1, 4)
    history = {"loss": (steps, np.array([1, 1e-5, 7.8e-12])), "kernel_error": (steps, np.full(3, 1e-5))}
    figure = curves(history, ROWS, LIGHT, height=368, end=5_000)
    axes = (figure.layout.yaxis, figure.layout.yaxis2)
    for axis, label, value, text in zip(
        axes, figure.layout.annotations, (7.8e-12, 1e-5), ("7.8e-12", "1e-5"), strict=True
    ):
        assert axis.range[0] < np.log10(value) < axis.range[1]
        assert label.y == pytest.approx(np.log10(value), abs=1e-6)
        assert f"<b>{text}</b>" in label.text


@pytest.mark.parametrize("miss", [None, 3.0, 1e-5])
def test_the_line_below_which_a_kernel_counts_as_found_is_always_there(miss: float | None) -> None:
    steps = np.arange(1, 3)
    history = {} if miss is None else {"loss": (steps, np.ones(2)), "kernel_error": (steps, np.full(2, miss))}
    figure = curves(history, ROWS, LIGHT, height=368)
    low, high = figure.layout.yaxis2.range
    assert low < np.log10(FOUND) < high
    assert {trace.yaxis for trace in figure.data} == {"y", "y2"}, "both axes are drawn, even before the first step"


# Guessing


def test_a_guess_is_scored_by_its_picture_and_its_signs() -> None:
    photo = problem(NAMED).photo
    right = score_guess(SOBEL, SOBEL, photo)
    assert (right.likeness, right.signs, right.numbers, right.miss) == (pytest.approx(1), 9, 9, 0)
    louder = score_guess(3 * SOBEL, SOBEL, photo)
    assert (louder.likeness, louder.signs, louder.miss) == (pytest.approx(1), 9, 4)
    negative = score_guess(-SOBEL, SOBEL, photo)
    assert (negative.likeness, negative.signs) == (pytest.approx(-1), 3)
    nothing = score_guess(np.zeros((3, 3), np.float32), SOBEL, photo)
    assert (nothing.likeness, nothing.signs, nothing.miss) == (0, 3, 2)
    prewitt = score_guess(kernels.PRESETS["left prewitt"], SOBEL, photo)
    top = score_guess(kernels.PRESETS["top sobel"], SOBEL, photo)
    assert abs(top.likeness) < 0.3 < 0.95 < prewitt.likeness < 1


def test_a_guess_may_be_smaller_or_larger_than_the_kernel() -> None:
    photo = problem(NAMED).photo
    wide = kernels.preset("left sobel", 5)
    for pair in ((SOBEL, wide), (wide, SOBEL)):
        score = score_guess(*pair, photo)
        assert (score.likeness, score.signs, score.numbers, score.miss) == (pytest.approx(1), 25, 25, 0)
    row = score_guess(np.array([[1, 0, -1]], np.float32), SOBEL, photo)
    assert (row.signs, row.numbers) == (5, 9)
    with pytest.raises(ValueError, match="need a centre"):
        score_guess(np.ones((2, 2), np.float32), SOBEL, photo)


def test_what_is_nearly_0_counts_as_0() -> None:
    photo = problem(NAMED).photo
    assert score_guess(SOBEL + np.float32(0.04), SOBEL, photo).signs == 9
    assert score_guess(SOBEL + np.float32(0.06), SOBEL, photo).signs == 6


# The recording


def test_the_recording_is_small_and_of_the_default_knobs_which_keep_a_secret() -> None:
    recorded = load(CATALOGUE, "learn-kernel")
    assert RECORDING.stat().st_size < 300_000
    assert recorded.config == LearnKernelConfig()
    assert recorded.config.target == SECRET
    assert len(recorded.steps) >= 55
    assert set(recorded.curves) == {"loss", "kernel_error"}
    every = list(range(1, recorded.steps[-1] + 1))
    assert all(steps.tolist() == every for steps, _ in recorded.curves.values())
    assert np.abs(recorded.views[-1].kernel - sought_kernel(recorded.config)).max() < 0.01


def test_its_pictures_are_those_of_its_kernels() -> None:
    recorded = load(CATALOGUE, "learn-kernel")
    posed = problem(recorded.config)
    for view in recorded.views[::10]:
        drawn = look(posed, view.step, view.kernel)
        assert all(
            np.array_equal(getattr(drawn, name), getattr(view, name)) for name in ("photo", "target", "output", "error")
        )


def test_the_card_states_what_the_recording_holds() -> None:
    recorded = load(CATALOGUE, "learn-kernel")
    card = RECORDING.with_name("card.md").read_text(encoding="utf-8")
    misses = recorded.curves["kernel_error"][1]
    assert f"{len(recorded.views)} views between step 0 and step {len(misses):,}" in card
    assert f"step {np.flatnonzero(misses >= FOUND)[-1] + 1:,}." in card.replace("\n", " ")
    assert np.abs(recorded.views[-1].kernel - sought_kernel(recorded.config)).max() == pytest.approx(
        float(card.split("the sought one is ")[1].split(";")[0]), rel=0.5
    )
