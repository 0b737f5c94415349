"""The knobs of the part that counts; no torch."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.live.config import Config, knob


@dataclass(frozen=True, slots=True, kw_only=True)
class CountConfig(Config):
    """How large a layer is."""

    inputs: int = knob(
        65, low=1, high=512, group="Layer", help="Numbers that come in at each moment: 65 characters, one-hot."
    )
    hidden: int = knob(
        128, low=1, high=512, label="Units", group="Layer", help="Numbers in the state, and of each gate."
    )
