"""Kernels by name and as text, against the lecture's tables and kernels' well-known properties."""

import re

import numpy as np
import pytest

from dnnlab.cnn.kernels import LECTURE_MATRIX, PRESETS, from_text, name_of, preset, sizes, to_text

every_preset = pytest.mark.parametrize(("name", "size"), [(name, size) for name in PRESETS for size in sizes(name)])


def test_kernels_of_the_lecture():
    assert preset("identity").tolist() == [[0, 0, 0], [0, 1, 0], [0, 0, 0]]
    assert preset("left sobel").tolist() == [[1, 0, -1], [2, 0, -2], [1, 0, -1]]
    assert preset("top sobel").tolist() == [[1, 2, 1], [0, 0, 0], [-1, -2, -1]]


def test_kernels_of_setosa():
    assert preset("emboss").tolist() == [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]
    assert preset("outline").tolist() == [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]
    assert preset("sharpen").tolist() == [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]
    assert preset("gaussian blur").tolist() == [[0.0625, 0.125, 0.0625], [0.125, 0.25, 0.125], [0.0625, 0.125, 0.0625]]


def test_edges_are_turned_and_mirrored_into_each_other():
    left = preset("left sobel")
    assert np.array_equal(preset("right sobel"), left[:, ::-1])
    assert np.array_equal(preset("top sobel"), left.T)
    assert np.array_equal(preset("bottom sobel"), left.T[::-1])
    assert np.array_equal(preset("top prewitt"), preset("left prewitt").T)
    assert preset("left prewitt").tolist() == [[1, 0, -1]] * 3
    # Sobel is Prewitt with a blur along the edge
    assert np.array_equal(left, np.outer([1, 2, 1], [1, 0, -1]))


@every_preset
def test_presets_are_square_floats_and_every_call_gives_a_new_one(name, size):
    kernel = preset(name, size)
    assert kernel.shape == (size, size)
    assert kernel.dtype == np.float32
    kernel += 1
    assert not np.array_equal(preset(name, size), kernel)


@every_preset
def test_presets_keep_the_sum_that_says_what_they_do(name, size):
    """1 keeps the brightness, 0 leaves a flat picture black."""
    black = {"laplacian", "outline"} | {each for each in PRESETS if "sobel" in each or "prewitt" in each}
    assert preset(name, size).sum() == pytest.approx(0 if name in black else 1, abs=1e-6)


def test_the_table_holds_what_preset_gives():
    for name, kernel in PRESETS.items():
        np.testing.assert_allclose(preset(name), kernel, rtol=1e-6)
        assert kernel.dtype == np.float32


def test_blurs_are_made_for_their_size():
    assert np.all(preset("box blur", 5) == np.float32(1 / 25))
    assert preset("gaussian blur", 5)[2] * 256 == pytest.approx([6, 24, 36, 24, 6])
    assert preset("gaussian blur", 7)[0] * 4096 == pytest.approx([1, 6, 15, 20, 15, 6, 1])
    for name in ("identity", "box blur", "gaussian blur"):
        assert preset(name, 1).tolist() == [[1]]


@pytest.mark.parametrize("name", ["identity", "left sobel", "emboss"])
@pytest.mark.parametrize("size", [5, 7])
def test_larger_kernels_have_zeros_around_the_small_one(name, size):
    kernel, around = preset(name, size), (size - 3) // 2
    assert np.array_equal(kernel[around:-around, around:-around], preset(name))
    assert np.count_nonzero(kernel) == np.count_nonzero(preset(name))


@every_preset
def test_presets_are_recognised_also_after_a_link(name, size):
    expected = "identity" if size == 1 else name
    kernel = preset(name, size)
    assert name_of(kernel) == expected
    assert name_of(kernel.astype(np.float64) * (1 + 1e-7)) == expected
    assert name_of(from_text(to_text(kernel))) == expected


def test_other_kernels_have_no_name():
    almost = preset("sharpen")
    almost[1, 1] = 5.002
    for kernel in (almost, 2 * preset("left sobel"), np.ones((2, 3)), np.zeros((3, 3)), preset("emboss")[:, ::-1]):
        assert name_of(kernel) is None


def test_text_is_short():
    assert to_text(preset("left sobel")) == "1,0,-1;2,0,-2;1,0,-1"
    assert to_text(preset("box blur")) == ";".join(["0.1111,0.1111,0.1111"] * 3)
    assert to_text(np.array([[0.5, -0.0, 1000, -1e-5, 12.346]])) == "0.5,0,1000,-1e-05,12.35"


@pytest.mark.parametrize("seed", range(50))
def test_text_keeps_shape_and_four_digits(seed):
    random = np.random.default_rng(seed)
    kernel = random.normal(0, 10.0 ** random.integers(-3, 3), random.integers(1, 8, 2)).clip(-1000, 1000)
    again = from_text(to_text(kernel))
    assert again.shape == kernel.shape
    assert again.dtype == np.float32
    np.testing.assert_allclose(again, kernel, rtol=5.1e-4)
    assert to_text(again) == to_text(kernel)  # a second way round changes nothing


def test_text_may_have_spaces_and_any_rectangle():
    assert from_text(" 1, 2 ;3 ,4.5").tolist() == [[1, 2], [3, 4.5]]
    assert from_text("-7").tolist() == [[-7]]
    assert from_text("1,2,3,4,5,6,7").shape == (1, 7)
    assert from_text("1000,-1000").tolist() == [[1000, -1000]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "made of numbers, got ''"),
        ("1,2;3,x", "made of numbers, got 'x'"),
        ("1,2;3,", "made of numbers, got ''"),
        ("1,2;3", "equally long, these have 1 to 2 numbers"),
        ("1,2;", "equally long, these have 1 to 2 numbers"),
        ("1,2,3,4,5,6,7,8", "at most 7 rows and columns, this one has 1 x 8"),
        (";".join("12345678"), "at most 7 rows and columns, this one has 8 x 1"),
        ("1,nan", "in [-1000, 1000], got nan"),
        ("inf", "in [-1000, 1000], got inf"),
        ("1,-1000.5", "in [-1000, 1000], got -1000.5"),
        ("x\n" * 1000, "made of numbers, got 'x\\nx"),
    ],
)
def test_bad_text_is_refused_in_one_sentence(text, words):
    with pytest.raises(ValueError, match=re.escape(words)) as error:
        from_text(text)
    assert re.fullmatch(r"[A-Z][^\n]{1,150}\.", str(error.value))


@pytest.mark.parametrize(
    ("name", "size", "words"),
    [
        ("left sobel", 1, "'left sobel' has the sizes 3, 5, 7, not 1"),
        ("emboss", 2, "'emboss' has the sizes 3, 5, 7, not 2"),
        ("box blur", 4, "'box blur' has the sizes 1, 3, 5, 7, not 4"),
        ("identity", 9, "'identity' has the sizes 1, 3, 5, 7, not 9"),
        ("sobel", 3, "There is no kernel 'sobel': the names are identity, left sobel, "),
    ],
)
def test_what_there_is_not_is_said_in_one_sentence(name, size, words):
    with pytest.raises(ValueError, match=re.escape(words)) as error:
        preset(name, size)
    assert re.fullmatch(r"[A-Z][^\n]+\.", str(error.value))


def test_every_preset_comes_in_3_x_3():
    assert all(3 in sizes(name) for name in PRESETS)
    with pytest.raises(ValueError, match="There is no kernel 'nothing'"):
        sizes("nothing")


def test_matrix_of_the_lecture():
    blocks = LECTURE_MATRIX.reshape(2, 2, 2, 2).swapaxes(1, 2).reshape(2, 2, 4)
    assert blocks.max(2).tolist() == [[6, 8], [3, 4]]
    assert blocks.mean(2).tolist() == [[3.25, 5.25], [2, 2]]
