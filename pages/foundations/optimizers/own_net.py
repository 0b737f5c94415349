"""The learner's net from the playground: taken over in this tab, and said in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dnnlab.foundations.playground.knobs import PlaygroundConfig, matched
from dnnlab.foundations.point_race.knobs import OF_THE_NET, PointRaceConfig, with_net
from dnnlab.foundations.points import CLASSES, OWN_POINTS, OWN_TABLE, REGRESSION, SETS
from dnnlab.live.config import InvalidConfig
from dnnlab.ui.knobs import knobs_before, move_knobs

IN_TRAINING = ("batch_size", "seed")
"""Of what is taken over, that which the race has widgets for."""


def take_net(page: str, mine: PlaygroundConfig | None) -> None:
    """Bring the race to the net of the playground, as it stands in this tab, each time that it has changed there."""
    taken = f"{page}/net taken"
    net = {name: getattr(mine, name) for name in OF_THE_NET} if mine is not None else None
    if mine is None or st.session_state.get(taken) == net:
        return
    st.session_state[taken] = net
    try:
        now = knobs_before(PointRaceConfig, page)
    except InvalidConfig:
        now = PointRaceConfig()
    if (wanted := with_net(now, mine)) != now:
        move_knobs(page, wanted)


def is_mine(config: PointRaceConfig, mine: PlaygroundConfig | None) -> bool:
    """Whether a race is on the net that stands in the playground of this tab."""
    return mine is not None and _same_net(config, with_net(config, mine))


def _same_net(config: PointRaceConfig, other: PointRaceConfig) -> bool:
    return not set(config.changed(other)) & set(OF_THE_NET) - set(IN_TRAINING)


def whose(config: PointRaceConfig, mine: PlaygroundConfig | None) -> str:
    """Where the net of a race comes from, in a sentence."""
    if is_mine(config, mine):
        return "**Your net from the playground**"
    if not _same_net(config, PointRaceConfig()):
        return "**The net of this link**"
    why = ", since you have not been there in this tab" if mine is None else ""
    return f"**The playground’s default net**{why}"


def told(net: PlaygroundConfig, given: Mapping[str, Any] | None) -> str:
    """Data, net, loss and penalties in words.

    Args:
        given: the points of the learner's table, where there is one.
    """
    kind, classes, data = net.kind, net.classes, f"{net.points} points of the {net.data}"
    if net.data == OWN_TABLE and given is not None:
        kind, classes = REGRESSION if given["value"] else CLASSES, len(given["classes"])
        data = f"{len(given['places'])} points of your table"
    elif net.data in SETS:
        classes = max(classes, SETS[net.data][2])
    output, loss = matched(net, kind, classes)
    layers = "".join(f" → {each.units} {each.activation}" for each in net.layers)
    norm = ", with batch normalisation" if net.batch_norm else ""
    penalties = [
        f"{label} {getattr(net, name):g}"
        for name, label in (
            ("l1", "L1"), ("l2", "L2"), ("max_norm", "max-norm"), ("dropout", "dropout"),
            ("input_dropout", "dropout of inputs"),
        )
        if getattr(net, name)
    ]  # fmt: skip
    layout = f"{', '.join(net.features)}{layers} → {output}{norm}"
    return f"{data}; {layout}; {loss}; {', '.join(penalties) or 'no regularisation'}"


def by_hand(mine: PlaygroundConfig | None, *, table: bool, wants_table: bool) -> str:
    """Whether the learner's own data take part, in a sentence.

    Args:
        table: whether a table of the learner's is there.
        wants_table: whether the knobs ask for one.
    """
    if wants_table:
        return "Your table takes part." if table else "There is no table of yours in this tab: the spiral stands in."
    if mine is not None and mine.data == OWN_POINTS:
        return "Points that you placed by hand stay with their run in the playground: the spiral stands in."
    return (
        "Points and weights that you move by hand stay with their run in the playground; a table of yours takes part."
    )
