"""The lesson on neurons as a learner uses it: drag, read, let go; what the browser works out is what Python does."""

from __future__ import annotations

import json

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from dnnlab.foundations.activations import ACTIVATIONS, softmax
from dnnlab.foundations.neuron.curves import boundary_curves, class_surfaces, descend
from dnnlab.foundations.neuron.examples import LINE, WITH_OUTLIER, from_text
from dnnlab.foundations.neuron.fitting import l1_line, l2_line, pseudo_huber_line
from dnnlab.foundations.neuron.knobs import BinaryConfig, ClassesConfig, NeuronConfig
from dnnlab.plots.written import written_shares
from pages.foundations.neuron.loss_questions import STEPS
from tests.browser.helpers import PHONE, expect_no_exception, open_page, overflow
from tests.browser.tab import Complaints
from tests.browser.walk import settle

WINDOWS = [{"width": 1440, "height": 900}, {"width": 1280, "height": 720}]
SIDE = 3.2


@pytest.fixture
def lesson(app: str) -> str:
    """The address of the lesson."""
    return f"{app}/neuron"


def opened(page: Page, address: str, kind: str) -> Locator:
    """The first picture of a kind, drawn."""
    open_page(page, address)
    settle(page)
    place = page.locator(kind).first
    expect(place).to_be_visible()
    return place


def told(place: Locator, name: str) -> list[float]:
    """Numbers that a picture says it shows."""
    text = place.get_attribute(f"data-{name}")
    assert text is not None
    return [float(each) for each in text.split(",")]


def on_plane(page: Page, x1: float, x2: float) -> tuple[float, float]:
    """Where an input stands in the window."""
    box = page.locator(".dl-neuron-plane").bounding_box()
    assert box is not None
    unit = min(box["width"], box["height"]) / (2 * SIDE)
    return box["x"] + box["width"] / 2 + unit * x1, box["y"] + box["height"] / 2 - unit * x2


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Take what stands there to another place, and keep hold of it."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    page.mouse.move(*end)


def test_a_neuron_follows_in_the_browser_and_the_link_when_it_is_let_go(lesson: str, page: Page) -> None:
    shown = opened(page, f"{lesson}?activation=sigmoid", ".dl-neuron")
    words: list[object] = []
    page.on("websocket", lambda _: words.append("a new connection"))
    before = page.url
    drag(page, on_plane(page, 1.6, 0.6), on_plane(page, -1.0, 2.0))
    expect(page.get_by_label("Weight w₂:")).to_have_value("2")
    config = NeuronConfig(activation="sigmoid", w1=-1.0, w2=2.0)
    z = config.z(config.x1, config.x2)
    assert told(shown, "z") == [pytest.approx(z, abs=1e-3)]
    assert told(shown, "y") == [pytest.approx(float(ACTIVATIONS["sigmoid"].value(z, 0)), abs=1e-4)]
    assert told(shown, "slope") == [pytest.approx(float(ACTIVATIONS["sigmoid"].derivative(z, 0)), abs=1e-4)]
    assert page.url == before, "nobody has asked the server yet"
    page.mouse.up()
    page.wait_for_function("() => location.search.includes('w1=-1') && location.search.includes('w2=2')")
    expect(shown).to_have_attribute("data-z", f"{z:.4f}")
    assert words == []


def test_the_line_is_the_bias_and_the_point_the_input(lesson: str, page: Page) -> None:
    shown = opened(page, f"{lesson}?w1=2&w2=0&b=-1", ".dl-neuron")
    drag(page, on_plane(page, 0.5, -2.0), on_plane(page, -1.0, -1.5))
    page.mouse.up()
    page.wait_for_function("() => location.search.includes('b=2')")
    drag(page, on_plane(page, 0.4, 1.8), on_plane(page, 0.5, -2.5))
    page.mouse.up()
    page.wait_for_function("() => location.search.includes('x2=-2.5')")
    expect(shown).to_have_attribute("data-z", "3.0000")
    page.locator(".dl-neuron-plane").press("ArrowRight")
    expect(shown).to_have_attribute("data-z", "3.2000")


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_is_read_as_python_works_it_out(lesson: str, page: Page, name: str) -> None:
    config = NeuronConfig(activation=name, w1=0.7, w2=-1.9, b=0.3, x1=1.1, x2=1.3)
    shown = opened(page, f"{lesson}?activation={name}&w1=0.7&w2=-1.9&b=0.3&x1=1.1&x2=1.3", ".dl-neuron")
    z = config.z(1.1, 1.3)
    assert told(shown, "y") == [pytest.approx(float(ACTIVATIONS[name].value(z, config.parameter)), abs=1e-4)]
    assert told(shown, "slope") == [pytest.approx(float(ACTIVATIONS[name].derivative(z, config.parameter)), abs=1e-4)]


def test_a_gate_counts_what_is_right(lesson: str, page: Page) -> None:
    shown = opened(page, f"{lesson}?gate=AND&w1=1&w2=1&b=-1", ".dl-neuron")
    expect(shown).to_have_attribute("data-right", "4")
    expect(shown).to_contain_text("AND: 4 of 4 right")
    slider = page.get_by_label("Bias b:")
    slider.fill("1")
    expect(shown).to_contain_text("AND: 2 of 4 right")


def test_the_pointer_goes_through_all_nine(lesson: str, page: Page) -> None:
    plots = opened(page, f"{lesson}?part=activations", ".dl-plots")
    heads = plots.locator(".dl-plots-head")
    expect(heads).to_have_count(9)
    expect(heads.nth(2)).to_contain_text("dies here")
    box = plots.locator("canvas").nth(4).bounding_box()
    assert box is not None
    left, right = box["x"] + 34, box["x"] + box["width"] - 8
    drag(page, (right - 20, box["y"] + 40), ((left + right) / 2, box["y"] + 50))
    expect(plots).to_have_attribute("data-at", "0")
    expect(heads.nth(1)).to_contain_text("slope 0.25")
    expect(heads.nth(2)).not_to_contain_text("dies here")
    expect(heads.nth(4)).to_contain_text("dies here")
    page.mouse.up()
    page.wait_for_function("() => location.search.includes('act_z=0')")
    plots.locator("canvas").first.press("End")
    expect(plots).to_have_attribute("data-at", "6")


def test_softmax_is_pythons_and_its_shares_add_up(lesson: str, page: Page) -> None:
    shown = opened(page, f"{lesson}?part=softmax&soft_y1=3&soft_y3=-2.5&soft_temperature=1.7", ".dl-softmax")
    np.testing.assert_allclose(told(shown, "shares"), softmax([3, 1, -2.5], 1.7), atol=1e-4)
    page.get_by_label("Temperature T:").fill("0.3")
    np.testing.assert_allclose(told(shown, "shares"), softmax([3, 1, -2.5], 0.3), atol=1e-4)
    page.get_by_label("Temperature T:").fill("4.1")
    np.testing.assert_allclose(told(shown, "shares"), softmax([3, 1, -2.5], 4.1), atol=1e-4)
    shares = shown.locator(".dl-softmax-row span")
    assert shares.all_inner_texts() == written_shares(softmax([3, 1, -2.5], 4.1))
    page.wait_for_function("() => location.search.includes('soft_temperature=4.1')")
    page.get_by_label("Temperature T:").fill("0.3")
    wanted = written_shares(softmax([3, 1, -2.5], 0.3))
    assert shares.all_inner_texts() == [each or "<0.1\u00a0%" for each in wanted]


def test_balls_roll_as_python_says_and_that_of_the_error_stays(lesson: str, page: Page) -> None:
    config = BinaryConfig(examples="one far off", boundary=2.0)
    opened(page, f"{lesson}?part=binary&two_examples=one+far+off&two_boundary=2", ".dl-plots")
    plots = page.locator(".dl-plots").last
    page.get_by_role("button", name="Let the balls roll").click()
    expect(plots).to_have_attribute("data-rolled", str(STEPS))
    ends = json.loads(plots.get_attribute("data-balls") or "")
    wanted = [descend(each, config.boundary, config.rate, STEPS) for each in boundary_curves(config).values()]
    np.testing.assert_allclose(ends, wanted, atol=0.002)
    assert ends[0] == 2.0
    expect(page.get_by_text(f"Step {STEPS}: 0-1 at 2 (6 wrong)")).to_be_visible()


def test_the_prediction_goes_through_all_three_triangles(lesson: str, page: Page) -> None:
    shown = opened(page, f"{lesson}?part=classes&many_target=B", ".dl-simplex")
    for step in range(3):
        config = ClassesConfig(target="B", p1=15 + step, p2=30)
        found = class_surfaces(np.array([config.shares]), config.t)
        np.testing.assert_allclose(told(shown, "losses"), [float(each.values[0]) for each in found.values()], atol=2e-4)
        shown.locator("canvas").nth(1).press("ArrowUp")
    page.wait_for_function("() => location.search.includes('many_p1=18')")
    box = shown.locator("canvas").last.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 3, box["y"] + 3)  # beside the triangle: a place on its rim
    expect(shown).not_to_have_attribute("data-shares", "18,30")
    assert min(told(shown, "shares")) >= 1


def test_lines_are_pythons_while_a_point_is_dragged(lesson: str, page: Page) -> None:
    shown = opened(page, f"{lesson}?part=regression&num_delta=0.5", ".dl-lines")

    def expect_lines(points: np.ndarray) -> None:
        lines = json.loads(shown.get_attribute("data-lines") or "")
        wanted = [l2_line(points), l1_line(points), pseudo_huber_line(points, 0.5)]
        np.testing.assert_allclose(lines, wanted, atol=1e-4)

    expect_lines(WITH_OUTLIER)
    box = shown.locator("canvas").bounding_box()
    assert box is not None

    def place(x: float, y: float) -> tuple[float, float]:
        left, top, right, bottom = (
            box["x"] + 28,
            box["y"] + 6,
            box["x"] + box["width"] - 6,
            box["y"] + box["height"] - 22,
        )
        return left + (right - left) * x / 10, bottom - (bottom - top) * (y + 4) / 16

    for end in ((9.0, 11.0), (1.5, -3.0)):
        points = from_text(shown.get_attribute("data-points") or "")
        drag(page, place(*points[-1]), place(*end))
        moved = from_text(shown.get_attribute("data-points") or "")
        np.testing.assert_allclose(moved[-1], end, atol=0.11)
        expect_lines(moved)
        page.mouse.up()
        page.wait_for_function("text => new URLSearchParams(location.search).get('num_points')?.endsWith(text)",
                               arg=f"{moved[-1][0]:g},{moved[-1][1]:g}")  # fmt: skip
    page.get_by_role("button", name="Put the points back").click()
    expect_lines(LINE)
    expect(page.get_by_role("button", name="Put the points back")).to_be_hidden()


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: f"{window['width']}")
@pytest.mark.parametrize(
    ("part", "last"),
    [
        ("neuron", ".dl-dials"),
        ("activations", ".dl-plots > div:last-child canvas"),
        ("softmax", ".dl-softmax"),
        ("binary", ".dl-plots-bar:not([hidden]) button"),
        ("classes", ".dl-simplex-said"),
        ("regression", ".dl-lines canvas"),
    ],
)
def test_what_carries_a_part_stands_on_the_first_screen(
    lesson: str, page: Page, part: str, last: str, window: ViewportSize
) -> None:
    page.set_viewport_size(window)
    opened(page, f"{lesson}?part={part}" if part != "neuron" else lesson, last)
    box = page.locator(last).last.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= window["height"]
    assert overflow(page) == 0


def test_setting_a_question_up_moves_what_the_browser_holds(lesson: str, page: Page, complaints: Complaints) -> None:
    shown = opened(page, lesson, ".dl-neuron")
    drag(page, on_plane(page, 1.6, 0.6), on_plane(page, 0.0, -2.0))
    page.mouse.up()
    page.wait_for_function("() => location.search.includes('w2=-2')")
    card = page.get_by_test_id("stTabPanel").first
    card.get_by_text("It stays, and the output changes faster across it").click()
    card.get_by_role("button", name="Set this up").click()
    expect(page.get_by_label("Weight w₁:")).to_have_value("3")
    expect(page.get_by_label("Weight w₂:")).to_have_value("2")
    expect(shown).to_contain_text("slope")
    expect(page.get_by_text("You predicted it").first).to_be_visible()
    expect_no_exception(page)


def test_on_a_phone_a_finger_drags_the_weights_and_scrolls_beside_them(lesson: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    opened(page, lesson, ".dl-neuron")
    prevented = """([x, y]) => {
        const plane = document.querySelector('.dl-neuron-plane');
        const touch = new Touch({ identifier: 1, target: plane, clientX: x, clientY: y });
        return !plane.dispatchEvent(new TouchEvent('touchstart', { cancelable: true, touches: [touch] }));
    }"""
    assert page.evaluate(prevented, list(on_plane(page, 1.6, 0.6))) is True
    assert page.evaluate(prevented, list(on_plane(page, -2.5, 2.0))) is False
    assert overflow(page) == 0
