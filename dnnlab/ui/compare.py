"""Pin and compare: one run stays, the next one is laid beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from dnnlab.live.config import Knob
from dnnlab.live.shelf import PastRun
from dnnlab.live.telling import Held, by_hand, held, told, told_knobs
from dnnlab.live.wire import Event, Status
from dnnlab.ui.bench import Bench
from dnnlab.ui.blocks import as_text
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.words import in_figures

THIS, TWIN = "this run", "the twin"
"""What they are called."""
HALF = 6
"""Twelfths of the stage that each of two runs gets."""


def compare_button(bench: Bench) -> None:
    """Pin the present run, or take the pinned one away."""
    pinned = bench.pinned
    if pinned is not None:
        st.button(
            "Unpin", key=f"{bench.page}/unpin", icon=":material/keep_off:", on_click=bench.pin, args=(None,),
            help=f"Take run {pinned.number} away",
        )  # fmt: skip
        return
    st.button(
        "Compare", key=f"{bench.page}/pin", icon=":material/push_pin:", disabled=bench.run is None,
        on_click=_pin_present, args=(bench,),
        help="Pin this run. Then change one knob: the same seed runs again, and both are shown side by side.",
    )  # fmt: skip


def _pin_present(bench: Bench) -> None:
    if runs := bench.runs:
        bench.pin(runs[-1])


def side_by_side(first: Sequence[Panel], second: Sequence[Panel], names: tuple[str, str]) -> list[Panel]:
    """Pictures of two runs, each pair in one row, those of the first left; below them what only one of the runs has.

    Args:
        first: the panels of one run.
        second: those of the other; the pairs stand in their order.
        names: what the two runs are called.
    """
    left, right = _by_name(first), _by_name(second)
    panels: list[Panel] = []
    for name in right:
        if name in left:
            panels.append(_half(left[name], names[0]))
            panels.append(_half(right[name], names[1]))
    panels += [_half(panel, f"{names[0]} only") for name, panel in left.items() if name not in right]
    panels += [_half(panel, f"{names[1]} only") for name, panel in right.items() if name not in left]
    return panels


def _by_name(panels: Sequence[Panel]) -> dict[tuple[str, int], Panel]:
    """Panels by what pairs them; of those with one name, the first of a run goes with the first of the other."""
    named: dict[tuple[str, int], Panel] = {}
    seen: Counter[str] = Counter()
    for panel in panels:
        name = panel.pair or panel.title
        named[name, seen[name]] = panel
        seen[name] += 1
    return named


def _half(panel: Panel, whose: str) -> Panel:
    """The panel in half a row, its title with the run that it is of."""
    return replace(panel, title=" · ".join(filter(None, [panel.title, whose])), columns=HALF)


def differences(pinned: Status, now: Status) -> str:
    """What sets two runs apart, in words: their knobs over all steps, and what was done by hand."""
    before, after = held(pinned), held(now)

    def side(knob: Knob, values: Held) -> str:
        return f"({told(knob, values)})" if len(values) > 1 else told(knob, values)

    words = [
        f"{knob.label.lower()} {side(knob, before[name])} → {side(knob, after[name])}"
        for name, knob in now.config.knobs().items()
        if before[name] != after[name]
    ]
    if _events(pinned) != _events(now):
        hands = [by_hand(status) or "none by hand" for status in (pinned, now)]
        words.append(f"{hands[0]} → {hands[1]}" if hands[0] != hands[1] else f"{hands[0]}, but others")
    return ", ".join(words) or "the same knobs"


def _events(status: Status) -> list[Event]:
    return [change for change in status.changes if isinstance(change, Event)]


def comparison_line(bench: Bench) -> None:
    """One line under the stage: what stands beside the run, its twin or a pinned one, and what differs."""
    pinned = bench.pinned
    now = bench.snapshot if bench.run else None
    if now is not None and now.twin is not None:
        behind = f" Run {pinned.number} stays pinned for later." if pinned else ""
        st.caption(
            f"With a twin: same seed, same steps, {as_text(differences(now.status, now.twin.status))}. "
            f"Buttons and other knobs move both.{behind}"
        )
    elif pinned is not None:
        before = pinned.snapshot.status
        st.caption(
            f"Pinned: run {pinned.number}, as it was at step {before.step:,}. "
            f"{'This' if now else 'The next'} run: "
            f"{as_text(differences(before, now.status if now else Status(config=bench.config)))}."
        )


def runs_table(bench: Bench, metrics: Sequence[str]) -> None:
    """The runs of this tab: knobs over the steps, steps, last and final figures; any of them can be pinned.

    Args:
        bench: the lesson's workbench.
        metrics: the metrics worth a column; final figures are added.
    """
    runs = bench.runs
    if not runs:
        st.caption("No runs yet in this tab. Press Play to make the first one.")
        return
    finals = list(dict.fromkeys(name for kept in runs for name in kept.snapshot.status.final))
    columns = [*metrics, *(f"final {name}" for name in finals)]
    head = "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in ("run", "knobs", "step", *columns))
    rows = []
    for kept in runs:
        status = kept.snapshot.status
        figures = [status.latest.get(name) for name in metrics] + [status.final.get(name) for name in finals]
        cells = [f"{kept.number}", told_knobs(status) or "defaults", f"{status.step:,}"]
        pairs = zip(columns, figures, strict=True)
        cells += ["" if value is None else in_figures(name, value) for name, value in pairs]
        rows.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>")
    st.html(f"<div class='dl-scroll'><table class='dl-table'><tr>{head}</tr>{''.join(rows)}</table></div>")
    if len(runs) > 1:
        _pin_any(bench, runs)


def _pin_any(bench: Bench, runs: Sequence[PastRun]) -> None:
    by_number = {kept.number: kept for kept in runs}
    pinned = bench.pinned
    key = f"{bench.page}/pin-any/{pinned.number if pinned else 0}/{len(runs)}"

    def pin() -> None:
        bench.pin(by_number.get(st.session_state[key]))

    numbers = [0, *by_number]
    st.selectbox(
        "Pinned run", numbers, index=numbers.index(pinned.number) if pinned and pinned.number in by_number else 0,
        format_func=lambda number: f"Run {number}" if number else "none", key=key, on_change=pin,
        help="Lay any of these runs beside the present one", width=220,
    )  # fmt: skip
