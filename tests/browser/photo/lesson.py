"""A learner on the photo lesson: add photos, choose one, read what the networks say."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from dnnlab.data.photos import PHOTOS


def upload(page: Page, *names: str, also: Path | None = None) -> None:
    files = [str(PHOTOS[name].file) for name in names]
    add(page, [*files, *([str(also)] if also else [])])


def add(page: Page, files: list[str]) -> None:
    """Files of the learner's own, through the button at the beginning of the row; it closes when they have come."""
    page.locator(".st-key-photo-add button:visible").click()
    page.locator("input[type=file]").set_input_files(files)
    expect(page.locator("input[type=file]")).to_have_count(0)


def tile(page: Page, name: str) -> Locator:
    """A photo of the row, by its name or its file's."""
    return page.locator(f".st-key-photo-gallery button[title='{name}']")


def net(page: Page, name: str) -> Locator:
    """The column of a network: where it looks, and what it says."""
    return page.locator(f"[class*='st-key-photo-net-{name.split()[0].split('-')[0]}']")


def bar(page: Page, name: str, words: str) -> Locator:
    """One of a network's answers."""
    return net(page, name).locator("button.dl-bar", has_text=words)


def marked(page: Page, name: str) -> Locator:
    """The answer of a network that is explained."""
    return net(page, name).locator(".dl-bar.dl-marked .dl-bar-name")


def bars(page: Page) -> Locator:
    """What the network says to the covered photo."""
    return page.locator(".st-key-photo-covered")
