"""One iteration in ten phases, five for the discriminator and five for the generator; no torch."""

from __future__ import annotations

from dataclasses import dataclass

OF_D, LAST = 5, 10
"""The last phase of D, and the last one."""
NOISE, REAL, FAKE, HEAT, ARROWS = "noise", "real", "fake", "heat", "arrows"


@dataclass(frozen=True, slots=True)
class Phase:
    """What is done, and which layers of the picture show it."""

    title: str
    sentence: str
    lit: tuple[str, ...]
    """What changes in the picture."""
    shown: tuple[str, ...]
    """What is there besides."""


PHASES = (
    Phase("D: draw", "A batch of real points from the data, and as much noise z.", (NOISE, REAL), (HEAT,)),
    Phase("D: generate", "G makes a fake of each z. G itself rests while D learns.", (FAKE,), (REAL, HEAT)),
    Phase("D: judge", "D gives each point a score: how much does it look like data?", (HEAT,), (REAL, FAKE)),
    Phase(
        "D: loss and gradient",
        "How wrong was D? Backpropagation finds how each of D’s weights should move.",
        (REAL, FAKE),
        (HEAT,),
    ),
    Phase("D: update", "D’s optimizer moves D’s weights. The map of D changes, no point does.", (HEAT,), (REAL, FAKE)),
    Phase("G: draw", "Fresh noise z. G never sees a real point.", (NOISE,), (HEAT,)),
    Phase("G: generate", "G makes a fake of each z.", (FAKE,), (HEAT,)),
    Phase("G: judge", "D gives each fake a score. D itself rests while G learns.", (HEAT,), (FAKE,)),
    Phase(
        "G: loss and gradient",
        "How well did D see through G? The gradient goes through D to each fake: arrows say where it should go.",
        (ARROWS,),
        (FAKE, HEAT),
    ),
    Phase("G: update", "G’s optimizer moves G’s weights, and all fakes with them. D stays.", (FAKE,), (HEAT, ARROWS)),
)
"""In their order."""


def following(phase: int, turn: int, turns: int) -> tuple[int, int]:
    """Phase and turn after these.

    Args:
        phase: the last that was done; 0: none yet.
        turn: which of D's steps of this iteration, from 1.
        turns: how many there are.
    """
    if phase in (0, LAST):
        return 1, 1
    if phase == OF_D and turn < turns:
        return 1, turn + 1
    return phase + 1, turn


def left(phase: int, turn: int, turns: int) -> int:
    """Phases to the end of the iteration under way; of the next one where none is."""
    if phase in (0, LAST):
        return OF_D * turns + LAST - OF_D
    return LAST - phase + (OF_D * max(0, turns - turn) if phase <= OF_D else 0)
