"""A text on the stage that grows while somebody reads it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from dnnlab.plots.palette import Palette
from dnnlab.plots.sheets import Bytes
from dnnlab.ui.components.stage.panel import Packed, Panel

MAX_CHARACTERS = 20_000
"""More would make each refresh slow."""


def colour_names() -> set[str]:
    """What a panel may name as its colour."""
    return {field.name for field in fields(Palette)} - {"name", "classes"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPanel(Panel):
    """A text on the stage, shown as it is: nothing in it is markup.

    It stands in a box of a fixed height, which shows the end of the text as it
    grows; a reader who scrolls up stays there until they are back at the end.  One that
    does not grow, but is replaced by another, shows its beginning.
    """

    text: str
    font: Literal["code", "prose"] = "code"
    """Letters of one width, or the page's own."""
    intensity: ArrayLike | None = None
    """(characters,): how strong the background of each is, from 0 for none to 1 for all of ``colour``."""
    colour: str = "accent"
    """The palette's name for that colour."""
    newest: int = 0
    """So many characters at the end are marked as new."""
    height: int = 260
    """Of the box, in CSS pixels."""
    grows: bool = True
    """Whether the box shows the end of the text; the beginning otherwise."""

    def pack(self) -> Packed:
        """The text, and the intensities as one byte a character.

        Raises:
            ValueError: the text is too long, ``newest`` longer than it, ``colour`` no colour of the palette,
                or the intensities are not one number in [0, 1] a character.
        """
        if len(self.text) > MAX_CHARACTERS:
            raise ValueError(f"a text of {len(self.text)} characters is too long; show {MAX_CHARACTERS} of them")
        if not 0 <= self.newest <= len(self.text):
            raise ValueError(f"{self.newest} newest characters of {len(self.text)}")
        if self.colour not in colour_names():
            raise ValueError(f"the palette has no colour named {self.colour!r}")
        return Packed(
            spec={
                "text": self.text,
                "font": self.font,
                "colour": self.colour,
                "newest": self.newest,
                "height": self.height,
                "grows": self.grows,
            },
            blocks=[] if self.intensity is None else [_levels(self.intensity, len(self.text))],
        )


def _levels(intensity: ArrayLike, characters: int) -> Bytes:
    """Intensities as bytes, 255 the strongest."""
    values = np.asarray(intensity, dtype=np.float32)
    if values.shape != (characters,):
        raise ValueError(f"{characters} characters need as many intensities, got {values.shape}")
    if not ((values >= 0) & (values <= 1)).all():  # nan is neither
        raise ValueError("an intensity is a number in [0, 1]")
    return np.rint(values * 255).astype(np.uint8)
