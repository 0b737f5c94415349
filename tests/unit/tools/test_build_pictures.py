"""The pictures of the lessons: all are there and light enough; the tool knows whom it is asked about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dnnlab.paths import ASSETS, ROOT
from dnnlab.ui.card import FRAMES, SIZE
from dnnlab.ui.lesson import Lesson
from dnnlab.ui.static_files import STYLE
from pages.lessons import LESSONS
from tools import build_pictures
from tools.build_pictures import CARD_BYTES, STILL_BYTES, THEMES, Unknown, chosen, drawn, for_readme, main, save, strip

every_lesson = pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)
every_theme = pytest.mark.parametrize("theme", THEMES)


def opened(lesson: Lesson, kind: str, theme: str) -> Image.Image:
    file = lesson.picture(kind, theme)  # type: ignore[arg-type]
    place = file.relative_to(ROOT)
    assert file.exists(), f"{place} is missing: python -m tools.build_pictures {lesson.slug}"
    with Image.open(file, formats=("WEBP",)) as picture:
        picture.load()
        return picture


@every_lesson
@every_theme
def test_a_card_has_all_its_frames_and_is_light(lesson: Lesson, theme: str) -> None:
    card = opened(lesson, "card", theme)
    assert card.size == (FRAMES * SIZE[0], SIZE[1])
    assert lesson.picture("card", theme).stat().st_size <= CARD_BYTES  # type: ignore[arg-type]
    first, *_, last = np.split(np.asarray(card.convert("L"), np.int16), FRAMES, axis=1)
    assert np.abs(first - last).mean() > 1, "nothing happens on it"


@every_lesson
@every_theme
def test_a_still_is_light_and_as_wide_as_a_stage(lesson: Lesson, theme: str) -> None:
    still = opened(lesson, "still", theme)
    assert 600 <= still.width <= 1200
    assert lesson.picture("still", theme).stat().st_size <= STILL_BYTES  # type: ignore[arg-type]


@every_lesson
def test_light_and_dark_are_two_pictures(lesson: Lesson) -> None:
    for kind in ("card", "still"):
        light, dark = (np.asarray(opened(lesson, kind, theme).convert("L")).mean() for theme in THEMES)
        assert light > dark + 20


def test_the_style_plays_as_many_frames_as_a_card_has() -> None:
    assert f"steps({FRAMES}, jump-none)" in STYLE.read_text(encoding="utf-8")
    assert f"aspect-ratio: {SIZE[0] // 60} / {SIZE[1] // 60}" in STYLE.read_text(encoding="utf-8")


def test_the_page_that_the_readme_shows_is_there() -> None:
    pages = [page for lesson in LESSONS.values() if (page := for_readme(lesson))]
    assert pages and all(page.exists() for page in pages), "python -m tools.build_pictures"
    assert set(ASSETS.glob("*/*/page.png")) == set(pages), "a page that nobody shows"


def test_only_the_named_lessons_are_made() -> None:
    assert [each.slug for each in chosen(["pooling", "digits"])] == [
        each for each in LESSONS if each in ("digits", "pooling")
    ]
    assert chosen([]) == list(LESSONS.values())
    with pytest.raises(Unknown, match=r"^There is no lesson 'zebra': the lessons are .*digits.*\.$"):
        chosen(["digits", "zebra"])


def test_an_unknown_lesson_is_one_sentence_before_any_server_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_pictures, "serving", None)
    with pytest.raises(SystemExit, match=r"^There is no lesson 'zebra'"):
        main(["zebra"])


def test_a_lesson_without_a_card_is_told_where_to_get_one() -> None:
    nobody = replace(LESSONS["digits"], slug="new", folder="cnn/new")
    with pytest.raises(ValueError, match=r"^new has no card: .* tools/pictures/drawn/cnn/new\.py\.$"):
        drawn(nobody, "light")
    assert drawn(replace(nobody, card="Loss"), "light") is None


def test_a_picture_is_as_good_as_its_limit_allows(tmp_path: Path) -> None:
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8))
    sizes = []
    for limit in (100_000, 3_000):
        save(noise, tmp_path / "noise.webp", limit)
        sizes.append((tmp_path / "noise.webp").stat().st_size)
    assert sizes[0] > 3_000 >= sizes[1]
    with pytest.raises(ValueError, match=r"too\.webp weighs more than 100 bytes"):
        save(noise, tmp_path / "too.webp", 100)
    assert not (tmp_path / "too.webp").exists()


def test_a_strip_has_all_frames_in_order() -> None:
    frames = [Image.new("RGB", SIZE, (place, 0, 0)) for place in range(FRAMES)]
    joined = np.asarray(strip(frames))
    assert joined[0, SIZE[0] // 2 :: SIZE[0], 0].tolist() == list(range(FRAMES))
    with pytest.raises(ValueError, match=f"{FRAMES} frames"):
        strip(frames[1:])
