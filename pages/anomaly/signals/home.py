"""What a learner takes home from a run: the alarms as a table, the detector as a file, and the lines that use it."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from dnnlab.anomaly.knobs import AlarmConfig
from dnnlab.anomaly.signals.knobs import SignalConfig
from dnnlab.anomaly.signals.views import Scored, SignalView
from dnnlab.anomaly.signals.words import CLASSIFIER, OWN
from dnnlab.data.csvfile import to_csv
from dnnlab.live.calls import CallFailed
from dnnlab.live.wire import State
from dnnlab.plots.written import written
from dnnlab.ui.asking import answer
from dnnlab.ui.workbench import Workbench
from pages.anomaly.signals.lesson import LESSON
from pages.anomaly.verdict import threshold_of

PATIENCE = 10.0
LINES = """import numpy as np
from dnnlab.anomaly.net.autoencoder import AutoencoderDetector, extras
from dnnlab.anomaly.scores import threshold_for

FILE = "detector.safetensors"
detector = AutoencoderDetector.load(FILE)
threshold = threshold_for(extras(FILE)["held_out_scores"], {rate})  # accepts so many false alarms
windows = np.random.randn(5, {columns})  # yours: a row is a window of {length} moments of {channels} channel(s)
scores = detector.decision_function(windows)  # higher = more abnormal
print(scores > threshold)  # the alarms
"""


def take_home(bench: Workbench[SignalConfig], alarm: AlarmConfig) -> None:
    """The popover below the stage."""
    with st.popover(
        "Take the alarms home",
        icon=":material/notifications:",
        help="Scores and alarms as a table, the detector as a file",
    ):
        run, view = bench.run, bench.snapshot.view
        if run is None or not isinstance(view, SignalView) or not len(view.scores):
            st.caption("Press Play first: the alarms are those of your own run.")
            return
        if bench.snapshot.status.state is State.PLAYING:
            st.caption("The run goes on: the files hold what it knows when you press.")
        threshold = threshold_of(view, alarm)
        given = bench.given
        name = "alarms.csv"
        if bench.config.data == OWN and given is not None and bench.config.score != CLASSIFIER:
            scored: Scored | None = answer(
                bench.owner, "signals.score", given["rows"], slot=f"{LESSON.slug}/rows", run=run
            )
            if scored is not None:
                _download(alarms(scored.scores, threshold, given["starts"]), name, scored.scores, threshold)
        else:
            _download(alarms(view.scores, threshold, kinds=view), name, view.scores, threshold)
        if bench.config.score == CLASSIFIER:
            st.caption("The classifier stays here: the file has the network and its MSE.")
        st.download_button(
            "The detector (safetensors)", data=lambda: _packed(bench), file_name="detector.safetensors",
            mime="application/octet-stream", on_click="ignore", icon=":material/deployed_code:",
            key=f"{LESSON.slug}/detector", help="Network, scale and held-out scores: data that cannot run code",
        )  # fmt: skip
        st.markdown("**The lines that use it**, in a copy of this project:")
        length = view.examples.windows.shape[1]
        st.code(
            LINES.format(
                rate=alarm.accepted / 100, columns=length * len(view.channels), length=length,
                channels=len(view.channels),
            ),
            language="python",
        )  # fmt: skip


def alarms(
    scores: np.ndarray, threshold: float, starts: np.ndarray | None = None, kinds: SignalView | None = None
) -> bytes:
    """Row (from 1), score, alarm, and what it is where that is known, as CSV."""
    rows = np.arange(len(scores)) if starts is None else starts
    columns: dict[str, Any] = {
        "row": (rows + 1).tolist(),
        "score": [f"{value:.6g}" for value in scores.tolist()],
        "alarm": [int(value > threshold) for value in scores.tolist()],
    }
    if kinds is not None and len(kinds.kinds):
        columns["kind"] = [kinds.names[kind] for kind in kinds.kinds]
    return to_csv(list(columns), zip(*columns.values(), strict=True))


def _download(file: bytes, name: str, scores: np.ndarray, threshold: float) -> None:
    raised, count = int((scores > threshold).sum()), len(scores)
    st.download_button(
        "The alarms (CSV)", data=file, file_name=name, mime="text/csv", on_click="ignore", icon=":material/table:",
        key=f"{LESSON.slug}/alarms", help="One line a window: its first row, its score, whether it is an alarm",
    )  # fmt: skip
    st.caption(f"{raised:,} alarms in {count:,} windows, threshold {written(threshold)}.")


def _packed(bench: Workbench[SignalConfig]) -> bytes:
    """The file; raises with a sentence where the trainer cannot give it."""
    call = bench.pool.call("signals.pack", run=bench.run, owner=bench.owner, slot=f"{LESSON.slug}/pack")
    try:
        made: bytes = call.result(PATIENCE)
    except TimeoutError:
        raise CallFailed("The trainer is busy: press again in a moment.") from None
    return made
