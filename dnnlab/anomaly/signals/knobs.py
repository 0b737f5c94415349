"""The knobs of the signals lesson: what is learnt, and how alarms are raised; no torch."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.anomaly.signals.words import (
    DATA,
    DETECTORS,
    ECG5000,
    LOOKS,
    MOVING,
    OWN,
    RECORD,
    RULES,
    SCORES,
    SHAPE,
    SHUTTLE,
    SINGLE,
    SYNTHETIC,
)
from dnnlab.live import knobs
from dnnlab.live.config import Config, knob


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalConfig(Config):
    """An autoencoder over windows: of which signal, through how narrow a place, and how it learns."""

    data: str = knob(
        ECG5000,
        options=DATA,
        group="Data",
        help="Heartbeats: 500 to learn from, 4,500 to judge. Record 100: the beats of one heart over half an hour. "
        "Synthetic beats: drawn with formulas, with six labelled faults. Shuttle sensors: nine numbers a row. Own "
        "file: bring it in the part “Your file”.",
    )
    contamination: int = knob(
        0,
        low=0,
        high=30,
        label="Contamination (%)",
        group="Data",
        when={"data": tuple(each for each in DATA if each != OWN)},
        help="Percent of the data to learn from that are anomalies after all, because nobody has looked. Real data are "
        "seldom clean: see how much a detector bears.",
    )
    held_out: int = knob(
        35,
        low=10,
        high=50,
        increment=5,
        label="Held out (%)",
        group="Data",
        help="Percent of the data to learn from that the network does not train on: their scores set the threshold. "
        "The scores of what it has trained on would be too low for that.",
    )
    network: str = knob(
        "dense",
        options=("dense", "convolutional", "LSTM"),
        group="Network",
        when={"data": tuple(each for each in DATA if each != SHUTTLE)},
        help="Dense: every moment of the window has weights of its own. Convolutional: small kernels slide over the "
        "time. LSTM: one reads the window, another writes it again. Windows of fewer than 8 moments get the dense one.",
    )
    code: int = knob(
        2,
        low=1,
        high=128,
        scale="log",
        base=2,
        label="Numbers in the code",
        group="Network",
        help="How narrow the place is through which a window must. Too wide, and anomalies get through as well: the "
        "network rebuilds what it should have stumbled over.",
    )
    hidden: int = knob(
        32,
        low=4,
        high=128,
        scale="log",
        base=2,
        label="Hidden units",
        group="Network",
        help="Units of the layer before and of the layer after the code; of the convolutional network maps.",
    )
    noise: float = knob(
        0.5,
        low=0.0,
        high=1.0,
        increment=0.05,
        live=True,
        group="Network",
        help="Noise on its input while it learns to rebuild what was there without: a denoising autoencoder. In "
        "standard deviations of the signal; 0 is a plain one.",
    )
    score: str = knob(
        "MSE",
        options=SCORES,
        live=True,
        help="What makes one number of the error at each moment: the mean of its squares (MSE) or of its sizes (MAE). "
        "Or the errors go as a vector into a classifier (logistic regression), which needs labelled anomalies to learn "
        "from.",
    )
    learning_rate: float = knobs.learning_rate(
        5e-4, advice="0.0005 is slow enough to watch; 0.002 gets there in a quarter of the steps.", low=1e-4, high=0.1
    )
    batch_size: int = knobs.batch_size(32, things="Windows", low=8, high=256)
    run_length: int = knobs.run_length(
        5_000, help="Where the run ends. Longer is not always better here: watch the AUC.", high=20_000
    )
    seed: int = knobs.seed("first weights, order of the windows, noise")


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchConfig(Config):
    """A monitor: which signal it watches, what it looks at, and when it raises an alarm."""

    signal: str = knob(
        RECORD,
        options=(RECORD, SYNTHETIC),
        group="Monitor",
        help="Record 100: half an hour of one heart, annotated by cardiologists. Synthetic beats: twelve minutes with "
        "six kinds of faults. The first minutes are learnt from, the rest is watched.",
    )
    detector: str = knob(
        "autoencoder",
        options=DETECTORS,
        group="Monitor",
        help="What scores the shape of a beat: a denoising autoencoder with 2 numbers in the code, PCA with 2 "
        "components, or z-scores.",
    )
    look: str = knob(
        SHAPE,
        options=LOOKS,
        group="Monitor",
        help="The shape of a beat, the time since the one before compared with the median of the last eight, or both: "
        "then each accepts half of the false alarms.",
    )
    rule: str = knob(
        SINGLE,
        options=RULES,
        group="Monitor",
        help="An alarm for each beat above the threshold, or for the mean of the last few: calmer, and later.",
    )
    over: int = knob(
        3,
        low=2,
        high=20,
        label="Beats averaged",
        group="Monitor",
        when={"rule": (MOVING,)},
        help="How many beats the moving average goes over.",
    )
    accepted: float = knob(
        1.0,
        low=0.2,
        high=20.0,
        scale="log",
        label="Accepted false alarms (%)",
        group="Monitor",
        help="Of the normal beats. The thresholds follow from a third of the normal beats of the first minutes, on "
        "which nothing was fitted.",
    )
    speed: int = knob(
        5,
        low=1,
        high=60,
        group="Monitor",
        help="How many times as fast as the heart the signal runs.",
    )
