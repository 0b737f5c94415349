"""The lesson on backpropagation as a learner uses it: type an expression, step back through it, click a node."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.helpers import expect_no_exception, open_page


def stage_title(page: Page) -> Locator:
    return page.locator(".st-key-backpropagation-stage .dl-title").first


def node(page: Page, name: str) -> Locator:
    """A box of the diagram, by the beginning of its label."""
    return page.locator(".dl-diagram g").filter(has=page.locator(f".dl-node-label:text-is('{name}')"))


def type_in(page: Page, text: str) -> None:
    box = page.get_by_role("textbox", name="Expression")
    box.fill(text)
    box.press("Enter")


def open_lesson(page: Page, app: str, query: str = "") -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    open_page(page, f"{app}/backpropagation{query}")
    expect(stage_title(page)).to_be_visible()


def test_type_an_expression_and_step_there_and_back(app: str, page: Page) -> None:
    open_lesson(page, app)
    type_in(page, "a = w*x; a*a")
    expect(stage_title(page)).to_have_text("The variables have their values")
    step, back = (page.get_by_role("button", name=name, exact=False).first for name in ("Step", "Back"))
    for title in ("Forward 1 of 2: a is computed", "Forward 2 of 2: L is computed", "The way back begins: dL/dL = 1",
                  "Backward 1 of 2: L hands its gradient", "Backward 2 of 2: a hands its gradient"):  # fmt: skip
        step.click()
        expect(stage_title(page)).to_contain_text(title)
    expect(step).to_be_disabled()
    expect(node(page, "a = ×")).to_contain_text("∇ 2")  # w = 0.5, x = 2: a = 1, and dL/da = 1 + 1
    expect(node(page, "w")).to_contain_text("∇ 4")
    for title in ("Backward 1 of 2", "The way back begins", "Forward 2 of 2", "Forward 1 of 2", "The variables"):
        back.click()
        expect(stage_title(page)).to_contain_text(title)
    expect(node(page, "w")).not_to_contain_text("∇")
    expect_no_exception(page)


def test_the_arrow_keys_step_and_a_slider_of_a_value_keeps_them(app: str, page: Page) -> None:
    open_lesson(page, app, "?expression=w*x&variables=w%3D1%2Cx%3D2&place=0")
    expect(stage_title(page)).to_have_text("The variables have their values")
    page.keyboard.press("ArrowRight")
    expect(stage_title(page)).to_contain_text("Forward 1 of 1")
    page.keyboard.press("ArrowLeft")
    expect(stage_title(page)).to_have_text("The variables have their values")
    page.get_by_role("slider", name="x").press("ArrowRight")
    expect(node(page, "x")).to_contain_text("2.1")
    expect(stage_title(page)).to_have_text("The variables have their values")


def test_it_plays_to_the_end(app: str, page: Page) -> None:
    open_lesson(page, app, "?expression=w*x&place=0")
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(stage_title(page)).to_contain_text("Backward 1 of 1")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_a_click_on_a_node_shows_its_numbers(app: str, page: Page) -> None:
    open_lesson(page, app)
    node(page, "u3 = +").click()
    numbers = page.locator(".st-key-backpropagation-stage")
    expect(numbers).to_contain_text("u3 = u1 + u2 + b")
    expect(numbers).to_contain_text("What comes back to u3")


def test_a_bad_expression_keeps_the_graph_and_says_where(app: str, page: Page) -> None:
    open_lesson(page, app)
    type_in(page, "sigmoid(w*x")
    expect(page.get_by_text("This bracket is never closed (at character 8).")).to_be_visible()
    expect(node(page, "u4 = σ")).to_be_visible()
    type_in(page, "sigmoid(w*x)")
    expect(page.get_by_text("never closed")).to_have_count(0)
    expect(node(page, "L = σ")).to_be_visible()


def test_the_check_by_autograd_unfolds(app: str, page: Page) -> None:
    open_lesson(page, app)
    expect(page.get_by_text("PyTorch’s autograd has differentiated the same expression")).to_be_visible()
    page.get_by_text("Every gradient beside autograd’s").click()
    expect(page.get_by_role("cell", name="w1*x1", exact=True)).to_be_visible()
