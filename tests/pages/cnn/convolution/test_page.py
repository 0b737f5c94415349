"""The parts of the convolution lesson that have no run: what they say, and where."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dnnlab.live.pool import Pool
from pages.cnn.convolution.lesson import LESSON
from pages.cnn.convolution.parts import CLAIMS
from tests.pages.helpers import elements, visit, widget


def arrive(owner: str, **query: Any) -> AppTest:
    page = visit(LESSON, owner, **query)
    assert not page.exception
    return page


def captions(page: AppTest) -> str:
    return " ".join(each.value for each in page.caption)


def claim(page: AppTest) -> str:
    written = [unescape(str(each.value)) for each in elements(page) if each.type == "html"]
    return next(text for text in written if "class='dl-claim'" in text)


@pytest.mark.parametrize("part", CLAIMS)
def test_each_part_makes_its_own_claim(pool: Pool, owner: str, part: str) -> None:
    assert CLAIMS[part] in claim(arrive(owner, part=part))


@pytest.mark.parametrize(
    ("knob", "value", "said"),
    [("kernel_size", 4, "has the sizes 3, 5, 7"), ("padding", "causal", "Causal padding belongs to signals")],
)
def test_what_does_not_go_together_is_said_above_the_window(
    pool: Pool, owner: str, knob: str, value: Any, said: str
) -> None:
    page = arrive(owner)
    widget(page, f"convolution/knobs/{knob}").set_value(value).run()
    (warning,) = page.warning
    assert said in warning.value
    assert warning.value.endswith("The page still shows the setting before.")
    everything = list(elements(page))
    size = next(each for each in everything if each.type == "markdown" and "**Size**" in each.value)
    assert everything.index(warning) < everything.index(size)
    assert "256" in size.value


def test_a_link_that_does_not_go_together_shows_the_defaults(pool: Pool, owner: str) -> None:
    (warning,) = arrive(owner, kernel_size="4").warning
    assert warning.value.endswith("The page still shows its defaults.")


def test_a_stack_stands_on_a_photo_when_the_picture_is_a_grid_of_numbers(pool: Pool, owner: str) -> None:
    page = arrive(owner, part="stack", source="numbers")
    assert "the cat stands in" in captions(page)
    assert not page.info
    assert "the cat stands in" not in captions(arrive(owner, part="stack"))


def test_equal_numbers_are_called_equal(pool: Pool, owner: str) -> None:
    assert "Matrix times picture and the sliding sum give exactly the same numbers." in captions(
        arrive(owner, part="dense")
    )


def test_weights_without_a_cell_are_counted_below_their_matrix(pool: Pool, owner: str) -> None:
    page = arrive(owner, part="dense")
    (stage,) = (str(each.proto) for each in elements(page) if getattr(each, "key", "") == "convolution/matrices")
    assert "Locally connected: 324 weights" in stage
    assert "68 of them only ever meet padding: they have no cell here." in stage
