"""The knobs of sixteen networks at once: those of the playground; no torch."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.foundations.playground.knobs import PlaygroundConfig
from dnnlab.live import knobs

COUNT = 16
"""Networks that are trained together."""
LONGEST = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedsConfig(PlaygroundConfig):
    """The playground's network sixteen times, from this seed on."""

    run_length: int = knobs.run_length(
        LONGEST, low=1000, high=1_000_000, help="Where a run ends, in steps: one mini-batch for each network."
    )
