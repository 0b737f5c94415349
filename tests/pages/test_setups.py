"""The buttons that set a prediction up, pressed: knobs and link follow, and the learner plays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from dnnlab.cnn.learn_kernel.knobs import LearnKernelConfig
from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.live.pool import Pool
from dnnlab.ui.tryit import SET_UP
from pages.cnn.convolution.lesson import LESSON as CONVOLUTION
from pages.cnn.pooling.lesson import LESSON as POOLING
from pages.lessons import LESSONS
from tests.live.helpers import poll_until
from tests.pages.helpers import look_until, press, sentences, visit, widget, widgets


def guess(page: AppTest, question: str, option: int = 0) -> AppTest:
    """Answer a question; its buttons show."""
    return widget(page, f"try/{question}").set_value(option).run()


def set_up(page: AppTest, question: str, label: str = SET_UP) -> AppTest:
    """Press a button of a question."""
    widget(page, f"try/{question}/{label}").click().run()
    assert not page.exception
    return page


def captions(page: AppTest) -> str:
    return " ".join(each.value for each in page.caption)


def test_a_button_sets_knobs_and_link_and_leaves_playing_to_the_learner(pool: Pool, owner: str) -> None:
    page = visit(CONVOLUTION, owner, part="learn", noise="1", own_target="1,2,1")
    assert not [each for each in page.button if each.label == SET_UP], "first the guess"
    page = set_up(guess(page, "learn-kernel-valley", 1), "learn-kernel-valley")
    assert page.session_state["learn-kernel/last good config"] == LearnKernelConfig(
        target="left sobel", optimizer="SGD", own_target="1,2,1"
    )
    assert dict(page.query_params) == {
        "part": "learn",
        "target": "left sobel",
        "optimizer": "SGD",
        "own_target": "1,2,1",
    }
    assert widget(page, f"try/learn-kernel-valley/{SET_UP}").disabled
    assert "The knobs are set: press Play." in captions(page)
    assert not pool.runs(owner)
    press(page, "Play")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step >= 1_000, "it came so far")
    look_until(page, "Your run at step 1,000")
    assert not [each for each in page.button if each.label == SET_UP]


def test_two_runs_have_a_button_each(pool: Pool, owner: str) -> None:
    page = guess(visit(CONVOLUTION, owner, part="learn", target="left sobel"), "learn-kernel-two-starts")
    first, other = (
        f"try/learn-kernel-two-starts/{label}" for label in ("Set up the first start", "Set up another start")
    )
    assert (widget(page, first).disabled, widget(page, other).disabled) == (True, False)
    widget(page, other).click().run()
    assert (widget(page, first).disabled, widget(page, other).disabled) == (False, True)
    assert page.query_params["seed"] == "1"


def test_knobs_that_change_while_it_trains_wait_for_a_run_of_their_own(pool: Pool, owner: str) -> None:
    page = guess(visit(LESSONS["digits"], owner), "lenet-large-steps")
    press(page, "Step")
    (before,) = pool.runs(owner)
    poll_until(before, lambda now: now.step == 1, "it has stepped")
    widget(page, "digits/knobs/learning_rate").set_value("0.05").run()
    poll_until(before, lambda now: bool(now.tunes), "it goes on with other steps")
    assert not widget(page.run(), f"try/lenet-large-steps/{SET_UP}").disabled, "the knobs are right, this run is not"
    set_up(page, "lenet-large-steps")
    assert not pool.runs(owner)
    assert len(pool.shelf.kept(owner, "digits")) == 1
    press(page, "Step")
    (run,) = pool.runs(owner)
    status = poll_until(run, lambda now: now.step == 1, "it has stepped").status
    assert status.begun == LeNetConfig(learning_rate=0.05)
    assert not status.tunes
    assert widget(page.run(), f"try/lenet-large-steps/{SET_UP}").disabled


@pytest.mark.parametrize(
    ("query", "question", "seen", "kept"),
    [
        ({"part": "slide", "stack": "3,1,1"}, "convolution-flat", "Every output of your grid", {"stack": "3,1,1"}),
        ({"part": "stack", "stack": "3,2,1;3,2,1"}, "convolution-two-layers", "sees 5 × 5 pixels", {}),
        ({"part": "dense", "source": "rocket"}, "convolution-larger-kernel", "9 → 25", {"source": "rocket"}),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_needs_no_run_is_judged_at_once(
    pool: Pool, owner: str, query: dict[str, str], question: str, seen: str, kept: dict[str, str]
) -> None:
    page = set_up(guess(visit(CONVOLUTION, owner, **query), question), question)
    assert any(seen in each for each in sentences(page))
    assert kept.items() <= page.query_params.items()


def test_the_digit_that_moves_has_knobs_of_its_own(pool: Pool, owner: str) -> None:
    page = guess(visit(POOLING, owner, digit="7"), "pooling-first")
    page = set_up(page, "pooling-first")
    assert dict(page.query_params) == {"digit": "7", "dx": "-4"}
    assert any("With your digit" in each for each in sentences(page))


FIRST = "convolution-size"


def moment(page: AppTest) -> str:
    """The line of the question of the moment."""
    return next(str(each.proto.popover.label) for each in blocks(page) if each.type == "popover")


def blocks(page: AppTest) -> list[Block]:
    """All containers of a page."""

    def below(block: Block) -> Iterator[Block]:
        for child in block.children.values():
            if isinstance(child, Block):
                yield child
                yield from below(child)

    return list(below(page.main))


def test_the_question_of_the_moment_and_the_tab_have_one_answer_which_counts(pool: Pool, owner: str) -> None:
    page = visit(CONVOLUTION, owner)
    assert moment(page).startswith("**Predict first**")
    widget(page, f"now/{FIRST}").set_value(0).run()
    assert widget(page, f"try/{FIRST}").value == 0
    assert moment(page).startswith("**Now see**")
    widget(page, f"try/{FIRST}").set_value(2).run()
    assert widget(page, f"now/{FIRST}").value == 2, "until it is seen, one may think again"
    widget(page, f"now/{FIRST}/{SET_UP}").click().run()
    assert moment(page).startswith("**It turned out otherwise**")
    for place in ("now", "try"):
        assert widget(page, f"{place}/{FIRST}").disabled
        assert widget(page, f"{place}/{FIRST}").value == 2, "the first answer counts"
    source = next(each for each in widgets(page) if each.key.startswith("convolution/knobs/source"))
    source.set_value("cat").run()
    assert widget(page, f"try/{FIRST}").disabled, "also when the page shows something else again"


def test_after_the_verdict_the_next_question_is_one_press_away(pool: Pool, owner: str) -> None:
    page = visit(CONVOLUTION, owner)
    widget(page, f"now/{FIRST}").set_value(0).run()
    widget(page, f"now/{FIRST}/{SET_UP}").click().run()
    before = moment(page)
    widget(page, "now/convolution/next").click().run()
    assert moment(page).startswith("**Predict first**")
    assert moment(page) != before
