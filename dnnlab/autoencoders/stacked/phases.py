"""The timeline of a stacked autoencoder: what trains in each phase, and what stands still."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.autoencoders.stacked.knobs import STACKED, StackedConfig

ENCODERS, DECODERS, DENSE = ("encoder 1", "encoder 2", "encoder 3"), ("decoder 3", "decoder 2", "decoder 1"), "dense"
LAYERS = (*ENCODERS, *DECODERS, DENSE)
"""All layers by their names, from the pixels to the code, back to the pixels, and the classifier's last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A stretch of a run in which the same layers train."""

    name: str
    start: int
    """Steps before it."""
    stop: int
    """Steps when it is over."""
    trains: tuple[str, ...]
    """Names of ``LAYERS``; all others stand still."""
    depth: int = 0
    """Autoencoder 1 to 3 alone; 0: all of them as one, or the classifier."""

    @property
    def supervised(self) -> bool:
        """Whether it looks at labels."""
        return DENSE in self.trains


def phases(config: StackedConfig) -> tuple[Phase, ...]:
    """What a run with these knobs goes through."""
    steps = config.phase_steps
    if config.start != STACKED:
        return (Phase(name="classifier", start=0, stop=2 * steps, trains=(*ENCODERS, DENSE)),)
    planned = [
        *((f"layer {i + 1}", (ENCODERS[i], DECODERS[2 - i]), i + 1) for i in range(3)),
        ("unrolled", (*ENCODERS, *DECODERS), 0),
        ("dense, frozen encoders", (DENSE,), 0),
        ("fine-tuning", (*ENCODERS, DENSE), 0),
    ]
    return tuple(
        Phase(name=name, start=i * steps, stop=(i + 1) * steps, trains=trains, depth=depth)
        for i, (name, trains, depth) in enumerate(planned)
    )


def phase_at(config: StackedConfig, step: int) -> Phase:
    """The phase that step number ``step`` (from 0) belongs to; after the end, the last."""
    found = phases(config)
    return next((each for each in found if step < each.stop), found[-1])
