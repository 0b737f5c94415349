"""The lesson on neurons: its parts open, links reproduce them, and what the browser moves becomes the page's knobs."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dnnlab.foundations.neuron.examples import LINE, to_text
from dnnlab.live.pool import Pool
from pages.foundations.neuron.lesson import LESSON
from pages.foundations.neuron.parts import CLAIMS, NEURON, TITLES
from tests.live.helpers import PATIENCE
from tests.pages.helpers import ROOT, TOKEN, elements, widgets


def arrive(owner: str, **query: Any) -> AppTest:
    """Open the lesson by a link."""
    page = AppTest.from_file(ROOT / LESSON.page, default_timeout=PATIENCE)
    page.session_state[TOKEN] = owner
    for name, text in query.items():
        page.query_params[name] = text
    page.run()
    assert not page.exception
    return page


def config_of(page: AppTest, part: str) -> Any:
    return page.session_state[f"{LESSON.slug if part == NEURON else f'{LESSON.slug}/{part}'}/last good config"]


def moved(page: AppTest, part: str, text: str) -> AppTest:
    """What a stage of a part tells, as if it were let go there."""
    key = f"{LESSON.slug if part == NEURON else f'{LESSON.slug}/{part}'}/stage"
    page.session_state[f"{key}-clicked"] = {"panel": 0, "x": text}
    return page.run()


@pytest.mark.parametrize("part", TITLES)
def test_every_part_opens_with_a_claim_and_help_on_every_widget(pool: Pool, owner: str, part: str) -> None:
    page = arrive(owner, **({} if part == NEURON else {"part": part}))
    said = " ".join(str(each.value) for each in elements(page) if each.type == "html")
    assert CLAIMS.get(part, LESSON.claim).replace("'", "&#x27;") in said
    assert [each.label for each in widgets(page) if not each.proto.help] == []
    assert not page.warning


@pytest.mark.parametrize(
    ("part", "text", "wanted", "link"),
    [
        ("neuron", "w1=-0.7&w2=2.7&b=0&x1=0.4&x2=1.8", {"w1": -0.7, "w2": 2.7, "b": 0.0}, {"w1": "-0.7", "b": "0"}),
        ("activations", "z=-1.24", {"z": -1.24}, {"act_z": "-1.24"}),
        ("softmax", "y1=0&temperature=5", {"y1": 0.0, "temperature": 5.0}, {"soft_temperature": "5"}),
        ("binary", "boundary=1", {"boundary": 1.0, "y": -1.0}, {"two_boundary": "1"}),
        ("classes", "p1=20&p2=3", {"place": (20, 3)}, {"many_p1": "20", "many_p2": "3"}),
        ("regression", f"points={to_text(LINE)}", {"points": to_text(LINE)}, {"num_points": to_text(LINE)}),
    ],
)
def test_what_is_let_go_becomes_knobs_and_link(
    pool: Pool, owner: str, part: str, text: str, wanted: dict[str, Any], link: dict[str, str]
) -> None:
    page = moved(arrive(owner, **({} if part == NEURON else {"part": part})), part, text)
    assert not page.exception
    config = config_of(page, part)
    assert {name: getattr(config, name) for name in wanted} == wanted
    assert {name: page.query_params[name] for name in link} in (link, {name: [text] for name, text in link.items()})
    page.run()
    assert config_of(page, part) == config, "it is taken once, and stays"


def test_other_knobs_stay_where_they_were(pool: Pool, owner: str) -> None:
    page = moved(arrive(owner, activation="ELU", alpha="2", gate="OR", x2="-1"), NEURON, "w1=1")
    config = config_of(page, NEURON)
    assert (config.activation, config.alpha, config.gate, config.x2, config.w1) == ("ELU", 2.0, "OR", -1.0, 1.0)


def test_points_that_are_none_are_a_notice(pool: Pool, owner: str) -> None:
    page = arrive(owner, part="regression", num_points="1,2")
    assert len(page.warning) == 1
    assert "points" in page.warning[0].value
