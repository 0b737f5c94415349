"""The pooling lesson without a browser: what its knobs say, its formulas, its vector, its judges."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
import torch
from torch import nn

from dnnlab.cnn import kernels
from dnnlab.cnn.pooling.figures import HEIGHT, answers_figure
from dnnlab.cnn.pooling.knobs import AVERAGE, FARTHEST, GLOBAL, MAX, MORE, PoolingConfig, ShiftConfig
from dnnlab.cnn.pooling.net.calls import pool
from dnnlab.cnn.shift.measures import measures
from dnnlab.cnn.shift.views import NETS
from dnnlab.live.config import InvalidConfig
from dnnlab.plots.palette import DARK, LIGHT
from pages.cnn.pooling import facts, maths
from pages.cnn.pooling.lesson import LESSON
from pages.cnn.pooling.moving import example
from pages.cnn.pooling.panels import accuracy, distance, figures, where
from pages.cnn.pooling.pictures import Picture
from pages.cnn.pooling.questions import CORNER, FIRST, ON_SHIFT, ON_WINDOW, Moved, Pooled
from pages.cnn.pooling.vector import KERNEL, MOVED, VECTOR, convolve, drawn, max_pool, stages
from pages.cnn.pooling.walking import Walk
from pages.cnn.pooling.window import edge, geometry

LECTURE = kernels.LECTURE_MATRIX[np.newaxis]
GEOMETRIES = [
    PoolingConfig(mode=mode, size=size, stride=stride, padding=padding)
    for mode, size, stride, padding in product((MAX, AVERAGE), (1, 2, 3, 4), ("same as f", "1", "2", "3"), (0, 1, 2))
    if padding <= size // 2
]
GEOMETRIES += [
    config.replace(ceil_mode=ceil, count_include_pad=include)
    for config in GEOMETRIES
    for ceil, include in ((True, True), (True, False), (False, False))
    if config.mode == AVERAGE or include
]


def shown(values: Any) -> Picture:
    """A picture of one channel."""
    return Picture(values=np.asarray(values, np.float32), words="it", paint="diverging", names=("it",))


def pooled(config: PoolingConfig, values: Any) -> dict[str, Any]:
    """What a trainer answers for both kinds."""
    picture = shown(values)
    return {mode: pool(picture.values, *geometry(config, picture), mode, *edge(config)) for mode in (MAX, AVERAGE)}


@pytest.mark.parametrize("config", GEOMETRIES, ids=lambda config: " ".join(config.torch_lines()))
def test_the_line_of_pytorch_does_the_same(config: PoolingConfig) -> None:
    x = np.random.default_rng(0).normal(size=(2, 9, 7)).astype(np.float32)
    (line,) = config.torch_lines()
    theirs = eval(line, {"nn": nn})(torch.from_numpy(x)[None])[0].numpy()
    mine = pool(x, *geometry(config, shown(x)), config.mode, *edge(config))
    np.testing.assert_allclose(mine, theirs, rtol=1e-5, atol=1e-6)
    assert mine.shape[1:] == (config.output_side(9), config.output_side(7))


def test_global_pooling_is_the_adaptive_layer() -> None:
    x = np.random.default_rng(0).normal(size=(3, 6, 5)).astype(np.float32)
    config = PoolingConfig(mode=GLOBAL)
    mine = pooled(config, x)
    for line, mode in zip(config.torch_lines(), (MAX, AVERAGE), strict=True):
        theirs = eval(line, {"nn": nn})(torch.from_numpy(x)[None])[0].numpy()
        np.testing.assert_allclose(mine[mode], theirs, rtol=1e-5)


def test_the_lectures_figures() -> None:
    made = pooled(PoolingConfig(), LECTURE)
    assert made[MAX].tolist() == [[[6, 8], [3, 4]]]
    assert made[AVERAGE].tolist() == [[[3.25, 5.25], [2, 2]]]
    assert r"6 & 8 \\ 3 & 4" in facts.both(made)
    assert r"3.25 & 5.25 \\ 2 & 2" in facts.both(made)
    assert facts.is_lecture(PoolingConfig())
    assert not facts.is_lecture(PoolingConfig(numbers="1,1;5,7"))
    assert not facts.is_lecture(PoolingConfig(mode=GLOBAL))


def test_numbers_of_a_matrix_are_formulas() -> None:
    values = np.array([[1 / 3, -0.0], [-12345.6, 2e-5]], np.float32)
    assert facts.matrix(values) == r"\begin{pmatrix} 0.3333 & 0 \\ -12{,}346 & 2 \cdot 10^{-5} \end{pmatrix}"


def test_the_grid_begins_with_the_lectures_and_keeps_what_was_written() -> None:
    assert np.array_equal(PoolingConfig().grid(), kernels.LECTURE_MATRIX)
    assert np.array_equal(PoolingConfig(side=7).grid(), MORE)
    assert np.array_equal(PoolingConfig(side=2).grid(), kernels.LECTURE_MATRIX[:2, :2])
    grown = PoolingConfig(side=3, numbers="-1,-2;-3,-4").grid()
    assert grown.tolist() == [[-1, -2, 2], [-3, -4, 7], [3, 2, 1]]


def test_what_does_not_go_together_is_a_sentence() -> None:
    with pytest.raises(InvalidConfig, match="more than half a window"):
        PoolingConfig(size=1, padding=1)
    with pytest.raises(InvalidConfig, match="does not fit into 2 pixels"):
        PoolingConfig(side=2, size=3)
    with pytest.raises(ValueError, match="does not fit into 2 pixels"):
        PoolingConfig(size=3).output_side(2)
    PoolingConfig(side=2, size=3, padding=1)  # fits
    PoolingConfig(side=2, size=3, source="cat")  # another picture
    PoolingConfig(mode=GLOBAL, side=2, size=3, padding=2)  # not used


@pytest.mark.parametrize(
    ("config", "length", "words"),
    [
        (PoolingConfig(), 4, ""),
        (PoolingConfig(), 5, "last row or column is left out"),
        (PoolingConfig(size=4), 7, "last 3 rows or columns are left out"),
        (PoolingConfig(size=3, stride="2"), 7, "overlap"),
        (PoolingConfig(size=1, stride="3"), 7, "never looked at"),
        (PoolingConfig(mode=GLOBAL), 7, "whatever the size"),
    ],
)
def test_remarks(config: PoolingConfig, length: int, words: str) -> None:
    said = facts.remark(config, (length, length))
    assert words in said
    assert bool(words) == bool(said)


def test_sizes_are_worked_out_with_todays_numbers() -> None:
    assert r"\frac{7 + 2\cdot 0 - 3}{2} \right\rfloor + 1 = 3" in facts.sizes(PoolingConfig(size=3, stride="2"), (7, 7))
    both = facts.sizes(PoolingConfig(), (10, 6))
    assert "w' &=" in both
    assert "h' &=" in both


def test_the_first_output_is_worked_out() -> None:
    config = PoolingConfig()
    assert maths.worked(config, LECTURE, pooled(config, LECTURE)) == r"y_{0,0} = \max(1,\,1,\,5,\,6) = 6"
    config = PoolingConfig(mode=AVERAGE, padding=1)
    assert maths.worked(config, LECTURE, pooled(config, LECTURE)).endswith(r"\tfrac{1}{4}(0 + 0 + 0 + 1) = 0.25")
    config = PoolingConfig(padding=1)
    assert r"-\infty" in maths.worked(config, LECTURE, pooled(config, LECTURE))
    config = PoolingConfig(mode=GLOBAL)
    large = np.ones((1, 9, 9))
    assert r"\dots" in maths.worked(config, large, pooled(config, large))
    assert r"\tfrac{1}{81}" in maths.worked(config, large, pooled(config, large))


def test_the_gradient_goes_where_torch_sends_it() -> None:
    x = torch.from_numpy(LECTURE)[None].requires_grad_()
    nn.MaxPool2d(2)(x)[0, 0, 0, 0].backward()
    assert x.grad is not None
    share = x.grad[0, 0, :2, :2].int().tolist()
    assert share == [[0, 0], [0, 1]]
    assert r"0 & 0 \\ 0 & 1" in maths.gradient(PoolingConfig(), LECTURE)
    assert maths.gradient(PoolingConfig(mode=AVERAGE), LECTURE).count(r"\tfrac{1}{4}") == 4
    assert maths.gradient(PoolingConfig(padding=1), LECTURE).count(r"\cdot") == 3


def test_the_way_back_through_padding_is_the_windows_and_its_dots_are_explained() -> None:
    config = PoolingConfig(mode=AVERAGE, padding=1)
    x = torch.from_numpy(LECTURE)[None].requires_grad_()
    nn.AvgPool2d(2, padding=1)(x)[0, 0, 0, 0].backward()
    assert x.grad is not None
    assert x.grad[0, 0, 0, 0] == 0.25
    assert x.grad.count_nonzero() == 1
    assert r"\cdot & \cdot \\ \cdot & \tfrac{1}{4}" in maths.gradient(config, LECTURE)
    assert r"\text{window}" in maths.gradient(config, LECTURE)
    assert "equal shares of 1/4" in maths.way_back(config)
    assert "A dot is padding" in maths.way_back(config)
    assert "dot" not in maths.way_back(PoolingConfig(mode=AVERAGE))
    assert "one pixel of its window, the first of the largest" in maths.way_back(PoolingConfig())


def test_what_pooling_saves() -> None:
    assert r"(6 \cdot 14 \cdot 14 + 1) \cdot 120 = 141{,}240" in maths.saved((6, 28, 28), (6, 14, 14))


def test_only_knobs_of_use_are_shown() -> None:
    windows = ("mode", "size", "stride", "padding", "ceil_mode")
    assert PoolingConfig().meaningful() == ("source", "side", *windows)
    assert PoolingConfig(source="cat").meaningful() == ("source", *windows)
    assert PoolingConfig(source="cat", mode=AVERAGE).meaningful() == ("source", *windows, "count_include_pad")
    assert PoolingConfig(mode=GLOBAL).meaningful() == ("source", "side", "mode")


# -- the lecture's vector ----------------------------------------------------------------


def test_the_vectors_steps() -> None:
    assert [(stage.here, stage.moved, sum(stage.changed)) for stage in stages()] == [
        ((0, 1, 3, 5, 0, 0), (0, 0, 1, 3, 5, 0), 4),
        ((1, 3, 4, -3, -5, 0), (0, 1, 3, 4, -3, -5), 6),
        ((1, 3, 4, 0, 0, 0), (0, 1, 3, 4, 0, 0), 4),
        ((3, 4, 0), (1, 4, 0), 1),
        ((4,), (4,), 0),
    ]


def test_the_vectors_steps_are_torchs() -> None:
    for x in (VECTOR, MOVED):
        row = torch.tensor(x, dtype=torch.float32)[None, None]
        kernel = torch.tensor(KERNEL, dtype=torch.float32)[None, None]
        maps = nn.functional.conv1d(row, kernel, padding=1)
        assert list(convolve(x, KERNEL)) == maps[0, 0].int().tolist()
        assert list(max_pool(x, 2)) == nn.functional.max_pool1d(row, 2)[0, 0].int().tolist()


def test_the_vector_is_drawn_with_a_minus_sign_and_marks() -> None:
    text = drawn(stages(), LIGHT)
    assert "−5" in text
    assert text.count("moved: unchanged") == 1
    assert text.count("moved back: the same") == 3
    assert text.count("moved back: not the same") == 1


def test_moved_back_is_the_same_until_pooling_strides() -> None:
    assert [stage.verdict for stage in stages()] == ["the same", "the same", "the same", "not the same", ""]
    _, maps, *_ = stages()
    assert maps.back == maps.here[:-1] == (1, 3, 4, -3, -5)


# -- moving a digit ----------------------------------------------------------------------


def test_the_claims_figures_are_the_measured_ones() -> None:
    for share in measures().accuracy()[:, 4]:
        assert f"{share:.0%}".replace("%", " %") in LESSON.claim


def titles(config: ShiftConfig) -> list[str]:
    """What stands above the two charts about all digits."""
    return [panel.title for panel in (accuracy(config, measures(), LIGHT), *figures(config, measures(), LIGHT))]


def test_titles_say_what_was_measured_not_the_learners_move() -> None:
    right = "How much changes when any digit moves right by 1 pixel"
    assert titles(ShiftConfig(dx=0, dy=3)) == ["Right answers when any digit moves 3 pixels", f"{right}, and by 3"]
    assert titles(ShiftConfig(dx=-5, dy=3)) == ["Right answers when any digit moves 5 pixels", f"{right}, and by 5"]
    assert titles(ShiftConfig(dx=1)) == ["Right answers when any digit moves 1 pixel", right]
    assert titles(ShiftConfig(dx=0)) == ["Right answers when nothing has moved", right]
    longer = "the line stands at the longer way, 5 pixels"
    assert longer in accuracy(ShiftConfig(dx=-5, dy=3), measures(), LIGHT).caption
    assert "longer way" not in accuracy(ShiftConfig(dx=-5), measures(), LIGHT).caption


def test_where_the_digit_stands() -> None:
    assert where(ShiftConfig(dx=0)) == "Where it was drawn"
    assert where(ShiftConfig(dx=-3, dy=2)) == "Moved 3 left, 2 down"
    assert distance(ShiftConfig(dx=-3, dy=2)) == 3
    assert example("7").shape == (28, 28)


def test_a_digit_walks_to_the_end() -> None:
    walk: Walk | None = Walk(0, before=4)
    places = []
    while walk is not None:
        places.append(walk.at)
        walk = walk.go_on(walk.at)
    assert places == list(range(FARTHEST + 1))


def test_a_walk_ends_where_the_learner_takes_the_slider_and_not_for_old_news() -> None:
    walk = Walk(3, before=2)
    assert walk.go_on(6) is None
    assert walk.go_on(-2) is None
    waiting = walk.go_on(2)  # the browser has not heard of it yet
    assert waiting is not None
    assert waiting.at == 3
    assert waiting.go_on(3) == Walk(4, before=3)
    assert waiting.go_on(2) is None, "said twice, it is the learner's hand"


def test_the_maths_of_a_move_has_its_numbers() -> None:
    told = " ".join(maths.of_a_move(measures(), ShiftConfig(dx=4)))
    assert "by 4 pixels" in told
    picture = measures().feature_distances[0, 4]
    assert f"{picture:.2g}" in told
    assert "×" not in told, "KaTeX knows it by another name"


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_the_answers_are_a_valid_figure(palette: Any) -> None:
    rows = np.random.default_rng(0).dirichlet(np.ones(10), 3).astype(np.float32)
    made = answers_figure(rows, list("abc"), ["#ff0000"] * 3, palette)
    valid = go.Figure(made.to_dict())  # validates
    assert len(valid.data) == 3
    assert valid.layout.height == HEIGHT
    domains = [valid.layout[name].domain for name in ("xaxis", "xaxis2", "xaxis3")]
    ends = [end for domain in domains for end in domain]
    assert ends == sorted(ends)
    assert 0 <= ends[0] < ends[-1] <= 1
    assert [trace.y[int(row.argmax())] for trace, row in zip(valid.data, rows, strict=True)] == pytest.approx(
        rows.max(1)
    )


# -- predictions -------------------------------------------------------------------------


def judged(index: int, config: PoolingConfig | None = None, dx: int = 0, path: Any = ()) -> str | None:
    """The option that came true."""
    config = config or PoolingConfig()
    question = (*ON_WINDOW.asked, *ON_SHIFT.asked)[index]
    about_window = Pooled(config, pooled(config, config.grid()[np.newaxis]))
    outcome = question.judge(about_window if question in ON_WINDOW.asked else Moved(dx, path))
    return None if outcome is None else question.options[outcome.answer]


def test_buttons_leave_alone_which_digit_moves() -> None:
    assert all("digit" in question.keeps for question in ON_SHIFT.asked)


def test_windows_that_overlap_are_judged_by_the_bench() -> None:
    assert judged(0) is None
    assert judged(0, PoolingConfig(side=7, size=3, stride="2")) == "3 × 3"
    assert judged(0, PoolingConfig(side=7, size=3, stride="2", mode=GLOBAL)) is None


def test_the_corner_is_judged_by_the_window() -> None:
    assert judged(1, PoolingConfig(mode=AVERAGE)) is None
    assert judged(1, PoolingConfig(mode=AVERAGE, padding=1)) == "0.25"
    assert "0.25" in CORNER
    changed = PoolingConfig(mode=AVERAGE, padding=1, numbers="9,1,1,1;1,1,1,1;1,1,1,1;1,1,1,1")
    assert judged(1, changed) is None


@pytest.mark.parametrize(
    ("path", "option"),
    [
        ([[4, 4, 4], [4, 4, 4], [9, 4, 4], [9, 9, 4], [9, 9, 4]], "MLP"),
        ([[4, 4, 4], [4, 9, 4], [4, 4, 4], [4, 4, 4], [9, 4, 4]], "LeNet-5"),
        ([[4, 4, 4], [4, 4, 1], [4, 4, 4], [4, 4, 4], [9, 4, 4]], NETS["lenet_global"]),
        ([[4, 4, 4], [9, 9, 4], [4, 4, 4], [4, 4, 4], [9, 4, 4]], FIRST[3]),
        ([[4, 4, 4]] * 5, FIRST[4]),
    ],
)
def test_who_gives_way_first(path: list[list[int]], option: str) -> None:
    answers = [np.array(each) for each in path]
    assert judged(3, dx=-4, path=answers) == option
    assert judged(3, dx=4, path=answers) is None
    assert judged(3, dx=-4) is None


@pytest.mark.parametrize("config", [each for each in GEOMETRIES if each.mode == AVERAGE], ids=str)
def test_the_sum_at_the_edge_is_divided_by_what_counts(config: PoolingConfig) -> None:
    """The last output written out: as many terms as its divisor says, and together what comes out."""
    values = np.arange(1, 64, dtype=np.float32).reshape(1, 9, 7)
    made = pooled(config, values)
    last = tuple(side - 1 for side in made[AVERAGE].shape[1:])
    text = maths.worked(config, values, made, last)
    count = config.divisor((9, 7), last)
    divisor, terms = re.search(r"tfrac\{1\}\{(\d+)\}\((.*)\)", text).groups()  # type: ignore[union-attr]
    numbers = [float(term.replace("{,}", "")) for term in terms.split(" + ") if term != r"\dots"]
    assert int(divisor) == count
    assert len(numbers) == count
    assert sum(numbers) / count == pytest.approx(float(made[AVERAGE][0, *last]), rel=1e-5)
    edge_blocks = maths.at_the_edge(config, values, made)
    assert bool(edge_blocks) == bool(config.padding or config.overhang(9) or config.overhang(7))


def test_the_size_is_told_as_it_is_rounded() -> None:
    """Up, down, and with the window that is dropped."""
    up = PoolingConfig(size=3, stride="2", ceil_mode=True)
    assert r"\left\lceil \frac{4 + 2\cdot 0 - 3}{2} \right\rceil + 1 = 2" in up.size_formula(4)
    assert "lfloor" in PoolingConfig(size=3, stride="2").size_formula(4)
    gone = PoolingConfig(size=2, stride="3", padding=1, ceil_mode=True)
    assert gone.output_side(4) == 2
    assert gone.dropped(5) == (nn.MaxPool2d(2, 3, 1, ceil_mode=True)(torch.zeros(1, 1, 5, 5)).shape[2] < 3)
    dropping = PoolingConfig(size=2, stride="2", padding=1, ceil_mode=True)
    assert dropping.dropped(5)
    assert "+ 1 - 1 = 3" in dropping.size_formula(5)
    assert "drops" in facts.remark(dropping, (5, 5))
    assert "reaches 1 place beyond the picture" in facts.remark(up, (4, 4))


def test_the_ceilings_question_is_judged_by_what_comes_out() -> None:
    """Beyond the padding nothing counts."""
    question = next(each for each in ON_WINDOW.asked if each.key == "pooling-ceiling")
    config = PoolingConfig(mode=AVERAGE, size=3, stride="2", ceil_mode=True)
    outcome = question.judge(Pooled(config, pooled(config, config.grid()[np.newaxis])))
    assert outcome is not None
    assert question.options[outcome.answer] == "2"
    assert question.judge(Pooled(config.replace(ceil_mode=False), {})) is None
