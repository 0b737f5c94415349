"""What the sliding window is sent and what comes back from it."""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np
import pytest

from dnnlab.plots.palette import DARK, LIGHT
from dnnlab.ui.components.sliding.component import Edit, Sliding, _Desk, parse_edit, parse_message
from dnnlab.ui.components.sliding.payload import encode, encode_picture


def ramp(*shape: int) -> np.ndarray:
    return np.arange(np.prod(shape), dtype=np.float32).reshape(shape)


def make(**changes: Any) -> Sliding:
    """A convolution of two 5 x 6 channels to three 3 x 4 maps, with some things changed."""
    settings: dict[str, Any] = dict(
        kind="convolution", inputs=ramp(2, 5, 6), outputs=ramp(3, 3, 4) - 10, weight=ramp(3, 2, 3, 3), bias=ramp(3),
        size=(3, 3),
    )  # fmt: skip
    return Sliding(**{**settings, **changes})


def pool(kind: str = "max", **changes: Any) -> Sliding:
    return make(**{"kind": kind, "weight": None, "bias": None, "size": (2, 2), "outputs": ramp(2, 4, 5), **changes})


def unpack(payload: bytes) -> tuple[dict[str, Any], bytes]:
    (length,) = struct.unpack_from("<I", payload)
    return json.loads(payload[4 : 4 + length]), payload[4 + length :]


# -- out -------------------------------------------------------------------------------


def test_whole_numbers_travel_as_bytes_others_as_floats() -> None:
    for values, kind in [(ramp(1, 16, 16), "uint8"), (ramp(1, 17, 16), "float32"), (ramp(1, 2, 2) - 1, "float32"),
                         (ramp(1, 2, 2) / 2, "float32")]:  # fmt: skip
        header, rest = unpack(encode_picture(values)[0])
        assert (header["type"], header["shape"]) == (kind, list(values.shape))
        np.testing.assert_array_equal(np.frombuffer(rest, kind).reshape(values.shape), values)


def test_a_picture_is_named_by_its_content() -> None:
    values = ramp(1, 4, 6)
    payload, digest = encode_picture(values)
    assert encode_picture(values[:, ::-1][:, ::-1]) == (payload, digest)  # a view with other strides
    others = [values + 1, values / 3, values.reshape(1, 6, 4), values.reshape(2, 2, 6)]
    assert len({digest, *(encode_picture(other)[1] for other in others)}) == 5
    assert unpack(payload)[0]["digest"] == digest


def test_everything_else_comes_after_the_header() -> None:
    sliding = make(relu=False, groups=1, map_names=["a", "b", "c"], output_scale=20.0)
    header, rest = unpack(encode(sliding, "name", DARK))
    assert (header["digest"], header["kind"], header["maps"]) == ("name", "convolution", ["a", "b", "c"])
    assert header["palette"]["positive"] == DARK.positive
    assert (header["input"], header["output"], header["weight"]) == ([2, 5, 6], [3, 3, 4], [3, 2, 3, 3])
    floats = np.frombuffer(rest, "<f4", 54 + 3)
    np.testing.assert_array_equal(floats, [*ramp(54), *ramp(3)])
    pixels = np.frombuffer(rest, np.uint8, offset=4 * 57)
    assert pixels.size == 36
    assert (pixels[10], pixels[30]) == (128, 255)  # 0, and 20 = full colour
    assert encode(sliding, "name", DARK) == encode(make(map_names=["a", "b", "c"], output_scale=20.0), "name", DARK)


def test_grey_outputs_begin_at_black() -> None:
    header, rest = unpack(encode(make(output_paint="grey"), "", LIGHT))
    pixels = np.frombuffer(rest, np.uint8, offset=4 * 57)
    assert (pixels[:11] == 0).all()  # below 0 and 0
    assert pixels[-1] == 255
    assert header["scale"] == {"input": 59.0, "output": 25.0}


def test_scales_of_nothing_are_one() -> None:
    header, _ = unpack(encode(make(inputs=np.zeros((2, 5, 6), np.float32), outputs=np.zeros((3, 3, 4))), "", LIGHT))
    assert header["scale"] == {"input": 1.0, "output": 1.0}


def test_colours_have_names_and_pooling_goes_channel_by_channel() -> None:
    header, rest = unpack(encode(pool(inputs=ramp(3, 5, 6), outputs=ramp(3, 4, 5), input_paint="rgb"), "", LIGHT))
    assert (header["channels"], header["groups"], header["weight"], header["bias"]) == (
        ["R", "G", "B"],
        3,
        [0, 0, 2, 2],
        0,
    )
    assert len(rest) == 60


def test_words_for_those_who_cannot_see_it() -> None:
    assert unpack(encode(make(title="Edges", caption="in orange"), "", LIGHT))[0]["alt"] == "Edges in orange"
    assert unpack(encode(make(title="Edges", alt="A window"), "", LIGHT))[0]["alt"] == "A window"


@pytest.mark.parametrize(
    "sliding",
    [
        lambda: make(stride=(2, 3), outputs=ramp(3, 2, 2)),
        lambda: make(dilation=(2, 1), outputs=ramp(3, 1, 4)),
        lambda: make(padding=(1, 2, 0, 3), outputs=ramp(3, 6, 7)),
        lambda: make(groups=1, bias=None),
        lambda: make(inputs=ramp(3, 5, 6), groups=3, weight=ramp(3, 1, 3, 3)),
        lambda: make(padding=(4, 0, 5, 5), padding_mode="reflect", outputs=ramp(3, 7, 14)),
        lambda: make(padding=(5, 0, 6, 6), padding_mode="circular", outputs=ramp(3, 8, 16)),
        lambda: make(kind="transposed", weight=ramp(2, 3, 3, 3), outputs=ramp(3, 7, 8)),
        lambda: make(kind="transposed", weight=ramp(2, 3, 3, 3), stride=(2, 2), outputs=ramp(3, 12, 14)),  # one more
        lambda: make(kind="transposed", weight=ramp(2, 3, 3, 3), padding=(1, 1, 1, 1), outputs=ramp(3, 5, 6)),
        lambda: pool(),
        lambda: pool("average", stride=(2, 2), outputs=ramp(2, 2, 3)),
        lambda: pool("average", padding=(0, 1, 1, 1), counted=(0, 0, 1, 0), outputs=ramp(2, 5, 7)),
        lambda: make(inputs=ramp(1, 1, 9), weight=ramp(1, 1, 1, 3), bias=None, size=(1, 3), outputs=ramp(1, 1, 7)),
    ],
)  # fmt: skip
def test_what_fits_is_taken(sliding: Any) -> None:
    encode(sliding(), "", LIGHT)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"inputs": ramp(5, 6)}, "channels, height, width"),
        ({"inputs": np.zeros((2, 257, 6), np.float32)}, "at most 256"),
        ({"inputs": np.full((2, 5, 6), np.nan, np.float32)}, "inputs are not all finite"),
        ({"outputs": np.full((3, 3, 4), np.inf, np.float32)}, "outputs are not all finite"),
        ({"weight": np.full((3, 2, 3, 3), np.nan, np.float32)}, "weight and bias"),
        ({"weight": None}, "weight must be"),
        ({"weight": ramp(3, 2, 3, 2)}, "weight must be"),
        ({"groups": 3}, "3 groups"),
        ({"groups": 0}, "0 groups"),
        ({"bias": ramp(2)}, "bias must be"),
        ({"outputs": ramp(3, 3, 5)}, "width of 4 comes out, the outputs have 5"),
        ({"stride": (2, 1)}, "height of 2"),
        ({"stride": (0, 1)}, "at least 1"),
        ({"padding": (-1, 0, 0, 0)}, "at least 0"),
        ({"padding": (5, 0, 0, 0), "padding_mode": "reflect"}, "at most 4"),
        ({"padding": (0, 0, 7, 0), "padding_mode": "circular"}, "at most 6"),
        ({"size": (9, 9), "weight": ramp(3, 2, 9, 9)}, "height of -3"),
        ({"kind": "max"}, "pooling has no weight"),
        ({"kind": "transposed", "weight": ramp(2, 3, 3, 3), "outputs": ramp(3, 8, 8)}, "height of 7"),
        ({"input_paint": "rgb"}, "three channels"),
        ({"edit_input": True, "inputs": np.zeros((2, 5, 12), np.float32), "outputs": ramp(3, 3, 10)}, "at most 10"),
        ({"channel_names": ["one"]}, "1 names for 2 channels"),
        ({"map_names": ["one"]}, "1 names for 3 maps"),
    ],
)
def test_what_does_not_fit_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        make(**changes)


def test_pooling_has_no_kernel_to_edit() -> None:
    with pytest.raises(ValueError, match="no kernel to edit"):
        pool(edit_kernel=True)


# -- back ------------------------------------------------------------------------------

KERNEL = {
    "target": "kernel",
    "shape": [3, 2, 3, 3],
    "index": [2, 1],
    "values": [[0, 1.5, -1000], [0, 0, 0], [0, 0, 1000]],
}
INPUT = {"target": "input", "shape": [2, 5, 6], "index": [1], "values": [[0.5] * 6] * 5}


def test_an_edit_says_where_its_numbers_go() -> None:
    sliding = make(edit_kernel=True, edit_input=True)
    edit = parse_edit(KERNEL, sliding)
    assert isinstance(edit, Edit)
    assert (edit.target, edit.index, edit.values.dtype) == ("kernel", (2, 1), np.float32)
    assert sliding.weight is not None
    weight = sliding.weight.copy()
    weight[edit.index] = edit.values
    assert weight[2, 1, 0].tolist() == [0, 1.5, -1000]
    assert (weight[:2] == sliding.weight[:2]).all()
    edit = parse_edit(INPUT, sliding)
    assert isinstance(edit, Edit)
    assert (edit.target, edit.index, edit.values.shape) == ("input", (1,), (5, 6))


def test_an_edit_of_what_is_no_longer_there_is_dropped() -> None:
    assert parse_edit(KERNEL, make(edit_kernel=False, edit_input=True)) is None
    assert parse_edit(INPUT, make(edit_kernel=True)) is None
    larger = make(size=(1, 1), weight=ramp(3, 2, 1, 1), outputs=ramp(3, 5, 6), edit_kernel=True)
    assert parse_edit(KERNEL, larger) is None
    assert parse_edit(KERNEL, pool()) is None


@pytest.mark.parametrize(
    "sent",
    [
        None, 7, "kernel", [], {}, {"target": "kernel"},
        KERNEL | {"target": "bias"}, KERNEL | {"target": None}, KERNEL | {"target": []},
        KERNEL | {"shape": [3, 2, 3]}, KERNEL | {"shape": "3233"}, KERNEL | {"shape": [3, 2, 3, -3]},
        KERNEL | {"shape": None}, KERNEL | {"index": [3, 0]}, KERNEL | {"index": [0]}, KERNEL | {"index": [0, 1.0]},
        KERNEL | {"index": [True, 0]}, KERNEL | {"index": [-1, 0]}, KERNEL | {"index": 1},
        KERNEL | {"values": [[0] * 3] * 2}, KERNEL | {"values": [[0] * 2] * 3}, KERNEL | {"values": [0] * 9},
        KERNEL | {"values": None}, KERNEL | {"values": "000"}, KERNEL | {"values": [[0, 0, "1"], [0] * 3, [0] * 3]},
        KERNEL | {"values": [[0, 0, True], [0] * 3, [0] * 3]}, KERNEL | {"values": [[0, 0, None], [0] * 3, [0] * 3]},
        KERNEL | {"values": [[0, 0, float("nan")], [0] * 3, [0] * 3]},
        KERNEL | {"values": [[0, 0, float("inf")], [0] * 3, [0] * 3]},
        KERNEL | {"values": [[0, 0, 1000.1], [0] * 3, [0] * 3]},
        INPUT | {"index": [2]}, INPUT | {"index": []}, INPUT | {"values": [[0] * 5] * 6},
    ],
)  # fmt: skip
def test_what_is_no_edit_is_refused(sent: Any) -> None:
    with pytest.raises(ValueError, match="edit"):
        parse_edit(sent, make(edit_kernel=True, edit_input=True))


def numbered(number: int, value: float, **changes: Any) -> dict[str, Any]:
    return KERNEL | {"number": number, "values": [[value] * 3] * 3} | changes


def test_each_edit_is_given_once_whatever_gets_lost() -> None:
    sliding = make(edit_kernel=True)
    desk = _Desk()
    assert desk.next(sliding) is None
    first, second, third = numbered(1, 1), numbered(2, 2), numbered(3, 3, index=[0, 0])
    desk.sent += [{"edits": [first]}, {"edits": [first, second]}, {"edits": [first, second]}]
    given = [desk.next(sliding), desk.next(sliding)]
    assert [edit.values[0, 0] for edit in given if edit] == [1, 2]
    assert (desk.next(sliding), desk.answered) == (None, 2)
    desk.sent.append({"edits": [second, third]})  # sent before the answer had come
    edit = desk.next(sliding)
    assert edit is not None and (edit.index, edit.values[0, 0]) == ((0, 0), 3)
    assert (desk.next(sliding), desk.answered) == (None, 3)


def test_edits_of_another_shape_are_answered_too() -> None:
    desk = _Desk(sent=[{"edits": [numbered(4, 1), INPUT | {"number": 5}]}])
    edit = desk.next(make(edit_input=True))
    assert edit is not None and edit.target == "input"
    assert desk.answered == 5


def test_a_wrong_edit_is_refused_once() -> None:
    desk = _Desk(sent=[{"edits": [numbered(1, 2000)]}, {"edits": [numbered(2, 2)]}])
    with pytest.raises(ValueError, match="numbers up to 1000"):
        desk.next(make(edit_kernel=True))
    edit = desk.next(make(edit_kernel=True))
    assert edit is not None and edit.values[0, 0] == 2


@pytest.mark.parametrize(
    "sent",
    [
        None, [], {}, {"edits": None}, {"edits": {}}, {"edits": [None]}, {"edits": [KERNEL]},
        {"edits": [numbered(0, 1)]}, {"edits": [KERNEL | {"number": True}]}, {"edits": [KERNEL | {"number": 1.0}]},
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused(sent: Any) -> None:
    with pytest.raises(ValueError, match="edits"):
        parse_message(sent)
