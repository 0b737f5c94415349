"""Questions of a page: they keep their place while it waits; an answer that streams in is shown as it comes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dnnlab.live.calls import Call
from dnnlab.live.pool import Pool
from dnnlab.ui.asking import GLANCE, NOT_READY, SOON
from dnnlab.ui.asking import PATIENCE as PAGE_PATIENCE
from tests.live.helpers import PATIENCE, until
from tests.pages.helpers import ROOT, TOKEN, press, sentences


def arrive(owner: str, *asked: str) -> AppTest:
    page = AppTest.from_file(ROOT / "tests" / "pages" / "streaming_page.py", default_timeout=PATIENCE)
    page.session_state[TOKEN] = owner
    page.session_state["asked"] = asked
    return page.run()


def text(page: AppTest) -> str:
    assert not page.exception
    (shown,) = page.text
    return f"{shown.value} {page.caption[0].value}"


def look_until(page: AppTest, words: str) -> None:
    until(lambda: text(page.run()) == words, f"the page says {words!r}")


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """The file that a spelling waits for."""
    return tmp_path / "told"


def test_the_page_shows_what_is_there_and_then_the_whole(pool: Pool, owner: str, told: Path) -> None:
    page = arrive(owner, "ab-c", str(told))
    look_until(page, "ab… on its way")
    told.touch()
    look_until(page, "ab-c. complete")
    assert not sentences(page)


def test_another_question_takes_its_place(pool: Pool, owner: str, told: Path) -> None:
    page = arrive(owner, "ab-c", str(told))
    look_until(page, "ab… on its way")
    page.session_state["asked"] = ("xyz",)
    look_until(page, "xyz. complete")


def test_after_an_error_the_pieces_stay_until_the_learner_asks_again(
    pool: Pool, owner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = arrive(owner, "ab!")
    look_until(page, "ab. complete")
    (said,) = sentences(page)
    assert said.startswith("ValueError: ab! has no end")
    asked: list[str] = []
    call = pool.call
    monkeypatch.setattr(pool, "call", lambda *args, **named: asked.append(args[0]) or call(*args, **named))
    page.run()
    assert asked == []
    press(page, "Ask again")
    assert asked == ["spell"]


def test_without_a_trainer_the_page_says_so(pool: Pool, owner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "call", lambda *args, **named: Call())
    monkeypatch.setattr(Pool, "ready", False)
    page = arrive(owner, "abc")
    assert text(page) == "… on its way"
    assert sentences(page) == [NOT_READY]


def test_it_looks_again_by_itself_and_runs_the_page_when_all_is_there(
    pool: Pool, owner: str, told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """AppTest lets no time pass, so the test is the clock."""
    looks: list[tuple[Callable[[], Any], float | None]] = []

    def fragment(look: Callable[[], Any], *, run_every: float | None = None) -> Callable[[], Any]:
        looks.append((look, run_every))
        return look

    monkeypatch.setattr(st, "fragment", fragment)
    page = arrive(owner, "ab-c", str(told))
    assert text(page).endswith("… on its way")
    told.touch()
    again: list[str] = []
    look, every = looks[-1]
    assert every == SOON
    pool.call("spell", "ab-c", str(told)).result(PATIENCE)
    with monkeypatch.context() as patch:
        patch.setattr(st, "rerun", lambda: again.append("page"))
        patch.setattr(st, "text", lambda said: again.append(said))
        look()
    assert again == ["ab-c.", "page"]
    page.run()
    assert looks[-1][1] is None


def asking(owner: str, file: str) -> None:
    from dnnlab.ui.asking import answer, ask_again_if_needed

    answer(owner, "tally", file, "x", slot="marks")
    ask_again_if_needed()


def test_a_question_keeps_its_place_until_the_page_asks_again(
    pool: Pool, owner: str, told: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dnnlab.ui.asking.PATIENCE", 0)
    began, marks = tmp_path / "began", tmp_path / "marks"
    busy = pool.call("busy", str(began), str(told))
    until(began.exists, "the trainer is busy")
    page = AppTest.from_function(asking, default_timeout=PATIENCE, args=(owner, str(marks))).run()
    assert sentences(page) == [NOT_READY]
    told.touch()
    busy.result(PATIENCE)
    until(marks.exists, "the question is answered while the page rests")
    until(lambda: not sentences(page.run()), "the page shows it")
    assert marks.read_text() == "x"


def asking_twice(owner: str) -> None:
    import streamlit as st

    from dnnlab.ui.asking import answer, ask_again_if_needed

    st.session_state["answers"] = [answer(owner, name, slot=name) for name in ("first", "second")]
    ask_again_if_needed()


def test_slow_questions_about_a_run_are_answered_together_in_the_end(
    pool: Pool, owner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dnnlab.ui.asking.PATIENCE", 0)
    made: list[Call] = []

    def call(*args: Any, **named: Any) -> Call:
        made.append(Call())
        return made[-1]

    monkeypatch.setattr(pool, "call", call)
    page = AppTest.from_function(asking_twice, default_timeout=PATIENCE, args=(owner,)).run()
    assert page.session_state["answers"] == [None, None]
    first, second = made
    first._settle(1, "")
    assert page.run().session_state["answers"] == [1, None]
    second._settle(2, "")
    assert page.run().session_state["answers"] == [1, 2]
    assert made == [first, second], "nothing was asked twice"
    assert page.run().session_state["answers"] == [None, None], "then anew: the run has trained"
    assert len(made) == 4


def test_while_no_trainer_is_ready_the_page_does_not_wait(
    pool: Pool, owner: str, told: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A press in the meantime is heard at once."""
    waited: list[float | None] = []

    def result(call: Call, timeout: float | None = None) -> Any:
        waited.append(timeout)
        raise TimeoutError

    monkeypatch.setattr(Call, "result", result)
    monkeypatch.setattr("dnnlab.ui.asking.PATIENCE", PAGE_PATIENCE)
    for ready, patience in ((True, PAGE_PATIENCE), (False, GLANCE)):
        monkeypatch.setattr(Pool, "ready", ready)
        AppTest.from_function(asking, default_timeout=PATIENCE, args=(owner, str(tmp_path / "marks"))).run()
        assert waited.pop() == patience
