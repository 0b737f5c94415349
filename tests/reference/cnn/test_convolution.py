"""Convolution written out, against PyTorch's own, finite differences and the figures of the lectures."""

import math
import re
from collections.abc import Callable

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from dnnlab.cnn.geometry import (
    Layer,
    convolution_parameters,
    dense_parameters,
    field_of,
    locally_connected_parameters,
    output_size,
    receptive_field,
    same_padding,
    transposed_size,
)
from dnnlab.cnn.kernels import preset
from dnnlab.cnn.net.convolution import (
    LocallyConnected2d,
    as_matrix,
    convolution_as_dense,
    convolve1d,
    convolve2d,
    dense_as_convolution,
    flip,
    pad2d,
    transposed2d,
    windows,
)

seeds = pytest.mark.parametrize("seed", range(150))
few_seeds = pytest.mark.parametrize("seed", range(25))
MODES = {"zeros": "constant", "reflect": "reflect", "replicate": "replicate", "circular": "circular"}
"""Our names of paddings -> those of F.pad."""


def normal(*shape: int, seed: int = 0, dtype: torch.dtype = torch.float32) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=dtype)


def count(module: nn.Module) -> int:
    return sum(each.numel() for each in module.parameters())


def close(ours: Tensor, theirs: Tensor) -> None:
    torch.testing.assert_close(ours, theirs, rtol=1e-5, atol=1e-5)


class Geometry:
    """A random convolution along ``axes`` axes that fits its input; ``seed`` chooses everything."""

    def __init__(self, seed: int, axes: int = 2) -> None:
        random = np.random.default_rng(seed)

        def draw(low: int, high: int) -> tuple[int, ...]:
            return tuple(int(each) for each in random.integers(low, high + 1, axes))

        self.batch = int(random.integers(1, 4))
        self.groups = int(random.choice([1, 1, 2, 3]))
        self.channels, self.filters = (self.groups * int(each) for each in random.integers(1, 4, 2))
        self.kernel, self.stride, self.padding, self.dilation = draw(1, 4), draw(1, 3), draw(0, 3), draw(1, 3)
        sizes = zip(self.kernel, self.padding, self.dilation, draw(0, 8), strict=True)
        # larger than the padding, so that every mode can fill it
        self.size = tuple(max(d * (f - 1) + 1 - 2 * p, p + 1) + more for f, p, d, more in sizes)
        self.mode = str(random.choice(list(MODES)))
        self.x = normal(self.batch, self.channels, *self.size, seed=seed)
        self.weight = normal(self.filters, self.channels // self.groups, *self.kernel, seed=seed + 1)
        self.bias = normal(self.filters, seed=seed + 2) if random.integers(2) else None

    def padded(self, x: Tensor, mode: str) -> Tensor:
        """PyTorch's padding."""
        both_sides = [side for padding in reversed(self.padding) for side in (padding, padding)]
        return F.pad(x, both_sides, mode=MODES[mode])


@seeds
def test_convolve2d_equals_pytorchs(seed):
    g = Geometry(seed)
    given = dict(stride=g.stride, padding=g.padding, dilation=g.dilation, groups=g.groups)
    y = convolve2d(g.x, g.weight, g.bias, **given)
    close(y, F.conv2d(g.x, g.weight, g.bias, **given))
    sizes = zip(g.size, g.kernel, g.stride, g.padding, g.dilation, strict=True)
    assert y.shape[2:] == tuple(output_size(n, f, stride=s, padding=p, dilation=d) for n, f, s, p, d in sizes)


@seeds
def test_convolve2d_pads_like_pytorch(seed):
    g = Geometry(seed)
    given = dict(stride=g.stride, dilation=g.dilation, groups=g.groups)
    expected = F.conv2d(g.padded(g.x, g.mode), g.weight, g.bias, **given)
    close(convolve2d(g.x, g.weight, g.bias, padding=g.padding, padding_mode=g.mode, **given), expected)


@seeds
def test_convolve1d_equals_pytorchs(seed):
    g = Geometry(seed, axes=1)
    ((s,), (p,), (d,)) = g.stride, g.padding, g.dilation
    given = dict(stride=s, dilation=d, groups=g.groups)
    expected = F.conv1d(g.x, g.weight, g.bias, padding=p, **given)
    close(convolve1d(g.x, g.weight, g.bias, padding=p, **given), expected)
    expected = F.conv1d(g.padded(g.x, g.mode), g.weight, g.bias, **given)
    close(convolve1d(g.x, g.weight, g.bias, padding=p, padding_mode=g.mode, **given), expected)


@seeds
def test_transposed2d_equals_pytorchs(seed):
    g = Geometry(seed)
    random = np.random.default_rng(seed)
    more = tuple(int(random.integers(0, max(s, d))) for s, d in zip(g.stride, g.dilation, strict=True))
    weight = normal(g.channels, g.filters // g.groups, *g.kernel, seed=seed + 1)
    full = [(n - 1) * s + d * (f - 1) + 1 for n, s, d, f in zip(g.size, g.stride, g.dilation, g.kernel, strict=True)]
    padding = tuple(min(p, (n - 1) // 2) for n, p in zip(full, g.padding, strict=True))  # leaves a pixel at least
    given = dict(stride=g.stride, padding=padding, output_padding=more, dilation=g.dilation, groups=g.groups)
    y = transposed2d(g.x, weight, g.bias, **given)
    close(y, F.conv_transpose2d(g.x, weight, g.bias, **given))
    sizes = zip(g.size, g.kernel, g.stride, padding, g.dilation, more, strict=True)
    assert y.shape[2:] == tuple(
        transposed_size(n, f, stride=s, padding=p, dilation=d, output_padding=o) for n, f, s, p, d, o in sizes
    )


@few_seeds
def test_transposed_convolution_is_the_gradient_of_convolution(seed):
    """With the same weights: (O, C/G, kH, kW) of the one are (C, O/G, kH, kW) of the other."""
    g = Geometry(seed)
    x = g.x.clone().requires_grad_()
    given = dict(stride=g.stride, padding=g.padding, dilation=g.dilation, groups=g.groups)
    y = convolve2d(x, g.weight, **given)
    upstream = normal(*y.shape, seed=seed + 5)
    (gradient,) = torch.autograd.grad(y, x, upstream)
    steps = zip(g.size, g.kernel, g.padding, g.dilation, g.stride, strict=True)
    dropped = tuple((n + 2 * p - d * (f - 1) - 1) % s for n, f, p, d, s in steps)
    close(transposed2d(upstream, g.weight, output_padding=dropped, **given), gradient)


@few_seeds
def test_matrix_times_picture_is_the_convolution(seed):
    g = Geometry(seed)
    given = dict(stride=g.stride, padding=g.padding, dilation=g.dilation, groups=g.groups)
    matrix = as_matrix(g.weight, (g.channels, *g.size), **given)
    expected = F.conv2d(g.x, g.weight, **given)
    assert matrix.shape == (expected[0].numel(), g.x[0].numel())
    close((matrix @ g.x.flatten(1).T).T, expected.flatten(1))


@few_seeds
def test_transposed_matrix_is_the_transposed_convolution(seed):
    g = Geometry(seed)
    given = dict(stride=g.stride, padding=g.padding, dilation=g.dilation, groups=g.groups)
    y = normal(*F.conv2d(g.x, g.weight, **given).shape, seed=seed + 3)
    steps = zip(g.size, g.kernel, g.padding, g.dilation, g.stride, strict=True)
    dropped = tuple((n + 2 * p - d * (f - 1) - 1) % s for n, f, p, d, s in steps)
    back = transposed2d(y, g.weight, output_padding=dropped, **given)
    close(y.flatten(1) @ as_matrix(g.weight, (g.channels, *g.size), **given), back.flatten(1))


def test_matrix_shows_local_connections_and_shared_weights():
    weight = torch.arange(1.0, 10.0).view(1, 1, 3, 3)
    matrix = as_matrix(weight, (1, 5, 5))
    assert matrix.shape == (9, 25)
    for row in matrix:  # the same nine weights in every row, in the kernel's order
        assert row[row != 0].tolist() == weight.flatten().tolist()
    assert matrix[0].view(5, 5)[:3, :3].equal(weight[0, 0])
    assert matrix[8].view(5, 5)[2:, 2:].equal(weight[0, 0])


@few_seeds
def test_same_padding_is_tensorflows_with_any_stride(seed):
    g = Geometry(seed)
    steps = list(zip(g.size, g.kernel, g.stride, g.dilation, strict=True))
    (top, bottom), (left, right) = (same_padding(n, f, stride=s, dilation=d) for n, f, s, d in steps)
    given = dict(stride=g.stride, dilation=g.dilation, groups=g.groups)
    y = convolve2d(g.x, g.weight, g.bias, padding="same", **given)
    close(y, F.conv2d(F.pad(g.x, (left, right, top, bottom)), g.weight, g.bias, **given))
    assert y.shape[2:] == tuple(math.ceil(n / s) for n, _, s, _ in steps)


def test_same_padding_of_stride_1_is_pytorchs():
    x, weight = normal(2, 3, 9, 12), normal(4, 3, 5, 3)
    close(convolve2d(x, weight, padding="same", dilation=2), F.conv2d(x, weight, padding="same", dilation=2))
    close(
        convolve1d(x[:, :, 0], weight[:, :, 0], padding="same"),
        F.conv1d(x[:, :, 0], weight[:, :, 0], padding="same"),
    )


def test_same_padding_of_the_lecture_is_one_sided():
    """32 x 32, f = 3, s = 2: the first window begins in the picture, the last one ends one pixel outside."""
    y = convolve2d(torch.ones(1, 1, 32, 32), torch.ones(1, 1, 3, 3), stride=2, padding="same")
    assert y.shape == (1, 1, 16, 16)
    assert y[0, 0, 0].tolist() == [9.0] * 15 + [6.0]
    assert y[0, 0, 15, 15] == 4


@pytest.mark.parametrize(("k", "dilation"), [(1, 1), (2, 1), (3, 1), (2, 4), (3, 5)])
def test_causal_outputs_do_not_know_the_future(k, dilation):
    x, weight = normal(1, 2, 20), normal(3, 2, k, seed=1)
    before = convolve1d(x, weight, padding="causal", dilation=dilation)
    assert before.shape == (1, 3, 20)
    for t in (0, 7, 18):
        changed = x.clone()
        changed[..., t + 1 :] += 1.0
        after = convolve1d(changed, weight, padding="causal", dilation=dilation)
        assert torch.equal(after[..., : t + 1], before[..., : t + 1])
        assert not torch.equal(after[..., t + 1], before[..., t + 1])  # its own moment counts


def test_causal_output_of_a_kernel_worked_by_hand():
    x, weight = torch.tensor([[[1.0, 2.0, 3.0, 4.0]]]), torch.tensor([[[10.0, 1.0]]])
    assert convolve1d(x, weight, padding="causal").tolist() == [[[1, 12, 23, 34]]]
    assert convolve1d(x, weight, padding="causal", dilation=2).tolist() == [[[1, 2, 13, 24]]]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("frame", [(0, 0, 0, 0), (1, 2, 3, 0), (3, 3, 4, 4)])
def test_frames_equal_pytorchs(mode, frame):
    top, bottom, left, right = frame
    x = normal(2, 3, 4, 5)
    assert torch.equal(pad2d(x, frame, mode), F.pad(x, (left, right, top, bottom), mode=MODES[mode]))


def test_frames_read_as_in_the_table():
    row = torch.tensor([1.0, 2.0, 3.0, 4.0]).view(1, 1, 1, 4)
    shown = {mode: pad2d(row, (0, 0, 2, 2), mode).flatten().tolist() for mode in MODES}
    assert shown == {
        "zeros": [0, 0, 1, 2, 3, 4, 0, 0],
        "reflect": [3, 2, 1, 2, 3, 4, 3, 2],
        "replicate": [1, 1, 1, 2, 3, 4, 4, 4],
        "circular": [3, 4, 1, 2, 3, 4, 1, 2],
    }


def test_circular_padding_may_go_round_more_than_once():
    row = torch.tensor([1.0, 2.0]).view(1, 1, 1, 2)
    assert pad2d(row, (0, 0, 3, 0), "circular").flatten().tolist() == [2, 1, 2, 1, 2]


def test_windows_are_a_view_of_the_picture():
    x = torch.arange(16.0).view(1, 1, 4, 4)
    patches = windows(F.pad(x, (0, 0)), (2, 2), (2, 2), (0, 0), (1, 1))
    assert patches.shape == (1, 1, 2, 2, 2, 2)
    assert patches[0, 0, 1, 0].tolist() == [[8, 9], [12, 13]]
    assert patches.untyped_storage().nbytes() == x.untyped_storage().nbytes()


def test_convolution_is_the_formula_with_all_its_sums():
    """y[o, i, j] = bias[o] + sum over c, a, b of x[c, i s + a d, j s + b d] weight[o, c, a, b], number by number."""
    x, weight, bias, s, d = normal(2, 7, 8), normal(3, 2, 2, 3, seed=1), normal(3, seed=2), 2, 2
    y = convolve2d(x[None], weight, bias, stride=s, dilation=d)[0]
    assert y.shape == (3, 3, 2)
    for o, i, j in np.ndindex(*y.shape):
        terms = [x[c, i * s + a * d, j * s + b * d] * weight[o, c, a, b] for c, a, b in np.ndindex(2, 2, 3)]
        assert y[o, i, j].item() == pytest.approx((bias[o] + sum(terms)).item(), abs=1e-5)


def test_left_sobel_answers_where_the_left_is_brighter():
    """Cross-correlation, as the lectures' formulas say: +1 meets the left pixel."""
    x = torch.zeros(1, 1, 5, 5)
    x[..., :2] = 1.0  # bright on the left
    sobel = torch.from_numpy(preset("left sobel"))[None, None]
    assert convolve2d(x, sobel)[0, 0].tolist() == [[4, 4, 0]] * 3
    assert convolve2d(x, flip(sobel))[0, 0].tolist() == [[-4, -4, 0]] * 3


def test_flipped_weights_make_the_mathematicians_convolution():
    """numpy's convolve and polynomial multiplication turn the kernel round."""
    x, weight = normal(1, 1, 1, 9), normal(1, 1, 1, 4, seed=1)
    full = convolve2d(x, flip(weight), padding=(0, 3))
    np.testing.assert_allclose(full.flatten(), np.convolve(x.flatten(), weight.flatten()), atol=1e-5)
    kernel = normal(2, 3, 4, 5)
    assert torch.equal(flip(kernel), kernel.rot90(2, (2, 3)))


def test_a_pixel_stamps_the_kernel_and_overlaps_add():
    x = torch.zeros(1, 1, 3, 3)
    x[0, 0, 1, 1] = 2.0
    weight = torch.arange(1.0, 10.0).view(1, 1, 3, 3)
    assert torch.equal(transposed2d(x, weight)[0, 0, 1:4, 1:4], 2 * weight[0, 0])
    assert transposed2d(torch.ones(1, 1, 1, 3), torch.ones(1, 1, 1, 3), stride=2).tolist() == [
        [[[1, 1, 2, 1, 2, 1, 1]]]
    ]


@pytest.mark.parametrize("mode", MODES)
def test_gradients_equal_finite_differences(mode):
    x, weight, bias = normal(2, 4, 5, 6), normal(6, 2, 3, 2), normal(6)
    inputs = tuple(each.double().requires_grad_() for each in (x, weight, bias))

    def convolve(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        return convolve2d(x, weight, bias, stride=(2, 1), padding=(1, 2), padding_mode=mode, dilation=(1, 2), groups=2)

    assert torch.autograd.gradcheck(convolve, inputs)


def test_gradients_of_the_others_equal_finite_differences():
    x, weight, bias = (each.double().requires_grad_() for each in (normal(2, 4, 7), normal(2, 4, 3), normal(2)))
    assert torch.autograd.gradcheck(lambda *each: convolve1d(*each, padding="causal", dilation=2), (x, weight, bias))
    x, weight, bias = (each.double().requires_grad_() for each in (normal(1, 4, 3, 2), normal(4, 1, 3, 2), normal(2)))
    assert torch.autograd.gradcheck(
        lambda *each: transposed2d(*each, stride=2, padding=1, output_padding=1, groups=2), (x, weight, bias)
    )
    layer = LocallyConnected2d((2, 4, 5), 2, 3, stride=(1, 2), padding=1).double()
    x = normal(2, 2, 4, 5, dtype=torch.float64).requires_grad_()
    inputs = (x, layer.weight, layer.bias)
    names = ("weight", "bias")
    assert torch.autograd.gradcheck(
        lambda x, *values: torch.func.functional_call(layer, dict(zip(names, values, strict=True)), (x,)), inputs
    )


@few_seeds
def test_gradients_equal_pytorchs(seed):
    g = Geometry(seed)
    given = dict(stride=g.stride, padding=g.padding, dilation=g.dilation, groups=g.groups)
    gradients = []
    for function in (convolve2d, F.conv2d):
        x, weight = (each.double().requires_grad_() for each in (g.x, g.weight))
        gradients.append(torch.autograd.grad(function(x, weight, **given).square().sum(), (x, weight)))
    for ours, theirs in zip(*gradients, strict=True):
        torch.testing.assert_close(ours, theirs)


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.bfloat16])
def test_dtype_and_device_stay(dtype):
    x, weight, bias = (each.to(dtype) for each in (normal(1, 2, 6, 6), normal(2, 2, 3, 3), normal(2)))
    for mode in MODES:
        assert convolve2d(x, weight, bias, padding=1, padding_mode=mode).dtype == dtype
    assert transposed2d(x, weight, bias).dtype == dtype
    assert convolve1d(x[..., 0], weight[..., 0], bias).dtype == dtype
    assert as_matrix(weight, (2, 6, 6)).dtype == dtype
    nowhere = [each.to("meta") for each in (x, weight, bias)]
    for y in (convolve2d(*nowhere, padding=1, padding_mode="reflect"), transposed2d(*nowhere, padding=1)):
        assert y.is_meta
        assert y.shape == (1, 2, 6, 6)


def test_inputs_stay_as_they_were():
    x, weight, bias = normal(1, 2, 6, 6), normal(2, 2, 3, 3), normal(2)
    copies = [each.clone() for each in (x, weight, bias)]
    convolve2d(x, weight, bias, padding=1)
    transposed2d(x, weight, bias)
    assert all(torch.equal(a, b) for a, b in zip((x, weight, bias), copies, strict=True))


def test_an_empty_batch_stays_empty():
    assert convolve2d(torch.ones(0, 2, 6, 6), torch.ones(3, 2, 3, 3)).shape == (0, 3, 4, 4)


# ---- unshared weights, dense layers ----


@few_seeds
def test_unshared_weights_that_are_all_the_same_make_a_convolution(seed):
    g = Geometry(seed)
    given = dict(stride=g.stride, padding=g.padding, dilation=g.dilation)
    weight, bias = normal(g.filters, g.channels, *g.kernel, seed=seed + 1), normal(g.filters, seed=seed + 2)
    layer = LocallyConnected2d((g.channels, *g.size), g.filters, g.kernel, **given)
    with torch.no_grad():
        layer.weight.copy_(weight[:, None, None])
        layer.bias.copy_(bias[:, None, None])
    close(layer(g.x), F.conv2d(g.x, weight, bias, **given))
    height, width = layer.weight.shape[1:3]
    assert count(layer) == locally_connected_parameters(height, width, *g.kernel, g.channels, g.filters)


def test_each_unshared_kernel_serves_one_unit():
    layer = LocallyConnected2d((2, 6, 6), 3, 3, bias=False)
    x = normal(1, 2, 6, 6)
    before = layer(x)
    with torch.no_grad():
        layer.weight[1, 2, 0] += 1.0
    changed = (layer(x) != before).nonzero().tolist()
    assert changed == [[0, 1, 2, 0]]
    assert layer.bias is None
    assert count(layer) == locally_connected_parameters(4, 4, 3, 3, 2, 3, bias=False)


def test_unshared_weights_also_pad_to_the_same_size():
    layer = LocallyConnected2d((3, 32, 32), 5, 3, stride=2, padding="same")
    assert layer(normal(2, 3, 32, 32)).shape == (2, 5, 16, 16)


def test_first_unshared_weights_are_pytorchs_range_from_their_own_generator():
    before = torch.get_rng_state()
    layer, again = LocallyConnected2d((3, 9, 9), 4, 5), LocallyConnected2d((3, 9, 9), 4, 5)
    other = LocallyConnected2d((3, 9, 9), 4, 5, generator=torch.Generator().manual_seed(1))
    assert torch.equal(torch.get_rng_state(), before)
    assert torch.equal(layer.weight, again.weight)
    assert not torch.equal(layer.weight, other.weight)
    r = 1 / math.sqrt(75)
    for values in (layer.weight, nn.Conv2d(3, 40, 5).weight):
        assert 0.99 * r < values.abs().max().item() <= r
        assert values.std().item() == pytest.approx(r / math.sqrt(3), rel=0.05)
    assert 0 < layer.bias.abs().max().item() <= r


@pytest.mark.parametrize("bias", [True, False])
def test_a_dense_layer_is_a_convolution_with_a_kernel_as_large_as_the_picture(bias):
    linear = nn.Linear(3 * 4 * 5, 7, bias=bias)
    before = torch.get_rng_state()
    conv = dense_as_convolution(linear, 3, 4, 5)
    assert torch.equal(torch.get_rng_state(), before)
    x = normal(6, 3, 4, 5)
    close(conv(x), linear(x.flatten(1))[..., None, None])
    assert conv.weight.shape == (7, 3, 4, 5)
    assert count(conv) == count(linear)
    assert (conv.bias is None) is not bias


def test_the_converted_layer_slides_over_a_larger_picture():
    linear = nn.Linear(3 * 4 * 4, 10)
    conv = dense_as_convolution(linear, 3, 4, 4)
    x = normal(1, 3, 6, 7)
    y = conv(x)
    assert y.shape == (1, 10, 3, 4)
    for i, j in np.ndindex(3, 4):
        close(y[:, :, i, j], linear(x[:, :, i : i + 4, j : j + 4].flatten(1)))


@few_seeds
@pytest.mark.parametrize("bias", [True, False])
def test_a_convolution_is_a_dense_layer(seed, bias):
    g = Geometry(seed)
    geometry = dict(stride=g.stride, padding=g.padding, dilation=g.dilation, groups=g.groups, bias=bias)
    conv = nn.Conv2d(g.channels, g.filters, g.kernel, **geometry)
    linear = convolution_as_dense(conv, *g.size)
    close(linear(g.x.flatten(1)), conv(g.x).flatten(1))
    assert count(linear) == dense_parameters(linear.in_features, linear.out_features, bias=bias)


@pytest.mark.parametrize("padding", ["same", "valid"])
def test_a_convolution_that_names_its_padding_is_a_dense_layer(padding):
    conv, x = nn.Conv2d(2, 3, 3, padding=padding), normal(4, 2, 5, 6)
    close(convolution_as_dense(conv, 5, 6)(x.flatten(1)), conv(x).flatten(1))


def test_converted_layers_are_copies():
    linear = nn.Linear(2 * 3 * 3, 4).double()
    conv = dense_as_convolution(linear, 2, 3, 3)
    back = convolution_as_dense(conv, 3, 3)
    for made in (conv, back):
        assert made.weight.dtype == torch.float64
        assert made.weight.is_leaf
        assert made.weight.requires_grad
        assert made.weight.is_contiguous()
    assert torch.equal(back.weight, linear.weight)
    assert torch.equal(back.bias, linear.bias)
    with torch.no_grad():
        conv.weight.zero_()
        conv.bias.zero_()
    assert linear.weight.all()
    assert linear.bias.all()


# ---- the figures of the lectures, out of real layers ----


def test_weights_of_one_dense_neuron():
    assert count(nn.Linear(32 * 32 * 3, 1, bias=False)) == 3_072
    assert count(nn.Linear(200 * 200 * 3, 1, bias=False)) == 120_000


def test_first_layer_of_alexnet_shared_and_not():
    with torch.device("meta"):
        pictures = torch.empty(2, 3, 227, 227)
        unshared = LocallyConnected2d((3, 227, 227), 96, 11, stride=4)
        shared = nn.Conv2d(3, 96, 11, stride=4)
        volumes = [unshared(pictures), shared(pictures), convolve2d(pictures, shared.weight, shared.bias, stride=4)]
    assert unshared.weight.is_meta
    assert [tuple(volume.shape) for volume in volumes] == [(2, 96, 55, 55)] * 3
    assert volumes[0][0].numel() == unshared.bias.numel() == 290_400
    assert unshared.weight[0, 0, 0].numel() == 363
    assert count(unshared) == 105_705_600
    assert shared.weight.numel() == 34_848
    assert shared.bias.numel() == 96
    assert count(shared) == 34_944 == convolution_parameters(11, 11, 3, 96)


def test_filters_of_3_x_3_over_a_colour_picture():
    assert count(nn.Conv2d(3, 1, 3)) == 28
    weight, bias = normal(5, 3, 3, 3), normal(5)
    assert weight[0].numel() + bias[:1].numel() == 28
    y = convolve2d(normal(1, 3, 32, 32), weight, bias, stride=2, padding="same")
    assert y.shape[1:] == (5, 16, 16)
    assert y.numel() == 1_280


@pytest.mark.parametrize(
    ("shape", "weight", "given", "expected"),
    [
        ((1, 7, 7), (1, 1, 3, 3), dict(), (1, 5, 5)),
        ((1, 7, 7), (1, 1, 3, 3), dict(stride=2), (1, 3, 3)),
        ((3, 6, 6), (1, 3, 3, 3), dict(), (1, 4, 4)),
        ((3, 32, 32), (12, 3, 3, 3), dict(padding=1), (12, 32, 32)),
        ((1, 32, 32), (6, 1, 5, 5), dict(), (6, 28, 28)),
        ((6, 14, 14), (16, 6, 5, 5), dict(), (16, 10, 10)),
    ],
)
def test_volumes_of_the_lectures(shape, weight, given, expected):
    assert convolve2d(normal(1, *shape), normal(*weight), **given).shape[1:] == expected


# ---- what a unit sees ----


@few_seeds
def test_a_unit_sees_the_pixels_that_have_a_gradient(seed):
    """Three padded convolutions with weights of 1, so that nothing cancels."""
    random = np.random.default_rng(seed)
    limits = ((1, 5), (1, 3), (1, 4), (0, 3))  # kernel, stride, dilation, padding
    layers = [Layer(*(int(random.integers(low, high)) for low, high in limits)) for _ in range(3)]
    size, jump = receptive_field(layers)[-1]
    n = size + 6 * jump
    x = torch.ones(1, 1, n, requires_grad=True)
    y = x
    for layer in layers:
        weight = torch.ones(1, 1, layer.f)
        y = convolve1d(y, weight, stride=layer.stride, dilation=layer.dilation, padding=layer.padding)
    inside = 0
    for position in range(y.shape[2]):
        (gradient,) = torch.autograd.grad(y[0, 0, position], x, retain_graph=True)
        seen = gradient[0, 0].nonzero().flatten().tolist()
        first, last = field_of(position, layers)
        if first >= 0 and last < n:
            inside += 1
            assert (seen[0], seen[-1]) == (first, last)
            assert last - first + 1 == size
        else:
            assert all(first <= pixel <= last for pixel in seen)
    assert inside >= 5


def test_a_unit_at_the_border_sees_the_pixels_that_have_a_gradient():
    x = torch.ones(1, 1, 9, requires_grad=True)
    y = convolve1d(convolve1d(x, torch.ones(1, 1, 3), padding="same"), torch.ones(1, 1, 5), padding="causal")
    layers = [Layer(3, padding=same_padding(9, 3)), Layer(5, padding=(4, 0))]
    for position in range(9):
        (gradient,) = torch.autograd.grad(y[0, 0, position], x, retain_graph=True)
        first, last = field_of(position, layers)
        assert (first, last) == (position - 5, position + 1)
        assert gradient[0, 0].nonzero().flatten().tolist() == list(range(max(first, 0), min(last, 8) + 1))


# ---- errors ----

Call = Callable[[], object]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            lambda: convolve2d(normal(3, 5, 5), normal(1, 3, 3, 3)),
            "must have 4 axes, none of them empty, got (3, 5, 5)",
        ),
        (lambda: convolve2d(normal(1, 3, 5, 5), normal(3, 3, 3)), "(1, 3, 5, 5) and (3, 3, 3)"),
        (lambda: convolve2d(normal(1, 3, 0, 5), normal(1, 3, 3, 3)), "none of them empty, got (1, 3, 0, 5)"),
        (lambda: convolve1d(normal(1, 3, 5, 5), normal(1, 3, 3, 3)), "must have 3 axes"),
        (lambda: convolve2d(normal(1, 3, 5, 5), normal(1, 1, 3, 3)), "weights are for 1 channels, the input has 3"),
        (lambda: convolve2d(normal(1, 3, 5, 5), normal(2, 1, 3, 3), groups=2), "3 channels and 2 filters"),
        (lambda: convolve2d(normal(1, 4, 5, 5), normal(3, 2, 3, 3), groups=2), "4 channels and 3 filters"),
        (lambda: convolve2d(normal(1, 4, 5, 5), normal(3, 2, 3, 3), groups=0), "groups must be at least 1, got 0"),
        (lambda: convolve2d(normal(1, 1, 5, 5), normal(2, 1, 3, 3), normal(3)), "each of 2 filters, got (3,)"),
        (lambda: convolve2d(normal(1, 1, 5, 2), normal(1, 1, 3, 3)), "spans 3 pixels, the padded input has only 2"),
        (lambda: convolve2d(normal(1, 1, 5, 5), normal(1, 1, 3, 3), dilation=3), "spans 7 pixels, the padded input"),
        (lambda: convolve2d(normal(1, 1, 5, 5), normal(1, 1, 3, 3), stride=0), "stride must be at least 1, got 0"),
        (lambda: convolve2d(normal(1, 1, 5, 5), normal(1, 1, 3, 3), dilation=(1, 0)), "dilation must be at least 1"),
        (lambda: convolve2d(normal(1, 1, 5, 5), normal(1, 1, 3, 3), padding=(-1, 0)), "padding must be at least 0"),
        (lambda: convolve2d(normal(1, 1, 5, 5), normal(1, 1, 3, 3), padding="valid"), "got 'valid'"),
        (lambda: convolve2d(normal(1, 1, 5, 5), normal(1, 1, 3, 3), padding_mode="mirror"), "got 'mirror'"),
        (
            lambda: convolve2d(normal(1, 1, 3, 3), normal(1, 1, 3, 3), padding=3, padding_mode="reflect"),
            "A reflection of 3 pixels needs an input of more than that, this one has 3",
        ),
        (lambda: pad2d(normal(1, 1, 3, 3), (0, 0, 0, -1)), "padding must be at least 0, got -1"),
        (lambda: pad2d(normal(1, 1, 3, 3), (0, 0, 1, 1), "constant"), "one of zeros, reflect, replicate, circular"),
        (lambda: transposed2d(normal(1, 3, 5, 5), normal(2, 3, 3, 3)), "weights are for 2 channels, the input has 3"),
        (lambda: transposed2d(normal(1, 3, 5, 5), normal(3, 1, 3, 3), groups=2), "3 channels and 2 filters"),
        (lambda: transposed2d(normal(1, 2, 5, 5), normal(2, 3, 3, 3), normal(2)), "each of 3 filters, got (2,)"),
        (lambda: transposed2d(normal(1, 1, 2, 2), normal(1, 1, 1, 1), padding=1), "leaves none"),
        (lambda: transposed2d(normal(1, 1, 2, 2), normal(1, 1, 3, 3), output_padding=1), "output padding of 1 must be"),
        (lambda: as_matrix(normal(1, 1, 3, 3), (1, 2, 2)), "spans 3 pixels, the padded input has only 2"),
        (lambda: as_matrix(normal(1, 1, 3, 3), (2, 5, 5)), "weights are for 1 channels, the input has 2"),
        (lambda: LocallyConnected2d((1, 2, 2), 1, 3), "spans 3 pixels, the padded input has only 2"),
        (lambda: LocallyConnected2d((1, 5, 5), 1, 3)(normal(1, 1, 6, 6)), "for pictures (1, 5, 5), got (1, 6, 6)"),
        (lambda: dense_as_convolution(nn.Linear(12, 1), 3, 3, 3), "of 12 inputs does not fit 3 x 3 x 3"),
        (lambda: convolution_as_dense(nn.Conv2d(1, 1, 3), 2, 5), "spans 3 pixels, the padded input has only 2"),
        (
            lambda: convolution_as_dense(nn.Conv2d(1, 1, 3, padding=1, padding_mode="reflect"), 5, 5),
            "with zeros only, not with 'reflect'",
        ),
    ],
)
def test_what_does_not_go_together_is_said_in_one_sentence(call: Call, words: str):
    with pytest.raises(ValueError, match=re.escape(words)) as error:
        call()
    text = str(error.value)
    assert re.fullmatch(r"(\d|[A-Z])[^\n]*[^.\n]\.", text)
    assert ". " not in text
