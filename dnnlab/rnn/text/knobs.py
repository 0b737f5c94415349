"""The hyperparameters of the text lesson; no torch."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.data.texts import TEXTS
from dnnlab.live import knobs
from dnnlab.live.config import Config, knob
from dnnlab.rnn.kinds import KINDS
from dnnlab.rnn.text.corpus import OWN

EMBEDDING, ONE_HOT = "embedding", "one-hot"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextConfig(Config):
    """A model of characters: from which text, which network, and how it learns."""

    text: str = knob(
        "Shakespeare",
        options=(*TEXTS, OWN),
        group="Text",
        help="What the network reads, and learns to write: 38 plays, Don Quijote in Spanish, or a text of your own.",
    )
    held_out: int = knob(
        10,
        low=5,
        high=50,
        increment=5,
        label="Held out (%)",
        group="Text",
        help="Percent at the end of the text that the network never trains on. How well it predicts them is what it "
        "has learnt about the language and not by heart.",
    )
    cell: str = knob(
        "LSTM",
        options=tuple(KINDS),
        group="Network",
        help="What happens at each character. The RNN mixes its state anew each time; LSTM, GRU and MGU have gates "
        "that say what is kept. The GRU of the lecture resets before the linear map, PyTorch's after it.",
    )
    layers: int = knob(
        1,
        low=1,
        high=3,
        group="Network",
        help="Cells on top of each other; each reads what the one below puts out. More take longer to learn.",
    )
    hidden: int = knob(
        128,
        low=32,
        high=512,
        scale="log",
        base=2,
        label="Units a layer",
        group="Network",
        help="How many numbers a layer remembers. Twice as many cost about four times the time for each character.",
    )
    inputs: str = knob(
        EMBEDDING,
        options=(EMBEDDING, ONE_HOT),
        group="Network",
        help="How a character comes in: as some numbers that are learnt, or one-hot: a 1 at its place, 0 elsewhere.",
    )
    embedding: int = knob(
        32,
        low=8,
        high=128,
        scale="log",
        base=2,
        label="Numbers a character",
        group="Network",
        when={"inputs": (EMBEDDING,)},
        help="The size of an embedding. Characters that are used alike come to have like numbers.",
    )
    dropout: float = knob(
        0.0,
        low=0.0,
        high=0.8,
        increment=0.05,
        live=True,
        group="Network",
        help="Probability to switch off a unit between layers and before the scores, at each training step. It fights "
        "learning by heart: try 0.3 where the validation loss rises.",
    )
    length: int = knob(
        64,
        low=16,
        high=256,
        scale="log",
        base=2,
        label="Sequence length",
        help="Characters that the error runs back through at each step. The state is carried on beyond them.",
    )
    batch_size: int = knobs.batch_size(32, things="Places in the text", low=8, high=128)
    optimizer: str = knobs.optimizer(
        advice="Adam gives each weight a step size of its own, which recurrent networks need more than others."
    )
    learning_rate: float = knobs.learning_rate(
        5e-3,
        advice="0.005 suits Adam at first; turn it down to 0.001 when the curve goes flat, and see it fall again.",
    )
    clip: float = knob(
        1.0,
        low=0.0,
        high=10.0,
        increment=0.5,
        live=True,
        label="Clip the gradient at",
        help="A longer gradient is cut to this norm, so that one step does not throw the weights away (Pascanu et al. "
        "2013). 0 cuts nothing.",
    )
    epochs: int = knobs.epochs(
        5,
        things="characters",
        advice="Two minutes of a small network are about five times through the plays. A "
        "short text is read more often: at least 100 steps for each time.",
    )
    seed: int = knobs.seed("first weights, where in the text it begins, dropout, samples")
