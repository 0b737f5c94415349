"""The timeline of a run: layer-wise pre-training, one hidden layer after the other, then the whole network."""

from __future__ import annotations

from dnnlab.autoencoders.stacked.phases import DENSE, Phase
from dnnlab.foundations.flow.knobs import FlowConfig


def phases(config: FlowConfig) -> tuple[Phase, ...]:
    """What a run with these knobs goes through; without pre-training one phase.

    The last one trains every layer with labels, and has as many steps as the run has without pre-training.
    """
    steps, layers = config.pretraining, [str(number + 1) for number in range(config.depth)]
    planned = [
        Phase(name=name, start=number * steps, stop=(number + 1) * steps, trains=(f"layer {name}",), depth=number + 1)
        for number, name in enumerate(layers if steps else [])
    ]
    start = planned[-1].stop if planned else 0
    everything = (*(f"layer {name}" for name in layers), DENSE)
    return (*planned, Phase(name="all, with labels", start=start, stop=start + config.run_length, trains=everything))


def phase_at(config: FlowConfig, step: int) -> Phase:
    """The phase that step number ``step`` (from 0) belongs to; after the end, the last."""
    found = phases(config)
    return next((each for each in found if step < each.stop), found[-1])
