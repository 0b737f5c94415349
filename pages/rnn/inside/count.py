"""Part three: what each cell costs."""

from __future__ import annotations

import streamlit as st

from dnnlab.plots.bars import Bar
from dnnlab.rnn.inside.count_knobs import CountConfig
from dnnlab.rnn.kinds import GATE_NAMES, KINDS, parameter_count
from dnnlab.ui import lab
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.bars import BarsPanel

IN_TORCH = {"RNN": "nn.RNN", "LSTM": "nn.LSTM", "GRU, reset after": "nn.GRU"}


def show(config: CountConfig) -> None:
    """The bars, and the table with the sums."""
    counts = {kind: parameter_count(kind, config.inputs, config.hidden) for kind in KINDS}
    most = max(counts.values())
    palette = lab.palette()
    left, right = st.columns([3, 4], gap="medium")
    with left:
        live_stage(
            [
                BarsPanel(
                    bars=[
                        Bar(name=kind, value=f"{count:,}", share=count / most, marked=kind == "LSTM")
                        for kind, count in counts.items()
                    ],
                    title=f"Weights of one layer: {config.inputs} inputs, {config.hidden} units", columns=12,
                    caption="One bias a gate, as the lectures write it.",
                    alt="; ".join(f"{kind}: {count:,} weights" for kind, count in counts.items()),
                )
            ],
            key="inside-a-cell/counts", palette=palette,
        )  # fmt: skip
    with right:
        st.html(_table(config, counts))
        st.caption(
            "PyTorch keeps two biases a gate, of which one would do; only in its GRU the candidate’s second one is no "
            "spare, since r multiplies it too."
        )


def in_torch(kind: str, config: CountConfig) -> int | None:
    """What PyTorch's own layer has; None where it has no such cell."""
    if kind not in IN_TORCH:
        return None
    return parameter_count(kind, config.inputs, config.hidden) + len(KINDS[kind]) * config.hidden


def sum_in_words(kind: str, config: CountConfig) -> str:
    """Gates times units times what each unit reads."""
    peepholes = f" + 3 · {config.hidden}" if kind == "LSTM with peepholes" else ""
    return f"{len(KINDS[kind])} · {config.hidden} · ({config.inputs} + {config.hidden} + 1){peepholes}"


def _table(config: CountConfig, counts: dict[str, int]) -> str:
    """A row a cell: what it learns, the sum, and PyTorch's number."""
    rows = ""
    for kind, count in counts.items():
        named = ", ".join(f"<span title='{GATE_NAMES[gate]}'>{gate}</span>" for gate in KINDS[kind])
        torch = in_torch(kind, config)
        shown = f"{torch:,} ({IN_TORCH[kind]})" if torch is not None else "–"
        rows += (
            f"<tr><td>{kind}</td><td>{named}</td><td style='white-space:nowrap'>{sum_in_words(kind, config)}</td>"
            f"<td><b>{count:,}</b></td><td style='white-space:nowrap'>{shown}</td></tr>"
        )
    return (
        "<div class='dl-scroll'><table class='dl-table'><tr><th>Cell</th><th>Learns</th><th>Gates · units · reads</th>"
        f"<th>Weights</th><th>In PyTorch</th></tr>{rows}</table></div>"
    )
