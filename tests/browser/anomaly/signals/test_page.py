"""The signals lesson as a learner uses it: a file of their own, corrected, trained on, its alarms taken home."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, expect

from dnnlab.anomaly.net.autoencoder import AutoencoderDetector, extras
from tests.browser.helpers import expect_no_exception, open_page
from tests.browser.lesson import status
from tests.browser.walk import bar_button, settle
from tests.live.helpers import until


def measurements() -> bytes:
    """Two sensors with a fault in rows 601 to 620, and codes 5 (good) and 9 in a column whose name says nothing."""
    chance = np.random.default_rng(0)
    time = np.arange(1_200)
    warm = 20 + 2 * np.sin(time / 8) + 0.1 * chance.standard_normal(1_200)
    flow = 5 + np.cos(time / 8) + 0.1 * chance.standard_normal(1_200)
    flow[600:620] -= 4
    code = np.where((time >= 600) & (time < 620), 9, 5)
    lines = ["when;warm;flow;code"]
    for row in range(1_200):
        values = f"{warm[row]:.3f};{flow[row]:.3f}".replace(".", ",")
        lines.append(f"{row // 60:02d}:{row % 60:02d}:00;{values};{code[row]}")
    return "\n".join(lines).encode("cp1252")


def test_a_table_is_understood_corrected_and_its_alarms_are_taken_home(app: str, page: Page, tmp_path: Path) -> None:
    open_page(page, f"{app}/signal-anomalies?part=file")
    settle(page)
    page.locator("input[type=file]").set_input_files(
        {"name": "sensors.csv", "mimeType": "text/csv", "buffer": measurements()}
    )
    expect(page.get_by_text(re.compile("Understood: 1,200 rows and 4 columns.*with decimal commas"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"windows of 32 numbers, \d+ of them with an anomaly"))).to_be_visible()
    length = page.get_by_role("spinbutton", name="Rows of a window")
    expect(length).to_have_value("16")
    length.fill("32")  # the learner knows better
    length.press("Enter")
    expect(page.get_by_text(re.compile(r"windows of 64 numbers, \d+ of them with an anomaly"))).to_be_visible()
    page.get_by_role("tab", name="The code").click()
    expect(page.get_by_text("the very code that reads a table")).to_be_visible()
    page.get_by_role("button", name="Train on it").click()
    expect(page).to_have_url(re.compile("data=own"))
    assert "warm" not in page.url
    bar_button(page, "play").click()
    expect(status(page)).to_contain_text("complete")
    page.get_by_role("button", name="Take the alarms home").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="The alarms (CSV)").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    highest = max(rows, key=lambda row: float(row["score"]))
    assert 560 < int(highest["row"]) <= 620, "the fault is where it was put"
    assert highest["alarm"] == "1"
    with page.expect_download() as download:
        page.get_by_role("button", name="The detector").click()
    file = tmp_path / "detector.safetensors"
    download.value.save_as(file)
    assert AutoencoderDetector.load(file).decision_function(np.zeros((3, 64))).shape == (3,)
    assert len(extras(file)["held_out_scores"]) >= 10
    expect_no_exception(page)


def test_the_threshold_moves_and_what_it_costs_with_it(app: str, page: Page) -> None:
    open_page(page, f"{app}/signal-anomalies")
    settle(page)
    slider = page.get_by_role("slider", name="Accepted false alarms (%)")
    for key, accepted in (("Home", "0.2"), ("End", "20")):
        slider.focus()
        page.keyboard.press(key)
        expect(page).to_have_url(re.compile(rf"accepted={accepted}\b"))
        said = "cannot promise" if key == "Home" else rf"Accepted: {accepted}\s%"
        expect(page.get_by_text(re.compile(said)).first).to_be_visible()
    expect_no_exception(page)


def test_the_monitor_runs_and_the_interval_finds_what_the_shape_misses(app: str, page: Page) -> None:
    open_page(page, f"{app}/signal-anomalies?part=monitor&watch_look=interval")
    settle(page)
    expect(page.get_by_text("atrial premature 29 of 29")).to_be_visible()
    expect(page.get_by_text("Beats: 2,273 of 2,273 found")).to_be_visible()
    page.get_by_role("button", name="To the next fault").click()
    page.get_by_role("button", name="Run the signal").click()
    expect(page.locator(".dl-title").filter(has_text="ALARM: atrial premature")).to_be_visible()
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Run the signal")).to_be_visible()
    expect_no_exception(page)


def test_a_drawn_beat_gets_a_score(app: str, page: Page) -> None:
    open_page(page, f"{app}/signal-anomalies?part=draw")
    settle(page)
    title = page.locator(".dl-title").first
    expect(title).to_have_text("The mean normal beat: no alarm")
    box = page.locator(".pad canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 4, box["y"] + 0.8 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.1 * box["height"], steps=12)
    page.mouse.move(box["x"] + box["width"] - 4, box["y"] + 0.8 * box["height"], steps=12)
    page.mouse.up()
    expect(title).to_have_text("Your beat: alarm")
    until(lambda: "nan" not in page.locator(".dl-title").nth(1).inner_text(), "the score is a number")
    page.get_by_role("tab", name="The maths").click()
    expect(page.get_by_text("Of this beat:")).to_be_visible()
    expect_no_exception(page)
