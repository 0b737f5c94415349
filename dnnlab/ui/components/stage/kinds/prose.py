"""A text on the stage whose characters are coloured by numbers, to read and to pick from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dnnlab.plots.sheets import Bytes
from dnnlab.ui.components.stage.kinds.text import colour_names
from dnnlab.ui.components.stage.panel import Packed, Panel

MAX_CHARACTERS = 5_000
"""Each is an element of its own in the browser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProsePanel(Panel):
    """A text whose characters have values, in a box that scrolls where the text is longer than it.

    The pointer, or the arrow keys, show the value of a character below the
    text.  From a ``low`` below 0 the scale diverges: blue below 0, orange above,
    as far as the larger of the two ends.  A click comes back with the
    character's index as ``x``.  With ``rows`` each character has values of its own
    for all of them: they show while the pointer or the keyboard is on it, in all
    panels of the stage that have rows.
    """

    text: str
    values: ArrayLike | None = None
    """(characters,): nan where there is none."""
    rows: ArrayLike | None = None
    """(characters, characters): the values while a character is looked at; row ``chosen`` while none is. They travel
    as one byte each."""
    told: Sequence[str] = ()
    """What stands below the text while a character is looked at, one for each; without them, its value."""
    low: float = 0.0
    high: float = 1.0
    """The ends of the scale; what lies beyond has the colour of the end."""
    colour: str = "positive"
    """The palette's name for the colour of a scale that does not diverge, and of marks."""
    unit: str = ""
    """Stands behind a value."""
    marks: Sequence[tuple[int, int]] = ()
    """Ranges of characters, from a start to before an end, that are underlined and shaded."""
    left_out: Sequence[int] = ()
    """Indices of characters that were left out: struck through."""
    chosen: int = -1
    """Index of a character with a frame; -1: none."""
    clickable: bool = False
    font: str = "code"
    """``code``: letters of one width; ``prose``: the page's own."""
    height: int = 260
    """Of the box, in CSS pixels, at most."""

    def pack(self) -> Packed:
        """The text and where its marks are; the values as 4 bytes a character.

        Raises:
            ValueError: the text is too long, the scale has no two ends, ``colour`` is no colour of the palette,
                an index stands outside the text, or there is not one value a character.
        """
        size = len(self.text)
        if size > MAX_CHARACTERS:
            raise ValueError(f"a text of {size} characters is too long; colour {MAX_CHARACTERS} of them")
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low < self.high):
            raise ValueError(f"a scale from {self.low} to {self.high} has no two ends")
        if self.colour not in colour_names():
            raise ValueError(f"the palette has no colour named {self.colour!r}")
        if self.told and len(self.told) != size:
            raise ValueError(f"{size} characters need as many sentences, got {len(self.told)}")
        wrong = [each for each in (*self.left_out, self.chosen) if not -1 <= each < size]
        wrong += [end for start, end in self.marks if not 0 <= start <= end <= size]
        if wrong:
            raise ValueError(f"index {wrong[0]} of a text of {size} characters")
        return Packed(
            spec={
                "text": self.text,
                "low": self.low,
                "high": self.high,
                "colour": self.colour,
                "unit": self.unit,
                "marks": [[int(start), int(end)] for start, end in self.marks],
                "left_out": [int(each) for each in self.left_out],
                "chosen": int(self.chosen),
                "clickable": self.clickable,
                "font": self.font,
                "height": self.height,
                "told": list(self.told),
                "rows": self.rows is not None,
            },
            blocks=self._blocks(size),
        )

    def _blocks(self, size: int) -> list[Bytes]:
        if self.rows is not None:
            return [_steps(self.rows, self.low, self.high, size)]
        return [] if self.values is None else [_bytes(self.values, size)]


def _steps(rows: ArrayLike, low: float, high: float, characters: int) -> Bytes:
    """A byte a value: 0 for none, 1 to 255 from the scale's one end to the other."""
    array = np.asarray(rows, np.float32)
    if array.shape != (characters, characters):
        raise ValueError(f"{characters} characters need as many rows of as many values, got {array.shape}")
    steps = 1 + np.rint(254 * np.clip((array - low) / (high - low), 0, 1))
    return np.where(np.isnan(array), 0, steps).astype(np.uint8)


def _bytes(values: ArrayLike, characters: int) -> Bytes:
    """Little-endian float32."""
    array = np.ascontiguousarray(values, dtype="<f4")
    if array.shape != (characters,):
        raise ValueError(f"{characters} characters need as many values, got {array.shape}")
    return array.view(np.uint8)
