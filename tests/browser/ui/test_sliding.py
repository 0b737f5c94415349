"""The sliding window: its numbers are PyTorch's, and a learner gets at all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from playwright.sync_api import Browser, Locator, Page, expect

from dnnlab.cnn.net import convolution, pooling
from dnnlab.plots.palette import DARK, LIGHT
from dnnlab.ui.components.sliding.payload import encode_picture
from dnnlab.ui.static_files import modules_folder
from tests.browser.apps.sliding_cases import CASES, Case, photo
from tests.browser.helpers import PHONE, open_page, overflow, set_theme
from tests.browser.server import Server
from tests.browser.tab import DESKTOP, new_page

Place = tuple[int, int, int]
"""Map, row, column of an output pixel."""


@pytest.fixture
def demo(demos: str) -> str:
    """The address of a page with sliding windows."""
    return f"{demos}/sliding_demo"


Open = Callable[..., Locator]


@pytest.fixture
def show(demo: str, page: Page) -> Open:
    """Open a page with these sliding windows; the root of the first one."""

    def open_windows(*names: str) -> Locator:
        open_page(page, f"{demo}?show={','.join(names)}" if names else demo)
        for name in names:
            expect(sliding(page, name)).to_have_attribute("data-ready", "true")
        return sliding(page, names[0] if names else next(iter(CASES)))

    return open_windows


@pytest.fixture(scope="module")
def still(demo_server: Server, browser: Browser) -> Iterator[Page]:
    """A page with one small sliding window, for tests that leave it as it is."""
    page = new_page(browser)
    open_page(page, f"{demo_server.url}/sliding_demo?show=tiny")
    expect(sliding(page, "tiny")).to_have_attribute("data-ready", "true")
    yield page
    page.context.close()


def sliding(page: Page, name: str) -> Locator:
    return page.locator(f".st-key-{name} .sb")


def number(root: Locator, name: str) -> float:
    """The full number behind a text of the sliding window."""
    return float(root.locator(f".sb-{name}").get_attribute("data-value") or "nan")


def expect_at(root: Locator, row: int, column: int) -> None:
    expect(root).to_have_attribute("data-position", f"{row},{column}")


def scrub(root: Locator, position: int) -> None:
    root.locator(".sb-scrub").evaluate(
        "(slider, position) => { slider.value = position; slider.dispatchEvent(new Event('input')); }", position
    )


# -- numbers ---------------------------------------------------------------------------


def places(case: Case) -> list[Place]:
    """Corners and middle of the first and last map, the middle of the others."""
    _, rows, columns = outputs(case).shape
    middle = (rows // 2, columns // 2)
    corners = [(0, 0), (0, columns - 1), (rows - 1, 0), (rows - 1, columns - 1), middle, (rows // 3, columns - 2)]
    ends = {0, case_maps(case) - 1}
    return [
        (m, row, max(0, column)) for m in range(case_maps(case)) for row, column in (corners if m in ends else [middle])
    ]


def outputs(case: Case) -> NDArray[np.float32]:
    return case.outputs(*case.arrays())


def case_maps(case: Case) -> int:
    return case.shape[0] if case.pools else case.maps


READ = """async wanted => {
  const frame = () => new Promise(requestAnimationFrame);
  const root = name => [...document.querySelectorAll(`.st-key-${name} *`)].find(each => each.shadowRoot).shadowRoot;
  const find = (name, what) => [...root(name).querySelectorAll(what)];
  const found = Object.fromEntries(Object.keys(wanted).map(name => [name, []]));
  for (let k = 0; k < Math.max(...Object.values(wanted).map(places => places.length)); k++) {
    const now = Object.entries(wanted).filter(([, places]) => k < places.length);
    for (const [name, places] of now) {
      const [map, position] = places[k];
      find(name, '.sb-map')[map]?.click();
      const [slider] = find(name, '.sb-scrub');
      slider.value = position;
      slider.dispatchEvent(new Event('input'));
    }
    await frame();
    await frame();
    for (const [name] of now) {
      const value = each => Number(each.dataset.value);
      const texts = what => find(name, what).map(grid => [...grid.children].map(cell => cell.textContent));
      found[name].push({
        at: find(name, '.sb')[0].dataset.position, map: Number(find(name, '.sb')[0].dataset.map),
        result: value(find(name, '.sb-result')[0]), total: value(find(name, '.sb-sum')[0]),
        text: find(name, '.sb-result')[0].textContent, partials: find(name, '.sb-partial').map(value),
        bias: find(name, '.sb-bias').map(value), patch: texts('.sb-patch'), products: texts('.sb-products'),
        line: find(name, '.sb-sum')[0].textContent,
      });
    }
  }
  return found;
}"""


@pytest.fixture(scope="module")
def shown(demo_server: Server, still: Page) -> dict[str, list[dict[str, Any]]]:
    """What the sliding windows of all cases show, side by side on one page."""
    page = still.context.new_page()
    open_page(page, f"{demo_server.url}/sliding_demo")
    for name in CASES:
        expect(sliding(page, name)).to_have_attribute("data-ready", "true")
    wanted = {}
    for name, case in CASES.items():
        columns = outputs(case).shape[2]
        wanted[name] = [(m, row * columns + column) for m, row, column in places(case)]
    found: dict[str, list[dict[str, Any]]] = page.evaluate(READ, wanted)
    page.close()
    return found


@pytest.mark.parametrize("name", CASES)
def test_the_browser_computes_what_pytorch_computes(shown: dict[str, list[dict[str, Any]]], name: str) -> None:
    case = CASES[name]
    wanted, found = outputs(case), shown[name]
    near = float(np.abs(wanted).max()) * 1e-5  # where large products cancel
    for (m, row, column), here in zip(places(case), found, strict=True):
        assert (here["at"], here["map"]) == (f"{row},{column}", m)
        assert here["result"] == pytest.approx(float(wanted[m, row, column]), rel=1e-4, abs=near)
        assert here["result"] == (max(0, here["total"]) if case.relu else here["total"])
        if case.pools:
            assert here["partials"] == []
            assert len(here["patch"]) == 1
            continue
        assert sum(here["partials"]) + sum(here["bias"]) == pytest.approx(here["total"], abs=near)
        assert len(here["bias"]) == case.bias
        assert [len(grid) for grid in here["products"]] == [case.size[0] * case.size[1]] * (
            case.shape[0] // case.groups
        )


OURS = [
    name
    for name, case in CASES.items()  # pooling in the lessons has no dilation, and the same padding on both sides
    if not case.pools or (case.dilation == (1, 1) and case.padding[0::2] == case.padding[1::2])
]


@pytest.mark.parametrize("name", OURS)
def test_the_lessons_formulas_agree(name: str) -> None:
    """What the pages compute and what the window is compared with are the same numbers."""
    np.testing.assert_allclose(formula(CASES[name]), outputs(CASES[name]), rtol=1e-4, atol=1e-3)


def formula(case: Case) -> NDArray[np.float32]:
    """The case by dnnlab's own modules."""
    inputs, weight, bias = case.arrays()
    x = torch.from_numpy(inputs)[None]
    top, _, left, _ = case.padding
    if case.pools:
        y = pooling.pool2d(x, case.size, stride=case.stride, padding=(top, left), mode=case.kind)
    else:
        assert weight is not None
        w, b = torch.from_numpy(weight), None if bias is None else torch.from_numpy(bias)
        if case.kind == "transposed":
            y = convolution.transposed2d(
                x, w, b, stride=case.stride, padding=(top, left), output_padding=case.more, dilation=case.dilation,
                groups=case.groups,
            )  # fmt: skip
        else:
            x = convolution.pad2d(x, case.padding, case.mode)
            y = convolution.convolve2d(x, w, b, stride=case.stride, dilation=case.dilation, groups=case.groups)
    return (y.relu() if case.relu else y)[0].numpy()


def test_the_numbers_on_the_window(shown: dict[str, list[dict[str, Any]]]) -> None:
    case = CASES["max"]
    inputs, _, _ = case.arrays()
    first = shown["max"][0]
    window = [int(value) for value in inputs[0, :2, :2].ravel()]
    assert first["patch"] == [[str(value) for value in window]]
    assert first["line"] == f"max({', '.join(map(str, window))})={max(window)}"
    assert shown["max-overlap"][0]["patch"][0][:4] == ["−∞"] * 4  # the padding never wins
    mean = shown["average"][0]
    window = [int(value) for value in CASES["average"].arrays()[0][0, :2, :2].ravel()]
    assert mean["line"] == f"({' + '.join(map(str, window))}) / 4={mean['text']}"
    assert shown["transposed-more"][0]["patch"][0][3:] == ["·"] * 3  # no input value meets these


def test_text_and_numbers(still: Page) -> None:
    found = still.evaluate(
        """async folder => {
          const { short, brief, parse } = await import(`/app/static/${folder}/sliding/words.js`);
          const { pace } = await import(`/app/static/${folder}/sliding/sweep.js`);
          return {
            short: [3, -0, -12, 255.00000001, 0.1111111, -28.333333, 1234.56, 0.00012345, 1e7, 1e7 + 0.5, -Infinity]
              .map(short),
            brief: [3, -0.5443, 18.2222, -157.43, 0.001].map(brief),
            parse: ['3', ' -0.5 ', '−2', '0,25', '1/4', '1e-3', '.5'].map(parse),
            none: ['', '-', 'abc', '1/0', '3px', '1 2', 'NaN'].map(parse),
            pace: [[2, 2], [5, 5], [9, 9], [256, 256]].map(([r, c]) => r * c * pace(r, c, false).wait / 1000),
            calm: [[2, 2], [10, 10], [256, 256], [1, 240]].map(([r, c]) => pace(r, c, true)),
          };
        }""",
        modules_folder(),
    )
    assert found["short"] == ["3", "0", "−12", "255", "0.1111", "−28.33", "1235", "1.2e-4", "10000000", "1e7", "−∞"]
    assert found["brief"] == ["3", "−0.54", "18.2", "−157", "0"]
    assert found["parse"] == [3, -0.5, -2, 0.25, 0.25, 0.001, 0.5]
    assert found["none"] == [None] * 7
    assert found["pace"] == pytest.approx([1.6, 10, 20, 10])  # seconds
    assert [each["step"] for each in found["calm"]] == [2, 10, 256 * 11, 10]
    assert all(each["wait"] >= 400 for each in found["calm"])


# -- moving the window --------------------------------------------------------------------


def at(root: Locator, board: str, x: float, y: float) -> tuple[float, float]:
    """A place on a board in fractions of its side, on the screen."""
    canvas = root.locator(f".sb-{board} canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    return box["x"] + box["width"] * x, box["y"] + box["height"] * y


def test_hovering_moves_the_window_without_the_server(show: Open, page: Page) -> None:
    root = show("plain")  # 7 x 7 -> 5 x 5
    expect_at(root, 2, 2)  # the middle, and nothing plays
    assert root.get_attribute("data-playing") == "false"
    assert number(root, "result") != 0
    page.evaluate(
        """() => { window.sent = 0; const send = WebSocket.prototype.send;
           WebSocket.prototype.send = function (data) { sent++; send.call(this, data); }; }"""
    )
    page.mouse.move(*at(root, "output", 0.1, 0.9))
    expect_at(root, 4, 0)
    page.mouse.move(*at(root, "output", 0.5, 0.1))
    expect_at(root, 0, 2)
    page.mouse.move(*at(root, "input", 0.5, 0.5))  # the window's middle follows
    expect_at(root, 2, 2)
    page.mouse.move(*at(root, "input", 0.99, 0.01))
    expect_at(root, 0, 4)
    assert page.evaluate("sent") == 0


def test_a_finger_moves_the_window_and_the_page_scrolls_elsewhere(demo: str, own_page: Callable[..., Page]) -> None:
    page = own_page(viewport=PHONE, has_touch=True, is_mobile=True)
    open_page(page, f"{demo}?show=plain")
    root = sliding(page, "plain")
    expect(root).to_have_attribute("data-ready", "true")
    touch = page.context.new_cdp_session(page)

    def swipe(*points: tuple[float, float]) -> None:
        for point in points:
            kind = "touchStart" if point == points[0] else "touchMove"
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": point[0], "y": point[1]}]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    scrolled = "document.querySelector('[data-testid=stMain]').scrollTop"
    (left, low), (_, high) = at(root, "output", 0.1, 0.9), at(root, "output", 0.1, 0.1)
    before = page.evaluate(scrolled)
    swipe(*[(left, low + (high - low) * k / 8) for k in range(9)])
    expect_at(root, 0, 0)
    assert page.evaluate(scrolled) == before
    x, y = at(root, "input", 0.9, 0.9)
    page.touchscreen.tap(x, y)
    expect_at(root, 4, 4)


def test_the_keyboard_moves_the_window(show: Open, page: Page) -> None:
    root = show("plain")
    root.locator(".sb-output canvas").focus()
    for key, place in [
        ("ArrowRight", (2, 3)), ("ArrowUp", (1, 3)), ("Home", (1, 0)), ("ArrowLeft", (1, 0)), ("End", (1, 4)),
        ("Shift+ArrowDown", (4, 4)), ("ArrowDown", (4, 4)),
    ]:  # fmt: skip
        page.keyboard.press(key)
        expect_at(root, *place)
    words = root.get_by_role("status")
    expect(words).to_contain_text("Output row 5, column 5: sum ")
    expect(words).to_contain_text(", plus bias −1.184, gives ")
    expect(root.locator(".sb-scrub")).to_have_attribute("aria-valuetext", "row 5, column 5")
    root.locator(".sb-scrub").focus()
    page.keyboard.press("Home")
    expect_at(root, 0, 0)


def test_maps_are_chosen_by_click_and_by_arrow(show: Open, page: Page) -> None:
    root = show("depthwise")
    root.get_by_role("button", name="Output map 3").click()
    expect(root).to_have_attribute("data-map", "2")
    expect(root.locator(".sb-rows .sb-name")).to_have_text("channel 2")
    expect(root.get_by_role("button", name="Input channel 2")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(root).to_have_attribute("data-map", "4")
    expect(root.get_by_role("button", name="Output map 5")).to_be_focused()
    root.get_by_role("button", name="Input channel 1").click()  # a channel that this map is not made of
    expect(root).to_have_attribute("data-map", "0")


def test_boards_show_the_palettes_colours(still: Page) -> None:
    root = sliding(still, "tiny")
    read = """canvas => [...canvas.getContext('2d').getImageData(
      (4 + 3) * devicePixelRatio, (4 + 3) * devicePixelRatio, 1, 1).data]"""
    value = int(outputs(CASES["tiny"])[0, 0, 0])
    top = int(outputs(CASES["tiny"]).max())
    grey = round(255 * value / top)
    assert root.locator(".sb-output canvas").evaluate(read) == [grey, grey, grey, 255]


def test_the_window_follows_the_theme(show: Open, page: Page) -> None:
    root = show("plain")
    for dark, palette in [(False, LIGHT), (True, DARK)]:
        set_theme(page, dark=dark)
        expect(root).to_have_css("color", f"rgb{tuple(bytes.fromhex(palette.text[1:]))}")


# -- playing -------------------------------------------------------------------------------


WATCH = """root => { window.seen = []; new MutationObserver(() => seen.push(root.dataset.position))
  .observe(root, { attributes: true, attributeFilter: ['data-position'] }); }"""
"""Note in ``window.seen`` where the window goes from now on."""


def test_play_sweeps_to_the_end_and_stops(show: Open) -> None:
    root = show("tiny")  # 2 x 2: 1.6 seconds
    play = root.locator(".sb-play")
    root.evaluate(WATCH)
    play.click()
    expect(root).to_have_attribute("data-playing", "true")
    expect(play).to_have_text("Pause")
    expect(root).to_have_attribute("data-playing", "false")
    expect_at(root, 1, 1)
    expect(play).to_have_text("Play")
    assert list(dict.fromkeys(root.page.evaluate("seen"))) == ["0,0", "0,1", "1,0", "1,1"]


def test_play_pauses_and_goes_on(show: Open, page: Page) -> None:
    root = show("plain")
    canvas = root.locator(".sb-output canvas")
    last = "canvas => [...canvas.getContext('2d').getImageData(canvas.width - 9, canvas.height - 9, 1, 1).data].join()"
    whole = canvas.evaluate(last)
    canvas.focus()
    page.keyboard.press("Space")
    expect(root).to_have_attribute("data-playing", "true")
    page.wait_for_function(
        f"([canvas, whole]) => ({last})(canvas) !== whole", arg=[canvas.element_handle(), whole]
    )  # not computed yet
    page.keyboard.press("Space")
    expect(root).to_have_attribute("data-playing", "false")
    row, column = map(int, (root.get_attribute("data-position") or "").split(","))
    page.keyboard.press("Shift+ArrowDown")
    expect_at(root, 4, column)
    root.evaluate(WATCH)
    root.locator(".sb-play").click()
    page.wait_for_function("window.seen.length")
    assert page.evaluate("window.seen[0]")[0] in f"{row}{row + 1}"  # it goes on where it was
    page.mouse.move(*at(root, "output", 0.9, 0.9))
    expect(root).to_have_attribute("data-playing", "true")  # under a resting mouse, too
    scrub(root, 24)
    expect(root).to_have_attribute("data-playing", "false")
    expect_at(root, 4, 4)
    assert canvas.evaluate("canvas => canvas.getContext('2d').getImageData(9, 9, 1, 1).data[3]") == 255


def test_with_less_motion_whole_rows_are_swept(show: Open, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    root = show("tiny")
    root.locator(".sb-play").click()
    expect_at(root, 0, 1)
    expect_at(root, 1, 1)
    expect(root).to_have_attribute("data-playing", "false")


# -- editing -------------------------------------------------------------------------------


def kernel_cell(root: Locator, row: int, column: int, name: str = "left") -> Locator:
    return root.get_by_role("textbox", name=f"Kernel {name} row {row}, column {column}")


def expect_state(page: Page, what: str, *numbers: float) -> None:
    """The app's first numbers of an array."""
    line = page.get_by_text(re.compile(rf"^{what}: "))
    inner = r"\D*".join(re.escape(f"{each:g}") + r"(?:\.0)?" for each in numbers)
    expect(line).to_have_text(re.compile(rf"^{what}: \[+{inner}\b"))


def test_a_kernel_is_edited_and_the_app_sees_it(show: Open, page: Page) -> None:
    root = show("edit")
    before = number(root, "result")
    kernel_cell(root, 1, 1).fill("2,5")
    page.keyboard.press("Tab")
    expect_state(page, "kernel", 2.5, 1, 0)
    expect(kernel_cell(root, 1, 2)).to_be_focused()
    page.keyboard.type("1/4")  # focus and selection have survived the rerun
    page.keyboard.press("Enter")
    expect_state(page, "kernel", 2.5, 0.25, 0)
    expect(kernel_cell(root, 1, 2)).to_be_focused()
    expect(kernel_cell(root, 1, 2)).to_have_value("0.25")
    page.keyboard.press("ArrowDown")
    expect(kernel_cell(root, 2, 2)).to_be_focused()
    expect(page.get_by_text("edits: 2", exact=True)).to_be_visible()
    assert number(root, "result") != before
    page.get_by_role("button", name="Rerun").click()
    expect(page.get_by_text("edits: 2", exact=True)).to_be_visible()  # an edit lives for one run


def test_what_is_no_number_keeps_the_old_one(show: Open, page: Page) -> None:
    root = show("edit")
    cell, error = kernel_cell(root, 2, 2), root.locator(".sb-error")
    for text, words in [("abc", "“abc” is not a number; −4 stays."), ("2000", "“2000” is beyond ±1000; −4 stays.")]:
        cell.fill(text)
        page.keyboard.press("Enter")
        expect(error).to_have_text(words)
        expect(cell).to_have_attribute("aria-invalid", "true")
        expect(cell).to_have_value("−4")
    cell.fill("5")
    page.keyboard.press("Escape")
    expect(cell).to_have_value("−4")
    cell.fill("-3")
    page.keyboard.press("Enter")
    expect(error).to_have_text("")
    expect(cell).not_to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("edits: 1", exact=True)).to_be_visible()  # nothing else was sent


def test_why_a_number_was_not_taken_stands_at_its_cell(show: Open, page: Page) -> None:
    page.set_viewport_size(PHONE)
    root = show("edit")
    error = root.locator(".sb-error")
    for name in ("Input row 1, column 1", "Kernel left row 1, column 3"):
        cell = root.get_by_role("textbox", name=name)
        cell.scroll_into_view_if_needed()
        cell.fill("1e9")
        page.keyboard.press("Enter")
        expect(error).to_have_text(re.compile("“1e9” is beyond ±1000; .* stays."))
        expect_beside(error, cell)
        said, written = error.bounding_box(), cell.bounding_box()
        assert 0 <= said["x"] <= written["x"] + written["width"]
        assert said["x"] + said["width"] <= PHONE["width"]
    assert overflow(page) <= 0
    page.set_viewport_size(DESKTOP)
    expect_beside(error, cell)  # it goes with its cell


def test_numbers_that_come_later_do_not_wipe_away_why_one_was_not_taken(show: Open, page: Page) -> None:
    root = show("edit")
    cell, error = kernel_cell(root, 2, 2), root.locator(".sb-error")
    kernel_cell(root, 1, 1).fill("7")
    page.keyboard.press("Tab")  # the answer to this comes while the next cell is filled
    cell.fill("abc")
    page.keyboard.press("Enter")
    expect(page.get_by_text("edits: 1", exact=True)).to_be_visible()
    page.get_by_role("button", name="Rerun").click()
    expect_state(page, "kernel", 7)
    expect(error).to_have_text("“abc” is not a number; −4 stays.")
    expect(cell).to_have_attribute("aria-invalid", "true")
    kernel_cell(root, 1, 2).fill("3")  # who types on has read it
    expect(error).to_have_text("")
    expect(cell).not_to_have_attribute("aria-invalid", "true")


def expect_beside(error: Locator, cell: Locator) -> None:
    """The sentence stands right below the cell, as soon as all is laid out."""
    beside = """([error, cell]) => {
      const gap = error.getBoundingClientRect().top - cell.getBoundingClientRect().bottom;
      return gap >= 0 && gap <= 12;
    }"""
    error.page.wait_for_function(beside, arg=[error.element_handle(), cell.element_handle()])


def test_a_number_that_is_shown_rounded_is_not_sent_back(show: Open, page: Page) -> None:
    root = show("edit")
    cell = kernel_cell(root, 1, 1, "right")
    expect(cell).to_have_value("0.1111")
    cell.focus()
    page.keyboard.press("Tab")
    kernel_cell(root, 1, 1).fill("7")
    page.keyboard.press("Enter")
    expect(page.get_by_text("edits: 1", exact=True)).to_be_visible()
    expect(page.get_by_text(re.compile(r"^kernel: .*0\.111"))).to_be_visible()


def test_an_input_is_edited(show: Open, page: Page) -> None:
    root = show("edit")
    root.get_by_role("button", name="Input right").click()
    cell = root.get_by_role("textbox", name="Input row 1, column 2")
    cell.fill("-1.5")
    page.keyboard.press("Tab")
    expect(page.get_by_text("edits: 1", exact=True)).to_be_visible()
    expect(page.get_by_text(re.compile(r"^input: .*\[\[4\.0, -1\.5, 6\.0"))).to_be_visible()
    expect(root.get_by_role("textbox", name="Input row 1, column 3")).to_be_focused()
    expect(root.get_by_role("button", name="Input right")).to_have_attribute("aria-pressed", "true")


def test_quick_edits_all_arrive(show: Open, page: Page) -> None:
    root = show("edit")
    for k in range(1, 6):
        kernel_cell(root, 1, 1).fill(f"{k}")
        kernel_cell(root, 1, 1, "right").fill(f"{k + 10}")
        kernel_cell(root, 1, 3).fill(f"{k + 20}")
    page.keyboard.press("Enter")
    expect_state(page, "kernel", 5, 1, 25)
    expect(page.get_by_text(re.compile(r"^kernel: .*\[\[15\.0, 0\.111"))).to_be_visible()
    expect(kernel_cell(root, 1, 1)).to_have_value("5")
    expect(kernel_cell(root, 1, 1, "right")).to_have_value("15")


def test_a_grid_of_another_size_shows_its_numbers_and_drops_what_was_being_typed(still: Page) -> None:
    found = still.evaluate(
        """async folder => {
          const { Fields } = await import(`/app/static/${folder}/sliding/fields.js`);
          const box = document.createElement('div');
          document.body.append(box);
          const changes = [];
          const fields = new Fields(box, '', { ink: () => '' }, {
            limit: 100, name: i => `cell ${i}`, change: (i, value) => changes.push([i, value]), complain: () => {},
          });
          const values = () => [...fields.cells].map(field => field.value);
          const show = (rows, columns) => {
            fields.resize(rows, columns);
            fields.showNumbers(Array.from({ length: rows * columns }, (_, i) => i + 1), () => null);
            return values();
          };
          const seen = [show(2, 2), show(2, 3)];
          fields.cells[1].focus();
          fields.cells[1].value = '77';
          show(2, 3);  // the same grid again: the learner types on
          seen.push(values(), show(1, 2));
          box.remove();
          return { seen, changes };
        }""",
        modules_folder(),
    )
    assert found["seen"] == [
        ["1", "2", "3", "4"], ["1", "2", "3", "4", "5", "6"], ["1", "77", "3", "4", "5", "6"], ["1", "2"],
    ]  # fmt: skip
    assert found["changes"] == []


# -- what is sent, what is kept ---------------------------------------------------------------


def test_a_picture_is_sent_once(demo: str, own_page: Callable[..., Page]) -> None:
    page = own_page()
    received: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(len(frame))))
    open_page(page, f"{demo}?show=photo")
    root = sliding(page, "photo")
    expect(root).to_have_attribute("data-ready", "true")
    picture = 3 * 256 * 256
    assert sum(received) > picture
    scrub(root, 1000)
    expect_at(root, 3, 232)
    for centre in (7, 6):
        received.clear()
        page.get_by_role("slider", name="Centre").press("ArrowLeft")
        expect(root.locator(".sb-kernel input").nth(4)).to_have_value(str(centre))
        expect_at(root, 3, 232)  # the window stays where it was
        assert 256 * 256 < sum(received) < 256 * 256 + 30_000


def test_another_size_of_kernel_keeps_picture_and_window(show: Open, page: Page) -> None:
    root = show("photo")
    expect(root).to_have_attribute("aria-label", "Edges of a photo Orange adds, blue subtracts.")
    expect(root.get_by_role("img", name="Input, 3 channels of 256 × 256, padding 1 of zeros")).to_be_visible()
    expect(root.get_by_role("application", name=re.compile("Output, 256 × 256. Arrow keys"))).to_be_visible()
    box = root.get_by_role("img").bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == pytest.approx((380, 380), abs=8)
    root.evaluate("root => { window.kept = root.querySelector('.sb-output canvas'); }")
    page.get_by_role("slider", name="Size").press("ArrowRight")
    expect(root.locator(".sb-kernel input")).to_have_count(75)
    expect(root.locator(".sb-patch > span")).to_have_count(75)
    assert root.evaluate("root => window.kept === root.querySelector('.sb-output canvas')")
    assert sum(map(float, root.locator(".sb-partial").evaluate_all("all => all.map(each => each.dataset.value)"))) == (
        pytest.approx(number(root, "result"))
    )


def test_pictures_arrive_in_any_order_and_are_forgotten(still: Page) -> None:
    whole, first = encode_picture(np.arange(4, dtype=np.float32).reshape(1, 2, 2))
    half, second = encode_picture(np.full((1, 1, 2), 0.5, np.float32))
    found = still.evaluate(
        """async ({ folder, whole, half, first, second }) => {
          const { render, whenHere, leave } = await import(`/app/static/${folder}/sliding/pictures.js`);
          const seen = [];
          const element = () => {
            const box = document.createElement('div');
            box.innerHTML = "<span class='dl-sliding-picture'></span>";
            document.body.append(box);
            return box;
          };
          const bytes = list => new Uint8Array([9, ...list]).subarray(1);  // a view that begins anywhere
          const use = name => ({ values }) => seen.push([name, values.constructor.name, ...values]);
          whenHere('early', first, use('early'));
          whenHere('fickle', first, use('fickle'));
          whenHere('fickle', second, use('fickle'));
          whenHere('gone', first, use('gone'));
          leave('gone');
          const [a, b] = [element(), element()];
          const away = render({ data: bytes(whole), parentElement: a });
          render({ data: bytes(whole), parentElement: b });
          whenHere('late', first, use('late'));
          away();  // overtaken, not removed
          a.remove();
          away();
          whenHere('kept by b', first, use('kept by b'));
          render({ data: bytes(half), parentElement: b });
          whenHere('too late', first, use('too late'));
          return seen;
        }""",
        {"folder": modules_folder(), "whole": list(whole), "half": list(half), "first": first, "second": second},
    )
    assert found == [
        ["early", "Uint8Array", 0, 1, 2, 3],
        ["late", "Uint8Array", 0, 1, 2, 3],
        ["kept by b", "Uint8Array", 0, 1, 2, 3],
        ["fickle", "Float32Array", 0.5, 0.5],
    ]


def test_windows_too_large_for_numbers_are_small_pictures(demo: str, page: Page) -> None:
    open_page(page, f"{demo}?show=words")
    for kind in ("max", "average"):  # of all 200 x 200 values
        root = sliding(page, f"global-{kind}")
        values = photo(200).mean(0).round()
        assert number(root, "result") == pytest.approx(values.max() if kind == "max" else values.mean())
        expect(root.locator(".sb-patch canvas")).to_be_visible()
        assert root.locator("span").count() < 20
    large = sliding(page, "large")
    expect(large.locator(".sb-products canvas")).to_be_visible()
    expect(large.locator(".sb-kernel canvas")).to_be_visible()


def test_without_its_modules_the_page_says_so(show: Open, page: Page, demo: str) -> None:
    page.route("**/sliding/view.js", lambda route: route.abort())
    open_page(page, f"{demo}?show=tiny")
    expect(page.get_by_text("The sliding window cannot be shown").first).to_be_visible()


# -- room --------------------------------------------------------------------------------------


def test_on_a_phone_nothing_is_too_wide(demo: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    open_page(page, f"{demo}?show={','.join([*CASES, 'edit', 'words'])}")
    for name in [*CASES, "edit", "pooled"]:
        expect(sliding(page, name)).to_have_attribute("data-ready", "true")
    assert overflow(page) == 0
    wide = """all => all.filter(root => [...root.querySelectorAll('canvas, .sb-bar, .sb-rows, .sb-kernel')].some(
      each => each.getBoundingClientRect().right > root.getBoundingClientRect().right + 5)).length"""
    assert page.locator(".sb").evaluate_all(wide) == 0
