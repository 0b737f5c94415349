"""Texts of every ugly kind: each is read, or refused with one sentence."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable

import numpy as np
import pytest

from dnnlab.data.textfiles import MAX_BYTES, TextError, read_pasted, read_text

ENGLISH = "It was the best of times, it was the worst of times;\nand nobody knew it yet.\n\n" * 40
SPANISH = "En un lugar de la Mancha, de cuyo nombre no quiero acordarme, vivía un señor; ¿qué más?\n" * 40
RUSSIAN = "Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему.\n" * 40


@pytest.mark.parametrize("text", [ENGLISH, SPANISH, RUSSIAN])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_in_any_form_comes_back(text: str, codec: str) -> None:
    read = read_text(text.encode(codec))
    assert read.text == text
    assert not read.replaced
    assert read.encoding.upper().startswith("UTF-")


@pytest.mark.parametrize(
    ("text", "codec"), [(SPANISH, "latin-1"), (SPANISH, "cp1252"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r")]
)
def test_old_encodings_are_told_by_their_letters_and_said(text: str, codec: str) -> None:
    read = read_text(text.encode(codec))
    assert read.text == text
    assert read.guessed
    assert "guessed" in read.said
    assert read.encoding in read.said


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_are_made_plain_and_it_says_so(end: str) -> None:
    read = read_text(ENGLISH.replace("\n", end).encode())
    assert read.text == ENGLISH
    assert read.line_ends
    assert "line ends" in read.said
    assert not read_text(ENGLISH.encode()).line_ends


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", ENGLISH)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "characters"),
        (ENGLISH[:500].encode(), "at least 2,000"),
        (b"a" * 5_000, "one symbol"),
        (b"\n" * 5_000, "one symbol"),
        (b"x" * (MAX_BYTES + 1), "5 MB"),
        (np.random.default_rng(0).bytes(20_000), "text"),
        (bytes(5_000), "bytes"),
        (bytes(range(256)) * 20, "text"),
        (b"%PDF-1.7" + ENGLISH.encode(), "PDF"),
        (zipped(), "office document"),
        (gzip.compress(ENGLISH.encode()), "packed"),
    ],
)
def test_what_is_no_text_is_refused_in_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(TextError, match=words) as caught:
        read_text(data)
    said = str(caught.value)
    assert said.endswith((".", ".)"))
    assert "\n" not in said


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "paste"), ("  \n", "paste"), ("short", "at least"), ("z" * 3_000, "one symbol"), ("é" * MAX_BYTES, "5 MB")],
)
def test_pasted_texts_are_held_to_the_same(text: str, words: str) -> None:
    with pytest.raises(TextError, match=words):
        read_pasted(text)


@pytest.mark.parametrize("read", [read_pasted, lambda text: read_text(text.encode())])
def test_emoji_combining_marks_and_right_to_left_stay_as_they_are(read: Callable[[str], object]) -> None:
    text = "👩‍👩‍👧 e\u0301 \u202eabc\u202c שלום עולם مرحبا 🇮🇹\n" * 100
    assert read(text).text == text  # type: ignore[attr-defined]


def test_a_lone_surrogate_does_no_harm() -> None:
    assert "?" in read_pasted("ab\ud800cd" * 1_000).text
