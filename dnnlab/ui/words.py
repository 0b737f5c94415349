"""Words about a run: where it stands, its figures, and what a lesson calls what it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from dnnlab.live.wire import PausedBy, Snapshot, State, Status
from dnnlab.plots.written import written


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a lesson's bar says of its runs, where they do something else than train a network."""

    play: str = "Train your own run, live"
    go_on: str = "Go on training"
    step: str = "Take a single training step"
    command: str = "trains this network"
    """What the command line does."""
    keeps: str = "Weights"
    """What a learner takes home as safetensors."""
    measured_on: Mapping[str, str] = field(default_factory=dict)
    """Of final figures by their names, on how much each was measured: ``of 5,000 digits``."""
    keeps_help: str = "The network as it is now, for model.load_state_dict(safetensors.torch.load_file(path))"


TRAINING = Words()
STARTS = "starts as soon as the trainer is ready"


def in_words(status: Status, words: Words = TRAINING) -> str:
    """Where a run stands: step, speed, time left, or why it stands still."""
    step = f"step {status.step:,}" + (f" of {status.total_steps:,}" if status.total_steps else "")
    match status.state:
        case State.WAITING:
            return "waiting for a place"
        case State.STARTING:
            return f"{step} · {STARTS}" if status.step else STARTS
        case State.PLAYING:
            parts = [step]
            if status.rate:
                parts.append(f"{written(status.rate, digits=2)} steps/s")
            if status.seconds_left is not None:
                parts.append(f"about {duration(status.seconds_left)} left")
            return " · ".join(parts)
        case State.FINISHING:
            return f"{step} · measuring the final figures"
        case State.FINISHED:
            return f"{step} · complete" + (f": {final_figures(status, words)}" if status.final else "")
        case State.PAUSED:
            why = {
                PausedBy.LEASE: "goes on in a moment",  # it paused unwatched; whoever reads this looks
                PausedBy.TURN: "paused, others wait",
                PausedBy.ROOM: "paused to make room for your other runs",
            }
            return f"{step} · {why.get(status.paused_by, 'paused') if status.paused_by else 'paused'}"
        case State.DIVERGED:
            return f"{step} · diverged"
        case State.FAILED:
            return f"{step} · stopped by an error"
        case State.GONE:
            return "this run has ended"


def final_figures(status: Status, words: Words = TRAINING) -> str:
    """What was measured at a run's end, and on how much, in words; empty before."""
    return _told(status.final, words.measured_on)


def latest_figures(status: Status) -> str:
    """What was measured last, in words; empty at a run's beginning."""
    return _told(status.latest)


def duration(seconds: float) -> str:
    """``16 s``, ``3 min``: what a person would say."""
    return f"{max(1, round(seconds))} s" if seconds < 90 else f"{round(seconds / 60)} min"


def in_figures(name: str, value: float) -> str:
    """A metric's value: shares as percentages."""
    return written(value, percent="accuracy" in name or "probability" in name)


def _told(figures: Mapping[str, float], on: Mapping[str, str] = MappingProxyType({})) -> str:
    return ", ".join(
        " ".join(filter(None, [name.replace("_", " "), in_figures(name, value), on.get(name)]))
        for name, value in figures.items()
    )


def describe(snapshot: Snapshot) -> str:
    """Where a run stands, in words, for text alternatives."""
    return in_words(snapshot.status)
