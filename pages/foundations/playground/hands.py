"""What the learner's hand does on the stage: events of the run, or another network, with which a new run begins."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dnnlab.foundations.playground.knobs import PlaygroundConfig
from dnnlab.foundations.playground.layers import (
    ACTIVATIONS,
    FEATURES,
    LAYERS,
    UNITS,
    Hidden,
    read_hidden,
    write_hidden,
)
from dnnlab.live.config import InvalidConfig
from dnnlab.ui.blocks import as_text
from dnnlab.ui.components.stage.kinds.network import deeds
from dnnlab.ui.knobs import show_knobs
from dnnlab.ui.workbench import Picked, Workbench
from pages.foundations.playground.lesson import LESSON

_HEARD = f"{LESSON.slug}/heard"
OF_THE_NET = ("input", "layers", "units", "activation")
NEW_LAYER = 4
"""Units of a layer that is added where there is none before it."""


def heard() -> int:
    """The number of the newest op that was taken in this tab."""
    return int(st.session_state.get(_HEARD, 0))


def follow_hand(bench: Workbench[PlaygroundConfig], picked: Picked | None, asked: PlaygroundConfig) -> None:
    """Take what came from the stage, each op once.

    Args:
        bench: whose run takes the events; where there is none yet, one begins, and plays.
        picked: the click.
        asked: the knobs as they stand.
    """
    if picked is None or not isinstance(picked.click.x, str):
        return
    new = [(number, op) for number, op in deeds(picked.click.x) if number > heard()]
    if not new:
        return
    st.session_state[_HEARD] = new[-1][0]
    config = asked
    for _, op in new:
        if set(op) & set(OF_THE_NET):
            config = _changed(config, op)
            continue
        if bench.run is None:
            bench.play()
        bench.apply(op)
    if config != asked:
        show_knobs(LESSON.slug, config)
    st.rerun()


def _changed(config: PlaygroundConfig, op: dict[str, Any]) -> PlaygroundConfig:
    """The knobs after an op; as they were where it asks for what cannot be."""
    try:
        return changed(config, op)
    except (InvalidConfig, ValueError, TypeError) as refusal:
        st.toast(as_text(str(refusal)), icon=":material/warning:")
        return config


def changed(config: PlaygroundConfig, op: dict[str, Any]) -> PlaygroundConfig:
    """The knobs with one input, layer or unit more or less, or another activation of a layer.

    Raises:
        ValueError: there is no such input or layer.
        InvalidConfig: the last input cannot be left out, and there is an end to layers and units.
    """
    layers = list(read_hidden(config.hidden))
    if "input" in op:
        if op["input"] not in FEATURES:
            raise ValueError(f"There is no input {op['input']!r}.")
        chosen = set(config.features) ^ {op["input"]}
        return config.replace(inputs=", ".join(name for name in FEATURES if name in chosen))
    if "layers" in op:
        if op["layers"] == 1 and len(layers) < LAYERS:
            layers.append(layers[-1] if layers else Hidden(NEW_LAYER, ""))
        elif op["layers"] == -1 and layers:
            layers.pop()
    elif "activation" in op:
        place, name = op["activation"]
        if not (isinstance(place, int) and 0 <= place < len(layers) and name in ACTIVATIONS):
            raise ValueError("There is no such layer any more.")
        layers[place] = Hidden(layers[place].units, "" if name == config.activation else name)
    else:
        place, more = op["units"]
        if not (isinstance(place, int) and 0 <= place < len(layers) and more in (1, -1)):
            raise ValueError("There is no such layer any more.")
        units = min(UNITS, max(1, layers[place].units + more))
        layers[place] = Hidden(units, layers[place].activation)
    return config.replace(hidden=write_hidden(tuple(layers)))
