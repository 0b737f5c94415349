"""The page of the text lesson: a text of one's own of any kind, its parts, and letting a model write."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dnnlab.live.pool import Pool
from dnnlab.rnn.text.brain import SHIPPED
from dnnlab.rnn.text.corpus import OWN
from dnnlab.ui import following
from pages.lessons import LESSONS
from pages.rnn.text.choice import PINNED, YOURS
from pages.rnn.text.own import stands_in
from tests.live.helpers import poll_until, until
from tests.pages.helpers import elements, press, sentences, visit, widget

LESSON = LESSONS["char-lm"]
RHYME = "Ring a ring of roses, a pocket full of posies. Hush, hush, we all fall down!\n" * 60
UGLY = {
    "empty": (b"", "The file is empty"),
    "short": (b"A few words.", "at least 2,000 are needed"),
    "one symbol": (b"a" * 5_000, "one symbol again and again"),
    "bytes": (bytes(range(32)) * 200, "no text but a file of bytes"),
    "a picture": (b"\x89PNG" + bytes(5_000), "This looks like a picture"),
}


def paste(page: AppTest, text: str) -> AppTest:
    page.text_area(key="char-lm/pasted").set_value(text)
    return press(page, "Use this text")


@pytest.mark.parametrize("kind", UGLY)
def test_a_file_that_is_no_text_gets_one_sentence(pool: Pool, owner: str, kind: str) -> None:
    data, said = UGLY[kind]
    page = visit(LESSON, owner)
    page.file_uploader(key="char-lm/upload").upload("mine.txt", data, "text/plain").run()
    assert not page.exception
    (sentence,) = sentences(page)
    assert said in sentence
    assert "text" not in page.query_params


def test_a_pasted_text_is_what_the_next_run_learns_from_and_not_in_the_link(pool: Pool, owner: str) -> None:
    page = paste(visit(LESSON, owner), RHYME)
    assert not page.exception
    assert not sentences(page)
    assert page.query_params == {"text": OWN}
    assert any(f"Your text: {len(RHYME):,} characters" in each.value for each in page.caption)
    press(page, "Play")
    (run,) = pool.runs(owner)
    assert run.given == RHYME
    now = poll_until(run, lambda now: now.step >= 3, "it trains")
    assert now.status.config == run.config
    assert run.config.text == OWN


def test_an_uploaded_text_says_its_encoding(pool: Pool, owner: str) -> None:
    page = visit(LESSON, owner)
    page.file_uploader(key="char-lm/upload").upload("mine.txt", b"\xef\xbb\xbf" + RHYME.encode(), "text/plain").run()
    assert not page.exception
    assert any("read as UTF-8" in each.value for each in page.caption)


def test_the_text_is_that_of_the_run_after_the_page_was_loaded_anew(pool: Pool, owner: str) -> None:
    page = press(paste(visit(LESSON, owner), RHYME), "Step")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step == 1, "it has taken the step")
    again = visit(LESSON, owner, text=OWN)
    assert not again.exception
    assert not sentences(again)
    assert [each.id for each in pool.runs(owner)] == [run.id]
    assert run.poll().status.step == 1
    assert page.query_params == again.query_params


def test_without_a_text_of_ones_own_shakespeare_stands_in_and_the_page_says_so(pool: Pool, owner: str) -> None:
    page = visit(LESSON, owner, text=OWN)
    assert not page.exception
    (sentence,) = sentences(page)
    assert "Shakespeare stands in" in sentence
    press(page, "Step")
    (run,) = pool.runs(owner)
    assert run.config.text == "Shakespeare"
    assert run.given is None


def test_a_text_is_fingerprinted_once_not_in_every_run_of_the_page(
    pool: Pool, owner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = paste(visit(LESSON, owner), RHYME)
    seen: list[object] = []
    monkeypatch.setattr(following, "fingerprint", lambda given: seen.append(given) or "another")
    page.run()
    press(page, "Step")
    page.run()
    assert seen == []


def test_stands_in_leaves_other_knobs_alone(pool: Pool, owner: str) -> None:
    page = visit(LESSON, owner, text=OWN, hidden="64")
    press(page, "Step")
    (run,) = pool.runs(owner)
    assert run.config.hidden == 64
    assert stands_in(run.config, None) == run.config


def test_a_shipped_model_writes_at_once(pool: Pool, owner: str) -> None:
    page = visit(LESSON, owner, part="write")
    assert not page.exception

    def wrote() -> bool:
        page.run()
        return len(next(each.value for each in page.code if "ROMEO" in each.value)) > 400

    until(wrote, "the text is there")
    assert not sentences(page)


@pytest.mark.parametrize("model", SHIPPED)
def test_every_model_that_ships_writes(pool: Pool, owner: str, model: str) -> None:
    page = visit(LESSON, owner, part="write", model=model, write_length="100")
    assert not page.exception
    assert page.query_params.get("model", [next(iter(SHIPPED))]) in (model, [model]), "the first one needs no word"


def test_ones_own_run_writes_where_there_is_one(pool: Pool, owner: str) -> None:
    press(paste(visit(LESSON, owner), RHYME), "Step")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step == 1, "it has taken the step")
    page = visit(LESSON, owner, part="write")
    assert not page.exception
    assert any("Your run: step 1" in each.value for each in page.caption)
    assert widget(page, "char-lm/model").value == "Your run now"
    assert "model" not in page.query_params


def test_characters_that_the_model_lacks_are_said(pool: Pool, owner: str) -> None:
    page = visit(LESSON, owner, part="write")
    page.text_area[0].set_value("Naïve 🙂 ROMEO").run()
    assert not page.exception
    stages = [each.proto for each in elements(page) if each.type == "bidi_component"]
    assert any(b"It does not know 2 characters: left out" in each.bytes for each in stages)


@pytest.mark.parametrize("how", ["greedy", "beam search"])
def test_greedy_and_beam_say_why_they_loop(pool: Pool, owner: str, how: str) -> None:
    page = visit(LESSON, owner, part="write", write_how=how)
    assert not page.exception
    assert not sentences(page)


@pytest.mark.parametrize(("name", "shown"), [("Dante", "'Dante'"), ("*Dan_te*", r"'\*Dan\_te\*'")])
def test_a_link_with_a_model_that_is_none_says_so(pool: Pool, owner: str, name: str, shown: str) -> None:
    page = visit(LESSON, owner, part="write", model=name)
    assert not page.exception
    assert any(f"asks for a model {shown}" in each.value for each in page.warning)
    assert "model" not in page.query_params


def test_a_pinned_run_can_be_asked_when_another_one_has_begun(pool: Pool, owner: str) -> None:
    page = press(paste(visit(LESSON, owner), RHYME), "Step")
    (run,) = pool.runs(owner)
    poll_until(run, lambda now: now.step == 1, "it has taken the step")
    page.run()
    press(page, "Compare")
    until(lambda: pool.shelf.pinned(owner, "char-lm").answer.done, "its model is there")
    press(page, "Reset")
    poll_until(run, lambda now: now.step == 0, "it has begun again")
    page = visit(LESSON, owner, part="write", model=PINNED, write_length="100")
    assert not page.exception
    assert widget(page, "char-lm/model").options[:2] == [YOURS, "Pinned run 1"]
    assert widget(page, "char-lm/model").value == PINNED

    def wrote() -> bool:
        page.run()
        return any(len(each.value) == 100 for each in page.code)

    until(wrote, "the text is there")
    assert not sentences(page)
    pool.shelf.pin(owner, "char-lm", None)
    page = visit(LESSON, owner, part="write")
    assert PINNED not in widget(page, "char-lm/model").options
