"""Until a picture stands: frames of its height with words, a still picture; and which Plotly a figure loads."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Request, expect

from dnnlab.paths import ROOT
from dnnlab.ui.static_files import FOLDER, address, modules_folder, served
from tests.browser.held import Held
from tests.browser.helpers import open_page, set_theme, wait_until_idle

SMALL, WHOLE = sorted(name for name in served() if name.startswith("plotly-"))[::-1]


@pytest.fixture
def demo(demos: str) -> str:
    """The address of a page with one figure."""
    return f"{demos}/coming"


def test_a_frame_of_the_final_height_says_what_is_coming(demo: str, page: Page) -> None:
    held = Held(page, f"**/{modules_folder()}/stage/view.js")
    page.goto(demo)
    panel = page.locator(".dl-panel")
    expect(panel).to_contain_text("LossThe picture is coming …per batch")
    before = panel.bounding_box()
    held.let_go()
    expect(page.locator(".dl-plot .main-svg").first).to_be_visible()
    assert panel.bounding_box() == before


def test_the_page_hears_when_the_first_pictures_stand(demo: str, page: Page) -> None:
    held = Held(page, f"**/{SMALL}")
    page.goto(demo)
    expect(page.locator(".dl-plot")).to_have_text("The picture is coming …")
    wait_until_idle(page)
    expect(page.get_by_text("stands: False")).to_be_visible()
    held.let_go()
    expect(page.get_by_text("stands: True")).to_be_visible()
    expect(page.locator(".dl-plot .main-svg").first).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_still_picture_stands_until_the_figures_do(demo: str, page: Page, theme: str) -> None:
    set_theme(page, dark=theme == "dark")
    held = Held(page, f"**/{SMALL}")
    page.goto(f"{demo}?still=1")
    still = page.get_by_role("img", name="The loss falls.")
    expect(still).to_be_visible()
    wait_until_idle(page)
    expect(still).to_have_attribute(
        "src", f"{demo.removesuffix('coming')}{address(ROOT / f'assets/cnn/lenet/still-{theme}.webp')}"
    )
    expect(page.locator(".dl-plot")).to_be_hidden()
    held.let_go()
    expect(page.locator(".dl-plot .main-svg").first).to_be_visible()
    expect(still).to_have_count(0)


@pytest.mark.parametrize(("query", "loaded"), [("", {SMALL}), ("?polar=1", {SMALL, WHOLE})])
def test_only_a_figure_that_needs_it_loads_the_whole_plotly(
    demo: str, page: Page, query: str, loaded: set[str]
) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.extend(name for name in (SMALL, WHOLE) if f"/{name}" in request.url)

    page.on("request", note)
    open_page(page, f"{demo}{query}")
    expect(page.locator(".dl-plot .main-svg").first).to_be_visible()
    page.remove_listener("request", note)
    assert set(asked) == loaded
    assert len(asked) == len(loaded)  # what the page asked for ahead is what the figure takes


def test_the_small_bundle_draws_what_the_figures_believe_it_draws(demo: str, page: Page) -> None:
    open_page(page, demo)
    expect(page.locator(".dl-plot .main-svg").first).to_be_visible()
    known, believed = page.evaluate(
        """async ([figure, whole]) => {
          const { bundle } = await import(figure);
          const small = window.Plotly, known = Object.keys(small.PlotSchema.get().traces);
          await import(whole);
          const all = Object.keys(window.Plotly.PlotSchema.get().traces);
          const fits = (type) => bundle({ data: [{ type }], layout: {} }).includes("cartesian");
          return [known.sort(), all.filter(fits).sort()];
        }""",
        [f"/{FOLDER}/{modules_folder()}/stage/kinds/figure.js", f"/{FOLDER}/{WHOLE}"],
    )
    assert known == believed
    assert {"scatter", "bar", "heatmap"} <= set(known)
