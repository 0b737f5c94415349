"""The photo lesson as a learner uses it: photos of one's own, both networks, why, and a file that is no picture."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import safetensors.numpy
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page, expect

from dnnlab.data.photos import PHOTOS
from dnnlab.photo.facts import EFFICIENTNET, NETS, SQUEEZENET
from tests.browser.helpers import expect_no_exception, open_page, wait_until_idle
from tests.browser.pad import draw
from tests.browser.photo.lesson import add, bar, bars, marked, net, tile, upload
from tests.browser.server import Server, silent


def press(page: Page, bench: str, name: str) -> None:
    """A button of a bench's bar (Streamlit keeps a hidden twin for phones)."""
    page.locator(f".st-key-photo-{bench}-{name} button").locator("visible=true").click()


def test_upload_a_photo_read_the_class_and_see_why(app: str, page: Page) -> None:
    open_page(page, f"{app}/photo")
    expect(marked(page, EFFICIENTNET)).to_have_text("tiger cat")
    upload(page, "pagoda")
    expect(page).to_have_url(re.compile("photo=upload"))
    expect(marked(page, EFFICIENTNET)).to_have_text("palace")
    expect(marked(page, SQUEEZENET)).to_have_text("boathouse")
    expect(net(page, SQUEEZENET)).to_contain_text("Grad-CAM at the layer fire9, a grid of 13 × 13.")
    page.get_by_text("input gradient", exact=True).first.click()
    expect(net(page, SQUEEZENET)).to_contain_text("Input gradient.")
    expect(page.get_by_text("Layer of SqueezeNet 1.1", exact=True)).to_have_count(0)
    expect(page).to_have_url(re.compile("method=input"))
    tile(page, "coffee").click()
    expect(marked(page, SQUEEZENET)).to_have_text("espresso")
    expect(page).to_have_url(re.compile("photo=coffee"))
    page.locator(".st-key-photo-add button").first.click()
    page.get_by_role("button", name="Remove").first.click()  # the upload: the gallery's photo stays
    expect(tile(page, "pagoda.jpg")).to_have_count(0)
    expect(marked(page, SQUEEZENET)).to_have_text("espresso")
    expect_no_exception(page)


def test_brush_a_part_away_and_the_class_changes(app: str, page: Page) -> None:
    open_page(page, f"{app}/photo?part=cover&photo=photographer&brush=broad")
    expect(bars(page)).to_contain_text("EfficientNet-Lite0 now says tripod")
    page.get_by_text("SqueezeNet 1.1", exact=True).first.click()
    expect(bars(page)).to_contain_text("SqueezeNet 1.1 now says tripod")
    expect(bars(page)).to_contain_text("tripod: 85.5 % with nothing covered. Paint over what counts")
    draw(page, (0.55, 0.5), (0.5, 0.95), (0.62, 0.95), (0.6, 0.55), (0.7, 0.95))
    expect(bars(page)).to_contain_text(re.compile("SqueezeNet 1.1 now says (?!tripod).*, no longer tripod"))
    hidden = page.locator(".pad .status").inner_text().removesuffix(" covered")
    assert 5 < float(hidden[:-2]) < 50
    expect(bars(page)).to_contain_text(f"with {hidden} of the photo hidden")
    told = re.search(r"tripod: 85.5\s% with nothing covered, ([\d.]+)\s% with", bars(page).inner_text())
    assert told is not None
    assert float(told[1]) < 50
    page.get_by_role("button", name="Undo").click()
    expect(bars(page)).to_contain_text("Paint over what counts")
    tile(page, "coffee").click()
    expect(bars(page)).to_contain_text("SqueezeNet 1.1 now says espresso")
    draw(page, (0.2, 0.2), (0.8, 0.2))
    expect(bars(page)).to_contain_text("of the photo hidden")
    tile(page, "photographer").click()
    expect(bars(page)).to_contain_text("tripod: 85.5 % with nothing covered. Paint over what counts")
    expect_no_exception(page)


def test_a_square_slides_over_a_photo_of_ones_own_and_the_map_goes_home(app: str, page: Page) -> None:
    open_page(page, f"{app}/photo?part=cover&net=SqueezeNet+1.1&stride=56")
    upload(page, "photographer")
    expect(bars(page)).to_contain_text("SqueezeNet 1.1 now says tripod")
    bench = page.locator(".st-key-photo-occlusion-status")
    expect(bench).to_contain_text("Press Play: the square covers 25 places")
    press(page, "occlusion", "play")
    expect(bench).to_contain_text("step 25 of 25 · complete: uncovered probability 85.5 %, lowest probability")
    expect(bench.locator("[role=slider], [role=progressbar]")).to_have_attribute("aria-valuetext", "step 25 of 25")
    stage = page.locator(".st-key-photo-occlusion-stage")
    expect(stage).to_contain_text(re.compile(r"With this square hidden, tripod falls from 85\.5\s% to \d\.\d+\s%\."))
    page.get_by_role("button", name="Take it home").locator("visible=true").click()
    expect(page.get_by_text("--photo own --net")).to_contain_text("--given FILE")
    with page.expect_download() as download:
        page.get_by_role("button", name="The map (safetensors)").locator("visible=true").click()
    found = safetensors.numpy.load(Path(download.value.path()).read_bytes())["occlusion_map"]
    assert found.shape == (227, 227)
    assert found.min() < 0.1
    page.keyboard.press("Escape")
    tile(page, "coffee").click()
    expect(stage).to_contain_text("The place that costs most will show here.")
    expect_no_exception(page)


def test_click_a_unit_see_what_drives_it_and_make_the_picture_that_it_likes(
    app: str, page: Page, tmp_path: Path
) -> None:
    open_page(page, f"{app}/photo?part=inside&photo=coffee&net=SqueezeNet+1.1&squeezenet_inside=fire5&run_length=20")
    patches = page.locator(".st-key-photo-patches")
    expect(patches).to_contain_text(re.compile("(47 × 47|63 × 63) of the 227 × 227 pixels: its receptive field."))
    third = page.locator(".st-key-photo-maps button").nth(2)
    unit = third.inner_text()
    third.click()
    expect(page).to_have_url(re.compile(f"unit={unit}&"))
    expect(page.get_by_role("heading", name=f"What drives unit {unit}", exact=True)).to_be_visible()
    expect(patches.locator(".dl-cell")).to_have_count(8)
    stage, status = page.locator(".st-key-photo-ascent-stage"), page.locator(".st-key-photo-ascent-status")
    expect(stage).to_contain_text(f"How much unit {unit} of fire5 likes it")
    expect(status).to_contain_text("Press Play: 20 steps")
    press(page, "ascent", "play")
    expect(status).to_contain_text("step 20 of 20 · complete: activation")
    expect(stage).to_contain_text("after 20 steps.")
    drawn = picture(page, tmp_path / "unit.png")
    assert drawn.shape == (195, 195, 3)
    page.get_by_text("the answer", exact=True).click()
    expect(stage).to_contain_text("How much “espresso” likes it")
    upload(page, "flower")
    page.get_by_role("radio", name="photo", exact=True).click()
    expect(stage).to_contain_text("How much “orange” likes it")
    expect(stage).to_contain_text("after 0 steps.")
    flower = picture(page, tmp_path / "flower.png")
    press(page, "ascent", "play")
    expect(status).to_contain_text("step 20 of 20 · complete: activation")
    dream = picture(page, tmp_path / "dream.png")
    assert 1 < np.abs(dream.astype(int) - flower).mean() < 60, "still the flower, and no longer only that"
    page.get_by_role("tab", name="Runs in this tab").click()
    table = page.locator(".dl-table", has_text="activation")
    expect(table.locator("tr")).to_have_count(1 + 2)
    expect_no_exception(page)


def picture(page: Page, file: Path) -> NDArray[np.uint8]:
    """The picture on the stage, as the page gives it away."""
    with page.expect_download() as download:
        page.get_by_role("button", name="The picture (PNG)").click()
    download.value.save_as(file)
    return np.asarray(Image.open(file))


def test_take_a_photo_with_the_camera(app: str, page: Page) -> None:
    open_page(page, f"{app}/photo")
    page.locator(".st-key-photo-add button:visible").click()
    page.get_by_role("button", name="Take a photo").click()
    expect(page.get_by_text("Until there is a photo of yours, the cat stands in.")).to_be_visible()
    camera = page.get_by_test_id("stCameraInput")
    page.wait_for_function("() => document.querySelector('[data-testid=stCameraInput] video')?.currentTime > 0")
    wait_until_idle(page)
    camera.get_by_role("button", name="Take Photo").click()
    expect(page.get_by_role("img", name="The photo: your photo.")).to_be_visible()
    expect(page).to_have_url(re.compile("photo=camera"))
    for name in NETS:
        expect(net(page, name).locator("canvas")).to_have_count(1)
    tile(page, "coffee").click()
    expect(marked(page, SQUEEZENET)).to_have_text("espresso")
    expect(page.get_by_test_id("stCameraInput")).to_have_count(0)
    expect_no_exception(page)


def test_several_photos_and_one_that_is_none(app: str, page: Page, tmp_path: Path) -> None:
    text = tmp_path / "holiday.jpg"
    text.write_text("no picture at all")
    open_page(page, f"{app}/photo?photo=upload")
    upload(page, "coffee", "rocket", "flower", also=text)
    expect(page.get_by_text("holiday.jpg: This looks like a text file")).to_be_visible()
    table = page.locator(".dl-table", has_text="coffee.jpg")
    expect(table.locator("tr")).to_have_count(4)
    expect(table).to_contain_text("espresso 95")
    with page.expect_download() as download:
        page.get_by_role("button", name="All five answers as CSV").click()
    rows = list(csv.DictReader(Path(download.value.path()).read_text("utf-8-sig").splitlines()))
    assert len(rows) == 3 * 2 * 5
    assert rows[0]["photo"] == "coffee.jpg"
    assert rows[0]["class"] == "espresso"
    tile(page, "flower.jpg").click()
    expect(page.get_by_role("img", name="The photo: flower.jpg.")).to_be_visible()
    tile(page, "pagoda").click()
    expect(page.get_by_role("img", name="The photo: pagoda.")).to_be_visible()
    tile(page, "rocket.jpg").click()
    expect(page.get_by_role("img", name="The photo: rocket.jpg.")).to_be_visible()
    expect(page).to_have_url(re.compile("photo=upload"))
    expect_no_exception(page)


def test_one_class_for_both_and_on_to_the_other_parts(app: str, page: Page) -> None:
    open_page(page, f"{app}/photo?photo=pagoda")
    expect(marked(page, SQUEEZENET)).to_have_text("boathouse")
    page.get_by_text("Ask both about one class").click()
    expect(marked(page, SQUEEZENET)).to_have_text("palace")
    expect(marked(page, EFFICIENTNET)).to_have_text("palace")
    wait_until_idle(page)
    bar(page, SQUEEZENET, "boathouse").click()
    expect(marked(page, EFFICIENTNET)).to_have_text("boathouse")
    expect(marked(page, SQUEEZENET)).to_have_text("boathouse")
    wait_until_idle(page)
    page.get_by_role("button", name="Cover a part").last.click()
    expect(bars(page)).to_contain_text("EfficientNet-Lite0 now says palace")
    expect(page).to_have_url(re.compile("photo=pagoda&.*same=true.*&part=cover"))
    wait_until_idle(page)
    bars(page).get_by_role("button", name="bell tower").click()
    expect(bars(page)).to_contain_text(re.compile(r"bell tower: [\d.]+\s% with nothing covered"))
    expect(page).to_have_url(re.compile("efficientnet_rank=2"))
    expect_no_exception(page)


def test_any_unit_by_its_number_and_the_names_of_classes(app: str, page: Page) -> None:
    open_page(page, f"{app}/photo?part=inside&photo=coffee&net=SqueezeNet+1.1&squeezenet_inside=conv10")
    maps = page.locator(".st-key-photo-maps")
    expect(maps.locator("button").first).to_have_text("espresso")
    number = page.get_by_role("spinbutton", name="Or a unit by its number")
    expect(number).to_have_value("967")
    number.fill("285")
    number.press("Enter")
    expect(page.get_by_role("heading", name="What drives unit 285, Egyptian Mau", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("unit=285"))
    wait_until_idle(page)
    page.get_by_text("Each map on its own scale").click()
    expect(maps).to_contain_text("each on its own scale: orange is positive, blue negative.")
    wait_until_idle(page)
    page.get_by_role("button", name="One whose patches look alike").click()
    expect(page.get_by_role("heading", name="What drives unit 967, espresso", exact=True)).to_be_visible()
    expect(page).not_to_have_url(re.compile("unit="))
    expect_no_exception(page)


def test_twenty_one_files_at_once(app: str, page: Page, tmp_path: Path) -> None:
    files = []
    for number in range(21):
        file = tmp_path / f"photo{number}.jpg"
        file.write_bytes(PHOTOS["flower" if number % 2 else "coffee"].file.read_bytes())
        files.append(str(file))
    open_page(page, f"{app}/photo?photo=upload")
    add(page, files)
    expect(page.get_by_text("These are 21 pictures: the first 20 are looked at.")).to_be_visible()
    expect(page.locator(".dl-table", has_text="photo19.jpg").locator("tr")).to_have_count(21)
    expect_no_exception(page)


def test_the_wrong_preparation_changes_the_answer(app: str, page: Page) -> None:
    open_page(page, f"{app}/photo?photo=coffee")
    expect(marked(page, SQUEEZENET)).to_have_text("espresso")
    page.get_by_text("Prepare it wrongly").click()
    expect(marked(page, SQUEEZENET)).not_to_have_text("espresso")


def test_a_chosen_option_stays_chosen_and_each_is_round_where_they_wrap(app: str, page: Page) -> None:
    page.set_viewport_size({"width": 1000, "height": 800})
    open_page(page, f"{app}/photo?part=cover")
    first, second = (
        page.get_by_role("radio", name=name, exact=True) for name in ("EfficientNet-Lite0", "SqueezeNet 1.1")
    )
    places = [each.bounding_box() for each in (first, second)]
    assert places[0] and places[1] and places[0]["y"] < places[1]["y"]
    corners = "each => getComputedStyle(each).borderRadius"
    assert first.evaluate(corners) == second.evaluate(corners)
    second.click()
    expect(page).to_have_url(re.compile("net=SqueezeNet"))
    wait_until_idle(page)
    second.click()
    wait_until_idle(page)
    expect(second).to_have_attribute("aria-checked", "true")
    expect(first).to_have_attribute("aria-checked", "false")
    expect(page).to_have_url(re.compile("net=SqueezeNet"))


def test_a_change_of_part_leaves_nothing_of_the_part_before(app: str, page: Page) -> None:
    open_page(page, f"{app}/photo")
    expect(marked(page, EFFICIENTNET)).to_have_text("tiger cat")
    page.evaluate(
        """() => {
            window.both = [];
            const seen = (name) => [...document.querySelectorAll(`[class*='st-key-${name}']`)]
                .filter((each) => each.checkVisibility() && each.clientHeight).map((each) => each.className);
            const look = () => {
                const before = [...seen('photo-net-'), ...seen('photo-preparation'), ...seen('photo-knobs-same')];
                if (before.length && seen('photo-knobs-own_scale').length) both.push(before);
                requestAnimationFrame(look);
            };
            look();
        }"""
    )
    page.locator(".st-key-photo-part").get_by_text("Look inside").click()
    expect(page.get_by_text("What would it like best?")).to_be_visible()
    wait_until_idle(page)
    assert page.evaluate("window.both") == []  # at every painted frame


def test_a_link_from_before_each_network_had_a_rank_opens_as_it_did(app: str, page: Page) -> None:
    open_page(page, f"{app}/photo?photo=coffee&rank=2")
    for name in (EFFICIENTNET, SQUEEZENET):
        expect(marked(page, name)).to_have_text(net(page, name).locator(".dl-bar-name").nth(1).inner_text())
    expect(page).to_have_url(re.compile("efficientnet_rank=2.*squeezenet_rank=2"))
    expect(page).not_to_have_url(re.compile(r"[?&]rank="))


def test_a_press_on_a_thumbnail_is_seen_before_the_server_has_answered(
    app: str, app_server: Server, page: Page
) -> None:
    open_page(page, f"{app}/photo")
    with silent(app_server):
        tile(page, "coffee").click()
        expect(tile(page, "coffee")).to_have_attribute("data-picked", "")
    expect(marked(page, SQUEEZENET)).to_have_text("espresso")
    expect(page.locator("[data-picked]")).to_have_count(0)
