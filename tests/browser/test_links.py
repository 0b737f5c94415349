"""What leaves the page: the link, the command line, the weights and the metrics."""

from __future__ import annotations

import csv
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, expect
from safetensors.torch import load_file

from dnnlab.cnn.lenet.net.model import LeNet5
from tests.browser.lesson import open_lesson, pause, play_until, press, status
from tests.browser.server import ROOT


def test_a_link_out_of_range_is_clamped_with_a_notice(app: str, page: Page) -> None:
    open_lesson(page, app, filters=99, dropout=0.25, learning_rate="nonsense")
    notice = page.get_by_text(re.compile("The link asks for filters in layer 1 99"))
    expect(notice).to_contain_text("it is set to 16.")
    expect(page.get_by_text(re.compile("asks for learning rate nonsense.*set to 0.002"))).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?filters=16&dropout=0\.25$"))
    expect(page.get_by_role("slider", name="Filters in layer 1")).to_have_value("16")


def test_the_address_reproduces_the_page(app: str, page: Page, own_page: Callable[..., Page]) -> None:
    open_lesson(page, app)
    page.get_by_role("slider", name="Filters in layer 1").press("ArrowRight")
    page.get_by_role("radio", name="ReLU").click()
    expect(page).to_have_url(re.compile(r"\?activation=ReLU&filters=7$"))
    other = own_page()
    other.goto(page.url)
    expect(other.get_by_role("slider", name="Filters in layer 1")).to_have_value("7")
    expect(other.get_by_role("radio", name="ReLU")).to_have_attribute("aria-checked", "true")


def test_a_run_taken_home_is_the_same_run(app: str, page: Page, tmp_path: Path) -> None:
    open_lesson(page, app, filters=3, optimizer="momentum", learning_rate="0.05", training_share=90)
    play_until(page, 55)
    page.get_by_role("slider", name=re.compile("^Learning rate")).press("ArrowLeft")
    expect(page).to_have_url(re.compile("learning_rate=0.02"))
    here = pause(page)
    press(page, "step")
    expect(status(page)).to_contain_text(f"step {here + 1:,} ")
    page.get_by_role("button", name="Take it home").locator("visible=true").click()
    link, command = (page.get_by_test_id("stPopoverBody").locator("code").nth(i) for i in (0, 1))
    expect(command).to_contain_text(f"--steps {here + 1}")
    assert link.inner_text().strip() == page.url
    for name, file in (("Weights (safetensors)", "page.safetensors"), ("Metrics (CSV)", "page.csv")):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).locator("visible=true").click()
        download.value.save_as(tmp_path / file)

    words = shlex.split(command.inner_text())
    assert words[:3] == ["python", "-m", "dnnlab"]
    assert "--tune" in words
    weights = tmp_path / "home.safetensors"
    line = [sys.executable, *words[1:], "--json", "--weights", str(weights)]
    run = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True)
    steps = [json.loads(each) for each in run.stdout.splitlines()]
    with (tmp_path / "page.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["step"]) for row in rows] == [each["step"] for each in steps] == list(range(1, here + 2))
    for row, each in zip(rows, steps, strict=True):
        assert {name: float(text) for name, text in row.items() if text and name != "step"} == {
            name: value for name, value in each.items() if name != "step"
        }
    model = LeNet5(filters=3)
    model.load_state_dict(load_file(tmp_path / "page.safetensors"))
    for name, tensor in load_file(weights).items():
        assert np.array_equal(tensor, model.state_dict()[name])
