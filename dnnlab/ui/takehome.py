"""Take it home: the link, the command line, the weights and the metrics of a run."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from dnnlab.data.csvfile import to_csv
from dnnlab.live.cli import command_line
from dnnlab.live.handle import Handle
from dnnlab.live.wire import Curves, Status
from dnnlab.ui.bench import Bench

PATIENCE = 10.0
"""Seconds to wait for the weights."""


def take_home(bench: Bench) -> None:
    """A popover with everything that a learner can carry away."""
    run = bench.run
    with st.popover("Take it home", icon=":material/download:", help="Link, command line, files"):
        st.markdown("**The link** opens this page with these knobs. Drawings and uploads are not in it.")
        st.code(link(st.context.url, st.query_params.to_dict()), language=None, wrap_lines=True)
        if run is None:
            st.markdown(f"**The command** {bench.words.command} in a copy of this project on your own computer.")
            steps = bench.snapshot.status.total_steps or 0
            command = command_line(bench.experiment, bench.config, steps, given=bench.given is not None)
            st.code(command, language="bash", wrap_lines=True)
            _file_of_yours(bench.given)
            st.caption(f"{bench.words.keeps} and metrics: press Play first.")
            return
        st.markdown("**The command** repeats this run, bit for bit, in a copy of this project on your own computer.")
        command = repeat(bench.experiment, run.poll().status, given=run.given is not None)
        st.code(command, language="bash", wrap_lines=True)
        _file_of_yours(run.given)
        st.download_button(
            f"{bench.words.keeps} (safetensors)", data=lambda: weights(run),
            file_name=f"{bench.experiment}.safetensors", mime="application/octet-stream", on_click="ignore",
            icon=":material/deployed_code:", key=f"{bench.page}/weights", help=bench.words.keeps_help,
        )  # fmt: skip
        st.download_button(
            "Metrics (CSV)", data=lambda: metrics_csv(run.poll().curves), file_name=f"{bench.experiment}.csv",
            mime="text/csv", on_click="ignore", icon=":material/table:", key=f"{bench.page}/metrics",
            help="One line a step, one column a metric",
        )  # fmt: skip


def _file_of_yours(given: Any) -> None:
    if given is not None:
        st.caption("FILE stands for the file that you uploaded here.")


def link(url: str | None, texts: dict[str, str]) -> str:
    """The address of this page with these parameters: the knobs, and the part of the lesson."""
    parts = urlsplit(url or "")
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(texts), ""))


def repeat(experiment: str, status: Status, *, given: bool = False) -> str:
    """The command line that makes this run again, what was changed on the way included."""
    return command_line(experiment, status.begun or status.config, status.step, status.changes, given=given)


def weights(run: Handle) -> bytes:
    """The safetensors file; raises with a sentence when the trainer cannot give it."""
    made: bytes = run.weights().result(PATIENCE)
    return made


def metrics_csv(curves: Curves) -> bytes:
    """The curves as a CSV file: ``step`` and one column a metric, empty where it was not measured."""
    rows: dict[int, dict[str, float]] = {}
    for name, (steps, values) in curves.items():
        for step, value in zip(steps.tolist(), values.tolist(), strict=True):
            rows.setdefault(step, {})[name] = value
    return to_csv(["step", *curves], ([step, *map(rows[step].get, curves)] for step in sorted(rows)))
