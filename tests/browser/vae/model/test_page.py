"""A learner on the page of variational autoencoders: drags z, draws a digit, moves the bars, starts a pair."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser import pad
from tests.browser.helpers import expect_no_exception, note_words, open_page

LESSON = "/vae"


def move(page: Page, *shares: tuple[float, float]) -> None:
    """The pointer over these places of the map."""
    canvas = page.locator(".dl-map-field")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    for across, down in shares:
        page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"], steps=8)


def picture(page: Page) -> str:
    found: str = page.evaluate("document.querySelector('.dl-map-picture').toDataURL()")
    return found


def at_its_end(page: Page) -> None:
    """The recording has come to its end, where its decoder is there."""
    expect(page.locator(".dl-map-drags")).to_be_visible()


def test_the_picture_follows_z_without_a_word_to_the_server(page: Page, app: str) -> None:
    sent: list[str] = []
    note_words(page, sent)
    open_page(page, app + LESSON)
    at_its_end(page)
    move(page, (0.5, 0.5))
    page.mouse.down()
    expect(page.locator(".dl-map-picture")).to_be_visible()
    before, frames = picture(page), len(sent)
    counted = int(page.locator(".dl-map").get_attribute("data-decoded") or 0)
    move(page, (0.1, 0.9), (0.9, 0.1))
    page.wait_for_function(
        "(before) => Number(document.querySelector('.dl-map').dataset.decoded) > before", arg=counted
    )
    assert picture(page) != before and len(sent) == frames
    page.mouse.up()
    expect_no_exception(page)


def test_a_drawn_digit_gets_an_ellipse_and_reconstructions(page: Page, app: str) -> None:
    open_page(page, app + LESSON)
    at_its_end(page)
    page.get_by_role("button", name="Draw your own").click()
    pad.draw(page, (0.5, 0.2), (0.5, 0.8))
    expect(page.get_by_text(re.compile(r"Your digit becomes .* ± .*, .* ± "))).to_be_visible()
    expect(page.get_by_text(re.compile(r"Its ellipse is on the map"))).to_be_visible()
    expect_no_exception(page)


def test_elbo_and_kl_add_up_whatever_q_is(page: Page, app: str) -> None:
    open_page(page, f"{app}{LESSON}?part=evidence")
    title = page.get_by_text(re.compile(r"^ELBO .* \+ KL .* = ln p\(x\) "))
    expect(title).to_be_visible()
    before = title.inner_text()
    page.get_by_role("button", name="q = the posterior").click()
    expect(page.get_by_text(re.compile(r"^ELBO (\S+) \+ KL 0\.00 = ln p\(x\) \1$"))).to_be_visible()
    assert title.inner_text().split("=")[1] == before.split("=")[1]
    expect(page.get_by_text(re.compile(r"ln p\(x\) about .* with 5,000 samples"))).to_be_visible()
    expect_no_exception(page)


def test_an_autoencoder_learns_beside_it(page: Page, app: str) -> None:
    open_page(page, app + LESSON)
    page.get_by_role("button", name="Twins to try").click()
    page.get_by_role("button", name="An autoencoder beside it").click()
    expect(page.get_by_text(re.compile(r"^Three ways to draw new pictures · "))).to_have_count(2)
    expect(page.get_by_text(re.compile(r"random\s+codes"))).to_have_count(1)
    expect_no_exception(page)


def test_holes_of_both_maps_are_there_at_once_and_counted(page: Page, app: str) -> None:
    open_page(page, f"{app}{LESSON}?part=holes")
    expect(page.get_by_text("Autoencoder: decoded")).to_be_visible()
    page.get_by_text("Count the holes", exact=True).click()
    expect(page.get_by_text(re.compile(r"^VAE: [\d.]+\s?% in holes$"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"^Autoencoder: [\d.]+\s?% in holes$"))).to_be_visible()
    expect_no_exception(page)


def test_a_prediction_about_q_is_judged_by_the_bars(page: Page, app: str) -> None:
    open_page(page, f"{app}{LESSON}?part=evidence")
    page.get_by_text("Predict first").first.click()
    page.get_by_text("it stays", exact=True).first.click()
    page.get_by_role("button", name="Set this up").first.click()
    expect(page.get_by_text(re.compile("You predicted it")).first).to_be_visible()
    expect(page).to_have_url(re.compile("q_m=-2"))
    expect_no_exception(page)


def test_reconstructions_from_the_mean_from_a_draw_and_with_drawn_pixels(page: Page, app: str) -> None:
    open_page(page, app + LESSON)
    at_its_end(page)
    expect(page.get_by_text(re.compile("blurry where many digits fit"))).to_be_visible()
    page.get_by_text("pixels drawn, too", exact=True).first.click()
    expect(page.get_by_text(re.compile("Each pixel drawn with its chance"))).to_be_visible()
    expect_no_exception(page)
