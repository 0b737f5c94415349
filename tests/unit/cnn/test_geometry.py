"""Sizes, paddings, receptive fields and counts, against counting one by one and the figures of the lectures."""

import math
import re

import numpy as np
import pytest

from dnnlab.cnn.geometry import (
    Layer,
    ReceptiveField,
    causal_padding,
    channels_a_filter,
    connections,
    convolution_parameters,
    dense_parameters,
    field_of,
    locally_connected_parameters,
    margins,
    output_size,
    pair,
    receptive_field,
    same_padding,
    span,
    transposed_size,
)

seeds = pytest.mark.parametrize("seed", range(100))


def random_axis(seed: int) -> dict[str, int]:
    """A kernel on an axis, where it fits at least once."""
    random = np.random.default_rng(seed)
    f, dilation, stride = (int(random.integers(1, high)) for high in (6, 4, 5))
    before, after = (int(each) for each in random.integers(0, 5, 2))
    least = max(1, dilation * (f - 1) + 1 - before - after)
    n = least + int(random.integers(0, 12))
    return dict(n=n, f=f, dilation=dilation, stride=stride, before=before, after=after)


def places(n: int, f: int, dilation: int, stride: int, before: int, after: int) -> list[list[int]]:
    """The input positions under every weight, for every place of the kernel, found by trying."""
    found = []
    start = -before
    while start + dilation * (f - 1) <= n + after - 1:
        found.append([start + dilation * weight for weight in range(f)])
        start += stride
    return found


def one_sentence(error: pytest.ExceptionInfo[ValueError]) -> bool:
    """A capital letter, a full stop at the end, no other sentence and no line break."""
    return re.fullmatch(r"(\d|[A-Z])[^\n]*[^.\n]\.", text := str(error.value)) is not None and ". " not in text


@seeds
def test_output_size_counts_the_places(seed):
    axis = random_axis(seed)
    padding = (axis["before"], axis["after"])
    size = output_size(axis["n"], axis["f"], stride=axis["stride"], padding=padding, dilation=axis["dilation"])
    assert size == len(places(**axis)) >= 1


def test_a_number_pads_both_sides():
    assert output_size(10, 3, padding=2) == output_size(10, 3, padding=(2, 2)) == 12
    assert output_size(10, 3, padding=(0, 4)) == 12


@pytest.mark.parametrize(
    ("n", "f", "stride", "padding", "expected"),
    [
        (7, 3, 1, 0, 5),  # lecture 001
        (7, 3, 2, 0, 3),
        (32, 3, 2, (0, 1), 16),
        (227, 11, 4, 0, 55),  # AlexNet
        (32, 3, 1, 1, 32),  # the common setting f = 3, s = 1, p = 1
        (32, 2, 2, 0, 16),  # CIFAR's pooling
        (6, 3, 1, 0, 4),  # lecture 004
        (32, 5, 1, 0, 28),  # LeNet-5
        (28, 2, 2, 0, 14),
        (55, 3, 2, 0, 27),  # overlapping pooling
    ],
)
def test_output_sizes_of_the_lectures(n, f, stride, padding, expected):
    assert output_size(n, f, stride=stride, padding=padding) == expected


def test_32_pixels_with_stride_2_cannot_become_16_by_equal_padding():
    assert [(32 - 3 + 2 * p) / 2 + 1 for p in (0, 1)] == [15.5, 16.5]
    assert [output_size(32, 3, stride=2, padding=p) for p in (0, 1)] == [15, 16]


@pytest.mark.parametrize("f", [1, 3, 5, 7, 11])
def test_stride_1_keeps_the_size_with_half_the_kernel(f):
    assert output_size(50, f, padding=(f - 1) // 2) == 50
    assert same_padding(50, f) == ((f - 1) // 2,) * 2


@pytest.mark.parametrize(
    ("n", "f", "stride", "dilation", "expected"),
    [
        (32, 3, 2, 1, (0, 1)),
        (5, 3, 1, 1, (1, 1)),
        (5, 3, 2, 1, (1, 1)),  # 3 places begin at -1, 1, 3 and end at 5
        (6, 3, 2, 1, (0, 1)),
        (5, 2, 1, 1, (0, 1)),  # an even kernel
        (5, 4, 1, 1, (1, 2)),
        (10, 3, 4, 1, (0, 1)),  # 3 places begin at 0, 4, 8 and end at 10
        (7, 3, 1, 2, (2, 2)),
        (7, 3, 2, 2, (2, 2)),
        (224, 7, 2, 1, (2, 3)),  # ResNet's first convolution in Keras's rule
        (9, 1, 3, 1, (0, 0)),  # a kernel smaller than the stride: never a negative padding
        (1, 5, 3, 1, (2, 2)),
    ],
)
def test_same_padding_against_a_table_worked_by_hand(n, f, stride, dilation, expected):
    assert same_padding(n, f, stride=stride, dilation=dilation) == expected


@seeds
def test_same_padding_gives_the_input_divided_by_the_stride(seed):
    axis = random_axis(seed)
    n, f, stride, dilation = (axis[name] for name in ("n", "f", "stride", "dilation"))
    before, after = same_padding(n, f, stride=stride, dilation=dilation)
    assert output_size(n, f, stride=stride, padding=(before, after), dilation=dilation) == math.ceil(n / stride)
    assert 0 <= after - before <= 1
    if before + after:  # one pixel less does not do
        less = n + before + after - 1 - span(f, dilation)
        assert less < 0 or less // stride + 1 < math.ceil(n / stride)


@pytest.mark.parametrize(("f", "dilation", "before"), [(1, 1, 0), (3, 1, 2), (2, 8, 8), (3, 4, 8)])
def test_causal_padding_is_all_in_the_past(f, dilation, before):
    assert causal_padding(f, dilation) == (before, 0)
    assert output_size(20, f, padding=causal_padding(f, dilation), dilation=dilation) == 20
    assert field_of(7, [Layer(f, 1, dilation, causal_padding(f, dilation))]) == (7 - before, 7)


def test_margins_are_numbers_or_a_rule():
    assert margins(32, 3, 4) == (4, 4)
    assert margins(32, 3, (1, 2)) == (1, 2)
    assert margins(32, 3, "same", stride=2) == (0, 1)
    assert margins(32, 3, "causal", dilation=2) == (4, 0)


@seeds
def test_transposed_size_gives_back_the_input(seed):
    axis = random_axis(seed)
    f, stride, dilation = axis["f"], axis["stride"], axis["dilation"]
    padding = (axis["before"], axis["after"])
    out = output_size(axis["n"], f, stride=stride, padding=padding, dilation=dilation)
    rest = (axis["n"] + sum(padding) - span(f, dilation)) % stride  # what the floor dropped
    back = transposed_size(out, f, stride=stride, padding=padding, dilation=dilation, output_padding=rest)
    assert back == axis["n"]


def test_transposed_size_doubles_with_the_usual_kernel():
    assert transposed_size(16, 4, stride=2, padding=1) == 32
    assert transposed_size(16, 3, stride=2, padding=1, output_padding=1) == 32
    assert transposed_size(16, 2, stride=2) == 32


def test_receptive_fields_of_known_stacks():
    assert receptive_field([]) == []
    assert receptive_field([Layer(3)] * 3) == [(3, 1), (5, 1), (7, 1)]  # VGG: three 3 x 3 see what one 7 x 7 sees
    lenet = [Layer(5), Layer(2, 2), Layer(5), Layer(2, 2)]
    assert receptive_field(lenet) == [(5, 1), (6, 2), (14, 2), (16, 4)]
    wavenet = [Layer(2, 1, 2**k) for k in range(10)]
    assert receptive_field(wavenet)[-1] == ReceptiveField(size=1024, jump=1)
    alexnet = [Layer(11, 4), Layer(3, 2), Layer(5), Layer(3, 2), Layer(3), Layer(3), Layer(3), Layer(3, 2)]
    assert receptive_field(alexnet) == [(11, 4), (19, 8), (51, 8), (67, 16), (99, 16), (131, 16), (163, 16), (195, 32)]


@seeds
def test_field_of_a_unit_is_what_its_places_say(seed):
    axes = [random_axis(10 * seed + each) for each in range(3)]
    layers = [Layer(axis["f"], axis["stride"], axis["dilation"], (axis["before"], axis["after"])) for axis in axes]
    for position in (0, 1, 5):
        seen = {position}
        for layer in reversed(layers):
            seen = {
                unit * layer.stride - layer.padding[0] + layer.dilation * weight
                for unit in seen
                for weight in range(layer.f)
            }
        assert field_of(position, layers) == (min(seen), max(seen))
        assert max(seen) - min(seen) + 1 == receptive_field(layers)[-1].size
    assert field_of(6, layers)[0] - field_of(5, layers)[0] == receptive_field(layers)[-1].jump


def test_field_of_a_unit_at_the_border_reaches_into_the_padding():
    layers = [Layer(3, padding=1), Layer(3, padding=1)]
    assert field_of(0, layers) == (-2, 2)
    assert field_of(31, layers) == (29, 33)
    assert field_of(4, []) == (4, 4)


def test_counts_of_the_lectures():
    assert dense_parameters(32 * 32 * 3, 1, bias=False) == 3_072
    assert dense_parameters(200 * 200 * 3, 1, bias=False) == 120_000
    assert convolution_parameters(3, 3, 3, 1) == 28
    assert convolution_parameters(11, 11, 3, 96, bias=False) == 34_848
    assert convolution_parameters(11, 11, 3, 96) == 34_944
    assert locally_connected_parameters(55, 55, 11, 11, 3, 96) == 105_705_600 == 290_400 * 364
    assert locally_connected_parameters(55, 55, 11, 11, 3, 96, bias=False) == 290_400 * 363
    lenet = [convolution_parameters(5, 5, 1, 6), convolution_parameters(5, 5, 6, 16)]
    lenet += [dense_parameters(400, 120), dense_parameters(120, 84), dense_parameters(84, 10)]
    assert lenet == [156, 2_416, 48_120, 10_164, 850]


@seeds
def test_connections_are_the_pixels_under_the_weights(seed):
    axis = random_axis(seed)
    padding = (axis["before"], axis["after"])
    met = sum(0 <= position < axis["n"] for place in places(**axis) for position in place)
    found = connections(axis["n"], axis["f"], stride=axis["stride"], padding=padding, dilation=axis["dilation"])
    assert found == met


def test_groups_divide_the_weights_not_the_biases():
    assert convolution_parameters(3, 3, 64, 64, groups=64) == 64 * 9 + 64  # depthwise
    assert convolution_parameters(5, 5, 96, 256, groups=2) == 307_456  # AlexNet's second layer
    assert channels_a_filter(96, 256, 2) == 48


def test_pair_is_one_value_for_each_axis():
    assert pair(3) == (3, 3)
    assert pair((1, 2)) == (1, 2)
    assert pair("same") == ("same", "same")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: output_size(4, 5), "spans 5 pixels, the padded input has only 4"),
        (lambda: output_size(5, 4, dilation=2, padding=(0, 1)), "spans 7 pixels, the padded input has only 6"),
        (lambda: output_size(0, 1), "input must be at least 1, got 0"),
        (lambda: output_size(5, 0), "kernel must be at least 1, got 0"),
        (lambda: output_size(5, 3, stride=0), "stride must be at least 1, got 0"),
        (lambda: output_size(5, 3, padding=-1), "padding must be at least 0, got -1"),
        (lambda: output_size(5, 3, padding=(1, -2)), "padding must be at least 0, got -2"),
        (lambda: output_size(5, 3, dilation=0), "dilation must be at least 1, got 0"),
        (lambda: same_padding(5, 3, stride=0), "stride must be at least 1"),
        (lambda: same_padding(0, 3), "input must be at least 1"),
        (lambda: causal_padding(0), "kernel must be at least 1"),
        (lambda: margins(5, 3, "valid"), "'same' or 'causal', got 'valid'"),
        (lambda: transposed_size(1, 3, padding=2), "takes 4 pixels away from 3 and leaves none"),
        (lambda: transposed_size(2, 1, padding=1), "takes 2 pixels away from 2 and leaves none"),
        (lambda: transposed_size(4, 3, stride=2, output_padding=2), "output padding of 2 must be smaller"),
        (lambda: transposed_size(4, 3, output_padding=-1), "output padding must be at least 0, got -1"),
        (lambda: transposed_size(4, 3, stride=0), "stride must be at least 1"),
        (lambda: receptive_field([Layer(3), Layer(3, 0)]), "stride must be at least 1, got 0"),
        (lambda: field_of(0, [Layer(3, 1, 0)]), "dilation must be at least 1, got 0"),
        (lambda: convolution_parameters(3, 3, 4, 6, groups=4), "4 channels and 6 filters cannot be dealt out to 4"),
        (lambda: convolution_parameters(3, 3, 4, 6, groups=0), "groups must be at least 1, got 0"),
        (lambda: convolution_parameters(3, 0, 4, 6), "kernel must be at least 1, got 0"),
        (lambda: locally_connected_parameters(0, 5, 3, 3, 3, 1), "output must be at least 1, got 0"),
        (lambda: dense_parameters(0, 1), "inputs must be at least 1, got 0"),
    ],
)
def test_what_is_out_of_range_is_said_in_one_sentence(call, words):
    with pytest.raises(ValueError, match=re.escape(words)) as error:
        call()
    assert one_sentence(error)
