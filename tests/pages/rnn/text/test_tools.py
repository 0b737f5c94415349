"""The tools of the text lesson with a real trainer: what they open on, what they answer, what they refuse."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dnnlab.data.texts import Vocabulary
from dnnlab.live.pool import Pool
from dnnlab.paths import ROOT
from dnnlab.rnn.text.corpus import OWN, corpus_of
from dnnlab.rnn.text.knobs import TextConfig
from dnnlab.rnn.text.net import influence
from dnnlab.rnn.text.views import Influences, Kept
from dnnlab.ui.asking import NOT_READY
from dnnlab.ui.components.stage.payload import decode
from pages.rnn.text import influence as page_of_influence
from pages.rnn.text.influence import reaches
from pages.rnn.text.model import Model
from pages.rnn.text.units import OPENING
from tests.live.helpers import until
from tests.pages.helpers import TOKEN, elements, sentences, table
from tests.patience import PATIENCE

OWN_TEXT = "\n".join(f'HAMLET:\nThe "cat" number {n} (a cat) sat on {n * n} mats.\n' for n in range(200))


def visit(part: str, owner: str, run: Any = None, *, kept: Kept | None = None, **query: str) -> AppTest:
    """Open one tool."""
    page = AppTest.from_file(ROOT / "tests" / "browser" / "apps" / "text_tools.py", default_timeout=PATIENCE)
    page.session_state[TOKEN] = owner
    if run is not None:
        page.session_state["run"] = run
    if kept is not None:
        page.session_state["kept"] = kept
    for name, text in {"part": part, **query}.items():
        page.query_params[name] = text
    return looked(page)


def looked(page: AppTest) -> AppTest:
    """Run the page until every answer is there."""

    def answered() -> list[str] | None:
        """The questions so far, once all are answered: a page that then runs may ask the next ones."""
        calls = {key: each for key, each in page.session_state.items() if key.startswith("_dnnlab_streamed/")}
        return [asked for asked, _ in calls.values()] if all(call.done for _, call in calls.values()) else None

    def settled() -> bool:
        before = answered()
        page.run()
        assert not page.exception
        return before is not None and before == answered() and NOT_READY not in sentences(page)

    page.run()
    until(settled, "the page has all answers")
    return page


def panels(page: AppTest) -> dict[str, dict[str, Any]]:
    """The panels of all stages on the page, by their titles."""
    found: dict[str, dict[str, Any]] = {}
    for each in elements(page):
        if each.type == "bidi_component" and each.proto.component_name.endswith("dnnlab_stage"):
            header, _ = decode(each.proto.bytes)
            found |= {panel["title"]: panel for panel in header["panels"]}
    return found


def titled(page: AppTest, words: str) -> dict[str, Any]:
    """The panel whose title has these words."""
    return next(panel for title, panel in panels(page).items() if words in title)


@pytest.fixture
def run(pool: Pool, owner: str) -> Any:
    """A learner's run about a text of their own, two layers, with some steps done."""
    config = TextConfig(text=OWN, cell="GRU", hidden=32, embedding=8, layers=2, length=16, batch_size=8)
    handle = pool.start("char-lm", config, owner=owner, slot="char-lm", given=OWN_TEXT)
    until(lambda: handle.poll().status.step >= 3, "it has trained")
    handle.pause()
    return handle


def test_the_x_ray_opens_on_the_best_unit(pool: Pool, owner: str) -> None:
    page = visit("xray", owner)
    best = OPENING["Shakespeare"]
    panel = titled(page, f"unit {best.unit} follows “{best.feature}”")
    assert panel["text"] == page.text_area[0].value
    assert panel["text"].count("\n") > 3
    written = [titled(page, title)["text"] for title in ("Untouched", "off")]
    assert [len(text) for text in written] == [400, 400]
    assert written[0] != written[1]
    assert not sentences(page)


def test_another_unit_brings_another_text_until_the_learner_writes_one(pool: Pool, owner: str) -> None:
    page = visit("xray", owner)
    first = page.text_area[0].value
    button = next(each for each in page.button if "capital letters" in str(each.key))
    page = looked(button.click().run())
    panel = titled(page, "follows “capital letters”")
    assert panel["text"] == page.text_area[0].value != first
    page = looked(page.text_area[0].set_value("Ünder the ☃ sea, O king").run())
    panel = titled(page, "follows “capital letters”")
    assert panel["text"] == "nder the  sea, O king"
    assert panel["caption"].endswith("does not know them: Ü ☃")
    button = next(each for each in page.button if "position in the line" in str(each.key))
    page = looked(button.click().run())
    assert page.text_area[0].value == "Ünder the ☃ sea, O king"


@pytest.mark.parametrize(("text", "words"), [("", "Write some text"), ("☃☃", "knows no character")])
def test_nothing_to_colour_is_said_in_a_sentence(pool: Pool, owner: str, text: str, words: str) -> None:
    page = visit("xray", owner)
    page = looked(page.text_area[0].set_value(text).run())
    (said,) = sentences(page)
    assert words in said


def test_a_run_is_looked_into_too(run: Any, owner: str) -> None:
    page = visit("xray", owner, run)
    panel = titled(page, "in layer")
    assert "HAMLET" in panel["text"]
    (cell,) = page.button_group
    assert cell.options == ["h", "r", "z", "n"]
    assert len(titled(page, "Untouched")["text"]) == 400


# -- score ---------------------------------------------------------------------------


def test_both_authors_score_the_same_text(pool: Pool, owner: str) -> None:
    page = visit("score", owner)
    text = page.text_area[0].value
    assert titled(page, "Shakespeare reads it")["text"] == titled(page, "Cervantes reads it")["text"] == text
    (told,) = [each.value for each in page.markdown if each.value.startswith("Nats a character (0: not surprised)")]
    assert f"(over {len(text):,} characters)" in told
    assert table(page).count("<tr>") == 1 + 8


def test_characters_that_a_model_lacks_are_struck_through_and_in_no_sum(pool: Pool, owner: str) -> None:
    page = visit("score", owner)
    page = looked(page.text_area[0].set_value("O ☃ <king>").run())
    struck = [titled(page, f"{name} reads it")["left_out"] for name in ("Shakespeare", "Cervantes")]
    assert all(2 in each for each in struck)
    (told,) = [each.value for each in page.markdown if each.value.startswith("Nats a character (0: not surprised)")]
    assert f"over {10 - len(set(struck[0]) | set(struck[1]))} characters" in told
    assert "left out of all sums" in told
    assert "<king" not in table(page)


@pytest.mark.parametrize(("text", "words"), [("", "Write some text"), ("☃☃", "No character of this text")])
def test_nothing_to_score_is_said_in_a_sentence(pool: Pool, owner: str, text: str, words: str) -> None:
    page = visit("score", owner)
    page = looked(page.text_area[0].set_value(text).run())
    (said,) = sentences(page)
    assert words in said


def test_a_run_scores_beside_the_authors(run: Any, owner: str) -> None:
    page = visit("score", owner, run)
    assert [title.split(" reads")[0] for title in panels(page)] == ["Your run", "Shakespeare", "Cervantes"]
    assert "Where Your run is surprised most" in " ".join(each.value for each in page.markdown)


# -- copied --------------------------------------------------------------------------


def test_the_longest_run_is_marked_in_the_sample_and_in_its_place(pool: Pool, owner: str) -> None:
    page = visit("copied", owner)
    training = corpus_of("Shakespeare", 10).training_text
    lengths = []
    for title in ("The model’s sample", "A held-out page"):
        panel = titled(page, title)
        ((start, end),) = panel["marks"]
        run = panel["text"][start:end]
        assert len(panel["text"]) == 500
        assert run in training
        assert panel["text"][start : end + 1] not in training or end == 500
        assert panel["title"].endswith(f": {len(run)} characters copied")
        lengths.append(len(run))
    (verdict,) = [each.value for each in page.markdown if each.value.startswith("The longest copied run")]
    assert all(f"**{length}**" in verdict for length in lengths)
    place = panels(page)["Its place in the training text"]
    ((start, end),) = place["marks"]
    assert place["text"] in training
    assert place["text"][start:end] == run


def test_a_run_that_copies_is_found_out(run: Any, owner: str) -> None:
    page = visit("copied", owner, run)
    assert "HAMLET" in titled(page, "A held-out page")["text"]
    assert titled(page, "The model’s sample")["marks"]


# -- influence -----------------------------------------------------------------------


def test_three_networks_say_what_mattered_and_a_click_keeps_another_character(pool: Pool, owner: str) -> None:
    page = visit("influence", owner)
    text = page.text_area[0].value
    shown = panels(page)
    assert [title.split(" ")[0] for title in shown] == ["LSTM", "GRU", "RNN", "How"]
    texts = [panel for title, panel in shown.items() if "units" in title]
    assert all(panel["chosen"] == text.rindex("HENRY") + 4 and panel["rows"] for panel in texts)
    assert all(len(panel["told"]) == len(text) for panel in texts)
    assert all("It gave “E”" in panel["told"][text.rindex("HENRY") + 1] for panel in texts)
    assert "Nothing that it knows stands before" in texts[0]["told"][0]
    page.session_state["char-lm/influence/stage"] = {"click": {"panel": 1, "x": 3}}
    page = looked(page)
    assert all(panel["chosen"] == 3 for title, panel in panels(page).items() if "units" in title)


def test_a_character_without_an_answer_is_said_in_a_sentence(pool: Pool, owner: str) -> None:
    page = visit("influence", owner)
    page = looked(page.text_area[0].set_value("a☃b").run())
    panel = titled(page, "GRU of 128")
    assert panel["told"][1] == "It does not know “☃”: left out."
    assert panel["left_out"] == [1]
    assert "It gave “b”" in panel["told"][2]
    page = looked(page.text_area[0].set_value("a").run())
    (said,) = sentences(page)
    assert "at least two" in said


def test_a_run_is_asked_beside_the_shipped_ones(run: Any, owner: str) -> None:
    page = visit("influence", owner, run)
    text = page.text_area[0].value
    cells, names = ("GRU of 32", "GRU of 128", "RNN of 128"), ("Your run", "Shakespeare", "Shakespeare")
    assert list(panels(page))[:3] == [f"{cell} units: {name}" for cell, name in zip(cells, names, strict=True)]
    told = titled(page, "Your run")["told"]
    assert told[text.index("Y")] == "It does not know “Y”: left out."
    assert "It gave" in told[text.index("H")]


def test_the_longest_text_is_that_of_the_call() -> None:
    assert page_of_influence.LONGEST == influence.LONGEST


def test_rows_stand_at_the_characters_that_are_asked_about() -> None:
    model = Model.shipped("Shakespeare, RNN of 128", None)
    norms = np.array([[np.nan, np.nan, np.nan], [2, np.nan, np.nan]], np.float32)[1:]
    piece = Influences(model=1, places=np.array([2]), norms=norms, probabilities=np.array([0.5], np.float32))
    none, one = reaches([model, model], "a☃b", [piece])
    assert np.isnan(none.norms).all()
    assert one.norms[2, 0] == 2
    assert np.isnan(one.norms).sum() == 8
    assert none.told("a☃b", model, more=True)[2].startswith("This one is still")


# -- a pinned run --------------------------------------------------------------------


@pytest.fixture
def kept(run: Any, pool: Pool, owner: str) -> Kept:
    """That run's model, which stays when the run is gone."""
    found: Kept = pool.call("text.keep", run=run, owner=owner).result(PATIENCE)
    run.stop()
    return found


@pytest.mark.parametrize("part", ["copied", "score", "xray", "influence"])
def test_every_tool_works_with_a_pinned_run(kept: Kept, owner: str, part: str) -> None:
    page = visit(part, owner, kept=kept)
    assert not sentences(page)
    text = " ".join([*panels(page), *(each.value for each in page.markdown)])
    assert "Your pinned run" in text or part in ("copied", "xray")
    if part == "copied":
        assert titled(page, "held-out page")["text"].strip()


# -- vocabulary ----------------------------------------------------------------------


def test_the_characters_of_ones_own_text_are_found_once(run: Any, owner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    of = Vocabulary.of.__func__
    monkeypatch.setattr(Vocabulary, "of", classmethod(lambda cls, text: seen.append(text) or of(cls, text)))
    page = visit("score", owner, run)
    for _ in range(3):
        page.run()
    assert len(seen) == 1
