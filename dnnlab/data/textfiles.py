"""Texts that learners bring: any file that holds text in, characters with plain line ends out.

Files from outside come in any encoding, with marks at their beginning and line
ends of all kinds, and some are no text at all.  Whatever comes in,
:func:`read_text` returns a text or raises :class:`TextError` with one sentence for
the learner.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

FEWEST = 2_000
"""Characters below which there is nothing to learn."""
MAX_BYTES = 5 * 1024 * 1024
EXAMINED = 200_000
"""Bytes by which an unmarked encoding is told: all of a long file would take seconds."""
CONTROLS = 0.01
"""Share of control characters above which a file is taken to be no text."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
"""Byte order marks, the codec that reads what follows, and what it is called."""
_FOREIGN = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a packed file"),
    (b"\xfd7zXZ", "a packed file"),
    (b"{\\rtf", "a document in RTF"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
)


class TextError(ValueError):
    """A text cannot be used; the message is one sentence that tells the learner what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFile:
    """A text that was brought, and what became of it on the way."""

    text: str
    """Line ends are ``\\n``, there is no mark at the beginning."""
    encoding: str
    """In words, such as "UTF-8" or "windows-1252"; "" for a text that was pasted."""
    guessed: bool = False
    """Whether the encoding was told by what the text looks like in it."""
    line_ends: bool = False
    """Whether line ends were changed."""
    replaced: int = 0
    """Places where bytes did not belong to the encoding; U+FFFD stands there."""

    @property
    def said(self) -> str:
        """What became of it, in a sentence."""
        begin = f"{len(self.text):,} characters, {len(set(self.text)):,} different ones"
        if self.encoding:
            begin += f", read as {self.encoding}" + (" (guessed from its letters)" if self.guessed else "")
        if self.line_ends:
            begin += "; line ends were made plain"
        if self.replaced:
            begin += f"; {self.replaced:,} places could not be read and show \ufffd"
        return begin + "."


def read_text(data: bytes) -> TextFile:
    """Decode a file: UTF-8, what a mark at its beginning says, or what its bytes look like.

    Raises:
        TextError: it is empty, too large, too short, no text, or of a single symbol.
    """
    if not data:
        raise TextError("The file is empty: choose one with some text in it.")
    if len(data) > MAX_BYTES:
        raise TextError(f"The file has {len(data) / 2**20:.1f} MB, and at most 5 MB can be read: bring a part of it.")
    for begin, name in _FOREIGN:
        if data.startswith(begin):
            raise TextError(f"This looks like {name}: save it as plain text (.txt) and bring that.")
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _checked(data.decode(codec, "replace"), name)
    if (wide := _wide(data)) is not None:  # first: ASCII in UTF-16 is also UTF-8, with zeros in it
        return _checked(data.decode(wide, "replace"), wide.upper(), guessed=True)
    try:
        return _checked(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        pass
    guess = _guess(data)
    if guess is None:
        raise TextError("This is not a text in any encoding that can be recognised: save it as UTF-8 and bring that.")
    return _checked(data.decode(guess, "replace"), _called(guess), guessed=True)


def read_pasted(text: str) -> TextFile:
    """The same checks for a text that was pasted.

    Raises:
        TextError: as :func:`read_text`.
    """
    if not text.strip():
        raise TextError("There is no text yet: paste some.")
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise TextError("The text has more than 5 MB, which is the most that can be read: paste a part of it.")
    return _checked(text.encode("utf-8", "replace").decode("utf-8"), "")  # no lone surrogates


def _checked(text: str, encoding: str, *, guessed: bool = False) -> TextFile:
    text = text.removeprefix("\ufeff")
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    controls = sum(plain.count(chr(code)) for code in range(32) if chr(code) not in "\n\t\f") + plain.count("\x7f")
    if controls > CONTROLS * len(plain):
        raise TextError("This is no text but a file of bytes: choose one that an editor shows as text.")
    if len(set(plain)) == 1:
        raise TextError(f"The text is one symbol again and again ({plain[0]!r}): there is nothing to learn in it.")
    if len(plain) < FEWEST:
        raise TextError(
            f"The text has {len(plain):,} characters, and at least {FEWEST:,} are needed: "
            "a short story is enough, a book is better."
        )
    return TextFile(
        text=plain,
        encoding=encoding,
        guessed=guessed,
        line_ends=plain != text,
        replaced=plain.count("\ufffd"),
    )


def _guess(data: bytes) -> str | None:
    """The codec in which the bytes look most like a text; None where none fits."""
    from charset_normalizer import from_bytes  # its tables take a while: only where they are needed

    best = from_bytes(data[:EXAMINED]).best()
    return best.encoding if best is not None else None


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: zeros, as no other text has them, at every second byte only."""
    if data.count(0) <= CONTROLS * len(data):
        return None
    even, odd = data[::2].count(0), data[1::2].count(0)
    return "utf-16-le" if odd > 10 * even else "utf-16-be" if even > 10 * odd else None


def _called(codec: str) -> str:
    """A codec's name as people know it."""
    return codec.replace("cp125", "windows-125").replace("_", "-")
