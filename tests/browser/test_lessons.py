"""Every page of the app in the browser: a walk through it, and what the walks have asked of the trainers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from dnnlab.catalogue import CATALOGUE
from pages.lessons import LESSONS
from tests.browser.helpers import open_page
from tests.browser.server import Server, memory_map
from tests.browser.tab import Complaints
from tests.browser.walk import by_hand, look_around, walk

walked: set[str] = set()
"""The lessons that were walked through, by their slugs."""


def test_home_opens_and_says_its_name(app: str, page: Page, complaints: Complaints) -> None:
    open_page(page, app)
    expect(page).to_have_title(re.compile("dnnlab"))
    expect(page.get_by_role("heading", name=re.compile("dnnlab", re.IGNORECASE)).first).to_be_visible()
    look_around(page)
    assert complaints.console == []


@pytest.mark.parametrize("slug", LESSONS)
def test_a_walk_through_the_lesson(app: str, page: Page, complaints: Complaints, slug: str) -> None:
    walk(page, app, LESSONS[slug])
    walked.add(slug)
    assert complaints.console == []


def test_the_walks_ask_for_all_that_trainers_do_and_only_these_load_torch(
    app: str, app_server: Server, page: Page
) -> None:
    """That the server itself has loaded no torch is asked after every test with the app."""
    for slug in LESSONS.keys() - walked:
        walk(page, app, LESSONS[slug])
    pressed = {call for lesson in LESSONS.values() for call in by_hand(lesson)}
    wanted = {*CATALOGUE.calls, *CATALOGUE.experiments} - pressed
    assert wanted <= app_server.asked, "name the link that asks for it: see walk.py"
    assert app_server.trainers
    assert all("libtorch" in memory_map(trainer.pid) for trainer in app_server.trainers)


def test_without_a_process_there_is_no_verdict() -> None:
    with pytest.raises(ProcessLookupError):
        memory_map(2**22 + 1)
