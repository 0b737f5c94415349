"""What the stage is sent: packed the same each time; what comes back is checked."""

from __future__ import annotations

import base64
import importlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from dnnlab.plots.bars import Bar
from dnnlab.plots.palette import DARK, LIGHT
from dnnlab.plots.sheets import Station, Tiles, diverging, grey
from dnnlab.ui.components.stage import panel as stage_panel
from dnnlab.ui.components.stage.component import Click, parse_click
from dnnlab.ui.components.stage.kinds.bars import BarsPanel
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.flow import FlowPanel
from dnnlab.ui.components.stage.kinds.prose import ProsePanel
from dnnlab.ui.components.stage.kinds.text import TextPanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import IncompleteKind, Packed, Panel, kinds
from dnnlab.ui.components.stage.payload import decode, encode, with_more

KINDS = Path(stage_panel.__file__).parent / "kinds"


def curve(values: Any) -> FigurePanel:
    return FigurePanel(figure=go.Figure(go.Scatter(y=values)), title="Loss", caption="per batch")


def sheet(count: int = 3) -> TilesPanel:
    values = np.linspace(-1, 1, count * 4 * 5).reshape(count, 4, 5)
    return TilesPanel(tiles=Tiles(pixels=diverging(values), paint="diverging", marked=[1]), title="Filters")


def unpack(array: dict[str, str]) -> np.ndarray:
    flat = np.frombuffer(base64.b64decode(array["bdata"]), "<" + array["dtype"])
    return flat.reshape([int(side) for side in array["shape"].split(",")]) if "shape" in array else flat


def first_trace(panel: FigurePanel) -> dict[str, Any]:
    header, _ = decode(encode([panel], LIGHT))
    trace: dict[str, Any] = header["panels"][0]["figure"]["data"][0]
    return trace


def test_equal_panels_give_equal_bytes() -> None:
    values = np.random.default_rng(0).random(50)
    assert encode([curve(values), sheet()], LIGHT) == encode([curve(values.copy()), sheet()], LIGHT)


def test_a_header_that_says_more_leaves_the_panels_as_they_are() -> None:
    packed = encode([curve([1.0, 2.0]), sheet()], LIGHT)
    header, blocks = decode(with_more(with_more(packed, still={"alt": 'a "curve"'}), tells=True))
    assert (header.pop("still"), header.pop("tells")) == ({"alt": 'a "curve"'}, True)
    assert (header, blocks) == decode(packed)


def test_pixels_come_back_from_where_the_header_says() -> None:
    first, second = grey(np.random.default_rng(0).random((2, 3, 4))), np.arange(90, dtype=np.uint8).reshape(2, 3, 5, 3)
    rows = [("one", Tiles(pixels=first)), ("two", Tiles(pixels=second, paint="rgb"))]
    header, blocks = decode(encode([sheet(), TilesPanel(tiles=rows, title="Layers")], LIGHT))
    assert blocks[1] == [first.tobytes(), second.tobytes()]
    two = header["panels"][1]["rows"][1]
    assert (two["count"], two["height"], two["width"], two["paint"]) == (2, 3, 5, "rgb")


def test_tiles_that_are_a_slice_are_packed_in_reading_order() -> None:
    whole = np.arange(64, dtype=np.uint8).reshape(4, 4, 4)
    part = whole[::2, :, 1:3]
    _, blocks = decode(encode([TilesPanel(tiles=Tiles(pixels=part), title="Part")], LIGHT))
    assert blocks == [[part.tobytes()]]


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        (np.linspace(0, 1, 9), "f4"),
        (np.arange(9), "i4"),
        (np.arange(9) + 2**40, "f8"),
        (np.arange(9, dtype=np.uint8), "u1"),
        (list(np.linspace(0, 1, 40)), "f4"),
    ],
)
def test_numbers_travel_as_typed_arrays(values: Any, dtype: str) -> None:
    packed = first_trace(curve(values))["y"]
    assert packed["dtype"] == dtype
    np.testing.assert_allclose(unpack(packed), values, rtol=1e-6)


def test_a_heatmap_keeps_its_shape() -> None:
    z = np.arange(6.0).reshape(2, 3)
    panel = FigurePanel(figure=go.Figure(go.Heatmap(z=z)), title="Counts")
    np.testing.assert_array_equal(unpack(first_trace(panel)["z"]), z)


def test_dates_texts_and_missing_numbers_travel_as_json() -> None:
    assert first_trace(curve([1.0, float("nan"), None]))["y"] == [1.0, None, None]
    assert first_trace(curve(np.array(["2024-01-02"], "datetime64[D]")))["y"] == ["2024-01-02"]
    assert first_trace(curve([date(2024, 1, 2)]))["y"] == ["2024-01-02"]
    assert first_trace(curve(np.array(["a", "b"])))["y"] == ["a", "b"]


def test_nan_in_an_array_is_kept_as_a_gap() -> None:
    packed = first_trace(curve(np.array([1.0, np.nan])))["y"]
    np.testing.assert_array_equal(unpack(packed), [1.0, np.nan])


def test_only_the_changed_panel_gets_a_new_digest() -> None:
    def digests(panels: list[Panel], palette: Any = LIGHT) -> list[str]:
        found: list[str] = decode(encode(panels, palette))[0]["digests"]
        return found

    before = digests([curve([1, 2]), sheet(3)])
    after = digests([curve([1, 3]), sheet(3)])
    assert before[0] != after[0]
    assert before[1] == after[1]
    assert not set(before) & set(digests([curve([1, 2]), sheet(3)], DARK))


def test_pixels_alone_change_a_digest() -> None:
    black, white = (TilesPanel(tiles=Tiles(pixels=grey(np.full((1, 2, 2), v))), title="Map") for v in (0, 1))
    one, other = (decode(encode([panel], LIGHT))[0]["digests"] for panel in (black, white))
    assert one != other


def test_plotlys_own_template_stays_here() -> None:
    header, _ = decode(encode([curve([1, 2])], DARK))
    assert header["palette"] == json.loads(json.dumps(DARK.to_json()))
    assert "template" not in header["panels"][0]["figure"]["layout"]


def test_the_stage_is_told_when_more_is_to_come() -> None:
    assert decode(encode([sheet()], LIGHT))[0]["more"] is False
    assert decode(encode([sheet()], LIGHT, more_to_come=True))[0]["more"] is True


def test_alt_falls_back_to_title_and_caption() -> None:
    header, _ = decode(encode([curve([1])], LIGHT))
    assert header["panels"][0]["alt"] == "Loss per batch"


def station(count: int = 2, columns: int = 1, height: float = 1.0) -> Station:
    return Station(name="C1", tiles=Tiles(pixels=np.zeros((count, 3, 4), np.uint8), columns=columns), height=height)


def test_a_flow_travels_as_its_sheets_and_how_high_each_is() -> None:
    header, blocks = decode(encode([FlowPanel(stations=[station(), station(height=0.5)], title="Layers")], LIGHT))
    assert [(row["name"], row["columns"], row["share"]) for row in header["panels"][0]["rows"]] == [
        ("C1", 1, 1.0), ("C1", 1, 0.5)
    ]  # fmt: skip
    assert [len(block) for block in blocks[0]] == [24, 24]


@pytest.mark.parametrize("wrong", [station(count=0), station(columns=0), station(height=0.0), station(height=1.5)])
def test_a_station_without_a_shape_is_refused(wrong: Station) -> None:
    with pytest.raises(ValueError, match="a station needs tiles, columns and a height"):
        FlowPanel(stations=[wrong], title="Layers").pack()


def test_panels_that_cannot_be_shown_are_refused() -> None:
    with pytest.raises(ValueError, match=r"columns must be in \[1, 12\], got 13"):
        encode([FigurePanel(figure=go.Figure(), title="Wide", columns=13)], LIGHT)
    with pytest.raises(ValueError, match="more than 16000 pixel rows"):
        encode([TilesPanel(tiles=Tiles(pixels=np.zeros((600, 28, 28), np.uint8)), title="Many")], LIGHT)


# -- kinds of panels -----------------------------------------------------------------


def test_every_kind_has_a_panel_and_a_script() -> None:
    """The folder is the list: two files of one name, and nothing else names them."""
    assert {"figure", "tiles", "flow", "text", "bars", "prose"} <= kinds()
    for kind in kinds():
        module = importlib.import_module(f"dnnlab.ui.components.stage.kinds.{kind}")
        own = [each for each in vars(module).values() if isinstance(each, type) and each.__module__ == module.__name__]
        assert sum(issubclass(each, Panel) for each in own) == 1
        script = (KINDS / f"{kind}.js").read_text(encoding="utf-8")
        assert "export default class {" in script
        assert "export const style = `" in script


@pytest.mark.parametrize(
    ("file", "message"),
    [("plane.py", r"kind plane have a plane\.py and no plane\.js"), ("plane.js", r"have a plane\.js and no plane\.py")],
)
def test_half_a_kind_fails(tmp_path: Path, file: str, message: str) -> None:
    for whole in ("__init__.py", "text.py", "text.js"):
        (tmp_path / whole).touch()
    assert kinds(tmp_path) == {"text"}
    (tmp_path / file).touch()
    with pytest.raises(IncompleteKind, match=message):
        kinds(tmp_path)


def test_a_panel_from_elsewhere_is_refused() -> None:
    class Stranger(Panel):
        def pack(self) -> Packed:
            return Packed(spec={})

    with pytest.raises(TypeError, match=r"Stranger stands in .*test_stage, not in the folder"):
        encode([Stranger(title="Nobody draws this")], LIGHT)


# -- text ----------------------------------------------------------------------------


def text(letters: str, **more: Any) -> TextPanel:
    return TextPanel(text=letters, title="Written so far", **more)


def test_a_text_travels_as_it_is_and_its_intensities_as_bytes() -> None:
    letters = "<b>naïve</b> 🙂\n"
    strength = np.linspace(0, 1, len(letters))
    header, blocks = decode(encode([text(letters, intensity=strength, newest=2)], LIGHT))
    spec = header["panels"][0]
    assert (spec["kind"], spec["text"], spec["newest"], spec["font"]) == ("text", letters, 2, "code")
    assert list(blocks[0][0]) == [round(255 * each) for each in strength.tolist()]
    assert decode(encode([text(letters)], LIGHT))[1] == [[]]
    assert decode(encode([text("", intensity=[])], LIGHT))[1] == [[b""]]


@pytest.mark.parametrize(
    ("panel", "message"),
    [
        (text("abc", intensity=[0.1, 0.2]), r"3 characters need as many intensities, got \(2,\)"),
        (text("abc", intensity=[0, 0.5, 1.5]), r"a number in \[0, 1\]"),
        (text("abc", intensity=[0, 0.5, float("nan")]), r"a number in \[0, 1\]"),
        (text("abc", newest=4), "4 newest characters of 3"),
        (text("abc", colour="pink"), "no colour named 'pink'"),
        (text("abc", colour="classes"), "no colour named 'classes'"),
        (text("a" * 20_001), "20001 characters is too long; show 20000"),
    ],
)
def test_a_text_that_cannot_be_shown_is_refused(panel: TextPanel, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        encode([panel], LIGHT)


# -- prose ---------------------------------------------------------------------------


def prose(letters: str, **more: Any) -> ProsePanel:
    return ProsePanel(text=letters, title="Coloured", **more)


def test_a_coloured_text_travels_with_a_value_for_each_character() -> None:
    letters = "<b>ï 🙂\n"
    values = [-0.5, 0, 1, float("nan"), 2, -3, 0.25]
    panel = prose(letters, values=values, low=-1, marks=[(1, 3)], left_out=[3], chosen=5, clickable=True, unit="nats")
    header, blocks = decode(encode([panel], LIGHT))
    spec = header["panels"][0]
    assert (spec["kind"], spec["text"], spec["marks"], spec["left_out"]) == ("prose", letters, [[1, 3]], [3])
    assert (spec["chosen"], spec["clickable"], spec["low"], spec["high"]) == (5, True, -1, 1)
    np.testing.assert_array_equal(np.frombuffer(blocks[0][0], "<f4"), np.array(values, np.float32))
    assert decode(encode([prose(letters)], LIGHT))[1] == [[]]


def test_rows_travel_as_a_byte_a_value_and_none_is_none() -> None:
    rows = [[np.nan, np.nan], [0.0, 2.0]]
    header, blocks = decode(encode([prose("ab", rows=rows, high=1.0, told=["first", "second"])], LIGHT))
    (spec,) = header["panels"]
    assert spec["rows"] is True
    assert spec["told"] == ["first", "second"]
    assert [list(bytes(block)) for block in blocks[0]] == [[0, 0, 1, 255]]


@pytest.mark.parametrize(
    ("panel", "message"),
    [
        (prose("abc", values=[0.1, 0.2]), r"3 characters need as many values, got \(2,\)"),
        (prose("abc", low=1.0, high=1.0), "a scale from 1.0 to 1.0 has no two ends"),
        (prose("abc", high=float("nan")), "a scale from 0.0 to nan has no two ends"),
        (prose("abc", rows=np.zeros((2, 3))), r"3 characters need as many rows of as many values, got \(2, 3\)"),
        (prose("abc", told=["one"]), "3 characters need as many sentences, got 1"),
        (prose("abc", chosen=3), "index 3 of a text of 3"),
        (prose("abc", left_out=[7]), "index 7 of a text of 3"),
        (prose("abc", marks=[(2, 4)]), "index 4 of a text of 3"),
        (prose("abc", marks=[(2, 1)]), "index 1 of a text of 3"),
        (prose("abc", colour="pink"), "no colour named 'pink'"),
        (prose("a" * 5_001), "5001 characters is too long; colour 5000"),
    ],
)
def test_a_coloured_text_that_cannot_be_shown_is_refused(panel: ProsePanel, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        encode([panel], LIGHT)


# -- from the browser ----------------------------------------------------------------


def test_a_click_is_read() -> None:
    assert parse_click({"panel": 1, "row": 0, "tile": 3, "x": 2, "y": None}) == Click(panel=1, row=0, tile=3, x=2)
    assert parse_click({"panel": 0, "x": "7", "y": 0.5}) == Click(panel=0, x="7", y=0.5)


@pytest.mark.parametrize(
    "sent",
    ["click", {}, {"panel": -1}, {"panel": 1.5}, {"panel": True}, {"panel": 0, "x": [1]}, {"panel": 0, "tile": "1"}],
)
def test_what_is_no_click_is_refused(sent: Any) -> None:
    with pytest.raises(ValueError, match="click"):
        parse_click(sent)


def test_bars_travel_with_their_words_and_only_some_can_be_picked() -> None:
    bars = [
        Bar(name="cat", value="60 %", share=0.6, marked=True),
        Bar(name="dog", value="1 %", share=0.01, clickable=False),
    ]
    (first, second) = BarsPanel(title="Says", bars=bars, clickable=True).pack().spec["bars"]
    assert first == {"name": "cat", "value": "60 %", "share": 0.6, "marked": True, "clickable": True}
    assert not second["clickable"]
    assert not any(bar["clickable"] for bar in BarsPanel(title="Says", bars=bars).pack().spec["bars"])


@pytest.mark.parametrize("share", [-0.1, 1.01, float("nan")])
def test_a_bar_that_does_not_fit_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="must be in"):
        Bar(name="cat", value="?", share=share)


def test_a_sheet_has_a_hint_for_each_tile_or_none() -> None:
    pixels = np.zeros((2, 3, 3), np.uint8)
    assert TilesPanel(title="", tiles=Tiles(pixels=pixels, hints=["a", "b"])).pack().spec["rows"][0]["hints"] == [
        "a",
        "b",
    ]
    with pytest.raises(ValueError, match="1 hints for 2 tiles"):
        Tiles(pixels=pixels, hints=["a"])
