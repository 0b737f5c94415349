"""How a model writes on after a prompt: the settings of the part "Write"; no torch."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.live import knobs
from dnnlab.live.config import Config, knob

DRAW, GREEDY, BEAM = "draw", "greedy", "beam search"


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteConfig(Config):
    """How the next character is chosen, and how many."""

    how: str = knob(
        DRAW,
        options=(DRAW, GREEDY, BEAM),
        group="How it writes",
        help="Draw each character by its probability; always take the likeliest; or keep the likeliest texts at each "
        "character, and take the best in the end.",
    )
    temperature: float = knob(
        0.8,
        low=0.1,
        high=2.0,
        increment=0.1,
        group="How it writes",
        when={"how": (DRAW,)},
        help="Scores are divided by it before they become probabilities. Low: the likely gets likelier, the text "
        "careful and repetitive. High: bold, then nonsense.",
    )
    top_k: int = knob(
        0,
        low=0,
        high=40,
        label="Top-k",
        group="How it writes",
        when={"how": (DRAW,)},
        help="Only the k likeliest characters can be drawn. 0: all.",
    )
    top_p: float = knob(
        1.0,
        low=0.05,
        high=1.0,
        increment=0.05,
        label="Top-p",
        group="How it writes",
        when={"how": (DRAW,)},
        help="Only the likeliest characters that together have this probability can be drawn (nucleus sampling). "
        "1: all.",
    )
    width: int = knob(
        5,
        low=1,
        high=32,
        label="Texts kept",
        group="How it writes",
        when={"how": (BEAM,)},
        help="How many texts the search keeps at each character. With 1 it is greedy.",
    )
    length: int = knob(
        500,
        low=100,
        high=5_000,
        scale="log",
        group="How it writes",
        when={"how": (DRAW, GREEDY)},
        help="Characters to write.",
    )
    seed: int = knobs.seed("the chances of all characters", then="Same seed, same text.", group="How it writes")
