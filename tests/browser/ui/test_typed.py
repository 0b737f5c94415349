"""Streamlit's own reader of Markdown shows a learner's words as they were typed."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.helpers import open_page

WORDS = (
    "w1*x1 + w2*x2 + my_own_name",
    "# 12. **cat** ~~dog~~ `x`.jpg",
    "12. :red[cat] :material/home: :smile: $x^2$ <b>bold</b> &lt; a|b \\ [x](y)",
)


@pytest.mark.parametrize("words", WORDS)
def test_words_show_as_they_were_typed(page: Page, demos: str, words: str) -> None:
    open_page(page, f"{demos}/typed?words={quote(words)}")
    expect(page.get_by_test_id("stAlertContainer").get_by_test_id("stMarkdownContainer").last).to_have_text(words)
