"""Pooling written out, against PyTorch's own and the example of the lecture."""

import itertools
import re
from functools import partial

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from dnnlab.cnn.geometry import output_size, overhang, pooled_size
from dnnlab.cnn.kernels import LECTURE_MATRIX
from dnnlab.cnn.net.pooling import MODES, global_pool2d, pool2d

PYTORCHS = {"max": F.max_pool2d, "average": F.avg_pool2d}
seeds = pytest.mark.parametrize("seed", range(150))
modes = pytest.mark.parametrize("mode", MODES)


def normal(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@seeds
@modes
def test_pooling_equals_pytorchs(seed, mode):
    random = np.random.default_rng(seed)
    size, stride = (tuple(int(each) for each in random.integers(1, 5, 2)) for _ in range(2))
    padding = tuple(int(random.integers(0, f // 2 + 1)) for f in size)
    height, width = (int(max(f - 2 * p, 1) + random.integers(0, 9)) for f, p in zip(size, padding, strict=True))
    stride = stride if random.integers(4) else None
    x = normal(int(random.integers(1, 4)), int(random.integers(1, 4)), height, width, seed=seed) - 1.0
    y = pool2d(x, size, stride=stride, padding=padding, mode=mode)
    torch.testing.assert_close(y, PYTORCHS[mode](x, size, stride, padding), rtol=1e-5, atol=1e-5)
    steps = zip((height, width), size, stride or size, padding, strict=True)
    assert y.shape[2:] == tuple(output_size(n, f, stride=s, padding=p) for n, f, s, p in steps)


def test_pooling_of_the_lecture():
    x = torch.from_numpy(LECTURE_MATRIX)[None, None]
    assert pool2d(x, 2)[0, 0].tolist() == [[6, 8], [3, 4]]
    assert pool2d(x, 2, mode="average")[0, 0].tolist() == [[3.25, 5.25], [2, 2]]


@modes
def test_volumes_of_the_lectures(mode):
    assert pool2d(normal(1, 12, 32, 32), 2, mode=mode).shape == (1, 12, 16, 16)
    assert pool2d(normal(1, 6, 28, 28), 2, mode=mode).shape == (1, 6, 14, 14)
    assert pool2d(normal(1, 96, 55, 55), 3, stride=2, mode=mode).shape == (1, 96, 27, 27)


def test_padding_never_wins_a_maximum_and_counts_in_an_average():
    x = torch.full((1, 1, 2, 2), -4.0)
    assert pool2d(x, 2, padding=1).tolist() == [[[[-4, -4], [-4, -4]]]]
    assert pool2d(x, 2, padding=1, mode="average").tolist() == [[[[-1, -1], [-1, -1]]]]


@modes
def test_gradients_equal_finite_differences(mode):
    x = normal(2, 2, 5, 6).double().requires_grad_()
    assert torch.autograd.gradcheck(lambda x: pool2d(x, (2, 3), stride=(2, 1), padding=1, mode=mode), x)
    assert torch.autograd.gradcheck(lambda x: global_pool2d(x, mode), x)


@modes
def test_gradients_equal_pytorchs_also_where_values_are_equal(mode):
    gradients = []
    for pool in (lambda x: pool2d(x, 3, stride=2, padding=1, mode=mode), lambda x: PYTORCHS[mode](x, 3, 2, 1)):
        x = normal(2, 3, 9, 9).round().requires_grad_()  # many equal values
        weights = normal(2, 3, 5, 5, seed=1)
        gradients.append(torch.autograd.grad((pool(x) * weights).sum(), x)[0])
    torch.testing.assert_close(*gradients)


def test_global_pooling_equals_pytorchs():
    x = normal(4, 3, 5, 7)
    torch.testing.assert_close(global_pool2d(x), F.adaptive_avg_pool2d(x, 1).flatten(1))
    assert torch.equal(global_pool2d(x, "max"), F.adaptive_max_pool2d(x, 1).flatten(1))
    assert global_pool2d(x).shape == (4, 3)


@modes
def test_global_pooling_forgets_the_place(mode):
    x = normal(2, 3, 6, 6)
    torch.testing.assert_close(global_pool2d(x.roll((2, 3), (2, 3)), mode), global_pool2d(x, mode))


@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16])
@modes
def test_dtype_stays(dtype, mode):
    x = normal(1, 2, 6, 6).to(dtype)
    assert pool2d(x, 2, padding=1, mode=mode).dtype == dtype
    assert global_pool2d(x, mode).dtype == dtype


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: pool2d(normal(3, 5, 5), 2), "The input must be (N, C, H, W) with H and W at least 1, got (3, 5, 5)"),
        (lambda: pool2d(normal(1, 3, 0, 5), 2), "got (1, 3, 0, 5)"),
        (lambda: global_pool2d(normal(3, 5)), "got (3, 5)"),
        (lambda: pool2d(normal(1, 3, 5, 5), 2, mode="median"), "The mode is one of max, average, got 'median'"),
        (lambda: global_pool2d(normal(1, 3, 5, 5), "sum"), "got 'sum'"),
        (lambda: pool2d(normal(1, 3, 5, 5), 6), "spans 6 pixels, the padded input has only 5"),
        (lambda: pool2d(normal(1, 3, 5, 5), 0), "kernel must be at least 1, got 0"),
        (lambda: pool2d(normal(1, 3, 5, 5), 2, stride=0), "stride must be at least 1, got 0"),
        (lambda: pool2d(normal(1, 3, 5, 5), 3, padding=2), "at most half the window of 3 x 3, got 2"),
        (lambda: pool2d(normal(1, 3, 5, 5), 3, padding=(2, 1)), "at most half the window of 3 x 3, got (2, 1)"),
        (lambda: pool2d(normal(1, 3, 5, 5), (2, 3), padding=(1, 2)), "at most half the window of 2 x 3, got (1, 2)"),
        (lambda: pool2d(normal(1, 3, 5, 5), (2, 3), padding=(0, -1)), "must be at least 0"),
    ],
)
def test_what_cannot_be_pooled_is_said_in_one_sentence(call, words):
    with pytest.raises(ValueError, match=re.escape(words)) as error:
        call()
    assert re.fullmatch(r"[A-Z][^\n]*[^.\n]\.", str(error.value))
    assert ". " not in str(error.value)


@pytest.mark.parametrize("include", [True, False])
@pytest.mark.parametrize("ceil", [True, False])
@pytest.mark.parametrize("f", [1, 2, 3, 4])
def test_the_edge_equals_pytorchs(f, ceil, include):
    """Every length, stride and padding: also windows that reach beyond the padding, and those that PyTorch drops."""
    reached = dropped = 0
    for s, p, n in itertools.product((1, 2, 3, 4), range(f // 2 + 1), range(1, 10)):
        if f > n + 2 * p:
            continue
        x = normal(1, 2, n, 9, seed=n) - 1.0
        options = {"stride": s, "padding": p, "ceil_mode": ceil}
        mine = pool2d(x, f, mode="average", count_include_pad=include, **options)
        torch.testing.assert_close(mine, F.avg_pool2d(x, f, count_include_pad=include, **options))
        assert torch.equal(pool2d(x, f, mode="max", **options), F.max_pool2d(x, f, **options))
        assert mine.shape[2] == pooled_size(n, f, stride=s, padding=p, ceil=ceil)
        reached += overhang(n, f, stride=s, padding=p, ceil=ceil) > 0
        dropped += -(-(n + 2 * p - f) // s) + 1 > mine.shape[2]
    assert (reached > 0) == (ceil and f > 1)
    assert dropped or not ceil


@modes
def test_gradients_at_the_edge_equal_pytorchs(mode):
    gradients = []
    options = {"stride": 2, "padding": 1, "ceil_mode": True}
    theirs = PYTORCHS[mode] if mode == "max" else partial(F.avg_pool2d, count_include_pad=False)
    for pool in (partial(pool2d, mode=mode, count_include_pad=False), theirs):
        x = normal(2, 3, 8, 7).round().requires_grad_()
        y = pool(x, 3, **options)
        gradients.append(torch.autograd.grad((y * normal(*y.shape, seed=1)).sum(), x)[0])
    torch.testing.assert_close(*gradients)
