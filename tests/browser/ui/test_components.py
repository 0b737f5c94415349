"""The browser components, driven as a learner does: pad, live stage, tab token."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from dnnlab.plots.palette import DARK, LIGHT
from tests.browser.helpers import PHONE, open_page, overflow, set_theme, wait_until_idle
from tests.browser.pad import at, canvas, draw, expect_box, expect_ink, ink, touch


@pytest.fixture
def demo(demos: str) -> str:
    """The address of a page with all components."""
    return f"{demos}/components_demo"


@pytest.fixture
def colours(demos: str) -> str:
    """The address of a page with tiles of known colours."""
    return f"{demos}/tiles_colours"


def expect_drawn(page: Page) -> None:
    """Both figures of the page are there (each is three layers)."""
    expect(page.locator(".dl-plot .main-svg")).to_have_count(6)


# -- pad -------------------------------------------------------------------------------


def test_a_mouse_stroke_becomes_pixels_as_wide_as_mnists(demo: str, page: Page) -> None:
    open_page(page, demo)
    expect_ink(page, "0")
    draw(page, (0.5, 0.25), (0.5, 0.75))
    # from the middle of row 7 to that of row 21, and a brush of 2.3 pixels: columns 13 and 14
    expect_box(page, "6-21", "13-14")
    width = ink(page) / 255 / 15
    assert 2.0 < width < 2.8


def test_a_finger_draws_and_does_not_scroll(demo: str, own_page: Callable[..., Page]) -> None:
    page = own_page(viewport=PHONE, has_touch=True, is_mobile=True)
    open_page(page, demo)
    expect_drawn(page)  # else the pad would move when a figure appears
    canvas(page).scroll_into_view_if_needed()
    before = page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    touch(page, *((0.25 + 0.05 * k, 0.5) for k in range(11)))
    expect_box(page, "13-14", "6-21")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == before


def test_pixels_come_while_drawing_at_most_five_times_a_second(demo: str, own_page: Callable[..., Page]) -> None:
    page = own_page()
    page.add_init_script(
        """window.sent = []; const send = WebSocket.prototype.send;
           WebSocket.prototype.send = function (data) { sent.push(performance.now()); send.call(this, data); };"""
    )
    open_page(page, demo)
    expect_drawn(page)
    (left, top), (right, bottom) = at(page, 0.1, 0.1), at(page, 0.9, 0.9)
    page.mouse.move(left, top)
    page.evaluate("window.sent = []")
    page.mouse.down()
    sent: list[float] = []
    for k in range(2000):  # a slow zigzag, until Python has pixels and enough was sent to judge the rate
        page.mouse.move(left + (right - left) * (k % 50) / 50, top + (bottom - top) * k / 2000)
        sent = page.evaluate("window.sent")
        if len(sent) >= 8 and ink(page) > 0:
            break
    assert ink(page) > 0  # the pen is still down
    page.mouse.up()
    assert len(sent) >= 8
    assert min(after - before for before, after in pairwise(sent)) > 150  # milliseconds; 200 but for jitter
    assert (sent[-1] - sent[0]) / (len(sent) - 1) >= 199


def test_undo_and_clear(demo: str, page: Page) -> None:
    open_page(page, demo)
    draw(page, (0.3, 0.2), (0.3, 0.8))
    expect_box(page, "4-23", "7-9")  # the whole stroke has arrived
    one = ink(page)
    draw(page, (0.6, 0.2), (0.6, 0.8))
    expect_box(page, "4-23", "7-17")
    two = ink(page)
    page.get_by_role("button", name="Undo").click()
    expect_ink(page, str(one))
    page.get_by_role("button", name="Clear").click()
    expect_ink(page, "0")
    expect(page.get_by_role("button", name="Clear")).to_be_disabled()
    page.get_by_role("button", name="Undo").click()  # clearing can be taken back
    expect_ink(page, str(one))
    assert two > one


def test_the_keyboard_draws(demo: str, page: Page) -> None:
    open_page(page, demo)
    canvas(page).focus()
    for _ in range(5):
        page.keyboard.press("ArrowUp")
    expect(page.get_by_role("status").filter(has_text="pen up, column 15, row 10")).to_be_visible()
    page.keyboard.press("Space")
    for _ in range(10):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_role("status").filter(has_text="pen down")).to_be_visible()
    page.keyboard.press("Space")
    expect_box(page, "8-19", "13-14")
    first = ink(page)
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.down("Space")
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.up("Space")
    expect(page.get_by_role("status").filter(has_text="pen up")).to_be_visible()
    expect(page.get_by_text(f"ink: {first}", exact=True)).to_have_count(0)
    page.keyboard.press("Control+z")
    expect_ink(page, str(first))
    page.keyboard.press("Delete")
    expect_ink(page, "0")


def test_a_drawing_survives_reruns_and_gives_way_to_another(demo: str, page: Page) -> None:
    open_page(page, demo)
    draw(page, (0.3, 0.2), (0.3, 0.8))
    expect_box(page, "4-23", "7-9")
    before = ink(page)
    page.get_by_role("button", name="Rerun").click()
    wait_until_idle(page)
    expect_ink(page, str(before))
    page.get_by_role("button", name="Another drawing").click()
    expect_box(page, "4-23", "13-14")
    page.get_by_role("button", name="Another drawing").click()
    expect_ink(page, "0")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()


# -- stage -----------------------------------------------------------------------------


def wait_for_refreshes(page: Page, count: int) -> None:
    """Until the page has shown that many newer steps."""
    now = int(page.get_by_text(re.compile(r"^step: ")).inner_text().removeprefix("step: "))
    page.wait_for_function("step => +document.body.innerText.match(/step: (\\d+)/)[1] >= step", arg=now + count)


def test_zoom_and_node_stay_over_refreshes_without_a_blank_frame(demo: str, page: Page) -> None:
    open_page(page, f"{demo}?live=1")
    plot = page.locator(".dl-plot").first
    expect(plot.locator(".main-svg").first).to_be_visible()
    box = plot.locator(".nsewdrag").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 120, steps=6)
    page.mouse.up()
    read = "[...document.querySelectorAll('.dl-plot')][0]._fullLayout"
    page.wait_for_function(f"!{read}.xaxis.autorange && !{read}.yaxis.autorange")
    zoom = page.evaluate(f"[...{read}.xaxis.range, ...{read}.yaxis.range]")
    points = page.evaluate("document.querySelector('.dl-plot').calcdata[0].length")
    page.evaluate(
        """() => {
          const plot = document.querySelector('.dl-plot'), sheet = document.querySelector('.dl-sheet canvas');
          window.kept = [plot, plot.querySelector('.main-svg'), sheet];
          window.frames_seen = 0; window.frames_blank = 0;
          const look = () => {
            const pixel = sheet.getContext('2d').getImageData(12, 12, 1, 1).data;
            window.frames_seen++;
            if (!plot.querySelector('.scatterlayer .trace path.js-line') || pixel[3] === 0) window.frames_blank++;
            requestAnimationFrame(look);
          };
          look();
        }"""
    )
    wait_for_refreshes(page, 8)
    assert page.evaluate(f"[...{read}.xaxis.range, ...{read}.yaxis.range]") == zoom
    assert page.evaluate("document.querySelector('.dl-plot').calcdata[0].length") > points
    assert page.evaluate(
        """() => { const plot = document.querySelector('.dl-plot');
          return kept[0] === plot && kept[1] === plot.querySelector('.main-svg')
              && kept[2] === document.querySelector('.dl-sheet canvas'); }"""
    )
    assert page.evaluate("window.frames_seen") > 0
    assert page.evaluate("window.frames_blank") == 0


def test_figures_have_the_palettes_colours(demo: str, page: Page) -> None:
    open_page(page, demo)
    expect_drawn(page)
    read = """() => { const { font, colorway, yaxis, template } = document.querySelector('.dl-plot')._fullLayout;
      return [font.color, ...colorway.slice(0, 2), yaxis.gridcolor, template.layout.hoverlabel.bgcolor]; }"""
    for palette in (LIGHT, DARK):
        set_theme(page, dark=palette is DARK)
        page.wait_for_function(
            "text => document.querySelector('.dl-plot')?._fullLayout?.font.color === text", arg=palette.text
        )
        assert page.evaluate(read)[1:] == [palette.train, palette.validation, palette.grid, palette.surface]


def test_a_resting_mouse_keeps_its_label_over_refreshes(demo: str, page: Page) -> None:
    open_page(page, f"{demo}?live=1")
    expect_drawn(page)
    on_curve = """() => {
      const plot = document.querySelector('.dl-plot'), { xaxis, yaxis } = plot._fullLayout;
      const box = plot.getBoundingClientRect(), points = plot.calcdata[1];
      const point = points[Math.floor(points.length * 0.9)];
      return [box.left + xaxis._offset + xaxis.c2p(point.x), box.top + yaxis._offset + yaxis.c2p(point.y)];
    }"""
    page.mouse.move(*page.evaluate(on_curve))
    label = page.locator(".dl-plot").first.locator(".hovertext")
    expect(label).to_be_visible()
    wait_for_refreshes(page, 4)
    expect(label).to_be_visible()
    page.mouse.move(1, 1)
    expect(label).to_have_count(0)
    wait_for_refreshes(page, 2)
    expect(label).to_have_count(0)


def pixel(page: Page, panel: int, x: float, y: float) -> str:
    """The colour ``#rrggbb`` of a canvas at a place in CSS pixels from the tiles' corner."""
    colour: list[int] = page.evaluate(
        """([panel, x, y]) => {
          const canvas = document.querySelectorAll('.dl-sheet canvas')[panel], ratio = devicePixelRatio;
          return [...canvas.getContext('2d').getImageData((2 + x) * ratio, (2 + y) * ratio, 1, 1).data];
        }""",
        [panel, x, y],
    )
    assert colour[3] == 255
    return "#" + "".join(f"{channel:02x}" for channel in colour[:3])


@pytest.mark.parametrize("ratio", [1, 1.5, 2])
def test_tiles_have_the_palettes_colours(colours: str, own_page: Callable[..., Page], ratio: float) -> None:
    page = own_page(device_scale_factor=ratio)
    for palette in (LIGHT, DARK):
        set_theme(page, dark=palette is DARK)
        open_page(page, colours)
        expect(page.locator(".dl-sheet canvas").nth(2)).to_be_visible()
        assert [pixel(page, 0, x, 10) for x in (10, 30, 50)] == [palette.negative, palette.zero, palette.positive]
        assert pixel(page, 0, 30, -1) == palette.accent  # the frame of a marked tile
        assert [pixel(page, 1, x, 30) for x in (1.5, 4.5, 7.5)] == ["#000000", "#ffffff", "#333333"]
        assert [pixel(page, 2, x, 10) for x in (10, 30, 50)] == ["#ff0000", "#00ff00", "#0000ff"]


def test_a_sheet_without_tiles_shows_its_words_alone(colours: str, page: Page) -> None:
    open_page(page, colours)
    panel = page.locator(".dl-panel").filter(has_text="Mistakes")
    expect(panel.get_by_text("none")).to_be_visible()
    expect(panel.locator("canvas")).to_be_hidden()


@pytest.mark.parametrize("viewport", [{"width": 1440, "height": 900}, PHONE])
def test_rows_of_pictures_of_one_size_line_up(
    colours: str, own_page: Callable[..., Page], viewport: ViewportSize
) -> None:
    page = own_page(viewport=viewport)
    open_page(page, colours)
    panel = page.locator(".dl-panel").filter(has_text="Rows")
    labels = panel.locator(".dl-cell")
    expect(labels).to_have_count(6)
    seen, made, new, codes = panel.locator("canvas").all()
    side = labels.first.bounding_box()
    boxes = [canvas.bounding_box() for canvas in (seen, made, new, codes)]
    assert side is not None
    assert all(boxes)
    first, second, third, fourth = (box["width"] for box in boxes if box)
    assert first == second > fourth, "originals above what was made of them"
    assert boxes[0]["x"] == boxes[1]["x"] == boxes[2]["x"]  # type: ignore[index]
    per_row = round(first / side["width"] - 0.3)
    assert third == pytest.approx(min(3, per_row) * (side["width"] + 5) - 1, abs=1), "a shorter row has the same tiles"


@pytest.mark.parametrize("ratio", [1, 2.625])
@pytest.mark.parametrize("width", [387, 390])
def test_a_row_of_tiles_is_not_cut_off(colours: str, own_page: Callable[..., Page], ratio: float, width: int) -> None:
    page = own_page(viewport={"width": width, "height": 844}, device_scale_factor=ratio)
    open_page(page, colours)
    panel = page.locator(".dl-panel").filter(has_text="Nine")
    expect(panel.locator("canvas")).to_be_visible()
    room, drawn = panel.locator(".dl-sheet").evaluate(
        "(sheet) => [sheet.clientWidth, sheet.firstChild.getBoundingClientRect().width]"
    )
    assert room - 10 < drawn <= room + 1e-3, "wider, it would scroll"


def test_the_stage_follows_the_theme(colours: str, page: Page) -> None:
    open_page(page, colours)
    expect(page.locator(".dl-sheet canvas").first).to_be_visible()
    assert pixel(page, 0, 10, 10) == LIGHT.negative
    set_theme(page, dark=True)
    expect(page.locator(".dl-title").first).to_have_css("color", f"rgb{tuple(bytes.fromhex(DARK.text[1:]))}")
    assert pixel(page, 0, 10, 10) == DARK.negative


def test_clicks_come_back(demo: str, page: Page) -> None:
    open_page(page, demo)
    page.get_by_role("button", name="3 of 6").click(position={"x": 3, "y": 100})
    expect(page.get_by_text("clicked: Click(panel=1, row=0, tile=2, x=0, y=4)")).to_be_visible()
    heatmap = page.locator(".dl-plot").nth(1).locator(".nsewdrag")
    box = heatmap.bounding_box()
    assert box is not None
    heatmap.click(position={"x": box["width"] * 0.75, "y": box["height"] * 0.35})
    expect(page.get_by_text("clicked: Click(panel=2, row=None, tile=None, x='7', y='6')")).to_be_visible()


def test_tiles_are_reached_by_keyboard(demo: str, page: Page) -> None:
    open_page(page, demo)
    page.get_by_role("button", name="1 of 12 7 as 1, marked").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"clicked: Click\(panel=3, row=0, tile=\d+, x=None, y=None\)"))).to_be_visible()
    focused = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("End")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert focused != page.evaluate("document.activeElement.getAttribute('aria-label')") == "2 of 12 7 as 1"


def test_a_heatmaps_cells_are_reached_by_keyboard(demo: str, page: Page) -> None:
    open_page(page, demo)
    heatmap = page.get_by_role("application", name="What is taken for what")
    expect(heatmap.locator(".main-svg").first).to_be_visible()
    heatmap.focus()
    page.keyboard.press("ArrowRight")  # enters at the upper left
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("status").filter(has_text=re.compile(r"read as 1, is 8: \d+$"))).to_have_count(1)
    expect(heatmap.locator(".hovertext")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("clicked: Click(panel=2, row=None, tile=None, x='1', y='8')")).to_be_visible()


def test_every_panel_says_what_it_shows(demo: str, page: Page) -> None:
    open_page(page, demo)
    expect(page.get_by_role("img", name="Accuracy on 10,000 digits never trained on")).to_be_visible()
    expect(page.get_by_role("img", name="The six filters of layer 1, as they form")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("C1.*Your digit, layer by layer", re.DOTALL))).to_be_visible()


def test_on_a_phone_panels_take_the_whole_width(demo: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    open_page(page, demo)
    expect(page.locator(".dl-plot .main-svg").first).to_be_visible()
    widths = page.evaluate("[...document.querySelectorAll('.dl-panel')].map(panel => panel.clientWidth)")
    assert len(set(widths)) == 1
    assert widths[0] > 330
    assert overflow(page) == 0


def test_without_plotly_the_page_says_so(demo: str, page: Page) -> None:
    page.route("**/plotly-cartesian-*.min.js", lambda route: route.abort())
    open_page(page, demo)
    expect(
        page.get_by_text(re.compile(r"cannot be shown: plotly-cartesian-[\d.]+min\.js could not be loaded")).first
    ).to_be_visible()


# -- tab -------------------------------------------------------------------------------


def token(page: Page) -> str:
    line = page.get_by_text(re.compile(r"^token: [0-9a-f]{32}$"))
    expect(line).to_be_visible()
    return line.inner_text().removeprefix("token: ")


def test_a_reload_keeps_the_token_and_another_tab_has_its_own(demo: str, page: Page) -> None:
    open_page(page, demo)
    first = token(page)
    page.reload()
    assert token(page) == first
    other = page.context.new_page()
    open_page(other, demo)
    assert token(other) != first


def test_a_duplicated_tab_gets_its_own_token(demo: str, page: Page) -> None:
    open_page(page, demo)
    first = token(page)
    with page.context.expect_page() as opened:
        page.evaluate("() => void window.open(location.href)")  # copies sessionStorage, as duplicating does
    copy = opened.value
    second = token(copy)
    assert second != first
    copy.reload()
    assert token(copy) == second
    page.reload()
    assert token(page) == first


def test_what_is_no_token_is_replaced(demo: str, page: Page) -> None:
    open_page(page, demo)
    first = token(page)
    page.evaluate("sessionStorage.setItem('dnnlab-tab', 'not a token')")
    page.reload()
    assert token(page) != first


def test_the_token_never_stands_in_the_url(demo: str, own_page: Callable[..., Page]) -> None:
    page = own_page()
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    open_page(page, demo)
    secret = token(page)
    assert addresses
    assert not [address for address in [*addresses, page.url] if secret in address]
    expect(page.locator("[data-testid=stElementContainer]:has(.dnnlab-tab)")).to_be_hidden()
