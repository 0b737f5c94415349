"""The course: its order, the way from lesson to lesson, and a lesson found by a word."""

from __future__ import annotations

import pytest

from dnnlab.ui.course import found, in_order, neighbours, plain, terms
from dnnlab.ui.lesson import Lesson
from pages.lessons import GROUPS, LESSONS

COURSE = in_order(LESSONS, list(GROUPS))


def lesson(slug: str, group: str = "Foundations", **more: object) -> Lesson:
    texts = {"title": slug, "claim": "A claim.", "teaser": "A teaser.", "folder": f"topic/{slug}"}
    return Lesson(slug=slug, group=group, **{**texts, **more})  # type: ignore[arg-type]


def test_the_course_goes_section_by_section_and_in_each_as_the_table_has_them() -> None:
    table = {each.slug: each for each in (lesson("c", "Sequences"), lesson("b"), lesson("d", "Sequences"), lesson("a"))}
    assert [each.slug for each in in_order(table, list(GROUPS))] == ["b", "a", "c", "d"]
    assert sorted(each.slug for each in COURSE) == sorted(LESSONS)


def test_the_first_lesson_has_none_before_it_and_the_last_none_after_it() -> None:
    course = [lesson("a"), lesson("b"), lesson("c")]
    assert [neighbours(course, each) for each in course] == [
        (None, course[1]), (course[0], course[2]), (course[1], None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "slugs"),
    [
        ("stride", {"convolution", "pooling"}), ("receptive  FIELD", {"convolution", "photo"}),
        ("lenet 5", {"digits", "pooling"}), ("grad cam", {"photo"}), ("Grad-CAM", {"photo"}),
        ("kern", {"convolution"}), ("zebra", set()), ("stride zebra", set()),
        ("", set(LESSONS)), ("   ", set(LESSONS)), ("…", set(LESSONS)),
    ],
)  # fmt: skip
def test_a_lesson_is_found_by_title_teaser_claim_and_terms(asked: str, slugs: set[str]) -> None:
    known = [LESSONS[slug] for slug in ("digits", "convolution", "pooling", "photo")]
    assert {each.slug for each in found(known, asked)} == slugs & {each.slug for each in known}


def test_what_is_found_keeps_the_order_of_the_course() -> None:
    assert [each for each in COURSE if each in found(COURSE, "network")] == found(COURSE, "network")


def test_a_word_stands_in_one_field_and_not_across_two() -> None:
    assert found([lesson("one", teaser="ends in gradi", claim="ent begins")], "gradient") == []


def test_the_terms_say_why_a_lesson_was_found() -> None:
    one = lesson("one", words=("transposed convolution", "stride", "Grad-CAM"))
    assert terms(one, "STRIDE cam") == ["stride", "Grad-CAM"]
    assert terms(one, "") == []


@pytest.mark.parametrize(
    ("text", "compared"), [("Grad-CAM", "grad cam"), ("Größe", "grosse"), ("2 × 2", "2 2"), ("é", "e")]
)
def test_texts_are_compared_without_case_accents_and_hyphens(text: str, compared: str) -> None:
    assert plain(text) == compared


@pytest.mark.parametrize("slug", LESSONS)
def test_every_lesson_names_the_terms_that_it_teaches(slug: str) -> None:
    words = LESSONS[slug].words
    assert len(words) >= 5
    assert len({plain(word) for word in words}) == len(words), "a term stands twice"
    assert LESSONS[slug].group in GROUPS
