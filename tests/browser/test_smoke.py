"""The app opens: in light, in dark and on a phone, with no error and nothing cut off."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from dnnlab.plots.palette import DARK, LIGHT
from tests.browser.helpers import PHONE, expect_no_exception, open_page, overflow, set_theme
from tests.browser.tab import Complaints


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_home_opens(app: str, page: Page, dark: bool, phone: bool) -> None:
    """The first page shows the app's name, in the theme asked for, without scrolling sideways."""
    set_theme(page, dark=dark)
    if phone:
        page.set_viewport_size(PHONE)
    open_page(page, app)
    expect(page).to_have_title(re.compile("dnnlab"))
    background = (DARK if dark else LIGHT).background
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", css(background))
    expect_no_exception(page)
    assert overflow(page) == 0


def test_home_says_its_name_and_the_console_is_silent(app: str, page: Page, complaints: Complaints) -> None:
    """The name stands on the page, not only on the tab, and the browser found nothing missing."""
    open_page(page, app)
    expect(page.get_by_role("heading", name=re.compile("dnnlab", re.IGNORECASE)).first).to_be_visible()
    assert complaints.console == []


def css(colour: str) -> str:
    """A colour ``#rrggbb`` as the browser reports it."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return f"rgb({red}, {green}, {blue})"
