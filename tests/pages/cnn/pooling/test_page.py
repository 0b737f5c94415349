"""The pooling lesson: it opens, its knobs and links work, and what cannot be pooled is a sentence."""

from __future__ import annotations

import io
import re
from typing import Any

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from dnnlab.cnn.pooling.knobs import PoolingConfig, ShiftConfig
from dnnlab.live.calls import Call
from dnnlab.live.pool import Pool
from pages.cnn.pooling.lesson import LESSON
from tests.live.helpers import PATIENCE
from tests.pages.helpers import ROOT, TOKEN, elements, press, sentences, widget, widgets


def arrive(owner: str | None, **query: Any) -> AppTest:
    """Open the lesson by a link, in a tab of that token."""
    page = AppTest.from_file(ROOT / LESSON.page, default_timeout=PATIENCE)
    if owner is not None:
        page.session_state[TOKEN] = owner
    for name, text in query.items():
        page.query_params[name] = text
    page.run()
    assert not page.exception
    return page


def config_of(page: AppTest) -> PoolingConfig:
    found: PoolingConfig = page.session_state["pooling-window/last good config"]
    return found


def latex(page: AppTest) -> str:
    return " ".join(each.value for each in page.latex)


def sent(page: AppTest, key: str) -> str:
    """What a component got: titles and captions stand in it."""
    payload = " ".join(str(each.proto) for each in elements(page) if getattr(each, "key", "") == key)
    return re.sub(r"\\\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), payload)  # JSON, escaped once more


def test_it_opens_on_the_claim(pool: Pool, owner: str) -> None:
    page = arrive(owner)
    assert [title.value for title in page.title] == ["Pooling"]
    assert not sentences(page)
    shown = sent(page, "pooling/shift")
    assert "Right answers when any digit moves 4 pixels" in shown
    assert "MLP 27.6 %, LeNet-5 61.2 %, LeNet-5 with global pooling 98.3 %" in shown.replace("\u00a0", " ")
    assert "One answer has changed" in shown
    assert not sent(page, "pooling/window/max")


def test_the_window_opens_on_the_lectures_figures(pool: Pool, owner: str) -> None:
    page = arrive(owner, part="window")
    assert not sentences(page)
    assert r"6 & 8 \\ 3 & 4" in latex(page)
    assert r"3.25 & 5.25 \\ 2 & 2" in latex(page)
    assert "nn.MaxPool2d(2, stride=2)" in [each.value for each in page.code]
    assert "the largest of each 2 × 2 window" in sent(page, "pooling/window/max")


def test_without_a_tab_it_opens_too(pool: Pool) -> None:
    assert r"3.25 & 5.25 \\ 2 & 2" in latex(arrive(None, part="window"))
    assert "One answer has changed" in sent(arrive(None), "pooling/shift")


def test_a_link_from_before_opens_the_window_and_the_digits_own_link_the_digit(pool: Pool, owner: str) -> None:
    page = arrive(owner, size="3", dx="2")
    assert page.query_params == {"size": "3", "dx": "2", "part": "window"}
    assert config_of(page) == PoolingConfig(size=3)
    page.session_state["pooling/part"] = "move"
    page.run()
    assert page.query_params == {"dx": "2"}
    assert "Moved 2 right" in sent(page, "pooling/shift")
    page.session_state["pooling/part"] = "window"
    page.run()
    assert config_of(page) == PoolingConfig(size=3)
    assert page.query_params == {"size": "3", "dx": "2", "part": "window"}


def test_the_digit_walks_from_0_until_it_is_stopped(pool: Pool, owner: str) -> None:
    page = press(arrive(owner), "Play")
    assert not page.exception
    assert "Where it was drawn" in sent(page, "pooling/shift")
    page = press(page, "Stop")
    assert [each.label for each in page.button if each.label in ("Play", "Stop")] == ["Play"]
    assert widget(page, "pooling/knobs/dx").value == 0


def test_every_widget_has_help(pool: Pool, owner: str) -> None:
    assert [each.label for each in widgets(arrive(owner)) if not each.proto.help] == []


def test_moved_knobs_change_formula_line_and_link(pool: Pool, owner: str) -> None:
    page = arrive(owner, part="window")
    widget(page, "pooling-window/knobs/mode").set_value("average").run()
    widget(page, "pooling-window/knobs/size").set_value(3).run()
    widget(page, "pooling-window/knobs/stride").set_value("1").run()
    assert not page.exception
    assert "nn.AvgPool2d(3, stride=1)" in [each.value for each in page.code]
    assert r"\frac{4 + 2\cdot 0 - 3}{1} \right\rfloor + 1 = 2" in latex(page)
    assert page.query_params == {"mode": "average", "size": "3", "stride": "1", "part": "window"}


@pytest.mark.parametrize("source", PoolingConfig.knobs()["source"].options)
@pytest.mark.parametrize("mode", ["max", "average", "global"])
def test_every_source_is_pooled_every_way(pool: Pool, owner: str, source: str, mode: str) -> None:
    page = arrive(owner, part="window", source=source, mode=mode)
    assert not sentences(page)
    assert config_of(page) == PoolingConfig(source=source, mode=mode)
    shown = sent(page, f"pooling/window/{mode}") or sent(page, "pooling/window/max") or sent(page, "pooling/maps")
    assert "→" in shown
    hidden = {"size", "stride", "padding"} if mode == "global" else set()
    labels = {getattr(each, "key", None) for each in widgets(page)}
    assert not {f"pooling-window/knobs/{name}" for name in hidden} & labels


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"size": "99"}, "it is set to 4"),
        ({"padding": "-3"}, "it is set to 0"),
        ({"mode": "median"}, "it is set to max"),
        ({"stride": "7"}, "it is set to same as f"),
        ({"numbers": "a,b"}, "it is set to 1,1,2,4"),
        ({"dx": "40"}, "it is set to 8"),
        ({"digit": "<script>"}, "it is set to 4"),
        ({"size": "1", "padding": "1"}, "more than half a window"),
        ({"side": "2", "size": "3"}, "does not fit into 2 pixels"),
    ],
    ids=str,
)
def test_a_link_out_of_range_is_one_sentence(pool: Pool, owner: str, query: dict[str, str], words: str) -> None:
    (said,) = sentences(arrive(owner, **query))
    assert words in said


def test_a_grid_too_small_for_the_window_keeps_it(pool: Pool, owner: str) -> None:
    page = arrive(owner, part="window")
    widget(page, "pooling-window/knobs/size").set_value(3).run()
    widget(page, "pooling-window/knobs/side").set_value(2).run()
    (said,) = sentences(page)
    assert "does not fit into 2 pixels" in said
    assert "still shows the setting before" in said
    assert config_of(page) == PoolingConfig(size=3)
    assert "the largest of each 3 × 3 window" in sent(page, "pooling/window/max")
    widget(page, "pooling-window/knobs/size").set_value(2).run()
    assert not sentences(page)
    assert config_of(page) == PoolingConfig(side=2)


def test_a_link_brings_the_numbers(pool: Pool, owner: str) -> None:
    page = arrive(owner, numbers="9,1;1,1", side="2")
    assert not sentences(page)
    assert r"\begin{pmatrix} 9 \end{pmatrix}" in latex(page)


def test_a_link_brings_the_place(pool: Pool, owner: str) -> None:
    page = arrive(owner, dx="-2", dy="3", digit="8")
    assert not sentences(page)
    assert page.session_state["pooling/last good config"] == ShiftConfig(digit="8", dx=-2, dy=3)
    assert "Moved 2 left, 3 down" in sent(page, "pooling/shift")


def png(pixels: Any) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "png")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (png(np.full((300, 200, 3), 200, np.uint8)), ""),
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\nno", "damaged"),
        (bytes(500), "not a picture"),
        (png(np.zeros((1, 1), np.uint8)), "does not fit into 1 pixel:"),
    ],
    ids=["a photo", "empty", "cut off", "zeros", "one pixel"],
)
def test_uploads(pool: Pool, owner: str, data: bytes, words: str) -> None:
    page = arrive(owner, source="upload")
    uploader: Any = widget(page, "pooling/upload")
    uploader.upload("p.png", data, "image/png") if hasattr(uploader, "upload") else uploader.set_value(("p.png", data))
    page.run()
    assert not page.exception
    said = sentences(page)
    assert (words in said[0]) if words else not said
    assert len(said) == bool(words)
    if not words:
        assert "96 × 64 → 48 × 32" in sent(page, "pooling/window/max")


def test_without_a_trainer_the_page_says_so_and_asks_again(
    pool: Pool, owner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(call: Call, timeout: float | None = None) -> None:
        raise TimeoutError

    monkeypatch.setattr(Call, "result", late)
    page = arrive(owner)
    assert sentences(page)
    assert all("as soon as" in said for said in sentences(page))
    monkeypatch.undo()
    monkeypatch.setattr("dnnlab.ui.lab.pool", lambda: pool)
    monkeypatch.setattr("dnnlab.ui.asking.PATIENCE", PATIENCE)
    page.run()
    assert not sentences(page)


def test_predictions_are_judged_by_the_settings(pool: Pool, owner: str) -> None:
    page = arrive(owner, part="window")
    page.radio(key="try/pooling-overlap").set_value(1).run()
    assert not page.success
    for name, value in (("side", 7), ("size", 3)):
        widget(page, f"pooling-window/knobs/{name}").set_value(value).run()
    widget(page, "pooling-window/knobs/stride").set_value("2").run()
    assert {box.value for box in page.success} == {"You predicted it. Your window gives 3 × 3 = 9 numbers."}


def test_the_question_of_the_moment_is_judged_by_the_move(pool: Pool, owner: str) -> None:
    page = arrive(owner)
    page.radio(key="now/pooling-first").set_value(2).run()
    widget(page, "pooling/knobs/dx").set_value(-4).run()
    assert not page.exception
    told = {box.value for box in page.info}
    assert len(told) == 1, "in both places the same"
    assert "MLP after 4 pixels" in (verdict := told.pop())
    assert "LeNet-5 with global pooling not at all" in verdict
