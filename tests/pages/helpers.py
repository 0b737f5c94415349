"""What a page test says: visit a page, find a widget, wait until the page tells something."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from streamlit.testing.v1 import AppTest

from dnnlab.paths import ROOT
from dnnlab.ui.lesson import Lesson
from tests.live.helpers import until
from tests.patience import PATIENCE

TOKEN = "_dnnlab_tab_token"
WIDGETS = (
    "button", "download_button", "button_group", "camera_input", "file_uploader", "number_input", "radio",
    "selectbox", "select_slider", "slider", "text_input", "toggle",
)  # fmt: skip


def visit(lesson: Lesson, owner: str | None, **query: Any) -> AppTest:
    """Open a lesson by its link, as the tab of that token: the page alone, without navigation and home around it."""
    return _arrive(AppTest.from_file(ROOT / lesson.page, default_timeout=PATIENCE), owner, query)


def visit_toy(toy: str, owner: str | None, *, given: Any = None, **query: Any) -> AppTest:
    """Open the page of a toy experiment, with something that the learner hands over."""
    page = AppTest.from_file(ROOT / "tests" / "pages" / "toy_page.py", default_timeout=PATIENCE)
    page.session_state["toy"] = toy
    page.session_state["given"] = given
    return _arrive(page, owner, query)


def _arrive(page: AppTest, owner: str | None, query: dict[str, Any]) -> AppTest:
    if owner is not None:
        page.session_state[TOKEN] = owner
    for name, text in query.items():
        page.query_params[name] = text
    return page.run()


def elements(page: AppTest) -> Iterator[Any]:
    """Everything on the page, from top to bottom."""

    def walk(node: Any) -> Iterator[Any]:
        for child in getattr(node, "children", {}).values():
            yield child
            yield from walk(child)

    return walk(page.main)


def widgets(page: AppTest) -> list[Any]:
    """Everything that can be set or pressed."""
    return [each for each in elements(page) if each.type in WIDGETS]


def widget(page: AppTest, key: str) -> Any:
    """The widget of that key."""
    return next(each for each in widgets(page) if getattr(each, "key", None) == key)


def press(page: AppTest, label: str) -> AppTest:
    """Press the first button of that label."""
    return next(each for each in page.button if each.label == label).click().run()


def line(page: AppTest) -> dict[str, Any]:
    """What the bar tells of its moment (:class:`dnnlab.ui.components.bar.component.Told`)."""
    found: dict[str, Any] = json.loads(next(_of_bar(page)).proto.json)
    return found


def _of_bar(page: AppTest) -> Iterator[Any]:
    return (
        each for each in elements(page)
        if each.type == "bidi_component" and each.proto.component_name.endswith("dnnlab_bar")
    )  # fmt: skip


def seek(page: AppTest, step: int, *, of: str | None = None) -> AppTest:
    """Move the bar's slider to a step, as its browser part does; by default of what it shows."""
    told = line(page)
    page.session_state[f"{told['bar']}/line"] = {
        "seek": {"of": told["of"] if of is None else of, "step": step, "number": told["sought"] + 1}
    }
    return page.run()


def status(page: AppTest) -> str:
    """Where the run stands, in the bar's words."""
    words: str = line(page)["words"]
    return words


def table(page: AppTest) -> str:
    """The HTML of the table of runs; empty without one."""
    return next((each.value for each in elements(page) if each.type == "html" and "dl-table" in str(each.value)), "")


def sentences(page: AppTest) -> list[str]:
    """What stands in the page's coloured boxes."""
    return [box.value for kind in (page.error, page.warning, page.info, page.success) for box in kind]


def look_until(page: AppTest, words: str) -> AppTest:
    """Look again, as the live fragment does, until the bar or a box says it."""

    def said() -> bool:
        page.run()
        return any(words in text for text in [status(page), *sentences(page)])

    try:
        until(said, f"the page says {words!r}")
    except AssertionError as error:
        raise AssertionError(f"{error}; it says {status(page)!r} {sentences(page)}") from None
    return page
