"""What travels between page and browser: packed the same each time, checked when it comes back."""

from __future__ import annotations

import base64
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from PIL import Image, ImageFilter

from dnnlab.data import photos
from dnnlab.plots.palette import DARK, LIGHT
from dnnlab.plots.sheets import Tiles, diverging, grey
from dnnlab.ui import static_files
from dnnlab.ui.components.pad import decode_drawing, drawing_pad, encode_drawing, encode_pictures
from dnnlab.ui.components.payload import FigurePanel, Panel, TilesPanel, decode, encode, template
from dnnlab.ui.components.stage import Click, parse_click
from dnnlab.ui.components.tab import parse_token


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


# -- payload ---------------------------------------------------------------------


def test_equal_panels_give_equal_bytes() -> None:
    values = np.random.default_rng(0).random(50)
    assert encode([curve(values), sheet()], LIGHT) == encode([curve(values.copy()), sheet()], LIGHT)


def test_pixels_come_back_from_where_the_header_says() -> None:
    first, second = grey(np.random.default_rng(0).random((2, 3, 4))), np.arange(90, dtype=np.uint8).reshape(2, 3, 5, 3)
    rows = [("one", Tiles(pixels=first)), ("two", Tiles(pixels=second, paint="rgb"))]
    header, pixels = decode(encode([sheet(), TilesPanel(tiles=rows, title="Layers")], LIGHT))
    one, two = header["panels"][1]["rows"]
    assert pixels[one["offset"] : one["offset"] + first.size] == first.tobytes()
    assert pixels[two["offset"] :] == second.tobytes()
    assert (two["count"], two["height"], two["width"], two["paint"]) == (2, 3, 5, "rgb")


def test_tiles_that_are_a_slice_are_packed_in_reading_order() -> None:
    whole = np.arange(64, dtype=np.uint8).reshape(4, 4, 4)
    part = whole[::2, :, 1:3]
    _, pixels = decode(encode([TilesPanel(tiles=Tiles(pixels=part), title="Part")], LIGHT))
    assert pixels == part.tobytes()


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


def test_the_palette_replaces_plotlys_template() -> None:
    header, _ = decode(encode([curve([1, 2])], DARK))
    assert header["template"] == json.loads(json.dumps(template(DARK)))
    assert header["template"]["layout"]["font"]["color"] == DARK.text
    assert "template" not in header["panels"][0]["figure"]["layout"]


def test_alt_falls_back_to_title_and_caption() -> None:
    header, _ = decode(encode([curve([1])], LIGHT))
    assert header["panels"][0]["alt"] == "Loss per batch"


def test_panels_that_cannot_be_shown_are_refused() -> None:
    with pytest.raises(ValueError, match=r"columns must be in \[1, 12\], got 13"):
        encode([FigurePanel(figure=go.Figure(), title="Wide", columns=13)], LIGHT)
    with pytest.raises(ValueError, match="more than 16000 pixel rows"):
        encode([TilesPanel(tiles=Tiles(pixels=np.zeros((600, 28, 28), np.uint8)), title="Many")], LIGHT)


# -- from the browser ----------------------------------------------------------------


@pytest.mark.parametrize("size", [28, 112])
def test_a_drawing_survives_the_round_trip(size: int) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (size, size), dtype=np.uint8)
    back = decode_drawing(encode_drawing(pixels, size), size)
    assert back is not None
    np.testing.assert_array_equal(back, pixels)
    assert decode_drawing(encode_drawing(np.zeros((size, size), np.uint8), size), size) is None


@pytest.mark.parametrize("size", [28, 112])
@pytest.mark.parametrize(
    ("ink", "message"),
    [
        ("AAAA", "3 pixels, not {cells}"),
        (base64.b64encode(bytes(60 * 60)).decode(), "3600 pixels, not {cells}"),
        ("?" * 1048, "not base64"),
        ("é", "not base64"),
        (784, "a int, not a text"),
        ([0] * 784, "a list, not a text"),
    ],
)
def test_what_is_no_drawing_is_refused(ink: Any, message: str, size: int) -> None:
    with pytest.raises(ValueError, match=message.format(cells=size * size)):
        decode_drawing(ink, size)


def test_a_drawing_to_begin_with_is_checked() -> None:
    with pytest.raises(ValueError, match=r"\(28, 28\) uint8, got \(28, 28\) float64"):
        drawing_pad(key="pad", value=np.zeros((28, 28)))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"\(112, 112\) uint8, got \(28, 28\) uint8"):
        drawing_pad(key="pad", size=112, value=np.zeros((28, 28), np.uint8))


@pytest.mark.parametrize(
    "brush", [{"radius": 0}, {"radius": -1}, {"softness": 0}, {"radius": float("nan")}, {"softness": float("inf")}]
)
def test_a_brush_without_a_size_is_refused(brush: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="radius and softness are above 0"):
        drawing_pad(key="pad", **brush)  # type: ignore[arg-type]


def flat(*shape: int) -> np.ndarray:
    return np.full(shape, 127, np.uint8)


@pytest.mark.parametrize(
    ("under", "over", "message"),
    [
        (flat(224, 224, 3), None, "both pictures"),
        (None, flat(224, 224, 3), "both pictures"),
        (flat(224, 224, 3), flat(227, 227, 3), r"equally large, got \(224, 224, 3\) and \(227, 227, 3\)"),
        (flat(224, 200, 3), flat(224, 200, 3), r"under must be a square picture .* got \(224, 200, 3\)"),
        (flat(224, 224, 3), flat(224, 224), r"over must be a square picture .* got \(224, 224\)"),
        (flat(3, 224, 224), flat(3, 224, 224), "under must be a square picture"),
        (flat(224, 224, 4), flat(224, 224, 4), "under must be a square picture"),
        (flat(0, 0, 3), flat(0, 0, 3), "under must be a square picture"),
        (flat(224, 224, 3), flat(224, 224, 3) / 255, "over must be a square picture .* float64"),
    ],
)
def test_two_equal_squares_or_no_pictures(under: Any, over: Any, message: str) -> None:
    assert encode_pictures(None, None) == (None, None)
    with pytest.raises(ValueError, match=message):
        drawing_pad(key="pad", size=112, under=under, over=over)


@pytest.mark.parametrize("name", photos.PHOTOS)
def test_photo_and_cover_travel_as_one_short_text_each(name: str) -> None:
    photo = photos.load(name).resize((227, 227))
    under, over = np.asarray(photo), np.asarray(photo.filter(ImageFilter.GaussianBlur(8)))
    sent = encode_pictures(under, over)
    assert sent == encode_pictures(under.copy(), over.copy())
    assert sum(len(address or "") for address in sent) < 80_000
    for address, picture in zip(sent, (under, over), strict=True):
        assert address is not None
        head, _, text = address.partition(",")
        assert head == "data:image/jpeg;base64"
        back = np.asarray(Image.open(io.BytesIO(base64.b64decode(text)))).astype(int)
        assert np.abs(back - picture).mean() < 2.5


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


@pytest.mark.parametrize("sent", [None, 7, "", "0" * 31, "0" * 33, "G" * 32, "0" * 32 + "\n", "A" * 32])
def test_what_is_no_token_is_refused(sent: Any) -> None:
    with pytest.raises(ValueError, match="not 32 hex digits"):
        parse_token(sent)
    assert parse_token("0123456789abcdef" * 2) == "0123456789abcdef" * 2


# -- static files --------------------------------------------------------------------


def test_publish_puts_plotly_and_the_modules_in_place(tmp_path: Path) -> None:
    static_files.publish(tmp_path)
    modules = {
        file.name: file.read_text(encoding="utf-8") for file in (tmp_path / static_files.modules_folder()).iterdir()
    }
    assert "plotly.js v" in (tmp_path / "plotly.min.js").read_text(encoding="utf-8")[:200]
    assert {"stage.js", "figures.js", "tiles.js", "sliding.js", "sliding_pictures.js"} <= modules.keys()
    imported = {name for text in modules.values() for name in re.findall(r'from "\./([\w.]+)"', text)}
    assert "sliding_taps.js" in imported
    assert imported <= modules.keys()
    assert not list(tmp_path.glob("**/.publish-*"))


def test_publish_writes_only_what_is_missing_or_differs(tmp_path: Path) -> None:
    static_files.publish(tmp_path)
    plotly, tiles = tmp_path / "plotly.min.js", tmp_path / static_files.modules_folder() / "tiles.js"
    kept = plotly.stat()
    tiles.write_text("half a fi", encoding="utf-8")
    static_files.publish(tmp_path)
    assert (plotly.stat().st_ino, plotly.stat().st_mtime_ns) == (kept.st_ino, kept.st_mtime_ns)
    assert "TilesView" in tiles.read_text(encoding="utf-8")


def test_publish_says_what_is_in_the_way(tmp_path: Path) -> None:
    blocked = tmp_path / "static"
    blocked.write_text("a file, not a folder", encoding="utf-8")
    with pytest.raises(static_files.CannotPublish, match=r"cannot put plotly\.min\.js"):
        static_files.publish(blocked)
